package criteria

import (
	"encoding/json"
	"fmt"
)

// CriterionNode is a criterion of a hierarchy. A node with children weighs them, by
// Judgements or by Points; one without is a leaf.
type CriterionNode struct {
	Name       string          `json:"name"`
	Judgements *Judgements     `json:"judgements,omitempty"` // pairwise comparisons of the children, or
	Points     []float64       `json:"points,omitempty"`     // points for them, as in Direct
	Children   []CriterionNode `json:"children,omitempty"`
}

// LeafWeight is a leaf of a hierarchy with its weight in the whole.
type LeafWeight struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
}

// Synthesis is a hierarchy multiplied out.
type Synthesis struct {
	Leaves []LeafWeight `json:"leaves"` // in the order of first appearance; weights sum to 1
	// CR is the consistency ratio of the hierarchy: the CIs of all judgements,
	// each weighted with its node's weight, over their RIs weighted alike (Saaty 1980, §4.5).
	CR float64 `json:"cr"`
	// Worst is the name of the node whose own CR is the largest, and WorstCR
	// that ratio; empty and 0 if no node was judged.
	Worst   string  `json:"worst,omitempty"`
	WorstCR float64 `json:"worst_cr"`
}

// maxDepth bounds hierarchies; people cannot judge a tenth of this.
const maxDepth = 32

// Synthesise multiplies the weights down the hierarchy, by eigenvectors where
// there are judgements. Leaves with the same name are one: their weights add,
// so alternatives are compared by hanging the same names under every criterion.
func (n CriterionNode) Synthesise() (Synthesis, error) {
	var s Synthesis
	walk := synthesis{index: map[string]int{}, out: &s}
	if err := walk.descend(n, 1, 0); err != nil {
		return Synthesis{}, err
	}
	if walk.ri > 0 {
		s.CR = walk.ci / walk.ri
	}
	return s, nil
}

type synthesis struct {
	index  map[string]int
	out    *Synthesis
	ci, ri float64
}

func (s *synthesis) descend(n CriterionNode, weight float64, depth int) error {
	if n.Name == "" {
		return bad("CriterionNode", "name", "empty", "a name for every criterion")
	}
	if depth > maxDepth {
		return bad("CriterionNode", "depth", depth, "at most 32 levels")
	}
	if len(n.Children) == 0 {
		return s.leaf(n, weight)
	}
	w, err := s.childWeights(n, weight)
	if err != nil {
		return err
	}
	for i, c := range n.Children {
		if err := s.descend(c, weight*w[i], depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (s *synthesis) leaf(n CriterionNode, weight float64) error {
	if n.Judgements != nil || n.Points != nil {
		return bad("CriterionNode", fmt.Sprintf("weights of %q", n.Name), "given", "none: it has no children")
	}
	i, known := s.index[n.Name]
	if !known {
		i = len(s.out.Leaves)
		s.index[n.Name] = i
		s.out.Leaves = append(s.out.Leaves, LeafWeight{Name: n.Name})
	}
	s.out.Leaves[i].Weight += weight
	return nil
}

// childWeights returns the weights of n's children and notes their consistency.
func (s *synthesis) childWeights(n CriterionNode, weight float64) ([]float64, error) {
	given := len(n.Points)
	if n.Judgements != nil {
		given += n.Judgements.Len()
	}
	if (n.Judgements == nil) == (n.Points == nil) || given != len(n.Children) {
		return nil, bad("CriterionNode", fmt.Sprintf("weights of the %d children of %q", len(n.Children), n.Name), given, "judgements or points, one of the two, one a child")
	}
	if n.Judgements == nil {
		return Direct(n.Points...)
	}
	p, err := n.Judgements.Eigenvector()
	if err != nil {
		return nil, err
	}
	s.ci += weight * p.CI
	s.ri += weight * RandomIndex(n.Judgements.Len())
	if s.out.Worst == "" || p.CR > s.out.WorstCR {
		s.out.Worst, s.out.WorstCR = n.Name, p.CR
	}
	return p.Weights, nil
}

// UnmarshalJSON reads a hierarchy and checks that it can be synthesised; n is
// unchanged on error.
func (n *CriterionNode) UnmarshalJSON(data []byte) error {
	type plain CriterionNode // without this method at the top; the children check themselves
	var p plain
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	if _, err := CriterionNode(p).Synthesise(); err != nil {
		return err
	}
	*n = CriterionNode(p)
	return nil
}
