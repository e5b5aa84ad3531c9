// Package switching is the engine of the Pareto/NBD whose customers turn slow and
// come back: a Markov-modulated Poisson process with two states, gamma mixed, with
// gamma mixed dropout beside it (D18).
//
// Given the purchase rate λ everything is a 2 × 2 matrix exponential, and given the
// dropout rate δ too everything is closed. Both are summed over nodes: trapezoids on
// a doubly exponential scale (Mori and Sugihara 2001), whose error falls like that
// of a Fourier series. The two sums part: of δ only Φ and Ψ are left, functions of a
// decay rate and a time, so that a likelihood costs nodes + nodes and not nodes × nodes.
package switching

import "math"

// Model holds the parameters, in one unit of time.
type Model struct {
	R, Alpha, S, Beta float64 // of λ and of δ: gamma with shape and rate
	Slow, Return      float64 // rates from on to slow, and back
	Rho               float64 // what is left of λ in the slow state
}

func (m Model) valid() bool {
	const most = 1e100
	in := func(v float64) bool { return v > 0 && v <= most }
	return in(m.R) && in(m.Alpha) && in(m.S) && in(m.Beta) && m.Slow >= 0 && m.Slow <= most && m.Return >= 0 && m.Return <= most && m.Rho >= 0 && m.Rho < 1
}

// nodes are the points λ (or δ) of a sum that stands for the integral over a gamma
// density, with the logarithms of the points and of their weights.
type nodes struct{ x, log, logWeight []float64 }

const (
	cut  = 30   // e^-30 of the peak is nothing
	most = 3000 // nodes

	// Steps in widths of the narrowest peak that is looked for: errors of 1e-9 in
	// the sums over a base, of 1e-12 in what is said of a customer.
	forFit      = 0.9
	forCustomer = 0.65

	widest = 0.4 // of a step, for a peak of width 1 and wider
)

// gammaNodes returns nodes for integrands λ^k·e^(−λt) with 0 ≤ k ≤ more and t ≤ age
// times the gamma density of the given shape and rate. The grid is moved by offset
// steps, 0 ≤ offset < 1: an integral that every such grid gives exactly is also its
// mean over random offsets, which makes draws of a node exact.
//
// The points are ln λ = c + u − e^−u: in u the peak of no purchases is at 1, and
// λ^shape, which for a small shape has a long tail to the left, ends doubly
// exponentially.
func gammaNodes(shape, rate, more, age, offset, perWidth float64) nodes {
	mode := math.Log(shape / (rate + age))
	lo := mode - fallen(cut/shape, -1)
	hi := math.Log((shape+more)/rate) + fallen(cut/(shape+more), 1)
	c := mode - (1 - 1/math.E)
	from, to := bent(lo-c), bent(hi-c)
	h := perWidth * math.Min(widest, 1/math.Sqrt(shape+more))
	// Extreme parameters ask for a wide range with a fine step: the range is kept, since
	// its ends hold the mass that the step only smooths.
	h = math.Max(h, (to-from)/most)
	n := int(math.Ceil((to-from)/h)) + 1
	// NaN and infinite ends come out here, and not as an allocation.
	if !(n > 0 && n <= most+1) {
		return nodes{}
	}
	g := nodes{make([]float64, n), make([]float64, n), make([]float64, n)}
	lg, _ := math.Lgamma(shape)
	logRate := math.Log(rate)
	for i := range n {
		u := from + (float64(i)+offset)*h
		e := math.Exp(-u)
		g.log[i] = c + u - e
		g.x[i] = math.Exp(g.log[i])
		g.logWeight[i] = shape*(logRate+g.log[i]) - rate*g.x[i] - lg + math.Log(h*(1+e))
	}
	return g
}

// fallen returns how far, in ln λ, a gamma density is k shapes below its peak: the
// y > 0 with e^(sy) − 1 − sy = k.
func fallen(k, s float64) float64 {
	// Newton from beyond the root, where the function is convex and steps cannot
	// overshoot: for small k it is a parabola, to the left it is nearly straight.
	y := math.Sqrt(2 * k)
	if s < 0 {
		y = k + 1
	} else if k > 1 {
		y = math.Min(y, 2*math.Log1p(k))
	}
	for range 100 {
		e := math.Expm1(s * y)
		d := (e - s*y - k) / (s * e)
		y -= d
		if !(math.Abs(d) > 1e-9*y) {
			break
		}
	}
	return y
}

// bent is the inverse of u − e^−u.
func bent(y float64) float64 {
	u := y
	if y < 1 {
		u = -math.Log1p(math.Max(-y, 0))
	}
	for range 100 {
		e := math.Exp(-u)
		d := (u - e - y) / (1 + e)
		u -= d
		if !(math.Abs(d) > 1e-12*(1+math.Abs(u))) {
			break
		}
	}
	return u
}

// state is a customer with a given λ as a sum of two decays e^(−a₁t), e^(−a₂t),
// the slow and the fast one: coordinates c start at a purchase, a gap and the
// purchase at its end turn them into P applied to c·e^(−a·gap), λ left out; L turns
// them into the probability of the silence, On into its part in the on state. All of
// them but On are positive, in both orders of the states: nothing cancels.
type state struct {
	lambda      float64
	a, c, l, on [2]float64
	p           [2][2]float64 // from, to
	r           [2][2]float64 // coordinate i of the row vector v is v[0]·r[i][0] + v[1]·r[i][1]
}

// at returns the state of rate λ.
func (m Model) at(lambda float64) state {
	mu, nu, rho := m.Slow, m.Return, m.Rho
	gone := lambda * (1 - rho)
	h := (gone + mu - nu) / 2
	sum := lambda*(1+rho) + mu + nu
	// D18. Two equal decays have no eigenvectors of their own: they are held apart.
	d := math.Sqrt(math.Max(h*h+mu*nu, apart*apart*sum*sum))
	a2 := sum/2 + d
	// sum/2 − d would cancel where one decay is much slower, which is the usual case;
	// their product over the larger does not.
	a1 := (rho*lambda*lambda + lambda*nu + mu*rho*lambda) / a2
	// d − |h| would cancel too: it is μν/big. Which of the two vectors is which depends
	// on the sign of h, so that there are two sets of formulas, each without differences.
	big, i2d := d+math.Abs(h), 1/(2*d)
	small := mu * nu / big
	s := state{lambda: lambda, a: [2]float64{a1, a2}}
	stay, change := (small+rho*big)*i2d, (big+rho*small)*i2d
	if h >= 0 {
		s.c = [2]float64{mu / big, 1}
		s.r = [2][2]float64{{mu / big, 1}, {1, -nu / big}}
		s.p = [2][2]float64{{stay, nu * (1 - rho) * i2d}, {mu * (1 - rho) * i2d, change}}
		// The chance of silence in the fast decay is small where few are slow; then the
		// quotient keeps its digits and the difference does not.
		rest := big - mu
		if h < mu {
			rest = mu * gone / (d + mu - h)
		}
		s.l = [2]float64{(nu + big) * i2d, rest * i2d}
		s.on = [2]float64{nu * i2d, big * i2d}
		return s
	}
	s.c = [2]float64{1, mu / big}
	s.r = [2][2]float64{{1, nu / big}, {mu / big, -1}}
	s.p = [2][2]float64{{change, mu * (1 - rho) * i2d}, {nu * (1 - rho) * i2d, stay}}
	s.l = [2]float64{(big + mu) * i2d, nu * gone / (nu + h + d) * i2d}
	s.on = [2]float64{big * i2d, nu * i2d}
	return s
}

// apart is the smallest difference of the two decays, relative to their sum, that is
// told from none: below it they count as that far apart, which changes what they add
// up to by its square.
const apart = 1e-6

// tiny and huge keep coordinates in range over thousands of purchases.
const (
	tiny    = 0x1p-500
	huge    = 0x1p500
	logHuge = 500 * math.Ln2
)

// follow returns the coordinates just after the last purchase and the logarithm of
// their scale, λ per purchase left out. Of each gap it takes what the two decays leave.
func (s *state) follow(decays [][2]float64) (c [2]float64, logScale float64) {
	c = s.c
	for _, e := range decays {
		x, y := c[0]*e[0], c[1]*e[1]
		c[0], c[1] = x*s.p[0][0]+y*s.p[1][0], x*s.p[0][1]+y*s.p[1][1]
		// Both coordinates fall together, so that one scale serves them.
		if c[0]+c[1] < tiny {
			c[0] *= huge
			c[1] *= huge
			logScale -= logHuge
		}
	}
	return c, logScale
}

// decay returns what the two decays leave of a gap.
func (s *state) decay(gap float64) [2]float64 {
	return [2]float64{math.Exp(-s.a[0] * gap), math.Exp(-s.a[1] * gap)}
}
