package variate_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/variate"
	"github.com/stretchr/testify/assert"
)

// moments draws n times and returns mean and variance.
func moments(n int, draw func(r *rand.Rand) float64) (mean, variance float64) {
	r := rand.New(rand.NewPCG(4, 2))
	for range n {
		v := draw(r)
		mean += v / float64(n)
		variance += v * v / float64(n)
	}
	return mean, variance - mean*mean
}

// Means and variances are those of the distributions, below shape 1 and above.
func TestMoments(t *testing.T) {
	const n = 200_000
	for _, shape := range []float64{0.05, 0.7, 1, 4} {
		mean, variance := moments(n, func(r *rand.Rand) float64 { return variate.Gamma(r, shape, 2) })
		assert.InDelta(t, shape/2, mean, 5*math.Sqrt(shape/4/n), shape)
		assert.InEpsilon(t, shape/4, variance, 0.1, shape)
		mean, _ = moments(n, func(r *rand.Rand) float64 { return math.Exp(variate.LogGamma(r, shape)) })
		assert.InDelta(t, shape, mean, 5*math.Sqrt(shape/n), shape)
		mean, _ = moments(n, func(r *rand.Rand) float64 { return variate.Beta(r, shape, 2) })
		assert.InDelta(t, shape/(shape+2), mean, 0.006, shape)
	}
	mean, variance := moments(n, func(r *rand.Rand) float64 { return float64(variate.Poisson(r, 3, 100)) })
	assert.InDelta(t, 3, mean, 0.02)
	assert.InDelta(t, 3, variance, 0.1)
	mean, variance = moments(n, func(r *rand.Rand) float64 { return variate.Geometric(r, 0.25) })
	assert.InDelta(t, 4, mean, 0.05)
	assert.InDelta(t, 12, variance, 0.5)
	p := []float64{0.2, 0, 0.5, 0.3}
	out := make([]float64, 4)
	mean, variance = moments(n, func(r *rand.Rand) float64 { variate.Dirichlet(out, r, p, 4); return out[2] })
	assert.InDelta(t, 0.5, mean, 0.005)
	assert.InDelta(t, 0.05, variance, 0.002) // p(1−p)/(w+1)
	assert.Zero(t, out[1])
	assert.InDelta(t, 1, out[0]+out[2]+out[3], 1e-15)
}

// At the ends nothing is NaN, negative or endless.
func TestEnds(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 3))
	out := make([]float64, 2)
	for range 100 {
		assert.False(t, math.IsInf(variate.LogGamma(r, 1e-300), 0) && math.IsNaN(variate.LogGamma(r, 1e-300)))
		assert.GreaterOrEqual(t, variate.Gamma(r, 1e-9, 1), 0.0)
		b := variate.Beta(r, 1e-12, 1e-12)
		assert.True(t, b >= 0 && b <= 1, b)
		variate.Dirichlet(out, r, []float64{0.5, 0.5}, 1e-12)
		assert.Equal(t, 1.0, out[0]+out[1])
	}
	assert.Equal(t, 7, variate.Poisson(r, 1e300, 7))
	assert.Zero(t, variate.Poisson(r, math.NaN(), 7))
	assert.Equal(t, 1.0, variate.Geometric(r, 1))
}
