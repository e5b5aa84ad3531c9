package spend

import (
	"iter"
	"math"
	"slices"

	"github.com/clientele-go/clientele/internal/exact"
)

// cells counts equal items: customers with the same statistics. They are sorted
// when asked for and not kept so: adding then costs nothing, and what is read does not
// depend on the order of arrival, as merging demands.
type cells[T comparable] struct {
	rows []cell[T] // in order of arrival; equal items may stand in several
	n    int
}

type cell[T comparable] struct {
	item T
	n    int
}

func (c *cells[T]) add(item T, n int) {
	if n > 0 {
		c.rows = append(c.rows, cell[T]{item, n})
		c.n += n
	}
}

func (c *cells[T]) merge(d *cells[T]) {
	c.rows = append(c.rows, d.rows...)
	c.n += d.n
}

// sorted returns the different items in order, with their numbers.
func (c *cells[T]) sorted(compare func(a, b T) int) []cell[T] {
	rows := slices.Clone(c.rows)
	slices.SortFunc(rows, func(a, b cell[T]) int { return compare(a.item, b.item) })
	kept := rows[:0]
	for _, r := range rows {
		if k := len(kept); k > 0 && kept[k-1].item == r.item {
			kept[k-1].n += r.n
		} else {
			kept = append(kept, r)
		}
	}
	return kept
}

func (c *cells[T]) all(compare func(a, b T) int) iter.Seq2[T, int] {
	return func(yield func(T, int) bool) {
		for _, r := range c.sorted(compare) {
			if !yield(r.item, r.n) {
				return
			}
		}
	}
}

// logLikelihood adds up the log-densities of all items, exactly, so that their
// order makes no difference; NaN or ±Inf if one of them is.
func logLikelihood[T any](items iter.Seq2[T, int], logProb func(T) float64) float64 {
	var sum exact.Sum
	for item, n := range items {
		v := float64(n) * logProb(item)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return v
		}
		sum.Add(v)
	}
	return sum.Value()
}
