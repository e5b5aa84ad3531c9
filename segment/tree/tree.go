package tree

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/feature"
)

// Tree is a value tree (价值树): a question at each node, a level of value at
// each leaf. It does not change and may be used by several goroutines.
type Tree struct {
	indicators []string
	nodes      []treeNode // nodes[0] is the root; children come after their parent
}

type treeNode struct {
	indicator int // -1 for a leaf
	threshold float64
	under     int // next node if the indicator is under the threshold
	above     int // if it is at or above
	value     clientele.Level
}

// Node is a node of a tree as it is written down: a question with two
// branches, or a leaf with a value.
type Node struct {
	Indicator string          `json:"indicator,omitempty"` // what is measured
	AtLeast   float64         `json:"at_least,omitempty"`  // the threshold
	Above     *Node           `json:"above,omitempty"`     // for customers at or above it
	Under     *Node           `json:"under,omitempty"`     // for customers under it
	Value     clientele.Level `json:"value,omitzero"`      // of a leaf: 高/中/低价值
}

// Leaf returns a leaf.
func Leaf(value clientele.Level) *Node { return &Node{Value: value} }

// Ask returns a node that asks whether the indicator is at least the threshold.
func Ask(indicator string, atLeast float64, above, under *Node) *Node {
	return &Node{Indicator: indicator, AtLeast: atLeast, Above: above, Under: under}
}

// maxDepth bounds the questions on a path.
const maxDepth = 64

// New returns the tree with this root over the named indicators. The error
// names the first node that asks for an unknown indicator, has a threshold
// that is not finite, lacks a branch or a value, has both, or cannot be
// reached because an earlier question already settles it. A root that is a leaf
// without a value is the tree of a base that nothing divides: all are unassigned.
func New(indicators []string, root *Node) (*Tree, error) {
	if _, err := feature.NewTable(indicators...); err != nil {
		return nil, fmt.Errorf("tree.New: indicators: %w", err)
	}
	t := &Tree{indicators: slices.Clone(indicators)}
	lo, hi := make([]float64, len(indicators)), make([]float64, len(indicators))
	for i := range lo {
		lo[i], hi[i] = math.Inf(-1), math.Inf(1)
	}
	if _, err := t.add(root, "root", lo, hi, 0); err != nil {
		return nil, err
	}
	return t, nil
}

// add appends n and what is beneath; lo and hi are what the questions above
// leave possible: lo ≤ indicator < hi.
func (t *Tree) add(n *Node, path string, lo, hi []float64, depth int) (int, error) {
	bad := func(field string, value any, want string) (int, error) {
		return 0, &clientele.InputError{Where: "tree.New", Field: path + ": " + field, Value: value, Want: want}
	}
	at := len(t.nodes)
	switch {
	case n == nil:
		return bad("node", "missing", "a question or a leaf")
	case depth > maxDepth:
		return bad("depth", depth, "at most 64 questions on a path")
	case n.Indicator == "" && n.Value == 0 && depth == 0 && n.Above == nil && n.Under == nil:
		t.nodes = append(t.nodes, treeNode{indicator: -1}) // a base that nothing divides
		return at, nil
	case n.Indicator == "":
		if n.Value < clientele.LevelLow || n.Value > clientele.LevelHigh {
			return bad("value", n.Value, "low, medium or high at a leaf")
		}
		if n.Above != nil || n.Under != nil {
			return bad("branches", "present", "none at a leaf")
		}
		t.nodes = append(t.nodes, treeNode{indicator: -1, value: n.Value})
		return at, nil
	case n.Value != 0:
		return bad("value", n.Value, "none at a question")
	}
	i := slices.Index(t.indicators, n.Indicator)
	if i < 0 {
		return bad("indicator", n.Indicator, "one of "+strings.Join(t.indicators, ", "))
	}
	if !(n.AtLeast > lo[i] && n.AtLeast < hi[i]) {
		return bad("threshold of "+n.Indicator, n.AtLeast, fmt.Sprintf("a number between %g and %g, which the questions above leave open", lo[i], hi[i]))
	}
	t.nodes = append(t.nodes, treeNode{indicator: i, threshold: n.AtLeast + 0})
	old := lo[i]
	lo[i] = n.AtLeast
	above, err := t.add(n.Above, path+"."+n.Indicator+" above", lo, hi, depth+1)
	if err != nil {
		return 0, err
	}
	lo[i], old = old, hi[i]
	hi[i] = n.AtLeast
	under, err := t.add(n.Under, path+"."+n.Indicator+" under", lo, hi, depth+1)
	hi[i] = old
	t.nodes[at].above, t.nodes[at].under = above, under
	return at, err
}

// Indicators returns the names, in the order of Value's arguments.
func (t *Tree) Indicators() []string { return slices.Clone(t.indicators) }

// Value returns the value of a customer from their indicators, in the order of
// Indicators; it allocates nothing.
//
// Special cases are: unassigned if x has another length, or if an indicator
// that a question asks for is NaN.
func (t *Tree) Value(x []float64) clientele.Level {
	if len(x) != len(t.indicators) {
		return 0
	}
	n := &t.nodes[0]
	for n.indicator >= 0 {
		next, ok := n.next(x)
		if !ok {
			return 0
		}
		n = &t.nodes[next]
	}
	return n.value
}

// next returns the branch to take, or false for NaN.
func (n *treeNode) next(x []float64) (int, bool) {
	switch v := x[n.indicator]; {
	case v >= n.threshold:
		return n.above, true
	case v < n.threshold:
		return n.under, true
	}
	return 0, false
}

// Step is an answer on the way to a leaf.
type Step struct {
	Indicator string  `json:"indicator"`
	Value     float64 `json:"value"`
	AtLeast   float64 `json:"at_least"` // the threshold: Value is at or above it, or under it
}

// String prints the answer, such as "years 3 < 5".
func (s Step) String() string {
	sign := ">="
	if s.Value < s.AtLeast {
		sign = "<"
	}
	return fmt.Sprintf("%s %g %s %g", s.Indicator, s.Value, sign, s.AtLeast)
}

// TreeVerdict is a customer's value and the answers that led to it.
type TreeVerdict struct {
	Value clientele.Level `json:"value"`
	Path  []Step          `json:"path"` // up to the first question that cannot be answered
}

// Classify returns the value of a customer and the way to it; special cases as
// in Value.
func (t *Tree) Classify(x []float64) TreeVerdict {
	var out TreeVerdict
	if len(x) != len(t.indicators) {
		return out
	}
	n := &t.nodes[0]
	for n.indicator >= 0 {
		next, ok := n.next(x)
		if !ok {
			return out
		}
		out.Path = append(out.Path, Step{t.indicators[n.indicator], x[n.indicator], n.threshold})
		n = &t.nodes[next]
	}
	out.Value = n.value
	return out
}

// AppendReasons appends the path, one reason a question. The value tree's
// indicators have reasons of their own; for others the code says above or
// under, and Path says which indicator.
func (v TreeVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	for _, s := range v.Path {
		codes, known := indicatorReasons[s.Indicator]
		if !known {
			codes = [2]string{ReasonAtLeast, ReasonUnder}
		}
		code := codes[0]
		if s.Value < s.AtLeast {
			code = codes[1]
		}
		dst = append(dst, clientele.Reason{Code: code, Value: s.Value, Limit: s.AtLeast})
	}
	return dst
}

// MarshalJSON writes the fields.
func (v TreeVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *TreeVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MarshalJSON writes the fields.
func (s Step) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Step) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// Root returns the tree as it is written down; nil of the zero tree.
func (t *Tree) Root() *Node {
	if len(t.nodes) == 0 {
		return nil
	}
	return t.node(0)
}

func (t *Tree) node(at int) *Node {
	n := t.nodes[at]
	if n.indicator < 0 {
		return Leaf(n.value)
	}
	return Ask(t.indicators[n.indicator], n.threshold, t.node(n.above), t.node(n.under))
}

// MarshalJSON writes the indicator, the threshold and the branches of a
// question, or the value of a leaf.
func (n Node) MarshalJSON() ([]byte, error) {
	if n.Indicator == "" {
		return wire.Marshal(struct{ Value clientele.Level }{n.Value})
	}
	return wire.Marshal(struct {
		Indicator    string
		AtLeast      float64
		Above, Under *Node
	}{n.Indicator, n.AtLeast, n.Above, n.Under})
}

// UnmarshalJSON reads what MarshalJSON writes; what it says is checked by New.
func (n *Node) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, n) }

type treeJSON struct {
	Indicators []string
	Root       *Node
}

// MarshalJSON writes the indicators and the nodes.
func (t *Tree) MarshalJSON() ([]byte, error) {
	if t == nil {
		return []byte("null"), nil
	}
	if len(t.nodes) == 0 {
		return nil, &clientele.InputError{Where: "tree.Tree", Field: "root", Value: "missing", Want: "a tree that New or FitValueTree returned"}
	}
	return wire.Marshal(treeJSON{t.indicators, t.Root()})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it as New does; t
// is unchanged on error.
func (t *Tree) UnmarshalJSON(data []byte) error {
	var j treeJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := New(j.Indicators, j.Root)
	if err == nil {
		*t = *v
	}
	return err
}
