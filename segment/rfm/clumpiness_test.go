package rfm_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Purchases at random are called clumpy as often as the level says, and have the
// expected value; bursts are found.
func TestClumpiness(t *testing.T) {
	r := rand.New(rand.NewPCG(2015, 2))
	for _, n := range []int{2, 4, 8, 20, 60} {
		const trials = 4000
		var sum, square, expected float64
		var at [3]float64
		for range trials {
			u := make([]float64, n)
			for i := range u {
				u[i] = 50 * (1 - r.Float64())
			}
			slices.Sort(u)
			c, err := rfm.ClumpinessOf(u, 50)
			require.NoError(t, err)
			sum, square, expected = sum+c.Value, square+c.Value*c.Value, c.Expected
			for i, level := range []float64{.01, .05, .2} {
				if c.Clumpy(level) {
					at[i]++
				}
			}
		}
		mean := sum / trials
		assert.Less(t, math.Abs(mean-expected), 4.5*math.Sqrt((square/trials-mean*mean)/trials), n)
		for i, level := range []float64{.01, .05, .2} {
			assert.InDelta(t, level, at[i]/trials, .01+4*math.Sqrt(level/trials), "%d purchases, level %v", n, level)
		}
	}
	burst, err := rfm.ClumpinessOf([]float64{1, 1.1, 1.2, 1.3, 40, 40.1, 40.2, 40.3}, 50)
	require.NoError(t, err)
	assert.True(t, burst.Clumpy(.01))
	even, err := rfm.ClumpinessOf([]float64{5, 10, 15, 20, 25, 30, 35, 40, 45}, 50)
	require.NoError(t, err)
	assert.InDelta(t, 0, even.Value, 1e-12)
	assert.InDelta(t, 1, even.PValue, 1e-9)
	none, err := rfm.ClumpinessOf([]float64{50}, 50)
	require.NoError(t, err)
	assert.Zero(t, none.Purchases)
	assert.False(t, none.Clumpy(.5))
	for _, bad := range [][]float64{{3, 2}, {0}, {math.NaN()}} {
		_, err := rfm.ClumpinessOf(bad, 50)
		require.Error(t, err)
	}
	_, err = rfm.ClumpinessOf(nil, 0)
	require.Error(t, err)
}
