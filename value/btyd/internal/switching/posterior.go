package switching

import (
	"math"

	"github.com/clientele-go/clientele"
)

// Posterior is what is known of a customer: of the rate λ, at its nodes, and of the
// state, if they are still there. The dropout rate of those who are there is gamma
// distributed with shape s and rate β + age, whatever λ is.
type Posterior struct {
	m       Model
	rates   nodes
	weight  []float64 // of each node, scaled
	states  []state
	c       [][2]float64 // just after the last purchase
	leaving *leaving
	last    float64
	age     float64

	total    float64 // likelihood, scaled
	logScale float64
	on, slow []float64 // of each node: there at the end, in that state; scaled, S_D left out
	there    float64   // S_D(age)
	alive    float64   // P(alive)
}

// Follow returns what is known of a customer after the gaps, with nodes moved by
// offset; nil if the parameters or the times are impossible.
func (m Model) Follow(gaps []float64, age, offset float64) *Posterior {
	last := 0.0
	for _, g := range gaps {
		last += g
	}
	decays := make([][2]float64, len(gaps))
	return m.posterior(float64(len(gaps)), math.Min(last, age), age, offset, func(s *state) ([2]float64, float64) {
		for i, g := range gaps {
			decays[i] = s.decay(g)
		}
		return s.follow(decays)
	})
}

// Count returns the same of a customer of whom only a history is known.
func (m Model) Count(h clientele.History, offset float64) *Posterior {
	if h.Check() != nil {
		return nil
	}
	// With one gap or none the history hides nothing.
	if h.Repeats < 2 {
		gaps := []float64{h.Last}[:h.Repeats]
		return m.Follow(gaps, h.Age, offset)
	}
	return m.posterior(float64(h.Repeats), h.Last, h.Age, offset, func(s *state) ([2]float64, float64) {
		return s.counted(&m, h.Repeats, h.Last)
	})
}

func (m Model) posterior(x, last, age, offset float64, follow func(*state) ([2]float64, float64)) *Posterior {
	if !m.valid() || !(age >= 0 && age <= clientele.MaxAge && last <= age) {
		return nil
	}
	p := &Posterior{m: m, rates: gammaNodes(m.R, m.Alpha, x, age, offset, forCustomer), leaving: m.leaving(age, forCustomer, false), last: last, age: age}
	n := len(p.rates.x)
	if n == 0 {
		return nil
	}
	p.states, p.c, p.weight = make([]state, n), make([][2]float64, n), make([]float64, n)
	p.on, p.slow = make([]float64, n), make([]float64, n)
	// Likelihoods of many purchases underflow: all are taken relative to the largest.
	top := math.Inf(-1)
	for k, lambda := range p.rates.x {
		p.states[k] = m.at(lambda)
		c, scale := follow(&p.states[k])
		p.c[k] = c
		p.weight[k] = scale + p.rates.logWeight[k] + x*p.rates.log[k]
		// A node that underflowed must not set the scale.
		if c[0]+c[1] > 0 {
			top = math.Max(top, p.weight[k])
		}
	}
	for k := range p.weight {
		p.weight[k] = math.Exp(p.weight[k] - top)
	}
	p.logScale = top
	p.there = p.leaving.mean(age, func(float64) float64 { return 1 })
	p.total = p.silent(0)
	sum := 0.0
	for k := range p.states {
		s := &p.states[k]
		all := 0.0
		for i, a := range s.a {
			e := p.weight[k] * p.c[k][i] * math.Exp(-a*(age-last))
			p.on[k] += e * s.on[i]
			all += e * s.l[i]
		}
		// On is the one part with a difference in it; rounding must not make slow negative.
		p.on[k] = math.Min(p.on[k], all)
		p.slow[k] = all - p.on[k]
		sum += all
	}
	p.alive = math.Min(1, sum*p.there/p.total)
	return p
}

// silent returns the scaled likelihood had the silence gone on for t more.
func (p *Posterior) silent(t float64) float64 {
	phi, psi := p.leaving.at(p.last, false), p.leaving.at(p.age+t, false)
	sum := 0.0
	for k := range p.states {
		s := &p.states[k]
		for i, a := range s.a {
			c := p.weight[k] * p.c[k][i] * s.l[i]
			if c == 0 {
				continue
			}
			// Φ and Ψ of D18: both are sums of positive terms over δ.
			left, stays := 0.0, 0.0
			for j, x := range p.leaving.x {
				inv := 1 / (a + x)
				left += phi.w[j] * x * inv
				stays += psi.w[j] * inv
			}
			sum += c * (left + math.Exp(-a*(p.age+t-p.last))*a*stays)
		}
	}
	return sum
}

// LogProb returns the log-likelihood.
func (p *Posterior) LogProb() float64 { return p.logScale + math.Log(p.total) }

// ProbAlive and ProbOn return P(not left for good) and P(not left, and on).
func (p *Posterior) ProbAlive() float64 { return p.alive }

func (p *Posterior) ProbOn() float64 { return p.sum(func(k int) float64 { return p.on[k] }) }

// sum returns the sum of f, scaled as on and slow are, as a probability or a mean.
func (p *Posterior) sum(f func(k int) float64) float64 {
	v := 0.0
	for k := range p.states {
		v += f(k)
	}
	return v * p.there / p.total
}
