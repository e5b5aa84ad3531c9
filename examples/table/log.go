package table

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
)

// Sale is a row of a log: what a customer paid when. A negative amount gives
// back.
type Sale struct {
	Customer string
	Time     time.Time // what the clocks showed, as a time in UTC
	Amount   float64   // 1 if the log has no amounts
	Order    string    // key of the order; "" if there is none
	Line     int       // in the file
}

// Log is a log of purchases whose columns, dates and numbers are understood.
// It is for one goroutine.
type Log struct {
	o       Options
	src     *source
	coding  coding
	layout  *layout
	sheets  []string // to read, of a workbook
	cols    columns
	notes   []string
	dates   *calendar
	money   numbers // of the amount or the price
	pieces  numbers // of the quantity
	used    string  // currency
	mixed   bool    // several currencies, of which one counts
	product bool    // amount is quantity × price
	sameIDs bool    // ids are written in two ways and taken as one
	voids   map[string]bool
	gives   map[string]bool // types of rows that give back
	cents   bool            // amounts are in hundredths

	nobodyToo    map[string]bool
	zeroIsNobody bool
	everybody    bool
	seen         map[uint64]struct{} // rows, to drop repeated ones
	tally        *tally
	refunds      int
	cancels      int // orders whose number says that they cancel
	zeroAmounts  int
	scratch      []byte
	people       people
	stranger     person // one of too many to be kept
	provisional  bool   // decided by the first rows alone
	undecided    undecided
	places       places
	days         dayCounts
}

// places are the columns of the roles, −1 for none.
type places struct{ customer, date, amount, quantity, price, order, status, currency, kind int }

func (c columns) places() places {
	return places{c.at(RoleCustomer), c.at(RoleDate), c.at(RoleAmount), c.at(RoleQuantity), c.at(RolePrice), c.at(RoleOrder), c.at(RoleStatus), c.at(RoleCurrency), c.at(RoleType)}
}

// OpenLog looks at a file and decides how it is read. An error says what is in
// doubt and which option decides it. Close the log after use.
func OpenLog(path string, o Options) (*Log, error) {
	src, err := openSource(path)
	if err != nil {
		return nil, err
	}
	return openLog(src, o)
}

func openLog(src *source, o Options) (*Log, error) {
	l := &Log{o: o, src: src, tally: newTally(), nobodyToo: map[string]bool{}}
	for _, id := range o.Nobody {
		if strings.EqualFold(id, "none") {
			l.everybody = true
		} else {
			l.nobodyToo[id] = true
		}
	}
	if err := l.open(); err != nil {
		_ = src.close()
		return nil, fmt.Errorf("%s: %w", src.path, err)
	}
	return l, nil
}

// Close removes what was unpacked.
func (l *Log) Close() error { return l.src.close() }

func (l *Log) open() (err error) {
	if l.coding, l.layout, l.sheets, err = l.src.understand(logRoles, l.o); err != nil {
		return err
	}
	if l.coding.note != "" {
		l.note("%s", l.coding.note)
	}
	var notes []string
	if l.cols, notes, err = l.layout.assign(l.o); err != nil {
		return err
	}
	l.notes = append(l.notes, notes...)
	for _, role := range []Role{RoleCustomer, RoleDate} {
		if l.cols.at(role) < 0 {
			return fmt.Errorf("a log needs a column for the %s: say -columns %s=NAME", role, role)
		}
	}
	return l.sample()
}

func (l *Log) note(format string, args ...any) {
	l.notes = append(l.notes, fmt.Sprintf(format, args...))
}

// understand finds the encoding and the layout of a file.
func (s *source) understand(roles []Role, o Options) (c coding, l *layout, sheets []string, err error) {
	if s.sheets != nil {
		l, sheets, err = s.sheetLayout(roles, o.Columns)
		if err == nil {
			err = l.fit(roles)
		}
		return c, l, sheets, err
	}
	if o.Encoding != "" {
		if c, err = namedCoding(o.Encoding); err != nil {
			return c, nil, nil, err
		}
	} else {
		seen, err := seeBytes(s.open)
		if err != nil {
			return c, nil, nil, err
		}
		if c, err = seen.decide(); err != nil {
			return c, nil, nil, err
		}
	}
	l, err = textLayout(func() (io.ReadCloser, error) { return c.decoded(s.open) }, roles, o.Columns)
	if err == nil {
		err = l.fit(roles)
	}
	return c, l, nil, err
}

// fit puts names and fields in step where all rows have one field more than the
// header: names of rows in front, as R writes them, or a separator at the end.
func (l *layout) fit(roles []Role) error {
	wider, emptyLast := 0, 0
	n := len(l.header)
	for _, r := range l.sample {
		if len(r) == n+1 {
			wider++
			if r[n] == "" {
				emptyLast++
			}
		}
	}
	switch {
	case len(l.sample) == 0 || wider*10 < len(l.sample)*9 || emptyLast == wider:
		return nil
	}
	moved := &layout{header: append([]string{""}, l.header...), names: l.names, sample: l.sample}
	date := -1
	for i, h := range l.header {
		if RoleDate.rank(h) > 0 {
			date = i
			break
		}
	}
	if date >= 0 {
		if look := moved.lookAt(date + 1); look.most(look.dates) {
			l.header = moved.header
			return nil
		}
	} else if moved.lookAt(0).distinct != nil && len(moved.lookAt(0).distinct) == len(l.sample) {
		l.header = moved.header
		return nil
	}
	return fmt.Errorf("rows have %d fields where the header has %d: put quotes around values that hold %q, such as decimal commas", n+1, n, separatorName(l.sep))
}

// rowsOf opens the file at its first row.
func (s *source) rowsOf(c coding, l *layout, sheets []string) (rowReader, error) {
	if s.sheets != nil {
		r, err := s.sheets()
		if book, ok := r.(*sheetReader); ok && err == nil {
			book.names = sheets
		}
		return r, err
	}
	r, err := c.decoded(s.open)
	if err != nil {
		return nil, err
	}
	return newLineReader(r, l.sep, l.end, 64<<10), nil
}

// body gives every row below the header that is a row of the table; what is
// not goes to the tally.
func (s *source) body(c coding, l *layout, sheets []string, t *tally, each func(row) error) (zeros int, err error) {
	return s.batches(c, l, sheets, t, nil, each)
}

// batchRows is how many rows are held before they are given.
const batchRows = 64

// batches is body with a look ahead at each row: a batch of rows is looked at
// before the first of them is given, so that the processor waits for the memory of
// many at once.
func (s *source) batches(c coding, l *layout, sheets []string, t *tally, ahead func([]row), each func(row) error) (zeros int, err error) {
	reader, err := s.rowsOf(c, l, sheets)
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := reader.close(); err == nil {
			err = cerr
		}
	}()
	lines, _ := reader.(*lineReader)
	var held []row
	var fields [][]byte
	if lines != nil && ahead != nil {
		lines.held = true
		held, fields = make([]row, 0, batchRows), make([][]byte, 0, batchRows*(len(l.header)+4))
	}
	var one [1]row
	give := func() error {
		ahead(held)
		for _, r := range held {
			if err := each(r); err != nil {
				return err
			}
		}
		held, fields = held[:0], fields[:0]
		lines.release()
		return nil
	}
	width := len(l.header)
	started := l.line == 0 && l.above == 0
	skip := l.above
	for {
		r, err := reader.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		if !started {
			if l.names {
				if r.line < l.line {
					continue
				}
				started = true
				continue
			}
			if skip > 0 {
				skip--
				continue
			}
			started = true
		}
		if s.sheets != nil {
			for len(r.fields) < width {
				r.fields = append(r.fields, nil)
			}
		}
		why, value, benign, counts := "", r.raw, true, false
		switch {
		case l.names && repeatsHeader(r.fields, l.header):
			why, value = "the header again", first(r)
		case r.raw != nil && comment(r.raw) && len(r.fields) != width:
			why = "comments"
		case s.sheets == nil && len(r.fields) < width && totalRow(r.fields):
			why = "totals, which add up other rows"
		case r.fault != "":
			why, benign, counts = r.fault+"; close it or remove it", false, true
		case len(r.fields) < width:
			why, benign, counts = fmt.Sprintf("fewer fields than the %d of the header; lines may be cut off", width), false, true
		case len(r.fields) > width && !blankTail(r.fields[width:]):
			why, benign, counts = fmt.Sprintf("more fields than the %d of the header; put quotes around values that hold %q", width, separatorName(l.sep)), false, true
		}
		if why != "" {
			if held != nil { // in the order of the file
				if err := give(); err != nil {
					return 0, err
				}
			}
			if counts {
				t.rows++
			}
			t.aside(r.line, value, why, 0, benign)
			continue
		}
		t.rows++
		switch {
		case held == nil:
			if ahead != nil {
				one[0] = r
				ahead(one[:])
				r = one[0]
			}
			if err := each(r); err != nil {
				return 0, err
			}
		default:
			if len(fields)+len(r.fields) > cap(fields) {
				if err := give(); err != nil {
					return 0, err
				}
			}
			from := len(fields)
			fields = append(fields, r.fields...)
			r.fields = fields[from:]
			if held = append(held, r); len(held) == batchRows {
				if err := give(); err != nil {
					return 0, err
				}
			}
		}
	}
	if held != nil {
		if err := give(); err != nil {
			return 0, err
		}
	}
	if lines != nil {
		zeros = lines.zeros
	}
	return zeros, nil
}

func first(r row) []byte {
	if r.raw != nil {
		return r.raw
	}
	for _, f := range r.fields {
		if len(f) > 0 {
			return f
		}
	}
	return nil
}

func comment(raw []byte) bool {
	if len(raw) > 0 && (raw[0] >= '0' || raw[0] == ' ' && len(raw) > 1 && raw[1] >= '0') {
		return false
	}
	raw = bytes.TrimLeft(raw, " \"")
	return bytes.HasPrefix(raw, []byte("#")) || bytes.HasPrefix(raw, []byte("//")) || bytes.HasPrefix(raw, []byte("--"))
}

func blankTail(fields [][]byte) bool {
	for _, f := range fields {
		if len(f) > 0 {
			return false
		}
	}
	return true
}

func repeatsHeader(fields [][]byte, header []string) bool {
	if len(fields) < len(header) || len(fields[0]) != len(header[0]) || string(fields[0]) != header[0] {
		return false
	}
	for i, h := range header {
		if string(fields[i]) != h {
			return false
		}
	}
	return true
}

func totalRow(fields [][]byte) bool {
	for _, f := range fields {
		if isTotal(f) {
			return true
		}
	}
	return false
}

// field returns the field of a role, nil if there is no such column.
func (l *Log) field(r row, at int) []byte {
	if at < 0 {
		return nil
	}
	return r.fields[at]
}

// Each gives every sale to a function, in the order of the file, and says at
// the end whether what could not be used is too much. A function's error is
// what Each returns; ErrRow as its cause only sets the row aside.
func (l *Log) Each(take func(Sale) error) error {
	err := error(nil)
	if l.provisional {
		err = l.complete()
	}
	if err == nil {
		l.begin()
		at := l.places.customer
		_, err = l.src.batches(l.coding, l.layout, l.sheets, l.tally, l.ahead(at), func(r row) error {
			return l.sale(r, l.person(r.fields[at], r.hash), take)
		})
	}
	if err == nil {
		err = l.end()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", l.src.path, err)
	}
	return nil
}

// begin makes ready for the first sale.
func (l *Log) begin() {
	l.tally = newTally()
	if l.o.Repeated == RepeatedDrop {
		l.seen = map[uint64]struct{}{}
	}
	l.refunds, l.zeroAmounts, l.days = 0, 0, newDayCounts()
	l.places = l.cols.places()
}

// end judges what was read.
func (l *Log) end() error {
	if err := l.tally.check(); err != nil {
		return err
	}
	return l.lonely()
}

// RowError is what a function given to Each returns to have a row set aside.
type RowError struct{ Why string }

func (e *RowError) Error() string { return e.Why }

// sale reads a row.
func (l *Log) sale(r row, who *person, take func(Sale) error) error {
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
	id := who.name
	if id == "" {
		t.aside(r.line, customer, "no customer", amount, true)
		return nil
	}
	if at := l.places.status; at >= 0 && l.voids != nil && l.voids[string(r.fields[at])] && !(amount < 0) {
		t.aside(r.line, r.fields[at], "orders that did not stand, by their status", amount, true)
		return nil
	}
	when, bad := l.dates.reckon(date)
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

func rowHash(r row) uint64 {
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
func (l *Log) amount(r row) (v float64, why string) {
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

func (l *Log) moneyField(r row) []byte {
	if l.product {
		return append(append(bytes.Clone(r.fields[l.cols[RoleQuantity]]), " × "...), r.fields[l.cols[RolePrice]]...)
	}
	return l.field(r, l.cols.at(RoleAmount))
}

// HasAmounts reports whether the log tells what was paid.
func (l *Log) HasAmounts() bool { return l.product || l.cols.at(RoleAmount) >= 0 }

// Refunds is how many of the sales that Each gave have negative amounts.
func (l *Log) Refunds() int { return l.refunds }

// GivesBack reports whether any amount of the log is negative.
func (l *Log) GivesBack() bool { return l.cancels > 0 }

// Problems are the first rows that could not be used, one by one.
func (l *Log) Problems() []Problem { return l.tally.problems }

// Bad is how many rows could not be used.
func (l *Log) Bad() int { return l.tally.bad }

// ReadAs says what was read; its rows are those of the last Each.
func (l *Log) ReadAs() ReadAs {
	r := l.src.readAs(l.coding, l.layout, l.cols, logRoles)
	t := l.tally
	r.Rows, r.Kept, r.SetAside = t.rows, t.kept, t.list()
	r.Dates = strings.Join(l.dates.how, "; ")
	r.Currency = l.used
	r.Zone = "as written"
	if l.o.Zone != nil {
		r.Zone = l.o.Zone.String()
	}
	switch {
	case l.product:
		r.Amount = "quantity × price"
		r.Decimal = l.money.how
	case l.HasAmounts():
		r.Decimal = l.money.how
	default:
		r.Amount = "none: every purchase counts 1"
	}
	r.Notes = append(r.Notes, l.src.notes...)
	r.Notes = append(r.Notes, l.notes...)
	return r
}

// readAs is what is the same for every kind of file.
func (s *source) readAs(c coding, l *layout, cols columns, roles []Role) ReadAs {
	r := ReadAs{Format: s.format, Encoding: c.name, Separator: separatorName(l.sep), Header: l.line, Columns: []Taken{}, Unused: []string{}, SetAside: []SetAside{}, Notes: []string{}}
	if s.sheets != nil {
		r.Separator = ""
	}
	for _, role := range roles {
		if at := cols.at(role); at >= 0 {
			r.Columns = append(r.Columns, Taken{role, l.header[at]})
		}
	}
	for i, h := range l.header {
		if !cols.taken(i) {
			r.Unused = append(r.Unused, h)
		}
	}
	if l.above > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d rows above the header were passed over", l.above))
	}
	return r
}
