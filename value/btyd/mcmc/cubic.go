package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/vec"
	"gonum.org/v1/gonum/mat"
)

// cubic is a cubic polynomial that approximates a log posterior where most of
// its mass is, fitted to values of it. It costs next to nothing and screens
// proposals; it is part of no result.
type cubic struct {
	walk  *proposal // whose standard coordinates it is written in
	terms []float64
}

// edge is the distance in standard coordinates beyond which a cubic is not
// trusted: the surface falls from there as steeply as a normal density.
const edge = 4.5

// fitCubic fits one to n values of log, taken where w leaps to.
func fitCubic(r *rand.Rand, w *proposal, n int, log func(x []float64) float64) *cubic {
	s := &cubic{walk: w}
	k := len(w.mean)
	x, z := make([]float64, k), make([]float64, k)
	var rows, values []float64
	for range n {
		w.leap(x, r)
		s.standard(z, x)
		if v := log(x); !math.IsInf(v, 0) && math.Sqrt(vec.Dot(z, z)) < edge {
			rows = s.append(rows, z)
			values = append(values, v)
		}
	}
	size := len(s.append(nil, z))
	if len(values) < 2*size {
		return nil
	}
	top := values[0]
	for _, v := range values {
		top = math.Max(top, v)
	}
	design, target := mat.NewDense(len(values), size, rows), mat.NewVecDense(len(values), values)
	for i, v := range values { // heights matter where the posterior is, but nothing may rise elsewhere
		low := math.Max(v-top, -20)
		weight := math.Max(math.Exp(low/4), 0.05)
		target.SetVec(i, weight*low)
		for j := range size {
			design.Set(i, j, weight*design.At(i, j))
		}
	}
	var terms mat.VecDense
	if terms.SolveVec(design, target) != nil {
		return nil
	}
	s.terms = terms.RawVector().Data
	return s
}

// standard writes the standard coordinates of x to z.
func (s *cubic) standard(z, x []float64) {
	for i := range x {
		v := x[i] - s.walk.mean[i]
		for j := range i {
			v -= s.walk.root.At(i, j) * z[j]
		}
		z[i] = v / s.walk.root.At(i, i)
	}
}

// append appends all products of up to three coordinates.
func (s *cubic) append(dst, z []float64) []float64 {
	dst = append(dst, 1)
	for i, a := range z {
		dst = append(dst, a)
		for j, b := range z[:i+1] {
			dst = append(dst, a*b)
			for _, c := range z[:j+1] {
				dst = append(dst, a*b*c)
			}
		}
	}
	return dst
}

// log returns the height at x, which must have at most eight coordinates.
func (s *cubic) log(x []float64) float64 {
	var at [8]float64
	var terms [165]float64 // of eight coordinates
	z := at[:len(x)]
	s.standard(z, x)
	fall := 0.0
	if far := math.Sqrt(vec.Dot(z, z)); far > edge {
		for i := range z {
			z[i] *= edge / far
		}
		fall = (far*far - edge*edge) / 2
	}
	return vec.Dot(s.terms, s.append(terms[:0], z)) - fall
}
