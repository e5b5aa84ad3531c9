package retention

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
)

// CollectCohorts counts the customers of a ledger who bought, and what they
// paid, by the period of their first purchase and the periods since, up to and
// including the day of asOf. Period numbers the period of a time, such as
//
//	func(t time.Time) int { return 12*t.Year() + int(t.Month()) - 1 }
//
// for calendar months; the times are the beginnings of the ledger's own periods,
// in its zone, with refunds netted as its policy says. A nil period panics.
//
// A ledger forgets the single purchases of what is settled: a customer who has
// some gives clientele.ErrSettled. Other errors are those of Ledger.Records, and
// an *clientele.InputError for a period that goes back in time.
func CollectCohorts[K clientele.Key](l *clientele.Ledger[K], asOf time.Time, period func(time.Time) int) (*Cohorts, error) {
	if period == nil {
		panic("retention: CollectCohorts without a period")
	}
	records, err := l.Records(asOf, clientele.Day)
	if err != nil {
		return nil, err
	}
	out := new(Cohorts)
	for r := range records.All() {
		seen, at, revenue := 0, 0, 0.0
		cohort := period(r.First)
		add := func() error {
			if seen == 0 {
				return nil
			}
			return out.Add(cohort, at-cohort, 1, revenue)
		}
		for t, amount := range l.Purchases(r.Customer) {
			if seen == r.SpendAll.Count { // the others came after asOf
				break
			}
			if now := period(t); now != at || seen == 0 {
				if err := add(); err != nil {
					return nil, err
				}
				at, revenue = now, 0
			}
			seen++
			revenue += amount
		}
		if seen != r.SpendAll.Count || seen > 0 && !l.Settled().IsZero() && r.First.Before(l.Settled()) {
			return nil, fmt.Errorf("retention.CollectCohorts: %w: purchases of customer %v are summed up; count cohorts before you settle", clientele.ErrSettled, r.Customer)
		}
		if err := add(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
