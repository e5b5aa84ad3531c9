package exact

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
)

// Append appends an encoding of the total, which stays as it is: equal totals
// give equal bytes, whatever they were added up from.
func (s *Sum) Append(dst []byte) []byte {
	var copied Sum
	copied.Merge(*s)
	parts := copied.Drain(nil)
	dst = codec.Uint(dst, uint64(len(parts)))
	for _, v := range parts {
		dst = codec.Float(dst, v)
	}
	return dst
}

// Read adds to s what Append appended; any numbers up to the limit make a sum.
func (s *Sum) Read(r *codec.Reader, limit float64) {
	for range r.Count(8) {
		v := r.Float()
		if !(math.Abs(v) <= limit) {
			r.Fail("has the impossible part %v of a sum", v)
			return
		}
		s.Add(v)
	}
}
