package mcmc

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele/internal/variate"
)

// ParetoGGGPosterior is the posterior of a base in the Pareto/GGG model: of its
// population, and of every sampled customer, by the place in the list that was
// sampled; a place that is not in it is a panic, as with a slice. Its methods
// are those of the models of package btyd.
//
// P(alive), endless discounted purchases and posterior means are exact for each
// draw of the rates. What else happens in a window has no closed form: it is
// simulated, once a draw, always with the same random numbers, so that
// answers do not contradict each other and do not change when asked again.
type ParetoGGGPosterior struct {
	Posterior[ParetoGGG]
	base   *base
	latent *latents // ln k, ln λ, ln μ and P(alive)
	seed   uint64
}

// MarshalJSON refuses: the draws of every customer are too much to store. Store
// the Posterior, which has those of the population, and the answers; or sample
// again from the same stream, which gives the same draws.
func (p *ParetoGGGPosterior) MarshalJSON() ([]byte, error) {
	if p == nil {
		return []byte("null"), nil
	}
	return nil, errors.New("mcmc: the draws of every customer cannot be stored; store the Posterior and the answers, or sample again from the same stream")
}

// UnmarshalJSON refuses too.
func (p *ParetoGGGPosterior) UnmarshalJSON([]byte) error {
	return errors.New("mcmc: the draws of every customer are not stored; read a Posterior")
}

// SampleParetoGGG samples the posterior of Pareto/GGG given customers with
// their LogGaps; covariates are not looked at. The error is an
// *clientele.InputError, matches [clientele.ErrNoData], or is the context's cause.
func SampleParetoGGG(ctx context.Context, customers []SampledCustomer, prior *ParetoGGGPrior, r *rand.Rand, opt *SamplingOptions) (*ParetoGGGPosterior, error) {
	return sampleGGG(ctx, customers, prior, r, opt, false)
}

// sampleGGG samples with k free, or 1 for everybody.
func sampleGGG(ctx context.Context, customers []SampledCustomer, prior *ParetoGGGPrior, r *rand.Rand, opt *SamplingOptions, random bool) (*ParetoGGGPosterior, error) {
	const name = "mcmc: Pareto/GGG"
	b, err := newBase(customers, true, name)
	if err != nil {
		return nil, err
	}
	if prior == nil {
		prior = new(ParetoGGGPrior)
	}
	priors, err := prior.filled(name, b.unit)
	if err != nil {
		return nil, err
	}
	o, err := opt.filled(name)
	if err != nil {
		return nil, err
	}
	kept := newLatents(len(customers), o.Chains*o.Thinned, 4)
	seed := r.Uint64()
	sample := newGGGSample(ctx, b, priors, random, kept)
	guess, spread := sample.guess(ctx)
	found := explore(ctx, r, sample.fresh, guess, spread, 16)
	draws, err := runChains(ctx, name, o, 6, r, found.start)
	if err != nil {
		return nil, err
	}
	return &ParetoGGGPosterior{newPosterior(draws, ParetoGGG{Unit: o.Unit}, len(customers)), b, kept, seed}, nil
}

// mean averages over the draws of customer i.
func (p *ParetoGGGPosterior) mean(i int, f func(person gammaGaps, alive, gap float64) float64) float64 {
	at := p.base.place[i]
	h, values := p.base.customers[at].History, p.latent.of(at)
	sum := 0.0
	for d := 0; d < len(values); d += 4 {
		sum += f(newGammaGaps(values[d:]), float64(values[d+3]), h.Age-h.Last)
	}
	return sum / float64(p.latent.draws)
}

func newGammaGaps(logs []float32) gammaGaps {
	return gammaGaps{math.Exp(float64(logs[0])), math.Exp(float64(logs[1])), math.Exp(float64(logs[2]))}
}

// futures simulates what customer i would buy in (Age, Age+t], were there no
// death, and averages P(alive)·f(person, times, lifetime from now). There are as
// many futures as draws, but those draws have most that make an alive customer
// likely [systematic resampling].
func (p *ParetoGGGPosterior) futures(i int, t float64, f func(person gammaGaps, times []float64, life float64) float64) float64 {
	if !(t >= 0) {
		return math.NaN()
	}
	var stream rand.PCG
	r := rand.New(&stream)
	var times []float64
	alive := p.ProbAlive(i)
	at, sum, reached, n := 0.5*alive, 0.0, 0.0, uint64(0)
	p.mean(i, func(person gammaGaps, chance, gap float64) float64 {
		for reached += chance; at < reached; at += alive {
			n++
			stream.Seed(p.seed^uint64(p.base.place[i])<<32, n) // the same future for any t
			life := r.ExpFloat64() / person.mu
			times = person.appendTimes(times[:0], r, gap, t)
			sum += f(person, times, life)
		}
		return 0
	})
	return alive * sum / math.Max(float64(n), 1)
}

// appendTimes draws purchases in t from now, were there no death.
func (p gammaGaps) appendTimes(dst []float64, r *rand.Rand, gap, t float64) []float64 {
	const most = 1_000_000
	kappa := p.k * p.lambda
	for at := p.firstGap(r, gap); at <= t && len(dst) < most; at += variate.Gamma(r, p.k, 1) / kappa {
		dst = append(dst, at)
	}
	return dst
}

// before returns the number of times, which ascend, that are not after life.
func before(times []float64, life float64) int {
	n, exact := slices.BinarySearch(times, life)
	if exact {
		n++
	}
	return n
}

// ProbAlive returns P(alive at the end of observation) of customer i.
func (p *ParetoGGGPosterior) ProbAlive(i int) float64 {
	return p.mean(i, func(_ gammaGaps, alive, _ float64) float64 { return alive })
}

// ProbAliveAt returns P(alive t after the end of observation).
func (p *ParetoGGGPosterior) ProbAliveAt(i int, t float64) float64 {
	if !(t >= 0) {
		return math.NaN()
	}
	return p.mean(i, func(person gammaGaps, alive, _ float64) float64 { return alive * math.Exp(-person.mu*t) })
}

// ExpectedPurchases returns E[purchases in (Age, Age+t]]; t may be +Inf.
func (p *ParetoGGGPosterior) ExpectedPurchases(i int, t float64) float64 {
	return p.DiscountedPurchasesWithin(i, 0, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t], t
// finite: that of the outcome and of not knowing the customer's rates.
func (p *ParetoGGGPosterior) VarPurchases(i int, t float64) float64 {
	if math.IsInf(t, 1) {
		return math.NaN()
	}
	sum, count := 0.0, 0.0
	square := p.futures(i, t, func(_ gammaGaps, times []float64, life float64) float64 {
		n := float64(before(times, life))
		sum, count = sum+n, count+1
		return n * n
	})
	mean := p.ProbAlive(i) * sum / math.Max(count, 1)
	return square - mean*mean
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t]), t finite.
func (p *ParetoGGGPosterior) ProbPurchases(i int, t float64, n int) float64 {
	if n < 0 || math.IsInf(t, 1) {
		return 0 * t
	}
	q := p.futures(i, t, func(_ gammaGaps, times []float64, life float64) float64 {
		if before(times, life) == n {
			return 1
		}
		return 0
	})
	if n == 0 {
		q += 1 - p.ProbAlive(i)
	}
	return q
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end.
func (p *ParetoGGGPosterior) DiscountedPurchases(i int, rate float64) float64 {
	if !(rate >= 0) {
		return math.NaN()
	}
	return p.mean(i, func(person gammaGaps, alive, gap float64) float64 {
		if alive == 0 {
			return 0
		}
		return alive * person.discounted(gap, rate)
	})
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (p *ParetoGGGPosterior) DiscountedPurchasesWithin(i int, rate, t float64) float64 {
	if math.IsInf(t, 1) {
		return p.DiscountedPurchases(i, rate)
	}
	if !(rate >= 0) {
		return math.NaN()
	}
	return p.futures(i, t, func(person gammaGaps, times []float64, _ float64) float64 {
		sum := 0.0 // the chance to live until then takes the place of a drawn lifetime
		for _, at := range times {
			sum += math.Exp(-(person.mu + rate) * at)
		}
		return sum
	})
}

// ExpectedRate returns the posterior mean of the purchase rate λ.
func (p *ParetoGGGPosterior) ExpectedRate(i int) float64 {
	return p.mean(i, func(person gammaGaps, _, _ float64) float64 { return person.lambda })
}

// ExpectedDropout returns the posterior mean of the dropout rate μ.
func (p *ParetoGGGPosterior) ExpectedDropout(i int) float64 {
	return p.mean(i, func(person gammaGaps, _, _ float64) float64 { return person.mu })
}

// ExpectedRegularity returns the posterior mean of the shape k of the times
// between purchases: above 1 regular, below 1 clumpy.
func (p *ParetoGGGPosterior) ExpectedRegularity(i int) float64 {
	return p.mean(i, func(person gammaGaps, _, _ float64) float64 { return person.k })
}

// AppendPurchases draws the purchases of customer i in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (p *ParetoGGGPosterior) AppendPurchases(dst []float64, r *rand.Rand, i int, t float64) []float64 {
	at := p.base.place[i]
	h := p.base.customers[at].History
	values := p.latent.of(at)[4*r.IntN(p.latent.draws):]
	person := newGammaGaps(values)
	if !(t > 0) || r.Float64() >= float64(values[3]) {
		return dst
	}
	return person.appendTimes(dst, r, h.Age-h.Last, math.Min(t, r.ExpFloat64()/person.mu))
}
