package segment

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// Shift is how much the make-up of a base has changed.
type Shift uint8

// The shifts. The zero value is unassigned.
const (
	ShiftNone Shift = iota + 1 // nothing to do
	ShiftSome                  // look into it
	ShiftMuch                  // fit the segments anew
)

var shifts = enum.New[Shift]("segment.Shift",
	enum.Row{Name: "none", English: "No shift", Chinese: "稳定"},
	enum.Row{Name: "some", English: "Some shift", Chinese: "略有变化"},
	enum.Row{Name: "much", English: "Much shift", Chinese: "显著变化"},
)

// String returns the permanent name, such as "none".
func (s Shift) String() string { return shifts.String(s) }

// Label returns the shift's name in lang.
func (s Shift) Label(lang clientele.Lang) string { return shifts.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s Shift) MarshalText() ([]byte, error) { return shifts.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *Shift) UnmarshalText(text []byte) error { return shifts.UnmarshalText(s, text) }

// ShiftPolicy says from which stability index on there is a shift. Nil and zero
// fields mean 0.10 and 0.25, the usual rule of thumb in credit scoring (Siddiqi
// 2006), or the other one where that is beyond.
type ShiftPolicy struct {
	Some float64 `json:"some"`
	Much float64 `json:"much"`
}

func (p *ShiftPolicy) filled() ShiftPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Much, max(0.25, q.Some))
	policy.Default(&q.Some, min(0.10, q.Much))
	return q
}

// Check returns nil if, filled, 0 < Some ≤ Much, and otherwise an *clientele.InputError.
func (p *ShiftPolicy) Check() error {
	if q := p.filled(); !(q.Some > 0 && q.Some <= q.Much) {
		return &clientele.InputError{Where: "segment.ShiftPolicy", Field: "indices", Value: q, Want: "0 < Some <= Much"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p ShiftPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *ShiftPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Shifts say how much a stability index means. They are a comparable value.
type Shifts struct{ policy ShiftPolicy }

// NewShifts returns the shifts of a policy.
func NewShifts(policy *ShiftPolicy) (Shifts, error) {
	if err := policy.Check(); err != nil {
		return Shifts{}, err
	}
	return Shifts{policy.filled()}, nil
}

// Policy returns the policy with its defaults written out.
func (s *Shifts) Policy() ShiftPolicy { return s.policy }

// Classify returns how much a stability index means.
//
// Special cases are: unassigned for NaN and below 0, and for the zero Shifts.
func (s *Shifts) Classify(index float64) Shift {
	switch {
	case !(index >= 0) || s.policy.Much == 0:
		return 0
	case index < s.policy.Some:
		return ShiftNone
	case index < s.policy.Much:
		return ShiftSome
	}
	return ShiftMuch
}

// MarshalJSON writes the policy.
func (s Shifts) MarshalJSON() ([]byte, error) {
	if s.policy == (ShiftPolicy{}) {
		return nil, &clientele.InputError{Where: "segment.Shifts", Field: "policy", Value: s.policy, Want: "what NewShifts returned"}
	}
	return wire.Marshal(s.policy)
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; s is unchanged on error.
func (s *Shifts) UnmarshalJSON(data []byte) error {
	var p ShiftPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	v, err := NewShifts(&p)
	if err == nil {
		*s = v
	}
	return err
}
