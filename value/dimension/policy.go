package dimension

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// IndicatorScaling says how a measurement becomes a score.
type IndicatorScaling uint8

// The scalings. The zero value means IndicatorScalingByRank.
const (
	// IndicatorScalingByRank scores by position in the base: the worst has 0, the best 100, and
	// the share of customers in between decides (ties share their middle). No
	// outlier moves anybody else, and units and logarithms make no difference.
	IndicatorScalingByRank IndicatorScaling = iota + 1
	// IndicatorScalingByValue scores in proportion to the measurement between the 5 % and the
	// 95 % quantile of the base (winsorised): differences in size are kept, and
	// what lies outside has 0 or 100.
	IndicatorScalingByValue
)

var scalings = enum.New[IndicatorScaling]("dimension.Scaling",
	enum.Row{Name: "by-rank", English: "By rank", Chinese: "按排名"},
	enum.Row{Name: "by-value", English: "By value", Chinese: "按数值"},
)

// String returns the permanent name, such as "by-rank".
func (s IndicatorScaling) String() string { return scalings.String(s) }

// Label returns the scaling's name in lang.
func (s IndicatorScaling) Label(lang clientele.Lang) string { return scalings.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s IndicatorScaling) MarshalText() ([]byte, error) { return scalings.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *IndicatorScaling) UnmarshalText(text []byte) error { return scalings.UnmarshalText(s, text) }

// DimensionPolicy holds the weights and thresholds of scoring. Use DefaultPolicy and
// change what you want to.
type DimensionPolicy struct {
	Indicators [Indicators + 1]float64 // weight of each indicator within its dimension, ≥ 0; 0 leaves it out
	Dimensions [Dimensions + 1]float64 // weight of each dimension in the composite, ≥ 0; 0 leaves it out
	Scaling    IndicatorScaling        // default IndicatorScalingByRank
	Medium     float64                 // score from which a level is medium; in (0, 100)
	High       float64                 // score from which a level is high; in [Medium, 100]
}

// DefaultPolicy weights all indicators of a dimension alike and all four
// dimensions alike, and cuts the scale into three equal parts.
func DefaultPolicy() DimensionPolicy {
	p := DimensionPolicy{Scaling: IndicatorScalingByRank, Medium: 100.0 / 3, High: 200.0 / 3}
	for i := range p.Indicators[1:] {
		p.Indicators[i+1] = 1
	}
	for d := range p.Dimensions[1:] {
		p.Dimensions[d+1] = 1
	}
	return p
}

// Check returns nil if the policy can be scored with, and otherwise an
// *clientele.InputError.
func (p *DimensionPolicy) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "dimension.Policy", Field: field, Value: value, Want: want}
	}
	total := 0.0
	for d := DimensionEconomic; d <= Dimensions; d++ {
		w := p.Dimensions[d]
		if !(w >= 0 && w <= 1e9) {
			return bad("weight of "+d.String(), w, "a number in [0, 1e9]")
		}
		total += w
	}
	if total == 0 {
		return bad("weights of the dimensions", total, "at least one above 0")
	}
	for i := IndicatorAmount; i <= Indicators; i++ {
		if w := p.Indicators[i]; !(w >= 0 && w <= 1e9) {
			return bad("weight of "+i.String(), w, "a number in [0, 1e9]")
		}
	}
	switch {
	case p.Scaling > IndicatorScalingByValue:
		return bad("Scaling", p.Scaling, "ByRank or ByValue")
	case !(p.Medium > 0 && p.Medium < 100):
		return bad("Medium", p.Medium, "a score between 0 and 100")
	case !(p.High >= p.Medium && p.High <= 100):
		return bad("High", p.High, "a score from Medium to 100")
	}
	return nil
}

// Level returns the level of a score. Special cases are: unassigned for a
// missing score and NaN.
func (p *DimensionPolicy) Level(score clientele.Measure) clientele.Level {
	v, known := score.Value()
	switch {
	case !known || v != v:
		return 0
	case v >= p.High:
		return clientele.LevelHigh
	case v >= p.Medium:
		return clientele.LevelMedium
	}
	return clientele.LevelLow
}

type policyJSON struct {
	Indicators map[Indicator]float64 `json:"indicators"`
	Dimensions map[Dimension]float64 `json:"dimensions"`
	Scaling    IndicatorScaling      `json:"scaling"`
	Medium     float64               `json:"medium"`
	High       float64               `json:"high"`
}

// MarshalJSON writes the weights by name.
func (p DimensionPolicy) MarshalJSON() ([]byte, error) {
	j := policyJSON{map[Indicator]float64{}, map[Dimension]float64{}, max(p.Scaling, IndicatorScalingByRank), p.Medium, p.High}
	for i := IndicatorAmount; i <= Indicators; i++ {
		j.Indicators[i] = p.Indicators[i]
	}
	for d := DimensionEconomic; d <= Dimensions; d++ {
		j.Dimensions[d] = p.Dimensions[d]
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; a weight that is
// not there is 0. The receiver is unchanged on error.
func (p *DimensionPolicy) UnmarshalJSON(data []byte) error {
	var j policyJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	out := DimensionPolicy{Scaling: max(j.Scaling, IndicatorScalingByRank), Medium: j.Medium, High: j.High}
	for i, w := range j.Indicators {
		if i.Dimension() == 0 {
			return &clientele.InputError{Where: "dimension.Policy", Field: "indicator", Value: fmt.Sprint(i), Want: "the name of an indicator"}
		}
		out.Indicators[i] = w
	}
	for d, w := range j.Dimensions {
		if !dimensions.Valid(d) {
			return &clientele.InputError{Where: "dimension.Policy", Field: "dimension", Value: fmt.Sprint(d), Want: "the name of a dimension"}
		}
		out.Dimensions[d] = w
	}
	if err := out.Check(); err != nil {
		return err
	}
	*p = out
	return nil
}
