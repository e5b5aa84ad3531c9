package cluster

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// Clustering is the result of k-means: centres, and what was found about the
// customers of the table. Only the centres are needed to place new customers,
// and only they are written as JSON, with sizes and inertia.
type Clustering struct {
	Centres [][]float64  // nil for a cluster that Relabel left without customers
	Sizes   []int        // customers a cluster
	Labels  []int        // cluster of each row of the table, from 0
	Inertia float64      // sum of the squared distances to the centres
	Iters   int          // of the best start
	Policy  KMeansPolicy // with the defaults written out
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
		if centre == nil {
			continue
		}
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

// Relabel returns the clustering with cluster i renamed to[i]: different
// numbers from 0, one a cluster, or Relabel panics. A number that no cluster is
// renamed to, because a cluster of a previous run has disappeared, is a cluster
// of size 0 without a centre, so that the other names do not jump.
func (c *Clustering) Relabel(to []int) *Clustering {
	n := different(to, c.K())
	out := &Clustering{make([][]float64, n), make([]int, n), make([]int, len(c.Labels)), c.Inertia, c.Iters, c.Policy}
	for k, name := range to {
		out.Centres[name] = c.Centres[k]
		out.Sizes[name] = c.Sizes[k]
	}
	for i, k := range c.Labels {
		out.Labels[i] = to[k]
	}
	return out
}

// different returns one more than the largest of k different names from 0 to
// maxLabel, and panics if they are not that.
func different(to []int, k int) int {
	seen, n := map[int]bool{}, 0
	for _, name := range to {
		if name < 0 || name > maxLabel || seen[name] {
			panic("cluster: Relabel needs different numbers from 0 to 1000")
		}
		seen[name], n = true, max(n, name+1)
	}
	if len(to) != k {
		panic("cluster: Relabel needs one number a cluster")
	}
	return n
}

// ByValue returns the clustering with its clusters in descending order of
// their customers' mean value, one value a row of the table.
func (c *Clustering) ByValue(values []float64) (*Clustering, error) {
	to, err := rankClusters("cluster.Clustering", c.Labels, c.K(), values)
	if err != nil {
		return nil, err
	}
	return c.Relabel(to), nil
}

type clusteringJSON struct {
	Centres [][]float64  `json:"centres"`
	Sizes   []int        `json:"sizes"`
	Inertia float64      `json:"inertia"`
	Iters   int          `json:"iters"`
	Policy  KMeansPolicy `json:"policy"`
}

// MarshalJSON writes all but the labels.
func (c *Clustering) MarshalJSON() ([]byte, error) {
	if c == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(clusteringJSON{c.Centres, c.Sizes, c.Inertia, c.Iters, c.Policy})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; c is unchanged on error.
func (c *Clustering) UnmarshalJSON(data []byte) error {
	var j clusteringJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	ok := len(j.Centres) > 0 && len(j.Sizes) == len(j.Centres) && j.Inertia >= 0 && j.Iters >= 0
	width := 0
	for i := range j.Sizes {
		if ok = ok && j.Sizes[i] >= 0; ok && j.Centres[i] != nil {
			ok = len(j.Centres[i]) > 0 && (width == 0 || len(j.Centres[i]) == width)
			width = len(j.Centres[i])
		} else {
			ok = ok && j.Sizes[i] == 0
		}
	}
	ok = ok && width > 0
	if !ok {
		return &clientele.InputError{Where: "cluster.Clustering", Field: "centres, sizes, inertia, iters", Value: string(data), Want: "centres of one length, a size >= 0 each, inertia and iters >= 0"}
	}
	*c = Clustering{Centres: j.Centres, Sizes: j.Sizes, Inertia: j.Inertia, Iters: j.Iters, Policy: j.Policy}
	return nil
}
