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
	var sum, rate, dropout float64
	var q nodes
	for q.reset(&e); q.next(); {
		for k, w := range q.weight {
			sum += w
			rate += w * e.rx / (e.purchase + q.du[k])
			dropout += w * (g.s + 1) / (e.death + q.du[k])
		}
	}
	alive, dead := e.shares()
	total := alive + dead*sum
	return (alive*e.rx/(g.alpha+h.Age) + dead*rate) / total, (alive*g.s/(g.beta+h.Age) + dead*dropout) / total
}

func (g pareto) expectedRate(h clientele.History) float64 {
	rate, _ := g.expectedRates(h)
	return rate
}

func (g pareto) expectedDropout(h clientele.History) float64 {
	_, rate := g.expectedRates(h)
	return rate
}
