package btyd

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
)

// CollectTimelines returns the timelines of a reading of a ledger, in its zone, netted
// as it nets, with its unit and end of observation. A ledger forgets the days of
// purchases that are settled: where some customer's are, the error matches
// [clientele.ErrSettled], and the histories alone are left, in Records.Panel.
func CollectTimelines[K clientele.Key](r *clientele.Records[K]) (*TimelinePanel, error) {
	p := &TimelinePanel{Unit: r.Unit, AsOf: r.AsOf}
	settled := 0
	for rec, ages := range r.Ages() {
		if len(ages) < rec.History.Repeats {
			settled++
			continue
		}
		if err := p.Add(Timeline{Purchases: ages, Age: rec.History.Age}); err != nil {
			return nil, fmt.Errorf("btyd.CollectTimelines: customer %v: %w", rec.Customer, err)
		}
	}
	if settled > 0 {
		return nil, fmt.Errorf("btyd.CollectTimelines: the gaps of %d of %d customers are not known: some of their purchases lie %w; read them before you settle, or take Records.Panel and models that do not look at the gaps", settled, r.Len(), clientele.ErrSettled)
	}
	return p, nil
}

// TimelineOf returns the timeline of one customer of a ledger; its errors are those of
// Ledger.AppendAges.
func TimelineOf[K clientele.Key](l *clientele.Ledger[K], customer K, asOf time.Time, unit clientele.Unit) (Timeline, error) {
	ages, err := l.AppendAges(nil, customer, asOf, unit)
	if err != nil {
		return Timeline{}, err
	}
	rec, err := l.Record(customer, asOf, unit)
	return Timeline{Purchases: ages, Age: rec.History.Age}, err
}
