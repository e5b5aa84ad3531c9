package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
)

// sarmanov is the Pareto/NBD with dependent rates: the density of independent
// ones, times 1 + m·(e^{−w₁λ} − L₁)·(e^{−w₂μ} − L₂). As e^{−w₁λ} turns a gamma
// density with rate α into L₁ times the one with rate α+w₁, it is a mixture of
// four Pareto/NBD with rates α or α+w₁ and β or β+w₂ and weights
//
//	1+k, −k, −k, k,  k = m·L₁·L₂
//
// that may be negative but give a positive density while k is within limits.
type sarmanov struct {
	pareto
	w1, w2 float64
	k      float64
	e1, e2 float64 // 1/L₁ − 1 and 1/L₂ − 1
}

// least is the smallest 1/L − 1 that the limits of k count with: below, for
// rates that hardly differ on the scale of the kernel, the four parts are equal
// to so many digits that a larger k would weigh nothing but rounding errors.
const least = 1e-6

func newSarmanov(g pareto, w1, w2 float64) sarmanov {
	odds := func(shape, w, rate float64) float64 {
		return math.Max(least, math.Min(math.Expm1(shape*math.Log1p(w/rate)), 1e150))
	}
	return sarmanov{pareto: g, w1: w1, w2: w2, e1: odds(g.r, w1, g.alpha), e2: odds(g.s, w2, g.beta)}
}

// limits returns the range of k.
func (g sarmanov) limits() (lo, hi float64) {
	return -1 / math.Max(1, g.e1*g.e2), 1 / math.Max(g.e1, g.e2)
}

// correlationUnit is the correlation of λ and μ for k = 1.
func (g sarmanov) correlationUnit() float64 {
	return math.Sqrt(g.r) * math.Sqrt(g.s) * (g.w1 / (g.alpha + g.w1)) * (g.w2 / (g.beta + g.w2))
}

// correlation returns that of λ and μ.
func (g sarmanov) correlation() float64 { return g.k * g.correlationUnit() }

// part returns the i-th of the four and its weight; bit 0 of i moves α, bit 1 β.
func (g sarmanov) part(i int) (p pareto, weight float64) {
	p = g.pareto
	if i&1 == 1 {
		p.alpha += g.w1
	}
	if i&2 == 2 {
		p.beta += g.w2
	}
	return p, [...]float64{1 + g.k, -g.k, -g.k, g.k}[i]
}

// likelihoods returns the parts' likelihoods, and those of being alive at the
// end besides, times their weights and relative to e^top.
func (g sarmanov) likelihoods(h clientele.History) (all, alive [4]float64, top float64) {
	var logs, logAlive [4]float64
	top = math.Inf(-1)
	for i := range logs {
		p, _ := g.part(i)
		logs[i], logAlive[i] = p.logProb(h), p.logAlive(h)
		top = math.Max(top, logs[i])
	}
	for i := range logs {
		_, w := g.part(i)
		all[i], alive[i] = w*math.Exp(logs[i]-top), w*math.Exp(logAlive[i]-top)
	}
	return all, alive, top
}

func total(v [4]float64) float64 { return v[0] + v[1] + v[2] + v[3] }

func (g sarmanov) logProb(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	all, _, top := g.likelihoods(h)
	return top + math.Log(math.Max(total(all), 0))
}

func (g sarmanov) probAlive(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	all, alive, _ := g.likelihoods(h)
	return math.Max(0, math.Min(total(alive)/total(all), 1))
}

// expected returns the posterior mean of what f is the posterior mean of in a part.
func (g sarmanov) expected(h clientele.History, f func(pareto, clientele.History) float64) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	all, _, _ := g.likelihoods(h)
	sum := 0.0
	for i, l := range all {
		p, _ := g.part(i)
		sum += l * f(p, h)
	}
	return math.Max(0, sum/total(all))
}

func (g sarmanov) expectedRate(h clientele.History) float64 {
	return g.expected(h, pareto.expectedRate)
}

func (g sarmanov) expectedDropout(h clientele.History) float64 {
	return g.expected(h, pareto.expectedDropout)
}

func (g sarmanov) restart() (float64, dependent) { return 1, g.after(clientele.History{}) }

func (g sarmanov) alive(h clientele.History) dependent { return g.after(h) }

// after is the process of a customer who is alive after h: the rates keep the
// form of their joint density, about updated gamma densities.
func (g sarmanov) after(h clientele.History) dependent {
	d := dependent{sarmanov: g, now: g.pareto.alive(h)}
	top := math.Inf(-1)
	var logs [4]float64
	for i := range logs {
		p, _ := g.part(i)
		logs[i] = p.logAlive(h)
		top = math.Max(top, logs[i])
	}
	for i := range logs {
		_, w := g.part(i)
		d.weight[i] = w * math.Exp(logs[i]-top)
	}
	sum := total(d.weight)
	if !(sum > 0) { // nothing but rounding errors left
		d.weight, sum = [4]float64{1}, 1
	}
	for i := range logs {
		d.weight[i] /= sum
	}
	return d
}
