// Package variate draws random variates where the library's parameters go: to
// shapes so small that a gamma variate underflows, and to counts that must fit
// into a history.
package variate

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// LogGamma draws the logarithm of a gamma variate with the given shape and rate
// 1. Of a small shape the variate may underflow, its logarithm does not: a
// variate of shape k is one of shape k + 1 times u^{1/k}, u uniform.
func LogGamma(r *rand.Rand, shape float64) float64 {
	if shape >= 1 {
		return math.Log(distuv.Gamma{Alpha: shape, Beta: 1, Src: r}.Rand())
	}
	return math.Log(distuv.Gamma{Alpha: shape + 1, Beta: 1, Src: r}.Rand()) - r.ExpFloat64()/shape
}

// Gamma draws a gamma variate with the given shape and rate; 0 where it underflows.
func Gamma(r *rand.Rand, shape, rate float64) float64 {
	if shape >= 1 {
		return distuv.Gamma{Alpha: shape, Beta: 1, Src: r}.Rand() / rate
	}
	return math.Exp(LogGamma(r, shape)) / rate
}

// Beta draws a beta variate, x/(x+y) of two gamma variates; the quotient is taken
// on the log scale, so that tiny parameters give 0 or 1 and not NaN: of shape 0.001
// half of all gamma variates are below e^−700.
func Beta(r *rand.Rand, a, b float64) float64 {
	x, y := LogGamma(r, a), LogGamma(r, b)
	return 1 / (1 + math.Exp(y-x))
}

// Dirichlet fills dst with proportions of mean p, which adds up to 1, and
// concentration w > 0; zeros of p stay 0. It takes its logarithms as Beta does:
// a small concentration puts nearly all on one place, and has to be drawn once only.
func Dirichlet(dst []float64, r *rand.Rand, p []float64, w float64) {
	top := math.Inf(-1)
	for j, v := range p {
		dst[j] = math.Inf(-1)
		if v > 0 {
			dst[j] = LogGamma(r, v*w)
			top = math.Max(top, dst[j])
		}
	}
	sum := 0.0
	for j, v := range dst {
		dst[j] = math.Exp(v - top)
		sum += dst[j]
	}
	for j := range dst {
		dst[j] /= sum
	}
}

// Poisson draws a count with the given mean, at most most; 0 unless the mean is
// positive. The mean may be beyond any int: gamma rates have no bound.
func Poisson(r *rand.Rand, mean float64, most int) int {
	if !(mean > 0) {
		return 0
	}
	if mean > float64(most) {
		return most
	}
	return min(int(distuv.Poisson{Lambda: mean, Src: r}.Rand()), most)
}

// Geometric draws the number of the toss, from 1, that is lost first, by
// inversion: P(> n) = (1−p)ⁿ = e^(n·ln(1−p)). A float, since for small p it passes any
// int; +Inf for p = 0.
func Geometric(r *rand.Rand, p float64) float64 {
	if p >= 1 {
		return 1
	}
	return math.Max(1, math.Ceil(-r.ExpFloat64()/math.Log1p(-p)))
}
