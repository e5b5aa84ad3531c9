// Package periods reads a ledger by calendar periods, for the accounts that are
// kept by them.
package periods

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
)

// Active is a period in which a customer bought.
type Active struct {
	Period int
	Amount float64 // refunds netted as the ledger's policy says
}

// Each gives to take, for every customer of the ledger who bought up to and
// including the day of asOf, the periods with a purchase in order of time; the
// slice is valid during the call. Period numbers the period of a time: the
// beginnings of the ledger's own periods, in its zone.
//
// A ledger forgets the single purchases of what is settled: a customer who has
// some is clientele.ErrSettled. Other errors are those of Ledger.Records and of take.
func Each[K clientele.Key](l *clientele.Ledger[K], asOf time.Time, period func(time.Time) int, where string, take func(customer K, active []Active) error) error {
	records, err := l.Records(asOf, clientele.Day)
	if err != nil {
		return err
	}
	var active []Active
	for r := range records.All() {
		active = active[:0]
		seen := 0
		for t, amount := range l.Purchases(r.Customer) {
			if seen == r.SpendAll.Count { // the others came after asOf
				break
			}
			seen++
			now := period(t)
			if k := len(active) - 1; k >= 0 && active[k].Period == now {
				active[k].Amount += amount
			} else {
				active = append(active, Active{now, amount})
			}
		}
		if seen != r.SpendAll.Count || seen > 0 && !l.Settled().IsZero() && r.First.Before(l.Settled()) {
			return fmt.Errorf("%s: %w: purchases of customer %v are summed up; count before you settle", where, clientele.ErrSettled, r.Customer)
		}
		if len(active) == 0 {
			continue
		}
		if err := take(r.Customer, active); err != nil {
			return err
		}
	}
	return nil
}
