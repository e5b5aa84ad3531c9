package main

import (
	"fmt"
	"math"
	"sort"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
)

// base is the customers of a log who bought before the split.
type base struct {
	report    intake.Report
	amounts   bool
	customers []customer
	waiting   int                   // customers left out: no purchase before the day of the split
	split     lifecycle.Day         // the last day that the verdicts see
	end       lifecycle.Day         // the last day of the log
	calendar  *btyd.Calendar        // nil if there is none
	warnings  []clientele.Warning   // of a season without a calendar, or of one that could not be learned
	truth     map[string]shopMember // of simulated customers, by id
}

// customer is one customer with all their purchases, one event a day.
type customer struct {
	id     string
	events []lifecycle.Event
	known  int // events up to the split
}

// before returns the purchases that the verdicts see.
func (c *customer) before() []lifecycle.Event { return c.events[:c.known] }

// until returns the number of purchases up to and including a day.
func (c *customer) until(day lifecycle.Day) int {
	return sort.Search(len(c.events), func(i int) bool { return c.events[i].Day > day })
}

// after returns the number of purchases on the days after one up to and including another.
func (c *customer) after(from, to lifecycle.Day) int { return c.until(to) - c.until(from) }

// openBase reads the log, or simulates the shop.
func openBase(o *options, p *program.Progress) (*base, error) {
	if o.Transactions == "" {
		s := newShop(o.Seed)
		book, err := s.book()
		if err != nil {
			return nil, err
		}
		if o.split.IsZero() && o.AsOf.IsZero() {
			o.split = s.split
		}
		b, err := newBase(book, o)
		if err != nil {
			return nil, err
		}
		b.truth = s.members
		return b, nil
	}
	book, err := intake.ReadLog(o.Transactions, o.Reading, clientele.Day, func(rows int) { p.Show("%d rows read", rows) })
	if err != nil {
		return nil, err
	}
	return newBase(book, o)
}

// newBase parts a log at the split.
func newBase(book *intake.Book, o *options) (*base, error) {
	all := book.Ledger.Report()
	if all.Purchases == 0 {
		return nil, fmt.Errorf("%s has no purchase that counts: nothing can be judged", book.Report.Source)
	}
	first, last := lifecycle.DayOf(all.First), lifecycle.DayOf(all.Last)
	if !o.AsOf.IsZero() {
		last = min(last, lifecycle.DayOf(o.AsOf))
	}
	split := lifecycle.DayOf(o.split)
	if o.split.IsZero() {
		split = first + (last-first)*2/3
	}
	b := &base{report: book.Report, amounts: book.Amounts, split: split, end: last}
	if b.split <= first || b.split >= last {
		return nil, fmt.Errorf("-split %v leaves nothing on one side: the log runs from %v to %v; give a date between them, such as %v", b.split, first, last, first+(last-first)*2/3)
	}
	records, err := book.Records(last.Date(), clientele.Day)
	if err != nil {
		return nil, err
	}
	for r := range records.All() {
		c := customer{id: r.Customer}
		for at, amount := range book.Purchases(r.Customer) {
			if lifecycle.DayOf(at) > last {
				break
			}
			c.events = append(c.events, lifecycle.Event{Day: lifecycle.DayOf(at), Amount: amount, Free: amount == 0})
		}
		if c.events[0].Day >= b.split {
			b.waiting++
			continue
		}
		c.known = c.until(b.split)
		b.customers = append(b.customers, c)
	}
	var months lifecycle.Season
	for i := range b.customers {
		if err := months.Add(b.customers[i].before()); err != nil {
			return nil, fmt.Errorf("customer %s: %w", b.customers[i].id, err)
		}
	}
	if b.calendar, b.warnings, err = o.season.calendar(&months); err != nil {
		return nil, err
	}
	return b, nil
}

// passes returns the days that pass between two, operational ones where there is
// a calendar: the time in which everything is fitted and judged.
func (b *base) passes(from, to lifecycle.Day) float64 {
	if b.calendar == nil || to <= from {
		return float64(to - from)
	}
	return b.calendar.Span(float64(from), float64(to-from))
}

// lasts returns the day on which so many days of the base's time have passed.
func (b *base) lasts(from lifecycle.Day, days float64) lifecycle.Day {
	if b.calendar != nil {
		days = b.calendar.Elapse(float64(from), days)
	}
	return from + lifecycle.Day(math.Round(math.Min(days, 1e6)))
}

// timeline returns a customer's purchases up to a day, in the base's days.
func (b *base) timeline(c *customer, asOf lifecycle.Day) btyd.Timeline {
	first := c.events[0].Day
	t := btyd.Timeline{Age: b.passes(first, asOf)}
	for _, e := range c.events[1:c.until(asOf)] {
		t.Purchases = append(t.Purchases, math.Min(b.passes(first, e.Day), t.Age))
	}
	return t
}

// rest returns the days of the log after the split.
func (b *base) rest() lifecycle.Day { return b.end - b.split }
