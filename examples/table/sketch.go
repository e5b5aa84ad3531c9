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
// a limit of distinct things, beyond it by a fair sample of them.
type repeats struct {
	mask  uint64
	seen  map[uint64]seenThing
	limit int
}

// seenThing is one thing: how often it came and in which form first.
type seenThing struct {
	rows uint32
	form uint32
	two  bool // it came in another form too
}

func newRepeats(limit int) *repeats { return &repeats{seen: map[uint64]seenThing{}, limit: limit} }

// add counts a thing by its hash, with a hash of the form it is written in.
func (r *repeats) add(h uint64, form uint32) {
	if h&r.mask != 0 {
		return
	}
	s, again := r.seen[h]
	if !again {
		s.form = form
	}
	s.rows++
	s.two = s.two || s.form != form
	r.seen[h] = s
	if len(r.seen) > r.limit {
		r.mask = r.mask<<1 | 1
		for k := range r.seen {
			if k&r.mask != 0 {
				delete(r.seen, k)
			}
		}
	}
}

// again returns about how many came again beyond the first, how many distinct
// things there are, and how many are written in two ways.
func (r *repeats) again() (more, distinct, two int) {
	scale := int(r.mask) + 1
	for _, s := range r.seen {
		more += int(s.rows) - 1
		if s.two {
			two++
		}
	}
	return more * scale, len(r.seen) * scale, two * scale
}

// leader finds who has most of the rows, if anybody has more than an eighth
// (Misra and Gries 1982).
type leader struct {
	hash [8]uint64
	rows [8]int
	name [8]string
}

func (l *leader) add(h uint64, name []byte) {
	free := -1
	for i := range l.hash {
		if l.rows[i] > 0 && l.hash[i] == h {
			l.rows[i]++
			return
		}
		if l.rows[i] == 0 {
			free = i
		}
	}
	if free >= 0 {
		l.hash[free], l.rows[free], l.name[free] = h, 1, string(name)
		return
	}
	for i := range l.rows {
		l.rows[i]--
	}
}
