package cluster

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/internal/aligned"
)

// Silhouette says how well each customer lies in their cluster (Rousseeuw 1987):
//
//	s(i) = (b − a) / max(a, b)
//
// with a their mean distance to the others of their cluster and b the smallest
// mean distance to another cluster; 0 for a customer alone in their cluster. The
// mean is the overall quality: above 0.5 is reasonable, below 0.25 is none
// (Kaufman & Rousseeuw 1990). The time grows with the square of the customers:
// take a sample of a few thousand.
//
// There must be at least two clusters, numbered from 0 to 1000.
func Silhouette(t *feature.Table, labels []int) (mean float64, each []float64, err error) {
	const where = "cluster.Silhouette"
	if err := aligned.Check(where, t.Len(), len(labels)); err != nil {
		return 0, nil, err
	}
	k := 0
	for i, l := range labels {
		if l < 0 || l > maxLabel {
			return 0, nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("label %d", i), Value: l, Want: "a number from 0 to 1000"}
		}
		k = max(k, l+1)
	}
	sizes := make([]int, k)
	for _, l := range labels {
		sizes[l]++
	}
	if used := countUsed(sizes); used < 2 {
		return 0, nil, fmt.Errorf("%s: %w: a silhouette compares clusters, and there is %d", where, clientele.ErrNotIdentified, used)
	}
	each = make([]float64, len(labels))
	way := make([]float64, k)
	for i, own := range labels {
		clear(way)
		for j, l := range labels {
			way[l] += math.Sqrt(squared(t.Row(i), t.Row(j)))
		}
		each[i] = silhouette(way, sizes, own)
		mean += each[i]
	}
	return mean / float64(len(labels)), each, nil
}

// silhouette returns s(i) from the sum of the distances to each cluster.
func silhouette(way []float64, sizes []int, own int) float64 {
	if sizes[own] == 1 {
		return 0
	}
	a, b := way[own]/float64(sizes[own]-1), math.Inf(1)
	for l, w := range way {
		if l != own && sizes[l] > 0 {
			b = min(b, w/float64(sizes[l]))
		}
	}
	if a == b { // both may be 0
		return 0
	}
	return (b - a) / max(a, b)
}

func countUsed(sizes []int) (n int) {
	for _, s := range sizes {
		n += min(s, 1)
	}
	return n
}
