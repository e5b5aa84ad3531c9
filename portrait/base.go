package portrait

import (
	"errors"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
)

// base is what Fit remembers of each customer until it is done.
type base struct {
	dossiers  []Dossier
	markers   []loyalty.Markers
	accounts  []keyaccount.Account
	rates     loyalty.BaseRates
	season    lifecycle.Season
	details   spend.DetailPanel
	means     spend.SpendPanel
	total     float64 // of all amounts
	count     int     // of all purchases
	timelines *btyd.TimelinePanel
}

// collect reads the ledger once.
func collect[K clientele.Key](l *clientele.Ledger[K], asOf time.Time, known func(K) *Facts, q *PortraitPolicy) (*base, error) {
	records, err := l.Records(asOf, Days)
	if err != nil {
		return nil, fmt.Errorf("portrait.Fit: %w", err)
	}
	if records.Len() == 0 {
		return nil, fmt.Errorf("portrait.Fit: %w: no purchase until %s", clientele.ErrNoData, asOf.Format(time.DateOnly))
	}
	timelines, err := btyd.CollectTimelines(records)
	if err != nil {
		return nil, fmt.Errorf("portrait.Fit: %w", err)
	}
	b := &base{timelines: timelines, dossiers: make([]Dossier, 0, records.Len()), markers: make([]loyalty.Markers, 0, records.Len())}
	var events []lifecycle.Event
	for r := range records.All() {
		d := Dossier{First: r.First, History: r.History, Spend: r.Spend, SpendAll: r.SpendAll}
		if known != nil {
			if m := known(r.Customer); m != nil {
				d.Known = *m
			}
		}
		events = events[:0]
		end := lastDay(r.First, r.History)
		var sums spend.PurchaseSums
		recent := 0.0
		for at, amount := range l.Purchases(r.Customer) {
			day := lifecycle.DayOf(at)
			if len(events) == r.SpendAll.Count { // after asOf
				break
			}
			events = append(events, lifecycle.Event{Day: day, Amount: amount, Free: amount == 0})
			if len(events) > 1 && amount > 0 {
				if err := sums.Add(float64(len(events)), amount); err != nil {
					return nil, fmt.Errorf("portrait.Fit: customer %v: %w", r.Customer, err)
				}
			}
			if q.recent(day, end) {
				d.Recent.Count++
				recent += amount
			}
		}
		if len(events) != r.SpendAll.Count {
			return nil, fmt.Errorf("portrait.Fit: customer %v: %w: fit before the ledger is settled", r.Customer, clientele.ErrSettled)
		}
		if d.Recent.Count > 0 {
			d.Recent.Mean = recent / float64(d.Recent.Count)
		}
		if sums.Len() > 0 {
			if err := b.details.Add(sums.Detail()); err != nil {
				return nil, fmt.Errorf("portrait.Fit: customer %v: %w", r.Customer, err)
			}
		}
		if err := errors.Join(b.season.Add(events), b.add(&d)); err != nil {
			return nil, fmt.Errorf("portrait.Fit: customer %v: %w", r.Customer, err)
		}
	}
	return b, nil
}

// tenureOf is the tenure in years, the caller's or the ledger's.
func tenureOf(d *Dossier) clientele.Measure {
	if _, ok := d.Known.Markers.Tenure.Value(); ok {
		return d.Known.Markers.Tenure
	}
	return clientele.Known(d.History.Age * Days.In(clientele.Year))
}

// markersOf are the markers of orientation, filled from the ledger.
func markersOf(d *Dossier) loyalty.Markers {
	m := d.Known.Markers
	m.Tenure = tenureOf(d)
	if _, ok := m.Purchases.Value(); !ok {
		m.Purchases = clientele.Known(float64(d.SpendAll.Count))
	}
	return m
}

// add takes in a customer.
func (b *base) add(d *Dossier) error {
	if err := errors.Join(b.means.Add(d.Spend), b.rates.Add(d.Known.parts(tenureOf(d)))); err != nil {
		return err
	}
	if d.Known.Account != nil {
		b.accounts = append(b.accounts, *d.Known.Account)
	}
	b.total += d.SpendAll.Mean * float64(d.SpendAll.Count)
	b.count += d.SpendAll.Count
	b.markers = append(b.markers, markersOf(d))
	b.dossiers = append(b.dossiers, *d)
	return nil
}
