package main

import (
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/clientele-go/clientele/examples/table"
)

// readingFlags are the flags that say what a file does not tell.
type readingFlags struct {
	columns, dates, decimal, encoding, currency, nobody, from, to, zone, refunds, zeros, duplicates string
}

func (r *readingFlags) define(f *flag.FlagSet) {
	f.StringVar(&r.columns, "columns", "", "`roles` of columns: customer=…,date=…,amount=…,quantity=…,price=…,order=…,status=…,currency=…, or for histories x=…,tx=…,t=…,id=…,monetary=…,weight=…; none for no column")
	f.StringVar(&r.dates, "dates", "", "how dates are `written` where the column does not tell: day-first, month-first, year-first, months, weeks, serial, unix-days, sas-days, seconds, milliseconds")
	f.StringVar(&r.decimal, "decimal", "", "the decimal `sign` where the numbers do not tell: point or comma")
	f.StringVar(&r.encoding, "encoding", "", "`name` of the encoding where the bytes do not tell: gb18030, big5, windows-1252, …")
	f.StringVar(&r.currency, "currency", "", "`code` of the only currency whose rows count")
	f.StringVar(&r.nobody, "nobody", "", "`ids`, with commas, that stand for no customer; none if every id is one")
	f.StringVar(&r.from, "from", "", "first `date` that counts; earlier rows are set aside")
	f.StringVar(&r.to, "to", "", "last `date` that counts; later rows are set aside")
	f.StringVar(&r.zone, "zone", "", "`name` of the zone whose days count, for dates that are instants: Europe/Berlin")
	f.StringVar(&r.refunds, "refunds", "", "what becomes of negative amounts, a `rule`: net-period, net-earlier (the default where there are any), drop, refuse")
	f.StringVar(&r.zeros, "zeros", "", "what becomes of amounts of 0, a `rule`: keep (the default), drop, refuse")
	f.StringVar(&r.duplicates, "duplicates", "", "what becomes of rows equal in every column, a `rule`: keep, drop, refuse; default: a few are kept, many are refused")
}

// fill turns them into options.
func (r *readingFlags) fill(o *options) (err error) {
	if o.reading.Columns, err = table.ParseColumns(r.columns); err != nil {
		return fmt.Errorf("-columns: %w", err)
	}
	o.reading.Dates, o.reading.Decimal, o.reading.Encoding, o.reading.Currency = r.dates, strings.ToLower(r.decimal), r.encoding, r.currency
	if r.nobody != "" {
		o.reading.Nobody = strings.Split(r.nobody, ",")
	}
	for _, d := range []struct {
		name, text string
		to         *time.Time
	}{{"from", r.from, &o.reading.From}, {"to", r.to, &o.reading.To}} {
		if d.text == "" {
			continue
		}
		if *d.to, err = parseDay(d.text); err != nil {
			return fmt.Errorf("-%s %w", d.name, err)
		}
	}
	if r.zone != "" {
		if o.reading.Zone, err = time.LoadLocation(r.zone); err != nil || r.zone == "Local" {
			return fmt.Errorf("-zone %q is not the name of a zone, such as Europe/Berlin or UTC", r.zone)
		}
	}
	if r.refunds != "" {
		if err := o.ledger.Refunds.UnmarshalText([]byte(r.refunds)); err != nil {
			return fmt.Errorf("-refunds %q: give net-period, net-earlier, drop or refuse", r.refunds)
		}
	}
	if r.zeros != "" {
		if err := o.ledger.Zeros.UnmarshalText([]byte(r.zeros)); err != nil {
			return fmt.Errorf("-zeros %q: give keep, drop or refuse", r.zeros)
		}
	}
	switch o.reading.Repeated = table.RepeatedRows(r.duplicates); o.reading.Repeated {
	case table.RepeatedAsk, table.RepeatedKeep, table.RepeatedDrop, table.RepeatedRefuse:
		return nil
	}
	return fmt.Errorf("-duplicates %q: give keep, drop or refuse", r.duplicates)
}

// parseDay reads the date of a flag.
func parseDay(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "2006/01/02", "2006.01.02", "20060102", "2006年1月2日", "2006-1-2"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date: write it as 2024-03-31", s)
}
