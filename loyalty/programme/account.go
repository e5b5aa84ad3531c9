package programme

import (
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
)

// Never is the expiry of points that do not expire.
const Never = math.MaxInt64

// maxPoints bounds one event, so that four million of the largest still add up
// in an int64.
const maxPoints = 1 << 40

// PointsStatement is the state of an account, or of all. At every time
// Earned + Owed = Redeemed + Expired + Revoked + Outstanding, and nothing is negative.
// A member who owes points holds none.
type PointsStatement struct {
	Earned      int64 `json:"earned"`
	Redeemed    int64 `json:"redeemed"` // and not restored
	Expired     int64 `json:"expired"`
	Revoked     int64 `json:"revoked"` // taken back, or owed since
	Outstanding int64 `json:"outstanding"`
	Owed        int64 `json:"owed"` // a balance below zero
}

func (s *PointsStatement) add(t PointsStatement) {
	s.Earned += t.Earned
	s.Redeemed += t.Redeemed
	s.Expired += t.Expired
	s.Revoked += t.Revoked
	s.Outstanding += t.Outstanding
	s.Owed += t.Owed
}

// PointsAccount holds one member's points. Times are whole numbers on any clock of
// the caller's, such as Unix seconds or days. The zero value is empty, with the
// default policy.
//
// Points are spent first to expire, first out, which is first in, first out
// where all are valid equally long: the order in which fewest expire. Events
// may come late, in any order: an account always is what its events in order
// of time make of it, those of one time in the order of the PointsAction
// constants. A redemption that would overdraw it at its own time, or take from a
// redemption already accepted, is refused. An event in order of time takes a
// constant time, and of n events a late one about the time of √n, unless a redemption
// must change what others took or is refused, or there are reversals, which takes that of n.
//
// An event with an id counts once however often it is posted, and can be
// reversed. Points restored go back to where they came from, with the validity
// they had ("back to their original aging status": Mastercard Digital Redemptions,
// Reverse Redemption), unless the event gives a new one. Points revoked are those
// of the event if the member still has them; for those spent the next to expire
// are taken, and what is not there either is owed or as the policy says. Points
// that expired unspent are not taken again.
//
// The account remembers every event, and so every id: about 30 bytes each, and
// 250 with an id of 16 letters. Nothing else grows.
type PointsAccount struct {
	journal journal
	state   state            // after the last event of the journal
	late    []entry          // accepted, and not yet in the journal
	waits   map[string]entry // those of them with ids
	spare   *spare           // what no redemption took; nil unless events came late
}

// NewPointsAccount returns an empty account under a policy, nil for the
// default. A policy that makes no sense is an *clientele.InputError.
func NewPointsAccount(policy *PointsPolicy) (*PointsAccount, error) {
	if err := policy.Check(); err != nil {
		return nil, err
	}
	return newAccount(policy.filled().Clawback), nil
}

// newAccount keeps the default rule as 0, as the zero account does.
func newAccount(rule ClawbackRule) *PointsAccount {
	if rule == ClawbackOwe {
		rule = 0
	}
	return &PointsAccount{state: begin(rule)}
}

// Policy returns the policy with the defaults written out.
func (a *PointsAccount) Policy() PointsPolicy { return (&PointsPolicy{a.rule()}).filled() }

// rule returns the rule, 0 for the default.
func (a *PointsAccount) rule() ClawbackRule { return a.state.with().rule }

// Earn adds points, of 1 to 2^40, earned at a time and valid before expires,
// which is later (Never for ever). Bad values are an *clientele.InputError.
func (a *PointsAccount) Earn(at, points, expires int64) error {
	if points < 1 || points > maxPoints || expires <= at {
		return PointsEvent{Action: PointsActionEarn, At: at, Points: points, Expires: expires}.Check()
	}
	_, err := a.post(entry{at, expires, points, nil})
	return err
}

// Redeem takes points, of 1 to 2^40, at a time. If the account does not hold
// so many then, or other redemptions rely on them, it is unchanged and the error
// is an *clientele.InputError: if points earned before that time are still to
// be reported, try again after them.
func (a *PointsAccount) Redeem(at, points int64) error {
	if points < 1 || points > maxPoints {
		return PointsEvent{Action: PointsActionRedeem, At: at, Points: points}.Check()
	}
	_, err := a.post(entry{at, 0, -points, nil})
	return err
}

// post enters an event that reverses none and has no id.
func (a *PointsAccount) post(e entry) (PointsPosting, error) {
	if len(a.late) > 0 || !a.journal.latest(e) {
		if a.state.plain() {
			return a.postLate(e)
		}
		return a.insert(e)
	}
	if e.points < 0 && -e.points > a.state.holds(e.at) {
		return PointsPosting{}, overdrawn(e)
	}
	a.journal.add(e)
	a.spare = nil
	return a.state.apply(e, nil), nil
}

// Post does an event, once however often it comes, and returns what it did. The
// account is unchanged and the error is an *clientele.InputError for an event
// that cannot be, for an id that stands for another event, for a redemption that
// Redeem would refuse, and for a reversal of an event that is not there, of
// another kind, later, or of fewer points than are to be reversed in all. Under
// ClawbackRefuse points are not taken back that the member has not, and no
// event is taken that would leave an accepted one without cover.
func (a *PointsAccount) Post(e PointsEvent) (PointsPosting, error) {
	if err := e.Check(); err != nil {
		return PointsPosting{}, err
	}
	x := e.entry()
	if x.tag == nil {
		return a.post(x)
	}
	if again, err := a.repeats(x); again || err != nil {
		return PointsPosting{Action: e.Action, Repeated: again}, err
	}
	if x.of() == "" && a.state.plain() && (len(a.late) > 0 || !a.journal.latest(x)) {
		return a.postLate(x.kept())
	}
	a.settle()
	if err := a.known(x); err != nil {
		return PointsPosting{}, err
	}
	if a.journal.latest(x) {
		if err := a.admit(x); err != nil {
			return PointsPosting{}, err
		}
		x = x.kept()
		a.journal.add(x)
		return a.state.apply(x, nil), nil
	}
	return a.insert(x.kept())
}

// kept returns the entry with ids of its own, which hold nothing of the caller's.
func (e entry) kept() entry {
	if e.tag != nil {
		e.tag = &tag{strings.Clone(e.tag.id), strings.Clone(e.tag.of)}
	}
	return e
}

// repeats reports whether an event is there already, and refuses another of its id.
func (a *PointsAccount) repeats(e entry) (bool, error) {
	if e.id() == "" {
		return false, nil
	}
	before, there := a.waits[e.id()]
	if !there {
		var entered *line
		if entered, there = a.state.with().ids[e.id()]; there {
			before = entered.entry
		}
	}
	if there && before.compare(e) != 0 {
		return false, bad("id", strconv.Quote(e.id()), "a new id: it stands for another event of the member")
	}
	return there, nil
}

// known refuses a reversal whose event is not there.
func (a *PointsAccount) known(e entry) error {
	if e.of() == "" {
		return nil
	}
	of, there := a.state.with().ids[e.of()]
	want := PointsActionRedeem
	if e.action() == PointsActionRevoke {
		want = PointsActionEarn
	}
	switch {
	case !there:
		return bad("of", strconv.Quote(e.of()), "the id of an event posted before")
	case of.action() != want:
		return bad("of", strconv.Quote(e.of()), "the id of an event that the action reverses: "+want.String())
	case of.compare(e) > 0:
		return bad("at", e.at, "not before the event that is reversed")
	}
	return nil
}

// admit refuses an event, not earlier than the others, that cannot be served.
func (a *PointsAccount) admit(e entry) error {
	switch action := e.action(); action {
	case PointsActionRedeem:
		if -e.points > a.state.holds(e.at) {
			return overdrawn(e)
		}
	case PointsActionRestore, PointsActionRevoke:
		of := a.state.with().ids[e.of()]
		if max(e.points, -e.points) > of.remains() {
			return exceeds(e)
		}
		if action == PointsActionRevoke && a.rule() == ClawbackRefuse {
			if _, left, others := a.state.claim(of, -e.points, e.at); others > a.state.holds(e.at)-left {
				return spentAlready(e)
			}
		}
	}
	return nil
}

// insert enters a late event by playing the journal again with it.
func (a *PointsAccount) insert(e entry) (PointsPosting, error) {
	journal, place := a.journal.with(e)
	s := journal.replay(a.rule(), place, nil)
	posting := s.apply(e, nil)
	for i := place + 1; i < journal.len(); i++ {
		s.apply(journal.at(i), nil)
	}
	before, owes := a.state.with(), a.rule() == 0 && e.action() == PointsActionRevoke
	switch {
	case s.with().excess > before.excess:
		return PointsPosting{}, exceeds(e)
	case s.with().uncovered > before.uncovered && !owes:
		return PointsPosting{}, overdrawn(e)
	case s.with().unmet > before.unmet && a.rule() == ClawbackRefuse:
		return PointsPosting{}, spentAlready(e)
	}
	a.journal, a.state = journal, s
	return posting, nil
}

func bad(field string, value any, want string) error {
	return &clientele.InputError{Where: "programme.PointsAccount", Field: field, Value: value, Want: want}
}

func overdrawn(e entry) error {
	if e.action() == PointsActionRevoke {
		return bad("points revoked", -e.points, "at most what no accepted redemption rests on; post them at a later time, or under ClawbackOwe")
	}
	return bad("points redeemed", -e.points, "at most what the account holds at that time beside the redemptions accepted; post the points it rests on first")
}

func exceeds(e entry) error {
	return bad("points", max(e.points, -e.points), "at most those of the event that is reversed, all its reversals together")
}

func spentAlready(e entry) error {
	return bad("points", max(e.points, -e.points), "at most what the member still holds when points are taken back; ClawbackOwe and ClawbackWaive take more")
}

// Merge adds the events of b, which is unchanged; nil counts as empty. An event
// with an id that both have counts once. The error is an *clientele.InputError,
// and a unchanged, if the policies differ or an id stands for two events. It
// succeeds otherwise: redemptions without reversals that two accounts could bear,
// their union can; what reversals on one of them leave uncovered is owed, whatever
// the policy, and reversals beyond the points of their event count up to those.
func (a *PointsAccount) Merge(b *PointsAccount) error {
	if b == nil {
		return nil
	}
	if a.rule() != b.rule() {
		return bad("policy of the account merged", b.Policy().Clawback, a.Policy().Clawback.String()+", as of this account")
	}
	if b.Len() == 0 {
		return nil
	}
	j, err := a.union(b)
	if err != nil {
		return err
	}
	*a = PointsAccount{journal: j, state: j.replay(a.rule(), j.len(), nil)}
	return nil
}

// union returns the events of both accounts in order, those that both have once.
func (a *PointsAccount) union(b *PointsAccount) (journal, error) {
	x, _ := a.played()
	y, _ := b.played()
	var others journal
	for k := range y.len() {
		e := y.at(k)
		again, err := a.repeats(e)
		if err != nil {
			return journal{}, err
		}
		if !again {
			others.add(e)
		}
	}
	return merged(&x, &others), nil
}

// Len returns the number of events.
func (a *PointsAccount) Len() int { return a.journal.len() + len(a.late) }

// Statement returns the account after all events up to and including asOf;
// points that expire at asOf have expired.
func (a *PointsAccount) Statement(asOf int64) PointsStatement {
	journal, now := a.played()
	if n := journal.until(asOf); n < journal.len() {
		now = journal.replay(a.rule(), n, nil)
	}
	s := now.statement()
	left := now.holds(asOf)
	s.Expired += s.Outstanding - left
	s.Outstanding = left
	return s
}
