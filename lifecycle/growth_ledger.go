package lifecycle

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/periods"
)

// CollectGrowth counts the customers of a ledger by the periods in which they
// bought, up to and including the day of asOf. Period numbers the period of a
// time, such as
//
//	clientele.CalendarPeriodMonth.Of
//
// for calendar months; the times are the beginnings of the ledger's own periods,
// in its zone, with refunds netted as its policy says. A nil period panics.
//
// A ledger forgets the single purchases of what is settled: a customer who has
// some gives clientele.ErrSettled. Other errors are those of Ledger.Records, and
// an *clientele.InputError for periods beyond MaxPeriod, or one that goes back in
// time.
func CollectGrowth[K clientele.Key](l *clientele.Ledger[K], asOf time.Time, period func(time.Time) int) (*Growth, error) {
	if period == nil {
		panic("lifecycle: CollectGrowth without a period")
	}
	g := new(Growth)
	var own []ActivePeriod
	err := periods.Each(l, asOf, period, "lifecycle.CollectGrowth", func(_ K, active []periods.Active) error {
		own = own[:0]
		for _, a := range active {
			own = append(own, ActivePeriod(a))
		}
		return g.Add(own, 0)
	})
	if err != nil {
		return nil, err
	}
	return g, nil
}
