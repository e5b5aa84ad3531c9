package order_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/order"
	"github.com/stretchr/testify/assert"
)

func TestMedian(t *testing.T) {
	assert.Equal(t, 2.0, order.Median([]float64{3, 1, 2}))
	assert.Equal(t, 2.5, order.Median([]float64{4, 1, 3, 2}))
	assert.Equal(t, 7.0, order.Median([]float64{7}))
	assert.Panics(t, func() { order.Median(nil) })
}

// Ranks of rows with weights are those of the rows written out.
func TestMidRanks(t *testing.T) {
	v, w := []float64{5, 1, 5, 9, 1}, []float64{2, 1, 3, 1, 1}
	assert.Equal(t, []float64{3.5, 1.5, 3.5, 5, 1.5}, order.MidRanks(v, nil))
	assert.Equal(t, []float64{5, 1.5, 5, 8, 1.5}, order.MidRanks(v, func(i int) float64 { return w[i] }))
	assert.Equal(t, []float64{1.5, 3, 1.5}, order.MidRanks([]float64{math.NaN(), 0, math.NaN()}, nil)) // NaN first, and it ends
	assert.Empty(t, order.MidRanks(nil, nil))
}
