package mle

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

const (
	// goal is the gain in log-likelihood that a Newton step still promises at
	// convergence; a quadratic method gets far below it for one step more.
	goal = 1e-9
	// enough is the promise that counts as converged where rounding of a large
	// log-likelihood hides smaller gains.
	enough = 1e-6
	// maxStep bounds a step on the free scale: a factor of e² a parameter.
	maxStep = 2
	// thinRows is the number of rows that the search for the best starting
	// point is content with.
	thinRows = 8192
)

// point is a place on the free scale and what is known of it.
type point struct {
	x         []float64
	logLik    float64 // with the prior
	iters     int
	gain      float64 // promise of the last Newton step
	converged bool
}

// run searches from every start, on thinned rows if there are many, and
// finishes from the best.
func (s *search) run(o *clientele.FitOptions) (point, error) {
	step := (s.eval.rows + thinRows - 1) / thinRows
	var best point
	found := false
	for k, x := range s.starts {
		if len(s.starts) == 1 && step > 1 && o.Start != nil {
			best, found = point{x: x}, true // a caller's start is close: go straight to all rows
			break
		}
		p, err := s.climb(x, k, max(step, 1), goal)
		if err != nil {
			return best, err
		}
		if !math.IsNaN(p.logLik) && (!found || p.logLik > best.logLik+1e-7 || (p.converged && !best.converged && p.logLik > best.logLik-1e-7)) {
			best, found = p, true
		}
	}
	if !found {
		return best, fmt.Errorf("%s: %w: the likelihood is not finite at any starting point; check the unit of time and money, or give Start", s.name, clientele.ErrNotConverged)
	}
	if step <= 1 {
		return best, nil
	}
	before := best.iters
	p, err := s.climb(best.x, len(s.starts), 1, goal)
	p.iters += before
	return p, err
}

// climb runs damped Newton steps from x.
func (s *search) climb(x []float64, start, thin int, tol float64) (point, error) {
	k := len(x)
	p := point{x: append([]float64(nil), x...), logLik: math.NaN(), gain: math.Inf(1)}
	trial := make([]float64, k)
	for p.iters = 0; p.iters < s.maxIter; p.iters++ {
		if s.ctx.Err() != nil {
			return p, fmt.Errorf("%s: fit stopped: %w", s.name, context.Cause(s.ctx))
		}
		value, grad, hess := s.derivatives(p.x, thin)
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return p, nil
		}
		p.logLik = value
		if s.progress != nil {
			s.progress(clientele.Progress{Start: start, Iter: p.iters, LogLik: value + s.offset})
		}
		dir, gain, ok := ascent(grad, hess)
		p.gain = gain
		if !ok {
			return p, nil
		}
		if gain < tol {
			p.converged = true
			p.polish(dir)
			return p, nil
		}
		if !s.lineSearch(&p, dir, grad, trial, thin) {
			// No step raises the likelihood: what is left is below rounding.
			p.converged = gain < enough+1e-13*math.Abs(p.logLik)
			return p, nil
		}
	}
	p.converged = p.gain < enough
	return p, nil
}

// polish takes the last Newton step, which is known already, where it is short
// enough to be surely quadratic: it brings the parameters from half of their
// digits to all of them.
func (p *point) polish(dir []float64) {
	for _, d := range dir {
		if !(math.Abs(d) < 1e-3) {
			return
		}
	}
	for i, d := range dir {
		p.x[i] += d
	}
}

// lineSearch moves p along dir, halving until the likelihood rises; a step that
// brings the promised rise is taken in full, and doubled while that helps, so
// that a likelihood which rises towards infinity is followed in few steps.
func (s *search) lineSearch(p *point, dir, grad, trial []float64, thin int) bool {
	slope := 0.0
	size := 0.0
	for i, d := range dir {
		slope += d * grad[i]
		size = math.Max(size, math.Abs(d))
	}
	length := 1.0
	if size > maxStep {
		length = maxStep / size
	}
	at := func(length float64) float64 {
		for i, d := range dir {
			trial[i] = p.x[i] + length*d
		}
		return s.value(trial, thin)
	}
	slack := 1e-14 * math.Abs(p.logLik)
	for range 40 {
		v := at(length)
		if v >= p.logLik+1e-4*length*slope-slack && !math.IsInf(v, 0) {
			if size*length >= 0.9 && size*length <= maxStep { // far from the top: try farther
				if w := at(2 * length); w > v+0.1*length*slope && !math.IsInf(w, 0) {
					length, v = 2*length, w
				}
			}
			if v <= p.logLik-slack {
				return false
			}
			for i, d := range dir {
				p.x[i] += length * d
			}
			return v > p.logLik || slope*length < enough
		}
		length /= 2
	}
	return false
}

// ascent returns the Newton direction for a maximum, made an ascent direction
// where the Hessian is not negative definite, and half its promised gain. At a
// saddle with no slope it follows the upward curvature.
func ascent(grad []float64, hess *mat.SymDense) (dir []float64, gain float64, ok bool) {
	k := len(grad)
	values, vectors, ok := eigen(hess)
	if !ok {
		return nil, math.NaN(), false
	}
	dir = make([]float64, k)
	top := 0.0
	for _, v := range values {
		top = math.Max(top, math.Abs(v))
	}
	floor := math.Max(1e-13*top, 1e-300)
	for j, v := range values {
		along := 0.0
		for i := range k {
			along += vectors.At(i, j) * grad[i]
		}
		curve := math.Max(math.Abs(v), floor)
		if v > 1e-9*top && along*along/curve < enough {
			along = math.Copysign(math.Sqrt(2*enough*curve)+maxStep/4*curve, along) // leave the saddle
		}
		gain += 0.5 * along * along / curve
		for i := range k {
			dir[i] += vectors.At(i, j) * along / curve
		}
	}
	return dir, gain, !math.IsNaN(gain)
}

// eigen returns the eigenvalues (ascending) and vectors of a symmetric matrix.
func eigen(m *mat.SymDense) (values []float64, vectors *mat.Dense, ok bool) {
	n := m.SymmetricDim()
	for i := range n {
		for j := i; j < n; j++ {
			if v := m.At(i, j); math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, nil, false
			}
		}
	}
	var e mat.EigenSym
	if !e.Factorize(m, true) {
		return nil, nil, false
	}
	vectors = new(mat.Dense)
	e.VectorsTo(vectors)
	return e.Values(nil), vectors, true
}

// value returns the (penalised) log-likelihood at x, thinned rows scaled up.
func (s *search) value(x []float64, thin int) float64 {
	return s.eval.sum(s.at(s.toNatural(x)), thin, false, false).LogLik()*float64(thin) + s.logPrior(x)
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

// derivatives returns value, gradient and Hessian at x on the free scale.
func (s *search) derivatives(x []float64, thin int) (float64, []float64, *mat.SymDense) {
	p := s.toNatural(x)
	sums := s.eval.sum(s.at(p), thin, true, false)
	grad, hess := s.chain(p, sums.grad, sums.hess, float64(thin))
	if s.prior != nil {
		for i, prec := range s.prior.Precision {
			grad[i] -= prec * (x[i] - s.prior.Mean[i])
			hess.SetSym(i, i, hess.At(i, i)-prec)
		}
	}
	return sums.LogLik()*float64(thin) + s.logPrior(x), grad, hess
}

// chain maps a natural gradient and packed Hessian to the free scale:
// ∂ℓ/∂θᵢ = pᵢ′gᵢ and ∂²ℓ/∂θᵢ∂θⱼ = pᵢ′pⱼ′Hᵢⱼ + [i=j] pᵢ″gᵢ.
func (s *search) chain(p, g, h []float64, factor float64) ([]float64, *mat.SymDense) {
	grad := make([]float64, len(s.free))
	hess := mat.NewSymDense(len(s.free), nil)
	for a, i := range s.free {
		si := s.domains[i].Slope(p[i])
		grad[a] = factor * si * g[i]
		for b := a; b < len(s.free); b++ {
			j := s.free[b]
			v := factor * si * s.domains[j].Slope(p[j]) * h[packed(i, j, len(p))]
			if a == b {
				v += factor * bend(s.domains[i], p[i]) * g[i]
			}
			hess.SetSym(a, b, v)
		}
	}
	return grad, hess
}

// bend is the second derivative of Domain.Bind at the point that gives v.
func bend(d clientele.Domain, v float64) float64 {
	switch d {
	case clientele.Positive:
		return v
	case clientele.Probability:
		return v * (1 - v) * (1 - 2*v)
	}
	return 0
}

// packed is the place of (i, j), i ≤ j, in an upper triangle of k columns.
func packed(i, j, k int) int { return i*k - i*(i-1)/2 + j - i }
