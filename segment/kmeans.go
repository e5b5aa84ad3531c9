package segment

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
)

// Clustering is the result of k-means: centres, and what was found about the
// customers of the table. Only the centres are needed to place new customers,
// and only they are written as JSON, with sizes and inertia.
type Clustering struct {
	Centres [][]float64
	Sizes   []int   // customers a cluster
	Labels  []int   // cluster of each row of the table, from 0
	Inertia float64 // sum of the squared distances to the centres
	Iters   int     // of the best start
}

// KMeansOptions steer KMeans; nil and zero fields mean the defaults.
type KMeansOptions struct {
	Starts  int // independent starts, the best of which is returned; default 10
	MaxIter int // iterations a start; default 300
}

func (o *KMeansOptions) defaults() KMeansOptions {
	v := KMeansOptions{10, 300}
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
// (FitScaling): a column counts by its spread.
//
// The same rows in any order and the same r give the same bits. The number of a
// cluster means nothing by itself; see Clustering.ByValue and MatchClusters.
//
// The error matches clientele.ErrNoData without rows, ErrNotIdentified if
// fewer than k rows are different, and ErrNotConverged, with the best clusters
// so far, if no start ended within MaxIter.
func KMeans(ctx context.Context, t *Table, k int, r *rand.Rand, opt *KMeansOptions) (*Clustering, error) {
	const where = "segment.KMeans"
	o := opt.defaults()
	s, rows := t.sorted()
	if err := s.needClusters(where, k); err != nil {
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
func KMeansFrom(ctx context.Context, t *Table, centres [][]float64, opt *KMeansOptions) (*Clustering, error) {
	const where = "segment.KMeansFrom"
	s, rows := t.sorted()
	if err := s.needClusters(where, len(centres)); err != nil {
		return nil, err
	}
	flat := make([]float64, 0, len(centres)*len(t.names))
	for _, c := range centres {
		if err := t.check(where, c); err != nil {
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

// K returns the number of clusters.
func (c *Clustering) K() int { return len(c.Centres) }

// Cluster returns the cluster of a customer: that of the nearest centre, the
// first of those equally near. The row has the columns of the table.
//
// Special cases are: -1 if the row has another length or a NaN.
func (c *Clustering) Cluster(row []float64) int {
	best, at := -1, 0.0
	for k, centre := range c.Centres {
		if len(centre) != len(row) {
			return -1
		}
		d := 0.0
		for j, v := range row {
			d += (v - centre[j]) * (v - centre[j])
		}
		if d != d {
			return -1
		}
		if best < 0 || d < at {
			best, at = k, d
		}
	}
	return best
}

// Relabel returns the clustering with cluster i renamed to[i], a permutation
// of 0 … K−1, or Relabel panics.
func (c *Clustering) Relabel(to []int) *Clustering {
	seen := make([]bool, c.K())
	for _, k := range to {
		if len(to) != c.K() || k < 0 || k >= c.K() || seen[k] {
			panic("segment: Relabel needs a permutation of the clusters")
		}
		seen[k] = true
	}
	out := &Clustering{make([][]float64, c.K()), make([]int, c.K()), make([]int, len(c.Labels)), c.Inertia, c.Iters}
	for k, name := range to {
		out.Centres[name] = c.Centres[k]
		out.Sizes[name] = c.Sizes[k]
	}
	for i, k := range c.Labels {
		out.Labels[i] = to[k]
	}
	return out
}

// ByValue returns the clustering with its clusters in descending order of
// their customers' mean value, one value a row of the table.
func (c *Clustering) ByValue(values []float64) (*Clustering, error) {
	to, err := rankClusters("segment.Clustering", c.Labels, c.K(), values)
	if err != nil {
		return nil, err
	}
	return c.Relabel(to), nil
}

type clusteringJSON struct {
	Centres [][]float64 `json:"centres"`
	Sizes   []int       `json:"sizes"`
	Inertia float64     `json:"inertia"`
	Iters   int         `json:"iters"`
}

// MarshalJSON writes centres, sizes, inertia and iterations; not the labels.
func (c *Clustering) MarshalJSON() ([]byte, error) {
	return json.Marshal(clusteringJSON{c.Centres, c.Sizes, c.Inertia, c.Iters})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; c is unchanged on error.
func (c *Clustering) UnmarshalJSON(data []byte) error {
	var j clusteringJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	ok := len(j.Centres) > 0 && len(j.Sizes) == len(j.Centres) && j.Inertia >= 0 && j.Iters >= 0
	for i := range j.Sizes {
		ok = ok && j.Sizes[i] >= 0 && len(j.Centres[i]) == len(j.Centres[0]) && len(j.Centres[i]) > 0
	}
	if !ok {
		return &clientele.InputError{Where: "segment.Clustering", Field: "centres, sizes, inertia, iters", Value: string(data), Want: "centres of one length, a size >= 0 each, inertia and iters >= 0"}
	}
	*c = Clustering{Centres: j.Centres, Sizes: j.Sizes, Inertia: j.Inertia, Iters: j.Iters}
	return nil
}

// seeds draws k centres among the rows, each with probability proportional to
// the squared distance to the nearest one so far.
func seeds(t *Table, k int, r *rand.Rand) []float64 {
	n, d := t.Len(), len(t.names)
	out := slices.Clone(t.Row(r.IntN(n)))
	near := make([]float64, n) // squared distances
	for {
		centre := out[len(out)-d:]
		total := 0.0
		for i := range near {
			s := squared(t.data[i*d:i*d+d], centre)
			if len(out) == d || s < near[i] {
				near[i] = s
			}
			total += near[i]
		}
		if len(out) == k*d {
			return out
		}
		left, at := r.Float64()*total, -1
		for i, s := range near {
			if s == 0 {
				continue
			}
			at = i
			if left -= s; left < 0 {
				break
			}
		}
		out = append(out, t.Row(at)...)
	}
}

// squared returns the squared distance of two rows of equal length.
func squared(a, b []float64) float64 {
	if len(a) == 3 && len(b) == 3 {
		x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
		return x*x + y*y + z*z
	}
	sum := 0.0
	for j, v := range a {
		v -= b[j]
		sum += v * v
	}
	return sum
}
