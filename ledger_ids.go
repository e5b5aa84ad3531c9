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

// identify decides on a row by its id; the row passed all other policies.
func (l *Ledger[K]) identify(t *Transaction[K], tick int32, p DuplicateRule) (keep bool, err error) {
	if t.ID == "" {
		return false, &InputError{Where: "clientele.Ledger", Field: "ID", Value: `""`, Want: "an id in every transaction, or the policy DuplicateIgnore"}
	}
	seen, again := l.ids[t.ID]
	if !again {
		if l.ids == nil {
			l.ids = map[string]identity{}
		}
		l.ids[strings.Clone(t.ID)] = identity{l.put(t.Customer), tick, t.Amount}
		return true, nil
	}
	row, known := l.accounts.Find(t.Customer)
	if err := p.clash(t.ID, known && seen == identity{row, tick, t.Amount}); err != nil {
		return false, err
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
