package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
)

// appendSum appends an exact sum: equal totals give equal bytes.
func appendSum(dst []byte, s *exact.Sum) []byte {
	var copied exact.Sum
	copied.Merge(*s)
	parts := copied.Drain(nil)
	dst = codec.Uint(dst, uint64(len(parts)))
	for _, v := range parts {
		dst = codec.Float(dst, v)
	}
	return dst
}

// readSum reads what appendSum appended; any numbers up to 1e300 make a proper sum.
func readSum(in *codec.Reader, s *exact.Sum) {
	for range in.Count(8) {
		v := in.Float()
		if !(math.Abs(v) <= 1e300) {
			in.Fail("has the impossible part %v of a sum", v)
			return
		}
		s.Add(v)
	}
}

// appendCount appends a number of customers or events.
func appendCount(dst []byte, n int) []byte { return codec.Int(dst, int64(n)) }

// readCount reads what appendCount appended.
func readCount(in *codec.Reader) int { return int(in.Between(0, math.MaxInt64/4)) }

// cellOf returns the cell of a key, and makes it if need be.
func cellOf[K comparable, V any](cells *map[K]*V, key K) *V {
	if *cells == nil {
		*cells = map[K]*V{}
	}
	c := (*cells)[key]
	if c == nil {
		c = new(V)
		(*cells)[key] = c
	}
	return c
}
