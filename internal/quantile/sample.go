package quantile

import (
	"math/bits"
	"slices"
)

// Sample holds values for exact quantiles. The zero value is empty; Reset
// keeps the memory for the next column.
type Sample struct {
	keys    []uint64
	scratch []uint64
}

// Reset empties the sample and makes room for n values.
func (s *Sample) Reset(n int) { s.keys = slices.Grow(s.keys[:0], n) }

// Add adds v, which must not be NaN.
func (s *Sample) Add(v float64) { s.keys = append(s.keys, key(v)) }

// Len returns the number of values.
func (s *Sample) Len() int { return len(s.keys) }

// Quantiles appends the quantiles at the ascending probabilities ps to dst.
// The sample must not be empty. The time is linear in the number of values:
// nothing is sorted but the values that share a narrow range with a quantile.
func (s *Sample) Quantiles(dst []float64, rule Rule, ps ...float64) []float64 {
	n := len(s.keys)
	ranks := make([]int, 0, 2*len(ps))
	for _, p := range ps {
		k, _ := rule.Position(n, p)
		ranks = append(ranks, k, min(k+1, n-1))
	}
	slices.Sort(ranks)
	ranks = slices.Compact(ranks)
	found := make([]uint64, len(ranks))
	s.scratch = s.scratch[:0]
	s.choose(s.keys, ranks, 0, found)
	at := func(rank int) float64 {
		i, _ := slices.BinarySearch(ranks, rank)
		return value(found[i])
	}
	for _, p := range ps {
		k, part := rule.Position(n, p)
		dst = append(dst, between(at(k), at(min(k+1, n-1)), part))
	}
	return dst
}

const (
	bucketBits = 12 // 4096 counters fit the first-level cache
	small      = 256
)

// choose sets found[i] to the key of the given rank, ranks ascending and
// counted from base at the smallest of keys. It deals the keys into equal
// ranges, and goes on inside the ranges that hold a rank: at most 64/12 rounds.
func (s *Sample) choose(keys []uint64, ranks []int, base int, found []uint64) {
	if len(keys) <= small {
		sorted := slices.Clone(keys)
		slices.Sort(sorted)
		for i, r := range ranks {
			found[i] = sorted[r-base]
		}
		return
	}
	lo, hi := keys[0], keys[0]
	for _, k := range keys {
		lo, hi = min(lo, k), max(hi, k)
	}
	if lo == hi {
		for i := range found {
			found[i] = lo
		}
		return
	}
	shift := max(bits.Len64(hi-lo)-bucketBits, 0)
	var counts [1 << bucketBits]uint32
	for _, k := range keys {
		counts[(k-lo)>>(shift&63)&(1<<bucketBits-1)]++
	}
	s.descend(keys, lo, shift, &counts, ranks, base, found)
}

// descend gathers the keys of every bucket that holds a rank, in one pass, and
// chooses among them.
func (s *Sample) descend(keys []uint64, lo uint64, shift int, counts *[1 << bucketBits]uint32, ranks []int, base int, found []uint64) {
	type part struct{ base, from, to, first, last int } // keys scratch[from:to], ranks[first:last]
	var parts []part
	start := len(s.scratch)
	size, below, i := start, base, 0
	for b, n := range counts {
		first := i
		for i < len(ranks) && ranks[i] < below+int(n) {
			i++
		}
		counts[b] = 0 // from here on: 1 + the number of the part, 0 for none
		if i > first {
			parts = append(parts, part{below, size, size, first, i})
			counts[b] = uint32(len(parts))
			size += int(n)
		}
		below += int(n)
	}
	s.scratch = slices.Grow(s.scratch, size-start)[:size]
	for _, k := range keys {
		if at := counts[(k-lo)>>(shift&63)&(1<<bucketBits-1)]; at > 0 {
			p := &parts[at-1]
			s.scratch[p.to] = k
			p.to++
		}
	}
	for _, p := range parts {
		s.choose(s.scratch[p.from:p.to], ranks[p.first:p.last], p.base, found[p.first:p.last])
	}
	s.scratch = s.scratch[:start]
}
