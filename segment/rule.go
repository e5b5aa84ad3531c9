package segment

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

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
