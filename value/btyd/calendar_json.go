package btyd

import "github.com/clientele-go/clientele/internal/wire"

// calendarJSON is what a calendar is made of.
type calendarJSON struct {
	Start   float64
	Period  float64
	Weights []float64
}

// MarshalJSON writes {"start":…,"period":…,"weights":[…]}, the weights with mean 1.
func (c *Calendar) MarshalJSON() ([]byte, error) {
	if c == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(calendarJSON{c.start, c.period, c.weights})
}

// UnmarshalJSON reads what MarshalJSON writes, with the checks of [NewCalendar];
// c is unchanged on error.
func (c *Calendar) UnmarshalJSON(data []byte) error {
	var j calendarJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	made, err := NewCalendar(j.Start, j.Period, j.Weights)
	if err != nil {
		return err
	}
	*c = *made
	return nil
}
