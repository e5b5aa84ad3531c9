package programme

import (
	"iter"
	"maps"
	"slices"

	"github.com/clientele-go/clientele/internal/codec"
)

// PointsLedger keeps the accounts of all members by their ids. The zero value is
// empty, with the default policy. Ledgers of different machines merge, even with
// events of one member on several of them.
type PointsLedger struct {
	accounts map[string]*PointsAccount
	rule     ClawbackRule // as accounts keep it
}

// NewPointsLedger returns an empty ledger under a policy, nil for the default.
// A policy that makes no sense is an *clientele.InputError.
func NewPointsLedger(policy *PointsPolicy) (*PointsLedger, error) {
	a, err := NewPointsAccount(policy)
	if err != nil {
		return nil, err
	}
	return &PointsLedger{rule: a.rule()}, nil
}

// Policy returns the policy with the defaults written out.
func (l *PointsLedger) Policy() PointsPolicy { return (&PointsPolicy{l.rule}).filled() }

// account returns a member's account, to be entered in the ledger once an
// event is accepted.
func (l *PointsLedger) account(member string) (a *PointsAccount, known bool) {
	if a, known = l.accounts[member]; known {
		return a, true
	}
	return newAccount(l.rule), false
}

func (l *PointsLedger) enter(member string, a *PointsAccount) {
	if l.accounts == nil {
		l.accounts = map[string]*PointsAccount{}
	}
	l.accounts[member] = a
}

// Earn adds points to a member's account as PointsAccount.Earn does.
func (l *PointsLedger) Earn(member string, at, points, expires int64) error {
	a, known := l.account(member)
	err := a.Earn(at, points, expires)
	if err == nil && !known {
		l.enter(member, a)
	}
	return err
}

// Redeem takes points from a member's account as PointsAccount.Redeem does.
func (l *PointsLedger) Redeem(member string, at, points int64) error {
	a, known := l.account(member)
	err := a.Redeem(at, points)
	if err == nil && !known {
		l.enter(member, a)
	}
	return err
}

// Post does an event of a member as PointsAccount.Post does. Ids are the
// member's: two members may have events of one id.
func (l *PointsLedger) Post(member string, e PointsEvent) (PointsPosting, error) {
	a, known := l.account(member)
	posting, err := a.Post(e)
	if err == nil && !known {
		l.enter(member, a)
	}
	return posting, err
}

// Merge adds the events of m, which is unchanged; nil counts as empty. Errors
// are those of PointsAccount.Merge, and leave l unchanged.
func (l *PointsLedger) Merge(m *PointsLedger) error {
	if m == nil {
		return nil
	}
	if l.rule != m.rule {
		return bad("policy of the ledger merged", m.Policy().Clawback, l.Policy().Clawback.String()+", as of this ledger")
	}
	journals := make(map[string]journal, len(m.accounts))
	for member, b := range m.accounts {
		a, _ := l.account(member)
		journal, err := a.union(b)
		if err != nil {
			return err
		}
		journals[member] = journal
	}
	for member, journal := range journals {
		a, known := l.account(member)
		*a = PointsAccount{journal: journal, state: journal.replay(l.rule, journal.len(), nil)}
		if !known {
			l.enter(member, a)
		}
	}
	return nil
}

// Len returns the number of members with an event.
func (l *PointsLedger) Len() int { return len(l.accounts) }

// Account returns a member's account, nil if there is none. It is the ledger's
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

// Statement returns the sum of all accounts as of a time.
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
	dst = codec.Uint(codec.Header(dst, "pgle", 2), uint64(l.rule))
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
	r := codec.NewReader(data, "programme.PointsLedger", "pgle", 2)
	read := PointsLedger{rule: readRule(r)}
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
