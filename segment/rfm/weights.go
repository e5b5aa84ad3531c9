package rfm

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// Weights weigh the three scores in one. The zero value weighs them equally.
// Weights from pairwise comparison (AHP) are common; one Chinese CRM uses
// 0.1, 0.3, 0.6.
type Weights struct {
	R float64 `json:"r"`
	F float64 `json:"f"`
	M float64 `json:"m"`
}

// Check returns nil if the weights are ≥ 0 and sum to 1 (within 1e-9), or are all zero.
func (w Weights) Check() error {
	if w == (Weights{}) || (w.R >= 0 && w.F >= 0 && w.M >= 0 && math.Abs(w.R+w.F+w.M-1) <= 1e-9) {
		return nil
	}
	return &clientele.InputError{Where: "rfm.Weights", Field: "weights", Value: w, Want: "numbers >= 0 with sum 1"}
}

// Score returns w.R·R + w.F·F + w.M·M.
func (w Weights) Score(s Scores) float64 {
	if w == (Weights{}) {
		return float64(int(s.R)+int(s.F)+int(s.M)) / 3
	}
	return w.R*float64(s.R) + w.F*float64(s.F) + w.M*float64(s.M)
}

// MarshalJSON writes the fields.
func (w Weights) MarshalJSON() ([]byte, error) { return wire.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes.
func (w *Weights) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, w) }
