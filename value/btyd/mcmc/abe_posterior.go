package mcmc

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
)

// AbePosterior is the posterior of a base in Abe's model: of its population, and
// of every sampled customer, by the place in the list that was sampled; a place
// that is not in it is a panic, as with a slice. Its methods are those of the
// models of package btyd.
type AbePosterior struct {
	Posterior[Abe]
	base   *base
	latent *latents // ln λ and ln μ
}

// MarshalJSON refuses: the draws of every customer are too much to store. Store
// the Posterior, which has those of the population, and the answers; or sample
// again from the same stream, which gives the same draws.
func (p *AbePosterior) MarshalJSON() ([]byte, error) {
	if p == nil {
		return []byte("null"), nil
	}
	return nil, errors.New("mcmc: the draws of every customer cannot be stored; store the Posterior and the answers, or sample again from the same stream")
}

// UnmarshalJSON refuses too.
func (p *AbePosterior) UnmarshalJSON([]byte) error {
	return errors.New("mcmc: the draws of every customer are not stored; read a Posterior")
}

// SampleAbe samples the posterior of Abe's model given customers, all of whom
// have the same number of covariates, or none. LogGaps are not looked at. The
// error is an *clientele.InputError, matches [clientele.ErrNoData], or is the
// context's cause.
func SampleAbe(ctx context.Context, customers []SampledCustomer, prior *AbePrior, r *rand.Rand, opt *SamplingOptions) (*AbePosterior, error) {
	const name = "mcmc: Abe"
	b, err := newBase(customers, false, name)
	if err != nil {
		return nil, err
	}
	if prior == nil {
		prior = new(AbePrior)
	}
	p, err := prior.filled(name)
	if err != nil {
		return nil, err
	}
	o, err := opt.filled(name)
	if err != nil {
		return nil, err
	}
	d := newDesign(b.customers, 1+len(b.customers[0].Covariates), p)
	kept := newLatents(len(customers), o.Chains*o.Thinned, 2)
	sample := newAbeSample(ctx, b, d, kept)
	guess, spread := sample.guess(ctx)
	found := explore(ctx, r, sample.fresh, guess, spread, 8)
	draws, err := runChains(ctx, name, o, 2*d.k+3, r, found.start)
	if err != nil {
		return nil, err
	}
	return &AbePosterior{newPosterior(draws, Abe{Unit: o.Unit}, len(customers)), b, kept}, nil
}

// mean averages over the draws of customer i.
func (p *AbePosterior) mean(i int, f func(person poisson, h clientele.History) float64) float64 {
	at := p.base.place[i]
	h, values := p.base.customers[at].History, p.latent.of(at)
	sum := 0.0
	for d := 0; d < len(values); d += 2 {
		sum += f(poisson{math.Exp(float64(values[d])), math.Exp(float64(values[d+1]))}, h)
	}
	return sum / float64(p.latent.draws)
}

// alive averages P(alive)·f of somebody alive.
func (p *AbePosterior) alive(i int, t float64, f func(person poisson) float64) float64 {
	if !(t >= 0) {
		return math.NaN()
	}
	return p.mean(i, func(person poisson, h clientele.History) float64 { return person.probAlive(h) * f(person) })
}

// ProbAlive returns P(alive at the end of observation) of customer i.
func (p *AbePosterior) ProbAlive(i int) float64 { return p.mean(i, poisson.probAlive) }

// ProbAliveAt returns P(alive t after the end of observation).
func (p *AbePosterior) ProbAliveAt(i int, t float64) float64 {
	return p.alive(i, t, func(person poisson) float64 { return person.survival(t) })
}

// ExpectedPurchases returns E[purchases in (Age, Age+t]]; t may be +Inf.
func (p *AbePosterior) ExpectedPurchases(i int, t float64) float64 {
	return p.DiscountedPurchasesWithin(i, 0, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t], t
// finite: that of the outcome and of not knowing the customer's rates.
func (p *AbePosterior) VarPurchases(i int, t float64) float64 {
	if math.IsInf(t, 1) {
		return math.NaN()
	}
	mean := p.ExpectedPurchases(i, t)
	return p.alive(i, t, func(person poisson) float64 { return person.square(t) }) - mean*mean
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t]), t finite.
func (p *AbePosterior) ProbPurchases(i int, t float64, n int) float64 {
	if n < 0 || math.IsInf(t, 1) {
		return 0 * t
	}
	q := p.alive(i, t, func(person poisson) float64 { return person.prob(float64(n), t) })
	if n == 0 {
		q += 1 - p.ProbAlive(i)
	}
	return q
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end.
func (p *AbePosterior) DiscountedPurchases(i int, rate float64) float64 {
	return p.DiscountedPurchasesWithin(i, rate, math.Inf(1))
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (p *AbePosterior) DiscountedPurchasesWithin(i int, rate, t float64) float64 {
	if !(rate >= 0) {
		return math.NaN()
	}
	return p.alive(i, t, func(person poisson) float64 { return person.within(rate, t) })
}

// ExpectedRate returns the posterior mean of the purchase rate λ.
func (p *AbePosterior) ExpectedRate(i int) float64 {
	return p.mean(i, func(person poisson, _ clientele.History) float64 { return person.lambda })
}

// ExpectedDropout returns the posterior mean of the dropout rate μ.
func (p *AbePosterior) ExpectedDropout(i int) float64 {
	return p.mean(i, func(person poisson, _ clientele.History) float64 { return person.mu })
}

// AppendPurchases draws the purchases of customer i in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (p *AbePosterior) AppendPurchases(dst []float64, r *rand.Rand, i int, t float64) []float64 {
	at := p.base.place[i]
	v := p.latent.of(at)[2*r.IntN(p.latent.draws):]
	person := poisson{math.Exp(float64(v[0])), math.Exp(float64(v[1]))}
	if !(t > 0) || r.Float64() >= person.probAlive(p.base.customers[at].History) {
		return dst
	}
	return person.appendTimes(dst, r, t)
}
