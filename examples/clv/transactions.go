package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/table"
	"github.com/clientele-go/clientele/value"
)

// readTransactions makes a dataset of a log: the reader understands the whole
// file, then its sales go into a ledger.
func readTransactions(o options, p *progress) (*dataset, error) {
	log, err := table.OpenLog(o.transactions, o.reading)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	policy := o.ledger
	policy.Period = min(o.terms.Unit, clientele.Day)
	netted := policy.Refunds == 0 && log.GivesBack()
	if netted {
		policy.Refunds = clientele.RefundNetEarlier
	}
	book, err := clientele.NewLedger[string](&policy)
	if err != nil {
		return nil, err
	}
	rows := 0
	if err := log.Each(func(s table.Sale) error {
		if rows++; rows%100_000 == 0 {
			p.show("%d rows read", rows)
		}
		err := book.Add(clientele.Transaction[string]{Customer: s.Customer, Time: s.Time, Amount: s.Amount})
		var bad *clientele.InputError
		if errors.As(err, &bad) {
			return &table.RowError{Why: err.Error()}
		}
		return err
	}); err != nil {
		return nil, err
	}
	report := newReport(o, log.ReadAs(), log.Problems(), log.Bad())
	if netted {
		report.note("%d negative amounts give back: each was taken off the same customer's purchases, the latest first; -refunds net-period, drop or refuse does otherwise", log.Refunds())
	}
	if all := book.Report(); all.Unmatched > 0 {
		report.note("%d refunds or parts of them have no earlier purchase of the same customer to be taken off", all.Unmatched)
	}
	if all := book.Report(); all.Zeros > 0 && o.ledger.Zeros == 0 && log.HasAmounts() {
		report.note("%d purchases of amount 0 count as purchases; -zeros drop leaves them out", all.Zeros)
	}
	return fromLedger(book, log.HasAmounts(), o, report)
}

// newLedger returns a ledger whose purchase occasion is a day, or the unit if
// that is shorter.
func newLedger(unit clientele.Unit) (*clientele.Ledger[string], error) {
	return clientele.NewLedger[string](&clientele.LedgerPolicy{Period: min(unit, clientele.Day)})
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
