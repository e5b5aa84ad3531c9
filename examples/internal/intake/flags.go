package intake

import (
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/table"
)

// Reading is how a file is read and what becomes of its sales.
type Reading struct {
	Table  table.Options
	Ledger clientele.LedgerPolicy // but for the period
}

// Flags are the flags that say what a file does not tell.
type Flags struct {
	columns, dates, decimal, encoding, currency, nobody, from, to, zone, refunds, zeros, duplicates string
}

// Define defines them in a set of flags.
func (r *Flags) Define(f *flag.FlagSet) {
	f.StringVar(&r.columns, "columns", "", "`roles` of columns: customer=…,date=…,amount=…,quantity=…,price=…,order=…,status=…,currency=…,type=…,void=…, or for histories x=…,tx=…,t=…,id=…,monetary=…,weight=…; none for no column")
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

// Reading returns what they say.
func (r *Flags) Reading() (o Reading, err error) {
	if o.Table.Columns, err = table.ParseColumns(r.columns); err != nil {
		return o, fmt.Errorf("-columns: %w", err)
	}
	o.Table.Dates, o.Table.Decimal, o.Table.Encoding, o.Table.Currency = r.dates, strings.ToLower(r.decimal), r.encoding, r.currency
	if r.nobody != "" {
		o.Table.Nobody = strings.Split(r.nobody, ",")
	}
	for _, d := range []struct {
		name, text string
		to         *time.Time
	}{{"from", r.from, &o.Table.From}, {"to", r.to, &o.Table.To}} {
		if d.text == "" {
			continue
		}
		if *d.to, err = ParseDay(d.text); err != nil {
			return o, fmt.Errorf("-%s %w", d.name, err)
		}
	}
	if r.zone != "" {
		if o.Table.Zone, err = time.LoadLocation(r.zone); err != nil || r.zone == "Local" {
			return o, fmt.Errorf("-zone %q is not the name of a zone, such as Europe/Berlin or UTC", r.zone)
		}
	}
	if r.refunds != "" {
		if err := o.Ledger.Refunds.UnmarshalText([]byte(r.refunds)); err != nil {
			return o, fmt.Errorf("-refunds %q: give net-period, net-earlier, drop or refuse", r.refunds)
		}
	}
	if r.zeros != "" {
		if err := o.Ledger.Zeros.UnmarshalText([]byte(r.zeros)); err != nil {
			return o, fmt.Errorf("-zeros %q: give keep, drop or refuse", r.zeros)
		}
	}
	switch o.Table.Repeated = table.RepeatedRows(r.duplicates); o.Table.Repeated {
	case table.RepeatedAsk, table.RepeatedKeep, table.RepeatedDrop, table.RepeatedRefuse:
		return o, nil
	}
	return o, fmt.Errorf("-duplicates %q: give keep, drop or refuse", r.duplicates)
}
