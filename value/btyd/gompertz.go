package btyd

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// gompertz is the GGompertz/NBD model, and the process of a customer who is
// alive, in the scale κ = β/b: the Pareto/NBD with β = κ on the clock
// v(u) = (e^{bu} − 1)/b, which is the Pareto/NBD itself as b → 0.
type gompertz struct{ r, alpha, b, s, kappa float64 }

func (g gompertz) valid() bool {
	return g.r > 0 && g.alpha > 0 && g.b > 0 && g.s > 0 && g.kappa > 0
}

// beta returns bκ.
func (g gompertz) beta() float64 { return g.b * g.kappa }

// at returns κ for a clock that starts at age u: (κ+v(u))·e^{−bu}.
func (g gompertz) at(u float64) float64 {
	return g.kappa*math.Exp(-g.b*u) - math.Expm1(-g.b*u)/g.b
}

// endTimes sees a customer as a mixture over the end of activity. The death
// clock starts anew at t_x; the alive term shrinks by the same factor.
func (g gompertz) endTimes(x, last, gap float64) endTimes {
	e := endTimes{rx: g.r + x, s: g.s, purchase: g.alpha + last, death: g.at(last), gap: gap, bend: g.b}
	e.logPurchase = math.Log1p(gap / e.purchase)
	e.logDeath = logGrowth(g.b*gap, g.b*e.death)
	e.logAtLast = e.rx*e.logPurchase + e.s*e.logDeath - math.Log(e.death/e.s)
	return e
}

// logOddsDead returns the log odds of having died before T.
func (g gompertz) logOddsDead(h clientele.History) float64 {
	var q nodes
	e := g.endTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	return e.logAtLast + math.Log(q.sum(&e))
}

func (g gompertz) logProb(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	alive := special.LogRise(g.r, x) - g.r*math.Log1p(h.Age/g.alpha) - x*math.Log(g.alpha+h.Age) - g.s*logGrowth(g.b*h.Age, g.beta())
	return alive + special.Log1pExp(g.logOddsDead(h))
}

func (g gompertz) probAlive(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	return special.Logistic(-g.logOddsDead(h))
}

func (g gompertz) alive(h clientele.History) gompertz {
	return gompertz{g.r + float64(h.Repeats), g.alpha + h.Age, g.b, g.s, g.at(h.Age)}
}

func (g gompertz) restart() (float64, gompertz) { return 1, g }

// expectedRates returns the posterior means of λ and of ηb.
func (g gompertz) expectedRates(h clientele.History) (purchase, death float64) {
	if !g.valid() || !possible(h) {
		return math.NaN(), math.NaN()
	}
	e := g.endTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	purchase, death = e.rates()
	return purchase, death * math.Exp(-g.b*h.Last) // at age 0 and not at t_x
}

func (g gompertz) expectedRate(h clientele.History) float64 {
	rate, _ := g.expectedRates(h)
	return rate
}

func (g gompertz) expectedDropout(h clientele.History) float64 {
	_, rate := g.expectedRates(h)
	return rate
}

// path draws a rate, a lifetime and the purchases before it ends.
func (g gompertz) path(r *rand.Rand, t float64) path {
	lifetime := math.Log1p(g.b*r.ExpFloat64()/randGamma(r, g.s, g.kappa)) / g.b // +Inf where the rate underflows
	span := math.Min(lifetime, t)
	n := randPoisson(r, randGamma(r, g.r, g.alpha)*span)
	return path{n: n, keep: n, span: span}
}
