package table

import (
	"bytes"
	"fmt"
	"math"
	"sort"
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
func (s *survey) look(r row, who *person) {
	date := r.fields[s.places.date]
	if who.total || missing(date) && totalRow(r.fields) {
		return
	}
	if !missing(date) {
		s.date(date)
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
	if at := s.refundAt; at >= 0 {
		if v, ok := roughly(r.fields[at]); ok && v != 0 {
			s.refunded++
		}
	}
	if at := s.places.order; at >= 0 {
		s.order(r, r.fields[at])
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

// person takes note of an id with its rows.
func (s *survey) person(who *person, rows int) {
	if who.nobody {
		s.nobody += rows
		return
	}
	s.customers += rows
	id := cleanID(who.raw())
	if id[0] == '0' && allZeros(id) {
		s.zeroID = true
	} else if len(id) == 1 && id[0] == '1' {
		s.oneID = true
	} else if id[0] == '9' && len(id) >= 4 && len(bytes.Trim(id, "9")) == 0 && len(s.nines) < 10 {
		s.nines[string(id)] += rows
	}
	if id[0] >= '0' && id[0] <= '9' && worn(id) {
		if s.worn += rows; s.wornID == "" {
			s.wornID = string(id)
		}
	}
	same := sameID(id, nil)
	h := hashOf(0, same)
	form := uint32(0)
	if string(same) != string(id) {
		form = uint32(hashOf(7, id)) | 1
	}
	s.ids.add(h, form, rows)
	s.leader.add(h, id, rows)
}

// date takes note of a date, once for each way it is written.
func (s *survey) date(f []byte) {
	d := s.dates
	if s.isoDate(f) {
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
func (s *survey) isoDate(f []byte) bool {
	y, m, day, _, ok := isoParts(f)
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

// amount takes note of what a row is worth.
func (s *survey) amount(r row) {
	at, quantity, price := s.places.amount, s.places.quantity, s.places.price
	if at >= 0 {
		s.number(r.fields[at], &s.amounts, true)
	}
	if quantity >= 0 {
		s.number(r.fields[quantity], &s.pieces, false)
	}
	if price >= 0 {
		s.number(r.fields[price], &s.prices, at < 0)
	}
	if at >= 0 && quantity >= 0 && price >= 0 && s.compared < 10000 {
		a, ok := roughly(r.fields[at])
		q, ok2 := roughly(r.fields[quantity])
		p, ok3 := roughly(r.fields[price])
		if ok && ok2 && ok3 && q != 1 && q != 0 && p != 0 {
			s.compared++
			if math.Abs(a-q*p) <= 0.011*math.Max(1, math.Abs(q)) {
				s.equals++
			} else if math.Abs(a-p) <= 0.011 {
				s.alike++
			}
		}
	}
}

// roughly reads a number whose decimal sign its digits tell.
func roughly(f []byte) (float64, bool) {
	if v, ok := (numbers{}).plain(f); ok {
		return v, true
	}
	return numbers{each: true}.parse(f)
}

// number takes note of a number.
func (s *survey) number(f []byte, d *decimals, money bool) {
	if len(f) == 0 {
		return
	}
	// digits with a point and one, two or four decimals and more tell all there is
	i, point := 0, -1
	if f[0] == '-' {
		i = 1
	}
	plain := len(f) > i
	for k := i; k < len(f); k++ {
		if c := f[k]; c == '.' && point < 0 {
			point = k
		} else if c < '0' || c > '9' {
			plain = false
			break
		}
	}
	if plain && (point < 0 || len(f)-point-1 != 3 && point > i && point < len(f)-1) {
		switch {
		case point >= 0:
			if d.point++; d.point == 1 {
				d.example[0] = string(f)
			}
		case len(f)-i <= 3:
			d.small++
		default:
			d.large++
		}
		if money {
			s.filled++
			s.moneyRows++
			if i == 1 {
				s.negatives++
			}
			s.bare++
		} else if i == 1 {
			s.negatives++
		}
		return
	}
	if missing(f) {
		return
	}
	if money {
		s.filled++
	}
	n, ok := dissect(f, nil)
	if ok {
		if r, _ := n.read(); r == readsNothing {
			ok = false
		}
	}
	if !ok {
		if money {
			if s.unread++; s.unread == 1 {
				s.badMoney = string(f)
			}
		}
		return
	}
	d.look(n)
	if n.negative {
		s.negatives++
	}
	if money {
		s.moneyRows++
		s.money[currencyOf(n.currency)]++
	}
}

// order takes note of an order's number: C536379 cancels.
func (s *survey) order(r row, f []byte) {
	l := s.log
	if len(f) < 2 {
		return
	}
	if digits(f) {
		s.numbered++
		return
	}
	if (f[0] == 'C' || f[0] == 'c') && digits(f[1:]) {
		s.cancelled++
		at := l.cols.at(RoleQuantity)
		if at < 0 {
			at = l.cols.at(RoleAmount)
		}
		if at >= 0 && bytes.IndexByte(r.fields[at], '-') < 0 && bytes.IndexByte(r.fields[at], '(') < 0 {
			s.cancelPlus++
		}
	}
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
	s.decideStatus()
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

// decideMoney tells what a row is worth and how its numbers are read.
func (s *survey) decideMoney() (err error) {
	l := s.log
	at, quantity, price := l.cols.at(RoleAmount), l.cols.at(RoleQuantity), l.cols.at(RolePrice)
	if at >= 0 && s.filled == 0 {
		l.note("the column of amounts, %q, is empty: only purchases are counted", l.name(RoleAmount))
		l.cols[RoleAmount] = -1
		at = -1
	}
	if at >= 0 && quantity >= 0 && price >= 0 && s.compared >= 5 {
		switch {
		case s.alike*10 >= s.compared*9:
			l.note("column %q is the price of a piece, as %q is: amounts are %q × %q", l.name(RoleAmount), l.name(RolePrice), l.name(RoleQuantity), l.name(RolePrice))
			delete(l.cols, RoleAmount)
			at = -1
		case s.equals*10 < s.compared*9:
			l.note("column %q is %q × %q in only %d of %d rows: it was taken for what was paid", l.name(RoleAmount), l.name(RoleQuantity), l.name(RolePrice), s.equals, s.compared)
		}
	}
	l.product = at < 0 && quantity >= 0 && price >= 0 && !noAmount(l.o)
	numeric := func(d *decimals) {
		if l.src.sheets != nil && d.comma+d.groupPoint+d.groupComma+d.eitherComma == 0 { // numbers are stored with a point
			d.point += d.eitherPoint
			d.eitherPoint = 0
		}
	}
	numeric(&s.amounts)
	numeric(&s.prices)
	numeric(&s.pieces)
	switch {
	case l.product:
		if l.money, err = s.prices.decide(l.name(RolePrice), l.o.Decimal); err == nil {
			l.pieces, err = s.pieces.decide(l.name(RoleQuantity), decimalOf(l.money, s.pieces))
		}
		l.note("amounts are quantity × price: %q × %q", l.name(RoleQuantity), l.name(RolePrice))
	case at >= 0:
		l.money, err = s.amounts.decide(l.name(RoleAmount), l.o.Decimal)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if at >= 0 && inCents(l.name(RoleAmount)) && s.amounts.point+s.amounts.comma+s.amounts.eitherPoint+s.amounts.eitherComma == 0 {
		l.cents = true
		l.note("column %q was taken for hundredths, by its name: amounts are a hundredth of its numbers", l.name(RoleAmount))
	}
	if l.money.note != "" {
		l.notes = append(l.notes, l.money.note)
	}
	column := l.name(RoleAmount)
	if l.product {
		column = l.name(RolePrice)
	}
	if s.unread > max(9, s.filled/50) {
		return fmt.Errorf("column %q: %d of %d amounts are no numbers (%q): say -columns amount=NAME, or write them as 1234.56", column, s.unread, s.filled, clip(s.badMoney))
	}
	return s.decideCurrency(column)
}

// decimalOf gives quantities the decimal sign of prices where they do not tell.
func decimalOf(price numbers, pieces decimals) string {
	if pieces.point+pieces.comma == 0 && !price.each && pieces.eitherPoint+pieces.eitherComma > 0 {
		if price.comma {
			return "comma"
		}
		return "point"
	}
	return ""
}

func noAmount(o Options) bool { return strings.EqualFold(o.Columns[RoleAmount], "none") }

func (s *survey) decideCurrency(column string) (err error) {
	l := s.log
	if l.o.Currency != "" {
		code := currencyOf(l.o.Currency)
		if code == "" {
			return fmt.Errorf("-currency %q is no code of a currency", l.o.Currency)
		}
		l.used = code
		s.money[""] += s.bare
		l.mixed = len(s.codes)+len(s.oddCodes) > 1 || len(s.money) > 1
		return nil
	}
	bare := s.money[""] + s.bare
	delete(s.money, "")
	if l.used, err = s.money.check(column); err != nil {
		return err
	}
	if l.used != "" && bare > 0 {
		l.note("column %q: %d amounts say that they are %s and %d say nothing: all were taken for the same", column, s.money[l.used], l.used, bare)
	}
	if len(s.codes)+len(s.oddCodes) == 0 {
		return nil
	}
	for odd, n := range s.oddCodes {
		if len(s.codes) > 0 || len(s.oddCodes) > 1 {
			s.codes[odd] += n
		}
	}
	used, err := s.codes.check(l.name(RoleCurrency))
	if err != nil {
		return err
	}
	if used != "" {
		l.used = used
	}
	return nil
}

// decideStatus tells which orders did not stand.
func (s *survey) decideStatus() {
	l := s.log
	var voids, rest []string
	n := 0
	for status, rows := range s.statuses {
		if voided(status) {
			if l.voids == nil {
				l.voids = map[string]bool{}
			}
			l.voids[status] = true
			voids = append(voids, status)
			n += rows
		} else {
			rest = append(rest, status)
		}
	}
	sort.Strings(voids)
	sort.Strings(rest)
	if n > 0 {
		l.note("column %q: %d rows whose status is %s are no purchases; %s count", l.name(RoleStatus), n, list(voids, 6), list(rest, 8))
	}
	s.decideTypes()
	if s.refunded > 0 {
		l.note("column %q holds money in %d rows that was given back later and was not taken off", l.layout.header[s.refundAt], s.refunded)
	}
	if s.cancelled > 0 && s.numbered > 0 && s.cancelPlus > 0 {
		l.note("column %q: %d numbers such as C123 look like cancellations and their amounts are not negative: they were taken for purchases", l.name(RoleOrder), s.cancelPlus)
	}
	if l.cancels += s.negatives; s.negatives > 0 {
		l.note("%d amounts or quantities are negative: they give back", s.negatives)
	}
}

// decideTypes tells which rows give back by their type.
func (s *survey) decideTypes() {
	l := s.log
	var gives, rest []string
	n := 0
	for kind, rows := range s.types {
		if givesBack(kind) {
			gives = append(gives, kind)
			n += rows
		} else {
			rest = append(rest, kind)
		}
	}
	if len(gives) == 0 || len(rest) == 0 { // of something else
		if l.o.Columns[RoleType] == "" {
			delete(l.cols, RoleType)
		}
		return
	}
	sort.Strings(gives)
	sort.Strings(rest)
	l.gives = map[string]bool{}
	for _, kind := range gives {
		l.gives[kind] = true
	}
	l.cancels += n
	l.note("column %q: %d rows whose type is %s give back; %s count", l.name(RoleType), n, list(gives, 6), list(rest, 8))
}

// decideCustomers looks for ids that are none.
func (s *survey) decideCustomers() error {
	l := s.log
	column := l.name(RoleCustomer)
	if s.worn > 0 {
		return fmt.Errorf("column %q: %d ids such as %s have lost their digits in a spreadsheet: export them as text", column, s.worn, s.wornID)
	}
	if s.zeroID && !s.oneID && !l.everybody {
		l.zeroIsNobody = true
		l.note("column %q: the id 0 was taken for no customer; -nobody none counts it", column)
	}
	for id, n := range s.nines {
		if !l.nobodyToo[id] && n > 1 {
			l.note("column %q: is %q (%d rows) a customer? -nobody %s leaves it out", column, id, n, id)
		}
	}
	if s.nobody > 0 {
		l.note("column %q: %d of %d rows have no customer: they were set aside", column, s.nobody, s.nobody+s.customers)
	}
	more, distinct, two := s.ids.again()
	if two > 0 {
		l.sameIDs = true
		l.note("column %q: about %d customers are written in two ways, in capitals or with zeros in front: each was taken as one", column, two)
	}
	if more == 0 && s.customers >= 10 {
		return fmt.Errorf("column %q: none of its %d values comes twice, so nobody bought again: is it the key of the order? Say -columns customer=NAME with the column of the person", column, s.customers)
	}
	for i, n := range s.leader.rows {
		id := string(s.leader.name[i])
		if n == 0 || distinct < 5 || s.customers < 30 || l.everybody {
			continue
		}
		// n is a lower bound of the rows
		switch {
		case n*10 >= s.customers*4:
			return fmt.Errorf("column %q: %q has at least %d of %d rows: is it a customer? Say -nobody %s to leave it out, or -nobody none if all are", column, clip(id), n, s.customers, id)
		case n*5 >= s.customers && n > 10*s.customers/distinct:
			l.note("column %q: %q has at least %d of %d rows: is it a customer? -nobody %s leaves it out", column, clip(id), n, s.customers, id)
		}
	}
	return nil
}

// decideRows looks at rows that are equal in every column.
func (s *survey) decideRows() error {
	l := s.log
	more, distinct, _ := s.rows.again()
	if more == 0 {
		return nil
	}
	all := more + distinct
	about := ""
	if s.rows.mask > 0 {
		about = "about "
	}
	switch {
	case l.o.Repeated == RepeatedRefuse:
		return fmt.Errorf("%s%d of %d rows are equal to an earlier one in every column, and -duplicates refuse was said", about, more, all)
	case l.o.Repeated == RepeatedAsk && more*10 > all && all >= 20:
		return fmt.Errorf("%s%d of %d rows are equal to an earlier one in every column: was the file put together twice? Say -duplicates drop or -duplicates keep", about, more, all)
	case l.o.Repeated == RepeatedAsk:
		l.note("%s%d rows are equal to an earlier one in every column and were kept: -duplicates drop leaves them out", about, more)
	}
	return nil
}
