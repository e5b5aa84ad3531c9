package cluster

import (
	"context"
	"github.com/clientele-go/clientele/segment/feature"
	"math/rand/v2"
	"slices"
)

// stability returns how well the least stable cluster is found again in
// bootstrap samples: the mean over the samples of the largest Jaccard
// similarity with a cluster of the sample (Hennig 2007). Above 0.75 a cluster
// is stable; below 0.6 it is not to be trusted.
func stability(ctx context.Context, t *feature.Table, labels []int32, k int, p ChoicePolicy, r *rand.Rand) (float64, error) {
	sums := make([]float64, k)
	n := t.Len()
	for range p.Bootstraps {
		rows := make([]int, n)
		for i := range rows {
			rows[i] = r.IntN(n)
		}
		slices.Sort(rows) // a sorted table stays sorted
		boot := t.Pick(rows)
		if distinct(boot, k) < k {
			continue // counts as 0
		}
		run, err := bestOf(ctx, boot, k, p.quickStarts(), r)
		if err != nil {
			return 0, err
		}
		for c, best := range jaccards(labels, run.labels, rows, k) {
			sums[c] += best
		}
	}
	return slices.Min(sums) / float64(p.Bootstraps), nil
}

// jaccards returns for each cluster the largest share of common customers with
// a cluster of the sample, over the different customers in the sample.
func jaccards(labels, found []int32, rows []int, k int) []float64 {
	joint := make([][]float64, k)
	for c := range joint {
		joint[c] = make([]float64, k)
	}
	a, b := make([]float64, k), make([]float64, k)
	for i, row := range rows {
		if i > 0 && rows[i-1] == row {
			continue
		}
		joint[labels[row]][found[i]]++
		a[labels[row]]++
		b[found[i]]++
	}
	out := make([]float64, k)
	for c := range out {
		for f, both := range joint[c] {
			if both > 0 {
				out[c] = max(out[c], both/(a[c]+b[f]-both))
			}
		}
	}
	return out
}
