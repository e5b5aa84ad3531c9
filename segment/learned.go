package segment

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/stat/distuv"
)

// LearnedTree is a value tree learned from a target, such as value or margin.
// It does not change and may be used by several goroutines.
type LearnedTree struct {
	names []string
	nodes []learnedNode // children come after their parent
}

type learnedNode struct {
	column    int // -1 for a leaf
	threshold float64
	under     int
	above     int
	leaf      LearnedLeaf
}

// LearnedLeaf is what is known about the customers of a leaf. The numbers are
// honest: from customers who had no part in choosing the splits.
type LearnedLeaf struct {
	Mean     float64            `json:"mean"`     // of the target
	Interval clientele.Interval `json:"interval"` // of the mean; Student's t, infinite for one customer
	N        int                `json:"n"`        // customers behind the mean
}

// GrowOptions steer GrowTree; nil and zero fields mean the defaults.
type GrowOptions struct {
	MinLeaf  int            // smallest leaf, in customers who choose the splits; default 20
	MaxDepth int            // questions on a path; default 8
	Folds    int            // of the cross-validation; default 10
	HeldOut  float64        // share of the customers kept for the leaf means; default 0.5
	Level    float64        // of the intervals; default 0.95
	Monotone map[string]int // by column: +1 if the target can only rise with it, -1 if only fall
}

func (o *GrowOptions) defaults(names []string) (GrowOptions, []int, error) {
	v := GrowOptions{20, 8, 10, 0.5, 0.95, nil}
	if o != nil {
		for _, f := range []struct{ to, from *int }{{&v.MinLeaf, &o.MinLeaf}, {&v.MaxDepth, &o.MaxDepth}, {&v.Folds, &o.Folds}} {
			if *f.from != 0 {
				*f.to = *f.from
			}
		}
		if o.HeldOut != 0 {
			v.HeldOut = o.HeldOut
		}
		if o.Level != 0 {
			v.Level = o.Level
		}
		v.Monotone = o.Monotone
	}
	monotone := make([]int, len(names))
	for name, sign := range v.Monotone {
		j := slices.Index(names, name)
		if j < 0 || (sign != 1 && sign != -1) {
			return v, nil, &clientele.InputError{Where: "segment.GrowOptions", Field: "monotone " + name, Value: sign, Want: "+1 or -1 for one of the table's columns"}
		}
		monotone[j] = sign
	}
	if v.MinLeaf < 1 || v.MaxDepth < 1 || v.MaxDepth > maxDepth || v.Folds < 2 || !(v.HeldOut > 0 && v.HeldOut < 1) || !(v.Level > 0 && v.Level < 1) {
		return v, nil, &clientele.InputError{Where: "segment.GrowOptions", Field: "options", Value: v, Want: "MinLeaf >= 1, MaxDepth from 1 to 64, Folds >= 2, shares between 0 and 1"}
	}
	return v, monotone, nil
}

// GrowTree learns a tree that divides the customers by the target, one value a
// row of the table: some of them choose the splits (least squares) and, by
// cross-validation, how many are worth keeping (cost-complexity pruning, one
// standard error); the others give the leaf means and their intervals (honest
// trees, Athey & Imbens 2016). Both parts are drawn with r.
//
// Monotone columns are: no customer's mean falls when his measurement in a
// rising column goes up and nothing else changes. Splits that would break it
// are taken back.
//
// If nothing in the table tells the target, the tree is one leaf. The same
// rows in any order and the same r give the same bits. The error matches
// clientele.ErrNoData with fewer than two rows.
func GrowTree(ctx context.Context, t *Table, target []float64, r *rand.Rand, opt *GrowOptions) (*LearnedTree, error) {
	const where = "segment.GrowTree"
	o, monotone, err := opt.defaults(t.names)
	if err != nil {
		return nil, err
	}
	if t.Len() < 2 {
		return nil, fmt.Errorf("%s: %w: add at least two customers, one to choose splits and one to measure them", where, clientele.ErrNoData)
	}
	s, values, err := t.sortedWith(where, target)
	if err != nil {
		return nil, err
	}
	rows := r.Perm(s.Len())
	held := min(max(int(o.HeldOut*float64(len(rows))), 1), len(rows)-1)
	test, train := rows[:held], rows[held:]
	slices.Sort(test)
	slices.Sort(train)
	g := &grower{t: s, target: values, minLeaf: o.MinLeaf, maxDepth: o.MaxDepth, monotone: monotone}
	full := g.grow(train)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: %w", where, context.Cause(ctx))
	}
	alpha := complexity(full, g, train, o.Folds, r)
	h := &honest{full: full, alpha: alpha, monotone: monotone, level: o.Level, t: s, target: values}
	out := &LearnedTree{names: slices.Clone(t.names)}
	h.build(out, 0, test)
	return out, nil
}

// sortedWith returns the rows and their targets in an order that does not
// depend on that of the customers.
func (t *Table) sortedWith(where string, target []float64) (*Table, []float64, error) {
	if err := samePeople(where, t.Len(), len(target)); err != nil {
		return nil, nil, err
	}
	wide := &Table{append(slices.Clone(t.names), "target"), nil}
	for i, v := range target {
		if !(v >= -1e100 && v <= 1e100) {
			return nil, nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("target %d", i), Value: v, Want: "a number in [-1e100, 1e100]"}
		}
		wide.data = append(append(wide.data, t.Row(i)...), v)
	}
	wide, _ = wide.sorted()
	narrow, d := &Table{t.names, nil}, len(t.names)
	values := make([]float64, wide.Len())
	for i := range values {
		row := wide.Row(i)
		narrow.data = append(narrow.data, row[:d]...)
		values[i] = row[d]
	}
	return narrow, values, nil
}

// honest measures a pruned tree on customers who had no part in it.
type honest struct {
	full     []grown
	alpha    float64
	monotone []int
	level    float64
	t        *Table
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
	if n > 1 {
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile((1 + h.level) / 2)
		half = t * math.Sqrt(squares/(n-1)/n)
	}
	return LearnedLeaf{mean, clientele.Interval{Lo: mean - half, Hi: mean + half, Level: h.level}, len(rows)}
}

// Leaf returns the leaf of a customer.
//
// Special cases are: a mean of NaN if x does not have one measurement a
// column, or one that a question asks for is NaN.
func (t *LearnedTree) Leaf(x []float64) LearnedLeaf {
	none := LearnedLeaf{Mean: math.NaN(), Interval: clientele.Interval{Lo: math.NaN(), Hi: math.NaN()}}
	if len(x) != len(t.names) {
		return none
	}
	n := &t.nodes[0]
	for n.column >= 0 {
		switch v := x[n.column]; {
		case v >= n.threshold:
			n = &t.nodes[n.above]
		case v < n.threshold:
			n = &t.nodes[n.under]
		default:
			return none
		}
	}
	return n.leaf
}

// Columns returns the names of the measurements.
func (t *LearnedTree) Columns() []string { return slices.Clone(t.names) }

// Rule is the way to a leaf: the limits that all its questions leave.
type Rule struct {
	Limits []Limit
	Leaf   LearnedLeaf
}

// Limit is what a rule asks of one measurement: AtLeast ≤ v < Under; infinite
// where it asks nothing.
type Limit struct {
	Column  string
	AtLeast float64
	Under   float64
}

// String prints the rule, such as "years >= 3, 10 <= orders < 40: mean 5.2 [4.8, 5.6], 120 customers".
func (r Rule) String() string {
	var parts []string
	for _, l := range r.Limits {
		switch {
		case math.IsInf(l.AtLeast, -1):
			parts = append(parts, fmt.Sprintf("%s < %.4g", l.Column, l.Under))
		case math.IsInf(l.Under, 1):
			parts = append(parts, fmt.Sprintf("%s >= %.4g", l.Column, l.AtLeast))
		default:
			parts = append(parts, fmt.Sprintf("%.4g <= %s < %.4g", l.AtLeast, l.Column, l.Under))
		}
	}
	if len(parts) == 0 {
		parts = []string{"everybody"}
	}
	return fmt.Sprintf("%s: mean %.4g %v, %d customers", strings.Join(parts, ", "), r.Leaf.Mean, r.Leaf.Interval, r.Leaf.N)
}

// Rules returns one rule a leaf, in the order of the tree, under before above.
func (t *LearnedTree) Rules() []Rule {
	limits := make([]Limit, len(t.names))
	for j, name := range t.names {
		limits[j] = Limit{name, math.Inf(-1), math.Inf(1)}
	}
	return t.rules(nil, 0, limits)
}

func (t *LearnedTree) rules(out []Rule, at int, limits []Limit) []Rule {
	n := t.nodes[at]
	if n.column < 0 {
		asked := slices.DeleteFunc(slices.Clone(limits), func(l Limit) bool { return math.IsInf(l.AtLeast, -1) && math.IsInf(l.Under, 1) })
		return append(out, Rule{asked, n.leaf})
	}
	old := limits[n.column]
	limits[n.column].Under = n.threshold
	out = t.rules(out, n.under, limits)
	limits[n.column] = old
	limits[n.column].AtLeast = n.threshold
	out = t.rules(out, n.above, limits)
	limits[n.column] = old
	return out
}

// String prints the rules, one a line.
func (t *LearnedTree) String() string {
	var b strings.Builder
	for _, r := range t.Rules() {
		fmt.Fprintln(&b, r)
	}
	return b.String()
}

type learnedNodeJSON struct {
	Column  string           `json:"column,omitempty"`
	AtLeast float64          `json:"at_least,omitempty"`
	Above   *learnedNodeJSON `json:"above,omitempty"`
	Under   *learnedNodeJSON `json:"under,omitempty"`
	LearnedLeaf
}

type learnedJSON struct {
	Columns []string         `json:"columns"`
	Root    *learnedNodeJSON `json:"root"`
}

// MarshalJSON writes the columns and the nodes; questions too carry the mean
// of their customers.
func (t *LearnedTree) MarshalJSON() ([]byte, error) {
	return json.Marshal(learnedJSON{t.names, t.toJSON(0)})
}

func (t *LearnedTree) toJSON(at int) *learnedNodeJSON {
	n := t.nodes[at]
	if n.column < 0 {
		return &learnedNodeJSON{LearnedLeaf: n.leaf}
	}
	return &learnedNodeJSON{t.names[n.column], n.threshold, t.toJSON(n.above), t.toJSON(n.under), n.leaf}
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; t is unchanged on error.
func (t *LearnedTree) UnmarshalJSON(data []byte) error {
	var j learnedJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if _, err := NewTable(j.Columns...); err != nil {
		return fmt.Errorf("segment.LearnedTree: columns: %w", err)
	}
	v := LearnedTree{names: j.Columns}
	if err := v.fromJSON(j.Root, 0); err != nil {
		return err
	}
	*t = v
	return nil
}

func (t *LearnedTree) fromJSON(n *learnedNodeJSON, depth int) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "segment.LearnedTree", Field: field, Value: value, Want: want}
	}
	if n == nil || depth > maxDepth {
		return bad("node", "missing or too deep", "two branches a question, at most 64 questions on a path")
	}
	if n.N < 1 || !(n.Interval.Lo <= n.Mean && n.Mean <= n.Interval.Hi) {
		return bad("leaf", n.LearnedLeaf, "a mean inside its interval, of at least one customer")
	}
	place := len(t.nodes)
	t.nodes = append(t.nodes, learnedNode{column: -1, leaf: n.LearnedLeaf})
	if n.Column == "" {
		return nil
	}
	column := slices.Index(t.names, n.Column)
	if column < 0 {
		return bad("column", n.Column, "one of the columns")
	}
	under := len(t.nodes)
	if err := t.fromJSON(n.Under, depth+1); err != nil {
		return err
	}
	above := len(t.nodes)
	if err := t.fromJSON(n.Above, depth+1); err != nil {
		return err
	}
	node := &t.nodes[place]
	node.column, node.threshold, node.under, node.above = column, n.AtLeast, under, above
	return nil
}
