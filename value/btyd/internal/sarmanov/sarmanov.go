// Package sarmanov is the engine of Pareto/NBD with dependent rates: a mixture of
// four Pareto/NBD.
package sarmanov

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Model is the Pareto/NBD with dependent rates: the density of independent
// ones, times 1 + m·(e^{−w₁λ} − L₁)·(e^{−w₂μ} − L₂). As e^{−w₁λ} turns a gamma
// density with rate α into L₁ times the one with rate α+w₁, it is a mixture of
// four Pareto/NBD with rates α or α+w₁ and β or β+w₂ and weights
//
//	1+k, −k, −k, k,  k = m·L₁·L₂
//
// (D14 of DERIVATIONS.md in package btyd) that may be negative but give a positive density while k is within limits.
type Model struct {
	pareto.Model
	w1, w2 float64
	K      float64
	E1, E2 float64 // 1/L₁ − 1 and 1/L₂ − 1
}

// least is the smallest 1/L − 1 that the limits of k count with: below, for
// rates that hardly differ on the scale of the kernel, the four parts are equal
// to so many digits that a larger k would weigh nothing but rounding errors.
const least = 1e-6

// New returns the model with independent rates, k = 0, and the kernel w₁ and w₂.
func New(g pareto.Model, w1, w2 float64) Model {
	odds := func(shape, w, rate float64) float64 {
		return math.Max(least, math.Min(math.Expm1(shape*math.Log1p(w/rate)), 1e150))
	}
	return Model{Model: g, w1: w1, w2: w2, E1: odds(g.R, w1, g.Alpha), E2: odds(g.S, w2, g.Beta)}
}

// independent is New with the kernel w₁ = c·α and w₂ = c·β, or 1 for both if c = 0.
func independent(g pareto.Model, c float64) Model {
	if c == 0 {
		return New(g, 1, 1)
	}
	return New(g, c*g.Alpha, c*g.Beta)
}

// Of returns the model that the parameters of its page stand for: mix is the
// place of k between its limits, from 0 to 1, and kernel the c of w₁ = c·α and
// w₂ = c·β, or 0 for 1 per time unit. It is not Valid if they are not.
func Of(r, alpha, s, beta, mix, kernel float64) Model {
	g := independent(pareto.Model{R: r, Alpha: alpha, S: s, Beta: beta}, kernel)
	lo, hi := g.Limits()
	g.K = lo + (hi-lo)*mix
	if !(mix >= 0 && mix <= 1 && kernel >= 0) {
		g.R = math.NaN()
	}
	return g
}

// Limits returns the range of k.
func (g Model) Limits() (lo, hi float64) {
	return -1 / math.Max(1, g.E1*g.E2), 1 / math.Max(g.E1, g.E2)
}

// CorrelationUnit is the correlation of λ and μ for k = 1.
func (g Model) CorrelationUnit() float64 {
	return math.Sqrt(g.R) * math.Sqrt(g.S) * (g.w1 / (g.Alpha + g.w1)) * (g.w2 / (g.Beta + g.w2))
}

// Correlation returns that of λ and μ.
func (g Model) Correlation() float64 { return g.K * g.CorrelationUnit() }

// part returns the i-th of the four and its weight; bit 0 of i moves α, bit 1 β.
func (g Model) part(i int) (p pareto.Model, weight float64) {
	p = g.Model
	if i&1 == 1 {
		p.Alpha += g.w1
	}
	if i&2 == 2 {
		p.Beta += g.w2
	}
	return p, [...]float64{1 + g.K, -g.K, -g.K, g.K}[i]
}

// likelihoods returns the parts' likelihoods, and those of being alive at the
// end besides, times their weights and relative to e^top.
func (g Model) likelihoods(h clientele.History) (all, alive [4]float64, top float64) {
	var logs, logAlive [4]float64
	// Weights may be negative: the parts are subtracted as numbers, on the scale of the
	// largest, and not as logarithms.
	top = math.Inf(-1)
	for i := range logs {
		p, _ := g.part(i)
		logs[i], logAlive[i] = p.LogProb(h), p.LogAlive(h)
		top = math.Max(top, logs[i])
	}
	for i := range logs {
		_, w := g.part(i)
		all[i], alive[i] = w*math.Exp(logs[i]-top), w*math.Exp(logAlive[i]-top)
	}
	return all, alive, top
}

func total(v [4]float64) float64 { return v[0] + v[1] + v[2] + v[3] }

// LogProb returns the log-likelihood of a customer; NaN for an impossible history.
func (g Model) LogProb(h clientele.History) float64 {
	if !g.Valid() || !process.Possible(h) {
		return math.NaN()
	}
	all, _, top := g.likelihoods(h)
	return top + math.Log(math.Max(total(all), 0))
}

// ProbAlive returns P(alive at the end of observation); NaN for an impossible history.
func (g Model) ProbAlive(h clientele.History) float64 {
	if !g.Valid() || !process.Possible(h) {
		return math.NaN()
	}
	all, alive, _ := g.likelihoods(h)
	return math.Max(0, math.Min(total(alive)/total(all), 1))
}

// expected returns the posterior mean of what f is the posterior mean of in a part.
func (g Model) expected(h clientele.History, f func(pareto.Model, clientele.History) float64) float64 {
	if !g.Valid() || !process.Possible(h) {
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

// ExpectedRate returns the posterior mean of the purchase rate.
func (g Model) ExpectedRate(h clientele.History) float64 {
	return g.expected(h, pareto.Model.ExpectedRate)
}

// ExpectedDropout returns the posterior mean of the dropout rate or probability.
func (g Model) ExpectedDropout(h clientele.History) float64 {
	return g.expected(h, pareto.Model.ExpectedDropout)
}

// Restart returns the process of a new customer, and the chance not to be lost at once.
func (g Model) Restart() (float64, Dependent) { return 1, g.after(clientele.History{}) }

// Alive returns the process of a customer known to be alive at the end of observation.
func (g Model) Alive(h clientele.History) Dependent { return g.after(h) }

// after is the process of a customer who is alive after h: the rates keep the
// form of their joint density, about updated gamma densities.
func (g Model) after(h clientele.History) Dependent {
	d := Dependent{Model: g, now: g.Model.Alive(h)}
	top := math.Inf(-1)
	var logs [4]float64
	for i := range logs {
		p, _ := g.part(i)
		logs[i] = p.LogAlive(h)
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
