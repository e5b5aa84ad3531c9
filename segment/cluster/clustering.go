package cluster

import (
	"encoding/json"

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
			panic("cluster: Relabel needs a permutation of the clusters")
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
	to, err := rankClusters("cluster.Clustering", c.Labels, c.K(), values)
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
		return &clientele.InputError{Where: "cluster.Clustering", Field: "centres, sizes, inertia, iters", Value: string(data), Want: "centres of one length, a size >= 0 each, inertia and iters >= 0"}
	}
	*c = Clustering{Centres: j.Centres, Sizes: j.Sizes, Inertia: j.Inertia, Iters: j.Iters}
	return nil
}
