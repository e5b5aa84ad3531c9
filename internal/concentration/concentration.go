// Package concentration measures how unequally a total is spread over its
// customers: Lorenz curve, Gini coefficient, share of the top, whale curve,
// Herfindahl–Hirschman index and concentration ratios. All totals are exact
// sums, so an answer has the same bits for the customers in any order.
package concentration

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
)

// maxValue bounds a customer's value, so that no total overflows.
const maxValue = 1e290

// Ranked is a base of values from the largest to the smallest, with the total
// of its first 1, 2, … customers. It does not change, and may be read by
// several goroutines.
type Ranked struct {
	values []float64 // descending
	totals []float64 // totals[i] is the sum of the i+1 largest, correctly rounded
}

// Rank sorts a copy of values. Without values the error matches
// clientele.ErrNoData; a value that is not finite or beyond ±1e290 gives a
// *clientele.InputError; both begin with where, the function the user called.
func Rank(where string, values []float64) (*Ranked, error) {
	if len(values) == 0 {
		return nil, fmt.Errorf("%s: %w: give the value of at least one customer", where, clientele.ErrNoData)
	}
	r := &Ranked{make([]float64, len(values)), make([]float64, len(values))}
	for i, v := range values {
		if !(v >= -maxValue && v <= maxValue) {
			return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("value %d", i), Value: v, Want: "a number in [-1e290, 1e290]"}
		}
		r.values[i] = v + 0 // -0 becomes +0
	}
	slices.Sort(r.values)
	slices.Reverse(r.values)
	var sum exact.Sum
	for i, v := range r.values {
		sum.Add(v)
		r.totals[i] = sum.Value()
	}
	return r, nil
}

// Len returns the number of customers.
func (r *Ranked) Len() int {
	if r == nil {
		return 0
	}
	return len(r.values)
}

// Total returns the sum of all values.
func (r *Ranked) Total() float64 {
	if r.Len() == 0 {
		return 0
	}
	return r.totals[len(r.totals)-1]
}

// Value returns the value of the customer at rank i, 0 ≤ i < Len, the largest first.
func (r *Ranked) Value(i int) float64 { return r.values[i] }

// Negative reports whether there is a value below 0.
func (r *Ranked) Negative() bool { return r.values[len(r.values)-1] < 0 }

// Held returns the part of the total that the best p of the customers hold,
// 0 ≤ p ≤ 1; a customer counted in part brings the same part of his value.
//
// Special cases are: NaN if p is outside [0, 1].
func (r *Ranked) Held(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	heads := p * float64(len(r.values))
	k := min(int(heads), len(r.values))
	held := 0.0
	if k > 0 {
		held = r.totals[k-1]
	}
	if part := heads - float64(k); part > 0 {
		held += part * r.values[k]
	}
	return held
}

// Top returns Held as a share of the total. With negative values it may exceed 1.
//
// Special cases are: NaN if p is outside [0, 1] or the total is not above 0.
func (r *Ranked) Top(p float64) float64 {
	if !(r.Total() > 0) {
		return math.NaN()
	}
	return r.Held(p) / r.Total()
}

// Lorenz returns the share of the total that the poorest p of the customers
// hold, L(p) = 1 − Top(1−p). NaN where Top is.
func (r *Ranked) Lorenz(p float64) float64 { return 1 - r.Top(1-p) }

// Point is a corner of a curve: a share of the customers and the share of the
// total that they hold.
type Point struct {
	Heads float64 `json:"heads"`
	Value float64 `json:"value"`
}

// LorenzCurve returns the corners of the Lorenz curve from (0, 0) to (1, 1),
// the poorest customers first, one a customer. It is nil if the total is not above 0.
func (r *Ranked) LorenzCurve() []Point {
	best := r.WhaleCurve()
	if best == nil {
		return nil
	}
	slices.Reverse(best)
	for i, p := range best {
		best[i] = Point{1 - p.Heads, 1 - p.Value}
	}
	return best
}

// WhaleCurve returns the corners of the cumulative share of the total, the
// best customers first, from (0, 0) to (1, 1). It rises above 1 where
// customers with negative values follow. It is nil if the total is not above 0.
func (r *Ranked) WhaleCurve() []Point {
	total := r.Total()
	if !(total > 0) {
		return nil
	}
	out := make([]Point, 1, len(r.values)+1)
	n := float64(len(r.values))
	for i, t := range r.totals {
		out = append(out, Point{float64(i+1) / n, t / total})
	}
	return out
}

// Peak returns the top of the whale curve: the number of customers with values
// above 0 and what they bring together. The customers after them bring
// nothing, or cost what the peak exceeds the total by.
func (r *Ranked) Peak() (heads int, value float64) {
	heads = sort.Search(r.Len(), func(i int) bool { return r.values[i] <= 0 })
	if heads > 0 {
		value = r.totals[heads-1]
	}
	return heads, value
}

// Gini returns the Gini coefficient with the small-sample correction n/(n−1):
//
//	G = Σᵢ (2i − n − 1)·x₍ᵢ₎ / ((n − 1)·Σᵢ x₍ᵢ₎),   x₍₁₎ ≤ … ≤ x₍ₙ₎
//
// from 0 (all equal) to 1 (one customer holds everything), after Deltas (2003).
//
// Special cases are: NaN for one customer, for a negative value, and for a total of 0.
func (r *Ranked) Gini() float64 {
	n := r.Len()
	if n < 2 || !r.shares() {
		return math.NaN()
	}
	var sum exact.Sum
	for i, v := range r.scaled() {
		addProduct(&sum, float64(n-1-2*i), v) // 2i − n − 1 with i counted from the poorest
	}
	return sum.Value() / (float64(n-1) * r.unit(r.Total()))
}

// HHI returns the Herfindahl–Hirschman index, the sum of the squared shares:
// from 1/n (all equal) to 1 (one customer holds everything). 1/HHI is the
// number of equal customers with the same concentration.
//
// Special cases are: NaN for a negative value, and for a total of 0.
func (r *Ranked) HHI() float64 {
	if !r.shares() {
		return math.NaN()
	}
	var sum exact.Sum
	for _, v := range r.scaled() {
		addProduct(&sum, v, v)
	}
	t := r.unit(r.Total())
	return sum.Value() / (t * t)
}

// Ratio returns the concentration ratio CR_k: the share of the k largest
// customers, k ≥ 0; all of them if there are fewer.
//
// Special cases are: NaN for k < 0, and for a total that is not above 0.
func (r *Ranked) Ratio(k int) float64 {
	switch {
	case k < 0 || !(r.Total() > 0):
		return math.NaN()
	case k == 0:
		return 0
	}
	return r.totals[min(k, len(r.totals))-1] / r.Total()
}

// shares reports whether every customer has a share in [0, 1].
func (r *Ranked) shares() bool { return !r.Negative() && r.Total() > 0 }

// scaled yields the values divided by the power of two that brings the total
// into [½, 1): no square overflows, and only what cannot matter underflows.
func (r *Ranked) scaled() iter.Seq2[int, float64] {
	return func(yield func(int, float64) bool) {
		for i, v := range r.values {
			if !yield(i, r.unit(v)) {
				return
			}
		}
	}
}

func (r *Ranked) unit(v float64) float64 {
	_, e := math.Frexp(r.Total())
	return math.Ldexp(v, -e)
}

// addProduct adds a·b without rounding.
func addProduct(sum *exact.Sum, a, b float64) {
	p := a * b
	sum.Add(p)
	sum.Add(math.FMA(a, b, -p))
}
