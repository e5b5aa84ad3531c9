// Package order holds what follows from the order of some numbers alone:
// medians and ranks.
package order

import (
	"cmp"
	"slices"
)

// Median sorts v and returns its median, the mean of the two in the middle
// where there are two. It panics if v is empty.
func Median(v []float64) float64 {
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// MidRanks returns the ranks of v, from 1 for the least; equal values share the
// mean of theirs. Row i stands for weight(i) equal values; a nil weight for 1 each.
func MidRanks(v []float64, weight func(i int) float64) []float64 {
	index := make([]int, len(v))
	for i := range index {
		index[i] = i
	}
	slices.SortFunc(index, func(i, j int) int { return cmp.Or(cmp.Compare(v[i], v[j]), cmp.Compare(i, j)) })
	ranks := make([]float64, len(v))
	below := 0.0
	for lo := 0; lo < len(index); {
		n, hi := 0.0, lo
		for ; hi < len(index) && cmp.Compare(v[index[hi]], v[index[lo]]) == 0; hi++ {
			if weight == nil {
				n++
			} else {
				n += weight(index[hi])
			}
		}
		for ; lo < hi; lo++ {
			ranks[index[lo]] = below + (n+1)/2
		}
		below += n
	}
	return ranks
}
