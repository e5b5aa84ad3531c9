package main

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value"
)

// readTransactions makes a dataset of a log.
func readTransactions(o options, p *program.Progress) (*dataset, error) {
	book, err := intake.ReadLog(o.transactions, o.reading, min(o.terms.Unit, clientele.Day), func(rows int) { p.Show("%d rows read", rows) })
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

// fromLedger reads the book at the end of calibration.
func fromLedger(book *intake.Book, o options) (*dataset, error) {
	all := book.Ledger.Report()
	report := dataReport{Report: book.Report, Unit: intake.UnitName(o.terms.Unit, 1)}
	end := all.Last
	if !o.end.IsZero() { // the last period of that day
		end = o.end.Add(24*time.Hour - time.Duration(min(o.terms.Unit, clientele.Day)))
	}
	var records *clientele.Records[string]
	var err error
	if end.Before(all.Last) {
		records, err = book.Split(end, all.Last, o.terms.Unit)
	} else {
		records, err = book.Records(end, o.terms.Unit)
	}
	if err != nil {
		return nil, err
	}
	if records.Len() == 0 {
		return nil, fmt.Errorf("no customer has a purchase up to %s: the log runs from %s to %s; choose a later -end", intake.Day(end), intake.Day(all.First), intake.Day(all.Last))
	}
	report.End, report.Waiting, report.Holdout = intake.Day(end), records.Waiting, records.Holdout
	if end.Sub(all.Last) > 366*24*time.Hour {
		report.Note("the end of observation lies more than a year after the last transaction: customers will look lost")
	}
	d := &dataset{monetary: book.Amounts, holdout: records.Holdout, report: report, customers: make([]customer, 0, records.Len())}
	for r := range records.All() {
		c := customer{id: r.Customer, data: value.Customer{History: r.History}, holdout: r.Holdout}
		if book.Amounts {
			c.data.Spend = r.Spend
		}
		d.customers = append(d.customers, c)
	}
	d.settleSpend()
	return d, nil
}
