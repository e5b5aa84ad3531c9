package lifecycle_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/buyer"
	"github.com/clientele-go/clientele/internal/check"
	. "github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
)

// A base whose months differ is warned of; one that comes and goes in the
// course of a year is not, however few are left in December.
func TestSeasonWarns(t *testing.T) {
	r := rand.New(rand.NewPCG(2036, 1))
	var even, garden Season
	calendar, err := btyd.NewCalendar(0, 365.25/12, []float64{0.3, 0.3, 0.5, 1, 2, 2, 2, 1, 1, 0.5, 0.3, 0.3})
	require.NoError(t, err)
	for range 500 {
		b := buyer.New(r, 30, 1)
		b.Time = 60 * r.Float64()
		leave := b.Time + 365*r.ExpFloat64()
		events := b.Until(nil, min(leave, 730))
		require.NoError(t, even.Add(events))
		var seasonal []Event
		for _, e := range events {
			e.Day = Day(calendar.Elapse(0, float64(e.Day)))
			if n := len(seasonal); n == 0 || seasonal[n-1].Day < e.Day {
				seasonal = append(seasonal, e)
			}
		}
		require.NoError(t, garden.Add(seasonal))
	}
	assert.Empty(t, even.Warnings(), "%v %v", even.Prob(), even.Weights())
	warnings := garden.Warnings()
	require.Len(t, warnings, 1)
	assert.Greater(t, warnings[0].Value, 3.0)
	assert.NotEqual(t, WarnSeason, warnings[0].Text(clientele.LangChinese))
	assert.Greater(t, garden.Weights()[5], 2*garden.Weights()[0])
	var nothing Season
	assert.Empty(t, nothing.Warnings())
	assert.Equal(t, 1.0, nothing.Prob())
	assert.Error(t, nothing.Add([]Event{{Day: 5, Amount: 1}, {Day: 4, Amount: 1}}))
}

func TestSeasonMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(2037, 1))
	var items [][]Event
	for range 40 {
		items = append(items, buyer.New(r, 30, 1).Until(nil, 700))
	}
	check.MergeLaws(t, check.Merger[*Season, []Event]{
		New:   func() *Season { return new(Season) },
		Add:   func(s *Season, e []Event) { require.NoError(t, s.Add(e)) },
		Merge: (*Season).Merge,
		Equal: sameBytes[*Season],
		Items: items,
	})
}
