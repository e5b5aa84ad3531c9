package table

import (
	"strings"
)

// survey is one pass over all rows before any is used: how dates and numbers
// are written, which currencies and statuses there are, who the customers are.
type survey struct {
	log        *Log
	dates      *dates
	amounts    decimals
	prices     decimals
	pieces     decimals
	money      currencies
	moneyRows  int
	bare       int // amounts without a currency
	unread     int // amounts that are no numbers
	badMoney   string
	filled     int // amounts that are there
	statuses   map[string]int
	types      map[string]int
	flags      []*flagSeen
	orders     orderLook
	refunded   int // rows whose column of refunds holds money
	codes      currencies
	oddCodes   map[string]int
	rows       repeats
	ids        repeats
	leader     leader
	customers  int // rows with one
	nobody     int
	zeroID     bool
	oneID      bool
	worn       int
	wornID     string
	guests     int // rows of ids such as Guest17
	guestID    string
	nines      map[string]int
	cancelled  int // orders numbered C…
	cancelPlus int // of which the amount or quantity is not negative
	numbered   int // orders of digits alone
	negatives  int
	equals     int // rows where amount = quantity × price
	alike      int // rows where amount = price and the quantity is not 1
	compared   int
	places     places
	refundAt   int           // a column of refunds beside the amounts, −1 for none
	partial    bool          // of the first rows alone
	iso        [2]*groupSeen // of 2024-03-31 and 2024/03/31
	memo       [1024]memoDate
}

// memoDate remembers a date that was looked at, and how often it came again.
type memoDate struct {
	text   [40]byte
	length int
	again  int
}

func (l *Log) name(r Role) string {
	if at := l.cols.at(r); at >= 0 {
		return l.layout.header[at]
	}
	return ""
}

// look takes note of a row.
func (s *survey) look(r *row, who *person) {
	date := r.fields[s.places.date]
	if who.total || missing(date) && totalRow(r.fields) {
		return
	}
	if !missing(date) {
		s.date(r, date)
	}
	s.amount(r)
	if at := s.places.status; at >= 0 {
		if n := s.statuses[string(r.fields[at])]; n > 0 || len(s.statuses) < 200 {
			s.statuses[string(r.fields[at])] = n + 1
		}
	}
	if at := s.places.kind; at >= 0 {
		if n := s.types[string(r.fields[at])]; n > 0 || len(s.types) < 200 {
			s.types[string(r.fields[at])] = n + 1
		}
	}
	for _, f := range s.flags {
		f.look(r.fields[f.at])
	}
	if at := s.refundAt; at >= 0 {
		if v, ok := roughly(r.fields[at]); ok && v != 0 {
			s.refunded++
		}
	}
	if at := s.places.order; at >= 0 {
		s.order(r, r.fields[at])
		s.lines(r)
	}
	if at := s.places.currency; at >= 0 && len(r.fields[at]) > 0 {
		if code := currencyOf(string(r.fields[at])); code != "" {
			s.codes[code]++
		} else if !missing(r.fields[at]) && len(s.oddCodes) < 100 {
			s.oddCodes[string(r.fields[at])]++
		}
	}
	if who == &s.log.stranger {
		s.person(who, 1)
	} else {
		who.rows++
	}
	if !who.nobody {
		s.rows.add(rowHash(r), 0, 1)
	}
}

// date takes note of a date, once for each way it is written.
func (s *survey) date(r *row, f []byte) {
	d := s.dates
	if s.isoDate(r, f) {
		return
	}
	if len(f) > len(s.memo[0].text) {
		d.look(f, 1)
		return
	}
	slot := &s.memo[hashOf(3, f)%uint64(len(s.memo))]
	if string(slot.text[:slot.length]) == string(f) {
		slot.again++ // the same again tells nothing new
		return
	}
	s.flush(slot)
	slot.length = copy(slot.text[:], f)
	d.look(f, 1)
}

// flush counts a date as often as it came again.
func (s *survey) flush(slot *memoDate) {
	if slot.again > 0 {
		s.dates.look(slot.text[:slot.length], slot.again)
		slot.again = 0
	}
}

// isoDate takes note of a date such as 2024-03-31 or 2024-03-31 15:04:05, the
// form that needs no thought, by the hundred million. The first of them goes the
// long way.
func (s *survey) isoDate(r *row, f []byte) bool {
	y, m, day, seconds, ok := isoParts(f)
	if !ok {
		return false
	}
	d := s.dates
	g := &s.iso[0]
	if f[4] == '/' {
		g = &s.iso[1]
	}
	if *g == nil {
		if *g = d.groups[group{year: 0, sign: f[4]}]; *g == nil {
			return false
		}
	}
	(*g).rows++
	d.rows++
	d.kinds[momentParts]++
	d.plain++
	if len(f) > 10 {
		d.clocks++
	}
	n := dayNumber(y, m, day)
	r.unix, r.dated = n*86400+int64(seconds), f[4]
	(*g).fit(yearMonthDay, n, 1)
	if day <= 12 && m <= daysIn(y, day) {
		other := dayNumber(y, day, m)
		(*g).fit(yearDayMonth, other, 1)
		if other != n {
			(*g).differ++
		}
	}
	return true
}

// decide draws the conclusions.
func (s *survey) decide() (err error) {
	l := s.log
	if err := s.decideMoney(); err != nil {
		return err
	}
	o := l.o
	book, isBook := l.src.sheets, false
	if book != nil {
		isBook = strings.Contains(l.src.format, "Excel")
	}
	if isBook && o.Dates == "" && s.dates.kinds[momentStamp] > 0 && s.dates.stamps.fits[stampSerial] >= s.dates.kinds[momentStamp]-share(s.dates.rows) {
		o.Dates = "serial"
		if l.src.from1904() {
			o.Dates = "serial-1904"
		}
	}
	if l.dates, err = s.dates.decide(l.name(RoleDate), o); err != nil {
		return err
	}
	l.notes = append(l.notes, l.dates.notes...)
	s.decideFlags()
	s.decideStatus()
	s.decideOrders()
	if err := s.decideCustomers(); err != nil && !s.partial {
		return err
	}
	if s.partial {
		return nil
	}
	return s.decideRows()
}

func (s *source) from1904() bool {
	r, err := s.sheets()
	if err != nil {
		return false
	}
	defer r.close()
	book, ok := r.(*sheetReader)
	return ok && book.from1904()
}
