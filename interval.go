package clientele

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/clientele-go/clientele/internal/wire"
)

// Interval is a range that holds a quantity with probability Level. An end
// that the data do not bound is the end of the quantity's domain, which may be infinite.
type Interval struct {
	Lo, Hi float64
	Level  float64 // in (0, 1), such as 0.95
}

// Contains reports whether v lies in the interval, ends included.
func (i Interval) Contains(v float64) bool { return v >= i.Lo && v <= i.Hi }

// String prints the interval with four significant digits.
func (i Interval) String() string { return fmt.Sprintf("[%.4g, %.4g]", i.Lo, i.Hi) }

type intervalJSON struct {
	Lo    *float64 `json:"lo"`
	Hi    *float64 `json:"hi"`
	Level *float64 `json:"level"`
}

// MarshalJSON writes the ends, null for an infinite one or one that does not
// exist, and the level.
func (i Interval) MarshalJSON() ([]byte, error) {
	return json.Marshal(intervalJSON{finite(i.Lo), finite(i.Hi), finite(i.Level)})
}

// UnmarshalJSON reads what MarshalJSON writes; null is an infinite end. The
// level must lie between 0 and 1, or be 0 for an interval that was not computed.
func (i *Interval) UnmarshalJSON(data []byte) error {
	var j intervalJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	v := Interval{math.Inf(-1), math.Inf(1), orNaN(j.Level)}
	if j.Lo != nil {
		v.Lo = *j.Lo
	}
	if j.Hi != nil {
		v.Hi = *j.Hi
	}
	if v.Lo > v.Hi || v.Level < 0 || v.Level >= 1 {
		return &InputError{Where: "clientele.Interval", Field: "interval", Value: string(data), Want: "lo <= hi and a level between 0 and 1"}
	}
	*i = v
	return nil
}

// Estimate is one parameter with its uncertainty.
type Estimate struct {
	Name     string
	Value    float64
	SE       float64 // standard error on the natural scale; +Inf if the data do not identify it, NaN if there is no covariance
	Interval Interval
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (e Estimate) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (e *Estimate) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }
