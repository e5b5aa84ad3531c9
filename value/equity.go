package value

import (
	"github.com/clientele-go/clientele/internal/wire"
	"iter"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
)

// Intake is a group of customers still to be won.
type Intake struct {
	Customers float64 `json:"customers"` // expected number; ≥ 0
	Value     float64 `json:"value"`     // expected value of one over their lifetime, at the time they are won, their first purchase included, before the cost of winning them
	Cost      float64 `json:"cost"`      // cost of winning one, paid when they are won; ≥ 0
	After     float64 `json:"after"`     // time from now until they are won; ≥ 0
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (i Intake) MarshalJSON() ([]byte, error) { return wire.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes.
func (i *Intake) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, i) }

// Intakes returns n intakes like first, one every so many units of time, each
// with grow times the customers of the one before: the steady acquisition of
// Gupta, Lehmann & Stuart (2004).
func Intakes(first Intake, every, grow float64, n int) []Intake {
	out := make([]Intake, 0, max(n, 0))
	for k := range max(n, 0) {
		in := first
		in.After += float64(k) * every
		in.Customers *= math.Pow(grow, float64(k))
		out = append(out, in)
	}
	return out
}

// Equity is customer equity 客户资产: what the customers of today, and those
// still to come, are worth to the firm now.
type Equity struct {
	Customers int       `json:"customers"` // of today
	Current   float64   `json:"current"`   // the sum of their remaining values
	Intakes   []float64 `json:"intakes"`   // present value of each intake, its costs deducted, in the order given
	Future    float64   `json:"future"`    // the sum of Intakes
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (e Equity) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Equity) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

// Total returns Current + Future.
func (e Equity) Total() float64 { return e.Current + e.Future }

// CustomerEquity adds up the remaining values of today's customers (CLV.Of, a
// DERL times its margin) and the present value of the intakes:
//
//	Σ value + Σ customers·(value − cost)·exp(−δ·after)
//
// After is counted in unit, which rate is converted to. An intake whose
// customers cost more than they bring is negative and is counted as such.
// Amounts must be finite and below 1e290. Sums are exact: the order of the
// customers does not matter.
//
// The value of an intake's customers must be what a new customer is worth, not
// the average of today's: today's are survivors, and worth more.
func CustomerEquity(current iter.Seq[float64], intakes []Intake, rate DiscountRate, unit clientele.Unit) (Equity, error) {
	const where = "value.CustomerEquity"
	force, err := forceOf(where, rate, unit)
	if err != nil {
		return Equity{}, err
	}
	e := Equity{Intakes: make([]float64, 0, len(intakes))}
	var now, future exact.Sum
	if current != nil {
		for v := range current {
			if err := checkAmount(where, "value of a customer", v, -maxAmount); err != nil {
				return Equity{}, err
			}
			now.Add(v)
			e.Customers++
		}
	}
	for _, in := range intakes {
		for _, c := range []struct {
			field string
			v, lo float64
		}{{"Customers", in.Customers, 0}, {"Value", in.Value, -maxAmount}, {"Cost", in.Cost, 0}, {"After", in.After, 0}} {
			if err := checkAmount(where, c.field, c.v, c.lo); err != nil {
				return Equity{}, err
			}
		}
		pv := in.Customers * (in.Value - in.Cost) * math.Exp(-force*in.After)
		if err := checkAmount(where, "value of an intake", pv, -maxAmount); err != nil {
			return Equity{}, err
		}
		future.Add(pv)
		e.Intakes = append(e.Intakes, pv)
	}
	e.Current, e.Future = now.Value(), future.Value()
	return e, nil
}

// maxAmount bounds amounts, so that no total overflows.
const maxAmount = 1e290

// checkAmount returns an error unless v is a number from lo to maxAmount.
func checkAmount(where, field string, v, lo float64) error {
	if v >= lo && v <= maxAmount {
		return nil
	}
	want := "a finite number below 1e290"
	if lo == 0 {
		want += ", not negative"
	}
	return &clientele.InputError{Where: where, Field: field, Value: v, Want: want}
}

// forceOf returns the continuous rate per unit, or an error that says why
// there is none.
func forceOf(where string, rate DiscountRate, unit clientele.Unit) (float64, error) {
	if err := rate.Check(); err != nil {
		return 0, err
	}
	force := rate.Force(unit)
	if math.IsNaN(force) {
		return 0, &clientele.InputError{Where: where, Field: "unit", Value: unit, Want: "the unit that times are counted in, such as clientele.Week"}
	}
	return force, nil
}
