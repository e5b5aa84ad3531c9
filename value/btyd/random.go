package btyd

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/stat/distuv"
)

// path is a drawn stretch of purchases in its shortest form: n events, uniform
// on (0, span). Every event is a purchase, or, if every > 1, each event that
// completes a group of that many, done of which had happened before; the first
// keep purchases came before the customer dropped out.
type path struct {
	n, keep     int
	span        float64
	every, done int
}

// event returns the number, from 1, of the event that is the i-th purchase.
func (p path) event(i int) int { return i*max(p.every, 1) - p.done }

// last draws the time of the last purchase kept: an order statistic of
// uniforms, 0 if there is none.
func (p path) last(r *rand.Rand) float64 {
	if p.keep == 0 {
		return 0
	}
	at := p.event(p.keep)
	u := randBeta(r, float64(at), float64(p.n-at+1))
	return p.span * math.Max(u, 0x1p-1022) // strictly after the first purchase
}

// appendTimes draws all purchase times, ascending.
func (p path) appendTimes(dst []float64, r *rand.Rand) []float64 {
	start := len(dst)
	for range p.n {
		dst = append(dst, p.span*(1-r.Float64()))
	}
	slices.Sort(dst[start:])
	for i := range p.keep {
		dst[start+i] = dst[start+p.event(i+1)-1]
	}
	return dst[:start+p.keep]
}

// randPoisson draws a count, at most MaxRepeats so that the history stays possible.
func randPoisson(r *rand.Rand, mean float64) int {
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

// randGamma draws a gamma variate with the given shape and rate.
func randGamma(r *rand.Rand, shape, rate float64) float64 {
	return math.Exp(logGamma(r, shape)) / rate
}

// randBeta draws a beta variate; the quotient is taken on the log scale, so
// that tiny parameters give 0 or 1 and not NaN.
func randBeta(r *rand.Rand, a, b float64) float64 {
	x, y := logGamma(r, a), logGamma(r, b)
	return 1 / (1 + math.Exp(y-x))
}

// randGeometric draws the number of the toss, from 1, that is lost first.
func randGeometric(r *rand.Rand, p float64) float64 {
	if p >= 1 {
		return 1
	}
	return math.Max(1, math.Ceil(-r.ExpFloat64()/math.Log1p(-p)))
}
