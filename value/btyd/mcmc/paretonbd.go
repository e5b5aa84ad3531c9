package mcmc

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd"
)

// ParetoNBDPrior is the prior of the parameters of [btyd.ParetoNBD],
// independent gamma distributions. The defaults are weak: shape 1 with mean 1
// for R and S, and with the customers' mean age for Alpha and Beta.
type ParetoNBDPrior struct {
	R, Alpha, S, Beta GammaPrior
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p ParetoNBDPrior) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *ParetoNBDPrior) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

func (p ParetoNBDPrior) filled(where string, unit float64) ([4]GammaPrior, error) {
	all := [4]GammaPrior{p.R.orDefault(1), p.Alpha.orDefault(unit), p.S.orDefault(1), p.Beta.orDefault(unit)}
	for i, name := range []string{"prior of R", "prior of Alpha", "prior of S", "prior of Beta"} {
		if err := all[i].check(where, name); err != nil {
			return all, err
		}
	}
	return all, nil
}

// Rand draws a model from the prior, for a base with this mean age.
func (p ParetoNBDPrior) Rand(r *rand.Rand, meanAge float64) btyd.ParetoNBD {
	all, _ := p.filled("", meanAge)
	return btyd.ParetoNBD{R: all[0].rand(r), Alpha: all[1].rand(r), S: all[2].rand(r), Beta: all[3].rand(r)}
}

// ParetoNBDPosterior is the posterior of a Pareto/NBD base. Its methods are those of
// [btyd.ParetoNBD], averaged over the posterior of the parameters, for any
// customer, sampled or not: a customer's own rates are integrated out in closed
// form, and 70 weighted draws, which have the moments of all up to the fourth,
// stand for these.
type ParetoNBDPosterior struct {
	Posterior[btyd.ParetoNBD]
	models  []btyd.ParetoNBD // draws that answer for all
	weights []float64        // theirs
}

// SampleParetoNBD samples the posterior of the Pareto/NBD's parameters given
// the panel. As in all samplers here, the customers' unknown rates and lifetimes
// are integrated out, whose company slows a Gibbs sampler down: a sweep is a
// proposal for the population's parameters, now near the last one, now
// independent of it and mostly where a walk on an approximation of the posterior
// has led. The error is an *clientele.InputError, matches [clientele.ErrNoData],
// or is the context's cause.
func SampleParetoNBD(ctx context.Context, p *clientele.Panel, prior *ParetoNBDPrior, r *rand.Rand, opt *SamplingOptions) (*ParetoNBDPosterior, error) {
	const name = "mcmc: Pareto/NBD"
	t, err := newMarginal(ctx, p, prior, name)
	if err != nil {
		return nil, err
	}
	o, err := opt.filled(name)
	if err != nil {
		return nil, err
	}
	found := explore(ctx, r, func() density { return t }, t.begin, t.spread, 8)
	found.every = 2 // they are cheap here
	draws, err := runChains(ctx, name, o, 4, r, found.start)
	if err != nil {
		return nil, err
	}
	post := &ParetoNBDPosterior{Posterior: newPosterior(draws, btyd.ParetoNBD{Unit: p.Unit}, p.Len())}
	post.condense()
	return post, nil
}

// condense picks the draws that answer.
func (p *ParetoNBDPosterior) condense() {
	var all []btyd.ParetoNBD
	var logs [][]float64
	for m := range p.All() {
		all = append(all, m)
		logs = append(logs, []float64{math.Log(m.R), math.Log(m.Alpha), math.Log(m.S), math.Log(m.Beta)})
	}
	p.models, p.weights = nil, nil
	if len(all) == 0 {
		return
	}
	at, weights := nodes(logs)
	for _, i := range at {
		p.models = append(p.models, all[i])
	}
	p.weights = weights
}

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *ParetoNBDPosterior) UnmarshalJSON(data []byte) error {
	var in Posterior[btyd.ParetoNBD]
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*p = ParetoNBDPosterior{Posterior: in}
	p.condense()
	return nil
}

// mean averages over the draws that answer.
func (p *ParetoNBDPosterior) mean(f func(m btyd.ParetoNBD) float64) float64 {
	sum := 0.0
	for i, m := range p.models {
		sum += p.weights[i] * f(m)
	}
	return sum
}

// LogProb returns the logarithm of the posterior predictive density of h.
func (p *ParetoNBDPosterior) LogProb(h clientele.History) float64 {
	terms := make([]float64, len(p.models))
	for i, m := range p.models {
		terms[i] = m.LogProb(h) + math.Log(p.weights[i])
	}
	return special.LogSumExp(terms)
}

// ProbAlive returns P(alive at the end of observation | h, data).
func (p *ParetoNBDPosterior) ProbAlive(h clientele.History) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.ProbAlive(h) })
}

// ProbAliveAt returns P(alive t after the end of observation | h, data).
func (p *ParetoNBDPosterior) ProbAliveAt(h clientele.History, t float64) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.ProbAliveAt(h, t) })
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h, data].
//
// Special cases are:
//
//	ExpectedPurchases(h, +Inf) = +Inf if a draw that answers has S ≤ 1
func (p *ParetoNBDPosterior) ExpectedPurchases(h clientele.History, t float64) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.ExpectedPurchases(h, t) })
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given h
// and the data: that of the outcome and of not knowing the parameters.
func (p *ParetoNBDPosterior) VarPurchases(h clientele.History, t float64) float64 {
	mean := p.ExpectedPurchases(h, t)
	return p.mean(func(m btyd.ParetoNBD) float64 {
		off := m.ExpectedPurchases(h, t) - mean
		return m.VarPurchases(h, t) + off*off
	})
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h, data).
func (p *ParetoNBDPosterior) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.ProbPurchases(h, t, n) })
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end.
func (p *ParetoNBDPosterior) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.DiscountedPurchases(h, rate) })
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (p *ParetoNBDPosterior) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.DiscountedPurchasesWithin(h, rate, t) })
}

// ExpectedRate returns the posterior mean of the customer's purchase rate λ.
func (p *ParetoNBDPosterior) ExpectedRate(h clientele.History) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.ExpectedRate(h) })
}

// ExpectedDropout returns the posterior mean of the customer's dropout rate μ.
func (p *ParetoNBDPosterior) ExpectedDropout(h clientele.History) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.ExpectedDropout(h) })
}

// Mean returns the expected repeat purchases of a new customer in (0, t].
func (p *ParetoNBDPosterior) Mean(t float64) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.Mean(t) })
}

// Prob returns the probability of exactly n repeat purchases of a new customer in (0, t].
func (p *ParetoNBDPosterior) Prob(n int, t float64) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.Prob(n, t) })
}

// Survival returns the probability that a new customer is alive at t.
func (p *ParetoNBDPosterior) Survival(t float64) float64 {
	return p.mean(func(m btyd.ParetoNBD) float64 { return m.Survival(t) })
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (p *ParetoNBDPosterior) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	draw := r.IntN(p.Len())
	for _, chain := range p.Chains {
		if draw < len(chain) {
			return chain[draw].AppendPurchases(dst, r, h, t)
		}
		draw -= len(chain)
	}
	return dst
}
