package tree

import (
	"math"
	"math/rand/v2"
	"slices"
)

// complexity returns the alpha to prune at: cross-validated, the simplest tree
// within one standard error of the best (Breiman et al. 1984).
func complexity(main []grown, g *grower, rows []int, folds int, r *rand.Rand) float64 {
	trials := trialAlphas(main)
	if len(trials) == 1 {
		return trials[0]
	}
	fold := make([]int, len(rows))
	for k, p := range r.Perm(len(rows)) {
		fold[p] = k % folds
	}
	sums, squares := make([]float64, len(trials)), make([]float64, len(trials))
	for f := range folds {
		var in, out []int
		for k, i := range rows {
			if fold[k] == f {
				out = append(out, i)
			} else {
				in = append(in, i)
			}
		}
		if len(in) == 0 {
			continue
		}
		other := g.grow(in)
		for _, i := range out {
			x := g.t.Row(i)
			for a, alpha := range trials {
				miss := g.target[i] - other[reach(other, x, alpha)].mean
				sums[a] += miss * miss
				squares[a] += miss * miss * miss * miss
			}
		}
	}
	best := 0
	for a := range sums {
		if sums[a] < sums[best] {
			best = a
		}
	}
	n := float64(len(rows))
	se := math.Sqrt(max(squares[best]-sums[best]*sums[best]/n, 0))
	for a := len(trials) - 1; ; a-- {
		if sums[a] <= sums[best]+se {
			return trials[a]
		}
	}
}

// trialAlphas returns one alpha for each tree of the pruning sequence, ascending:
// the geometric means of the alphas at which it changes.
func trialAlphas(nodes []grown) []float64 {
	var at []float64
	for _, n := range nodes {
		if n.under > 0 {
			at = append(at, n.alpha)
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	out := []float64{0}
	for i, a := range at {
		next := 4 * a // beyond the last change only the root is left
		if i+1 < len(at) {
			next = at[i+1]
		}
		out = append(out, math.Sqrt(a)*math.Sqrt(next))
	}
	return out
}
