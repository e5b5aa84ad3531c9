package segment

import (
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// AxisPolicy says how an axis is cut. Zero fields mean the defaults: three
// levels at the thirds of the base. Axes of loyalty have defaults of their own.
type AxisPolicy struct {
	Rule   AxisRule  `json:"rule"`   // default AxisQuantile; of an axis of loyalty AxisFixed
	Levels int       `json:"levels"` // 2 or 3; default one more than At has, without it 3, with AxisMean 2
	At     []float64 `json:"at"`     // shares of the base, or values, one fewer than levels; default equal shares
}

// relative is the default of an axis without natural ends; absolute that of
// loyalty, P(stay) in [0, 1]: who leaves more probably than not is not loyal,
// and who leaves with less than one chance in five is.
var (
	relative = axisDefault{rule: AxisQuantile, levels: 3}
	halves   = axisDefault{rule: AxisQuantile, levels: 2}
	absolute = axisDefault{rule: AxisFixed, levels: 3, at: []float64{0.5, 0.8}}
	even     = axisDefault{rule: AxisFixed, levels: 2, at: []float64{0.5}}
)

// axisDefault is what the zero fields of an AxisPolicy mean.
type axisDefault struct {
	rule   AxisRule
	levels int
	at     []float64 // where the rule is AxisFixed
}

func (p *AxisPolicy) filled(d axisDefault) AxisPolicy {
	var q AxisPolicy
	if p != nil {
		q = AxisPolicy{p.Rule, p.Levels, slices.Clone(p.At)}
	}
	if q.Rule == 0 {
		q.Rule = d.rule
	}
	if q.Levels == 0 {
		switch {
		case len(q.At) > 0:
			q.Levels = len(q.At) + 1
		case q.Rule == AxisMean:
			q.Levels = 2
		default:
			q.Levels = d.levels
		}
	}
	if q.At == nil {
		switch {
		case q.Rule == AxisQuantile && (q.Levels == 2 || q.Levels == 3):
			q.At = equalShares(q.Levels)
		case q.Rule == AxisFixed && d.rule == AxisFixed && q.Levels <= d.levels && q.Levels >= 2:
			q.At = slices.Clone(d.at[:q.Levels-1])
		}
	}
	return q
}

// Check returns nil if the policy, filled, has 2 or 3 levels and as many cut
// points as they need, ascending; the mean makes 2 levels and needs none.
// Otherwise the error is an *clientele.InputError.
func (p *AxisPolicy) Check() error { return p.check(relative) }

func (p *AxisPolicy) check(d axisDefault) error {
	q := p.filled(d)
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "segment.AxisPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case q.Rule > AxisFixed:
		return bad("Rule", q.Rule, "one of the declared rules")
	case q.Levels < 2 || q.Levels > 3 || q.Rule == AxisMean && q.Levels != 2:
		return bad("Levels", q.Levels, "2 or 3, with the mean 2")
	case d.levels == 2 && q.Levels != 2:
		return bad("Levels", q.Levels, "2: this axis has two levels")
	case q.Rule == AxisMean && q.At != nil || q.Rule != AxisMean && len(q.At) != q.Levels-1:
		return bad("At", q.At, "one cut point fewer than levels; none with the mean")
	case q.Rule == AxisFixed:
		_, err := NewAxis(q.At...)
		return err
	}
	last := 0.0
	for _, share := range q.At {
		if !(share > last && share < 1) {
			return bad("At", q.At, "ascending shares between 0 and 1")
		}
		last = share
	}
	return nil
}

// MarshalJSON writes the fields.
func (p AxisPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *AxisPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
