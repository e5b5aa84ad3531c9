package main

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
)

// readTransactions makes a dataset of a log.
func readTransactions(o *options, p *program.Progress) (*dataset, error) {
	book, err := intake.ReadLog(o.Transactions, o.Reading, min(o.terms.Unit, clientele.Day), func(rows int) { p.Show("%d rows read", rows) })
	if err != nil {
		return nil, err
	}
	return fromLedger(book, o)
}

// newLedger returns a ledger whose purchase occasion is a day, or the unit if
// that is shorter.
func newLedger(unit clientele.Unit) (*clientele.Ledger[string], error) {
	return clientele.NewLedger[string](&clientele.LedgerPolicy{Period: min(unit, clientele.Day)})
}

// fromLedger reads the book at the end of all data and, where there is a
// holdout, at its beginning.
func fromLedger(book *intake.Book, o *options) (*dataset, error) {
	all := book.Ledger.Report()
	d := &dataset{monetary: book.Amounts, report: dataReport{Report: book.Report, Unit: intake.UnitName(o.terms.Unit, 1)}}
	if !o.AsOf.IsZero() { // the last moment of that day
		all.Last = o.AsOf.Add(24*time.Hour - time.Duration(min(o.terms.Unit, clientele.Day)))
	}
	end := all.Last
	if !o.end.IsZero() { // the last period of that day
		end = o.end.Add(24*time.Hour - time.Duration(min(o.terms.Unit, clientele.Day)))
	}
	if end.Sub(all.Last) > 366*24*time.Hour {
		d.report.Note("the end of observation lies more than a year after the last transaction: customers will look lost")
	}
	read := d.readRecords
	if o.Models.Periods {
		read = d.readPeriods
	}
	if err := read(book, end, all.Last, o); err != nil {
		return nil, err
	}
	if d.holdout > 0 && len(d.before) == 0 || len(d.customers) == 0 {
		return nil, fmt.Errorf("no customer has a purchase up to %s: the log runs from %s to %s; choose a later -end", intake.Day(end), intake.Day(all.First), intake.Day(all.Last))
	}
	d.end = end
	if d.report.End = intake.Day(end); d.holdout > 0 {
		d.end = all.Last
		d.report.End, d.report.Before, d.report.Holdout = intake.Day(all.Last), intake.Day(end), d.holdout
	}
	d.settleSpend()
	return d, nil
}

// readRecords takes histories in elapsed time.
func (d *dataset) readRecords(book *intake.Book, end, last time.Time, o *options) error {
	if end.Before(last) {
		records, err := book.Split(end, last, o.terms.Unit)
		if err != nil {
			return err
		}
		d.holdout, d.report.Waiting = records.Holdout, records.Waiting
		if d.timelinesBefore, err = btyd.CollectTimelines(records); err != nil {
			return err
		}
		d.before = d.of(records)
		end = last
	}
	records, err := book.Records(end, o.terms.Unit)
	if err != nil {
		return err
	}
	d.customers = d.of(records)
	d.timelines, err = btyd.CollectTimelines(records)
	return err
}

func (d *dataset) of(records *clientele.Records[string]) []customer {
	out := make([]customer, 0, records.Len())
	for r := range records.All() {
		c := customer{id: r.Customer, data: value.Customer{History: r.History}, holdout: r.Holdout}
		if d.monetary {
			c.data.Spend = r.Spend
		}
		out = append(out, c)
	}
	return out
}

// readPeriods takes histories in periods of the calendar.
func (d *dataset) readPeriods(book *intake.Book, end, last time.Time, o *options) error {
	period, err := calendarPeriod(o.terms.Unit)
	if err != nil {
		return err
	}
	at := func(end time.Time) ([]btyd.DiscreteRecord[string], error) {
		return btyd.CollectOpportunities(book.Ledger, end, period.Of)
	}
	split := end.Before(last)
	if !split {
		last = end
	}
	records, err := at(last)
	if err != nil {
		return err
	}
	later := map[string]btyd.DiscreteRecord[string]{}
	for _, r := range records {
		d.customers = append(d.customers, d.inPeriods(r))
		later[r.Customer] = r
	}
	d.report.Note("purchases of one %s are one, and the %s that is not over at the end is left out", period, period)
	if !split {
		return nil
	}
	if records, err = at(end); err != nil {
		return err
	}
	for _, r := range records {
		c, now := d.inPeriods(r), later[r.Customer]
		if n := now.History.Repeats - r.History.Repeats; n > 0 {
			paid := float64(now.Spend.Count)*now.Spend.Mean - float64(r.Spend.Count)*r.Spend.Mean
			c.holdout = clientele.Spend{Count: n, Mean: paid / float64(n)}
		}
		d.holdout = float64(now.History.Age - r.History.Age)
		d.before = append(d.before, c)
	}
	d.report.Waiting = len(d.customers) - len(d.before)
	if d.holdout == 0 {
		d.before = nil
	}
	return nil
}

func (d *dataset) inPeriods(r btyd.DiscreteRecord[string]) customer {
	c := customer{id: r.Customer, data: value.Customer{History: clientele.History{Repeats: r.History.Repeats, Last: float64(r.History.Last), Age: float64(r.History.Age)}}}
	if d.monetary {
		c.data.Spend = r.Spend
	}
	return c
}
