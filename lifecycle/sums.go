package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
)

// maxSum bounds the parts of a decoded total.
const maxSum = 1e300

// appendCount appends a number of customers or events.
func appendCount(dst []byte, n int) []byte { return codec.Int(dst, int64(n)) }

// readCount reads what appendCount appended.
func readCount(in *codec.Reader) int { return int(in.Between(0, math.MaxInt/4)) }

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
