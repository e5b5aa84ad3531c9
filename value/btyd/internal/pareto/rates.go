package pareto

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// endTimes sees a customer as a mixture over the end of activity.
func (g Model) endTimes(x, last, gap float64) endtimes.Mixture {
	return endtimes.Even(g.R+x, g.Alpha+last, g.S, g.Beta+last, gap)
}

// expectedRates returns the posterior means of λ and μ.
func (g Model) expectedRates(h clientele.History) (purchase, death float64) {
	if !g.Valid() || !process.Possible(h) {
		return math.NaN(), math.NaN()
	}
	e := g.endTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	return e.Rates()
}

// ExpectedRate returns the posterior mean of the purchase rate.
func (g Model) ExpectedRate(h clientele.History) float64 {
	rate, _ := g.expectedRates(h)
	return rate
}

// ExpectedDropout returns the posterior mean of the dropout rate or probability.
func (g Model) ExpectedDropout(h clientele.History) float64 {
	_, rate := g.expectedRates(h)
	return rate
}
