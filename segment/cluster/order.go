package cluster

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/segment/internal/aligned"
)

// rankClusters returns the place of each cluster in descending order of its
// customers' mean value, 0 the best; ties keep the order of the numbers, and
// clusters without customers come last.
func rankClusters(where string, labels []int, k int, values []float64) ([]int, error) {
	if err := aligned.Check(where, len(labels), len(values)); err != nil {
		return nil, err
	}
	sums, counts := make([]exact.Sum, k), make([]int, k)
	for i, v := range values {
		if !(v >= -1e290 && v <= 1e290) {
			return nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("value %d", i), Value: v, Want: "a number in [-1e290, 1e290]"}
		}
		sums[labels[i]].Add(v)
		counts[labels[i]]++
	}
	order := make([]int, k)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if counts[a] == 0 || counts[b] == 0 {
			return cmp.Compare(min(counts[b], 1), min(counts[a], 1))
		}
		return cmp.Compare(sums[b].Value()/float64(counts[b]), sums[a].Value()/float64(counts[a]))
	})
	to := make([]int, k)
	for place, cluster := range order {
		to[cluster] = place
	}
	return to, nil
}
