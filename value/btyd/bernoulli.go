package btyd

import (
	"iter"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// bernoulli is the BG/BB model, and the process of a customer who is alive.
// Times are whole numbers of opportunities.
type bernoulli struct{ alpha, beta, gamma, delta float64 }

func (g bernoulli) valid() bool {
	return g.alpha > 0 && g.beta > 0 && g.gamma > 0 && g.delta > 0
}

// Sums of terms with one factor from each to the next are divided by huge when
// they pass it.
const huge = 0x1p500

var logHuge = math.Log(huge)

// logOddsDead returns the log odds of having dropped out after opportunity
// e = n−1, n−2, …, t_x, in this order, each term a factor from the one before:
//
//	B(α+x,β+e−x) B(γ+1,δ+e) / (B(α+x,β+n−x) B(γ,δ+n))
func (g bernoulli) logOddsDead(h clientele.History) float64 {
	if h.Last == h.Age {
		return math.Inf(-1)
	}
	x, e := float64(h.Repeats), h.Age-1
	term := (g.alpha + g.beta + e) / (g.beta + (e - x)) * (g.gamma / (g.delta + e))
	sum, shift := term, 0.0
	for e--; e >= h.Last; e-- {
		term *= (g.alpha + g.beta + e) / (g.beta + (e - x)) * ((g.gamma + g.delta + (e + 1)) / (g.delta + e))
		if sum += term; sum > huge {
			sum, term, shift = sum/huge, term/huge, shift+logHuge
		}
	}
	return math.Log(sum) + shift
}

func (g bernoulli) logProb(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	x, n := float64(h.Repeats), h.Age
	if x == 0 { // the parts nearly add up to 1 if hardly anybody buys
		if some := g.some(n); some < 0.5 {
			return math.Log1p(-some)
		}
	}
	alive := special.LogRise(g.alpha, x) + special.LogRise(g.beta, n-x) - special.LogRise(g.alpha+g.beta, n) +
		special.LogRise(g.delta, n) - special.LogRise(g.gamma+g.delta, n)
	return alive + special.Log1pExp(g.logOddsDead(h))
}

// some returns P(X(t) > 0): the first purchase is at opportunity 1, 2, … or t.
func (g bernoulli) some(t float64) float64 {
	sum, patient := 0.0, 1.0 // no purchase, had there been no dropout
	g.survivals(t, func(j, alive float64) {
		n := g.alpha + g.beta + (j - 1)
		sum += alive * patient * (g.alpha / n)
		patient *= (g.beta + (j - 1)) / n
	})
	return sum
}

func (g bernoulli) probAlive(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	return special.Logistic(-g.logOddsDead(h))
}

func (g bernoulli) alive(h clientele.History) bernoulli {
	x := float64(h.Repeats)
	return bernoulli{g.alpha + x, g.beta + (h.Age - x), g.gamma, g.delta + h.Age}
}

func (g bernoulli) restart() (float64, bernoulli) { return 1, g }

// latent returns E[p | h] and E[θ | h]: beta posteriors given that the customer
// is alive, and for every opportunity e = t_x, …, n−1 after which the customer
// may have dropped out, each of these less likely than the one before.
func (g bernoulli) latent(h clientele.History) (rate, dropout float64) {
	pa := g.probAlive(h)
	if math.IsNaN(pa) {
		return pa, pa
	}
	x, buy, drop := float64(h.Repeats), g.alpha+g.beta, g.gamma+g.delta
	var sum, rates, dropouts float64
	term := 1.0
	for e := h.Last; e < h.Age; e++ {
		sum += term
		rates += term / (buy + e)
		dropouts += term / (drop + 1 + e)
		term *= (g.beta + (e - x)) / (buy + e) * ((g.delta + e) / (drop + 1 + e))
	}
	rate, dropout = 1/(buy+h.Age), g.gamma/(drop+h.Age)
	if sum > 0 {
		rate = pa*rate + (1-pa)*rates/sum
		dropout = pa*dropout + (1-pa)*(g.gamma+1)*dropouts/sum
	}
	return (g.alpha + x) * rate, dropout
}

// survivals calls visit with j and P(alive at opportunity j) for j = 1 … t.
func (g bernoulli) survivals(t float64, visit func(j, alive float64)) {
	alive := 1.0
	for j := 1.0; j <= t; j++ {
		alive *= (g.delta + (j - 1)) / (g.gamma + g.delta + (j - 1))
		visit(j, alive)
	}
}

func (g bernoulli) mean(t float64) float64 {
	sum := 0.0
	g.survivals(t, func(_, alive float64) { sum += alive })
	return g.alpha / (g.alpha + g.beta) * sum
}

// variance returns Var[X(t)] from E[X(X−1)] = E[p²]·Σ 2(j−1) P(alive at j).
func (g bernoulli) variance(t float64) float64 {
	pairs := 0.0
	g.survivals(t, func(j, alive float64) { pairs += 2 * (j - 1) * alive })
	n, m := g.alpha+g.beta, g.mean(t)
	return g.alpha/n*((g.alpha+1)/(n+1))*pairs + m - m*m
}

func (g bernoulli) survival(t float64) float64 {
	return math.Exp(special.LogRise(g.delta, t) - special.LogRise(g.gamma+g.delta, t))
}

// prob returns P(X(t) = n): n of the opportunities i = n … t−1 survived, the
// last of them i, or of all t survived. Each term is a factor from the one before.
func (g bernoulli) prob(n, t float64) float64 {
	if n > t {
		return 0
	}
	buy, drop := g.alpha+g.beta, g.gamma+g.delta
	// Of i = n; Γ(γ+δ)Γ(δ+n)/(Γ(δ)Γ(γ+δ+n)) is common to the dead and the alive.
	log := special.LogRise(g.alpha, n) - special.LogRise(buy, n) + special.LogRise(g.delta, n) - special.LogRise(drop, n)
	term, sum := 1.0, 0.0
	for i := n; i < t; i++ {
		sum += term * (g.gamma / (drop + i))
		term *= (i + 1) / (i + 1 - n) * ((g.beta + (i - n)) / (buy + i)) * ((g.delta + i) / (drop + i))
		if term > huge {
			term, sum, log = term/huge, sum/huge, log+logHuge
		}
	}
	return math.Exp(log + math.Log(sum+term))
}

// discounted returns the closed form of E[p]·Σ_j P(alive at j) e^{−rate·j}.
func (g bernoulli) discounted(rate float64) float64 {
	p := g.alpha / (g.alpha + g.beta)
	switch {
	case rate > 0:
		z := 1 / math.Expm1(rate)
		return p * (g.delta / (g.gamma + g.delta)) * z * special.Hyp2F1One(g.gamma, g.gamma+g.delta+1, -z)
	case g.gamma > 1:
		return p * (g.delta / (g.gamma - 1))
	}
	return math.Inf(1)
}

func (g bernoulli) within(rate, t float64) float64 {
	sum := 0.0
	g.survivals(t, func(j, alive float64) { sum += math.Exp(-rate*j) * alive })
	return g.alpha / (g.alpha + g.beta) * sum
}

// purchases draws the opportunities used of the next t.
func (g bernoulli) purchases(r *rand.Rand, t int) iter.Seq[int] {
	return func(yield func(int) bool) {
		end := math.Min(float64(t), randGeometric(r, randBeta(r, g.gamma, g.delta))-1)
		p := randBeta(r, g.alpha, g.beta)
		for at := randGeometric(r, p); at <= end; at += randGeometric(r, p) {
			if !yield(int(at)) {
				return
			}
		}
	}
}
