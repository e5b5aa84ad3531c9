package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// RFM is a customer's recency, frequency and money.
type RFM struct {
	SinceLast float64 `json:"since_last"` // R: time since the last purchase, ≥ 0; small is good
	Purchases float64 `json:"purchases"`  // F: number of purchases, ≥ 0; large is good
	Money     float64 `json:"money"`      // M: what they brought, total or mean; large is good; may be negative
}

// maxTime bounds times and counts, maxMoney amounts: nothing computed from them overflows.
const (
	maxTime  = 1e15
	maxMoney = 1e290
)

// Check returns nil if c is possible: SinceLast and Purchases in [0, 1e15],
// Money in ±1e290. Otherwise the error is an *clientele.InputError.
func (c RFM) Check() error {
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "rfm.RFM", Field: field, Value: value, Want: want}
	}
	switch {
	case !(c.SinceLast >= 0 && c.SinceLast <= maxTime):
		return bad("SinceLast", c.SinceLast, "a time in [0, 1e15]; the date of analysis must not lie before the last purchase")
	case !(c.Purchases >= 0 && c.Purchases <= maxTime):
		return bad("Purchases", c.Purchases, "a number in [0, 1e15]")
	case !(c.Money >= -maxMoney && c.Money <= maxMoney):
		return bad("Money", c.Money, "an amount in [-1e290, 1e290]")
	}
	return nil
}

// OfRecord returns the recency, frequency and money of a record, in its unit:
// Age − Last, all purchases, the first one too, and their total. For the mean
// instead of the total, set Money to r.SpendAll.Mean. For the last twelve months
// only, see OfWindow.
func OfRecord[K clientele.Key](r clientele.Record[K]) (RFM, error) {
	return OfWindow(r, clientele.Record[K]{})
}

// OfWindow returns the recency of a record, and the frequency and money since
// an earlier one of the same customer in the same ledger: F and M of the last
// twelve months are OfWindow(now, a year ago). A customer without a purchase
// until the earlier date has no record there: give the zero record. A customer
// without a purchase in the window has F and M 0, and is still in the base.
//
// The error is that of a history or spend that is not possible, or an
// *clientele.InputError if earlier is another customer's or says more than r.
func OfWindow[K clientele.Key](r, earlier clientele.Record[K]) (RFM, error) {
	for _, err := range []error{r.History.Check(), r.SpendAll.Check(), earlier.SpendAll.Check()} {
		if err != nil {
			return RFM{}, err
		}
	}
	bad := func(field string, value any, want string) (RFM, error) {
		return RFM{}, &clientele.InputError{Where: "rfm.RFM", Field: field, Value: value, Want: want}
	}
	switch before := earlier.SpendAll.Count; {
	case r.SpendAll.Count != r.History.Repeats+1:
		return bad("SpendAll.Count", r.SpendAll.Count, fmt.Sprintf("%d: all purchases, the first one too, as the ledger counts them", r.History.Repeats+1))
	case before == 0:
		c := RFM{r.History.Age - r.History.Last, float64(r.SpendAll.Count), total(r.SpendAll)}
		return c, c.Check()
	case earlier.Customer != r.Customer:
		return bad("customer of the earlier record", earlier.Customer, fmt.Sprintf("%v, the same", r.Customer))
	case before > r.SpendAll.Count || earlier.History.Age > r.History.Age:
		return bad("earlier record", earlier.History, "one of an earlier date, with no more purchases")
	}
	c := RFM{r.History.Age - r.History.Last, float64(r.SpendAll.Count - earlier.SpendAll.Count), 0}
	if c.Purchases > 0 {
		c.Money = total(r.SpendAll) - total(earlier.SpendAll)
	}
	return c, c.Check()
}

// total returns what the purchases brought together.
func total(s clientele.Spend) float64 { return float64(s.Count) * s.Mean }

// MarshalJSON writes the fields; a number that is not finite is null.
func (c RFM) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (c *RFM) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// atCustomer says which customer an error is about.
func atCustomer(where string, i int, err error) error {
	return fmt.Errorf("%s: customer %d: %w", where, i, err)
}
