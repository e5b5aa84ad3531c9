package btyd

import (
	"math"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A long horizon is that of for ever, in value and in price, and there is no
// step where the one takes over from the other.
func TestLongHorizonsAreForEver(t *testing.T) {
	h := clientele.History{Repeats: 3, Last: 20, Age: 39}
	for _, c := range modelCases {
		m := c.build(c.cdnow)
		for _, rate := range []float64{1e-4, 0.002, 0.1} {
			endless := m.DiscountedPurchases(h, rate)
			check.Close(t, endless, m.DiscountedPurchasesWithin(h, rate, 60/rate), 1e-12, c.name)
			check.Close(t, endless, m.DiscountedPurchasesWithin(h, rate, 49.9/rate), 1e-7, c.name)
			assert.Equal(t, m.DiscountedPurchasesWithin(h, rate, 51/rate), m.DiscountedPurchasesWithin(h, rate, 1e12), c.name)
		}
		least := time.Hour
		for range 5 {
			begun := time.Now()
			m.DiscountedPurchasesWithin(h, 0.002, 1e6)
			least = min(least, time.Since(begun))
		}
		assert.Less(t, least, 10*time.Millisecond, c.name)
	}
}

// No calendar makes a prediction endless: periods have a least length, and many
// of them are taken together.
func TestCalendarsEnd(t *testing.T) {
	for _, period := range []float64{1e-300, 5e-324, 1e-7, 0, math.NaN(), math.Inf(1), -1} {
		_, err := NewCalendar(0, period, []float64{1, 2})
		assert.Error(t, err, period)
	}
	m, h := ParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}, clientele.History{Repeats: 3, Last: 21, Age: 39}
	long, err := NewCalendar(0, 0.1, []float64{1, 2, 3})
	require.NoError(t, err)
	short, err := NewCalendar(0, 1e-6, []float64{1, 2, 3})
	require.NoError(t, err)
	begun := time.Now()
	want := m.DiscountedPurchasesWithin(h, 0.002, 1e4)
	check.Close(t, want, short.DiscountedPurchasesWithin(m, 0, h, 0.002, 1e4), 1e-3)
	check.Close(t, want, long.DiscountedPurchasesWithin(m, 0, h, 0.002, 1e4), 1e-3)
	assert.Less(t, time.Since(begun), 20*time.Second)
}
