package tree

import (
	"cmp"
	"github.com/clientele-go/clientele/segment/feature"
	"math"
	"slices"
)

// grower grows regression trees (Breiman et al. 1984) on chosen rows.
type grower struct {
	t        *feature.Table
	target   []float64 // one a row
	minLeaf  int
	maxDepth int
	monotone []int // by column: +1, −1, or 0 for free
	nodes    []grown
}

// grown is a node of a tree that is still growing; under = 0 marks a leaf.
type grown struct {
	column    int
	threshold float64
	under     int
	above     int
	n         int
	mean      float64
	risk      float64 // sum of the squared deviations
	alpha     float64 // complexity from which on the node is a leaf, as a share of the root's risk
}

// grow returns the tree of the rows, children after their parents.
func (g *grower) grow(rows []int) []grown {
	g.nodes = nil
	g.split(rows, 0)
	g.weaken()
	return g.nodes
}

// split appends the node of the rows and what is beneath it.
func (g *grower) split(rows []int, depth int) int {
	at := len(g.nodes)
	mean, risk := g.spread(rows)
	g.nodes = append(g.nodes, grown{n: len(rows), mean: mean, risk: risk})
	if depth == g.maxDepth || len(rows) < 2*g.minLeaf {
		return at
	}
	best := cut{gain: 1e-9 * risk}
	for j := range g.t.Width() {
		g.search(rows, j, mean, &best)
	}
	if best.size == 0 {
		return at
	}
	var under, above []int
	for _, i := range rows {
		if g.t.Row(i)[best.column] < best.threshold {
			under = append(under, i)
		} else {
			above = append(above, i)
		}
	}
	left := g.split(under, depth+1)
	right := g.split(above, depth+1)
	n := &g.nodes[at]
	n.column, n.threshold, n.under, n.above = best.column, best.threshold, left, right
	return at
}

// spread returns the mean of the target and the sum of its squared deviations.
func (g *grower) spread(rows []int) (mean, risk float64) {
	for _, i := range rows {
		mean += g.target[i]
	}
	mean /= float64(len(rows))
	for _, i := range rows {
		risk += (g.target[i] - mean) * (g.target[i] - mean)
	}
	return mean, risk
}

// cut is a way to split: rows under the threshold, and rows at or above it.
type cut struct {
	column    int
	threshold float64
	gain      float64 // risk that it takes away
	size      int     // rows under it
}

// search looks for a better cut in column j.
func (g *grower) search(rows []int, j int, mean float64, best *cut) {
	type pair struct{ x, y float64 }
	pairs := make([]pair, len(rows))
	for k, i := range rows {
		pairs[k] = pair{g.t.Row(i)[j], g.target[i] - mean}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if c := cmp.Compare(a.x, b.x); c != 0 {
			return c
		}
		return cmp.Compare(a.y, b.y)
	})
	total := 0.0
	for _, p := range pairs {
		total += p.y
	}
	sum, n := 0.0, float64(len(pairs))
	for k := range len(pairs) - g.minLeaf {
		sum += pairs[k].y
		if k+1 < g.minLeaf || pairs[k].x == pairs[k+1].x {
			continue
		}
		under := float64(k + 1)
		low, high := sum/under, (total-sum)/(n-under)
		if d := g.monotone[j]; d != 0 && float64(d)*(high-low) < 0 {
			continue
		}
		if gain := low*sum + high*(total-sum) - total*total/n; gain > best.gain {
			middle := pairs[k].x + (pairs[k+1].x-pairs[k].x)/2
			if !(middle > pairs[k].x) {
				middle = pairs[k+1].x
			}
			*best = cut{j, middle, gain, k + 1}
		}
	}
}

// weaken sets every node's alpha by weakest-link pruning: the split whose
// removal costs the least risk a leaf goes first.
func (g *grower) weaken() {
	root := g.nodes[0].risk
	cost, leaves := make([]float64, len(g.nodes)), make([]int, len(g.nodes))
	open := make([]bool, len(g.nodes))
	for i, n := range g.nodes {
		open[i] = n.under > 0
	}
	alpha := 0.0
	for open[0] {
		weakest := math.Inf(1)
		for i := len(g.nodes) - 1; i >= 0; i-- { // children first
			n := g.nodes[i]
			cost[i], leaves[i] = n.risk, 1
			if open[i] {
				cost[i], leaves[i] = cost[n.under]+cost[n.above], leaves[n.under]+leaves[n.above]
				weakest = min(weakest, (n.risk-cost[i])/float64(leaves[i]-1)/root)
			}
		}
		alpha = max(alpha, weakest)
		for i, n := range g.nodes {
			if open[i] && (n.risk-cost[i])/float64(leaves[i]-1)/root <= weakest {
				g.close(i, alpha, open)
			}
		}
	}
}

// close makes node i and all beneath it leaves at this alpha.
func (g *grower) close(i int, alpha float64, open []bool) {
	if !open[i] {
		return
	}
	open[i] = false
	g.nodes[i].alpha = alpha
	g.close(g.nodes[i].under, alpha, open)
	g.close(g.nodes[i].above, alpha, open)
}

// reach returns the node that a row ends in when the tree is pruned at alpha.
func reach(nodes []grown, x []float64, alpha float64) int {
	at := 0
	for nodes[at].under > 0 && nodes[at].alpha > alpha {
		if x[nodes[at].column] < nodes[at].threshold {
			at = nodes[at].under
		} else {
			at = nodes[at].above
		}
	}
	return at
}
