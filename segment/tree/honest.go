package tree

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
	"gonum.org/v1/gonum/stat/distuv"
)

// honest measures a pruned tree on customers who had no part in it.
type honest struct {
	full     []grown
	alpha    float64
	monotone []int
	level    float64
	t        *feature.Table
	target   []float64
}

// build appends node at, with the held-out rows that reach it, and what is
// beneath; it returns the smallest and largest leaf mean.
func (h *honest) build(out *LearnedTree, at int, rows []int) (lo, hi float64) {
	place := len(out.nodes)
	out.nodes = append(out.nodes, learnedNode{column: -1, leaf: h.measure(rows)})
	mean := out.nodes[place].leaf.Mean
	n := h.full[at]
	if n.under == 0 || n.alpha <= h.alpha {
		return mean, mean
	}
	var under, above []int
	for _, i := range rows {
		if h.t.Row(i)[n.column] < n.threshold {
			under = append(under, i)
		} else {
			above = append(above, i)
		}
	}
	if len(under) < 2 || len(above) < 2 {
		return mean, mean // nothing to measure
	}
	lo1, hi1 := h.build(out, n.under, under)
	second := len(out.nodes)
	lo2, hi2 := h.build(out, n.above, above)
	if d := h.monotone[n.column]; (d > 0 && hi1 > lo2) || (d < 0 && lo1 < hi2) {
		out.nodes = out.nodes[:place+1] // the held-out means break the order
		return mean, mean
	}
	node := &out.nodes[place]
	node.column, node.threshold, node.under, node.above = n.column, n.threshold, place+1, second
	return min(lo1, lo2), max(hi1, hi2)
}

// measure returns the leaf of the rows.
func (h *honest) measure(rows []int) LearnedLeaf {
	mean, squares, n := 0.0, 0.0, float64(len(rows))
	for _, i := range rows {
		mean += h.target[i]
	}
	mean /= n
	for _, i := range rows {
		squares += (h.target[i] - mean) * (h.target[i] - mean)
	}
	half := math.Inf(1)
	if n > 1 && squares > 0 {
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile((1 + h.level) / 2)
		half = t * math.Sqrt(squares/(n-1)/n)
	}
	return LearnedLeaf{mean, clientele.Interval{Lo: mean - half, Hi: mean + half, Level: h.level}, len(rows)}
}
