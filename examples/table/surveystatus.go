package table

import (
	"bytes"
	"sort"
)

// order takes note of an order's number: C536379 cancels.
func (s *survey) order(r *row, f []byte) {
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
	} else if len(rest) > 1 {
		l.note("column %q: all rows count, whether their status is %s", l.name(RoleStatus), list(rest, 8))
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
	if len(gives) == 0 && len(rest) > 1 && len(rest) <= 8 {
		sort.Strings(rest)
		l.note("column %q: all rows count, whether their type is %s", l.name(RoleType), list(rest, 8))
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
