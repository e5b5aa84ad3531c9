package main

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
)

// log is the file of a transaction log with its columns.
type log struct {
	*file
	customer, date, amount int // columns; amount is −1 if there is none
	dates                  dates
	decimals               decimals
}

// readTransactions makes a dataset of a log: two passes, one to see how its
// dates and numbers are written, one to read them into a ledger.
func readTransactions(o options, p *progress) (*dataset, error) {
	f, err := openFile(o.transactions, o.terms.Unit, anyKnows(customerColumn, dateColumn, amountColumn))
	if err != nil {
		return nil, err
	}
	l := &log{file: f, amount: amountColumn.find(f.header)}
	if l.customer, err = customerColumn.need(f.header); err == nil {
		l.date, err = dateColumn.need(f.header)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.transactions, err)
	}
	l.survey()
	if err := l.rewind(); err != nil {
		return nil, err
	}
	book, err := newLedger(o.terms.Unit)
	if err != nil {
		return nil, err
	}
	kept := l.enter(book, p)
	report, err := l.close(kept)
	if err != nil {
		return nil, err
	}
	if note := l.dates.note(); note != "" {
		report.note("%s", note)
	}
	return fromLedger(book, l.amount >= 0, o, report)
}

// newLedger returns a ledger whose purchase occasion is a day, or the unit if
// that is shorter.
func newLedger(unit clientele.Unit) (*clientele.Ledger[string], error) {
	return clientele.NewLedger[string](&clientele.LedgerPolicy{Period: min(unit, clientele.Day)})
}

// survey looks at all dates and amounts before any is read.
func (l *log) survey() {
	l.decimals.semicolons = l.sep == ';'
	amounts := 0
	for {
		if _, ok := l.next(); !ok {
			break
		}
		l.dates.look(l.fields[l.date])
		if l.amount >= 0 && !missing(l.fields[l.amount]) {
			amounts++
			digits, _ := strip(l.fields[l.amount])
			l.decimals.look(digits)
		}
	}
	if l.amount >= 0 && amounts == 0 {
		l.amount = -1
		l.report.note("the column of amounts is empty: only purchases are counted")
	}
}

// enter reads every row into the book and returns how many were taken.
func (l *log) enter(book *clientele.Ledger[string], p *progress) (kept int) {
	comma, dayFirst := l.decimals.comma(), l.dates.first()
	for {
		line, ok := l.next()
		if !ok {
			return kept
		}
		t := clientele.Transaction[string]{Customer: l.fields[l.customer], Amount: 1}
		if t.Customer == "" {
			l.skip(line, "", "the customer is empty; give every row its customer")
			continue
		}
		var err error
		if t.Time, err = date(l.fields[l.date], dayFirst); err != nil {
			l.skip(line, l.fields[l.date], err.Error())
			continue
		}
		if l.amount >= 0 {
			if t.Amount, err = number(l.fields[l.amount], comma); err != nil {
				l.skip(line, l.fields[l.amount], err.Error())
				continue
			}
		}
		if err := book.Add(t); err != nil {
			l.skip(line, l.fields[l.date], err.Error())
			continue
		}
		if kept++; kept%100_000 == 0 {
			p.show("%d rows read", kept)
		}
	}
}

// fromLedger reads the book at the end of calibration.
func fromLedger(book *clientele.Ledger[string], monetary bool, o options, report dataReport) (*dataset, error) {
	all := book.Report()
	report.Ledger = &all
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
		return nil, fmt.Errorf("no customer has a purchase up to %s: the log runs from %s to %s; choose a later -end", day(end), day(all.First), day(all.Last))
	}
	report.End, report.Waiting, report.Holdout = day(end), records.Waiting, records.Holdout
	if end.Sub(all.Last) > 366*24*time.Hour {
		report.note("the end of observation lies more than a year after the last transaction: customers will look lost")
	}
	d := &dataset{monetary: monetary, holdout: records.Holdout, report: report, customers: make([]customer, 0, records.Len())}
	for r := range records.All() {
		c := customer{id: r.Customer, data: value.Customer{History: r.History}, holdout: r.Holdout}
		if monetary {
			c.data.Spend = r.Spend
		}
		d.customers = append(d.customers, c)
	}
	d.settleSpend()
	return d, nil
}
