// Package gompertz is the engine of GGompertz/NBD: random purchases, and a lifetime
// whose hazard grows with age.
package gompertz

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Model is the GGompertz/NBD model, and the process of a customer who is
// alive, in the scale κ = β/b: the Pareto/NBD with β = κ on the clock
// v(u) = (e^{bu} − 1)/b, which is the Pareto/NBD itself as b → 0 (D11 of
// DERIVATIONS.md in package btyd). In (b, β) that limit is the corner 0, 0, which a
// search comes to without ever reaching it, with derivatives that are 0/0.
type Model struct{ R, Alpha, B, S, Kappa float64 }

func (g Model) valid() bool {
	return g.R > 0 && g.Alpha > 0 && g.B > 0 && g.S > 0 && g.Kappa > 0
}

// Beta returns bκ.
func (g Model) Beta() float64 { return g.B * g.Kappa }

// at returns κ for a clock that starts at age u: (κ+v(u))·e^{−bu}, multiplied out,
// as e^{bu} overflows at ages at which κ is simply 1/b.
func (g Model) at(u float64) float64 {
	return g.Kappa*math.Exp(-g.B*u) - math.Expm1(-g.B*u)/g.B
}

// EndTimes sees a customer as a mixture over the end of activity. The death
// clock starts anew at t_x; the alive term shrinks by the same factor.
func (g Model) EndTimes(x, last, gap float64) endtimes.Mixture {
	e := endtimes.Mixture{Rx: g.R + x, S: g.S, Purchase: g.Alpha + last, Death: g.at(last), Gap: gap, Bend: g.B}
	e.LogPurchase = math.Log1p(gap / e.Purchase)
	e.LogDeath = endtimes.LogGrowth(g.B*gap, g.B*e.Death)
	e.LogAtLast = e.Rx*e.LogPurchase + e.S*e.LogDeath - math.Log(e.Death/e.S)
	return e
}

// logOddsDead returns the log odds of having died before T.
func (g Model) logOddsDead(h clientele.History) float64 {
	var q endtimes.Nodes
	e := g.EndTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	return e.LogAtLast + math.Log(q.Sum(&e))
}

// LogProb returns the log-likelihood of a customer; NaN for an impossible history.
func (g Model) LogProb(h clientele.History) float64 {
	if !g.valid() || !process.Possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	alive := special.LogRise(g.R, x) - g.R*math.Log1p(h.Age/g.Alpha) - x*math.Log(g.Alpha+h.Age) - g.S*endtimes.LogGrowth(g.B*h.Age, g.Beta())
	return alive + special.Log1pExp(g.logOddsDead(h))
}

// ProbAlive returns P(alive at the end of observation); NaN for an impossible history.
func (g Model) ProbAlive(h clientele.History) float64 {
	if !g.valid() || !process.Possible(h) {
		return math.NaN()
	}
	return special.Logistic(-g.logOddsDead(h))
}

// Alive returns the process of a customer known to be alive at the end of observation.
func (g Model) Alive(h clientele.History) Model {
	return Model{g.R + float64(h.Repeats), g.Alpha + h.Age, g.B, g.S, g.at(h.Age)}
}

// Restart returns the process of a new customer, and the chance not to be lost at once.
func (g Model) Restart() (float64, Model) { return 1, g }

// expectedRates returns the posterior means of λ and of ηb.
func (g Model) expectedRates(h clientele.History) (purchase, death float64) {
	if !g.valid() || !process.Possible(h) {
		return math.NaN(), math.NaN()
	}
	e := g.EndTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	purchase, death = e.Rates()
	return purchase, death * math.Exp(-g.B*h.Last) // at age 0 and not at t_x
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

// Path draws a rate, a lifetime and the purchases before it ends.
func (g Model) Path(r *rand.Rand, t float64) process.Path {
	lifetime := math.Log1p(g.B*r.ExpFloat64()/variate.Gamma(r, g.S, g.Kappa)) / g.B // +Inf where the rate underflows
	return process.Poisson(r, g.R, g.Alpha, lifetime, t)
}
