package programme

import (
	"math"
	"slices"
)

// spare are the points of a journal that no redemption took, by the time they were
// earned: whoever comes late may have those that were valid at their time, and nobody
// who has redeemed need give way. Points that somebody has to give way for are found
// by playing the journal again.
type spare struct {
	lots   []lot   // by time earned
	latest []int64 // a binary tree over lots, node 1 its root: the latest expiry of those with points left
	fresh  []lot   // earned since, of no order
	total  int64
}

// spares plays a journal without reversals and returns what nobody took.
func spares(j *journal) *spare {
	s := new(spare)
	for _, e := range j.rows {
		if e.points > 0 {
			s.lots = append(s.lots, lot{e.expires, e.at, e.points, int32(len(s.lots)), 0})
			s.total += e.points
		}
	}
	j.replay(0, j.len(), func(l lot, _, points int64, to fate) {
		if to == fateRedeemed {
			s.lots[l.id].left -= points
			s.total -= points
		}
	})
	s.latest = make([]int64, 2*len(s.lots))
	for i := range s.lots {
		s.latest[len(s.lots)+i] = s.lots[i].until()
	}
	for k := len(s.lots) - 1; k > 0; k-- {
		s.latest[k] = max(s.latest[2*k], s.latest[2*k+1])
	}
	return s
}

// until is the expiry of a lot, at the beginning of time if nothing is left of it.
func (l lot) until() int64 {
	if l.left == 0 {
		return math.MinInt64
	}
	return l.expires
}

// earn adds points.
func (s *spare) earn(l lot) {
	s.fresh = append(s.fresh, l)
	s.total += l.left
}

// take takes points that are valid at a time, as far as there are so many, and
// returns how many are wanting. Each lot it looks at it empties, but for the last.
func (s *spare) take(at, need int64) int64 {
	s.total -= need
	for i := range s.fresh {
		if l := &s.fresh[i]; need > 0 && l.earned <= at && l.expires > at {
			part := min(need, l.left)
			l.left -= part
			need -= part
		}
	}
	for need > 0 {
		i := s.find(at)
		if i < 0 {
			break
		}
		part := min(need, s.lots[i].left)
		s.lots[i].left -= part
		need -= part
		k := len(s.lots) + i
		s.latest[k] = s.lots[i].until()
		for k >>= 1; k > 0; k >>= 1 {
			s.latest[k] = max(s.latest[2*k], s.latest[2*k+1])
		}
	}
	s.total += need
	return need
}

// find returns a lot with points left that are valid at a time, -1 if there is none:
// of the lots earned by then the first whose part of the tree lives long enough.
func (s *spare) find(at int64) int {
	n := len(s.lots)
	end, _ := slices.BinarySearchFunc(s.lots, at, func(l lot, t int64) int {
		if l.earned <= t {
			return -1
		}
		return 1
	})
	// The parts of [0, end), from the leaves up.
	for lo, hi := n, n+end; lo < hi; lo, hi = lo>>1, hi>>1 {
		if lo&1 == 1 {
			if s.latest[lo] > at {
				return s.below(lo, at)
			}
			lo++
		}
		if hi&1 == 1 {
			hi--
			if s.latest[hi] > at {
				return s.below(hi, at)
			}
		}
	}
	return -1
}

// below goes down from node k to a lot valid at a time.
func (s *spare) below(k int, at int64) int {
	for k < len(s.lots) {
		if k *= 2; s.latest[k] <= at {
			k++
		}
	}
	return k - len(s.lots)
}

// wait and waitNamed say how many events wait: the root of so many times those of the
// journal. Each looks at all that wait, and they share the price of playing the journal,
// which is that of ten where events have ids.
const wait, waitNamed = 64, 1024

// postLate enters an event that is not the latest, or that follows one, into an account
// without reversals. Points earned harm nobody, and a redemption that finds points to spare
// neither: they wait beside the journal, which is played again once for many. Only a
// redemption that others must give way for, or that is refused, plays it for itself alone.
func (a *PointsAccount) postLate(e entry) (PointsPosting, error) {
	if a.spare == nil {
		a.spare = spares(&a.journal)
	}
	switch {
	case e.points > 0:
		a.spare.earn(lot{expires: e.expires, earned: e.at, left: e.points})
	case -e.points > a.spare.total:
		return PointsPosting{}, overdrawn(e)
	case a.spare.take(e.at, -e.points) > 0:
		a.settle()
		return a.insert(e)
	}
	a.late = append(a.late, e)
	if id := e.id(); id != "" {
		if a.waits == nil {
			a.waits = make(map[string]entry)
		}
		a.waits[id] = e
	}
	many := wait
	if a.state.more != nil {
		many = waitNamed
	}
	if len(a.late)*len(a.late) > many*a.journal.len() {
		a.settle()
	}
	return PointsPosting{Action: e.action(), Points: max(e.points, -e.points)}, nil
}

// played returns the events in order and what they add up to; a is unchanged, so that
// several goroutines may read it.
func (a *PointsAccount) played() (journal, state) {
	if len(a.late) == 0 {
		return a.journal, a.state
	}
	var late journal
	for _, e := range slices.SortedFunc(slices.Values(a.late), entry.compare) {
		late.add(e)
	}
	j := merged(&a.journal, &late)
	return j, j.replay(a.rule(), j.len(), nil)
}

// settle enters the events that wait.
func (a *PointsAccount) settle() {
	if len(a.late) > 0 {
		a.journal, a.state = a.played()
	}
	a.late, a.waits, a.spare = nil, nil, nil
}

// merged returns the events of two journals in order.
func merged(x, y *journal) journal {
	out := journal{rows: make([]row, 0, x.len()+y.len())}
	i := 0
	for k := range y.len() {
		e := y.at(k)
		for ; i < x.len() && x.at(i).compare(e) <= 0; i++ {
			out.add(x.at(i))
		}
		out.add(e)
	}
	for ; i < x.len(); i++ {
		out.add(x.at(i))
	}
	return out
}
