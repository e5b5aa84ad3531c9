package rfm

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
)

// CellPolicy says how the eight cells are cut; nil and zero fields mean the defaults.
type CellPolicy struct {
	Centre          Centre         `json:"centre"`            // default CentreMean
	SkipWithoutSale bool           `json:"skip_without_sale"` // leave customers with Money = 0 out of the centre of money
	TiesHigh        bool           `json:"ties_high"`         // a customer exactly at a centre is high there; default low
	Unit            clientele.Unit `json:"unit,omitzero"`     // of the times, for the reasons; 0 if not known
}

func (p *CellPolicy) filled() CellPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Centre, CentreMean)
	return q
}

// Check returns nil if the centre is declared and the unit not negative, and
// otherwise an *clientele.InputError.
func (p *CellPolicy) Check() error {
	q := p.filled()
	switch {
	case q.Centre > CentreMedian:
		return &clientele.InputError{Where: "rfm.CellPolicy", Field: "Centre", Value: q.Centre, Want: "mean or median"}
	case q.Unit < 0:
		return &clientele.InputError{Where: "rfm.CellPolicy", Field: "Unit", Value: q.Unit, Want: "a unit of time, or 0 if it is not known"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p CellPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *CellPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// Centres are what the axes of the eight cells are held against; NaN divides nobody.
type Centres struct {
	SinceLast float64 `json:"since_last"`
	Purchases float64 `json:"purchases"`
	Money     float64 `json:"money"`
}

// MarshalJSON writes the fields; NaN is null.
func (c Centres) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Centres) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// Cells divide customers into the eight cells, at the centres of a base. They
// are a comparable value.
type Cells struct {
	centres Centres
	policy  CellPolicy
}

// NewCells returns the cells around given centres. A centre of NaN divides
// nobody.
func NewCells(centres Centres, policy *CellPolicy) (Cells, error) {
	if err := policy.Check(); err != nil {
		return Cells{}, err
	}
	known := RFM(centres)
	for _, axis := range []*float64{&known.SinceLast, &known.Purchases, &known.Money} {
		if *axis != *axis {
			*axis = 0
		}
	}
	if err := known.Check(); err != nil {
		return Cells{}, fmt.Errorf("rfm.NewCells: centres: %w", err)
	}
	return Cells{centres, policy.filled()}, nil
}

// FitCells returns the cells around the centres of the base. An axis on which
// all customers are alike divides nobody, and every cell is unassigned. The
// error is the first customer's whose Check fails, or matches
// clientele.ErrNoData: no customers, or none left with money.
func FitCells(customers []RFM, policy *CellPolicy) (Cells, error) {
	const where = "rfm.FitCells"
	if err := policy.Check(); err != nil {
		return Cells{}, err
	}
	p := policy.filled()
	var since, bought, spent centreOf
	for i, c := range customers {
		if err := c.Check(); err != nil {
			return Cells{}, atCustomer(where, i, err)
		}
		since.add(c.SinceLast, p.Centre)
		bought.add(c.Purchases, p.Centre)
		if c.Money != 0 || !p.SkipWithoutSale {
			spent.add(c.Money, p.Centre)
		}
	}
	if spent.n == 0 {
		return Cells{}, fmt.Errorf("%s: %w: give at least one customer, with money if the policy skips those without", where, clientele.ErrNoData)
	}
	return Cells{Centres{since.value(), bought.value(), spent.value()}, p}, nil
}

// centreOf collects one axis.
type centreOf struct {
	n      int
	sum    exact.Sum
	sample quantile.Sample
	median bool
	lo, hi float64
}

func (c *centreOf) add(v float64, kind Centre) {
	if c.n == 0 {
		c.lo, c.hi = v, v
	}
	c.n++
	c.lo, c.hi = min(c.lo, v), max(c.hi, v)
	if c.median = kind == CentreMedian; c.median {
		c.sample.Add(v)
	} else {
		c.sum.Add(v)
	}
}

// value returns the centre; NaN if all are alike.
func (c *centreOf) value() float64 {
	switch {
	case c.lo == c.hi:
		return math.NaN()
	case c.median:
		return c.sample.Quantiles(nil, quantile.Linear, 0.5)[0]
	}
	return c.sum.Value() / float64(c.n)
}

// Centres returns what the axes are held against; NaN where the base was all alike.
func (c Cells) Centres() Centres { return c.centres }

// Policy returns the policy with its defaults written out.
func (c Cells) Policy() CellPolicy { return c.policy }

// CellVerdict is a customer's cell and what decided it.
type CellVerdict struct {
	Cell     Cell           `json:"cell"`
	Customer RFM            `json:"customer"`
	Centres  Centres        `json:"centres"`
	TiesHigh bool           `json:"ties_high"`
	Unit     clientele.Unit `json:"unit,omitzero"`
}

// Classify returns the customer's cell: an axis is high if it is better than
// its centre (SinceLast below, Purchases and Money above), or as the policy
// says at it. It allocates nothing.
//
// Special cases are: unassigned if a measurement or a centre is NaN.
func (c Cells) Classify(v RFM) CellVerdict {
	out := CellVerdict{Customer: v, Centres: c.centres, TiesHigh: c.policy.TiesHigh, Unit: c.policy.Unit}
	for _, pair := range [3][2]float64{{v.SinceLast, c.centres.SinceLast}, {v.Purchases, c.centres.Purchases}, {v.Money, c.centres.Money}} {
		if pair[0] != pair[0] || pair[1] != pair[1] {
			return out
		}
	}
	out.Cell = cellOf(out.better(c.centres.SinceLast, v.SinceLast), out.better(v.Purchases, c.centres.Purchases), out.better(v.Money, c.centres.Money))
	return out
}

// better reports whether a is above b, or at it where ties are high.
func (v CellVerdict) better(a, b float64) bool { return a > b || v.TiesHigh && a == b }

// AppendReasons appends why the customer is in their cell: one reason an axis,
// in the order R, F, M. Times are in days where the unit is known.
func (v CellVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if v.Cell == 0 {
		return dst
	}
	since, centre := v.Customer.SinceLast, v.Centres.SinceLast
	recent, distant := ReasonRecent, ReasonDistant
	if v.Unit > 0 {
		days := float64(v.Unit) / float64(clientele.Day)
		since, centre = since*days, centre*days
		recent, distant = ReasonRecentDays, ReasonDistantDays
	}
	side := func(a, b float64, seen, limit float64, above, below, tie string) {
		code := below
		switch {
		case a > b:
			code = above
		case a == b && v.TiesHigh:
			code = tie
		}
		dst = append(dst, clientele.Reason{Code: code, Value: seen, Limit: limit})
	}
	side(v.Centres.SinceLast, v.Customer.SinceLast, since, centre, recent, distant, ReasonRecencyTie)
	side(v.Customer.Purchases, v.Centres.Purchases, v.Customer.Purchases, v.Centres.Purchases, ReasonFrequencyHigh, ReasonFrequencyLow, ReasonFrequencyTie)
	side(v.Customer.Money, v.Centres.Money, v.Customer.Money, v.Centres.Money, ReasonMoneyHigh, ReasonMoneyLow, ReasonMoneyTie)
	return dst
}

// MarshalJSON writes the fields.
func (v CellVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *CellVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

type cellsJSON struct {
	Centres Centres
	Policy  CellPolicy
}

// MarshalJSON writes the centres and the policy.
func (c Cells) MarshalJSON() ([]byte, error) {
	if c.policy.Centre == 0 {
		return nil, &clientele.InputError{Where: "rfm.Cells", Field: "policy", Value: c.policy, Want: "what NewCells or FitCells returned"}
	}
	return wire.Marshal(cellsJSON{c.centres, c.policy})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; c is unchanged on error.
func (c *Cells) UnmarshalJSON(data []byte) error {
	var j cellsJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewCells(j.Centres, &j.Policy)
	if err == nil {
		*c = v
	}
	return err
}
