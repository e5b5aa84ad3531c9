package spend

import (
	"cmp"
	"github.com/clientele-go/clientele/internal/wire"
	"math"

	"github.com/clientele-go/clientele"
)

// PurchaseDetail is all that the models of this package need to know of a customer's
// single purchases: count, means and sums of squares, of the amounts and of
// their logarithms. Purchases makes it.
type PurchaseDetail struct {
	Count       int           `json:"count"`                  // purchases
	NonPositive int           `json:"non_positive,omitempty"` // of them with an amount ≤ 0; if there are any, MeanLog, WithinLog and WithLog are 0
	Mean        float64       `json:"mean"`                   // of the amounts
	Within      float64       `json:"within"`                 // Σ (amount − Mean)²
	MeanLog     float64       `json:"mean_log"`               // of ln amount
	WithinLog   float64       `json:"within_log"`             // Σ (ln amount − MeanLog)²
	Times       PurchaseTimes `json:"times,omitzero"`         // zero if times are not used
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (d PurchaseDetail) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (d *PurchaseDetail) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// PurchaseTimes is when a customer bought, as far as a trend of amounts needs it.
type PurchaseTimes struct {
	Mean    float64 `json:"mean"`     // mean time of the purchases
	Within  float64 `json:"within"`   // Σ (time − Mean)²
	With    float64 `json:"with"`     // Σ (time − Mean)(amount − mean amount)
	WithLog float64 `json:"with_log"` // the same with ln amount
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p PurchaseTimes) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *PurchaseTimes) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Spend returns count and mean of the amounts.
func (d PurchaseDetail) Spend() clientele.Spend { return clientele.Spend{Count: d.Count, Mean: d.Mean} }

// Check returns nil if d is possible, and otherwise an *InputError: counts
// from 0 to MaxRepeats, finite numbers with amounts in [−1e30, 1e30] and
// times in ±MaxAge, sums of squares ≥ 0 and 0 for a single purchase, MeanLog at
// most ln Mean, and all zero without a purchase.
func (d PurchaseDetail) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "spend.PurchaseDetail", Field: field, Value: value, Want: want}
	}
	if err := d.Spend().Check(); err != nil {
		return err
	}
	switch {
	case d.Count == 0 && d != PurchaseDetail{}:
		return bad("Detail", d, "zeros, because there is no purchase")
	case d.NonPositive < 0 || d.NonPositive > d.Count:
		return bad("NonPositive", d.NonPositive, "a count from 0 to Count")
	case !within(d.Mean, maxAmount):
		return bad("Mean", d.Mean, "an amount in [-1e30, 1e30]")
	case !(d.Within >= 0 && d.Within <= math.MaxFloat64) || d.Count < 2 && d.Within > 0:
		return bad("Within", d.Within, "a sum of squares >= 0, 0 for a single purchase")
	case !(d.WithinLog >= 0 && d.WithinLog <= maxLogSquares) || d.Count < 2 && d.WithinLog > 0:
		return bad("WithinLog", d.WithinLog, "a sum of squares >= 0, 0 for a single purchase")
	case d.NonPositive > 0 && (d.MeanLog != 0 || d.WithinLog != 0 || d.Times.WithLog != 0):
		return bad("MeanLog", d.MeanLog, "0, because some amounts have no logarithm")
	case d.NonPositive == 0 && d.Count > 0 && !(d.Mean > 0 && within(d.MeanLog, 1000) && d.MeanLog <= math.Log(d.Mean)+1e-9):
		return bad("MeanLog", d.MeanLog, "the mean of ln amount, at most the logarithm of Mean")
	case !within(d.Times.Mean, clientele.MaxAge):
		return bad("Times.Mean", d.Times.Mean, "a time within 1e12 units of 0")
	case !(d.Times.Within >= 0 && d.Times.Within <= math.MaxFloat64) || d.Count < 2 && d.Times.Within > 0:
		return bad("Times.Within", d.Times.Within, "a sum of squares >= 0, 0 for a single purchase")
	case !bounded(d.Times.With, d.Times.Within, d.Within):
		return bad("Times.With", d.Times.With, "at most the root of Times.Within times Within")
	case !bounded(d.Times.WithLog, d.Times.Within, d.WithinLog):
		return bad("Times.WithLog", d.Times.WithLog, "at most the root of Times.Within times WithinLog")
	}
	return nil
}

// maxLogSquares bounds Σ (ln amount − MeanLog)².
const maxLogSquares = 1e14

// within reports whether |v| ≤ most.
func within(v, most float64) bool { return v >= -most && v <= most }

// bounded reports whether a sum of products obeys the Cauchy-Schwarz inequality, rounding allowed.
func bounded(product, a, b float64) bool {
	return math.Abs(product) <= math.Sqrt(a)*math.Sqrt(b)*(1+1e-9)
}

// compareDetail orders details by all their fields.
func compareDetail(a, b PurchaseDetail) int {
	return cmp.Or(
		cmp.Compare(a.Count, b.Count),
		cmp.Compare(a.Mean, b.Mean),
		cmp.Compare(a.Within, b.Within),
		cmp.Compare(a.MeanLog, b.MeanLog),
		cmp.Compare(a.WithinLog, b.WithinLog),
		cmp.Compare(a.NonPositive, b.NonPositive),
		cmp.Compare(a.Times.Mean, b.Times.Mean),
		cmp.Compare(a.Times.Within, b.Times.Within),
		cmp.Compare(a.Times.With, b.Times.With),
		cmp.Compare(a.Times.WithLog, b.Times.WithLog),
	)
}
