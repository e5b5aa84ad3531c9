package dimension_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/dimension"
	"github.com/stretchr/testify/assert"
)

func TestBehaviour(t *testing.T) {
	slope := func(v ...float64) float64 { return dimension.Slope(v).Or(math.NaN()) }
	assert.InDelta(t, 0.4, slope(3, 5, 7), 1e-12)
	assert.InDelta(t, 0, slope(4, 4, 4, 4), 1e-12)
	assert.Less(t, slope(9, 7, 6, 4, 1), 0.0)
	assert.InDelta(t, 1.0/12.571428571428571, slope(1, 2, 3, 64, 5, 6, 7), 1e-12) // the outlier moves the mean, not the slope
	check.Close(t, slope(2, 3, 9, 4), slope(20, 30, 90, 40), 1e-14)
	even := func(v ...float64) float64 { return dimension.Evenness(v).Or(math.NaN()) }
	assert.Equal(t, 1.0, even(7, 7, 7))
	r := rand.New(rand.NewPCG(1, 1))
	gaps := make([]float64, 20000)
	for i := range gaps {
		gaps[i] = r.ExpFloat64()
	}
	assert.InDelta(t, 0.5, even(gaps...), 0.01)
	for _, missing := range []clientele.Measure{
		dimension.Slope(nil), dimension.Slope([]float64{1, 2}), dimension.Slope([]float64{0, 0, 0}), dimension.Slope([]float64{1, -1, 2}), dimension.Slope([]float64{1, math.NaN(), 2}),
		dimension.Evenness([]float64{1}), dimension.Evenness([]float64{0, 0}), dimension.Evenness([]float64{1, math.NaN()}), dimension.Evenness([]float64{1, -1}),
	} {
		_, known := missing.Value()
		assert.False(t, known)
	}
}
