package segment

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Friend is a cell of value × length of the relationship (Reinartz & Kumar 2002).
type Friend uint8

// The cells. The zero value is unassigned.
const (
	TrueFriend Friend = iota + 1 // valuable and long
	Butterfly                    // valuable and short
	Barnacle                     // of little value and long
	Stranger                     // of little value and short
)

var friends = enum.New[Friend]("segment.Friend",
	enum.Row{Name: "true-friend", English: "True friends", Chinese: "挚友"},
	enum.Row{Name: "butterfly", English: "Butterflies", Chinese: "蝴蝶"},
	enum.Row{Name: "barnacle", English: "Barnacles", Chinese: "藤壶"},
	enum.Row{Name: "stranger", English: "Strangers", Chinese: "陌生人"},
)

// String returns the permanent name, such as "true-friend".
func (f Friend) String() string { return friends.String(f) }

// Label returns the cell's name in lang.
func (f Friend) Label(lang clientele.Lang) string { return friends.Label(f, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (f Friend) MarshalText() ([]byte, error) { return friends.MarshalText(f) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (f *Friend) UnmarshalText(text []byte) error { return friends.UnmarshalText(f, text) }

// ValueLength divides customers by value and length of the relationship, two
// levels each.
type ValueLength struct {
	Value  Axis `json:"value"`
	Length Axis `json:"length"`
}

// FitValueLength cuts both axes for a base at its medians, or as the policies
// say; they must make two levels. Errors are those of FitAxis.
func FitValueLength(values, lengths []float64, value, length *AxisPolicy) (ValueLength, error) {
	v, err := fitHalves("value", values, value)
	if err != nil {
		return ValueLength{}, err
	}
	l, err := fitHalves("length", lengths, length)
	return ValueLength{v, l}, err
}

// fitHalves cuts an axis into two levels, by default at the median.
func fitHalves(name string, values []float64, policy *AxisPolicy) (Axis, error) {
	p := AxisPolicy{Levels: 2}
	if policy != nil {
		p = *policy
	}
	a, err := FitAxis(values, p)
	if err == nil && a.Levels() != 2 {
		err = &clientele.InputError{Where: "segment.AxisPolicy", Field: "levels", Value: a.Levels(), Want: "2"}
	}
	if err != nil {
		return Axis{}, fmt.Errorf("axis of %s: %w", name, err)
	}
	return a, nil
}

// Cell returns the customer's cell.
//
// Special cases are: unassigned if value or length is NaN.
func (m *ValueLength) Cell(value, length float64) Friend {
	v, l := m.Value.Level(value), m.Length.Level(length)
	switch {
	case v == 0 || l == 0:
		return 0
	case v == clientele.LevelHigh && l == clientele.LevelHigh:
		return TrueFriend
	case v == clientele.LevelHigh:
		return Butterfly
	case l == clientele.LevelHigh:
		return Barnacle
	}
	return Stranger
}

// AppendReasons appends why the customer is in his cell.
func (m *ValueLength) AppendReasons(dst []clientele.Reason, value, length float64) []clientele.Reason {
	dst = appendSide(dst, &m.Value.cuts, value, ReasonValueAbove, ReasonValueBelow)
	return appendSide(dst, &m.Length.cuts, length, ReasonLengthAbove, ReasonLengthBelow)
}

// Probs returns the probability of each cell, indexed by Friend (0 is 0), when
// value and length are estimated independently of each other.
func (m *ValueLength) Probs(value, length Uncertain) [5]float64 {
	v, l := m.Value.Probs(value), m.Length.Probs(length)
	return [5]float64{TrueFriend: v[2] * l[2], Butterfly: v[2] * l[0], Barnacle: v[0] * l[2], Stranger: v[0] * l[0]}
}

// UnmarshalJSON reads two axes of two levels; m is unchanged on error.
func (m *ValueLength) UnmarshalJSON(data []byte) error {
	type plain ValueLength
	var v plain
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if v.Value.Levels() != 2 || v.Length.Levels() != 2 {
		return &clientele.InputError{Where: "segment.ValueLength", Field: "axes", Value: string(data), Want: "value and length, with one cut point each"}
	}
	*m = ValueLength(v)
	return nil
}
