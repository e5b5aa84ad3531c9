package programme

import (
	"iter"
	"maps"
	"slices"

	"github.com/clientele-go/clientele/internal/codec"
)

// PointsLedger keeps the accounts of all members by their ids. The zero value is
// empty. Ledgers of different machines merge, even with events of one member on
// several of them.
type PointsLedger struct{ accounts map[string]*PointsAccount }

// account returns a member's account, to be entered in the ledger once an
// event is accepted.
func (l *PointsLedger) account(member string) (a *PointsAccount, known bool) {
	if a, known = l.accounts[member]; known {
		return a, true
	}
	return new(PointsAccount), false
}

func (l *PointsLedger) enter(member string, a *PointsAccount) {
	if l.accounts == nil {
		l.accounts = map[string]*PointsAccount{}
	}
	l.accounts[member] = a
}

// Earn adds points to a member's account as Account.Earn does.
func (l *PointsLedger) Earn(member string, at, points, expires int64) error {
	a, known := l.account(member)
	err := a.Earn(at, points, expires)
	if err == nil && !known {
		l.enter(member, a)
	}
	return err
}

// Redeem takes points from a member's account as Account.Redeem does.
func (l *PointsLedger) Redeem(member string, at, points int64) error {
	a, known := l.account(member)
	err := a.Redeem(at, points)
	if err == nil && !known {
		l.enter(member, a)
	}
	return err
}

// Merge adds the events of m, which is unchanged; nil counts as empty.
func (l *PointsLedger) Merge(m *PointsLedger) error {
	if m == nil {
		return nil
	}
	for member, b := range m.accounts {
		a, known := l.account(member)
		a.Merge(b)
		if !known {
			l.enter(member, a)
		}
	}
	return nil
}

// Len returns the number of members with an event.
func (l *PointsLedger) Len() int { return len(l.accounts) }

// PointsAccount returns a member's account, nil if there is none. It is the ledger's
// own: what is posted to it is posted to the ledger.
func (l *PointsLedger) Account(member string) *PointsAccount { return l.accounts[member] }

// All yields the members in order of their ids.
func (l *PointsLedger) All() iter.Seq2[string, *PointsAccount] {
	return func(yield func(string, *PointsAccount) bool) {
		for _, member := range slices.Sorted(maps.Keys(l.accounts)) {
			if !yield(member, l.accounts[member]) {
				return
			}
		}
	}
}

// PointsStatement returns the sum of all accounts as of a time.
func (l *PointsLedger) Statement(asOf int64) PointsStatement {
	var s PointsStatement
	for _, a := range l.accounts {
		s.add(a.Statement(asOf))
	}
	return s
}

// AppendBinary appends the encoding; equal ledgers have equal encodings.
func (l *PointsLedger) AppendBinary(dst []byte) ([]byte, error) {
	if l == nil {
		l = new(PointsLedger)
	}
	start := len(dst)
	dst = codec.Header(dst, "pgle", 1)
	dst = codec.Uint(dst, uint64(len(l.accounts)))
	for member, a := range l.All() {
		dst = a.appendJournal(codec.String(dst, member))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary returns the encoding.
func (l *PointsLedger) MarshalBinary() ([]byte, error) { return l.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes, playing every event again;
// l is unchanged on error.
func (l *PointsLedger) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "programme.PointsLedger", "pgle", 1)
	var read PointsLedger
	for range r.Count(2) {
		member := r.String()
		a, known := read.account(member)
		if known {
			r.Fail("holds member %q twice", member)
		}
		if err := a.readJournal(r); err != nil {
			return err
		}
		if a.Len() > 0 {
			read.enter(member, a)
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*l = read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (l *PointsLedger) MarshalText() ([]byte, error) { return codec.MarshalText(l) }

// UnmarshalText reads what MarshalText writes; l is unchanged on error.
func (l *PointsLedger) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "programme.PointsLedger", l)
}
