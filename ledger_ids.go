package clientele

import (
	"strconv"
	"strings"
)

// identity is the row that a transaction id stands for.
type identity struct {
	account uint32
	tick    int32
	amount  float64
}

// seen reports whether a row's id was there before, and the error that refuses it.
func (l *Ledger[K]) seen(t *Transaction[K], tick int32) (again bool, err error) {
	if t.ID == "" {
		return false, &InputError{Where: "clientele.Ledger", Field: "ID", Value: `""`, Want: "an id in every transaction, or the policy DuplicateIgnore"}
	}
	before, again := l.ids[t.ID]
	if !again {
		return false, nil
	}
	row, known := l.accounts.Find(t.Customer)
	return true, l.policy.Duplicates.clash(t.ID, known && before == identity{row, tick, t.Amount})
}

// identify decides on a row by its id; the row passed all other rules.
func (l *Ledger[K]) identify(t *Transaction[K], tick int32) (keep bool, err error) {
	again, err := l.seen(t, tick)
	if err != nil {
		return false, err
	}
	if !again {
		if l.ids == nil {
			l.ids = map[string]identity{}
		}
		l.ids[strings.Clone(t.ID)] = identity{l.put(t.Customer), tick, t.Amount}
		return true, nil
	}
	l.counts.duplicatesDropped++
	l.changes++
	return false, nil
}

// clash returns the error of an id that comes again, if it is one: for the
// same row under DuplicateDrop it is none.
func (p DuplicateRule) clash(id string, same bool) error {
	want := "a new id; DuplicateDrop would drop the row"
	switch {
	case !same:
		want = "a new id: it stands for a row of another customer, period or amount"
	case p == DuplicateDrop:
		return nil
	}
	return &InputError{Where: "clientele.Ledger", Field: "ID", Value: strconv.Quote(id), Want: want}
}
