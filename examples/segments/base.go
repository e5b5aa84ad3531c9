package main

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/segment"
)

// base is the customers of a log on one day.
type base struct {
	*options
	report    intake.Report
	ledger    *clientele.Ledger[string]
	now, end  time.Time // the day of the segments, and the last day of the log
	customers []customer
	simulated bool
}

// customer is what is known of one of them: of simulated ones more than a log tells.
type customer struct {
	record       clientele.Record[string]
	contribution float64 // margin less discounts and service, to date

	orders  float64        // to date
	bargain float64        // of them at a discount
	gift    float64        // and sent to somebody else
	wallet  segment.Wallet // what a survey says they spend on tea in a year
	kind    int            // the truth
}

// spent returns what the customer has paid to date.
func (c *customer) spent() float64 {
	return float64(c.record.SpendAll.Count) * c.record.SpendAll.Mean
}

// aWhile is how much of the log must come after a day to say what came then.
const aWhile = 28 * 24 * time.Hour

// readBase reads a log.
func readBase(o *options, p *program.Progress) *base {
	book := note.Must(intake.ReadLog(o.Transactions, o.Reading, clientele.Day, func(rows int) { p.Show("%d rows read", rows) }))
	b := &base{options: o, report: book.Report, ledger: book.Ledger, end: book.Ledger.Report().Last}
	if b.now = b.end; !o.AsOf.IsZero() && o.AsOf.Before(b.end) {
		b.now = o.AsOf
	}
	for _, r := range b.records() {
		b.customers = append(b.customers, customer{record: r, contribution: o.margin * float64(r.SpendAll.Count) * r.SpendAll.Mean})
	}
	if len(b.customers) == 0 {
		note.Check(fmt.Errorf("nobody bought up to %s: the log begins on %s", intake.Day(b.now), intake.Day(book.Ledger.Report().First)))
	}
	return b
}

// records returns the customers of the day, with what came then where the log goes on.
func (b *base) records() (out []clientele.Record[string]) {
	records, err := b.ledger.Records(b.now, clientele.Week)
	if b.goesOn() {
		records, err = b.ledger.Split(b.now, b.end, clientele.Week)
	}
	note.Check(err)
	for r := range records.All() {
		out = append(out, r)
	}
	return out
}

// goesOn reports whether the log tells what came after the day.
func (b *base) goesOn() bool { return b.end.Sub(b.now) >= aWhile }

// earlier returns the day that the segments of the last are held against: half a year
// before, or half of the log.
func (b *base) earlier() time.Time {
	day := b.end.AddDate(0, 0, -182)
	if first := b.ledger.Report().First; day.Sub(first) < b.end.Sub(first)/2 {
		day = first.Add(b.end.Sub(first) / 2).Truncate(24 * time.Hour)
	}
	return day
}
