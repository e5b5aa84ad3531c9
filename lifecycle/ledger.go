package lifecycle

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/clientele-go/clientele"
)

// FollowLedger runs the purchases of every customer of a ledger through rules
// (nil for the default policy), up to and including the day of asOf, and yields
// one journey a customer, in the order of [clientele.Records]. Days are those
// of the ledger's zone, refunds are netted as its policy says, and a purchase
// for nothing is a purchase. Customers without a purchase until asOf are left
// out.
//
// A ledger forgets the single purchases of what is settled, without which no
// stage can be told: a customer who has such purchases is yielded with
// clientele.ErrSettled. Keep a detector a customer instead, and call [CatchUp]
// before each Settle:
//
//	history, err := lifecycle.CatchUp(&detectors[id], ledger, id, yesterday)
//	…                           // for every customer; store the detectors
//	err = ledger.Settle(today)  // what they have seen may go
//
// The error is that of Ledger.Records.
func FollowLedger[K clientele.Key](rules *Rules, l *clientele.Ledger[K], asOf time.Time) (iter.Seq2[K, *Journey], error) {
	records, err := l.Records(asOf, clientele.Day)
	if err != nil {
		return nil, err
	}
	end := ledgerDay(l, asOf)
	return func(yield func(K, *Journey) bool) {
		var j Journey
		for r := range records.All() {
			j = Journey{Detector: Detector{rules: rules}, History: j.History[:0]}
			seen := 0
			for e := range ledgerEvents(l, r.Customer, MinDay, end) {
				seen++
				if j.Err = j.Detector.Observe(e); j.Err != nil {
					break
				}
				j.History = j.Detector.AppendChanges(j.History)
			}
			switch {
			case j.Err != nil:
			case seen != r.SpendAll.Count:
				j = Journey{Err: fmt.Errorf("lifecycle.FollowLedger: %w: %d of the %d purchases are; keep a detector a customer and let it CatchUp before each Settle",
					clientele.ErrSettled, r.SpendAll.Count-seen, r.SpendAll.Count)}
			default:
				if j.Err = j.Detector.Advance(end); j.Err == nil {
					j.History = j.Detector.AppendChanges(j.History)
				}
			}
			if !yield(r.Customer, &j) {
				return
			}
		}
	}, nil
}

// CatchUp takes the purchases of a customer that the detector has not seen from
// a ledger, those after d.Day, up to and including the day of asOf, and returns
// the stages that began. The zero Detector takes them all. A refund that comes
// after its purchase was seen does not take it back.
//
// If purchases of the customer are settled and the detector has not seen all
// settled days, that is clientele.ErrSettled; an asOf before the last day seen
// is an *clientele.InputError. The detector is then unchanged.
func CatchUp[K clientele.Key](d *Detector, l *clientele.Ledger[K], customer K, asOf time.Time) (history []StageEntry, err error) {
	end := ledgerDay(l, asOf)
	next := MinDay
	if d.Stage() != 0 {
		next = d.Day() + 1
	}
	if settled := l.Settled(); !settled.IsZero() && ledgerDay(l, settled) > next && anySettled(l, customer, asOf) {
		return nil, fmt.Errorf("lifecycle.CatchUp: %w up to %s, and the detector has seen the days before %v", clientele.ErrSettled, settled.Format(time.DateOnly), next)
	}
	n := *d
	for e := range ledgerEvents(l, customer, next, end) {
		if err := n.Observe(e); err != nil {
			return nil, err
		}
		history = n.AppendChanges(history)
	}
	if err := n.Advance(end); err != nil {
		return nil, err
	}
	history = n.AppendChanges(history)
	*d = n
	return history, nil
}

// anySettled reports whether the ledger has forgotten single purchases of a customer.
func anySettled[K clientele.Key](l *clientele.Ledger[K], customer K, asOf time.Time) bool {
	r, err := l.Record(customer, asOf, clientele.Day)
	if err != nil {
		return !errors.Is(err, clientele.ErrNoData)
	}
	for range ledgerEvents(l, customer, MinDay, ledgerDay(l, asOf)) {
		r.SpendAll.Count--
	}
	return r.SpendAll.Count != 0
}

// ledgerDay returns the day on which a time lies in the ledger's zone.
func ledgerDay[K clientele.Key](l *clientele.Ledger[K], t time.Time) Day {
	zone := l.Policy().Zone
	if zone == nil {
		zone = time.UTC
	}
	return DayOf(t.In(zone))
}

// ledgerEvents yields a customer's purchases of the days from first to last.
func ledgerEvents[K clientele.Key](l *clientele.Ledger[K], customer K, first, last Day) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for at, amount := range l.Purchases(customer) {
			e := Event{Day: ledgerDay(l, at), Amount: amount, Free: amount == 0}
			if e.Day < first {
				continue
			}
			if e.Day > last || !yield(e) {
				return
			}
		}
	}
}
