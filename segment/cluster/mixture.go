package cluster

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// Mixture is a mixture of normal distributions: the density of a customer is
//
//	f(x) = Σ_k w_k · N(x; μ_k, Σ_k)
//
// and their probability of cluster k is the k-th term's share in it. It does not
// change and may be used by several goroutines.
type Mixture struct {
	weights []float64
	means   [][]float64
	covs    [][][]float64
	form    Covariance
	d       int
	consts  []float64 // ln w_k − ½ ln det(2πΣ_k)
	roots   []float64 // inverse Cholesky factors of Σ_k, lower, row after row without the zeros
}

// NewMixture returns the mixture with these weights (above 0, sum 1 within
// 1e-6), means and positive definite covariance matrices; it copies them.
func NewMixture(form Covariance, weights []float64, means [][]float64, covs [][][]float64) (*Mixture, error) {
	bad := func(field string, value any, want string) (*Mixture, error) {
		return nil, &clientele.InputError{Where: "cluster.NewMixture", Field: field, Value: value, Want: want}
	}
	k := len(weights)
	if k == 0 || len(means) != k || len(covs) != k || len(means[0]) == 0 {
		return bad("number of weights, means, covariances", [3]int{k, len(means), len(covs)}, "the same number, at least one")
	}
	if form > CovarianceDiagonal {
		return bad("form", form, "full or diagonal")
	}
	m := newMixture(max(form, CovarianceFull), k, len(means[0]))
	sum := 0.0
	for i, w := range weights {
		if !(w > 0 && w <= 1+1e-6) {
			return bad(fmt.Sprintf("weight %d", i), w, "a number above 0, at most 1")
		}
		sum += w
		if len(means[i]) != m.d || len(covs[i]) != m.d {
			return bad(fmt.Sprintf("size of cluster %d", i), [2]int{len(means[i]), len(covs[i])}, fmt.Sprintf("%d everywhere", m.d))
		}
		for a, v := range means[i] {
			if !(v >= -1e100 && v <= 1e100) {
				return bad(fmt.Sprintf("mean %d", i), v, "numbers in [-1e100, 1e100]")
			}
			m.means[i][a] = v
			if len(covs[i][a]) != m.d {
				return bad(fmt.Sprintf("size of covariance %d", i), len(covs[i][a]), fmt.Sprintf("%d everywhere", m.d))
			}
			copy(m.covs[i][a], covs[i][a])
			for b := range a {
				if x, y := covs[i][a][b], covs[i][b][a]; !(math.Abs(x-y) <= 1e-9*math.Sqrt(math.Abs(covs[i][a][a]*covs[i][b][b]))) || (form == CovarianceDiagonal && x != 0) {
					return bad(fmt.Sprintf("covariance %d", i), x, "a symmetric matrix, without covariances if it is diagonal")
				}
			}
		}
		m.weights[i] = w
	}
	if math.Abs(sum-1) > 1e-6 {
		return bad("sum of the weights", sum, "1")
	}
	if i := m.prepare(); i >= 0 {
		return bad(fmt.Sprintf("covariance %d", i), covs[i], "a positive definite matrix")
	}
	return m, nil
}

// newMixture returns an empty mixture of k distributions in d dimensions.
func newMixture(form Covariance, k, d int) *Mixture {
	m := &Mixture{
		weights: make([]float64, k), means: make([][]float64, k), covs: make([][][]float64, k), form: form, d: d,
		consts: make([]float64, k), roots: make([]float64, k*d*(d+1)/2),
	}
	for i := range k {
		m.means[i] = make([]float64, d)
		m.covs[i] = make([][]float64, d)
		for a := range d {
			m.covs[i][a] = make([]float64, d)
		}
	}
	return m
}

// K returns the number of clusters.
func (m *Mixture) K() int { return len(m.weights) }

// Weight returns the share of cluster k in the population.
func (m *Mixture) Weight(k int) float64 { return m.weights[k] }

// Mean returns the mean of cluster k; it is not to be changed.
func (m *Mixture) Mean(k int) []float64 { return m.means[k] }

// Cov returns the covariance matrix of cluster k; it is not to be changed.
func (m *Mixture) Cov(k int) [][]float64 { return m.covs[k] }

// Form returns the form of the covariance matrices.
func (m *Mixture) Form() Covariance { return m.form }

// Relabel returns the mixture with cluster i renamed to[i]: different numbers
// from 0, one a cluster, or Relabel panics. A mixture has no empty clusters:
// numbers that nothing is renamed to are closed up, and the order is kept.
func (m *Mixture) Relabel(to []int) *Mixture {
	different(to, m.K())
	place := slices.Sorted(slices.Values(to))
	out := newMixture(m.form, m.K(), m.d)
	for i, name := range to {
		k, _ := slices.BinarySearch(place, name)
		out.weights[k], out.means[k], out.covs[k] = m.weights[i], m.means[i], m.covs[i]
	}
	out.prepare()
	return out
}

type mixtureJSON struct {
	Form    Covariance    `json:"form"`
	Weights []float64     `json:"weights"`
	Means   [][]float64   `json:"means"`
	Covs    [][][]float64 `json:"covs"`
}

// MarshalJSON writes form, weights, means and covariances.
func (m *Mixture) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	return wire.Marshal(mixtureJSON{m.form, m.weights, m.means, m.covs})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; m is unchanged on error.
func (m *Mixture) UnmarshalJSON(data []byte) error {
	var j mixtureJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewMixture(j.Form, j.Weights, j.Means, j.Covs)
	if err == nil {
		*m = *v
	}
	return err
}
