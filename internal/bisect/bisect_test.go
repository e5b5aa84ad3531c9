package bisect_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/bisect"
	"github.com/stretchr/testify/assert"
)

func TestBetween(t *testing.T) {
	last, first := bisect.Between(0, 2, 60, func(x float64) bool { return x*x < 2 })
	assert.InDelta(t, math.Sqrt2, last, 1e-15)
	assert.True(t, last*last < 2 && first*first >= 2)
	last, first = bisect.Between(2, 0, 10, func(x float64) bool { return x*x > 2 }) // downwards
	assert.True(t, first < math.Sqrt2 && math.Sqrt2 < last)
	assert.InDelta(t, last, first, 2./1024)
	last, first = bisect.Between(0, math.Inf(1), 60, math.Signbit) // NaN from the first halving: it ends
	assert.True(t, last == 0 && math.IsInf(first, 1))
}
