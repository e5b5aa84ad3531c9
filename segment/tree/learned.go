package tree

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// LearnedTree is a value tree learned from a target, such as value or margin.
// It does not change and may be used by several goroutines.
type LearnedTree struct {
	names  []string
	nodes  []learnedNode // children come after their parent
	policy GrowPolicy
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
	Interval clientele.Interval `json:"interval"` // of the mean; Student's t; infinite for one customer, or where all have one value
	N        int                `json:"n"`        // customers behind the mean
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

// Policy returns the policy with its defaults written out.
func (t *LearnedTree) Policy() GrowPolicy { return t.policy }

// Columns returns the names of the measurements.
func (t *LearnedTree) Columns() []string { return slices.Clone(t.names) }

// MarshalJSON writes the fields.
func (l LearnedLeaf) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes.
func (l *LearnedLeaf) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }
