package value

import (
	"iter"
	"math"

	"github.com/clientele-go/clientele/internal/exact"
)

// Total returns the value of all customers: customer equity, or the value of a
// segment if only its customers are yielded. The order of the customers does
// not matter. Special cases are: one NaN makes the total NaN, one +Inf, +Inf.
func (c *CLV) Total(customers iter.Seq[Customer]) float64 {
	t := c.Table()
	var s total
	for x := range customers {
		s.add(t.Of(x))
	}
	return s.value()
}

// total is an exact sum that also takes what is not finite, and numbers so
// large that the sum overflows.
type total struct {
	sum   exact.Sum
	large float64 // sum of the terms that are not finite or beyond maxTerm
}

// maxTerm bounds the terms of the exact sum: 1e15 customers of it stay finite.
const maxTerm = 1e290

func (t *total) add(v float64) {
	if math.Abs(v) <= maxTerm {
		t.sum.Add(v)
	} else {
		t.large += v
	}
}

func (t *total) value() float64 { return t.sum.Value() + t.large }
