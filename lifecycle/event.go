package lifecycle

import "github.com/clientele-go/clientele"

// Event is what happened with a customer on a day. Any of its parts may be
// absent; one with none of them is a silent day.
type Event struct {
	Day     Day               `json:"day"`
	Amount  float64           `json:"amount,omitempty"`  // bought that day, net of refunds, in one currency; 0 if nothing, or for nothing
	Free    bool              `json:"free,omitempty"`    // a purchase although the amount is 0
	Contact bool              `json:"contact,omitempty"` // the customer got in touch: a call, a visit, a quotation asked for
	Cost    clientele.Measure `json:"cost"`              // spent on serving the customer that day, where it is measured
	Churn   Churn             `json:"churn,omitempty"`   // the relationship was ended that day, and by whom
}

// MaxAmount bounds amounts and costs, so that no sum of them overflows.
const MaxAmount = 1e15

// Check returns nil if the event is possible, and otherwise an
// *clientele.InputError that names the part that is not.
func (e Event) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Event", Field: field, Value: value, Want: want}
	}
	switch {
	case e.Day < MinDay || e.Day > MaxDay:
		return bad("Day", int32(e.Day), "a day of the years 1 to 9999")
	case !(e.Amount >= 0 && e.Amount <= MaxAmount):
		return bad("Amount", e.Amount, "an amount from 0 to 1e15; net refunds against purchases first")
	case e.Amount > 0 && e.Amount < 1/MaxAmount:
		return bad("Amount", e.Amount, "0 or an amount >= 1e-15")
	case e.Churn != 0 && !churns.Valid(e.Churn):
		return bad("Churn", uint8(e.Churn), "a declared kind of churn")
	}
	if cost, known := e.Cost.Value(); known && !(cost >= 0 && cost <= MaxAmount) {
		return bad("Cost", cost, "a cost from 0 to 1e15, or leave it missing")
	}
	return nil
}

// purchase reports whether the customer bought.
func (e Event) purchase() bool { return e.Amount > 0 || e.Free }
