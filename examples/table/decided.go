package table

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// surveyed is how many rows are looked at before the first is given away, where
// there is a way back (Read); a variable for the tests.
var surveyed = 50_000

var errEnough = errors.New("enough rows were seen")

// undecided is what a survey starts from.
type undecided struct {
	cols  columns
	notes []string
}

func (l *Log) newSurvey() *survey {
	return &survey{log: l, dates: newDates(), money: currencies{}, codes: currencies{}, oddCodes: map[string]int{}, statuses: map[string]int{}, rows: *newRepeats(1 << 16), ids: *newRepeats(1 << 16), nines: map[string]int{}, types: map[string]int{}, refundAt: l.layout.refundColumn(l.undecided.cols), flags: l.layout.flagColumns(l.undecided.cols), orders: orderLook{seen: map[uint64]*orderSeen{}}, places: l.undecided.cols.places()}
}

// sample surveys the first rows: all of most files.
func (l *Log) sample() error {
	l.undecided = undecided{maps.Clone(l.cols), slices.Clone(l.notes)}
	s, rows := l.newSurvey(), 0
	t := newTally()
	at := s.places.customer
	zeros, err := l.src.batches(l.coding, l.layout, l.sheets, t, l.ahead(at), func(r *row) error {
		if rows++; rows > surveyed {
			return errEnough
		}
		s.look(r, l.person(r.fields[at], r.hash))
		return nil
	})
	if err != errEnough {
		if err != nil {
			return err
		}
		return l.conclude(s, t, zeros)
	}
	l.provisional = true
	s.partial = true
	if l.conclude(s, t, 0) != nil { // the whole file may tell
		return l.complete()
	}
	return nil
}

// complete surveys the whole file.
func (l *Log) complete() error {
	l.provisional = false
	l.people.each(func(p *person) { p.rows = 0 })
	s, t := l.newSurvey(), newTally()
	at := s.places.customer
	zeros, err := l.src.batches(l.coding, l.layout, l.sheets, t, l.ahead(at), func(r *row) error {
		s.look(r, l.person(r.fields[at], r.hash))
		return nil
	})
	if err != nil {
		return err
	}
	return l.conclude(s, t, zeros)
}

// conclude draws the conclusions of a survey, and none of an earlier one.
func (l *Log) conclude(s *survey, t *tally, zeros int) error {
	l.cols, l.notes = maps.Clone(l.undecided.cols), slices.Clone(l.undecided.notes)
	l.used, l.mixed, l.product, l.sameIDs, l.voids, l.flags, l.gives, l.cents, l.zeroIsNobody, l.cancels = "", false, false, false, nil, nil, nil, false, false, 0
	if zeros > 0 {
		l.note("%d zero bytes were taken out of the text: the file is damaged there", zeros)
	}
	for i := range s.memo {
		s.flush(&s.memo[i])
	}
	l.people.each(func(p *person) {
		if p.rows > 0 {
			s.person(p, int(p.rows))
		}
	})
	if s.customers == 0 {
		l.tally = t
		if s.nobody > 0 {
			return fmt.Errorf("column %q: none of %d rows has a customer", l.name(RoleCustomer), s.nobody)
		}
		return t.check()
	}
	if err := s.decide(); err != nil {
		return err
	}
	l.people.each(l.naming)
	return nil
}

// decided is all that a survey decides and a sale depends on.
type decided struct {
	cols                                        columns
	orders                                      map[group]order
	months                                      map[string]int
	stamp                                       stampKind
	money, pieces                               [2]bool
	used                                        string
	mixed, product, same, zero, givesOff, cents bool
	voids, gives                                map[string]bool
	flags                                       []flag
	totals                                      orderTotals
}

func (l *Log) decided() decided {
	style := func(n numbers) [2]bool { return [2]bool{n.comma, n.each} }
	return decided{l.cols, l.dates.orders, l.dates.months, l.dates.stamp, style(l.money), style(l.pieces), l.used, l.mixed, l.product, l.sameIDs, l.zeroIsNobody, l.cancels > 0, l.cents, l.voids, l.gives, l.flags, l.totals}
}

// Read is Each for a caller that can begin again, and goes through a large file
// once instead of twice: it reads as the first rows say, and looks at every row as
// the survey does. Where the whole file says something else than its first rows, it
// calls begin and gives every sale again, rightly read. Begin is called before the
// first sale too; from then on GivesBack and HasAmounts tell.
func (l *Log) Read(begin func() error, take func(Sale) error) error {
	if err := begin(); err != nil {
		return err
	}
	if !l.provisional {
		return l.Each(take)
	}
	l.people.each(func(p *person) { p.rows = 0 })
	l.begin()
	s := l.newSurvey()
	at := s.places.customer
	zeros, err := l.src.batches(l.coding, l.layout, l.sheets, l.tally, l.ahead(at), func(r *row) error {
		who := l.person(r.fields[at], r.hash)
		s.look(r, who)
		return l.sale(r, who, take)
	})
	if err == nil {
		before, t := l.decided(), l.tally
		l.provisional = false
		err = l.conclude(s, t, zeros)
		if err == nil && !reflect.DeepEqual(before, l.decided()) {
			if err := begin(); err != nil {
				return err
			}
			return l.Each(take)
		}
	}
	if err == nil {
		err = l.end()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", l.src.path, err)
	}
	return nil
}
