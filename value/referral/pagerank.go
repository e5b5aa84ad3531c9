package referral

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

// PageRankOptions steer PageRank; nil and zero fields mean the defaults.
type PageRankOptions struct {
	Damping   float64   // share of a customer's rank that their edges carry on, in (0, 1); default 0.85
	Tolerance float64   // the ranks are this close to the exact ones, all differences added up; default 1e-9
	MaxIter   int       // default 1000
	Personal  []float64 // where rank starts from: weights ≥ 0 of the customers, such as their value; default: all alike
}

// PageRank returns the rank of every customer: the share of a long walk, along
// the edges in proportion to their weights, that is spent with them, if at every
// step it starts again somewhere (as Personal says) with probability 1−Damping,
// and always where it comes to a customer without edges:
//
//	rank(v) = (1−d)·p(v) + d·[ Σ_u rank(u)·w(u,v)/w(u) + p(v)·Σ_{u without edges} rank(u) ]
//
// Ranks add up to 1. Rank flows along the edges, from the pointing to the
// pointed at: in a network where From brought To, the influence of those who
// bring is the PageRank of g.Reversed().
//
// It is found by Gauss-Seidel sweeps over x = p + d·Σ_u x(u)·w(u,v)/w(u), whose
// solution is the rank up to a factor (customers without edges need no care).
// After each sweep x is multiplied so that its sum is right, which is what takes
// longest to settle otherwise.
//
// gonum's network.PageRank is the dense form, which for 1,000,000 customers
// would be a matrix of 8 TB. Its PageRankSparse took four times the time and
// fifteen times the memory for 1,000,000 customers with 5,000,000 edges (see
// BenchmarkPageRankGonum), knows no Personal, and starts from numbers of the
// global random generator, so that no two runs agree to the last bit.
//
// Errors: an *clientele.InputError for options that make no sense; one that
// matches clientele.ErrNotConverged, with the ranks so far; the context's cause.
// Without customers the answer is empty.
func (g *Network) PageRank(ctx context.Context, opt *PageRankOptions) ([]float64, error) {
	var o PageRankOptions
	if opt != nil {
		o = *opt
	}
	start, err := o.prepare(g.Len())
	if err != nil || g.Len() == 0 {
		return nil, err
	}
	r := ranking{g: g, start: start, damping: o.Damping, x: make([]float64, g.Len()), given: make([]float64, g.Len()), share: g.shares()}
	for range o.MaxIter {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("referral: PageRank stopped: %w", context.Cause(ctx))
		}
		change, total := r.sweep()
		// The error of x is at most change·(d + d² + …), and ranks are x/Σx.
		if 2*change*o.Damping/(1-o.Damping) <= o.Tolerance*total {
			return r.ranks(total), nil
		}
	}
	_, total := r.sweep()
	return r.ranks(total), fmt.Errorf("referral: PageRank: %w after %d sweeps; raise MaxIter or Tolerance", clientele.ErrNotConverged, o.MaxIter)
}

// prepare fills in the defaults, checks the options and returns p.
func (o *PageRankOptions) prepare(n int) ([]float64, error) {
	if o.Damping == 0 {
		o.Damping = 0.85
	}
	if o.Tolerance == 0 {
		o.Tolerance = 1e-9
	}
	if o.MaxIter == 0 {
		o.MaxIter = 1000
	}
	bad := func(field string, value any, want string) ([]float64, error) {
		return nil, &clientele.InputError{Where: "referral.PageRank", Field: field, Value: value, Want: want}
	}
	switch {
	case !(o.Damping > 0 && o.Damping < 1):
		return bad("Damping", o.Damping, "a number between 0 and 1")
	case !(o.Tolerance > 0):
		return bad("Tolerance", o.Tolerance, "a number above 0")
	case o.MaxIter < 0:
		return bad("MaxIter", o.MaxIter, "a number of sweeps >= 0")
	case o.Personal != nil && len(o.Personal) != n:
		return bad("Personal", len(o.Personal), fmt.Sprintf("%d weights, one a customer", n))
	}
	p := make([]float64, n)
	total := 0.0
	for v := range p {
		p[v] = 1
		if o.Personal != nil {
			p[v] = o.Personal[v]
		}
		if !(p[v] >= 0 && p[v] <= 1e290) {
			return bad("Personal", p[v], "weights >= 0")
		}
		total += p[v]
	}
	if n > 0 && !(total > 0 && total <= math.MaxFloat64) {
		return bad("Personal", total, "weights with a finite sum above 0")
	}
	for v := range p {
		p[v] /= total
	}
	return p, nil
}

// shares returns 1/w(u) of every customer, 0 without edges.
func (g *Network) shares() []float64 {
	out := make([]float64, g.Len())
	for v := range out {
		_, weights := g.out.row(v)
		sum := 0.0
		for _, w := range weights {
			sum += w
		}
		if sum > 0 {
			out[v] = 1 / sum
		}
	}
	return out
}

// ranking is a PageRank under way.
type ranking struct {
	g       *Network
	damping float64
	start   []float64 // p
	share   []float64 // 1/w(u)
	x       []float64 // rank up to a factor
	given   []float64 // x(u)·share(u): what each of their edges of weight 1 carries
}

// sweep brings every x up to date in turn, and all of them to the sum that the
// equations have: Σx = Σp + d·(Σx − Σ x of those without edges). It returns the
// sum of the changes before that, and the sum of x after it.
func (r *ranking) sweep() (change, total float64) {
	stuck := 0.0
	for v, old := range r.x {
		next := r.start[v] + r.damping*r.received(v)
		r.x[v], r.given[v] = next, next*r.share[v]
		change += math.Abs(next - old)
		total += next
		if r.share[v] == 0 {
			stuck += next
		}
	}
	factor := 1 / ((1-r.damping)*total + r.damping*stuck)
	for v := range r.x {
		r.x[v] *= factor
		r.given[v] *= factor
	}
	return change, total * factor
}

// received returns what v's in-edges carry.
func (r *ranking) received(v int) float64 {
	from, weights := r.g.in.row(v)
	sum := 0.0
	if r.g.even {
		for _, u := range from {
			sum += r.given[u]
		}
		return sum
	}
	for i, u := range from {
		sum += r.given[u] * weights[i]
	}
	return sum
}

// ranks returns x with the sum 1.
func (r *ranking) ranks(total float64) []float64 {
	for v := range r.x {
		r.x[v] /= total
	}
	return r.x
}
