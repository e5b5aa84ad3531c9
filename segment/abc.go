package segment

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/concentration"
	"github.com/clientele-go/clientele/internal/enum"
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
// reach. The zero value is the usual 80 and 95 %.
type ABCPolicy struct {
	A float64 `json:"a"`
	B float64 `json:"b"`
}

// ABC tells a customer's class from his value. It is a comparable value.
type ABC struct{ cuts Cuts }

// FitABC divides the base by cumulative value, largest customers first: a
// customer is A if those worth more than he is hold less than 80 % together, so
// the one who crosses the border is still A; B if they hold less than 95 %.
// Equal values share a class; customers who are all alike are all A.
//
// Only values above 0 count towards the total and can be A or B: a customer
// who brings nothing, or costs, is C. (The pyramid divides heads instead; the
// two answer different questions.)
//
// Values must be finite within ±1e290; without a value above 0 the error
// matches clientele.ErrNoData.
func FitABC(values []float64, policy *ABCPolicy) (ABC, error) {
	const where = "segment.FitABC"
	p := ABCPolicy{0.80, 0.95}
	if policy != nil && *policy != (ABCPolicy{}) {
		p = *policy
	}
	if !(p.A > 0 && p.A <= p.B && p.B <= 1) {
		return ABC{}, &clientele.InputError{Where: where, Field: "shares", Value: p, Want: "0 < A <= B <= 1"}
	}
	positive := make([]float64, 0, len(values))
	for _, v := range values {
		if !(v <= 0) || math.IsInf(v, 0) { // NaN too: Rank refuses it
			positive = append(positive, v)
		}
	}
	ranked, err := concentration.Rank(where, positive)
	if err != nil {
		return ABC{}, err
	}
	cuts, err := NewCuts(EdgeAbove, smallest(ranked, p.B), smallest(ranked, p.A))
	return ABC{cuts}, err
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

// Class returns the class of a customer of this value.
//
// Special cases are: unassigned for NaN.
func (a *ABC) Class(value float64) Class {
	if bin := a.cuts.Bin(value); bin > 0 {
		return Class(4 - bin)
	}
	return 0
}

// AppendReasons appends why a customer of this value is in his class.
func (a *ABC) AppendReasons(dst []clientele.Reason, value float64) []clientele.Reason {
	return appendSide(dst, &a.cuts, value, ReasonValueAtLeast, ReasonValueUnder)
}

// MarshalJSON writes the cut points, C first.
func (a ABC) MarshalJSON() ([]byte, error) { return a.cuts.MarshalJSON() }

// UnmarshalJSON reads what MarshalJSON writes and validates it; a is unchanged on error.
func (a *ABC) UnmarshalJSON(data []byte) error {
	return unmarshalCuts(data, &a.cuts, "segment.ABC", 3, EdgeAbove)
}
