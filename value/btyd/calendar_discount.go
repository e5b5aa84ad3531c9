package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quad"
)

// mostPanels bounds the panels of an integral over many short periods.
const mostPanels = 20_000

// DiscountedPurchasesWithin returns the expected purchases in the time t after
// the end of observation of a customer who first bought at a time, each
// discounted by e^(−rate·time) on the clock; h is the customer's history on the
// clock, too. A model's own method discounts in operational time, which is the
// same only over whole cycles. T must be finite; rate ≥ 0.
func (c *Calendar) DiscountedPurchasesWithin(m interface {
	ExpectedPurchases(h clientele.History, t float64) float64
}, first float64, h clientele.History, rate, t float64) float64 {
	if !(rate >= 0) || !(t >= 0) || math.IsInf(t, 1) || math.IsInf(rate, 1) {
		return math.NaN()
	}
	own, from := c.History(first, h), first+h.Age
	// By parts: e^{−δt}·E(t) + δ·∫₀ᵗ e^{−δu} E(u) du, in panels within the
	// periods, in which E is smooth and e^{−δu} falls by less than e².
	total := math.Exp(-rate*t) * m.ExpectedPurchases(own, c.Span(from, t))
	end := math.Min(t, 50/rate)
	_, since := c.place(from)
	next := c.period - since
	length := c.period
	if many := end / mostPanels; length < many { // seasons that short average out within a panel
		length = many
		next = many
	}
	for u := 0.0; rate > 0 && u < end; {
		to := math.Min(next, math.Min(end, u+2/rate))
		if to == next {
			next += length
		}
		half := (to - u) / 2
		for _, node := range &quad.Legendre8 {
			v := u + half*(1+node.X)
			total += rate * half * node.W * math.Exp(-rate*v) * m.ExpectedPurchases(own, c.Span(from, v))
		}
		u = to
	}
	return total
}
