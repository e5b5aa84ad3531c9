package segment

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Metal is a tier of the customer pyramid of Zeithaml, Rust & Lemon (2001).
type Metal uint8

// The metals, best first. The zero value is unassigned.
const (
	PlatinumMetal Metal = iota + 1 // the most profitable, and loyal
	GoldMetal                      // as profitable, but not loyal: they want discounts and buy elsewhere too
	IronMetal                      // profitable, not enough for special treatment
	LeadMetal                      // cost more than they bring
)

var metals = enum.New[Metal]("segment.Metal",
	enum.Row{Name: "platinum", English: "Platinum", Chinese: "铂金客户"},
	enum.Row{Name: "gold", English: "Gold", Chinese: "黄金客户"},
	enum.Row{Name: "iron", English: "Iron", Chinese: "钢铁客户"},
	enum.Row{Name: "lead", English: "Lead", Chinese: "重铅客户"},
)

// String returns the permanent name, such as "platinum".
func (m Metal) String() string { return metals.String(m) }

// Label returns the metal's name in lang.
func (m Metal) Label(lang clientele.Lang) string { return metals.Label(m, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (m Metal) MarshalText() ([]byte, error) { return metals.MarshalText(m) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (m *Metal) UnmarshalText(text []byte) error { return metals.UnmarshalText(m, text) }

// MetalPolicy says where the metals are cut; nil and zero fields mean the defaults.
type MetalPolicy struct {
	Profitable float64     // net contribution above which a customer is more than lead; default 0
	Best       float64     // share of the profitable customers, by heads, who are gold or platinum; default 0.20
	Loyalty    *AxisPolicy // two levels; default the median
}

// Metals divides customers by net contribution, three levels, and loyalty, two.
type Metals struct {
	Value   Axis `json:"value"`
	Loyalty Axis `json:"loyalty"`
}

// FitMetals cuts both axes for a base: net contributions and loyalty, one a
// customer each. Errors are those of FitAxis; without a profitable customer
// the error matches clientele.ErrNoData.
func FitMetals(values, loyalty []float64, policy *MetalPolicy) (Metals, error) {
	const where = "segment.FitMetals"
	p := MetalPolicy{Best: 0.20}
	if policy != nil {
		p = *policy
		if p.Best == 0 {
			p.Best = 0.20
		}
	}
	if !(p.Best > 0 && p.Best < 1) {
		return Metals{}, &clientele.InputError{Where: where, Field: "best", Value: p.Best, Want: "a share between 0 and 1"}
	}
	profitable := make([]float64, 0, len(values))
	for i, v := range values {
		if !(v >= -maxMagnitude && v <= maxMagnitude) {
			return Metals{}, &clientele.InputError{Where: where, Field: fmt.Sprintf("value of customer %d", i), Value: v, Want: "a number in [-1e290, 1e290]"}
		}
		if v > p.Profitable {
			profitable = append(profitable, v)
		}
	}
	best, err := FitAxis(profitable, AxisPolicy{Levels: 2, At: []float64{1 - p.Best}})
	if err != nil {
		return Metals{}, err
	}
	value, err := NewAxis(p.Profitable, best.At()[0])
	if err != nil {
		return Metals{}, err
	}
	l, err := fitHalves("loyalty", loyalty, p.Loyalty)
	return Metals{value, l}, err
}

// Metal returns the customer's metal.
//
// Special cases are: unassigned if value or loyalty is NaN.
func (m *Metals) Metal(value, loyalty float64) Metal {
	v, l := m.Value.Level(value), m.Loyalty.Level(loyalty)
	switch {
	case v == 0 || l == 0:
		return 0
	case v == clientele.LevelLow:
		return LeadMetal
	case v == clientele.LevelMedium:
		return IronMetal
	case l == clientele.LevelHigh:
		return PlatinumMetal
	}
	return GoldMetal
}

// AppendReasons appends why the customer has his metal.
func (m *Metals) AppendReasons(dst []clientele.Reason, value, loyalty float64) []clientele.Reason {
	dst = appendSide(dst, &m.Value.cuts, value, ReasonValueAbove, ReasonValueBelow)
	return appendSide(dst, &m.Loyalty.cuts, loyalty, ReasonLoyaltyAbove, ReasonLoyaltyBelow)
}

// Probs returns the probability of each metal, indexed by Metal (0 is 0), when
// value and loyalty are estimated independently of each other.
func (m *Metals) Probs(value, loyalty Uncertain) [5]float64 {
	v, l := m.Value.Probs(value), m.Loyalty.Probs(loyalty)
	return [5]float64{PlatinumMetal: v[2] * l[2], GoldMetal: v[2] * l[0], IronMetal: v[1], LeadMetal: v[0]}
}

// UnmarshalJSON reads an axis of three levels and one of two; m is unchanged on error.
func (m *Metals) UnmarshalJSON(data []byte) error {
	type plain Metals
	var v plain
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if v.Value.Levels() != 3 || v.Loyalty.Levels() != 2 {
		return &clientele.InputError{Where: "segment.Metals", Field: "axes", Value: string(data), Want: "value with two cut points, loyalty with one"}
	}
	*m = Metals(v)
	return nil
}
