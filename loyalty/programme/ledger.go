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
	start := len(dst)
	dst = codec.Header(dst, "pgle", 1)
	dst = codec.Uint(dst, uint64(len(l.accounts)))
	for member, a := range l.All() {
		dst = codec.String(dst, member)
		dst = codec.Uint(dst, uint64(len(a.journal)))
		for _, e := range a.journal {
			dst = codec.Int(codec.Int(codec.Int(dst, e.at), e.expires), e.points)
		}
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
		for range r.Count(3) {
			at, expires, points := r.Int(), r.Int(), r.Int()
			var err error
			switch {
			case r.Err() != nil:
			case points > 0:
				err = read.Earn(member, at, points, expires)
			case expires != 0:
				r.Fail("holds a redemption with an expiry")
			default:
				err = read.Redeem(member, at, -points)
			}
			if err != nil {
				return err
			}
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*l = read
	return nil
}
