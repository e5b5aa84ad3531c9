// Package vec holds what the packages do to vectors of a few numbers.
package vec

import "math"

// Dot returns Σ a_i·b_i, summed in order; b may be longer than a.
func Dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// Finite reports whether none of the numbers is NaN or infinite.
func Finite(v ...float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
