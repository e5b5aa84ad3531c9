package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/internal/wire"
)

// ParetoGGGPrior is the prior of the parameters of [ParetoGGG], independent
// gamma distributions. The defaults are weak: shape 1 with mean 1, and for
// Alpha and Beta with the customers' mean age.
type ParetoGGGPrior struct {
	T, Gamma, R, Alpha, S, Beta GammaPrior
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p ParetoGGGPrior) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *ParetoGGGPrior) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// filled returns the priors, those of rates of time in units of the mean age.
func (p ParetoGGGPrior) filled(where string, unit float64) ([6]GammaPrior, error) {
	all := [6]GammaPrior{p.T, p.Gamma, p.R, p.Alpha.in(unit), p.S, p.Beta.in(unit)}
	for i, name := range [6]string{"T", "Gamma", "R", "Alpha", "S", "Beta"} {
		all[i] = all[i].orDefault(1)
		if err := all[i].check(where, "prior of "+name); err != nil {
			return all, err
		}
	}
	return all, nil
}

// Rand draws a model from the prior, for a base with this mean age.
func (p ParetoGGGPrior) Rand(r *rand.Rand, meanAge float64) ParetoGGG {
	all, _ := p.filled("", meanAge)
	var v [6]float64
	for i, g := range all {
		v[i] = g.rand(r)
	}
	v[3] *= meanAge
	v[5] *= meanAge
	return ParetoGGG{}.WithParams(v[:])
}

// gggChain is a chain of Pareto/GGG in units of the mean age.
type gggChain struct {
	*base
	prior  [6]GammaPrior
	random bool // k is 1 for all: Pareto/NBD
	now    ParetoGGG
	people []gggPerson
	kept   *latents
	stepK  float64 // of ln k and ln λ, in units of what is expected of their spread
	stepL  float64
}

// gggPerson is a customer in a chain.
type gggPerson struct {
	x, last, gap, logGap float64
	logGaps              float64
	gammaGaps
	logK, logLambda float64
	logGammaK       float64
	logNone         float64 // logarithm of silence
	end             float64 // of the lifetime, or of the observation
	dead            float64 // 1 if the lifetime ended before the observation
}

// newGGGChain begins a chain at rates near what the customers bought, and
// dropout rates anywhere.
func newGGGChain(b *base, prior [6]GammaPrior, random bool, kept *latents, r *rand.Rand) *gggChain {
	c := &gggChain{base: b, prior: prior, random: random, kept: kept, stepK: 2.4, stepL: 2.4}
	c.now = ParetoGGG{T: 1, Gamma: 1, R: 1, Alpha: 1, S: 1, Beta: math.Exp(r.NormFloat64())}
	rhythm := r.NormFloat64() / 2
	for _, customer := range b.customers {
		h := customer.History
		x := float64(h.Repeats)
		p := gggPerson{x: x, last: h.Last / b.unit, gap: (h.Age - h.Last) / b.unit, logGaps: customer.LogGaps - x*math.Log(b.unit)}
		p.logGap = math.Log(p.gap)
		if !random {
			p.logK = rhythm + r.NormFloat64()/4
		}
		p.logLambda = math.Log((x+0.5)/(h.Age/b.unit+0.5)) + r.NormFloat64()/2
		p.mu = math.Exp(r.NormFloat64()) / c.now.Beta
		p.set(p.logK, p.logLambda)
		c.people = append(c.people, p)
	}
	c.silence(r)
	c.draw(r)
	return c
}

// set gives the customer a rhythm and a rate.
func (p *gggPerson) set(logK, logLambda float64) {
	p.logK, p.logLambda = logK, logLambda
	p.k, p.lambda = exp(logK), exp(logLambda)
	p.logGammaK = lgamma(p.k)
	p.explain()
}

// explain updates what the silence after the last purchase says.
func (p *gggPerson) explain() {
	p.logNone = math.Log(p.silence(p.gap, p.logGap, p.logK+p.logLambda, p.logGammaK))
}

// logLik returns the log-likelihood given μ, with the lifetime integrated out:
//
//	kx ln κ − x lnΓ(k) − κ t_x + (k−1) Σ ln gaps + ln silence
func (p *gggPerson) logLik() float64 {
	kappa := p.k * p.lambda
	return p.k*p.x*(p.logK+p.logLambda) - p.x*p.logGammaK - kappa*p.last + (p.k-1)*p.logGaps + p.logNone
}

// sweep draws everything in turns. Rates and rhythms are drawn with the
// lifetimes integrated out, and the population's dropout with the customers'
// dropout rates integrated out; both are drawn right afterwards.
func (c *gggChain) sweep(r *rand.Rand, warming bool) {
	n := float64(len(c.people))
	rates, rhythms := c.move(r)
	if warming {
		c.stepL *= math.Exp(0.1 * (rates/n - 0.4))
		c.stepK *= math.Exp(0.1 * (rhythms/n - 0.4))
	}
	c.silence(r)
	c.draw(r)
}

// move takes a step of a random walk with the rate and with the rhythm of every
// customer, and returns how many were accepted. A purchase is worth about k on
// the logarithmic scale of the rate, and 0.6 on that of the rhythm.
func (c *gggChain) move(r *rand.Rand) (rates, rhythms float64) {
	for i := range c.people {
		p := &c.people[i]
		q := *p
		q.logLambda += c.stepL / math.Sqrt(c.now.R+0.5+p.k*p.x) * r.NormFloat64()
		q.lambda = exp(q.logLambda)
		q.explain()
		gain := c.now.R*(q.logLambda-p.logLambda) - c.now.Alpha*(q.lambda-p.lambda) + q.logLik() - p.logLik()
		if r.ExpFloat64() >= -gain {
			*p = q
			rates++
		}
		if c.random {
			continue
		}
		q = *p
		q.set(p.logK+c.stepK/math.Sqrt(c.now.T+0.6*p.x)*r.NormFloat64(), p.logLambda)
		gain = c.now.T*(q.logK-p.logK) - c.now.Gamma*(q.k-p.k) + q.logLik() - p.logLik()
		if r.ExpFloat64() >= -gain {
			*p = q
			rhythms++
		}
	}
	return rates, rhythms
}

// silence draws who died, and when.
func (c *gggChain) silence(r *rand.Rand) {
	for i := range c.people {
		p := &c.people[i]
		p.end, p.dead = p.last+p.gap, 0
		if r.Float64() >= p.probAliveNow() {
			p.end, p.dead = p.last+p.silentDeath(r, p.gap), 1
		}
	}
}

// probAliveNow is probAlive with what the chain has at hand.
func (p *gggPerson) probAliveNow() float64 {
	if p.gap == 0 {
		return 1
	}
	return upperGamma(p.k, p.k*p.lambda*p.gap, p.logK+p.logLambda+p.logGap, p.logGammaK) * exp(-p.mu*p.gap-p.logNone)
}

// draw draws the population and the dropout rates given all else.
func (c *gggChain) draw(r *rand.Rand) {
	c.drawDropout(r)
	for i := range c.people {
		p := &c.people[i]
		p.mu = math.Max(exp(variate.LogGamma(r, c.now.S+p.dead))/(c.now.Beta+p.end), 1e-300)
		p.explain()
	}
	var rates, logRates, rhythms, logRhythms float64
	for i := range c.people {
		p := &c.people[i]
		rates, logRates = rates+p.lambda, logRates+p.logLambda
		rhythms, logRhythms = rhythms+p.k, logRhythms+p.logK
	}
	n := float64(len(c.people))
	c.now.R, c.now.Alpha = drawGamma(r, c.now.R, c.prior[2], c.prior[3], n, rates, logRates)
	if !c.random {
		c.now.T, c.now.Gamma = drawGamma(r, c.now.T, c.prior[0], c.prior[1], n, rhythms, logRhythms)
	}
}

// drawGamma draws shape and rate of a gamma distribution given n variates with
// this sum and sum of logarithms: the shape by a slice of its density with the
// rate integrated out, then the rate.
func drawGamma(r *rand.Rand, shape float64, shapePrior, ratePrior GammaPrior, n, sum, logs float64) (float64, float64) {
	y := slice(r, math.Log(shape), 2.5/math.Sqrt(n+5), func(y float64) float64 {
		h := math.Exp(y)
		a := ratePrior.Shape + n*h
		return lgamma(a) - a*math.Log(ratePrior.Rate+sum) - n*lgamma(h) + h*logs + shapePrior.logFree(y)
	})
	shape = math.Exp(y)
	return shape, variate.Gamma(r, ratePrior.Shape+n*shape, 1) / (ratePrior.Rate + sum)
}

// drawDropout draws S and Beta given the ends of the lifetimes, which follow a
// Pareto distribution when the dropout rates are integrated out:
//
//	Π (β/(β+e))^s · Π_dead s/(β+e)
//
// S is conjugate; Beta is drawn by a slice of its density with S integrated out.
func (c *gggChain) drawDropout(r *rand.Rand) {
	dead := 0.0
	for i := range c.people {
		dead += c.people[i].dead
	}
	s, b := c.prior[4], c.prior[5]
	y := slice(r, math.Log(c.now.Beta), 1, func(y float64) float64 {
		all, died := c.logEnds(math.Exp(y))
		return -died - (s.Shape+dead)*math.Log(s.Rate+all) + b.logFree(y)
	})
	c.now.Beta = math.Exp(y)
	all, _ := c.logEnds(c.now.Beta)
	c.now.S = math.Max(variate.Gamma(r, s.Shape+dead, 1)/(s.Rate+all), 1e-300)
}

// logEnds returns Σ ln(1 + e/β), and Σ ln(β + e) of the dead. Eight factors
// share a logarithm, which cannot overflow.
func (c *gggChain) logEnds(beta float64) (all, died float64) {
	a, d := 1.0, 1.0
	for i := range c.people {
		p := &c.people[i]
		a *= 1 + p.end/beta
		if p.dead > 0 {
			d *= beta + p.end
		}
		if i&7 == 7 {
			all, died = all+math.Log(a), died+math.Log(d)
			a, d = 1, 1
		}
	}
	return all + math.Log(a), died + math.Log(d)
}

func (c *gggChain) population(dst []float64) {
	copy(dst, []float64{c.now.T, c.now.Gamma, c.now.R, c.now.Alpha * c.unit, c.now.S, c.now.Beta * c.unit})
}

func (c *gggChain) customers(_ *rand.Rand, at int) {
	shift := math.Log(c.unit)
	for i := range c.people {
		p := &c.people[i]
		v := c.kept.of(i)[3*at:]
		v[0], v[1], v[2] = float32(p.logK), float32(p.logLambda-shift), float32(math.Log(p.mu)-shift)
	}
}
