package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"gonum.org/v1/gonum/mathext"
)

// poisson is a customer whose rates are known: Poisson purchases at rate λ in
// an exponential lifetime with rate μ.
type poisson struct{ lambda, mu float64 }

// probAlive returns P(alive at the end of observation).
func (p poisson) probAlive(h clientele.History) float64 {
	total := p.lambda + p.mu
	return 1 / (1 + p.mu/total*math.Expm1(total*(h.Age-h.Last)))
}

// The rest is about a customer who is alive, in the time t from now.

func (p poisson) survival(t float64) float64 { return math.Exp(-p.mu * t) }

// within returns the expected purchases, discounted; t may be +Inf.
func (p poisson) within(rate, t float64) float64 {
	if math.IsInf(rate, 1) {
		return 0
	}
	return p.lambda * special.Phi(p.mu+rate, t)
}

// square returns E[X²], with E[X(X−1)] = 2λ²∫₀ᵗ u e^{−μu} du.
func (p poisson) square(t float64) float64 {
	// ∫ u e^{−μu} du is (1 − e^−z − z e^−z)/μ², which cancels to the second order in z.
	z := p.mu * t
	area := 1 - z*(2./3-z*(1./4-z/15)) // of the integral in t²/2
	if z > 1e-3 {
		area = 2 * (-math.Expm1(-z) - z*math.Exp(-z)) / (z * z)
	}
	return p.lambda*t*p.lambda*t*area + p.within(0, t)
}

// prob returns P(X = n): n in all of t and alive, or n before the death.
func (p poisson) prob(n, t float64) float64 {
	if t == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	lgamma, _ := math.Lgamma(n + 1)
	total := p.lambda + p.mu
	stayed := math.Exp(n*math.Log(p.lambda*t) - total*t - lgamma)
	return stayed + p.mu/total*math.Exp(n*math.Log(p.lambda/total))*mathext.GammaIncReg(n+1, total*t)
}

// appendTimes draws the purchases.
func (p poisson) appendTimes(dst []float64, r *rand.Rand, t float64) []float64 {
	end := math.Min(t, r.ExpFloat64()/p.mu)
	for at := r.ExpFloat64() / p.lambda; at <= end; at += r.ExpFloat64() / p.lambda {
		dst = append(dst, at)
	}
	return dst
}

// rand draws the history of a new customer.
func (p poisson) rand(r *rand.Rand, age float64) clientele.History {
	h := clientele.History{Age: age}
	span := math.Min(age, r.ExpFloat64()/p.mu)
	h.Repeats = variate.Poisson(r, p.lambda*span, clientele.MaxRepeats)
	if h.Repeats > 0 { // the last of so many uniform ones
		h.Last = span * math.Max(math.Exp(-r.ExpFloat64()/float64(h.Repeats)), 0x1p-1022)
	}
	return h
}
