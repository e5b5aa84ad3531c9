package mle

import (
	"context"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// profiled returns the ends of the 95 % profile of a likelihood of one parameter, and
// how often it was computed for each pair of them.
func profiled(t *testing.T, f func(x float64) (v, slope, curve float64), at float64) (lo, hi float64, looks int) {
	counted := func(x float64) (float64, float64, float64) { looks++; return f(x) }
	prob := hill(counted, at)
	r, err := NewRefitter(context.Background(), &prob, place1{at}, func(p place1) place1 { return p }, nil)
	require.NoError(t, err)
	looks = 0
	iv, err := r.Profile(clientele.DomainReal, func(p place1) float64 { return p.Params()[0].Value }, .95)
	require.NoError(t, err)
	return iv.Lo, iv.Hi, looks
}

// A profile is read where the log-likelihood has fallen by half of the χ² quantile: at
// the first look for a parabola, in few for what is bent, and up to a wall beyond which
// there is no likelihood.
func TestProfileEnds(t *testing.T) {
	const z = 1.959963984540054
	for _, sd := range []float64{.01, 1, 5} {
		lo, hi, looks := profiled(t, func(x float64) (v, slope, curve float64) { x /= sd; return -x * x / 2, -x / sd, -1 / sd / sd }, 0)
		check.Close(t, -z*sd, lo, 1e-7, sd)
		check.Close(t, z*sd, hi, 1e-7, sd)
		assert.LessOrEqual(t, looks, 12, "at sd %g", sd)
	}
	poisson := func(x float64) (v, slope, curve float64) { e := math.Exp(x); return 2*x - 2*e, 2 - 2*e, -2 * e }
	lo, hi, looks := profiled(t, poisson, 0)
	for _, end := range []float64{lo, hi} {
		v, _, _ := poisson(end)
		check.Close(t, z*z/2, -2-v, 1e-6, end)
	}
	assert.Less(t, looks, 20)
	assert.Less(t, lo, -hi, "the longer side is that of small values")
	_, hi, looks = profiled(t, func(x float64) (v, slope, curve float64) {
		if x > 1 {
			return math.NaN(), 0, 0
		}
		return -x * x / 2, -x, -1
	}, 0)
	assert.InDelta(t, 1, hi, 1e-9)
	assert.Less(t, looks, 600) // it halves its way to the wall
}
