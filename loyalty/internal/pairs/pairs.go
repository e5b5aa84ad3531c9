// Package pairs sums pairs of numbers and their products exactly, so that
// means, variances and regressions have the same bits on any sharding.
package pairs

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
)

// Max bounds the magnitude of a number, so that no sum of squares overflows.
const Max = 1e100

// MaxTotal bounds the parts of a decoded total: of 2^53 squares.
const MaxTotal = Max * Max * (1 << 53)

// Sums holds n pairs (x, y) as their sums. The zero value is empty.
type Sums struct {
	n                int
	x, y, xx, xy, yy exact.Sum
}

// Add takes a pair of numbers of magnitude up to Max.
func (s *Sums) Add(x, y float64) {
	s.n++
	s.x.Add(x)
	s.y.Add(y)
	s.xx.Add(x * x)
	s.xy.Add(x * y)
	s.yy.Add(y * y)
}

func (s *Sums) sums() [5]*exact.Sum { return [5]*exact.Sum{&s.x, &s.y, &s.xx, &s.xy, &s.yy} }

// Merge adds the pairs of t, which is unchanged.
func (s *Sums) Merge(t *Sums) {
	s.n += t.n
	from := t.sums()
	for i, sum := range s.sums() {
		sum.Merge(*from[i])
	}
}

// Len returns the number of pairs.
func (s *Sums) Len() int { return s.n }

// X returns the total of the first numbers.
func (s *Sums) X() float64 { return s.x.Value() }

// Y returns the total of the second numbers.
func (s *Sums) Y() float64 { return s.y.Value() }

// Effective returns (Σ x)² / Σ x², how many equal x weigh as much (Kish 1965).
func (s *Sums) Effective() float64 { return s.X() * s.X() / s.xx.Value() }

// Residual returns Σ (y − slope·x)².
func (s *Sums) Residual(slope float64) float64 {
	return math.Max(s.yy.Value()-2*slope*s.xy.Value()+slope*slope*s.xx.Value(), 0)
}

// Central returns Σ (x − x̄)², Σ (x − x̄)(y − ȳ) and Σ (y − ȳ)²; 0 when empty.
func (s *Sums) Central() (xx, xy, yy float64) {
	if s.n == 0 {
		return 0, 0, 0
	}
	n := float64(s.n)
	x, y := s.X(), s.Y()
	return math.Max(s.xx.Value()-x*x/n, 0), s.xy.Value() - x*y/n, math.Max(s.yy.Value()-y*y/n, 0)
}

// Append appends the encoding of s.
func (s *Sums) Append(dst []byte) []byte {
	dst = codec.Uint(dst, uint64(s.n))
	for _, sum := range s.sums() {
		dst = sum.Append(dst)
	}
	return dst
}

// Read reads what Append appended; failures stay in r.
func Read(r *codec.Reader) Sums {
	var s Sums
	s.n = r.Number(min(1<<53, math.MaxInt))
	for _, sum := range s.sums() {
		sum.Read(r, MaxTotal)
	}
	return s
}
