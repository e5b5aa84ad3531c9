package quantile

import (
	"math"
	"math/bits"
	"slices"

	"github.com/clientele-go/clientele/internal/codec"
)

// Summary is a sketch of a set of values in bounded memory. It keeps counts of
// narrow ranges, and makes the ranges wider, all at once, when there are too
// many: so what it holds depends on the values only, never on their order or
// on how they were spread over machines. Each range knows its smallest and
// largest value; a range with one distinct value is exact, so whole numbers up
// to 32,768 are, and so is any set with no more distinct values than that.
//
// The ranges are prefixes of the floats' bits, that is, of a constant width
// relative to the values. What a quantile may be off by, RankError says.
// The zero value is empty. Reading tidies up: a Summary is for one goroutine.
type Summary struct {
	cells   []cell   // sorted, of different prefixes
	pending []uint64 // not yet among the cells
	coarse  int      // low bits that the prefixes leave out, 0 … 64
	n       uint64   // values in the cells
}

// cell counts the values of one prefix.
type cell struct {
	lo, hi uint64 // keys of the smallest and largest
	n      uint64
}

// capacity is the largest number of cells.
const capacity = 1 << 15

// Add adds v and reports whether it did: NaN and infinities are refused.
func (s *Summary) Add(v float64) bool {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return false
	}
	s.pending = append(s.pending, key(v))
	if len(s.pending) == capacity {
		s.tidy()
	}
	return true
}

// Len returns the number of values.
func (s *Summary) Len() int { return int(s.n) + len(s.pending) }

// Merge adds the values of t, which says the same as before; nil counts as empty.
func (s *Summary) Merge(t *Summary) {
	if t == nil {
		return
	}
	t.tidy()
	s.tidy()
	s.absorb(t.cells, t.coarse)
}

// tidy moves the pending values into the cells.
func (s *Summary) tidy() {
	if len(s.pending) == 0 {
		return
	}
	slices.Sort(s.pending)
	cells := make([]cell, 0, len(s.pending))
	for _, k := range s.pending {
		if last := len(cells) - 1; last >= 0 && cells[last].lo == k {
			cells[last].n++
		} else {
			cells = append(cells, cell{k, k, 1})
		}
	}
	s.pending = s.pending[:0]
	s.absorb(cells, 0)
}

// absorb merges sorted cells of another coarseness and widens until they fit.
func (s *Summary) absorb(more []cell, coarse int) {
	both := make([]cell, 0, len(s.cells)+len(more))
	a, b := s.cells, more
	for len(a) > 0 && len(b) > 0 {
		if a[0].lo <= b[0].lo {
			both, a = append(both, a[0]), a[1:]
		} else {
			both, b = append(both, b[0]), b[1:]
		}
	}
	both = append(append(both, a...), b...)
	for _, c := range more {
		s.n += c.n
	}
	s.coarse = max(s.coarse, coarse)
	s.cells = widen(both, s.coarse)
	if len(s.cells) > capacity {
		s.coarse = fitting(s.cells)
		s.cells = widen(s.cells, s.coarse)
	}
}

// widen joins, in place, the sorted cells that agree in all but the low bits.
func widen(cells []cell, coarse int) []cell {
	out := cells[:0]
	for _, c := range cells {
		if last := len(out) - 1; last >= 0 && out[last].lo>>coarse == c.lo>>coarse {
			out[last].hi = max(out[last].hi, c.hi)
			out[last].n += c.n
		} else {
			out = append(out, c)
		}
	}
	return out
}

// fitting returns the smallest coarseness at which the cells fit the capacity:
// two neighbours are one as soon as their highest different bit is left out. It
// depends on which prefixes there are and not on the way to them: that is why parts
// merged in any order end with the same cells.
func fitting(cells []cell) int {
	var pairs [65]int // by the coarseness that joins them
	for i := 1; i < len(cells); i++ {
		pairs[bits.Len64(cells[i-1].lo^cells[i].lo)]++
	}
	count := len(cells)
	for coarse, n := range pairs {
		if count -= n; count <= capacity {
			return coarse
		}
	}
	return 64
}

// Quantile returns the p-quantile, 0 ≤ p ≤ 1, under the rule.
//
// Special cases are: NaN for an empty summary, and for p outside [0, 1].
func (s *Summary) Quantile(rule Rule, p float64) float64 {
	s.tidy()
	if s.n == 0 || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	k, part := rule.Position(int(s.n), p)
	v := s.at(uint64(k))
	if part == 0 {
		return v
	}
	return between(v, s.at(uint64(k)+1), part)
}

// at estimates the value of rank k, 0 the smallest: exact at the ends of a
// cell, on the straight line in between.
func (s *Summary) at(k uint64) float64 {
	for _, c := range s.cells {
		if k >= c.n {
			k -= c.n
			continue
		}
		if c.lo == c.hi || k == 0 {
			return value(c.lo)
		}
		return between(value(c.lo), value(c.hi), float64(k)/float64(c.n-1))
	}
	return value(s.cells[len(s.cells)-1].hi)
}

// RankError returns the largest share of the values by which the rank of any
// answer of Quantile can be off: a cell of n values, the ends of which are
// known, can misplace n − 2. It is a fact about this summary, not an
// expectation; 0 means that every answer is exact.
func (s *Summary) RankError() float64 {
	s.tidy()
	worst := uint64(0)
	for _, c := range s.cells {
		if c.lo != c.hi {
			worst = max(worst, c.n-2)
		}
	}
	if worst == 0 {
		return 0
	}
	return float64(worst) / float64(s.n)
}

// AppendBinary implements encoding.BinaryAppender.
func (s *Summary) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	s.tidy()
	dst = codec.Header(dst, "qsum", 1)
	dst = codec.Uint(dst, uint64(s.coarse))
	dst = codec.Uint(dst, uint64(len(s.cells)))
	at := uint64(0)
	for _, c := range s.cells {
		dst = codec.Uint(dst, c.lo-at)
		dst = codec.Uint(dst, c.hi-c.lo)
		dst = codec.Uint(dst, c.n)
		at = c.hi
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (s *Summary) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler; s is unchanged on error.
func (s *Summary) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "quantile.Summary", "qsum", 1)
	coarse := r.Uint()
	n := r.Count(3)
	if coarse > 64 || n > capacity {
		r.Fail("has coarseness %d and %d cells: want at most 64 and %d", coarse, n, capacity)
		n = 0
	}
	next := Summary{cells: make([]cell, 0, n), coarse: int(coarse)}
	at := uint64(0)
	for i := range n {
		c := cell{lo: at + r.Uint()}
		c.hi = c.lo + r.Uint()
		c.n = r.Uint()
		ordered := c.lo >= at && c.hi >= c.lo && (i == 0 || c.lo>>coarse > at>>coarse)
		counted := c.n >= 1 && (c.lo == c.hi || c.n >= 2) && c.n <= math.MaxInt64-next.n
		if r.Err() == nil && !(ordered && counted && c.lo>>coarse == c.hi>>coarse && c.lo >= key(-math.MaxFloat64) && c.hi <= key(math.MaxFloat64)) {
			r.Fail("has an impossible cell %d", i)
		}
		if r.Err() != nil {
			break
		}
		next.cells = append(next.cells, c)
		next.n += c.n
		at = c.hi
	}
	if err := r.Close(); err != nil {
		return err
	}
	*s = next
	return nil
}
