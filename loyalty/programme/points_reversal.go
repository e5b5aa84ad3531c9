package programme

import "slices"

// find returns the lot in which the points of an event still are, nil if none is.
func (s *state) find(l lot) *lot {
	i, found := slices.BinarySearchFunc(s.lots[s.head:], l, s.order)
	if !found {
		return nil
	}
	return &s.lots[s.head+i]
}

// claim returns what a revocation of so many points of an event takes at a time:
// of the event's own points those which are left, and of all others as many as
// were spent of them. What expired is nobody's any more.
func (s *state) claim(of *line, points, at int64) (own *lot, left, others int64) {
	if l := s.find(lot{expires: of.expires, earned: of.at, of: of.number}); l != nil && l.expires > at {
		own, left = l, min(points, l.left)
	}
	return own, left, min(points-left, of.spent)
}

// revoke takes points back that were earned.
func (s *state) revoke(e entry, watch observer) PointsPosting {
	n := s.more
	of := n.ids[e.of()]
	points := min(-e.points, of.remains())
	n.excess += -e.points - points
	of.reversed += points
	own, left, others := s.claim(of, points, e.at)
	if own != nil {
		own.left -= left
		s.outstanding -= left
		watch.see(*own, e.at, left, fateRevoked)
	}
	of.spent -= others
	short := s.take(others, e.at, nil, fateRevoked, watch)
	p := PointsPosting{Action: PointsActionRevoke, Points: left + others, Expired: points - left - others}
	switch {
	case short == 0:
	case n.rule == ClawbackWaive:
		p.Waived = short
		p.Points -= short
	default:
		p.Owed = short
		n.unmet += short
		n.owe(short, nil, fateRevoked)
	}
	n.revoked += p.Points
	return p
}

// restore gives the points of a redemption back: those that it still owes need
// not be paid, and the others return to where they came from, those taken last
// first, which are valid longest.
func (s *state) restore(e entry, watch observer) PointsPosting {
	n := s.more
	of := n.ids[e.of()]
	p := PointsPosting{Action: PointsActionRestore, Points: min(e.points, of.remains())}
	n.excess += e.points - p.Points
	of.reversed += p.Points
	s.redeemed -= p.Points
	rest := p.Points
	if d := of.debt; d != nil {
		forgiven := min(rest, d.points)
		d.points -= forgiven
		n.owed -= forgiven
		rest -= forgiven
		for n.paid < len(n.debts) && n.debts[n.paid].points == 0 {
			n.paid++
		}
	}
	for rest > 0 {
		last := len(of.takings) - 1
		t := &of.takings[last]
		points := min(rest, t.left)
		rest -= points
		from, at := t.lot, t.at
		if t.left -= points; t.left == 0 {
			of.takings = of.takings[:last]
		}
		from.left = points
		watch.see(from, at, -points, fateRedeemed)
		paid, late := s.giveBack(from, e, watch)
		p.Paid += paid
		p.Expired += late
	}
	return p
}

// giveBack puts points back into the lot that they came from, or into one of a
// new validity. They pay what is owed even if their own time is over.
func (s *state) giveBack(l lot, e entry, watch observer) (paid, late int64) {
	if e.expires != 0 {
		l.expires, l.of = e.expires, 0
	}
	if of := s.line(l); of != nil {
		of.spent = max(0, of.spent-l.left)
	}
	if there := s.find(l); there != nil && s.more.owed == 0 {
		there.left += l.left
		s.outstanding += l.left
		return 0, 0
	}
	if l.expires > e.at {
		return s.enter(l, e.at, watch), 0
	}
	late = l.left
	if owed := s.more.owed; owed > 0 {
		pays := l
		pays.left = min(l.left, owed)
		late -= pays.left
		paid = s.enter(pays, e.at, watch)
	}
	s.expired += late
	watch.see(l, l.expires, late, fateExpired)
	return paid, late
}
