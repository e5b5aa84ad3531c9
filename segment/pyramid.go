package segment

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
)

// PyramidPolicy says which share of the customers, by heads, the upper three
// bands take; the small customers are the rest. The zero value is
// DefaultPyramidPolicy.
type PyramidPolicy struct {
	Key       float64 `json:"key"`
	Secondary float64 `json:"secondary"`
	Ordinary  float64 `json:"ordinary"`
}

// DefaultPyramidPolicy returns 1, 19 and 30 %, with 50 % small customers, as taught in
// Chinese customer-relationship courses.
func DefaultPyramidPolicy() PyramidPolicy { return PyramidPolicy{0.01, 0.19, 0.30} }

// CurryPyramid returns 1, 4 and 15 %, with 80 % small customers (Curry & Curry 2000).
func CurryPyramid() PyramidPolicy { return PyramidPolicy{0.01, 0.04, 0.15} }

// Pyramid tells a customer's band from his value. It is a comparable value.
type Pyramid struct{ cuts Cuts }

// FitPyramid divides the base by heads. A band's border is counted from the
// top and rounded up, so that any base has at least one place in the key band.
// Customers with equal values share a band; those at a border fall into the
// lower band, so that no band exceeds its share. Customers who are all alike
// are therefore all small. A customer whose value is not above 0 is never
// above the small band.
//
// Values must be finite within ±1e290. Without values the error matches
// clientele.ErrNoData.
func FitPyramid(values []float64, policy *PyramidPolicy) (Pyramid, error) {
	const where = "segment.FitPyramid"
	p := DefaultPyramidPolicy()
	if policy != nil && *policy != (PyramidPolicy{}) {
		p = *policy
	}
	if !(p.Key >= 0 && p.Secondary >= 0 && p.Ordinary >= 0 && p.Key+p.Secondary+p.Ordinary <= 1) {
		return Pyramid{}, &clientele.InputError{Where: where, Field: "shares", Value: p, Want: "shares >= 0 with a sum of at most 1"}
	}
	ranked, err := concentration.Rank(where, values)
	if err != nil {
		return Pyramid{}, err
	}
	at := []float64{
		beyond(ranked, p.Key+p.Secondary+p.Ordinary),
		beyond(ranked, p.Key+p.Secondary),
		beyond(ranked, p.Key),
	}
	cuts, err := NewCuts(EdgeBelow, at...)
	return Pyramid{cuts}, err
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

// Band returns the band of a customer of this value.
//
// Special cases are: unassigned for NaN.
func (p *Pyramid) Band(value float64) Band {
	if bin := p.cuts.Bin(value); bin > 0 {
		return Band(5 - bin)
	}
	return 0
}

// AppendReasons appends why a customer of this value is in his band.
func (p *Pyramid) AppendReasons(dst []clientele.Reason, value float64) []clientele.Reason {
	return appendSide(dst, &p.cuts, value, ReasonValueAbove, ReasonValueBelow)
}

// appendSide appends the reasons for the bin of v: above the cut below it, not
// above the cut above it.
func appendSide(dst []clientele.Reason, c *Cuts, v float64, above, below string) []clientele.Reason {
	bin := c.Bin(v)
	if bin > 1 {
		dst = append(dst, clientele.Reason{Code: above, Value: v, Limit: c.at[bin-2]})
	}
	if bin < c.Bins() && bin > 0 {
		dst = append(dst, clientele.Reason{Code: below, Value: v, Limit: c.at[bin-1]})
	}
	return dst
}

// MarshalJSON writes the cut points, small customers first.
func (p Pyramid) MarshalJSON() ([]byte, error) { return p.cuts.MarshalJSON() }

// UnmarshalJSON reads what MarshalJSON writes and validates it; p is unchanged on error.
func (p *Pyramid) UnmarshalJSON(data []byte) error {
	return unmarshalCuts(data, &p.cuts, "segment.Pyramid", 4, EdgeBelow)
}

// unmarshalCuts reads cut points of a fixed number of bins and edge.
func unmarshalCuts(data []byte, c *Cuts, where string, bins int, edge Edge) error {
	var v Cuts
	if err := v.UnmarshalJSON(data); err != nil {
		return err
	}
	if v.Bins() != bins || v.Edge() != edge {
		return &clientele.InputError{Where: where, Field: "cut points", Value: string(data), Want: "the number of cut points and the edge that MarshalJSON writes"}
	}
	*c = v
	return nil
}
