package dimension

import (
	"encoding/json"

	"github.com/clientele-go/clientele"
)

// Measures holds one value an indicator, or none, indexed by Indicator:
//
//	var m dimension.Measures
//	m[dimension.Amount] = clientele.Known(1250)
//
// The zero value is a customer of whom nothing is known. The element 0 belongs
// to no indicator and is not looked at.
type Measures [Indicators + 1]clientele.Measure

// maxMeasure bounds measurements, so that no sum overflows.
const maxMeasure = 1e290

// Check returns nil if every known measurement is a finite number below 1e290,
// and otherwise an *clientele.InputError that names the first that is not.
func (m *Measures) Check() error {
	for i := IndicatorAmount; i <= Indicators; i++ {
		if err := m[i].Check("dimension.Measures", i.String(), -maxMeasure, maxMeasure); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON writes the known measurements by the names of their indicators,
// null if there is none. A number that is not finite is null too.
func (m Measures) MarshalJSON() ([]byte, error) {
	var out map[Indicator]clientele.Measure
	for i := IndicatorAmount; i <= Indicators; i++ {
		if _, known := m[i].Value(); known {
			if out == nil {
				out = map[Indicator]clientele.Measure{}
			}
			out[i] = m[i]
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes; null is a missing measurement.
// The receiver is unchanged on error.
func (m *Measures) UnmarshalJSON(data []byte) error {
	var in map[Indicator]clientele.Measure
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	var out Measures
	for i, v := range in {
		if err := i.declared("dimension.Measures"); err != nil {
			return err
		}
		out[i] = v
	}
	*m = out
	return nil
}
