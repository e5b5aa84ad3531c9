// Package bernoulli is the engine of BG/BB: a chance to buy at each opportunity.
package bernoulli

import (
	"iter"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Model is the BG/BB model, and the process of a customer who is alive.
// Times are whole numbers of opportunities.
type Model struct{ Alpha, Beta, Gamma, Delta float64 }

func (g Model) valid() bool {
	return g.Alpha > 0 && g.Beta > 0 && g.Gamma > 0 && g.Delta > 0
}

// Sums of terms with one factor from each to the next are divided by huge when
// they pass it: below the root of the largest float, so that a factor more does not
// overflow; a power of 2, so that nothing is rounded.
const huge = 0x1p500

var logHuge = math.Log(huge)

// logOddsDead returns (D16 of DERIVATIONS.md in package btyd) the log odds of having dropped out after opportunity
// e = n−1, n−2, …, t_x, in this order, each term a factor from the one before:
//
//	B(α+x,β+e−x) B(γ+1,δ+e) / (B(α+x,β+n−x) B(γ,δ+n))
func (g Model) logOddsDead(h clientele.History) float64 {
	if h.Last == h.Age {
		return math.Inf(-1)
	}
	x, e := float64(h.Repeats), h.Age-1
	// A factor from each to the next costs three divisions, where beta functions would cost
	// a dozen lnΓ, and keeps all digits: the terms are positive.
	term := (g.Alpha + g.Beta + e) / (g.Beta + (e - x)) * (g.Gamma / (g.Delta + e))
	sum, shift := term, 0.0
	for e--; e >= h.Last; e-- {
		term *= (g.Alpha + g.Beta + e) / (g.Beta + (e - x)) * ((g.Gamma + g.Delta + (e + 1)) / (g.Delta + e))
		if sum += term; sum > huge {
			sum, term, shift = sum/huge, term/huge, shift+logHuge
		}
	}
	return math.Log(sum) + shift
}

// LogProb returns the log-likelihood of a customer; NaN for an impossible history.
func (g Model) LogProb(h clientele.History) float64 {
	if !g.valid() || !process.Possible(h) {
		return math.NaN()
	}
	x, n := float64(h.Repeats), h.Age
	// Of those who bought nothing, alive and dead add up to nearly 1 if hardly anybody
	// buys: the logarithm of their sum would be rounding. If most buy, 1 − some would be.
	if x == 0 {
		if some := g.some(n); some < 0.5 {
			return math.Log1p(-some)
		}
	}
	alive := special.LogRise(g.Alpha, x) + special.LogRise(g.Beta, n-x) - special.LogRise(g.Alpha+g.Beta, n) +
		special.LogRise(g.Delta, n) - special.LogRise(g.Gamma+g.Delta, n)
	return alive + special.Log1pExp(g.logOddsDead(h))
}

// some returns P(X(t) > 0): the first purchase is at opportunity 1, 2, … or t.
func (g Model) some(t float64) float64 {
	sum, patient := 0.0, 1.0 // no purchase, had there been no dropout
	g.survivals(t, func(j, alive float64) {
		n := g.Alpha + g.Beta + (j - 1)
		sum += alive * patient * (g.Alpha / n)
		patient *= (g.Beta + (j - 1)) / n
	})
	return sum
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
	x := float64(h.Repeats)
	return Model{g.Alpha + x, g.Beta + (h.Age - x), g.Gamma, g.Delta + h.Age}
}

// Restart returns the process of a new customer, and the chance not to be lost at once.
func (g Model) Restart() (float64, Model) { return 1, g }

// Latent returns E[p | h] and E[θ | h]: beta posteriors given that the customer
// is alive, and for every opportunity e = t_x, …, n−1 after which the customer
// may have dropped out, each of these less likely than the one before.
func (g Model) Latent(h clientele.History) (rate, dropout float64) {
	pa := g.ProbAlive(h)
	if math.IsNaN(pa) {
		return pa, pa
	}
	x, buy, drop := float64(h.Repeats), g.Alpha+g.Beta, g.Gamma+g.Delta
	var sum, rates, dropouts float64
	// From the most probable opportunity on, so that no term passes 1.
	term := 1.0
	for e := h.Last; e < h.Age; e++ {
		sum += term
		rates += term / (buy + e)
		dropouts += term / (drop + 1 + e)
		term *= (g.Beta + (e - x)) / (buy + e) * ((g.Delta + e) / (drop + 1 + e))
	}
	rate, dropout = 1/(buy+h.Age), g.Gamma/(drop+h.Age)
	if sum > 0 {
		rate = pa*rate + (1-pa)*rates/sum
		dropout = pa*dropout + (1-pa)*(g.Gamma+1)*dropouts/sum
	}
	return (g.Alpha + x) * rate, dropout
}

// survivals calls visit with j and P(alive at opportunity j) for j = 1 … t.
func (g Model) survivals(t float64, visit func(j, alive float64)) {
	alive := 1.0
	for j := 1.0; j <= t; j++ {
		alive *= (g.Delta + (j - 1)) / (g.Gamma + g.Delta + (j - 1))
		visit(j, alive)
	}
}

// Mean returns E[X(t)], as a sum: its closed form,
// α/(α+β) · δ/(γ−1) · (1 − Γ(γ+δ)Γ(1+δ+t)/(Γ(γ+δ+t)Γ(1+δ))), is 0/0 at γ = 1 and
// cancels near it, and t is a number of opportunities.
func (g Model) Mean(t float64) float64 {
	sum := 0.0
	g.survivals(t, func(_, alive float64) { sum += alive })
	return g.Alpha / (g.Alpha + g.Beta) * sum
}

// Variance returns Var[X(t)] from E[X(X−1)] = E[p²]·Σ 2(j−1) P(alive at j).
func (g Model) Variance(t float64) float64 {
	pairs := 0.0
	g.survivals(t, func(j, alive float64) { pairs += 2 * (j - 1) * alive })
	n, m := g.Alpha+g.Beta, g.Mean(t)
	return g.Alpha/n*((g.Alpha+1)/(n+1))*pairs + m - m*m
}

// Survival returns P(alive at t).
func (g Model) Survival(t float64) float64 {
	return math.Exp(special.LogRise(g.Delta, t) - special.LogRise(g.Gamma+g.Delta, t))
}

// Prob returns P(X(t) = n): n of the opportunities i = n … t−1 survived, the
// last of them i, or of all t survived. Each term is a factor from the one before.
func (g Model) Prob(n, t float64) float64 {
	if n > t {
		return 0
	}
	buy, drop := g.Alpha+g.Beta, g.Gamma+g.Delta
	// Of i = n; Γ(γ+δ)Γ(δ+n)/(Γ(δ)Γ(γ+δ+n)) is common to the dead and the alive.
	log := special.LogRise(g.Alpha, n) - special.LogRise(buy, n) + special.LogRise(g.Delta, n) - special.LogRise(drop, n)
	// The binomial coefficient C(i, n) is in the factors, (i+1)/(i+1−n), and never whole.
	term, sum := 1.0, 0.0
	for i := n; i < t; i++ {
		sum += term * (g.Gamma / (drop + i))
		term *= (i + 1) / (i + 1 - n) * ((g.Beta + (i - n)) / (buy + i)) * ((g.Delta + i) / (drop + i))
		if term > huge {
			term, sum, log = term/huge, sum/huge, log+logHuge
		}
	}
	return math.Exp(log + math.Log(sum+term))
}

// Discounted returns the closed form of E[p]·Σ_j P(alive at j) e^{−rate·j}.
func (g Model) Discounted(rate float64) float64 {
	p := g.Alpha / (g.Alpha + g.Beta)
	switch {
	case rate > 0:
		// Pfaff's transformation: at small rates the argument e^−rate of the plain form is
		// next to the branch point at 1, and −z is far out where the function is a quotient.
		z := 1 / math.Expm1(rate)
		return p * (g.Delta / (g.Gamma + g.Delta)) * z * special.Hyp2F1One(g.Gamma, g.Gamma+g.Delta+1, -z)
	case g.Gamma > 1:
		return p * (g.Delta / (g.Gamma - 1))
	}
	return math.Inf(1)
}

// Within returns the expected purchases up to t, discounted.
func (g Model) Within(rate, t float64) float64 {
	sum := 0.0
	g.survivals(t, func(j, alive float64) { sum += math.Exp(-rate*j) * alive })
	return g.Alpha / (g.Alpha + g.Beta) * sum
}

// Purchases draws the opportunities used of the next t: the gaps between them are
// geometric, so that a rare customer costs as many draws as they have purchases.
func (g Model) Purchases(r *rand.Rand, t int) iter.Seq[int] {
	return func(yield func(int) bool) {
		end := math.Min(float64(t), variate.Geometric(r, variate.Beta(r, g.Gamma, g.Delta))-1)
		p := variate.Beta(r, g.Alpha, g.Beta)
		for at := variate.Geometric(r, p); at <= end; at += variate.Geometric(r, p) {
			if !yield(int(at)) {
				return
			}
		}
	}
}
