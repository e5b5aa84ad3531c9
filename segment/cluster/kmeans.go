package cluster

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele/segment/feature"
)

// KMeansPolicy steer KMeans; nil and zero fields mean the defaults.
type KMeansPolicy struct {
	Starts  int // independent starts, the best of which is returned; default 10
	MaxIter int // iterations a start; default 300
}

func (o *KMeansPolicy) defaults() KMeansPolicy {
	v := KMeansPolicy{10, 300}
	if o != nil {
		if o.Starts > 0 {
			v.Starts = o.Starts
		}
		if o.MaxIter > 0 {
			v.MaxIter = o.MaxIter
		}
	}
	return v
}

// KMeans divides the rows into k clusters so that the sum of the squared
// Euclidean distances to the cluster means is small: k-means++ starts (Arthur &
// Vassilvitskii 2007), then Lloyd's iteration to its fixed point, with
// Hamerly's (2010) bounds to leave out what cannot change. Standardise first
// (feature.FitScaling): a column counts by its spread.
//
// The same rows in any order and the same r give the same bits. The number of a
// cluster means nothing by itself; see Clustering.ByValue and Match.
//
// The error matches clientele.ErrNoData without rows, ErrNotIdentified if
// fewer than k rows are different, and ErrNotConverged, with the best clusters
// so far, if no start ended within MaxIter.
func KMeans(ctx context.Context, t *feature.Table, k int, r *rand.Rand, opt *KMeansPolicy) (*Clustering, error) {
	const where = "cluster.KMeans"
	o := opt.defaults()
	s, rows := t.Sorted()
	if err := enough(where, s, k); err != nil {
		return nil, err
	}
	var best *lloyd
	for range o.Starts {
		run := newLloyd(s, seeds(s, k, r))
		if err := run.iterate(ctx, o.MaxIter); err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		if best == nil || run.better(best) {
			best = run
		}
	}
	return best.clustering(rows), best.err(where)
}

// KMeansFrom is Lloyd's iteration from the given centres. Customers as near to
// two centres belong to the first. A cluster that loses its last customer
// starts again at the customer farthest from his centre.
func KMeansFrom(ctx context.Context, t *feature.Table, centres [][]float64, opt *KMeansPolicy) (*Clustering, error) {
	const where = "cluster.KMeansFrom"
	s, rows := t.Sorted()
	if err := enough(where, s, len(centres)); err != nil {
		return nil, err
	}
	flat := make([]float64, 0, len(centres)*t.Width())
	for _, c := range centres {
		if err := t.Check(where, c); err != nil {
			return nil, err
		}
		flat = append(flat, c...)
	}
	run := newLloyd(s, flat)
	if err := run.iterate(ctx, opt.defaults().MaxIter); err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	return run.clustering(rows), run.err(where)
}
