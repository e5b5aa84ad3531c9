package segment

import (
	"math"

	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/wire"
)

// Concentration says how unequally a base's value is spread over its
// customers. All its numbers are the same, to the last bit, for the customers
// in any order.
type Concentration struct {
	ranked *concentration.Ranked
}

// Concentrate ranks the values of a base. Values must be finite within ±1e290;
// without values the error matches clientele.ErrNoData.
func Concentrate(values []float64) (Concentration, error) {
	ranked, err := concentration.Rank("segment.Concentrate", values)
	return Concentration{ranked}, err
}

// CurvePoint is a corner of a curve: a share of the customers, and the share of
// the total value that they hold.
type CurvePoint struct {
	Heads float64 `json:"heads"`
	Value float64 `json:"value"`
}

// Gini returns the Gini coefficient with the small-sample correction n/(n−1)
// (Deltas 2003): 0 if all are equal, 1 if one customer holds everything.
//
// Special cases are: NaN for one customer, a negative value, or a total of 0.
func (c Concentration) Gini() float64 { return c.ranked.Gini() }

// TopShare returns the share of the total that the best p of the customers
// hold; above 1 if others cost.
//
// Special cases are: NaN if p is not in [0, 1], or the total is not above 0.
func (c Concentration) TopShare(p float64) float64 { return c.ranked.Top(p) }

// Lorenz returns the corners of the Lorenz curve, poorest customers first,
// from (0, 0) to (1, 1); nil if the total is not above 0.
func (c Concentration) Lorenz() []CurvePoint { return points(c.ranked.LorenzCurve()) }

// Whale returns the corners of the whale curve, best customers first, from
// (0, 0) to (1, 1): it rises above 1 where customers who cost follow
// (Kaplan & Cooper 1998). It is nil if the total is not above 0.
func (c Concentration) Whale() []CurvePoint { return points(c.ranked.WhaleCurve()) }

// Peak is the top of the whale curve.
type Peak struct {
	Customers int     `json:"customers"` // who bring something
	Value     float64 `json:"value"`     // what they bring
	Lost      float64 `json:"lost"`      // what the others cost, ≥ 0
	Share     float64 `json:"share"`     // Value as a share of the total; NaN if that is not above 0
}

// Peak returns the top of the whale curve, and what is lost after it.
func (c Concentration) Peak() Peak {
	heads, value := c.ranked.Peak()
	p := Peak{heads, value, value - c.ranked.Total(), math.NaN()}
	if total := c.ranked.Total(); total > 0 {
		p.Share = value / total
	}
	return p
}

// Total returns the total value, correctly rounded.
func (c Concentration) Total() float64 { return c.ranked.Total() }

type concentrationJSON struct{ Values []float64 }

// MarshalJSON writes the values, the largest first; null if there are none.
func (c Concentration) MarshalJSON() ([]byte, error) {
	if c.ranked == nil {
		return []byte("null"), nil
	}
	j := concentrationJSON{make([]float64, c.ranked.Len())}
	for i := range j.Values {
		j.Values[i] = c.ranked.Value(i)
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and ranks it; c is unchanged on error.
func (c *Concentration) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	var j concentrationJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := Concentrate(j.Values)
	if err == nil {
		*c = v
	}
	return err
}

func points(in []concentration.Point) []CurvePoint {
	if in == nil {
		return nil
	}
	out := make([]CurvePoint, len(in))
	for i, p := range in {
		out[i] = CurvePoint(p)
	}
	return out
}

// MarshalJSON writes the fields.
func (p CurvePoint) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *CurvePoint) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields.
func (p Peak) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Peak) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
