package retention

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/periods"
)

// CollectCohorts counts the customers of a ledger who bought, and what they
// paid, by the period of their first purchase and the periods since, up to and
// including the day of asOf. Period numbers the period of a time, such as
//
//	clientele.CalendarPeriodMonth.Of
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
	out := new(Cohorts)
	err := periods.Each(l, asOf, period, "retention.CollectCohorts", func(_ K, active []periods.Active) error {
		cohort := active[0].Period
		for _, a := range active {
			if err := out.Add(cohort, a.Period-cohort, 1, a.Amount); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
