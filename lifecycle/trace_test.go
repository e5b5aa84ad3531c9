package lifecycle_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/lifecycle"
)

func TestStages(t *testing.T) {
	base := simulateBase(rand.New(rand.NewPCG(9, 1)), 50)
	stream := func(yield func(int, Event) bool) {
		for i, p := range base {
			for _, e := range p.events {
				if !yield(i, e) {
					return
				}
			}
		}
	}
	next := 0
	for id, j := range Stages(nil, stream, baseEnd) {
		require.NoError(t, j.Err)
		require.Equal(t, next, id)
		want, d, err := Trace(nil, base[id].events, baseEnd)
		require.NoError(t, err)
		assert.Equal(t, want, j.History)
		assert.Equal(t, d.Stage(), j.Detector.Stage())
		next++
	}
	assert.Equal(t, 50, next)
	for range Stages(nil, stream, baseEnd) { // may be left early
		break
	}
	for range Stages(nil, func(func(int, Event) bool) {}, 0) {
		t.Error("nobody there")
	}
}

// A customer out of order, or seen again after a later one, gets an error, and
// the others their answers.
func TestStagesRefusesDisorder(t *testing.T) {
	type row struct {
		id string
		e  Event
	}
	rows := []row{
		{"a", Event{Day: 1, Amount: 1}}, {"b", Event{Day: 9, Amount: 1}}, {"b", Event{Day: 3, Amount: 1}}, {"b", Event{Day: 12, Amount: 1}},
		{"a", Event{Day: 5, Amount: 1}}, {"c", Event{Day: 2, Amount: 1}}, {"d", Event{Day: 50, Amount: 1}},
	}
	seq := func(yield func(string, Event) bool) {
		for _, r := range rows {
			if !yield(r.id, r.e) {
				return
			}
		}
	}
	var got []string
	for id, j := range Stages(nil, seq, 20) {
		mark := " ok"
		var e *clientele.InputError
		if j.Err != nil {
			require.ErrorAs(t, j.Err, &e)
			mark = " " + e.Field
		}
		got = append(got, id+mark)
	}
	assert.Equal(t, []string{"a ok", "b Day", "a key", "c ok", "d Day"}, got)
}
