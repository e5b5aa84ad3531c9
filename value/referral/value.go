package referral

import (
	"math"

	"github.com/clientele-go/clientele"
)

// Brought is a customer whom another one brought, or is expected to bring.
type Brought struct {
	Margin    float64 `json:"margin"`    // their gross margin over the horizon, less what marketing to them costs; at the time they come
	Incentive float64 `json:"incentive"` // what the referral costs: the rewards of both; ≥ 0
	Saving    float64 `json:"saving"`    // acquisition cost that the referral saves; ≥ 0
	Anyway    float64 `json:"anyway"`    // probability that they would have come without it, in [0, 1]
	After     float64 `json:"after"`     // time from now until they come; 0 for the past; ≥ 0
}

// Check returns nil if b is possible, and otherwise an *clientele.InputError.
func (b Brought) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "referral.Brought", Field: field, Value: value, Want: want}
	}
	finite := func(v, lo float64) bool { return v >= lo && v <= 1e290 }
	switch {
	case !finite(b.Margin, -1e290):
		return bad("Margin", b.Margin, "a finite amount")
	case !finite(b.Incentive, 0):
		return bad("Incentive", b.Incentive, "a finite amount >= 0")
	case !finite(b.Saving, 0):
		return bad("Saving", b.Saving, "a finite amount >= 0")
	case !(b.Anyway >= 0 && b.Anyway <= 1):
		return bad("Anyway", b.Anyway, "a probability")
	case !finite(b.After, 0):
		return bad("After", b.After, "a time >= 0")
	}
	return nil
}

// Value returns the referral value of a customer 客户推荐价值, the sum over those
// they bring of
//
//	exp(−force·after) · [ (1−anyway)·margin + saving − incentive ]
//
// after Kumar, Petersen & Leone (2010): who would not have come without them
// counts with their margin and the saving, who would have come anyway with the
// saving alone. The incentive is deducted from both, because it is paid for
// both. Force is the continuous discount rate per unit of After.
//
// Special cases are: 0 for nobody; NaN for a force that is negative or a
// Brought that fails its Check.
func Value(brought []Brought, force float64) float64 {
	if !(force >= 0) {
		return math.NaN()
	}
	sum := 0.0
	for _, b := range brought {
		if b.Check() != nil {
			return math.NaN()
		}
		sum += math.Exp(-force*b.After) * ((1-b.Anyway)*b.Margin + b.Saving - b.Incentive)
	}
	return sum
}
