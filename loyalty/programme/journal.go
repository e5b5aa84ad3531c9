package programme

import "sort"

// journal is events in order. Their tags lie apart, so that a programme whose
// events have none holds nothing but numbers.
type journal struct {
	rows []row
	tags []*tag // by row; nil if no event has one
}

type row struct{ at, expires, points int64 }

func (j *journal) len() int { return len(j.rows) }

func (j *journal) at(i int) entry {
	r := j.rows[i]
	e := entry{at: r.at, expires: r.expires, points: r.points}
	if j.tags != nil {
		e.tag = j.tags[i]
	}
	return e
}

func (j *journal) add(e entry) {
	if e.tag != nil && j.tags == nil {
		j.tags = make([]*tag, len(j.rows))
	}
	j.rows = append(j.rows, row{e.at, e.expires, e.points})
	if j.tags != nil {
		j.tags = append(j.tags, e.tag)
	}
}

// latest reports whether an event comes after all others.
func (j *journal) latest(e entry) bool {
	n := len(j.rows)
	return n == 0 || e.at > j.rows[n-1].at || e.compare(j.at(n-1)) >= 0
}

// with returns a journal that holds a late event too, and where.
func (j *journal) with(e entry) (k journal, place int) {
	place = sort.Search(len(j.rows), func(i int) bool { return e.compare(j.at(i)) < 0 })
	k.rows = make([]row, 0, len(j.rows)+1)
	for i := range place {
		k.add(j.at(i))
	}
	k.add(e)
	for i := place; i < len(j.rows); i++ {
		k.add(j.at(i))
	}
	return k, place
}

// until returns the number of events up to and including a time.
func (j *journal) until(asOf int64) int {
	return sort.Search(len(j.rows), func(i int) bool { return j.rows[i].at > asOf })
}

// replay does the first n events from the beginning.
func (j *journal) replay(rule ClawbackRule, n int, watch observer) state {
	s := begin(rule)
	for i := range n {
		s.apply(j.at(i), watch)
	}
	return s
}
