package clientele

import (
	"math"

	"github.com/clientele-go/clientele/internal/wire"
)

// Ratio is hits out of trials: renewals of contracts due, complaints of
// contacts, accounts lost of accounts held. The zero value is missing. Hits may
// be a fraction: three answers that average 0.8 of their scale are Ratio{2.4, 3};
// a graded answer varies less than a yes or no, so that intervals err on the
// wide side.
type Ratio struct {
	Hits   float64 `json:"hits"`   // from 0 to Trials
	Trials float64 `json:"trials"` // 0 if nothing is known
}

// maxTrials bounds the trials of a ratio.
const maxTrials = 1e9

// Known reports whether there is any trial.
func (r Ratio) Known() bool { return r.Trials > 0 }

// Share returns Hits / Trials; NaN without trials.
func (r Ratio) Share() float64 {
	if !r.Known() {
		return math.NaN()
	}
	return r.Hits / r.Trials
}

// Check returns an *InputError that names where and field unless
// 0 ≤ Hits ≤ Trials ≤ 1e9.
func (r Ratio) Check(where, field string) error {
	if r.Trials >= 0 && r.Trials <= maxTrials && r.Hits >= 0 && r.Hits <= r.Trials {
		return nil
	}
	return &InputError{Where: where, Field: field, Value: r, Want: "0 <= hits <= trials <= 1e9"}
}

// MarshalJSON writes hits and trials.
func (r Ratio) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes; r is unchanged on error.
func (r *Ratio) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }
