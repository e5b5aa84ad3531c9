package table

import (
	"encoding/binary"
	"math/bits"
)

// hashOf is a 64-bit hash that is the same on every run.
func hashOf(h uint64, b []byte) uint64 {
	const k = 0x9e3779b97f4a7c15
	h ^= uint64(len(b)) * k
	for len(b) >= 8 {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(b), k)
		h = hi ^ lo ^ k
		b = b[8:]
	}
	var tail uint64
	for i, c := range b {
		tail |= uint64(c) << (8 * i)
	}
	hi, lo := bits.Mul64(h^tail, 0xbf58476d1ce4e5b9)
	h = hi ^ lo
	h ^= h >> 29
	h *= 0x94d049bb133111eb
	return h ^ h>>32
}

// repeats counts how often things come again, in bounded memory: exactly up to
// a limit of distinct things, beyond it by a fair sample of them. It is a table
// of open addressing, because every row of a file asks it.
type repeats struct {
	mask  uint64 // things whose hash has any of these bits are not in the sample
	slots []seenThing
	used  int
	limit int
}

// seenThing is one thing: how often it came and in which form first.
type seenThing struct {
	hash uint64
	rows uint32 // 0 for a free slot
	form uint32
	two  bool // it came in another form too
}

func newRepeats(limit int) *repeats { return &repeats{slots: make([]seenThing, 1024), limit: limit} }

// slot returns where a hash is, or the free place for it. The bits above those
// of the mask spread the things of a sample.
func (r *repeats) slot(h uint64) *seenThing {
	last := uint64(len(r.slots) - 1)
	for at := h >> 32 & last; ; at = (at + 1) & last {
		if s := &r.slots[at]; s.rows == 0 || s.hash == h {
			return s
		}
	}
}

// add counts a thing by its hash, with a hash of the form it is written in.
func (r *repeats) add(h uint64, form uint32, rows int) {
	if h&r.mask != 0 {
		return
	}
	s := r.slot(h)
	if s.rows == 0 {
		s.hash, s.form = h, form
		r.used++
	}
	s.rows += uint32(rows)
	s.two = s.two || s.form != form
	if 2*r.used > len(r.slots) || r.used > r.limit {
		r.rebuild()
	}
}

// rebuild makes a larger table, or halves the sample where it is full.
func (r *repeats) rebuild() {
	old := r.slots
	if r.used > r.limit {
		r.mask = r.mask<<1 | 1
		r.slots = make([]seenThing, len(old))
	} else {
		r.slots = make([]seenThing, 2*len(old))
	}
	r.used = 0
	for _, s := range old {
		if s.rows > 0 && s.hash&r.mask == 0 {
			*r.slot(s.hash) = s
			r.used++
		}
	}
}

// again returns about how many came again beyond the first, how many distinct
// things there are, and how many are written in two ways.
func (r *repeats) again() (more, distinct, two int) {
	scale := int(r.mask) + 1
	for _, s := range r.slots {
		if s.rows == 0 {
			continue
		}
		more += int(s.rows) - 1
		if s.two {
			two++
		}
	}
	return more * scale, r.used * scale, two * scale
}

// leader finds who has most of the rows, if anybody has more than an eighth
// (Misra and Gries 1982).
type leader struct {
	hash [8]uint64
	rows [8]int
	name [8][]byte
}

func (l *leader) add(h uint64, name []byte, rows int) {
	free := -1
	for i := range l.hash {
		if l.hash[i] == h && l.rows[i] > 0 {
			l.rows[i] += rows
			return
		}
		if l.rows[i] == 0 {
			free = i
		}
	}
	for free < 0 { // each loses what the least has
		least := rows
		for _, n := range l.rows {
			least = min(least, n)
		}
		for i := range l.rows {
			if l.rows[i] -= least; l.rows[i] == 0 {
				free = i
			}
		}
		if rows -= least; rows == 0 {
			return
		}
	}
	l.hash[free], l.rows[free], l.name[free] = h, rows, append(l.name[free][:0], name...)
}
