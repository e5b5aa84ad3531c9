package mle

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// direction returns the Newton direction at p within reach: a parameter at the
// end of its reach that the direction would take farther stays where it is,
// though its own slope may point inwards.
func (s *search) direction(p *place) (dir []float64, gain float64, ok bool) {
	grad, hess := s.inside(p)
	for range grad {
		dir, gain, ok = ascent(grad, hess)
		out := -1
		for i := range dir {
			if gone := p.x[i] - s.starts[0][i]; math.Abs(gone) > reach-1e-6 && gone*dir[i] > 0 {
				out = i
			}
		}
		if !ok || out < 0 {
			break
		}
		grad, hess = without(grad, hess, out)
	}
	return dir, gain, ok
}

// inside returns gradient and Hessian with the parameters left out that are at
// the end of their reach and would go farther.
func (s *search) inside(p *place) ([]float64, *mat.SymDense) {
	grad, hess := p.grad, p.hess
	for i := range p.grad {
		if s.atEnd(p, i) {
			grad, hess = without(grad, hess, i)
		}
	}
	return grad, hess
}

// without returns copies in which parameter i does not appear.
func without(grad []float64, hess *mat.SymDense, i int) ([]float64, *mat.SymDense) {
	grad = append([]float64(nil), grad...)
	h := mat.NewSymDense(len(grad), nil)
	h.CopySym(hess)
	grad[i] = 0
	for j := range grad {
		h.SetSym(i, j, 0)
	}
	return grad, h
}

// atEnd reports whether parameter i is at the end of its reach and the
// likelihood does not clearly fall beyond.
func (s *search) atEnd(p *place, i int) bool {
	gone := p.x[i] - s.starts[0][i]
	return math.Abs(gone) > reach-1e-6 && gone*p.grad[i] > -noise
}

// ridge reports whether −hess has a direction that the data do not identify.
func ridge(hess *mat.SymDense) bool {
	_, flat, ok := invert(hess, false)
	return !ok || len(flat) > 0
}

// ascent returns the Newton direction for a maximum, made an ascent direction
// where the Hessian is not negative definite, and what it promises: of a parabola
// with slope g and curvature −h the maximum is g²/2h higher, half the Newton
// decrement. It is the likelihood still to be gained, which is what convergence is
// judged by: steps and slopes have units, and are small on ridges that go on for ever.
// At a saddle with no slope it follows the upward curvature.
//
// The eigenvectors are worth their price, which is nothing beside a pass
// through the rows: along each of them alone the sign of the curvature is
// turned round where it points up (Greenstadt, Math. Comp. 21 (1967) 360–367),
// and a direction without curvature cannot spoil the others.
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
	floor := math.Max(1e-13*top, 1e-300) // below it an eigenvalue is rounding
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
// Entries that are not finite are refused here: the factorisation need not end on them.
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
