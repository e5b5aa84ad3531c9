package programme

import (
	"cmp"
	"slices"
	"sort"
)

// lot is what is left of points earned together.
type lot struct {
	expires, earned, left int64
	id                    int32 // the how many-th lot it is, in order of time
	of                    int32 // the event that earned it, by its number among lines; 0 if it has no id
}

// order is that of spending: first to expire, first out.
func (s *state) order(l, m lot) int {
	if c := cmp.Compare(l.expires, m.expires); c != 0 {
		return c
	}
	if c := cmp.Compare(l.earned, m.earned); c != 0 || l.of == m.of {
		return c
	}
	return cmp.Compare(s.line(l).name(), s.line(m).name())
}

// line is an event with an id, and what became of its points.
type line struct {
	entry
	number   int32
	reversed int64    // of its points: restored or revoked
	spent    int64    // of points earned: spent, and not taken back since
	takings  []taking // of a redemption: where its points came from
	debt     *debt    // of a redemption that others' reversals left uncovered
}

func (l *line) name() string {
	if l == nil {
		return ""
	}
	return l.id()
}

// remains returns the points that can still be reversed.
func (l *line) remains() int64 { return max(l.points, -l.points) - l.reversed }

// taking is points that a redemption took from a lot, or that the lot paid later.
type taking struct {
	lot       // with the points in left
	at  int64 // when
}

// debt is points owed: for a redemption, or where by is nil for points taken back.
type debt struct {
	points int64
	by     *line
	fate   fate
}

// state is what a journal adds up to. Nothing that a journal holds makes it
// fail: a redemption without cover is owed, and counted.
type state struct {
	lots                                   []lot // in order of spending; those before head are spent
	head                                   int
	earned, redeemed, expired, outstanding int64
	lotted                                 int32  // lots so far
	more                                   *named // nil for an account of the default policy whose events have no ids
}

// named is the part of a state that events with ids need: apart, as most
// accounts of most programmes do not, and it would double them.
type named struct {
	rule  ClawbackRule // 0 for the default
	ids   map[string]*line
	lines []*line // by number, from 1 on
	debts []*debt // in order of time; those before paid are paid
	paid  int

	reversals     bool // some event reverses another
	revoked, owed int64
	uncovered     int64 // points redeemed beyond what the account held
	unmet         int64 // points revoked beyond what the account held
	excess        int64 // points reversed beyond those of the event
}

// none is what an account without has.
var none named

// with returns the part for events with ids, to read.
func (s *state) with() *named {
	if s.more == nil {
		return &none
	}
	return s.more
}

// needs returns the part for events with ids, to write.
func (s *state) needs() *named {
	if s.more == nil {
		s.more = new(named)
	}
	return s.more
}

// line returns the event that earned a lot's points, nil if it has no id.
func (s *state) line(l lot) *line {
	if l.of == 0 {
		return nil
	}
	return s.more.lines[l.of]
}

// begin returns the empty state under a rule.
func begin(rule ClawbackRule) (s state) {
	if rule != 0 {
		s.more = &named{rule: rule}
	}
	return s
}

func (s *state) statement() PointsStatement {
	n := s.with()
	return PointsStatement{s.earned, s.redeemed, s.expired, n.revoked, s.outstanding, n.owed}
}

// fate is what became of points.
type fate uint8

const (
	fateRedeemed fate = iota
	fateExpired
	fateRevoked
)

// observer is told from which lot points went and when; fewer than none come
// back. nil for none.
type observer func(l lot, at, points int64, to fate)

func (watch observer) see(l lot, at, points int64, to fate) {
	if watch != nil && points != 0 {
		watch(l, at, points, to)
	}
}

// advance expires the lots whose time has come.
func (s *state) advance(now int64, watch observer) {
	for s.head < len(s.lots) && s.lots[s.head].expires <= now {
		l := s.lots[s.head]
		s.expired += l.left
		s.outstanding -= l.left
		watch.see(l, l.expires, l.left, fateExpired)
		s.head++
	}
}

// holds returns the points that may be spent at a time, not before the last event.
func (s *state) holds(at int64) int64 {
	points := s.outstanding
	for _, l := range s.lots[s.head:] {
		if l.expires > at {
			break
		}
		points -= l.left
	}
	return points
}

// apply does one event, not earlier than those before, whose own event is there
// if it reverses one.
func (s *state) apply(e entry, watch observer) PointsPosting {
	if s.head < len(s.lots) && s.lots[s.head].expires <= e.at {
		s.advance(e.at, watch)
	}
	var own *line
	if id := e.id(); id != "" {
		n := s.needs()
		if n.ids == nil {
			n.ids, n.lines = map[string]*line{}, []*line{nil}
		}
		own = &line{entry: e, number: int32(len(n.lines))}
		n.ids[id], n.lines = own, append(n.lines, own)
	}
	switch action := e.action(); action {
	case PointsActionEarn:
		s.earned += e.points
		number := int32(0)
		if own != nil {
			number = own.number
		}
		l := lot{e.expires, e.at, e.points, s.lotted, number}
		s.lotted++
		return PointsPosting{Action: action, Points: e.points, Paid: s.enter(l, e.at, watch)}
	case PointsActionRedeem:
		s.redeemed -= e.points
		if short := s.take(-e.points, e.at, own, fateRedeemed, watch); short > 0 {
			s.needs().uncovered += short
			d := s.more.owe(short, own, fateRedeemed)
			if own != nil {
				own.debt = d
			}
		}
		return PointsPosting{Action: action, Points: -e.points}
	case PointsActionRestore:
		s.more.reversals = true
		return s.restore(e, watch)
	}
	s.more.reversals = true
	return s.revoke(e, watch)
}

// plain reports whether all is earned and redeemed, and nothing owed: then points that
// nobody took can be given to whoever comes late, and change nothing else.
func (s *state) plain() bool {
	return s.more == nil || !s.more.reversals && s.more.uncovered == 0
}

// enter adds points to what is there: first they pay what is owed.
func (s *state) enter(l lot, at int64, watch observer) (paid int64) {
	s.outstanding += l.left
	for n := s.more; n != nil && n.owed > 0 && l.left > 0; {
		d := n.debts[n.paid]
		pay := min(d.points, l.left)
		d.points -= pay
		n.owed -= pay
		paid += pay
		s.spend(&l, pay, at, d.by, d.fate, watch)
		if d.points == 0 {
			n.paid++
		}
	}
	if l.left > 0 {
		s.put(l)
	}
	return paid
}

// put enters a lot in order of spending: at the end, unless validity varies.
func (s *state) put(l lot) {
	i := len(s.lots)
	if i > s.head && s.order(l, s.lots[i-1]) < 0 {
		i = s.head + sort.Search(i-s.head, func(k int) bool { return s.order(l, s.lots[s.head+k]) < 0 })
	}
	switch {
	case i == len(s.lots):
		if i == cap(s.lots) && 2*s.head > i { // make space by forgetting what is spent
			s.lots = s.lots[:copy(s.lots, s.lots[s.head:])]
			s.head = 0
		}
		s.lots = append(s.lots, l)
	case i-s.head < len(s.lots)-i: // the lots before it are fewer: move them
		if s.head == 0 {
			s.head = len(s.lots)/2 + 8
			i += s.head
			wide := make([]lot, s.head+len(s.lots), 2*s.head+len(s.lots))
			copy(wide[s.head:], s.lots)
			s.lots = wide
		}
		copy(s.lots[s.head-1:], s.lots[s.head:i])
		s.head--
		s.lots[i-1] = l
	default:
		s.lots = slices.Insert(s.lots, i, l)
	}
}

// spend takes points from a lot, for a redemption where by is not nil.
func (s *state) spend(l *lot, points, at int64, by *line, to fate, watch observer) {
	l.left -= points
	s.outstanding -= points
	if l.of != 0 {
		s.line(*l).spent += points
	}
	if by != nil && points > 0 {
		by.takings = append(by.takings, taking{lot{l.expires, l.earned, points, l.id, l.of}, at})
	}
	watch.see(*l, at, points, to)
}

// take takes points from the lots in order, and returns how many were not there.
func (s *state) take(need, at int64, by *line, to fate, watch observer) (short int64) {
	for need > 0 && s.head < len(s.lots) {
		l := &s.lots[s.head]
		points := min(need, l.left)
		need -= points
		s.spend(l, points, at, by, to, watch)
		if l.left == 0 {
			s.head++
		}
	}
	return need
}

// owe notes points that the member owes.
func (n *named) owe(points int64, by *line, to fate) *debt {
	d := &debt{points, by, to}
	n.debts = append(n.debts, d)
	n.owed += points
	return d
}
