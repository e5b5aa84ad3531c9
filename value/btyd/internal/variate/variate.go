// Package variate draws the random variates of the engines.
package variate

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/stat/distuv"
)

// Poisson draws a count, at most MaxRepeats so that the history stays possible.
func Poisson(r *rand.Rand, mean float64) int {
	if !(mean > 0) {
		return 0
	}
	if mean > clientele.MaxRepeats {
		return clientele.MaxRepeats
	}
	return min(int(distuv.Poisson{Lambda: mean, Src: r}.Rand()), clientele.MaxRepeats)
}

// logGamma draws the logarithm of a gamma variate with the given shape and
// rate 1; small shapes, whose variates underflow, keep their logarithm.
func logGamma(r *rand.Rand, shape float64) float64 {
	if shape >= 1 {
		return math.Log(distuv.Gamma{Alpha: shape, Beta: 1, Src: r}.Rand())
	}
	return math.Log(distuv.Gamma{Alpha: shape + 1, Beta: 1, Src: r}.Rand()) - r.ExpFloat64()/shape
}

// Gamma draws a gamma variate with the given shape and rate.
func Gamma(r *rand.Rand, shape, rate float64) float64 {
	return math.Exp(logGamma(r, shape)) / rate
}

// Beta draws a beta variate; the quotient is taken on the log scale, so
// that tiny parameters give 0 or 1 and not NaN.
func Beta(r *rand.Rand, a, b float64) float64 {
	x, y := logGamma(r, a), logGamma(r, b)
	return 1 / (1 + math.Exp(y-x))
}

// Geometric draws the number of the toss, from 1, that is lost first.
func Geometric(r *rand.Rand, p float64) float64 {
	if p >= 1 {
		return 1
	}
	return math.Max(1, math.Ceil(-r.ExpFloat64()/math.Log1p(-p)))
}
