// Package quantile finds quantiles: exactly, by selection in a Sample that is
// held in memory, and approximately, from a Summary that merges across
// machines and knows its own rank error.
package quantile

import "math"

// Rule says which value stands for a quantile that falls between two of the
// sorted values x₀ ≤ … ≤ xₙ₋₁ (Hyndman & Fan 1996, who number the rules).
type Rule uint8

// The rules. The zero value is Linear.
const (
	Linear  Rule = iota // type 7: between the two neighbours of position (n−1)p; the default of R and NumPy
	Lower               // type 1: the smallest value with at least p of the sample at or below it
	Average             // type 2: as Lower, but the mean of two neighbours where exactly p lies below
)

// Position returns the place of the p-quantile, 0 ≤ p ≤ 1, among n ≥ 1 sorted
// values: it is x[k] + part·(x[k+1] − x[k]), with k+1 < n where part > 0.
func (r Rule) Position(n int, p float64) (k int, part float64) {
	if r == Linear {
		h := float64(n-1) * p
		k = min(int(h), n-1)
		return k, h - float64(k)
	}
	h := float64(n) * p
	k = int(h + fuzz*math.Max(h, 1))
	if h-float64(k) > fuzz*math.Max(h, 1) {
		return min(k, n-1), 0
	}
	if r == Average && k > 0 && k < n { // exactly k values lie below
		return k - 1, 0.5
	}
	return min(max(k-1, 0), n-1), 0
}

// fuzz is how far n·p may miss a whole number by rounding.
const fuzz = 4 * 0x1p-52

// between returns a + part·(b − a), also where b − a overflows.
func between(a, b, part float64) float64 {
	if part == 0 {
		return a
	}
	if d := b - a; !math.IsInf(d, 0) {
		return a + part*d
	}
	return (1-part)*a + part*b
}

// key maps finite floats to integers in the same order; −0 and +0 are one.
func key(v float64) uint64 {
	b := math.Float64bits(v + 0)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}

// value is the inverse of key.
func value(k uint64) float64 {
	return math.Float64frombits(k ^ (uint64(int64(^k)>>63) | 1<<63))
}
