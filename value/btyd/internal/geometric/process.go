package geometric

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/integral"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// The methods in this file are those of BG/NBD for a customer whose clock
// stands at 0. Models reach them with the parameters of a new customer, or,
// given that a customer is alive, with updated ones.

// Mean returns E[X(t)].
func (g Model) Mean(t float64) float64 {
	if t == 0 {
		return 0
	}
	// The series spares the quadrature for all but extreme bases.
	if s := g.meanSeries(); s.usable(t / (g.Alpha + t)) {
		if sum, ok := s.sum(t / (g.Alpha + t)); ok {
			if e, ok := s.value(math.Log1p(t/g.Alpha), t/(g.Alpha+t)*sum); ok {
				return e
			}
		}
	}
	return g.betaMean(func(p float64) float64 { return droppedMean(p, g.R, t/g.Alpha) })
}

// meanSeries is E[X(t)] of D6 as a series in y = t/(α+t) = 1 − e^−L, L = ln(1+t/α).
// With C = a+b−1 and D = C−r,
//
//	C·φ_{a−1}(L) − (1−y)^{a−1}·D·y·Σ_j (D+1)_j (a)_j / ((C+1)_j (2)_j) · y^j
//
// is the hypergeometric form with the poles at a = 1 and a+b = 1 taken out by
// hand. Where the two parts cancel or the series is slow, the expectation over
// the beta distribution is integrated instead, at some hundreds of exponentials.
type meanSeries struct{ a, c, d float64 }

func (g Model) meanSeries() meanSeries {
	c := g.A + g.B - 1
	return meanSeries{g.A, c, c - g.R}
}

// usable reports whether the series has positive terms, D+1 > 0, and converges in
// time: its terms fall like y^j, by 0.93⁴⁰⁰ = e^−29 within those that sum allows.
func (s meanSeries) usable(y float64) bool { return s.d > -1 && s.c < 1e9 && y < 0.93 }

// ratio returns the coefficient of y^(j+1) over that of y^j.
func (s meanSeries) ratio(j float64) float64 {
	return (s.d + 1 + j) * (s.a + j) / ((s.c + 1 + j) * (2 + j))
}

// sum adds up the series at y; the geometric rest behind the last term is
// added too: a term of 3e-12 with a rest that is known to a tenth leaves less than
// 1e-12. Not ok after 400 terms.
func (s meanSeries) sum(y float64) (sum float64, ok bool) {
	term := 1.0
	sum = 1
	for j := 0.0; j < 400; j++ {
		ratio := s.ratio(j) * y
		term *= ratio
		sum += term
		if term < 3e-12*sum && ratio < 0.95 {
			return sum + term*ratio/(1-ratio), true
		}
	}
	return sum, false
}

// value puts the two parts together, given y·Σ; not ok if they cancel, by more
// than three of the digits that the series has.
func (s meanSeries) value(length, ySum float64) (e float64, ok bool) {
	phi := special.Phi(s.a-1, length)
	power := 1 - (s.a-1)*phi // (1−y)^{a−1}
	// 1 − (a−1)φ cancels there; the exponential does not, and costs more.
	if power < 0.5 {
		power = math.Exp(-(s.a - 1) * length)
	}
	head := s.c * phi
	e = head - power*s.d*ySum
	return e, e > 1e-3*math.Abs(head)
}

// droppedMean is the expected number of purchases given the dropout
// probability p, (1 − (1+pu)^{−r})/p with u = t/α, and its limit r·u at p = 0.
func droppedMean(p, r, u float64) float64 {
	if p*u*(r+1) < 1e-17 {
		return r * u
	}
	return -math.Expm1(-r*math.Log1p(p*u)) / p
}

// betaMean integrates f over p ~ Beta(a, b) (D7). Where a shape is small the mass
// sits at the ends, beyond the reach of nodes in ln(p/(1−p)); then the chord of
// f is integrated in closed form and only what f differs from it by nodes:
//
//	E f = (b·f(0) + a·f(1))/(a+b) + ab/((a+b)(a+b+1)) · E′[(f(p) − (1−p)f(0) − p·f(1)) / (p(1−p))]
//
// with E′ over Beta(a+1, b+1).
func (g Model) betaMean(f func(p float64) float64) float64 {
	// Below small the nodes reach out to ln p = −52/a, where f is what it is at 0: at
	// a = 0.2 they are 1,860, and their number grows like 1/a.
	const small, sharp = 0.2, 1e10
	if g.A > sharp { // one dropout probability for all, to within 1/a
		return f(g.A / (g.A + g.B))
	}
	if g.A > small && g.B > small {
		return quad.Beta(g.A, g.B, g.R, func(p, _ float64) float64 { return f(p) })
	}
	f0, f1, n := f(0), f(1), g.A+g.B
	rest := quad.Beta(g.A+1, g.B+1, g.R, func(p, logit float64) float64 {
		q := special.Logistic(-logit)
		return (f(p) - q*f0 - p*f1) / (p * q)
	})
	return (g.B/n)*f0 + (g.A/n)*f1 + (g.A/n)*(g.B/(n+1))*rest
}

// Survival returns P(alive at t) = E_p[(1+pt/α)^{−r}].
func (g Model) Survival(t float64) float64 {
	if t == 0 {
		return 1
	}
	u := t / g.Alpha
	return g.betaMean(func(p float64) float64 { return math.Exp(-g.R * math.Log1p(p*u)) })
}

// Prob returns P(X(t) = n): n purchases and still alive, or the n-th coin lost.
func (g Model) Prob(n float64, t float64) float64 {
	d := negbin.New(g.R, g.Alpha, t)
	if n == 0 {
		return math.Exp(d.Log0)
	}
	survived := special.LogRise(g.B, n) - special.LogRise(g.A+g.B, n)
	lost := math.Log(g.A/(g.A+g.B)) + special.LogRise(g.B, n-1) - special.LogRise(g.A+g.B+1, n-1)
	return math.Exp(survived+d.LogProb(n)) + math.Exp(lost)*d.Tail(n)
}

// secondFactorial returns E[X(X−1)]: given λ and p it is
//
//	2q/p² · (1 − e^{−λpt}(1+λpt)),  q = 1−p
//
// and with z = pt/α the gamma mixture turns the bracket into
// 1 − (1+z)^{−r}(1 + rz/(1+z)) = r(r+1)z²/2 − r(r+1)(r+2)z³/3 + r(r+1)(r+2)(r+3)z⁴/8 − …
func (g Model) secondFactorial(t float64) float64 {
	u, r := t/g.Alpha, g.R
	return g.betaMean(func(p float64) float64 {
		z := p * u
		// The two logarithms agree to the first order in z: below 1e-4 more than four
		// digits would be lost, while the series leaves out (r+2)(r+3)(r+4)z³/15.
		if (r+3)*z < 1e-4 {
			return (1 - p) * r * (r + 1) * u * u * (1 - (r+2)*z*(2./3-(r+3)*z/4))
		}
		return 2 * (1 - p) / (p * p) * -math.Expm1(-r*math.Log1p(z)+math.Log1p(r*z/(1+z)))
	})
}

// Variance returns Var[X(t)].
func (g Model) Variance(t float64) float64 {
	if t == 0 {
		return 0
	}
	m := g.Mean(t)
	return g.secondFactorial(t) + m - m*m
}

// Discounted returns the expected purchases of all time (D13), each discounted by
// e^{−δ·time}: E_p[(r/p)·e^z E_{r+1}(z)] with z = δα/p; r/(δα) as p → 0.
func (g Model) Discounted(rate float64) float64 {
	if rate == 0 {
		if g.A > 1 {
			return (g.A + g.B - 1) / (g.A - 1)
		}
		return math.Inf(1)
	}
	k := rate * g.Alpha
	return g.betaMean(func(p float64) float64 {
		// Beyond, the fraction of the exponential integral has converged to its first term.
		if z := k / p; z < 1e9 {
			return g.R / p * special.ScaledExpInt(g.R+1, z)
		}
		return g.R / (k + p*(g.R+1)) // e^z E_s(z) → 1/(z+s)
	})
}

// Within returns the same up to t, by parts (D13): E(u) at a node is a polynomial
// in y then, and no series of its own. The terms are counted for the end of the
// window, where y is greatest; 64 are enough up to y = 0.5 or 0.6, t about α.
func (g Model) Within(rate, t float64) float64 {
	s := g.meanSeries()
	var terms [64]float64
	n := 0
	if y := t / (g.Alpha + t); s.usable(y) {
		n = s.terms(&terms, y)
	}
	return integral.Discounted(rate, t, g.Alpha, 1.5, func(u, length float64) float64 {
		if n > 0 {
			y := -math.Expm1(-length)
			sum := 0.0
			for j := n - 1; j >= 0; j-- {
				sum = sum*y + terms[j]
			}
			if e, ok := s.value(length, y*sum); ok {
				return e
			}
		}
		return g.Mean(u)
	})
}

// terms fills dst with the coefficients needed up to y and returns their
// number, 0 if dst is too short.
func (s meanSeries) terms(dst *[64]float64, y float64) int {
	term, size, sum := 1.0, 1.0, 1.0
	for n := range dst {
		dst[n] = term
		ratio := s.ratio(float64(n))
		term *= ratio
		size *= ratio * y
		sum += size
		if size < 1e-16*sum {
			return n + 1
		}
	}
	return 0
}

// Path draws a stream of purchases and the coin that ends it.
func (g Model) Path(r *rand.Rand, t float64) process.Path {
	n := variate.Poisson(r, variate.Gamma(r, g.R, g.Alpha)*t, clientele.MaxRepeats)
	lost := variate.Geometric(r, variate.Beta(r, g.A, g.B))
	return process.Path{N: n, Keep: int(math.Min(float64(n), lost)), Span: t}
}
