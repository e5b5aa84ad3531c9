package mcmc

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele/internal/vec"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// cubic is a cubic polynomial that approximates a log posterior where most of
// its mass is, fitted to values of it; of more than mostCubic coordinates it has
// the terms of third order of the last ones alone. It costs next to nothing and makes proposals; it is part of no result.
type cubic struct {
	walk     *proposal // whose standard coordinates it is written in
	terms    []float64
	z, space []float64 // working memory
}

const (
	// deep is how far below the top one depth is as good as another.
	deep = 24
	// mostCubic is the number of coordinates above which all terms of third
	// order are too many to learn.
	mostCubic = 13
	// scales are the last coordinates, in Abe's model the spreads, by which the curvature
	// of the others changes.
	scales = 3
)

// clone returns the same surface with working memory of its own.
func (s *cubic) clone() *cubic {
	return &cubic{walk: s.walk, terms: s.terms, z: make([]float64, len(s.z)), space: make([]float64, 0, len(s.terms))}
}

// lessons are points and values of a log posterior at them.
type lessons struct {
	points [][]float64
	values []float64
}

// of returns log, which teaches all that it is asked.
func (l *lessons) of(log func(x []float64) float64) func(x []float64) float64 {
	return func(x []float64) float64 {
		v := log(x)
		if !math.IsInf(v, 0) {
			l.points, l.values = append(l.points, slices.Clone(x)), append(l.values, v)
		}
		return v
	}
}

// cubicTerms returns the number of terms of a cubic of k coordinates.
func cubicTerms(k int) int { return len((&cubic{}).append(nil, make([]float64, k))) }

// fitCubic fits one to what has been learned, in the coordinates of w; nil if
// that is too little.
func fitCubic(w *proposal, l *lessons) *cubic {
	k := len(w.mean)
	s := &cubic{walk: w, z: make([]float64, k)}
	z := make([]float64, k)
	var rows, values []float64
	end, _ := edge(k)
	for i, x := range l.points {
		if s.standard(z, x); vec.Dot(z, z) <= end*end {
			rows, values = s.append(rows, z), append(values, l.values[i])
		}
	}
	size := cubicTerms(k)
	if 2*len(values) < 3*size {
		return nil
	}
	top := slices.Max(values)
	heights := make([]float64, len(values)) // that the last fit gave
	for i := range heights {
		heights[i] = math.Inf(-1)
	}
	// Heights matter where the posterior is, and where the surface takes it to be:
	// it may not rise elsewhere.
	for range 2 {
		design, target := mat.NewDense(len(values), size, slices.Clone(rows)), mat.NewVecDense(len(values), nil)
		for i, v := range values {
			low := math.Max(v-top, -deep)
			weight := math.Exp(math.Max(math.Min(math.Max(low, heights[i]), 0), -deep/2) / 4)
			target.SetVec(i, weight*low)
			floats.Scale(weight, design.RawRowView(i))
		}
		var normal mat.SymDense
		var right, terms mat.VecDense
		var root mat.Cholesky
		normal.SymOuterK(1, design.T())
		right.MulVec(design.T(), target)
		for i := range size { // never a direction without values
			normal.SetSym(i, i, normal.At(i, i)*(1+1e-9)+1e-9)
		}
		if !root.Factorize(&normal) || root.SolveVecTo(&terms, &right) != nil {
			return nil
		}
		s.terms = terms.RawVector().Data
		for i := range heights {
			heights[i] = vec.Dot(s.terms, rows[i*size:(i+1)*size])
		}
	}
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

// append appends all products of two coordinates, and of three.
func (s *cubic) append(dst, z []float64) []float64 {
	dst = append(dst, 1)
	for i, a := range z {
		dst = append(dst, a)
		for j, b := range z[:i+1] {
			ab := a * b
			dst = append(dst, ab)
			if len(z) > mostCubic && i < len(z)-scales {
				continue
			}
			for _, c := range z[:j+1] {
				dst = append(dst, ab*c)
			}
		}
	}
	return dst
}

// edge is the distance in standard coordinates beyond which a surface of k of
// them is not trusted: it falls from there as little as it can while its mass
// stays inside, so that it does not hold fast what has come far.
func edge(k int) (distance, slope float64) {
	distance = 2.2 + math.Sqrt(float64(k))
	return distance, math.Max(1.5, float64(k-1)/distance+0.7)
}

// log returns the height at x.
func (s *cubic) log(x []float64) float64 {
	z := s.z
	s.standard(z, x)
	fall := 0.0
	end, slope := edge(len(z))
	if far := math.Sqrt(vec.Dot(z, z)); far > end {
		for i := range z {
			z[i] *= end / far
		}
		fall = slope * (far - end)
	}
	s.space = s.append(s.space[:0], z)
	return vec.Dot(s.terms, s.space) - fall
}
