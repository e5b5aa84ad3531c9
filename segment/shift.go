package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
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

// ShiftPolicy says from which stability index on there is a shift. The zero
// value is 0.10 and 0.25, the usual rule of thumb in credit scoring (Siddiqi 2006).
type ShiftPolicy struct {
	Some float64 `json:"some"`
	Much float64 `json:"much"`
}

// Shift returns how much a stability index means.
//
// Special cases are: unassigned for NaN and below 0.
func (p ShiftPolicy) Shift(index float64) Shift {
	if p == (ShiftPolicy{}) {
		p = ShiftPolicy{0.10, 0.25}
	}
	switch {
	case !(index >= 0):
		return 0
	case index < p.Some:
		return ShiftNone
	case index < p.Much:
		return ShiftSome
	}
	return ShiftMuch
}

// StabilityIndex returns the population stability index between two counts of
// customers by segment:
//
//	Σ_i (a_i − b_i)·ln(a_i / b_i)   over the shares b before and a after
//
// It is 0 if nothing changed, and symmetric. A segment that is empty on one
// date has no logarithm: then half a customer is added to every segment on both
// dates. A segment empty on both dates is left out.
func StabilityIndex(before, after []int) (float64, error) {
	const where = "segment.StabilityIndex"
	if len(before) != len(after) {
		return 0, &clientele.InputError{Where: where, Field: "numbers of segments", Value: [2]int{len(before), len(after)}, Want: "the same segments in the same order"}
	}
	added, n, totalB, totalA := 0.0, 0, 0.0, 0.0
	for i := range before {
		if before[i] < 0 || after[i] < 0 {
			return 0, &clientele.InputError{Where: where, Field: fmt.Sprintf("counts of segment %d", i), Value: [2]int{before[i], after[i]}, Want: "counts >= 0"}
		}
		if before[i]+after[i] == 0 {
			continue
		}
		n++
		totalB, totalA = totalB+float64(before[i]), totalA+float64(after[i])
		if before[i] == 0 || after[i] == 0 {
			added = 0.5
		}
	}
	if totalB == 0 || totalA == 0 {
		return 0, fmt.Errorf("%s: %w: there must be a customer on both dates", where, clientele.ErrNoData)
	}
	index := 0.0
	for i := range before {
		if before[i]+after[i] == 0 {
			continue
		}
		b := (float64(before[i]) + added) / (totalB + added*float64(n))
		a := (float64(after[i]) + added) / (totalA + added*float64(n))
		index += (a - b) * math.Log(a/b)
	}
	return index, nil
}
