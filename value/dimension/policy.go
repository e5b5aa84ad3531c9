package dimension

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
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

var scalings = enum.New[IndicatorScaling]("dimension.IndicatorScaling",
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

// DimensionPolicy holds the weights and thresholds of scoring; nil and zero
// fields mean the defaults: all indicators of a dimension weigh alike, all four
// dimensions weigh alike, and the scale is cut into three equal parts.
type DimensionPolicy struct {
	Indicators [Indicators + 1]float64 // weight of each indicator within its dimension, ≥ 0; a dimension in which all are 0 weighs them alike, otherwise 0 leaves one out
	Dimensions [Dimensions + 1]float64 // weight of each dimension in the composite, ≥ 0; if all are 0 they weigh alike, otherwise 0 leaves one out
	Scaling    IndicatorScaling        // default IndicatorScalingByRank
	Medium     float64                 // score from which a level is medium, in (0, 100); default half of High
	High       float64                 // score from which a level is high, in [Medium, 100]; default 66.7, or half-way from Medium to 100
}

func (p *DimensionPolicy) filled() DimensionPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Scaling, IndicatorScalingByRank)
	switch {
	case q.Medium == 0 && q.High == 0:
		q.Medium, q.High = 100.0/3, 200.0/3
	case q.Medium == 0:
		q.Medium = q.High / 2
	case q.High == 0:
		q.High = (100 + q.Medium) / 2
	}
	weigh(q.Dimensions[1:])
	for first := 1; first <= Indicators; {
		last := first
		for last < Indicators && of[last+1] == of[first] {
			last++
		}
		weigh(q.Indicators[first : last+1])
		first = last + 1
	}
	q.Indicators[0], q.Dimensions[0] = 0, 0
	return q
}

// weigh makes weights that are all 0 alike.
func weigh(weights []float64) {
	for _, w := range weights {
		if w != 0 {
			return
		}
	}
	for i := range weights {
		weights[i] = 1
	}
}

// Check returns nil if the policy, its defaults filled in, can be scored with,
// and otherwise an *clientele.InputError.
func (p *DimensionPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "dimension.DimensionPolicy", Field: field, Value: value, Want: want}
	}
	for d := DimensionEconomic; d <= Dimensions; d++ {
		if w := q.Dimensions[d]; !(w >= 0 && w <= 1e9) {
			return bad("weight of "+d.String(), w, "a number in [0, 1e9]")
		}
	}
	for i := IndicatorAmount; i <= Indicators; i++ {
		if w := q.Indicators[i]; !(w >= 0 && w <= 1e9) {
			return bad("weight of "+i.String(), w, "a number in [0, 1e9]")
		}
	}
	switch {
	case !scalings.Valid(q.Scaling):
		return bad("Scaling", q.Scaling, "IndicatorScalingByRank or IndicatorScalingByValue")
	case !(q.Medium > 0 && q.Medium < 100):
		return bad("Medium", q.Medium, "a score between 0 and 100")
	case !(q.High >= q.Medium && q.High <= 100):
		return bad("High", q.High, "a score from Medium to 100")
	}
	return nil
}

// level returns the level of a score: unassigned for a missing score and NaN.
func level(score clientele.Measure, medium, high float64) clientele.Level {
	v, known := score.Value()
	switch {
	case !known || v != v:
		return 0
	case v >= high:
		return clientele.LevelHigh
	case v >= medium:
		return clientele.LevelMedium
	}
	return clientele.LevelLow
}

type policyJSON struct {
	Indicators map[Indicator]float64
	Dimensions map[Dimension]float64
	Scaling    IndicatorScaling
	Medium     float64
	High       float64
}

// MarshalJSON writes the policy with its defaults filled in, the weights by name.
func (p DimensionPolicy) MarshalJSON() ([]byte, error) {
	p = p.filled()
	j := policyJSON{map[Indicator]float64{}, map[Dimension]float64{}, p.Scaling, p.Medium, p.High}
	for i := IndicatorAmount; i <= Indicators; i++ {
		j.Indicators[i] = p.Indicators[i]
	}
	for d := DimensionEconomic; d <= Dimensions; d++ {
		j.Dimensions[d] = p.Dimensions[d]
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes, or a part of it, and checks it.
// The receiver is unchanged on error.
func (p *DimensionPolicy) UnmarshalJSON(data []byte) error {
	var j policyJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	out := DimensionPolicy{Scaling: j.Scaling, Medium: j.Medium, High: j.High}
	for i, w := range j.Indicators {
		if err := i.declared("dimension.DimensionPolicy"); err != nil {
			return err
		}
		out.Indicators[i] = w
	}
	for d, w := range j.Dimensions {
		if err := d.declared("dimension.DimensionPolicy"); err != nil {
			return err
		}
		out.Dimensions[d] = w
	}
	if err := out.Check(); err != nil {
		return err
	}
	*p = out
	return nil
}
