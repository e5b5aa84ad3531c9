package programme

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/clientele-go/clientele"
)

// Never is the expiry of points that do not expire.
const Never = math.MaxInt64

// maxPoints bounds one event, so that four million of the largest still add up
// in an int64.
const maxPoints = 1 << 40

// PointsStatement is the state of an account, or of all. At every time
// Earned = Redeemed + Expired + Outstanding, and nothing is negative.
type PointsStatement struct {
	Earned      int64 `json:"earned"`
	Redeemed    int64 `json:"redeemed"`
	Expired     int64 `json:"expired"`
	Outstanding int64 `json:"outstanding"`
}

func (s *PointsStatement) add(t PointsStatement) {
	s.Earned += t.Earned
	s.Redeemed += t.Redeemed
	s.Expired += t.Expired
	s.Outstanding += t.Outstanding
}

// PointsAccount holds one member's points. Times are whole numbers on any clock of
// the caller's, such as Unix seconds or days. The zero value is empty.
//
// Points are spent first to expire, first out, which is first in, first out
// where all are valid equally long: the order in which fewest expire. Events
// may come late, in any order: an account always is what its events in order
// of time make of it. A redemption that would overdraw it at its own time, or
// take from a redemption already accepted, is refused. An event in order of time takes
// a constant time, and of n events a late one about the time of √n, unless a
// redemption must change what others took or is refused, which takes that of n.
type PointsAccount struct {
	journal []entry // in order of time
	state   state   // after the last entry of the journal
	late    []entry // accepted, and not yet in the journal
	spare   *spare  // what no redemption took; nil unless events came late
}

// entry is one event. At one time members earn before they redeem.
type entry struct {
	at      int64
	expires int64 // of points earned; 0 for a redemption
	points  int64 // > 0 earned, < 0 redeemed
}

// compare orders events by time; equal events are interchangeable.
func (e entry) compare(f entry) int {
	if c := cmp.Compare(e.at, f.at); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(bit(e.points < 0), bit(f.points < 0)), cmp.Compare(e.expires, f.expires), cmp.Compare(e.points, f.points))
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lot is what is left of points earned together, the id-th to be.
type lot struct {
	expires, earned, left int64
	id                    int
}

// state is what a journal adds up to.
type state struct {
	lots      []lot // by expiry, then time earned; those before head are spent
	head      int
	statement PointsStatement
	earned    int // lots so far
}

// before reports whether l is spent before m.
func (l lot) before(m lot) bool {
	return l.expires < m.expires || l.expires == m.expires && l.earned < m.earned
}

// observer is told from which lot points went and when; nil for none.
type observer func(l lot, at, points int64, redeemed bool)

// advance expires the lots whose time has come.
func (s *state) advance(now int64, watch observer) {
	for s.head < len(s.lots) && s.lots[s.head].expires <= now {
		l := s.lots[s.head]
		s.statement.Expired += l.left
		s.statement.Outstanding -= l.left
		if watch != nil && l.left > 0 {
			watch(l, l.expires, l.left, false)
		}
		s.head++
	}
}

// holds returns the points that may be spent at a time, not before the last event.
func (s *state) holds(at int64) int64 {
	points := s.statement.Outstanding
	for _, l := range s.lots[s.head:] {
		if l.expires > at {
			break
		}
		points -= l.left
	}
	return points
}

// apply does one event, not earlier than those before; it returns false, and
// does nothing, if the event overdraws.
func (s *state) apply(e entry, watch observer) bool {
	need := -e.points
	if need > 0 && need > s.holds(e.at) {
		return false
	}
	if s.head < len(s.lots) && s.lots[s.head].expires <= e.at {
		s.advance(e.at, watch)
	}
	if e.points > 0 {
		s.earn(lot{e.expires, e.at, e.points, s.earned})
		s.earned++
		return true
	}
	s.statement.Redeemed += need
	s.statement.Outstanding -= need
	for need > 0 {
		l := &s.lots[s.head]
		take := min(need, l.left)
		l.left -= take
		need -= take
		if watch != nil && take > 0 {
			watch(*l, e.at, take, true)
		}
		if l.left == 0 {
			s.head++
		}
	}
	return true
}

// earn enters a lot in order of expiry: at the end, unless validity varies.
func (s *state) earn(l lot) {
	s.statement.Earned += l.left
	s.statement.Outstanding += l.left
	i := len(s.lots)
	if i > s.head && l.before(s.lots[i-1]) {
		i = s.head + sort.Search(i-s.head, func(k int) bool { return l.before(s.lots[s.head+k]) })
	}
	if i == len(s.lots) {
		if i == cap(s.lots) && 2*s.head > i { // make space by forgetting what is spent
			s.lots = s.lots[:copy(s.lots, s.lots[s.head:])]
			s.head = 0
		}
		s.lots = append(s.lots, l)
	} else {
		s.lots = slices.Insert(s.lots, i, l)
	}
}

// replay does the events of a journal from the beginning.
func replay(journal []entry, watch observer) (s state, ok bool) {
	for _, e := range journal {
		if !s.apply(e, watch) {
			return s, false
		}
	}
	return s, true
}

// Earn adds points, of 1 to 2^40, earned at a time and valid before expires,
// which is later (Never for ever). Bad values are an *clientele.InputError.
func (a *PointsAccount) Earn(at, points, expires int64) error {
	if points < 1 || points > maxPoints {
		return a.bad("points", points, "a whole number from 1 to 2^40")
	}
	if expires <= at {
		return a.bad("expires", expires, "a time after the points are earned, or Never")
	}
	return a.post(entry{at, expires, points})
}

// Redeem takes points, of 1 to 2^40, at a time. If the account does not hold
// so many then, or other redemptions rely on them, it is unchanged and the error
// is an *clientele.InputError: if points earned before that time are still to
// be reported, try again after them.
func (a *PointsAccount) Redeem(at, points int64) error {
	if points < 1 || points > maxPoints {
		return a.bad("points", points, "a whole number from 1 to 2^40")
	}
	return a.post(entry{at, 0, -points})
}

func (*PointsAccount) bad(field string, value int64, want string) error {
	return &clientele.InputError{Where: "programme.PointsAccount", Field: field, Value: value, Want: want}
}

// post enters an event, at the end if it is the latest.
func (a *PointsAccount) post(e entry) error {
	if n := len(a.journal); len(a.late) > 0 || n > 0 && e.compare(a.journal[n-1]) < 0 {
		return a.postLate(e)
	}
	if !a.state.apply(e, nil) {
		return a.overdrawn(e)
	}
	a.journal, a.spare = append(a.journal, e), nil
	return nil
}

func (a *PointsAccount) overdrawn(e entry) error {
	return a.bad("points redeemed", -e.points, "at most what the account holds at that time beside the redemptions accepted; post the points it rests on first")
}

// Merge adds the events of b, which is unchanged; nil counts as empty. It
// always succeeds: redemptions that two accounts could bear, their union can.
func (a *PointsAccount) Merge(b *PointsAccount) error {
	if b == nil || b.Len() == 0 {
		return nil
	}
	x, _ := a.played()
	y, _ := b.played()
	journal := merged(x, y)
	s, ok := replay(journal, nil)
	if !ok {
		panic("programme: merged accounts overdrawn") // first to expire, first out serves all that can be served
	}
	*a = PointsAccount{journal: journal, state: s}
	return nil
}

// Len returns the number of events.
func (a *PointsAccount) Len() int { return len(a.journal) + len(a.late) }

// PointsStatement returns the account after all events up to and including asOf;
// points that expire at asOf have expired.
func (a *PointsAccount) Statement(asOf int64) PointsStatement {
	journal, s := a.played()
	if n := len(journal); n > 0 && asOf < journal[n-1].at {
		n, _ = slices.BinarySearchFunc(journal, asOf, func(e entry, t int64) int {
			if e.at <= t {
				return -1
			}
			return 1
		})
		s, _ = replay(journal[:n], nil)
	}
	left := s.holds(asOf)
	s.statement.Expired += s.statement.Outstanding - left
	s.statement.Outstanding = left
	return s.statement
}
