package segment

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/quantile"
)

// Centre is what high and low are measured against.
type Centre uint8

// The centres. The zero value behaves as CentreMean.
const (
	CentreMean   Centre = iota + 1 // the textbooks' choice
	CentreMedian                   // the choice of practice: extreme customers do not move it
)

var centres = enum.New[Centre]("segment.Centre",
	enum.Row{Name: "mean", English: "Mean", Chinese: "均值"},
	enum.Row{Name: "median", English: "Median", Chinese: "中位数"},
)

// String returns the permanent name, "mean" or "median".
func (c Centre) String() string { return centres.String(c) }

// Label returns the centre's name in lang.
func (c Centre) Label(lang clientele.Lang) string { return centres.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Centre) MarshalText() ([]byte, error) { return centres.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Centre) UnmarshalText(text []byte) error { return centres.UnmarshalText(c, text) }

// CellPolicy steers FitCells; nil and zero fields mean the defaults.
type CellPolicy struct {
	Centre          Centre // default CentreMean
	SkipWithoutSale bool   // leave customers with Money = 0 out of the centre of money
}

// CellCuts are the three centres that divide a base into the eight cells. An
// axis is high if it is strictly better than its centre: SinceLast below,
// Purchases and Money above. Customers who are all alike are GeneralRetain.
type CellCuts struct {
	SinceLast float64 `json:"since_last"`
	Purchases float64 `json:"purchases"`
	Money     float64 `json:"money"`
}

// FitCells returns the centres of the base. The error is the first customer's
// whose Check fails, or matches clientele.ErrNoData: no customers, or none left
// with money.
func FitCells(customers []RFM, policy *CellPolicy) (CellCuts, error) {
	const where = "segment.FitCells"
	var p CellPolicy
	if policy != nil {
		p = *policy
	}
	if p.Centre > CentreMedian {
		return CellCuts{}, &clientele.InputError{Where: where, Field: "centre", Value: p.Centre, Want: "mean or median"}
	}
	var since, purchases, money centreOf
	for i, c := range customers {
		if err := c.Check(); err != nil {
			return CellCuts{}, atCustomer(where, i, err)
		}
		since.add(c.SinceLast, p.Centre)
		purchases.add(c.Purchases, p.Centre)
		if c.Money != 0 || !p.SkipWithoutSale {
			money.add(c.Money, p.Centre)
		}
	}
	if money.n == 0 {
		return CellCuts{}, fmt.Errorf("%s: %w: give at least one customer, with money if the policy skips those without", where, clientele.ErrNoData)
	}
	return CellCuts{since.value(), purchases.value(), money.value()}, nil
}

// centreOf collects one axis.
type centreOf struct {
	n      int
	sum    exact.Sum
	sample quantile.Sample
	median bool
}

func (c *centreOf) add(v float64, kind Centre) {
	c.n++
	if c.median = kind == CentreMedian; c.median {
		c.sample.Add(v)
	} else {
		c.sum.Add(v)
	}
}

func (c *centreOf) value() float64 {
	if c.median {
		return c.sample.Quantiles(nil, quantile.Linear, 0.5)[0]
	}
	return c.sum.Value() / float64(c.n)
}

// Cell returns the customer's cell; it is total and allocates nothing.
//
// Special cases are: unassigned if a measurement is NaN.
func (c CellCuts) Cell(v RFM) Cell {
	if v.SinceLast != v.SinceLast || v.Purchases != v.Purchases || v.Money != v.Money {
		return 0
	}
	return cellOf(v.SinceLast < c.SinceLast, v.Purchases > c.Purchases, v.Money > c.Money)
}

// AppendReasons appends why the customer is in his cell: one reason an axis,
// in the order R, F, M.
func (c CellCuts) AppendReasons(dst []clientele.Reason, v RFM) []clientele.Reason {
	return append(dst,
		side(v.SinceLast, c.SinceLast, v.SinceLast < c.SinceLast, ReasonRecencyHigh, ReasonRecencyLow),
		side(v.Purchases, c.Purchases, v.Purchases > c.Purchases, ReasonFrequencyHigh, ReasonFrequencyLow),
		side(v.Money, c.Money, v.Money > c.Money, ReasonMoneyHigh, ReasonMoneyLow))
}

// side returns the reason for the side of a limit.
func side(v, limit float64, high bool, highCode, lowCode string) clientele.Reason {
	code := lowCode
	if high {
		code = highCode
	}
	return clientele.Reason{Code: code, Value: v, Limit: limit}
}

// UnmarshalJSON reads the three centres and validates them; c is unchanged on error.
func (c *CellCuts) UnmarshalJSON(data []byte) error {
	type plain CellCuts
	var v plain
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if err := RFM(v).Check(); err != nil {
		return fmt.Errorf("segment.CellCuts: %w", err)
	}
	*c = CellCuts(v)
	return nil
}
