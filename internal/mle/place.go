package mle

import (
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

// place is a point on the free scale and what is known of it. There, on the
// logarithms of positive parameters and the log odds of probabilities, a search
// cannot leave the domain, one unit means as much everywhere, and the likelihoods of
// this library are nearer to parabolas than in the parameters themselves.
type place struct {
	x      []float64
	value  float64 // log-likelihood with the prior
	logLik float64 // without
	grad   []float64
	hess   *mat.SymDense
	outer  []float64 // packed sum of the outer products of the customers' natural scores
}

// sums passes through the rows at the natural parameters p; nil where there is
// nothing to pass: parameters that overflowed on their way from the free scale
// never reach the rows, whose tables and loops take their size from them, and
// a context that is done ends the search, not the pass after next.
func (s *search) sums(p []float64, of sample, derivs bool) *Sums {
	for _, v := range p {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	}
	if s.ctx.Err() != nil {
		return nil
	}
	return s.eval.sum(s.ctx, s.at(p), of, derivs)
}

// value returns the (penalised) log-likelihood at x; NaN if there is none.
func (s *search) value(x []float64, of sample) float64 {
	sums := s.sums(s.toNatural(x), of, false)
	if sums == nil {
		return math.NaN()
	}
	return sums.LogLik() + s.logPrior(x)
}

// evaluate returns the place x with everything that is known there; its
// value is NaN, and the rest missing, where there was no pass through the rows.
func (s *search) evaluate(x []float64, of sample) *place {
	p := s.toNatural(x)
	sums := s.sums(p, of, true)
	if sums == nil {
		return &place{x: x, value: math.NaN(), logLik: math.NaN()}
	}
	at := &place{x: x, logLik: sums.LogLik(), outer: append([]float64(nil), sums.outer...)}
	at.grad, at.hess = s.chain(p, sums.grad, sums.hess)
	if s.prior != nil {
		for i, prec := range s.prior.Precision {
			at.grad[i] -= prec * (x[i] - s.prior.Mean[i])
			at.hess.SetSym(i, i, at.hess.At(i, i)-prec)
		}
	}
	at.value = at.logLik + s.logPrior(x)
	return at
}

// logPrior returns the log-density of the prior, up to a constant.
func (s *search) logPrior(x []float64) float64 {
	if s.prior == nil {
		return 0
	}
	v := 0.0
	for i, prec := range s.prior.Precision {
		d := x[i] - s.prior.Mean[i]
		v -= 0.5 * prec * d * d
	}
	return v
}

// finite reports whether the log-likelihood and its gradient exist.
func (p *place) finite() bool {
	sum := p.value
	for _, g := range p.grad {
		sum += g * 0
	}
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// chain maps a natural gradient and packed Hessian to the free scale:
// ∂ℓ/∂θᵢ = pᵢ′gᵢ and ∂²ℓ/∂θᵢ∂θⱼ = pᵢ′pⱼ′Hᵢⱼ + [i=j] pᵢ″gᵢ. It is done once for the
// sums and not for every row; the outer products follow only where a verdict asks.
func (s *search) chain(p, g, h []float64) ([]float64, *mat.SymDense) {
	grad := make([]float64, len(s.free))
	hess := mat.NewSymDense(len(s.free), nil)
	for a, i := range s.free {
		si := s.domains[i].Slope(p[i])
		grad[a] = si * g[i]
		for b := a; b < len(s.free); b++ {
			j := s.free[b]
			v := si * s.domains[j].Slope(p[j]) * h[packed(i, j, len(p))]
			if a == b {
				v += bend(s.domains[i], p[i]) * g[i]
			}
			hess.SetSym(a, b, v)
		}
	}
	return grad, hess
}

// bend is the second derivative of Domain.Bind at the point that gives v.
func bend(d clientele.Domain, v float64) float64 {
	switch d {
	case clientele.DomainPositive:
		return v
	case clientele.DomainProbability:
		return v * (1 - v) * (1 - 2*v)
	}
	return 0
}

// packed is the place of (i, j), i ≤ j, in an upper triangle of k columns.
func packed(i, j, k int) int { return i*k - i*(i-1)/2 + j - i }
