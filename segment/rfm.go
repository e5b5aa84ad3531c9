package segment

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// RFM is a customer's recency, frequency and money.
type RFM struct {
	SinceLast float64 `json:"since_last"` // R: time since the last purchase, ≥ 0; small is good
	Purchases float64 `json:"purchases"`  // F: number of purchases, ≥ 0; large is good
	Money     float64 `json:"money"`      // M: what they brought, total or mean; large is good; may be negative
}

// Check returns nil if c is possible: SinceLast and Purchases in [0, 1e15],
// Money in ±1e290. Otherwise the error is an *clientele.InputError.
func (c RFM) Check() error {
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "segment.RFM", Field: field, Value: value, Want: want}
	}
	const most = 1e15
	switch {
	case !(c.SinceLast >= 0 && c.SinceLast <= most):
		return bad("SinceLast", c.SinceLast, "a time in [0, 1e15]; the date of analysis must not lie before the last purchase")
	case !(c.Purchases >= 0 && c.Purchases <= most):
		return bad("Purchases", c.Purchases, "a number in [0, 1e15]")
	case !(c.Money >= -maxMagnitude && c.Money <= maxMagnitude):
		return bad("Money", c.Money, "an amount in [-1e290, 1e290]")
	}
	return nil
}

// RFMOf returns the recency, frequency and money of a customer with history h
// and spend s: Age − Last, Repeats + 1, and the total s.Count·s.Mean of the
// purchases that s counts. For the mean instead, set Money to s.Mean.
func RFMOf(h clientele.History, s clientele.Spend) (RFM, error) {
	if err := h.Check(); err != nil {
		return RFM{}, err
	}
	if err := s.Check(); err != nil {
		return RFM{}, err
	}
	c := RFM{h.Age - h.Last, float64(h.Repeats) + 1, float64(s.Count) * s.Mean}
	return c, c.Check()
}

// RFMScore is a customer's score on each axis, from 1 (worst) to the number of
// bins (best); 0 where the measurement was NaN.
type RFMScore struct {
	R uint8 `json:"r"`
	F uint8 `json:"f"`
	M uint8 `json:"m"`
}

// Code returns the cell code, such as "543"; with a score of 10 it is hyphenated, "10-4-3".
func (s RFMScore) Code() string {
	if max(s.R, s.F, s.M) > 9 {
		return fmt.Sprintf("%d-%d-%d", s.R, s.F, s.M)
	}
	return string([]byte{'0' + s.R, '0' + s.F, '0' + s.M})
}

// FM returns the mean of the F and M scores, rounded half up.
func (s RFMScore) FM() int { return (int(s.F) + int(s.M) + 1) / 2 }
