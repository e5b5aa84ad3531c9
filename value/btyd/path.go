package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
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
