package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/variate"
)

// randWithin draws an exponential variate of the given rate, given that it is below end.
func randWithin(r *rand.Rand, rate, end float64) float64 {
	if rate*end < 1e-9 {
		return end * r.Float64()
	}
	return -math.Log1p(r.Float64()*math.Expm1(-rate*end)) / rate
}

// randGammaAbove draws a gamma variate with the given shape and rate 1, given
// that it is above z. In the tail it proposes exponential ones [Dagpunar 1978].
func randGammaAbove(r *rand.Rand, shape, z float64) float64 {
	if z < shape || z < 0.1 {
		for {
			if g := variate.Gamma(r, shape, 1); g > z {
				return g
			}
		}
	}
	rate := 1 - math.Max(shape-1, 0)/z // the density falls against the proposal's from z on
	for {
		g := z + r.ExpFloat64()/rate
		if r.ExpFloat64() >= rate*(z-g)+(g-z)-(shape-1)*math.Log(g/z) {
			return g
		}
	}
}
