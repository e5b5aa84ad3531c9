package btyd

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/periods"
	"github.com/clientele-go/clientele/internal/wire"
)

// DiscreteRecord is what a ledger knows of a customer whose opportunities to buy
// are periods of the calendar: a period in which something was bought is one
// purchase.
type DiscreteRecord[K clientele.Key] struct {
	Customer K               `json:"customer"`
	First    int             `json:"first"` // number of the period of the first purchase
	History  DiscreteHistory `json:"history"`
	Spend    clientele.Spend `json:"spend"` // of the repeat purchases: what was paid in a period is one amount
}

// MarshalJSON writes the fields.
func (r DiscreteRecord[K]) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes and checks it; r is unchanged on error.
func (r *DiscreteRecord[K]) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// CollectOpportunities reads a ledger for a model of discrete opportunities, such
// as BGBB, with periods of the calendar for the opportunities: calendar months are
//
//	clientele.CalendarPeriodMonth.Of
//
// Period numbers the period of a time of the ledger's zone; a nil one panics. Only
// periods that are over on the day of asOf count, because one that goes on may
// yet bring a purchase. Customers come in the order of Ledger.Records; those whose
// first purchase is later are left out.
//
// A ledger forgets the single purchases of what is settled: a customer who has
// some gives clientele.ErrSettled. Other errors are those of Ledger.Records, and
// an *clientele.InputError for a history that cannot be, as of periods that go back
// in time.
func CollectOpportunities[K clientele.Key](l *clientele.Ledger[K], asOf time.Time, period func(time.Time) int) ([]DiscreteRecord[K], error) {
	if period == nil {
		panic("btyd: CollectOpportunities without a period")
	}
	here := asOf.UTC()
	if zone := l.Policy().Zone; zone != nil {
		here = asOf.In(zone)
	}
	last := period(here)
	if period(here.AddDate(0, 0, 1)) == last { // it goes on
		last--
	}
	var out []DiscreteRecord[K]
	err := periods.Each(l, asOf, period, "btyd.CollectOpportunities", func(customer K, active []periods.Active) error {
		r := DiscreteRecord[K]{Customer: customer, First: active[0].Period}
		if r.First > last {
			return nil
		}
		r.History.Age = last - r.First
		paid := 0.0
		for _, a := range active[1:] {
			if a.Period <= last {
				r.History.Repeats++
				r.History.Last = a.Period - r.First
				paid += a.Amount
			}
		}
		if r.History.Repeats > 0 {
			r.Spend = clientele.Spend{Count: r.History.Repeats, Mean: paid / float64(r.History.Repeats)}
		}
		if err := r.History.Check(); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
