package table

import (
	"fmt"
	"io"
	"strings"
)

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
	flags   []flag
	totals  orderTotals
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
	lastOrder    uint64
	orders       map[uint64]struct{} // counted, where their lines lie apart
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

// NewLog is OpenLog of a file that the caller holds, of so many bytes: in memory, on
// another machine, in a browser. The name is for messages.
func NewLog(name string, file io.ReaderAt, size int64, o Options) (*Log, error) {
	src, err := newSource(&source{path: name, given: true}, openHeld(file, size))
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
		_, err = l.src.batches(l.coding, l.layout, l.sheets, l.tally, l.ahead(at), func(r *row) error {
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
	l.lastOrder, l.orders = 0, map[uint64]struct{}{}
	l.places = l.cols.places()
}

// end judges what was read.
func (l *Log) end() error {
	if err := l.tally.check(); err != nil {
		return err
	}
	return l.lonely()
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
	if l.dates != nil { // they are decided, with no error before
		r.Dates = strings.Join(l.dates.how, "; ")
	}
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
