package switching

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
)

// ProbAliveAt returns P(not left t later).
func (p *Posterior) ProbAliveAt(t float64) float64 {
	return p.alive * math.Exp(-p.m.S*math.Log1p(t/(p.m.Beta+p.age)))
}

// stays returns ∫₀ᵗ e^(−a·u) S_D(age+u)/S_D(age) du, of which t may be +Inf: given δ
// it is closed, and the nodes of δ are at hand; in time it would be one more integral.
func (p *Posterior) stays(a, t float64) float64 {
	// Without discounting the integral is the mean time that is left, which only a shape
	// above 1 has; the nodes cannot tell, since the mass sits at δ → 0.
	if a == 0 && math.IsInf(t, 1) {
		if p.m.S <= 1 {
			return math.Inf(1)
		}
		return (p.m.Beta + p.age) / (p.m.S - 1)
	}
	return p.leaving.mean(p.age, func(x float64) float64 {
		if x+a == 0 {
			return t
		}
		return -math.Expm1(-(a+x)*t) / (a + x)
	}) / p.there
}

// Discounted returns the expected purchases within t, discounted.
func (p *Posterior) Discounted(rate, t float64) float64 {
	switch {
	case !(rate >= 0) || !(t >= 0):
		return math.NaN()
	case t == 0 || math.IsInf(rate, 1):
		return 0
	}
	mu, nu, rho := p.m.Slow, p.m.Return, p.m.Rho
	pi, fade := p.settled()
	// The rate u later is a constant and a part that fades (D18): two integrals serve
	// every node.
	whole := p.stays(rate, t)
	start := p.stays(rate+fade, t)
	if mu+nu == 0 {
		start = whole
	}
	// In the long run a customer who is there buys at g·λ.
	g := rho + (1-rho)*pi
	v := p.sum(func(k int) float64 {
		x := p.rates.x[k]
		both := p.on[k] + p.slow[k]
		if both == 0 {
			return 0
		}
		return x * (g*both*finite(whole) + (1-rho)*(p.on[k]-pi*both)*finite(start))
	})
	// An endless sum only if anything is bought for ever; otherwise what fades is all.
	if math.IsInf(whole, 1) && g > 0 {
		return whole
	}
	return math.Max(v, 0)
}

// finite is v, or 0 for +Inf, whose factor is treated apart.
func finite(v float64) float64 {
	if math.IsInf(v, 1) {
		return 0
	}
	return v
}

// settled returns the share of time on in the long run, and how fast the states
// forget where they began.
func (p *Posterior) settled() (on, fade float64) {
	fade = p.m.Slow + p.m.Return
	if fade == 0 {
		return 1, 0 // nobody turns slow; all begin on
	}
	return p.m.Return / fade, fade
}

// Variance returns the variance of the purchases within t: of pairs of purchases,
// at u and t > u, the expectation is ∫∫ λ(u)λ(t), whose inner integral is closed.
func (p *Posterior) Variance(t float64) float64 {
	if !(t >= 0) || math.IsInf(t, 1) {
		return math.NaN()
	}
	mean := p.Discounted(0, t)
	// D18: g is the mean factor of λ in the long run, and b0 + b1·y·e^(−κu) what a purchase
	// at u says of the state at u, y being the start's excess over π.
	pi, fade := p.settled()
	rho := p.m.Rho
	g, b0 := rho+(1-rho)*pi, (1-rho)*(1-rho)*pi*(1-pi)
	b1 := (1 - rho) * (1 - pi + rho*pi)
	var plain, tilted float64 // the parts without and with y, the on state in excess of π
	// Panels in ln(1 + u/scale): the integrand changes by the shorter of the time over
	// which people leave and that over which the states forget.
	scale := p.m.Beta + p.age
	if fade > 0 {
		scale = math.Min(scale, 1/fade)
	}
	reach := math.Log1p(t / scale)
	n := 8 + int(4*reach)
	for i := range n {
		for _, q := range &quad.Legendre8 {
			z := (float64(i) + 0.5 + q.X/2) / float64(n) * reach
			u := scale * math.Expm1(z)
			w := q.W / 2 / float64(n) * reach * (u + scale) * math.Exp(-p.m.S*math.Log1p(u/(p.m.Beta+p.age)))
			// ∫₀ᵘ e^(−κv) dv, and its limit at κ = 0.
			sunk := u
			if fade > 0 {
				sunk = -math.Expm1(-fade*u) / fade
			}
			plain += w * (g*g*u + b0*sunk)
			tilted += w * (g*(1-rho)*sunk + b1*u*math.Exp(-fade*u))
		}
	}
	pairs := p.sum(func(k int) float64 {
		x, both := p.rates.x[k], p.on[k]+p.slow[k]
		return x * x * (both*plain + (p.on[k]-pi*both)*tilted)
	})
	return math.Max(0, 2*pairs+mean-mean*mean)
}

// Rate and Dropout return the posterior means of λ and δ.
func (p *Posterior) Rate() float64 {
	phi, psi := p.leaving.at(p.last, false), p.leaving.at(p.age, false)
	return p.over(phi, psi, func(lambda, _ float64) float64 { return lambda })
}

func (p *Posterior) Dropout() float64 {
	phi, psi := p.leaving.at(p.last, false), p.leaving.at(p.age, false)
	return p.over(phi, psi, func(_, delta float64) float64 { return delta })
}

func (p *Posterior) over(phi, psi atTime, f func(lambda, delta float64) float64) float64 {
	sum := 0.0
	for k := range p.states {
		s := &p.states[k]
		for i, a := range s.a {
			c := p.weight[k] * p.c[k][i] * s.l[i]
			e := math.Exp(-a * (p.age - p.last))
			for j, x := range p.leaving.x {
				sum += c * f(p.rates.x[k], x) * (phi.w[j]*x + psi.w[j]*a*e) / (a + x)
			}
		}
	}
	return sum / p.total
}
