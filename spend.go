package clientele

import (
	"math"

	"github.com/clientele-go/clientele/internal/wire"
)

// Spend is what a customer paid: the mean amount of Count purchases, in one
// currency. Whether the first purchase is among them is the caller's choice,
// but must be the same wherever a spend model is fitted and used; the ledger
// counts the repeat purchases only.
type Spend struct {
	Count int     `json:"count"` // purchases behind the mean
	Mean  float64 `json:"mean"`  // mean amount a purchase; 0 if Count is 0
}

// MarshalJSON writes the fields; a mean that is not finite is null.
func (s Spend) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (s *Spend) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// Check returns nil if s is possible: Count from 0 to MaxRepeats, Mean finite,
// and 0 if Count is 0. Otherwise the error is an *InputError.
func (s Spend) Check() error {
	bad := func(field string, value any, want string) error {
		return &InputError{Where: "clientele.Spend", Field: field, Value: value, Want: want}
	}
	switch {
	case s.Count < 0 || s.Count > MaxRepeats:
		return bad("Count", s.Count, "a count from 0 to 10,000,000")
	case math.IsNaN(s.Mean) || math.IsInf(s.Mean, 0):
		return bad("Mean", s.Mean, "a finite amount")
	case s.Count == 0 && s.Mean != 0:
		return bad("Mean", s.Mean, "0, because there is no purchase")
	}
	return nil
}
