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

// A season is learned from years that tell each other: the garden's, with its weights;
// not an even base's, not what happened in one month of one year, and nothing from a
// single year.
func TestSeasonLearned(t *testing.T) {
	truth := []float64{0.3, 0.3, 0.5, 1, 2, 2, 2, 1, 1, 0.5, 0.3, 0.3}
	garden, err := btyd.NewCalendar(0, 365.25/12, truth)
	require.NoError(t, err)
	once := make([]float64, 12*30)
	for i := range once {
		once[i] = 1
	}
	once[17] = 6 // one month of the second year of all
	sale, err := btyd.NewCalendar(0, 365.25/12, once)
	require.NoError(t, err)
	learned := func(c *btyd.Calendar, days float64, seed uint64) LearnedSeason {
		r := rand.New(rand.NewPCG(2038, seed))
		var s Season
		for range 300 {
			b := buyer.New(r, 30, 1)
			var events []Event
			for _, e := range b.Until(nil, days) {
				if c != nil {
					e.Day = Day(c.Elapse(0, float64(e.Day)))
				}
				if n := len(events); n == 0 || events[n-1].Day < e.Day {
					events = append(events, e)
				}
			}
			require.NoError(t, s.Add(events))
		}
		return s.Learned()
	}
	l := learned(garden, 3*365, 1)
	require.True(t, l.Supported())
	assert.Empty(t, l.Warnings())
	sum := 0.0
	for _, w := range truth {
		sum += w / 12
	}
	for m, w := range l.Weights {
		assert.InDelta(t, truth[m]/sum, w, .2, "month %d", m+1)
	}
	short := learned(garden, 350, 1)
	assert.False(t, short.Supported(), "one year")
	require.Len(t, short.Warnings(), 1)
	assert.Equal(t, "no calendar is learned: in 1 year of purchases the months of one year do not tell those of another; give the weights of the year if they are known", short.Warnings()[0].Text(clientele.LangEnglish))
	assert.False(t, learned(sale, 4*365, 1).Supported(), "a sale")
	wrong := 0
	for seed := range uint64(40) {
		if even := learned(nil, 3*365, seed); even.Supported() {
			wrong++
		} else {
			assert.Equal(t, 1.0, even.Weights[3])
		}
	}
	assert.LessOrEqual(t, wrong, 2, "even bases of 40")
	assert.False(t, new(Season).Learned().Supported())
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
