package btyd

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
)

// process is what a customer who is alive, with the clock at 0, will do: the
// unconditional side of a model. Given that a customer is alive, every model
// here goes on as a process of its own kind with updated parameters; so each
// quantity is written once for a process, and the functions in this file turn
// it into the conditional one and into that of a new customer.
type process interface {
	mean(t float64) float64          // E[X(t)]
	variance(t float64) float64      // Var[X(t)]
	prob(n, t float64) float64       // P(X(t) = n)
	survival(t float64) float64      // P(alive at t)
	discounted(rate float64) float64 // E of the purchases of all time, discounted
	within(rate, t float64) float64  // the same up to t
}

// stream is a process in continuous time, of which purchases can be drawn.
type stream interface {
	process
	path(r *rand.Rand, t float64) path // a draw of the purchases in (0, t]
}

// family is a model: who is alive, and how they go on.
type family[P process] interface {
	probAlive(h clientele.History) float64 // NaN for an impossible history or invalid parameters
	alive(h clientele.History) P
	restart() (survive float64, after P) // a new customer: the chance not to be lost at once, and the process
}

// given returns P(alive)·f(process of those alive): NaN if t is not a time,
// and 0 where the customer is dead for certain.
func given[P process, F family[P]](m F, h clientele.History, t float64, f func(P) float64) float64 {
	pa := m.probAlive(h)
	if !(t >= 0) || math.IsNaN(pa) {
		return math.NaN()
	}
	if pa == 0 {
		return 0
	}
	return pa * f(m.alive(h))
}

// fresh is given for a new customer.
func fresh[P process, F family[P]](m F, t float64, f func(P) float64) float64 {
	if !(t >= 0) || math.IsNaN(m.probAlive(clientele.History{})) {
		return math.NaN()
	}
	survive, after := m.restart()
	return survive * f(after)
}

// meanTo is mean with its limit for an endless horizon.
func meanTo[P process](p P, t float64) float64 {
	if math.IsInf(t, 1) {
		return p.discounted(0)
	}
	return p.mean(t)
}

// survivalTo is survival with its limit: nobody lives for ever.
func survivalTo[P process](p P, t float64) float64 {
	if math.IsInf(t, 1) {
		return 0
	}
	return p.survival(t)
}

// spread adds to the variance of a process the variance that comes from not
// knowing whether it runs, with probability alive; NaN for an endless window,
// in which no variance exists.
func spread[P process](p P, t, alive float64) float64 {
	if math.IsInf(t, 1) {
		return math.NaN()
	}
	e := p.mean(t)
	if math.IsInf(e*e, 1) {
		return e * e
	}
	return p.variance(t) + (1-alive)*e*e
}

// withinTo is within with its limits.
func withinTo[P process](p P, rate, t float64) float64 {
	switch {
	case !(rate >= 0):
		return math.NaN()
	case math.IsInf(t, 1):
		return p.discounted(rate)
	case math.IsInf(rate, 1):
		return 0
	}
	return p.within(rate, t)
}

func probAliveAt[P process, F family[P]](m F, h clientele.History, t float64) float64 {
	return given(m, h, t, func(p P) float64 { return survivalTo(p, t) })
}

func expectedPurchases[P process, F family[P]](m F, h clientele.History, t float64) float64 {
	return given(m, h, t, func(p P) float64 { return meanTo(p, t) })
}

func discountedPurchases[P process, F family[P]](m F, h clientele.History, rate, t float64) float64 {
	return given(m, h, t, func(p P) float64 { return withinTo(p, rate, t) })
}

// discountedIfAlive is discountedPurchases without the doubt whether the
// customer is alive. The last purchase is put at the end of the age: where it
// was does not matter to those alive.
func discountedIfAlive[P process, F family[P]](m F, repeats int, age, rate, t float64) float64 {
	h := clientele.History{Repeats: repeats, Age: age}
	if repeats > 0 {
		h.Last = age
	}
	if math.IsNaN(m.probAlive(h)) || !(t >= 0) {
		return math.NaN()
	}
	return withinTo(m.alive(h), rate, t)
}

// probPurchases returns P(X = n): the dead buy nothing.
func probPurchases[P process, F family[P]](m F, h clientele.History, t float64, n int) float64 {
	if n < 0 || math.IsInf(t, 1) {
		return 0 * t
	}
	q := given(m, h, t, func(p P) float64 { return p.prob(float64(n), t) })
	if n == 0 {
		q += 1 - m.probAlive(h)
	}
	return q
}

// varPurchases returns Var[X] = PA·(V + E²) − (PA·E)².
func varPurchases[P process, F family[P]](m F, h clientele.History, t float64) float64 {
	pa := m.probAlive(h)
	return given(m, h, t, func(p P) float64 { return spread(p, t, pa) })
}

func newMean[P process, F family[P]](m F, t float64) float64 {
	return fresh(m, t, func(p P) float64 { return meanTo(p, t) })
}

func newDiscounted[P process, F family[P]](m F, rate, t float64) float64 {
	return fresh(m, t, func(p P) float64 { return withinTo(p, rate, t) })
}

func newVariance[P process, F family[P]](m F, t float64) float64 {
	survive, _ := m.restart()
	return fresh(m, t, func(p P) float64 { return spread(p, t, survive) })
}

func newSurvival[P process, F family[P]](m F, t float64) float64 {
	return fresh(m, t, func(p P) float64 { return survivalTo(p, t) })
}

func newProb[P process, F family[P]](m F, n int, t float64) float64 {
	if n < 0 || math.IsInf(t, 1) {
		return 0 * t
	}
	q := fresh(m, t, func(p P) float64 { return p.prob(float64(n), t) })
	if n == 0 {
		survive, _ := m.restart()
		q += 1 - survive
	}
	return q
}

// randHistory draws a new customer.
func randHistory[P stream, F family[P]](m F, r *rand.Rand, age float64) clientele.History {
	survive, after := m.restart()
	if survive < 1 && r.Float64() >= survive {
		return clientele.History{Age: age}
	}
	p := after.path(r, age)
	return clientele.History{Repeats: p.keep, Last: p.last(r), Age: age}
}

// appendPurchases draws the future of a customer from the posterior predictive
// distribution.
func appendPurchases[P stream, F family[P]](m F, dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	if pa := m.probAlive(h); !(t > 0) || !(pa > 0) || r.Float64() >= pa {
		return dst
	}
	return m.alive(h).path(r, t).appendTimes(dst, r)
}

// possible reports whether h passes its Check, without making an error.
func possible(h clientele.History) bool {
	return h.Repeats >= 0 && h.Repeats <= clientele.MaxRepeats && h.Age <= clientele.MaxAge && h.Last >= 0 && h.Last <= h.Age && (h.Repeats > 0) == (h.Last > 0)
}
