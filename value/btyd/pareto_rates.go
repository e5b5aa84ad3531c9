package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
)

// endTimes sees a customer as a mixture over the end of activity.
func (g pareto) endTimes(x, last, gap float64) endTimes {
	return evenTimes(g.r+x, g.alpha+last, g.s, g.beta+last, gap)
}

// expectedRates returns the posterior means of λ and μ.
func (g pareto) expectedRates(h clientele.History) (purchase, death float64) {
	if !g.valid() || !possible(h) {
		return math.NaN(), math.NaN()
	}
	e := g.endTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	return e.rates()
}

func (g pareto) expectedRate(h clientele.History) float64 {
	rate, _ := g.expectedRates(h)
	return rate
}

func (g pareto) expectedDropout(h clientele.History) float64 {
	_, rate := g.expectedRates(h)
	return rate
}
