package segment

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProfiles(t *testing.T) {
	data := kit.Table(t, [][]float64{{1, 5}, {3, 5}, {2, 5}, {10, 1}})
	p, err := Profiles([]Friend{FriendButterfly, FriendButterfly, FriendButterfly, FriendTrue}, []float64{10, 30, 20, 40}, data)
	require.NoError(t, err)
	require.Len(t, p, 2)
	assert.Equal(t, FriendTrue, p[0].Segment)
	assert.Equal(t, SegmentProfile[Friend]{FriendButterfly, 3, 0.75, 60, clientele.Known(0.6), 20, []FeatureProfile{
		{"a", 2, [5]float64{1, 1.5, 2, 2.5, 3}}, {"b", 5, [5]float64{5, 5, 5, 5, 5}}}}, p[1])
	text, err := json.Marshal(p[1])
	require.NoError(t, err)
	assert.Contains(t, string(text), `"segment":"butterfly"`)

	heads, share, value := 0, 0.0, 0.0
	for _, x := range p {
		heads += x.Heads
		share += x.HeadShare
		v, _ := x.ValueShare.Value()
		value += v
	}
	assert.Equal(t, 4, heads)
	check.Close(t, 1, share, 1e-15, "heads")
	check.Close(t, 1, value, 1e-15, "value")

	none, err := Profiles([]string{"a", "b"}, []float64{1, -1}, nil)
	require.NoError(t, err)
	_, known := none[0].ValueShare.Value()
	assert.False(t, known)
	_, err = Profiles([]int{}, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = Profiles([]int{1}, []float64{math.NaN()}, nil)
	assert.Error(t, err)
	_, err = Profiles([]float64{math.NaN()}, []float64{1}, nil)
	assert.Error(t, err)
	_, err = Profiles([]int{1}, []float64{1}, data)
	assert.Error(t, err)
}

func TestMigration(t *testing.T) {
	before := []Friend{FriendTrue, FriendTrue, FriendTrue, FriendStranger, FriendStranger}
	after := []Friend{FriendTrue, FriendTrue, FriendButterfly, FriendStranger, FriendTrue}
	m, err := Migrate(before, after)
	require.NoError(t, err)
	assert.Equal(t, []Friend{FriendTrue, FriendButterfly, FriendStranger}, m.Segments)
	assert.Equal(t, [][]int{{2, 1, 0}, {0, 0, 0}, {1, 0, 1}}, m.Counts)
	assert.Equal(t, [][]float64{{2.0 / 3, 1.0 / 3, 0}, {0, 0, 0}, {0.5, 0, 0.5}}, m.Probs())
	assert.Equal(t, 0.6, m.Stayed())
	b, a := m.Totals()
	assert.Equal(t, []int{3, 0, 2}, b)
	assert.Equal(t, []int{3, 1, 1}, a)
	psi, err := m.Stability()
	require.NoError(t, err)
	want, err := StabilityIndex([]int{3, 0, 2}, []int{3, 1, 1})
	require.NoError(t, err)
	assert.Equal(t, want, psi)

	why := func(codes ...string) (out []clientele.Reason) {
		for _, c := range codes {
			out = append(out, clientele.Reason{Code: c, Value: 1, Limit: 2})
		}
		return out
	}
	moves, err := Moves(before, after, func(i int) ([]clientele.Reason, []clientele.Reason) {
		if i == 2 {
			return why("value-above", "recent"), why("value-above", "distant")
		}
		return why("value-below", "length-below"), why("value-above", "length-above")
	})
	require.NoError(t, err)
	require.Len(t, moves, 2)
	assert.Equal(t, SegmentMove[Friend]{2, FriendTrue, FriendButterfly, why("recent"), why("distant")}, moves[0])
	assert.Len(t, moves[1].New, 2)

	// The codes of scores are always the same: the values tell.
	scored, err := Moves([]string{"a"}, []string{"b"}, func(int) ([]clientele.Reason, []clientele.Reason) {
		return []clientele.Reason{{Code: "r", Value: 5}, {Code: "f", Value: 5}}, []clientele.Reason{{Code: "r", Value: 1}, {Code: "f", Value: 5}}
	})
	require.NoError(t, err)
	assert.Equal(t, []clientele.Reason{{Code: "r", Value: 1}}, scored[0].New)

	_, err = Migrate([]int{1}, []int{})
	assert.Error(t, err)
	_, err = Migrate([]int{}, []int{})
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = Moves([]int{1}, nil, func(int) ([]clientele.Reason, []clientele.Reason) { return nil, nil })
	assert.Error(t, err)
	assert.Panics(t, func() { _, _ = Moves([]int{1}, []int{1}, nil) })
}

func TestStabilityIndex(t *testing.T) {
	psi, err := StabilityIndex([]int{50, 30, 20}, []int{40, 30, 30})
	require.NoError(t, err)
	check.Close(t, -0.1*math.Log(0.8)+0.1*math.Log(1.5), psi, 1e-13, "by hand")
	back, err := StabilityIndex([]int{40, 30, 30}, []int{50, 30, 20})
	require.NoError(t, err)
	check.Close(t, psi, back, 1e-14, "symmetric")
	same, err := StabilityIndex([]int{5, 0, 10}, []int{10, 0, 20})
	require.NoError(t, err)
	assert.Equal(t, 0.0, same, "the same shares; a segment empty on both dates")
	empty, err := StabilityIndex([]int{10, 0}, []int{5, 5})
	require.NoError(t, err)
	check.Close(t, (0.5-10.5/11)*math.Log(0.5/(10.5/11))+(0.5-0.5/11)*math.Log(0.5/(0.5/11)), empty, 1e-13, "half a customer")
	for _, bad := range [][2][]int{{{1}, {1, 2}}, {{-1, 5}, {1, 1}}, {{0, 0}, {1, 1}}, {nil, nil}} {
		_, err := StabilityIndex(bad[0], bad[1])
		assert.Error(t, err)
	}
	p, err := NewShifts(nil)
	require.NoError(t, err)
	assert.Equal(t, []Shift{ShiftNone, ShiftSome, ShiftMuch, 0, 0}, []Shift{p.Classify(0.0999), p.Classify(0.1), p.Classify(0.25), p.Classify(math.NaN()), p.Classify(-1)})
	fine, err := NewShifts(&ShiftPolicy{0.01, 0.02})
	require.NoError(t, err)
	assert.Equal(t, ShiftMuch, fine.Classify(0.05))
}
