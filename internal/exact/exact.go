// Package exact adds floating-point numbers without error, so that a total
// has the same bits in whatever order, and on however many machines, its parts
// were added.
package exact

import "math"

// Sum is an exact sum of finite numbers (Shewchuk 1997): the parts it holds do
// not overlap and add up to the total exactly. The zero value is 0. Totals
// must stay below the largest float; a caller bounds its terms accordingly.
type Sum struct {
	parts []float64 // increasing magnitude, none zero
}

// Two returns a+b rounded, and what the rounding left: a + b = sum + rest exactly.
func Two(a, b float64) (sum, rest float64) {
	if math.Abs(a) < math.Abs(b) {
		a, b = b, a
	}
	sum = a + b
	return sum, b - (sum - a)
}

// Add adds v, which must be finite.
func (s *Sum) Add(v float64) {
	kept := 0
	for _, p := range s.parts {
		sum, rest := Two(v, p)
		if rest != 0 {
			s.parts[kept] = rest
			kept++
		}
		v = sum
	}
	s.parts = s.parts[:kept]
	if v != 0 {
		s.parts = append(s.parts, v)
	}
}

// Merge adds the total of t.
func (s *Sum) Merge(t Sum) {
	for _, p := range append([]float64(nil), t.parts...) {
		s.Add(p)
	}
}

// Parts returns numbers whose exact sum is the total; they are not to be changed.
func (s *Sum) Parts() []float64 { return s.parts }

// Value returns the total, correctly rounded to the nearest float, ties to even.
func (s *Sum) Value() float64 {
	n := len(s.parts)
	if n == 0 {
		return 0
	}
	hi := s.parts[n-1]
	lo := 0.0
	for n--; n > 0; {
		n--
		v := hi
		p := s.parts[n]
		hi = v + p
		if lo = p - (hi - v); lo != 0 {
			break
		}
	}
	// Half an ulp left over and more of the same sign beneath it: round away.
	if n > 0 && ((lo < 0 && s.parts[n-1] < 0) || (lo > 0 && s.parts[n-1] > 0)) {
		if y := lo * 2; y == (hi+y)-hi {
			hi += y
		}
	}
	return hi
}

// Drain appends the total to dst as numbers of which each is the rest,
// correctly rounded, and leaves s at 0. Equal totals give equal numbers,
// whatever they were added up from; a total of 0 gives none.
func (s *Sum) Drain(dst []float64) []float64 {
	for len(s.parts) > 0 {
		v := s.Value()
		dst = append(dst, v)
		s.Add(-v)
	}
	return dst
}
