package value

import (
	"encoding/json"
	"math"

	clientele "github.com/clientele-go/clientele"
)

// Horizon is how far ahead value is counted: a length with its unit, or for
// ever. The zero value is not a horizon.
type Horizon struct {
	Length float64        // > 0; +Inf is for ever
	Unit   clientele.Unit // of Length; not looked at if Length is +Inf
}

// Forever returns the horizon without an end.
func Forever() Horizon { return Horizon{Length: math.Inf(1)} }

// Within returns the horizon of the next length units.
func Within(length float64, unit clientele.Unit) Horizon { return Horizon{length, unit} }

// Infinite reports whether the horizon has no end.
func (h Horizon) Infinite() bool { return math.IsInf(h.Length, 1) }

// Check returns nil if the horizon is for ever, or a finite length > 0 of a
// known unit, and otherwise an *clientele.InputError.
func (h Horizon) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "value.Horizon", Field: field, Value: value, Want: want}
	}
	switch {
	case !(h.Length > 0):
		return bad("Length", h.Length, "a length > 0, or Forever")
	case !h.Infinite() && !(yearsIn(h.Unit) > 0):
		return bad("Unit", h.Unit, "the unit that Length is counted in")
	}
	return nil
}

// In returns the length in another unit, +Inf for ever. Special cases are: a
// horizon or a unit that fails its check gives NaN.
func (h Horizon) In(unit clientele.Unit) float64 {
	years := yearsIn(unit)
	switch {
	case !(years > 0) || h.Check() != nil:
		return math.NaN()
	case h.Infinite():
		return h.Length
	case h.Unit == unit:
		return h.Length
	}
	return h.Length * (yearsIn(h.Unit) / years)
}

type horizonJSON struct {
	Length json.RawMessage `json:"length"` // null is for ever; it must be there
	Unit   *clientele.Unit `json:"unit,omitempty"`
}

// MarshalJSON writes the length with its unit, such as
// {"length":52,"unit":"week"}; for ever is the length null.
func (h Horizon) MarshalJSON() ([]byte, error) {
	if err := h.Check(); err != nil {
		return nil, err
	}
	if h.Infinite() {
		return json.Marshal(horizonJSON{Length: json.RawMessage("null")})
	}
	length, err := json.Marshal(h.Length)
	if err != nil {
		return nil, err
	}
	return json.Marshal(horizonJSON{length, &h.Unit})
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; h is unchanged on error.
func (h *Horizon) UnmarshalJSON(data []byte) error {
	var j horizonJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	var v Horizon
	if string(j.Length) == "null" {
		v = Forever()
	} else if j.Length != nil {
		if err := json.Unmarshal(j.Length, &v.Length); err != nil {
			return err
		}
	}
	if j.Unit != nil {
		v.Unit = *j.Unit
	}
	if err := v.Check(); err != nil {
		return err
	}
	*h = v
	return nil
}
