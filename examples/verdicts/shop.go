package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/internal/buyer"
	"github.com/clientele-go/clientele/lifecycle"
)

// shop is a simulated base whose truth is known: customers buy at random at rates
// of their own, some fall to a third, some pause and come back, some leave for good.
type shop struct {
	members    map[string]shopMember
	logs       map[string][]lifecycle.Event
	split, end time.Time
}

// shopMember is the truth about one customer.
type shopMember struct {
	left lifecycle.Day // the day they left; the end of the log or later if they have not
	fell lifecycle.Day // the day on which their rate fell to a third; the same
}

// The shop: customers join over a year and a half, are watched for three years,
// and followed for a year more.
const (
	shopSize    = 500
	shopGap     = 60  // days between purchases in this trade
	shopLeaving = 0.2 // a year
	shopFalling = 0.1 // a year
	shopPausing = 0.1 // a year, for half a year on average
	shopPause   = 182.5
	shopFallen  = 1. / 3 // of the rate before
	shopJoining = 548    // days
	shopWatched = 1095
	shopAfter   = 365
)

func newShop(seed uint64) *shop {
	r := rand.New(rand.NewPCG(seed, 19))
	opens := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	s := &shop{members: map[string]shopMember{}, logs: map[string][]lifecycle.Event{}, split: opens.AddDate(0, 0, shopWatched-1), end: opens.AddDate(0, 0, shopWatched+shopAfter-1)}
	const end = shopWatched + shopAfter
	day := func(t float64) lifecycle.Day { return lifecycle.DayOf(opens) + lifecycle.Day(math.Min(t, end)) }
	years := func(rate float64) float64 { return 365.25 * r.ExpFloat64() / rate }
	for i := range shopSize {
		b := buyer.New(r, shopGap, 1)
		b.Time = shopJoining * r.Float64()
		left, fell, pause := b.Time+years(shopLeaving), b.Time+years(shopFalling), b.Time+years(shopPausing)
		gone := math.Min(left, end)
		events := b.Until(nil, math.Min(math.Min(fell, pause), gone))
		for _, change := range []float64{math.Min(fell, pause), math.Max(fell, pause)} {
			if change >= gone {
				break
			}
			events = b.Until(events, change)
			if change == fell {
				b.Gap /= shopFallen
				b.Time = math.Max(b.Time, fell+b.Wait())
			} else {
				b.Time = pause + shopPause*r.ExpFloat64() + b.Wait()
			}
		}
		events = b.Until(events, gone)
		id := fmt.Sprintf("C%04d", i+1)
		for k := range events {
			events[k].Day += lifecycle.DayOf(opens)
			events[k].Amount = math.Round(events[k].Amount*100) / 100
		}
		s.members[id] = shopMember{left: day(left), fell: day(fell)}
		s.logs[id] = events
	}
	return s
}

// book returns the log of the shop in a ledger, as a real one would be.
func (s *shop) book() (*intake.Book, error) {
	ledger, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Period: clientele.Day})
	if err != nil {
		return nil, err
	}
	for i := range shopSize {
		id := fmt.Sprintf("C%04d", i+1)
		for _, e := range s.logs[id] {
			if err := ledger.Add(clientele.Transaction[string]{Customer: id, Time: e.Day.Date(), Amount: e.Amount}); err != nil {
				return nil, err
			}
		}
	}
	return &intake.Book{Ledger: ledger, Amounts: true, Report: intake.Simulated("simulated shop", ledger)}, nil
}
