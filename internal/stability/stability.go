// Package stability holds the population stability index, the one measure of
// how far two distributions over the same classes are apart that the whole
// library uses.
package stability

import "math"

// Index returns the population stability index between two counts of customers
// by class, of equal length and not negative:
//
//	Σ_i (a_i − b_i)·ln(a_i / b_i)   over the shares b before and a after
//
// It is 0 if nothing changed, and symmetric. A class that is empty on one date
// has no logarithm: then half a customer is added to every class on both dates.
// A class empty on both dates is left out. Without a customer on one of the
// dates it is NaN.
func Index(before, after []int) float64 {
	added, n, totalB, totalA := 0.0, 0.0, 0.0, 0.0
	for i := range before {
		if before[i]+after[i] == 0 {
			continue
		}
		n++
		totalB, totalA = totalB+float64(before[i]), totalA+float64(after[i])
		if before[i] == 0 || after[i] == 0 {
			added = 0.5
		}
	}
	if totalB == 0 || totalA == 0 {
		return math.NaN()
	}
	index := 0.0
	for i := range before {
		if before[i]+after[i] == 0 {
			continue
		}
		b := (float64(before[i]) + added) / (totalB + added*n)
		a := (float64(after[i]) + added) / (totalA + added*n)
		index += (a - b) * math.Log(a/b)
	}
	return index
}
