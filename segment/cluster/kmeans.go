package cluster

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/feature"
)

// KMeansPolicy steers KMeans; nil and zero fields mean the defaults.
type KMeansPolicy struct {
	Starts  int `json:"starts"`   // independent starts, the best of which is returned; default 10
	MaxIter int `json:"max_iter"` // iterations a start; default 300
}

func (p *KMeansPolicy) filled() KMeansPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Starts, 10)
	policy.Default(&q.MaxIter, 300)
	return q
}

// Check returns nil if, filled, Starts is from 1 to 10,000 and MaxIter at least
// 1; otherwise the error is an *clientele.InputError.
func (p *KMeansPolicy) Check() error {
	q := p.filled()
	switch {
	case q.Starts < 1 || q.Starts > maxRepeats:
		return &clientele.InputError{Where: "cluster.KMeansPolicy", Field: "Starts", Value: q.Starts, Want: "1 to 10,000"}
	case q.MaxIter < 1:
		return &clientele.InputError{Where: "cluster.KMeansPolicy", Field: "MaxIter", Value: q.MaxIter, Want: "at least 1"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p KMeansPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *KMeansPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

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
func KMeans(ctx context.Context, t *feature.Table, k int, r *rand.Rand, policy *KMeansPolicy) (*Clustering, error) {
	const where = "cluster.KMeans"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	s, rows := t.Sorted()
	if err := enough(where, s, k); err != nil {
		return nil, err
	}
	var best *lloyd
	for range p.Starts {
		run := newLloyd(s, seeds(s, k, r))
		if err := run.iterate(ctx, p.MaxIter); err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		if best == nil || run.better(best) {
			best = run
		}
	}
	return best.clustering(rows, p), best.err(where)
}

// KMeansFrom is Lloyd's iteration from the given centres. Customers as near to
// two centres belong to the first. A cluster that loses its last customer
// starts again at the customer farthest from their centre.
func KMeansFrom(ctx context.Context, t *feature.Table, centres [][]float64, policy *KMeansPolicy) (*Clustering, error) {
	const where = "cluster.KMeansFrom"
	if err := policy.Check(); err != nil {
		return nil, err
	}
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
	if err := run.iterate(ctx, policy.filled().MaxIter); err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	return run.clustering(rows, policy.filled()), run.err(where)
}
