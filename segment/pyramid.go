package segment

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// PyramidPolicy says which share of the customers, by heads, the upper three
// bands take; the small customers are the rest. Nil and zero fields mean 1, 19
// and 30 %, with 50 % small customers, as taught in Chinese
// customer-relationship courses; see CurryPyramid for another division.
type PyramidPolicy struct {
	Key       float64 `json:"key"`
	Secondary float64 `json:"secondary"`
	Ordinary  float64 `json:"ordinary"`
}

// CurryPyramid returns 1, 4 and 15 %, with 80 % small customers (Curry & Curry 2000).
func CurryPyramid() *PyramidPolicy { return &PyramidPolicy{0.01, 0.04, 0.15} }

func (p *PyramidPolicy) filled() PyramidPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Key, 0.01)
	policy.Default(&q.Secondary, 0.19)
	policy.Default(&q.Ordinary, 0.30)
	return q
}

// Check returns nil if the shares, filled, are above 0 with a sum of at most 1,
// and otherwise an *clientele.InputError.
func (p *PyramidPolicy) Check() error {
	q := p.filled()
	if !(q.Key > 0 && q.Secondary > 0 && q.Ordinary > 0 && q.Key+q.Secondary+q.Ordinary <= 1) {
		return &clientele.InputError{Where: "segment.PyramidPolicy", Field: "shares", Value: q, Want: "shares above 0 with a sum of at most 1"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p PyramidPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *PyramidPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Pyramid tells a customer's band from their value. It is a comparable value.
type Pyramid struct {
	cuts   Cuts
	policy PyramidPolicy
}

// FitPyramid divides the base by heads. A band's border is counted from the
// top and rounded up, so that any base has at least one place in the key band.
// Customers with equal values share a band; those at a border fall into the
// lower band, so that no band exceeds its share. Customers who are all alike
// are in no band: everybody is unassigned. A customer whose value is not above
// 0 is never above the small band.
//
// Values must be finite within ±1e290. Without values the error matches
// clientele.ErrNoData.
func FitPyramid(values []float64, policy *PyramidPolicy) (Pyramid, error) {
	if err := policy.Check(); err != nil {
		return Pyramid{}, err
	}
	p := policy.filled()
	ranked, err := concentration.Rank("segment.FitPyramid", values)
	if err != nil {
		return Pyramid{}, err
	}
	if alike(ranked) {
		return Pyramid{policy: p}, nil
	}
	cuts, err := NewCuts(CutEdgeBelow, beyond(ranked, p.Key+p.Secondary+p.Ordinary), beyond(ranked, p.Key+p.Secondary), beyond(ranked, p.Key))
	return Pyramid{cuts, p}, err
}

// alike reports whether all values are the same.
func alike(ranked *concentration.Ranked) bool {
	return ranked.Value(0) == ranked.Value(ranked.Len()-1)
}

// beyond returns the value of the first customer after the best share of the
// heads, at least 0: those above it are within.
func beyond(ranked *concentration.Ranked, share float64) float64 {
	k := int(math.Ceil(share*float64(ranked.Len()) - 1e-9))
	if k >= ranked.Len() {
		return 0
	}
	return max(ranked.Value(k), 0)
}

// Policy returns the policy with its defaults written out.
func (p *Pyramid) Policy() PyramidPolicy { return p.policy }

// BandVerdict is a customer's band and the borders around it.
type BandVerdict struct {
	Band  Band              `json:"band"`
	Value float64           `json:"value"`
	Above clientele.Measure `json:"above"` // the border under the band; missing for small customers
	UpTo  clientele.Measure `json:"up_to"` // the border over the band; missing for key customers
}

// Classify returns the band of a customer of this value.
//
// Special cases are: unassigned for NaN, and if the base was all alike.
func (p *Pyramid) Classify(value float64) BandVerdict {
	out := BandVerdict{Value: value}
	if bin := p.cuts.Bin(value); bin > 0 && p.cuts.n > 0 {
		out.Band = Band(5 - bin)
		out.Above, out.UpTo = p.cuts.around(value)
	}
	return out
}

// AppendReasons appends why the customer is in their band.
func (v BandVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return appendSides(dst, v.Value, v.Above, v.UpTo, ReasonValueAbove, ReasonValueBelow)
}

// appendSides appends the reasons for limits on one side and the other.
func appendSides(dst []clientele.Reason, v float64, low, high clientele.Measure, above, below string) []clientele.Reason {
	if limit, known := low.Value(); known {
		dst = append(dst, clientele.Reason{Code: above, Value: v, Limit: limit})
	}
	if limit, known := high.Value(); known {
		dst = append(dst, clientele.Reason{Code: below, Value: v, Limit: limit})
	}
	return dst
}

// MarshalJSON writes the fields.
func (v BandVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *BandVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

type pyramidJSON struct {
	At     []float64
	Policy PyramidPolicy
}

// MarshalJSON writes the cut points, small customers first, and the policy.
func (p Pyramid) MarshalJSON() ([]byte, error) {
	return wire.Marshal(pyramidJSON{p.cuts.At(), p.policy})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; p is unchanged on error.
func (p *Pyramid) UnmarshalJSON(data []byte) error {
	var j pyramidJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	cuts, err := storedCuts("segment.Pyramid", j.At, 3, CutEdgeBelow)
	if err == nil {
		err = j.Policy.Check()
	}
	if err == nil {
		*p = Pyramid{cuts, j.Policy}
	}
	return err
}

// storedCuts returns stored cut points of a fixed number, or none.
func storedCuts(where string, at []float64, n int, edge CutEdge) (Cuts, error) {
	if len(at) == 0 {
		return Cuts{}, nil
	}
	if len(at) != n {
		return Cuts{}, &clientele.InputError{Where: where, Field: "at", Value: at, Want: "the number of cut points that MarshalJSON writes"}
	}
	return NewCuts(edge, at...)
}
