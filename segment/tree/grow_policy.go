package tree

import (
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// GrowPolicy steers Grow; nil and zero fields mean the defaults.
type GrowPolicy struct {
	MinLeaf  int            `json:"min_leaf"`  // smallest leaf, in customers who choose the splits; default 20
	MaxDepth int            `json:"max_depth"` // questions on a path; default 8
	Folds    int            `json:"folds"`     // of the cross-validation; default 10
	HeldOut  float64        `json:"held_out"`  // share of the customers kept for the leaf means; default 0.5
	Level    float64        `json:"level"`     // of the intervals; default 0.95
	Monotone map[string]int `json:"monotone"`  // by column: +1 if the target can only rise with it, -1 if only fall
}

func (p *GrowPolicy) filled() GrowPolicy {
	q := policy.Copy(p)
	policy.Default(&q.MinLeaf, 20)
	policy.Default(&q.MaxDepth, 8)
	policy.Default(&q.Folds, 10)
	policy.Default(&q.HeldOut, 0.5)
	policy.Default(&q.Level, 0.95)
	return q
}

// Check returns nil if, filled, MinLeaf ≥ 1, MaxDepth is from 1 to 64, Folds
// from 2 to 1000, the shares are between 0 and 1 and the signs +1 or -1;
// otherwise the error is an *clientele.InputError.
func (p *GrowPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "tree.GrowPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case q.MinLeaf < 1:
		return bad("MinLeaf", q.MinLeaf, "at least 1")
	case q.MaxDepth < 1 || q.MaxDepth > maxDepth:
		return bad("MaxDepth", q.MaxDepth, "1 to 64")
	case q.Folds < 2 || q.Folds > 1000:
		return bad("Folds", q.Folds, "2 to 1000")
	case !(q.HeldOut > 0 && q.HeldOut < 1):
		return bad("HeldOut", q.HeldOut, "a share between 0 and 1")
	case !(q.Level > 0 && q.Level < 1):
		return bad("Level", q.Level, "a confidence level between 0 and 1")
	}
	for name, sign := range q.Monotone {
		if sign != 1 && sign != -1 {
			return bad("Monotone "+name, sign, "+1 or -1")
		}
	}
	return nil
}

// signs returns the monotone columns by index; one that is not in the table is
// an error.
func (p GrowPolicy) signs(names []string) ([]int, error) {
	out := make([]int, len(names))
	for name, sign := range p.Monotone {
		j := slices.Index(names, name)
		if j < 0 {
			return nil, &clientele.InputError{Where: "tree.GrowPolicy", Field: "Monotone", Value: name, Want: "one of the table's columns"}
		}
		out[j] = sign
	}
	return out, nil
}

// MarshalJSON writes the fields.
func (p GrowPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *GrowPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
