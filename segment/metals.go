package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// MetalPolicy says where the metals are cut; nil and zero fields mean the defaults.
type MetalPolicy struct {
	Profitable float64    `json:"profitable"` // net contribution above which a customer is more than lead; default 0
	Best       float64    `json:"best"`       // share of the profitable customers, by heads, who are gold or platinum; default 0.20
	Loyalty    AxisPolicy `json:"loyalty"`    // two levels; default at ½, for 1 − P(churn)
}

func (p *MetalPolicy) filled() MetalPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Best, 0.20)
	q.Loyalty = q.Loyalty.filled(even)
	return q
}

// Check returns nil if Profitable is within ±1e290, Best a share between 0 and
// 1, and loyalty has two levels; otherwise the error is an *clientele.InputError.
func (p *MetalPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "segment.MetalPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(math.Abs(q.Profitable) <= maxMagnitude):
		return bad("Profitable", q.Profitable, "an amount in [-1e290, 1e290]")
	case !(q.Best > 0 && q.Best < 1):
		return bad("Best", q.Best, "a share between 0 and 1")
	}
	return q.Loyalty.check(even)
}

// MarshalJSON writes the fields.
func (p MetalPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *MetalPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Metals divides customers by net contribution, three levels, and loyalty, two.
type Metals struct {
	value   Axis
	loyalty Axis
	policy  metalPolicy
}

// metalPolicy is what the axes do not know of a policy.
type metalPolicy struct{ profitable, best float64 }

// FitMetals cuts both axes for a base: net contributions and loyalty, one a
// customer each. A loyalty outside of [0, 1] is an *clientele.InputError under
// the default policy of its axis; without a profitable customer the error
// matches clientele.ErrNoData. Where all profitable customers are alike, they
// are gold or platinum by nothing, and unassigned.
func FitMetals(values, loyalty []float64, policy *MetalPolicy) (Metals, error) {
	const where = "segment.FitMetals"
	if err := policy.Check(); err != nil {
		return Metals{}, err
	}
	p := policy.filled()
	profitable := make([]float64, 0, len(values))
	for i, v := range values {
		if !(v >= -maxMagnitude && v <= maxMagnitude) {
			return Metals{}, badValue(where, i, v)
		}
		if v > p.Profitable {
			profitable = append(profitable, v)
		}
	}
	if policy == nil || policy.Loyalty.Rule == 0 && policy.Loyalty.At == nil {
		if err := checkLoyalty(where, loyalty); err != nil {
			return Metals{}, err
		}
	}
	best, err := fitAxis(where, profitable, &AxisPolicy{Levels: 2, At: []float64{1 - p.Best}}, relative)
	if err != nil {
		return Metals{}, err
	}
	out := Metals{policy: metalPolicy{p.Profitable, p.Best}}
	if best.Levels() > 0 {
		if out.value, err = NewAxis(p.Profitable, best.At()[0]); err != nil {
			return Metals{}, err
		}
	}
	out.loyalty, err = fitAxis(where+": loyalty", loyalty, &p.Loyalty, even)
	return out, err
}

// Value returns the axis of net contribution: lead, iron, and gold or platinum.
func (m *Metals) Value() Axis { return m.value }

// Loyalty returns the axis of loyalty.
func (m *Metals) Loyalty() Axis { return m.loyalty }

// Policy returns the policy with its defaults written out.
func (m *Metals) Policy() MetalPolicy {
	return MetalPolicy{m.policy.profitable, m.policy.best, m.loyalty.Policy()}
}

// MetalVerdict is a customer's metal and what decided it.
type MetalVerdict struct {
	Metal   Metal       `json:"metal"`
	Value   AxisVerdict `json:"value"`
	Loyalty AxisVerdict `json:"loyalty"`
}

// Classify returns the customer's metal; lead and iron whatever their loyalty.
//
// Special cases are: unassigned if the value is missing or NaN, if loyalty
// decides and is, or if an axis that decides divides nobody.
func (m *Metals) Classify(value, loyalty clientele.Measure) MetalVerdict {
	out := MetalVerdict{Value: m.value.Classify(value), Loyalty: m.loyalty.Classify(loyalty)}
	switch out.Value.Level {
	case clientele.LevelLow:
		out.Metal = MetalLead
	case clientele.LevelMedium:
		out.Metal = MetalIron
	case clientele.LevelHigh:
		switch out.Loyalty.Level {
		case clientele.LevelHigh:
			out.Metal = MetalPlatinum
		case clientele.LevelLow:
			out.Metal = MetalGold
		}
	}
	return out
}

// AppendReasons appends why the customer has their metal.
func (v MetalVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	dst = v.Value.append(dst, ReasonValueAbove, ReasonValueBelow, ReasonValueMissing, 1)
	if v.Metal == MetalLead || v.Metal == MetalIron {
		return dst
	}
	return v.Loyalty.append(dst, ReasonLoyaltyAbove, ReasonLoyaltyBelow, ReasonLoyaltyMissing, 1)
}

// MarshalJSON writes the fields.
func (v MetalVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *MetalVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MetalProbs are the probabilities of the four metals.
type MetalProbs struct {
	Platinum float64 `json:"platinum"`
	Gold     float64 `json:"gold"`
	Iron     float64 `json:"iron"`
	Lead     float64 `json:"lead"`
}

// Prob returns the probability of a metal; NaN if it is unassigned.
func (p MetalProbs) Prob(m Metal) float64 {
	if !metals.Valid(m) {
		return math.NaN()
	}
	return [...]float64{p.Platinum, p.Gold, p.Iron, p.Lead}[m-MetalPlatinum]
}

// MarshalJSON writes the fields.
func (p MetalProbs) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *MetalProbs) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Probs returns the probability of each metal when value and loyalty are
// estimated independently of each other. NaN where Axis.Probs is.
func (m *Metals) Probs(value, loyalty Uncertain) MetalProbs {
	v, l := m.value.Probs(value), m.loyalty.Probs(loyalty)
	return MetalProbs{v[2] * l[2], v[2] * l[0], v[1], v[0]}
}

type metalsJSON struct {
	Value   Axis
	Loyalty Axis
	Policy  MetalPolicy
}

// MarshalJSON writes the axes and the policy.
func (m Metals) MarshalJSON() ([]byte, error) {
	return wire.Marshal(metalsJSON{m.value, m.loyalty, m.Policy()})
}

// UnmarshalJSON reads what MarshalJSON writes: an axis of three levels and one
// of two. M is unchanged on error.
func (m *Metals) UnmarshalJSON(data []byte) error {
	var j metalsJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	if n := j.Value.Levels(); n != 0 && n != 3 || j.Loyalty.levels > 2 {
		return &clientele.InputError{Where: "segment.Metals", Field: "axes", Value: string(data), Want: "value with two cut points, loyalty with one"}
	}
	if err := j.Policy.Check(); err != nil {
		return fmt.Errorf("segment.Metals: %w", err)
	}
	*m = Metals{j.Value, j.Loyalty, metalPolicy{j.Policy.Profitable, j.Policy.Best}}
	return nil
}
