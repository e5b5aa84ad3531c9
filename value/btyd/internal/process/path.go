package process

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
)

// Path is a drawn stretch of purchases in its shortest form: n events, uniform
// on (0, span). Every event is a purchase, or, if every > 1, each event that
// completes a group of that many, done of which had happened before; the first
// keep purchases came before the customer dropped out.
type Path struct {
	N, Keep     int
	Span        float64
	Every, Done int
}

// Poisson draws the purchases in (0, t] of a customer who dies at lifetime and
// buys till then at a gamma rate.
func Poisson(r *rand.Rand, shape, rate, lifetime, t float64) Path {
	span := math.Min(lifetime, t)
	n := variate.Poisson(r, variate.Gamma(r, shape, rate)*span, clientele.MaxRepeats)
	return Path{N: n, Keep: n, Span: span}
}

// event returns the number, from 1, of the event that is the i-th purchase.
func (p Path) event(i int) int { return i*max(p.Every, 1) - p.Done }

// last draws the time of the last purchase kept: an order statistic of
// uniforms, 0 if there is none.
func (p Path) last(r *rand.Rand) float64 {
	if p.Keep == 0 {
		return 0
	}
	at := p.event(p.Keep)
	u := variate.Beta(r, float64(at), float64(p.N-at+1))
	return p.Span * math.Max(u, 0x1p-1022) // strictly after the first purchase
}

// AppendTimes draws all purchase times, ascending.
func (p Path) AppendTimes(dst []float64, r *rand.Rand) []float64 {
	start := len(dst)
	for range p.N {
		dst = append(dst, p.Span*(1-r.Float64()))
	}
	slices.Sort(dst[start:])
	for i := range p.Keep {
		dst[start+i] = dst[start+p.event(i+1)-1]
	}
	return dst[:start+p.Keep]
}
