package cluster

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/segment/feature"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// reference draws tables without clusters that are like a given one: uniform
// over the box along its principal axes (Tibshirani, Walther & Hastie 2001, b).
type reference struct {
	t    *feature.Table
	mean []float64
	axes *mat.Dense // columns: principal axes
	lo   []float64  // ends of the box
	hi   []float64
}

func newReference(t *feature.Table) *reference {
	n, d := t.Len(), t.Width()
	r := &reference{t: t, mean: make([]float64, d), axes: mat.NewDense(d, d, nil), lo: make([]float64, d), hi: make([]float64, d)}
	for j := range r.mean {
		r.mean[j] = stat.Mean(t.Column(j), nil)
		r.axes.Set(j, j, 1)
	}
	var cov mat.SymDense
	stat.CovarianceMatrix(&cov, mat.NewDense(n, d, t.Data()), nil)
	var eig mat.EigenSym
	if n > 1 && eig.Factorize(&cov, true) {
		eig.VectorsTo(r.axes)
	}
	for a := range d {
		r.lo[a], r.hi[a] = math.Inf(1), math.Inf(-1)
		for i := range n {
			at := 0.0
			for j, v := range t.Row(i) {
				at += (v - r.mean[j]) * r.axes.At(j, a)
			}
			r.lo[a], r.hi[a] = min(r.lo[a], at), max(r.hi[a], at)
		}
	}
	return r
}

// draw returns a table of as many rows.
func (r *reference) draw(rnd *rand.Rand) *feature.Table {
	d := len(r.mean)
	rows := make([]float64, 0, len(r.t.Data()))
	at := make([]float64, d)
	for range r.t.Len() {
		for a := range at {
			at[a] = r.lo[a] + (r.hi[a]-r.lo[a])*rnd.Float64()
		}
		for j := range d {
			v := r.mean[j]
			for a, w := range at {
				v += w * r.axes.At(j, a)
			}
			rows = append(rows, v)
		}
	}
	return r.t.Like(rows)
}

// gaps sets the gap statistic of every candidate, the excess of the log of the
// inertia on tables without clusters over that on the table, and its standard error.
func gaps(ctx context.Context, t *feature.Table, candidates []ClusterCandidate, p ChoicePolicy, r *rand.Rand) error {
	ref := newReference(t)
	sums, squares := make([]float64, len(candidates)), make([]float64, len(candidates))
	for range p.References {
		like := ref.draw(r)
		for i, c := range candidates {
			run, err := bestOf(ctx, like, c.K, p.quickStarts(), r)
			if err != nil {
				return err
			}
			w := math.Log(run.inertia)
			sums[i] += w
			squares[i] += w * w
		}
	}
	n := float64(p.References)
	for i := range candidates {
		c := &candidates[i]
		mean := sums[i] / n
		c.Gap = mean - math.Log(c.Inertia)
		c.GapSE = math.Sqrt(max(squares[i]/n-mean*mean, 0) * (1 + 1/n))
	}
	return nil
}

// bestOf returns the best of several k-means runs.
func bestOf(ctx context.Context, t *feature.Table, k, starts int, r *rand.Rand) (*lloyd, error) {
	var best *lloyd
	for range starts {
		run := newLloyd(t, seeds(t, k, r))
		if err := run.iterate(ctx, 300); err != nil {
			return nil, err
		}
		if best == nil || run.better(best) {
			best = run
		}
	}
	return best, nil
}
