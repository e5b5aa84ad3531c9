package table

import (
	"bytes"
	"fmt"
)

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
	if numberedNobody(id) {
		if s.guests += rows; s.guestID == "" {
			s.guestID = string(id)
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
	if s.guests > 9 {
		l.note("column %q: %d rows are of ids such as %q: each id was taken for a customer", column, s.guests, clip(s.guestID))
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
	// Lines of one order that are equal count once anyway, if the order's total is what counts.
	if more == 0 || (l.totals.each || l.totals.first) && !l.totals.apart && l.o.Repeated != RepeatedRefuse {
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
