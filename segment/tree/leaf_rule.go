package tree

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/internal/wire"
)

// Rule is the way to a leaf: the limits that all its questions leave.
type LeafRule struct {
	Limits []RuleLimit `json:"limits"`
	Leaf   LearnedLeaf `json:"leaf"`
}

// Limit is what a rule asks of one measurement: AtLeast ≤ v < Under; infinite
// where it asks nothing.
type RuleLimit struct {
	Column  string
	AtLeast float64
	Under   float64
}

// String prints the rule, such as "years >= 3, 10 <= orders < 40: mean 5.2 [4.8, 5.6], 120 customers".
func (r LeafRule) String() string {
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
func (t *LearnedTree) Rules() []LeafRule {
	if len(t.nodes) == 0 {
		return nil
	}
	limits := make([]RuleLimit, len(t.names))
	for j, name := range t.names {
		limits[j] = RuleLimit{name, math.Inf(-1), math.Inf(1)}
	}
	return t.rules(nil, 0, limits)
}

func (t *LearnedTree) rules(out []LeafRule, at int, limits []RuleLimit) []LeafRule {
	n := t.nodes[at]
	if n.column < 0 {
		asked := slices.DeleteFunc(slices.Clone(limits), func(l RuleLimit) bool { return math.IsInf(l.AtLeast, -1) && math.IsInf(l.Under, 1) })
		return append(out, LeafRule{asked, n.leaf})
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

// MarshalJSON writes the fields.
func (r LeafRule) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes.
func (r *LeafRule) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields.
func (l RuleLimit) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes.
func (l *RuleLimit) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }
