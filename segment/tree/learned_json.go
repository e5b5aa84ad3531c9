package tree

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/feature"
)

type learnedNodeJSON struct {
	Column  string           `json:"column,omitempty"`
	AtLeast *float64         `json:"at_least,omitempty"`
	Above   *learnedNodeJSON `json:"above,omitempty"`
	Under   *learnedNodeJSON `json:"under,omitempty"`
	Leaf    LearnedLeaf      `json:"leaf"`
}

type learnedJSON struct {
	Columns []string         `json:"columns"`
	Root    *learnedNodeJSON `json:"root"`
	Policy  GrowPolicy       `json:"policy"`
}

// MarshalJSON writes the columns and the nodes; questions too carry the mean
// of their customers.
func (t *LearnedTree) MarshalJSON() ([]byte, error) {
	if t == nil {
		return []byte("null"), nil
	}
	if len(t.nodes) == 0 {
		return nil, &clientele.InputError{Where: "tree.LearnedTree", Field: "root", Value: "missing", Want: "a tree that Grow returned"}
	}
	return wire.Marshal(learnedJSON{t.names, t.toJSON(0), t.policy})
}

func (t *LearnedTree) toJSON(at int) *learnedNodeJSON {
	n := t.nodes[at]
	if n.column < 0 {
		return &learnedNodeJSON{Leaf: n.leaf}
	}
	return &learnedNodeJSON{t.names[n.column], &n.threshold, t.toJSON(n.above), t.toJSON(n.under), n.leaf}
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; t is unchanged on error.
func (t *LearnedTree) UnmarshalJSON(data []byte) error {
	var j learnedJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	if _, err := feature.NewTable(j.Columns...); err != nil {
		return fmt.Errorf("tree.LearnedTree: columns: %w", err)
	}
	if err := j.Policy.Check(); err != nil {
		return err
	}
	v := LearnedTree{names: j.Columns, policy: j.Policy}
	if err := v.fromJSON(j.Root, 0); err != nil {
		return err
	}
	*t = v
	return nil
}

func (t *LearnedTree) fromJSON(n *learnedNodeJSON, depth int) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "tree.LearnedTree", Field: field, Value: value, Want: want}
	}
	if n == nil || depth > maxDepth {
		return bad("node", "missing or too deep", "two branches a question, at most 64 questions on a path")
	}
	if n.Leaf.N < 1 || !(n.Leaf.Interval.Lo <= n.Leaf.Mean && n.Leaf.Mean <= n.Leaf.Interval.Hi) && n.Leaf.N > 1 {
		return bad("leaf", n.Leaf, "a mean inside its interval, of at least one customer")
	}
	place := len(t.nodes)
	t.nodes = append(t.nodes, learnedNode{column: -1, leaf: n.Leaf})
	if n.Column == "" {
		return nil
	}
	column := slices.Index(t.names, n.Column)
	if column < 0 {
		return bad("column", n.Column, "one of the columns")
	}
	if n.AtLeast == nil {
		return bad("at_least", "missing", "the threshold of the question")
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
	node.column, node.threshold, node.under, node.above = column, *n.AtLeast, under, above
	return nil
}
