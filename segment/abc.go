package segment

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// Class is a class of an ABC analysis.
type Class uint8

// The classes. The zero value is unassigned.
const (
	ClassA Class = iota + 1
	ClassB
	ClassC
)

var classes = enum.New[Class]("segment.Class",
	enum.Row{Name: "a", English: "Class A", Chinese: "A 类客户"},
	enum.Row{Name: "b", English: "Class B", Chinese: "B 类客户"},
	enum.Row{Name: "c", English: "Class C", Chinese: "C 类客户"},
)

// String returns the permanent name, such as "a".
func (c Class) String() string { return classes.String(c) }

// Label returns the class's name in lang.
func (c Class) Label(lang clientele.Lang) string { return classes.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Class) MarshalText() ([]byte, error) { return classes.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Class) UnmarshalText(text []byte) error { return classes.UnmarshalText(c, text) }

// ABCPolicy says to which cumulative share of the value the classes A and B
// reach; nil and zero fields mean the usual 80 and 95 %, or the other one where
// that is beyond.
type ABCPolicy struct {
	A float64 `json:"a"`
	B float64 `json:"b"`
}

func (p *ABCPolicy) filled() ABCPolicy {
	q := policy.Copy(p)
	if q.A == 0 {
		q.A = 0.80
		if q.B > 0 {
			q.A = min(q.A, q.B)
		}
	}
	policy.Default(&q.B, max(0.95, q.A))
	return q
}

// Check returns nil if, filled, 0 < A ≤ B ≤ 1, and otherwise an *clientele.InputError.
func (p *ABCPolicy) Check() error {
	if q := p.filled(); !(q.A > 0 && q.A <= q.B && q.B <= 1) {
		return &clientele.InputError{Where: "segment.ABCPolicy", Field: "shares", Value: q, Want: "0 < A <= B <= 1"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p ABCPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *ABCPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// ABC tells a customer's class from their value. It is a comparable value.
type ABC struct {
	cuts   Cuts
	policy ABCPolicy
}

// FitABC divides the base by cumulative value, largest customers first: a
// customer is A if those worth more than they are hold less than 80 % together,
// so the one who crosses the border is still A; B if they hold less than 95 %.
// Equal values share a class; if all customers are alike, everybody is unassigned.
//
// Only values above 0 count towards the total and can be A or B: a customer
// who brings nothing, or costs, is C. (The pyramid divides heads instead; the
// two answer different questions.)
//
// Values must be finite within ±1e290; without a value above 0 the error
// matches clientele.ErrNoData.
func FitABC(values []float64, policy *ABCPolicy) (ABC, error) {
	if err := policy.Check(); err != nil {
		return ABC{}, err
	}
	p := policy.filled()
	positive, same := make([]float64, 0, len(values)), true
	for _, v := range values {
		same = same && v == values[0]
		if !(v <= 0) || math.IsInf(v, 0) { // NaN too: Rank refuses it
			positive = append(positive, v)
		}
	}
	ranked, err := concentration.Rank("segment.FitABC", positive)
	if err != nil {
		return ABC{}, err
	}
	if same {
		return ABC{policy: p}, nil
	}
	cuts, err := NewCuts(CutEdgeAbove, smallest(ranked, p.B), smallest(ranked, p.A))
	return ABC{cuts, p}, err
}

// smallest returns the smallest value such that those above it hold less than
// the share of the total.
func smallest(ranked *concentration.Ranked, share float64) float64 {
	for i := 0; ; i++ {
		if i+1 == ranked.Len() || ranked.Ratio(i+1) >= share {
			return ranked.Value(i)
		}
	}
}

// Policy returns the policy with its defaults written out.
func (a *ABC) Policy() ABCPolicy { return a.policy }

// ClassVerdict is a customer's class and the borders around it.
type ClassVerdict struct {
	Class   Class             `json:"class"`
	Value   float64           `json:"value"`
	AtLeast clientele.Measure `json:"at_least"` // the border under the class; missing for C
	Under   clientele.Measure `json:"under"`    // the border over the class; missing for A
}

// Classify returns the class of a customer of this value.
//
// Special cases are: unassigned for NaN, and if the base was all alike.
func (a *ABC) Classify(value float64) ClassVerdict {
	out := ClassVerdict{Value: value}
	if bin := a.cuts.Bin(value); bin > 0 && a.cuts.n > 0 {
		out.Class = Class(4 - bin)
		out.AtLeast, out.Under = a.cuts.around(value)
	}
	return out
}

// AppendReasons appends why the customer is in their class.
func (v ClassVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return appendSides(dst, v.Value, v.AtLeast, v.Under, ReasonValueAtLeast, ReasonValueUnder)
}

// MarshalJSON writes the fields.
func (v ClassVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *ClassVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

type abcJSON struct {
	At     []float64
	Policy ABCPolicy
}

// MarshalJSON writes the cut points, C first, and the policy.
func (a ABC) MarshalJSON() ([]byte, error) { return wire.Marshal(abcJSON{a.cuts.At(), a.policy}) }

// UnmarshalJSON reads what MarshalJSON writes and validates it; a is unchanged on error.
func (a *ABC) UnmarshalJSON(data []byte) error {
	var j abcJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	cuts, err := storedCuts("segment.ABC", j.At, 2, CutEdgeAbove)
	if err == nil {
		err = j.Policy.Check()
	}
	if err == nil {
		*a = ABC{cuts, j.Policy}
	}
	return err
}
