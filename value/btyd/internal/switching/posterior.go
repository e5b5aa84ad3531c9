package switching

import (
	"math"
	"math/cmplx"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
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
	return m.posterior(float64(len(gaps)), math.Min(last, age), age, offset, func(s *state) ([2]float64, float64) { return s.follow(gaps) })
}

// Count returns the same of a customer of whom only a history is known.
func (m Model) Count(h clientele.History, offset float64) *Posterior {
	if h.Check() != nil {
		return nil
	}
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
	top := math.Inf(-1)
	for k, lambda := range p.rates.x {
		p.states[k] = m.at(lambda)
		c, scale := follow(&p.states[k])
		p.c[k] = c
		p.weight[k] = scale + p.rates.logWeight[k] + x*p.rates.log[k]
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

// ProbAliveAt returns P(not left t later).
func (p *Posterior) ProbAliveAt(t float64) float64 {
	return p.alive * math.Exp(-p.m.S*math.Log1p(t/(p.m.Beta+p.age)))
}

// stays returns ∫₀ᵗ e^(−a·u) S_D(age+u)/S_D(age) du, of which t may be +Inf.
func (p *Posterior) stays(a, t float64) float64 {
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
	whole := p.stays(rate, t)
	start := p.stays(rate+fade, t)
	if mu+nu == 0 {
		start = whole
	}
	g := rho + (1-rho)*pi
	v := p.sum(func(k int) float64 {
		x := p.rates.x[k]
		both := p.on[k] + p.slow[k]
		if both == 0 {
			return 0
		}
		return x * (g*both*finite(whole) + (1-rho)*(p.on[k]-pi*both)*finite(start))
	})
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
	pi, fade := p.settled()
	rho := p.m.Rho
	g, b0 := rho+(1-rho)*pi, (1-rho)*(1-rho)*pi*(1-pi)
	b1 := (1 - rho) * (1 - pi + rho*pi)
	var plain, tilted float64 // the parts without and with y, the on state in excess of π
	scale := p.m.Beta + p.age
	if fade > 0 {
		scale = math.Min(scale, 1/fade)
	}
	reach := math.Log1p(t / scale)
	n := 8 + int(4*reach)
	for i := range n {
		for _, q := range legendre {
			z := (float64(i) + 0.5 + q[0]/2) / float64(n) * reach
			u := scale * math.Expm1(z)
			w := q[1] / 2 / float64(n) * reach * (u + scale) * math.Exp(-p.m.S*math.Log1p(u/(p.m.Beta+p.age)))
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

// legendre are nodes and weights of 8-point Gauss–Legendre on (−1, 1).
var legendre = [8][2]float64{
	{-0.960289856497536, 0.101228536290376}, {-0.796666477413627, 0.222381034453374},
	{-0.525532409916329, 0.313706645877887}, {-0.183434642495650, 0.362683783378362},
	{0.183434642495650, 0.362683783378362}, {0.525532409916329, 0.313706645877887},
	{0.796666477413627, 0.222381034453374}, {0.960289856497536, 0.101228536290376},
}

// Prob returns P(n purchases within t). Of none it is a quotient of likelihoods;
// otherwise states and purchases are followed over the ticks of a Poisson clock that
// is faster than both (uniformisation, Jensen 1953): sums of positive terms.
func (p *Posterior) Prob(n int, t float64) float64 {
	switch {
	case n < 0 || math.IsInf(t, 1):
		return 0 * t
	case !(t >= 0):
		return math.NaN()
	case n == 0:
		return math.Min(1, p.silent(t)/p.total)
	case t == 0:
		return 0
	}
	q := p.leaving.at(p.age, false)
	return math.Min(1, p.sum(func(k int) float64 {
		if both := p.on[k] + p.slow[k]; both > 1e-20*p.total {
			return p.counted(k, n, t, q.w)
		}
		return 0
	}))
}

// counted returns the part of node k in Prob.
func (p *Posterior) counted(k, n int, t float64, w []float64) float64 {
	lambda, m := p.rates.x[k], &p.m
	clock := math.Max(lambda+m.Slow, m.Rho*lambda+m.Return)
	buy := [2]float64{lambda / clock, m.Rho * lambda / clock}
	turn := [2]float64{m.Slow / clock, m.Return / clock}
	keep := [2]float64{math.Max(0, 1-buy[0]-turn[0]), math.Max(0, 1-buy[1]-turn[1])}
	ticks := int(clock*t+9*math.Sqrt(clock*t)) + 40
	if ticks < n {
		return 0
	}
	// gone[j] is ∫₀ᵗ P(tick's number at u) δe^(−δu) du of each δ.
	x := p.leaving.x
	gone, after := make([]float64, len(x)), make([]float64, len(x))
	for j, v := range x {
		gone[j] = -v / (clock + v) * math.Expm1(-(clock+v)*t)
		after[j] = math.Exp(-v * t)
	}
	at := make([][2]float64, n+1)
	at[0] = [2]float64{p.on[k], p.slow[k]}
	sum := 0.0
	logTicks := math.Log(clock * t)
	for i := 0; i <= ticks; i++ {
		lg, _ := math.Lgamma(float64(i) + 1)
		now := math.Exp(float64(i)*logTicks - clock*t - lg)
		if here := at[n][0] + at[n][1]; i >= n && here > 0 {
			weight := 0.0
			for j := range x {
				weight += w[j] * (now*after[j] + gone[j])
			}
			sum += here * weight
		}
		next := math.Exp(float64(i+1)*logTicks - clock*t - math.Log(float64(i+1)) - lg)
		for j, v := range x {
			gone[j] = math.Max(0, (clock*gone[j]-v*next*after[j])/(clock+v))
		}
		for c := min(n, i+1); c >= 0; c-- {
			v := at[c]
			u := [2]float64{v[0]*keep[0] + v[1]*turn[1], v[1]*keep[1] + v[0]*turn[0]}
			if c > 0 {
				u[0] += at[c-1][0] * buy[0]
				u[1] += at[c-1][1] * buy[1]
			}
			at[c] = u
		}
	}
	return sum / p.there
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

// Append draws the purchases within t: exact, if the posterior's offset was random.
func (p *Posterior) Append(dst []float64, r *rand.Rand, t float64) []float64 {
	if !(t > 0) || r.Float64() >= p.alive {
		return dst
	}
	all := 0.0
	for k := range p.states {
		all += p.on[k] + p.slow[k]
	}
	u := r.Float64() * all
	k, on := 0, true
	for k = range p.states {
		if u -= p.on[k]; u < 0 {
			break
		}
		if u -= p.slow[k]; u < 0 {
			on = false
			break
		}
	}
	delta := variate.Gamma(r, p.m.S, p.m.Beta+p.age)
	return p.m.path(dst, r, p.rates.x[k], delta, on, t)
}

// New draws the purchases of a new customer in (0, t].
func (m Model) New(dst []float64, r *rand.Rand, t float64) []float64 {
	return m.path(dst, r, variate.Gamma(r, m.R, m.Alpha), variate.Gamma(r, m.S, m.Beta), true, t)
}

func (m Model) path(dst []float64, r *rand.Rand, lambda, delta float64, on bool, t float64) []float64 {
	t = math.Min(t, r.ExpFloat64()/delta)
	start := len(dst)
	for at := 0.0; len(dst)-start < clientele.MaxRepeats; {
		rate, turn := lambda, m.Slow
		if !on {
			rate, turn = m.Rho*lambda, m.Return
		}
		if at += r.ExpFloat64() / (rate + turn); !(at <= t) {
			break
		}
		if r.Float64()*(rate+turn) >= rate {
			on = !on
		} else {
			dst = append(dst, math.Max(at, 0x1p-1022))
		}
	}
	return dst
}

// counted is follow where only the number x ≥ 2 of gaps and their sum t are known:
// the mean over all places of the purchases between, each as likely as another,
//
//	(x−1)!/t^(x−1) · [y^(x−1)] v·exp((K + yΛ)t)·Λ, Λ = diag(1, ρ)
//
// The coefficient is the mean of v·exp((K+yΛ)t)·y^−(x−1) over a circle through the
// saddle point, where its terms are a narrow peak of positive ones (Good 1957).
func (s *state) counted(m *Model, x int, t float64) ([2]float64, float64) {
	n := float64(x - 1)
	lambda := s.lambda
	lo, hi := math.Log(n/t), math.Log(n/t)
	mean := func(logY float64) float64 { // of the purchases, tilted to y
		const eps = 1e-4
		up, down := m.spread(lambda, complex(math.Exp(logY+eps), 0), t), m.spread(lambda, complex(math.Exp(logY-eps), 0), t)
		return (up.log() - down.log()) / (2 * eps)
	}
	for range 60 {
		if mean(hi) >= n {
			break
		}
		hi += 1
	}
	for range 30 {
		if mid := (lo + hi) / 2; mean(mid) < n {
			lo = mid
		} else {
			hi = mid
		}
	}
	y := math.Exp(hi)
	top := m.spread(lambda, complex(y, 0), t).log()
	half := 8 + int(5*math.Sqrt(n))
	var v [2]float64
	for j := 0; j <= half; j++ {
		angle := math.Pi * float64(j) / float64(half)
		sin, cos := math.Sincos(angle)
		e := m.spread(lambda, complex(y*cos, y*sin), t)
		turn := complex(math.Cos(n*angle), -math.Sin(n*angle)) * complex(math.Exp(e.scale-top), 0)
		w := 1 / float64(half)
		if j == 0 || j == half {
			w /= 2
		}
		v[0] += w * real(e.v[0]*turn)
		v[1] += w * real(e.v[1]*turn)
	}
	v[0], v[1] = math.Max(v[0], 0), math.Max(v[1], 0)*m.Rho
	lg, _ := math.Lgamma(n + 1)
	return [2]float64{v[0]*s.r[0][0] + v[1]*s.r[0][1], v[0]*s.r[1][0] + v[1]*s.r[1][1]},
		top - n*hi + lg - n*math.Log(t)
}

// row is a row vector times e^scale.
type row struct {
	v     [2]complex128
	scale float64
}

func (r row) log() float64 { return r.scale + math.Log(real(r.v[0]+r.v[1])) }

// spread returns v·exp((K + yΛ)t) of v on, for a complex y.
func (m *Model) spread(lambda float64, y complex128, t float64) row {
	a, b := complex(-lambda-m.Slow, 0)+y, complex(-m.Rho*lambda-m.Return, 0)+complex(m.Rho, 0)*y
	h := (a - b) / 2
	d := cmplx.Sqrt(h*h + complex(m.Slow*m.Return, 0))
	mid := (a + b) / 2
	scale := real(mid) + math.Abs(real(d))
	up, down := cmplx.Exp((mid+d-complex(scale, 0))*complex(t, 0)), cmplx.Exp((mid-d-complex(scale, 0))*complex(t, 0))
	sinh := complex(t, 0) * (up + down) / 2 // its limit, by d
	if cmplx.Abs(d)*t > 1e-5 {
		sinh = (up - down) / (2 * d)
	}
	return row{[2]complex128{(up+down)/2 + h*sinh, complex(m.Slow, 0) * sinh}, scale * t}
}
