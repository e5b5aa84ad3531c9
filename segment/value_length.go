package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// FriendPolicy says how value and length are cut, two levels each; nil and zero
// fields mean the medians of the base.
type FriendPolicy struct {
	Value  AxisPolicy     `json:"value"`
	Length AxisPolicy     `json:"length"`
	Unit   clientele.Unit `json:"unit,omitzero"` // of the lengths, for the reasons; 0 if not known
}

func (p *FriendPolicy) filled() FriendPolicy {
	q := policy.Copy(p)
	return FriendPolicy{q.Value.filled(halves), q.Length.filled(halves), q.Unit}
}

// Check returns nil if both axes have two levels and the unit is not negative,
// and otherwise an *clientele.InputError.
func (p *FriendPolicy) Check() error {
	q := p.filled()
	if err := q.Value.check(halves); err != nil {
		return fmt.Errorf("segment.FriendPolicy: axis of value: %w", err)
	}
	if err := q.Length.check(halves); err != nil {
		return fmt.Errorf("segment.FriendPolicy: axis of length: %w", err)
	}
	if q.Unit < 0 {
		return &clientele.InputError{Where: "segment.FriendPolicy", Field: "Unit", Value: q.Unit, Want: "a unit of time, or 0 if it is not known"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p FriendPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *FriendPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// ValueLength divides customers by value and length of the relationship, two
// levels each.
type ValueLength struct {
	Value  Axis           `json:"value"`
	Length Axis           `json:"length"`
	Unit   clientele.Unit `json:"unit,omitzero"` // of the lengths; 0 if not known
}

// FitValueLength cuts both axes for a base. Errors are those of FitAxis.
func FitValueLength(values, lengths []float64, policy *FriendPolicy) (ValueLength, error) {
	if err := policy.Check(); err != nil {
		return ValueLength{}, err
	}
	p := policy.filled()
	v, err := fitAxis("segment.FitValueLength: value", values, &p.Value, halves)
	if err != nil {
		return ValueLength{}, err
	}
	l, err := fitAxis("segment.FitValueLength: length", lengths, &p.Length, halves)
	return ValueLength{v, l, p.Unit}, err
}

// Policy returns the policy with its defaults written out.
func (m *ValueLength) Policy() FriendPolicy {
	return FriendPolicy{m.Value.Policy(), m.Length.Policy(), m.Unit}
}

// FriendVerdict is a customer's cell of value × length and what decided it.
type FriendVerdict struct {
	Friend Friend         `json:"friend"`
	Value  AxisVerdict    `json:"value"`
	Length AxisVerdict    `json:"length"`
	Unit   clientele.Unit `json:"unit,omitzero"`
}

// Classify returns the customer's cell.
//
// Special cases are: unassigned if value or length is missing or NaN, or an
// axis divides nobody.
func (m *ValueLength) Classify(value, length clientele.Measure) FriendVerdict {
	out := FriendVerdict{Value: m.Value.Classify(value), Length: m.Length.Classify(length), Unit: m.Unit}
	switch v, l := out.Value.Level, out.Length.Level; {
	case v == 0 || l == 0:
	case v == clientele.LevelHigh && l == clientele.LevelHigh:
		out.Friend = FriendTrue
	case v == clientele.LevelHigh:
		out.Friend = FriendButterfly
	case l == clientele.LevelHigh:
		out.Friend = FriendBarnacle
	default:
		out.Friend = FriendStranger
	}
	return out
}

// AppendReasons appends why the customer is in their cell; lengths are in days
// where the unit is known.
func (v FriendVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	dst = v.Value.append(dst, ReasonValueAbove, ReasonValueBelow, ReasonValueMissing, 1)
	if v.Unit > 0 {
		return v.Length.append(dst, ReasonLengthAboveDays, ReasonLengthBelowDays, ReasonLengthMissing, float64(v.Unit)/float64(clientele.Day))
	}
	return v.Length.append(dst, ReasonLengthAbove, ReasonLengthBelow, ReasonLengthMissing, 1)
}

// MarshalJSON writes the fields.
func (v FriendVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *FriendVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// FriendProbs are the probabilities of the four cells.
type FriendProbs struct {
	True      float64 `json:"true-friend"`
	Butterfly float64 `json:"butterfly"`
	Barnacle  float64 `json:"barnacle"`
	Stranger  float64 `json:"stranger"`
}

// Prob returns the probability of a cell; NaN if it is unassigned.
func (p FriendProbs) Prob(f Friend) float64 {
	if !friends.Valid(f) {
		return math.NaN()
	}
	return [...]float64{p.True, p.Butterfly, p.Barnacle, p.Stranger}[f-FriendTrue]
}

// MarshalJSON writes the fields.
func (p FriendProbs) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *FriendProbs) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Probs returns the probability of each cell when value and length are
// estimated independently of each other. NaN where Axis.Probs is.
func (m *ValueLength) Probs(value, length Uncertain) FriendProbs {
	v, l := m.Value.Probs(value), m.Length.Probs(length)
	return FriendProbs{v[2] * l[2], v[2] * l[0], v[0] * l[2], v[0] * l[0]}
}

// MarshalJSON writes the axes and the unit.
func (m ValueLength) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; both axes have two levels, or
// divide nobody. M is unchanged on error.
func (m *ValueLength) UnmarshalJSON(data []byte) error {
	var v ValueLength
	if err := wire.Unmarshal(data, &v); err != nil {
		return err
	}
	if v.Value.levels > 2 || v.Length.levels > 2 {
		return &clientele.InputError{Where: "segment.ValueLength", Field: "axes", Value: string(data), Want: "value and length, with one cut point each"}
	}
	*m = v
	return nil
}
