// Package process (D12) turns what a living customer will do into what a customer with a
// history will do, and a new one: each prediction written once for all models.
package process

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
	Mean(t float64) float64          // E[X(t)]
	Variance(t float64) float64      // Var[X(t)]
	Prob(n, t float64) float64       // P(X(t) = n)
	Survival(t float64) float64      // P(alive at t)
	Discounted(rate float64) float64 // E of the purchases of all time, discounted
	Within(rate, t float64) float64  // the same up to t
}

// stream is a process in continuous time, of which purchases can be drawn.
type stream interface {
	process
	Path(r *rand.Rand, t float64) Path // a draw of the purchases in (0, t]
}

// family is a model: who is alive, and how they go on.
type family[P process] interface {
	ProbAlive(h clientele.History) float64 // NaN for an impossible history or invalid parameters
	Alive(h clientele.History) P
}

// open is a model that new customers come to.
type open[P process] interface {
	family[P]
	Restart() (survive float64, after P) // a new customer: the chance not to be lost at once, and the process
}

// given returns P(alive)·f(process of those alive): NaN if t is not a time,
// and 0 where the customer is dead for certain.
func given[P process, F family[P]](m F, h clientele.History, t float64, f func(P) float64) float64 {
	pa := m.ProbAlive(h)
	if !(t >= 0) || math.IsNaN(pa) {
		return math.NaN()
	}
	if pa == 0 {
		return 0
	}
	return pa * f(m.Alive(h))
}

// fresh is given for a new customer.
func fresh[P process, F open[P]](m F, t float64, f func(P) float64) float64 {
	if !(t >= 0) || math.IsNaN(m.ProbAlive(clientele.History{})) {
		return math.NaN()
	}
	survive, after := m.Restart()
	return survive * f(after)
}

// MeanTo is mean with its limit for an endless horizon.
func MeanTo[P process](p P, t float64) float64 {
	if math.IsInf(t, 1) {
		return p.Discounted(0)
	}
	return p.Mean(t)
}

// survivalTo is survival with its limit: nobody lives for ever.
func survivalTo[P process](p P, t float64) float64 {
	if math.IsInf(t, 1) {
		return 0
	}
	return math.Min(math.Max(p.Survival(t), 0), 1) // a quadrature rounds to the other side of 0
}

// spread adds to the variance of a process the variance that comes from not
// knowing whether it runs, with probability alive; NaN for an endless window,
// in which no variance exists.
func spread[P process](p P, t, alive float64) float64 {
	if math.IsInf(t, 1) {
		return math.NaN()
	}
	e := p.Mean(t)
	if math.IsInf(e*e, 1) {
		return e * e
	}
	return p.Variance(t) + (1-alive)*e*e
}

// forever is rate·t from which on nothing that comes counts: e⁻⁵⁰.
const forever = 50

// WithinTo is within with its limits.
func WithinTo[P process](p P, rate, t float64) float64 {
	switch {
	case !(rate >= 0):
		return math.NaN()
	case math.IsInf(t, 1):
		return p.Discounted(rate)
	case math.IsInf(rate, 1):
		return 0
	case rate*t > forever:
		return p.Discounted(rate)
	}
	return p.Within(rate, t)
}

// ProbAliveAt returns P(alive t after the end of observation | h).
func ProbAliveAt[P process, F family[P]](m F, h clientele.History, t float64) float64 {
	return given(m, h, t, func(p P) float64 { return survivalTo(p, t) })
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h].
func ExpectedPurchases[P process, F family[P]](m F, h clientele.History, t float64) float64 {
	return given(m, h, t, func(p P) float64 { return MeanTo(p, t) })
}

// DiscountedPurchases returns the same for purchases discounted at rate.
func DiscountedPurchases[P process, F family[P]](m F, h clientele.History, rate, t float64) float64 {
	return given(m, h, t, func(p P) float64 { return WithinTo(p, rate, t) })
}

// DiscountedIfAlive is discountedPurchases without the doubt whether the
// customer is alive. The last purchase is put at the end of the age: where it
// was does not matter to those alive.
func DiscountedIfAlive[P process, F family[P]](m F, repeats int, age, rate, t float64) float64 {
	h := clientele.History{Repeats: repeats, Age: age}
	if repeats > 0 {
		h.Last = age
	}
	if math.IsNaN(m.ProbAlive(h)) || !(t >= 0) {
		return math.NaN()
	}
	return WithinTo(m.Alive(h), rate, t)
}

// ProbPurchases returns P(X = n): the dead buy nothing.
func ProbPurchases[P process, F family[P]](m F, h clientele.History, t float64, n int) float64 {
	if n < 0 || math.IsInf(t, 1) {
		return 0 * t
	}
	if n > 0 {
		return given(m, h, t, func(p P) float64 { return p.Prob(float64(n), t) })
	}
	// given, with P(alive) asked once: silence is asked for millions of customers
	pa := m.ProbAlive(h)
	if !(t >= 0) || math.IsNaN(pa) {
		return math.NaN()
	}
	if pa == 0 {
		return 1
	}
	return pa*m.Alive(h).Prob(0, t) + (1 - pa)
}

// counted is a process that knows the probabilities of all counts up to n at once.
type counted interface {
	process
	Probs(n int, t float64) []float64
}

// ProbsPurchases returns P(X = 0), …, P(X = n), of a customer or a time that are
// impossible, and of endless times, NaN.
func ProbsPurchases[P counted, F family[P]](m F, h clientele.History, t float64, n int) []float64 {
	pa := m.ProbAlive(h)
	switch {
	case !(t >= 0) || math.IsInf(t, 1) || math.IsNaN(pa):
		out := make([]float64, n+1)
		for k := range out {
			out[k] = math.NaN()
		}
		return out
	case pa == 0 || t == 0:
		return append([]float64{1}, make([]float64, n)...)
	}
	out := m.Alive(h).Probs(n, t)
	for k := range out {
		out[k] *= pa
	}
	out[0] += 1 - pa
	return out
}

// VarPurchases returns Var[X] = PA·(V + E²) − (PA·E)².
func VarPurchases[P process, F family[P]](m F, h clientele.History, t float64) float64 {
	pa := m.ProbAlive(h)
	return given(m, h, t, func(p P) float64 { return spread(p, t, pa) })
}

// NewMean returns E[X(t)] of a new customer.
func NewMean[P process, F open[P]](m F, t float64) float64 {
	return fresh(m, t, func(p P) float64 { return MeanTo(p, t) })
}

// NewDiscounted returns the discounted purchases of a new customer in (0, t].
func NewDiscounted[P process, F open[P]](m F, rate, t float64) float64 {
	return fresh(m, t, func(p P) float64 { return WithinTo(p, rate, t) })
}

// NewVariance returns Var[X(t)] of a new customer.
func NewVariance[P process, F open[P]](m F, t float64) float64 {
	survive, _ := m.Restart()
	return fresh(m, t, func(p P) float64 { return spread(p, t, survive) })
}

// NewSurvival returns P(a new customer is alive at t).
func NewSurvival[P process, F open[P]](m F, t float64) float64 {
	return fresh(m, t, func(p P) float64 { return survivalTo(p, t) })
}

// NewProb returns P(X(t) = n) of a new customer.
func NewProb[P process, F open[P]](m F, n int, t float64) float64 {
	if n < 0 || math.IsInf(t, 1) {
		return 0 * t
	}
	q := fresh(m, t, func(p P) float64 { return p.Prob(float64(n), t) })
	if n == 0 {
		survive, _ := m.Restart()
		q += 1 - survive
	}
	return q
}

// RandHistory draws a new customer.
func RandHistory[P stream, F open[P]](m F, r *rand.Rand, age float64) clientele.History {
	survive, after := m.Restart()
	if survive < 1 && r.Float64() >= survive {
		return clientele.History{Age: age}
	}
	p := after.Path(r, age)
	return clientele.History{Repeats: p.Keep, Last: p.last(r), Age: age}
}

// AppendPurchases draws the future of a customer from the posterior predictive
// distribution.
func AppendPurchases[P stream, F family[P]](m F, dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	if pa := m.ProbAlive(h); !(t > 0) || !(pa > 0) || r.Float64() >= pa {
		return dst
	}
	return m.Alive(h).Path(r, t).AppendTimes(dst, r)
}

// Possible reports whether h passes its Check, without making an error.
func Possible(h clientele.History) bool {
	return h.Repeats >= 0 && h.Repeats <= clientele.MaxRepeats && h.Age <= clientele.MaxAge && h.Last >= 0 && h.Last <= h.Age && (h.Repeats > 0) == (h.Last > 0)
}
