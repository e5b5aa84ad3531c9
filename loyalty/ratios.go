package loyalty

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// Ratios counts customers with equal rates; the beta-binomial is fitted to it.
// The zero value is empty.
type Ratios struct {
	cells map[clientele.Ratio]int
	n     int
}

// maxCustomers bounds a count of customers, so that it is exact in a float.
const maxCustomers = min(1<<50, math.MaxInt)

// Add counts one customer; a rate without trials says nothing and is not
// counted. An impossible one is an *clientele.InputError and changes nothing.
func (s *Ratios) Add(r clientele.Ratio) error { return s.AddN(r, 1) }

// AddN counts n ≥ 0 customers with the same rate.
func (s *Ratios) AddN(r clientele.Ratio, n int) error {
	if err := r.Check("loyalty.Ratios", "rate"); err != nil {
		return err
	}
	if n < 0 || n > maxCustomers-s.n {
		return &clientele.InputError{Where: "loyalty.Ratios", Field: "n", Value: n, Want: "a number of customers >= 0, and fewer than 2^50 in all"}
	}
	if !r.Known() || n == 0 {
		return nil
	}
	if s.cells == nil {
		s.cells = map[clientele.Ratio]int{}
	}
	s.cells[clientele.Ratio{Hits: r.Hits + 0, Trials: r.Trials}] += n
	s.n += n
	return nil
}

// Merge adds the customers of t, which is unchanged; nil counts as empty.
func (s *Ratios) Merge(t *Ratios) error {
	if t == nil || t.n == 0 {
		return nil
	}
	if t.n > maxCustomers-s.n {
		return &clientele.InputError{Where: "loyalty.Ratios", Field: "customers of the merged rates", Value: t.n, Want: "fewer than 2^50 in all"}
	}
	if s.cells == nil {
		s.cells = map[clientele.Ratio]int{}
	}
	for r, n := range t.cells {
		s.cells[r] += n
	}
	if s == t { // doubled above
		s.n = 0
		for _, n := range s.cells {
			s.n += n
		}
		return nil
	}
	s.n += t.n
	return nil
}

// Len returns the number of customers with a trial.
func (s *Ratios) Len() int { return s.n }

// All yields the different rates, by trials and hits, with their customers.
func (s *Ratios) All() iter.Seq2[clientele.Ratio, int] {
	return func(yield func(clientele.Ratio, int) bool) {
		rates := slices.SortedFunc(maps.Keys(s.cells), func(a, b clientele.Ratio) int {
			return cmp.Or(cmp.Compare(a.Trials, b.Trials), cmp.Compare(a.Hits, b.Hits))
		})
		for _, r := range rates {
			if !yield(r, s.cells[r]) {
				return
			}
		}
	}
}

// AppendBinary appends the encoding; equal collections have equal encodings.
func (s *Ratios) AppendBinary(dst []byte) ([]byte, error) {
	if s == nil {
		s = new(Ratios)
	}
	start := len(dst)
	dst = codec.Header(dst, "lyra", 1)
	dst = codec.Uint(dst, uint64(len(s.cells)))
	for r, n := range s.All() {
		dst = codec.Uint(codec.Float(codec.Float(dst, r.Hits), r.Trials), uint64(n))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary returns the encoding.
func (s *Ratios) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; s is unchanged on error.
func (s *Ratios) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "loyalty.Ratios", "lyra", 1)
	var read Ratios
	for range r.Count(17) {
		rate, n := clientele.Ratio{Hits: r.Float(), Trials: r.Float()}, r.Number(maxCustomers)
		if r.Err() != nil {
			break
		}
		if err := read.AddN(rate, n); err != nil {
			return err
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*s = read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (s *Ratios) MarshalText() ([]byte, error) { return codec.MarshalText(s) }

// UnmarshalText reads what MarshalText writes; s is unchanged on error.
func (s *Ratios) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "loyalty.Ratios", s)
}
