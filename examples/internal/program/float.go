package program

import (
	"encoding/json"
	"math"
)

// Float is a number of a document; JSON's null where there is none.
type Float float64

// MarshalJSON writes the number, null if it is not finite.
func (f Float) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}
