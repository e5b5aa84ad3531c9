package mcmc

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// momentsHeld is the degree of the moments that nodes share with the draws.
const momentsHeld = 4

// nodes picks draws that stand for all of them: with the weights that it
// returns, which are positive, they have the same moments up to the fourth, so
// that a mean over few of them is that over all but for what is not like a
// polynomial of that degree [Tchakaloff 1957; Litterer and Lyons 2012].
func nodes(draws [][]float64) (at []int, weights []float64) {
	rows := monomials(draws)
	size := len(rows[0])
	at, weights = make([]int, len(draws)), make([]float64, len(draws))
	for i := range draws {
		at[i], weights[i] = i, 1/float64(len(draws))
	}
	// Neighbours go together as their mean, until as few groups are left as there are
	// moments; those that are out take all of their draws along.
	for len(at) > size {
		groups := min(2*size, len(at))
		means, masses := make([][]float64, groups), make([]float64, groups)
		of := func(i int) int { return i * groups / len(at) }
		for i, draw := range at {
			g := of(i)
			if means[g] == nil {
				means[g] = make([]float64, size)
			}
			masses[g] += weights[i]
			for j, v := range rows[draw] {
				means[g][j] += weights[i] * v
			}
		}
		for g := range means {
			for j := range means[g] {
				means[g][j] /= masses[g]
			}
		}
		left := fewer(means, masses)
		var keptAt []int
		var keptWeights []float64
		for i, draw := range at {
			if g := of(i); left[g] > 0 {
				keptAt, keptWeights = append(keptAt, draw), append(keptWeights, weights[i]*left[g]/masses[g])
			}
		}
		if len(keptAt) == len(at) {
			break // never, but for rounding
		}
		at, weights = keptAt, keptWeights
	}
	return at, weights
}

// monomials returns all products of up to momentsHeld coordinates of each draw,
// in coordinates without correlation.
func monomials(draws [][]float64) [][]float64 {
	k := len(draws[0])
	data := mat.NewDense(len(draws), k, nil)
	mean := make([]float64, k)
	for i, v := range draws {
		data.SetRow(i, v)
		for j := range v {
			mean[j] += v[j] / float64(len(draws))
		}
	}
	cov := mat.NewSymDense(k, nil)
	if len(draws) > 1 {
		stat.CovarianceMatrix(cov, data, nil)
	}
	for i := range k { // never a flat direction
		cov.SetSym(i, i, cov.At(i, i)*(1+1e-9)+1e-12)
	}
	w := newProposal(mean, cov)
	s := cubic{walk: w}
	out := make([][]float64, len(draws))
	z := make([]float64, k)
	for i, v := range draws {
		s.standard(z, v)
		out[i] = products(nil, z, 1, momentsHeld)
	}
	return out
}

// products appends so, and so times all products of up to degree of the
// coordinates.
func products(dst, z []float64, so float64, degree int) []float64 {
	dst = append(dst, so)
	if degree > 0 {
		for i, v := range z {
			dst = products(dst, z[:i+1], so*v, degree-1)
		}
	}
	return dst
}

// fewer moves weights between rows, all of the same length, until no more of
// them are positive than a row has entries: the weighted sum of the rows stays
// [Carathéodory].
func fewer(rows [][]float64, weights []float64) []float64 {
	left := append([]float64(nil), weights...)
	ways := dependences(rows)
	for i, way := range ways {
		// The way is gone along until the first weight on it is 0.
		out, far := -1, math.Inf(1)
		for j, v := range way {
			if v > 0 && left[j]/v < far {
				out, far = j, left[j]/v
			}
		}
		if out < 0 {
			continue
		}
		for j, v := range way {
			left[j] = math.Max(0, left[j]-far*v)
		}
		left[out] = 0
		for _, other := range ways[i+1:] {
			by := other[out] / way[out]
			for j, v := range way {
				other[j] -= by * v
			}
			other[out] = 0
		}
	}
	return left
}

// dependences returns weights of the rows, of both signs, with which their sum
// is 0: all independent ones, by elimination.
func dependences(rows [][]float64) [][]float64 {
	n, size := len(rows), len(rows[0])
	a := mat.NewDense(size, n, nil)
	for j, row := range rows {
		a.SetCol(j, row)
	}
	var pivots []int
	used := make([]bool, n)
	for p := range min(size, n) {
		best, row, column := 1e-11, -1, -1
		for i := p; i < size; i++ {
			for j, v := range a.RawRowView(i) {
				if !used[j] && math.Abs(v) > best {
					best, row, column = math.Abs(v), i, j
				}
			}
		}
		if row < 0 {
			break
		}
		for j := range n {
			v := a.At(row, j)
			a.Set(row, j, a.At(p, j))
			a.Set(p, j, v)
		}
		pivot := a.RawRowView(p)
		by := pivot[column]
		for j := range pivot {
			pivot[j] /= by
		}
		for i := range size {
			if other := a.RawRowView(i); i != p && other[column] != 0 {
				by := other[column]
				for j, v := range pivot {
					other[j] -= by * v
				}
			}
		}
		used[column] = true
		pivots = append(pivots, column)
	}
	var out [][]float64
	for j := range n {
		if used[j] {
			continue
		}
		way := make([]float64, n)
		way[j] = 1
		for p, column := range pivots {
			way[column] = -a.At(p, j)
		}
		out = append(out, way)
	}
	return out
}
