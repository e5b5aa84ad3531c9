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
// only, see OfRecent.
//
// The error is that of a history or spend that is not possible.
func OfRecord[K clientele.Key](r clientele.Record[K]) (RFM, error) { return of(r, r.SpendAll) }

// OfRecent is OfRecord with the frequency and money of the latest part of
// observation: those of the last twelve months are of the records of
//
//	records.Since(asOf.AddDate(-1, 0, 0))
//
// A customer who bought nothing then has F and M 0, and is still in the base; so
// have all customers of a reading without Since.
func OfRecent[K clientele.Key](r clientele.Record[K]) (RFM, error) { return of(r, r.Recent) }

func of[K clientele.Key](r clientele.Record[K], bought clientele.Spend) (RFM, error) {
	for _, err := range []error{r.History.Check(), r.SpendAll.Check(), bought.Check()} {
		if err != nil {
			return RFM{}, err
		}
	}
	if n := r.History.Repeats + 1; r.SpendAll.Count != n || bought.Count > n {
		return RFM{}, &clientele.InputError{Where: "rfm.RFM", Field: "SpendAll.Count", Value: r.SpendAll.Count, Want: fmt.Sprintf("%d: all purchases, the first one too, as the ledger counts them", n)}
	}
	c := RFM{r.History.Age - r.History.Last, float64(bought.Count), float64(bought.Count) * bought.Mean}
	return c, c.Check()
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c RFM) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (c *RFM) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// atCustomer says which customer an error is about.
func atCustomer(where string, i int, err error) error {
	return fmt.Errorf("%s: customer %d: %w", where, i, err)
}
