package btyd_test

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
)

// The critical values of ½χ²₀ + ½χ²₁ and ½χ²₁ + ½χ²₂ at 5 % (Self and Liang 1987).
func TestRatioAtEdge(t *testing.T) {
	chi1 := func(x float64) float64 { return math.Erfc(math.Sqrt(x / 2)) }
	chi2 := func(x float64) float64 { return math.Exp(-x / 2) }
	assert.InDelta(t, 0.05, btyd.RatioTest{Statistic: 2.7055, DF: 1, P: chi1(2.7055)}.AtEdge(), 1e-5)
	assert.InDelta(t, 0.05, btyd.RatioTest{Statistic: 5.1384, DF: 2, P: chi2(5.1384)}.AtEdge(), 1e-5)
	assert.Equal(t, 1.0, btyd.RatioTest{Statistic: 0, DF: 1, P: 1}.AtEdge())
}
