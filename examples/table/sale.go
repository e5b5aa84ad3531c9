package table

import (
	"bytes"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
)

// Sale is a row of a log: what a customer paid when. A negative amount gives
// back.
type Sale struct {
	Customer string
	Time     time.Time       // what the clocks showed, as a time in UTC
	Amount   float64         // 1 if the log has no amounts
	Order    string          // key of the order; "" if there is none
	Seat     *clientele.Seat // of the customer, for the ledger's AddAt; nil if they are too many
	Line     int             // in the file
}

// field returns the field of a role, nil if there is no such column.
func (l *Log) field(r *row, at int) []byte {
	if at < 0 {
		return nil
	}
	return r.fields[at]
}

// RowError is what a function given to Each returns to have a row set aside.
type RowError struct{ Why string }

func (e *RowError) Error() string { return e.Why }

// sale reads a row.
func (l *Log) sale(r *row, who *person, take func(Sale) error) error {
	t := l.tally
	customer, date := r.fields[l.places.customer], r.fields[l.places.date]
	amount, why := l.amount(r)
	if l.gives != nil && amount > 0 && l.gives[string(r.fields[l.places.kind])] {
		amount = -amount
	}
	if who.total || (missing(date) || len(customer) == 0) && isTotal(r.fields[0]) || missing(date) && totalRow(r.fields) {
		t.rows--
		t.aside(r.line, first(r), "totals, which add up other rows", 0, true)
		return nil
	}
	if comment(first(r)) && (missing(date) || blankTail(r.fields[1:])) {
		t.rows--
		t.aside(r.line, first(r), "comments", 0, true)
		return nil
	}
	if who.odd {
		t.aside(r.line, customer, "customers of several lines; a quote may not be closed", amount, false)
		return nil
	}
	id := who.called()
	if id == "" {
		t.aside(r.line, customer, "no customer", amount, true)
		return nil
	}
	if at := l.places.status; at >= 0 && l.voids != nil && l.voids[string(r.fields[at])] && !(amount < 0) {
		t.aside(r.line, r.fields[at], "orders that did not stand, by their status", amount, true)
		return nil
	}
	for _, f := range l.flags {
		if f.says(r.fields[f.at]) && !(amount < 0) {
			t.aside(r.line, r.fields[f.at], "orders that did not stand, by a column of yes and no", amount, true)
			return nil
		}
	}
	if at := l.places.order; l.totals.first && why == "no amount" && !missing(r.fields[at]) || why == "" && l.counted(r) {
		t.aside(r.line, r.fields[at], "further lines of an order, whose total is counted once", 0, true)
		return nil
	}
	when, bad := l.dates.ofRow(r, date)
	if bad != "" {
		if missing(date) {
			bad = "no date"
		}
		t.aside(r.line, date, bad, amount, false)
		return nil
	}
	if why != "" {
		if l.mixed && why == otherCurrency {
			t.aside(r.line, l.moneyField(r), why, 0, true)
			return nil
		}
		t.aside(r.line, l.moneyField(r), why, 0, false)
		return nil
	}
	if !l.o.From.IsZero() && when.Before(l.o.From) || !l.o.To.IsZero() && !when.Before(l.o.To.AddDate(0, 0, 1)) {
		t.aside(r.line, date, "days outside of what was asked for", amount, true)
		return nil
	}
	if l.seen != nil {
		h := rowHash(r)
		if _, again := l.seen[h]; again {
			t.aside(r.line, first(r), "rows that are equal to an earlier one in every column", amount, true)
			return nil
		}
		l.seen[h] = struct{}{}
	}
	s := Sale{Customer: id, Time: when, Amount: amount, Line: r.line}
	if who != &l.stranger { // who is another at the next row
		s.Seat = &who.seat
	}
	if at := l.places.order; at >= 0 && l.o.Orders {
		s.Order = string(r.fields[at])
	}
	if err := take(s); err != nil {
		if bad, ok := err.(*RowError); ok {
			t.aside(r.line, date, bad.Why, amount, false)
			return nil
		}
		return err
	}
	l.days.add(when)
	if amount < 0 {
		l.refunds++
	} else if amount == 0 {
		l.zeroAmounts++
	}
	t.kept++
	return nil
}

func rowHash(r *row) uint64 {
	if r.raw != nil {
		return hashOf(1, r.raw)
	}
	h := uint64(1)
	for _, f := range r.fields {
		h = hashOf(h, f)
	}
	return h
}

// longestID bounds the key of a customer, in bytes.
const longestID = 1000

const otherCurrency = "another currency than the one asked for"

// amount returns what a row is worth, or why it is worth nothing that is known.
func (l *Log) amount(r *row) (v float64, why string) {
	if at := l.places.currency; l.mixed && at >= 0 && !l.isUsed(string(r.fields[at])) {
		return 0, otherCurrency
	}
	if !l.product {
		at := l.places.amount
		if at < 0 {
			return 1, ""
		}
		if v, why = l.read(r.fields[at], l.money); l.cents {
			v /= 100
		}
		return v, why
	}
	price, why := l.read(r.fields[l.places.price], l.money)
	if why != "" {
		return 0, why
	}
	n, why := l.read(r.fields[l.places.quantity], l.pieces)
	return n * price, why
}

func (l *Log) read(f []byte, as numbers) (float64, string) {
	v, ok := as.plain(f)
	if ok {
		if l.mixed && l.cols.at(RoleCurrency) < 0 {
			return 0, otherCurrency
		}
		return v, ""
	}
	n, ok := dissect(f, l.scratch)
	if ok {
		if l.mixed && l.cols.at(RoleCurrency) < 0 && !l.isUsed(n.currency) {
			return 0, otherCurrency
		}
		v, ok = as.value(n)
	}
	switch {
	case ok:
		return v, ""
	case missing(f):
		return 0, "no amount"
	}
	return 0, "amounts that are no numbers; write them as " + map[bool]string{false: "1234.56", true: "1234,56"}[as.comma]
}

func (l *Log) isUsed(word string) bool {
	code := currencyOf(word)
	return code == l.used || strings.Contains(sameCurrency[code], l.used) && l.used != ""
}

func (l *Log) moneyField(r *row) []byte {
	if l.product {
		return append(append(bytes.Clone(r.fields[l.cols[RoleQuantity]]), " × "...), r.fields[l.cols[RolePrice]]...)
	}
	return l.field(r, l.cols.at(RoleAmount))
}
