package clientele

import (
	"encoding/json"
	"math"
)

// Measure is a measurement that may be missing. The zero value is missing, so
// a field nobody filled in is never mistaken for a zero.
type Measure struct {
	value float64
	known bool
}

// Known returns a measurement that was made. The value is checked where it is
// used, not here.
func Known(value float64) Measure { return Measure{value, true} }

// Value returns the measurement, and whether there is one.
func (m Measure) Value() (value float64, known bool) { return m.value, m.known }

// Or returns the measurement, or missing if there is none.
func (m Measure) Or(missing float64) float64 {
	if m.known {
		return m.value
	}
	return missing
}

// MarshalJSON writes the number, or null if the measurement is missing or not finite.
func (m Measure) MarshalJSON() ([]byte, error) {
	if !m.known || finite(m.value) == nil {
		return []byte("null"), nil
	}
	return json.Marshal(m.value)
}

// UnmarshalJSON reads a number or null; m is unchanged on error.
func (m *Measure) UnmarshalJSON(data []byte) error {
	var v *float64
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if v == nil {
		*m = Measure{}
	} else {
		*m = Measure{*v, true}
	}
	return nil
}

// Check returns nil if m is missing or lies in [lo, hi], and otherwise an
// *InputError that names where and field.
func (m Measure) Check(where, field string, lo, hi float64) error {
	if !m.known || (m.value >= lo && m.value <= hi && !math.IsInf(m.value, 0)) {
		return nil
	}
	return &InputError{Where: where, Field: field, Value: m.value, Want: "a finite number in " + span(lo, hi) + ", or leave it missing"}
}
