package cluster

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
)

// MixtureFit is a fitted mixture, and how well it fits.
type MixtureFit struct {
	Mixture *Mixture
	Labels  []int   // most probable cluster of each row of the table
	LogLik  float64 // total log-likelihood
	Entropy float64 // −Σ p ln p over customers and clusters, ≥ 0: 0 if nobody is in doubt
	N       int     // customers
	Iters   int     // EM steps of the best start
}

// BIC returns Schwarz's criterion, DF·ln N − 2·LogLik; smaller is better.
func (f *MixtureFit) BIC() float64 {
	m := f.Mixture
	return float64(m.form.parameters(m.K(), m.d))*math.Log(float64(f.N)) - 2*f.LogLik
}

// ICL returns the integrated completed likelihood criterion, BIC + 2·Entropy
// (Biernacki, Celeux & Govaert 2000): it also asks that clusters do not overlap.
func (f *MixtureFit) ICL() float64 { return f.BIC() + 2*f.Entropy }

// MixturePolicy steer FitMixture; nil and zero fields mean the defaults.
type MixturePolicy struct {
	Form      Covariance // default CovarianceFull
	Starts    int        // independent k-means starts; default 1
	MaxIter   int        // EM steps a start; default 1000
	Tolerance float64    // change of the log-likelihood a customer at which EM stops; default 1e-6
	Ridge     float64    // added to the variances in each step; default 1e-6, meant for standardised columns
}

func (o *MixturePolicy) defaults() (MixturePolicy, error) {
	var v MixturePolicy
	if o != nil {
		v = *o
	}
	if v.Form == 0 {
		v.Form = CovarianceFull
	}
	if v.Starts == 0 {
		v.Starts = 1
	}
	if v.MaxIter == 0 {
		v.MaxIter = 1000
	}
	if v.Tolerance == 0 {
		v.Tolerance = 1e-6
	}
	if v.Ridge == 0 {
		v.Ridge = 1e-6
	}
	if v.Form > CovarianceDiagonal || v.Starts < 0 || v.MaxIter < 0 || !(v.Tolerance > 0) || !(v.Ridge > 0) || math.IsInf(v.Ridge, 1) {
		return v, &clientele.InputError{Where: "cluster.MixtureOptions", Field: "options", Value: v, Want: "a declared form and numbers > 0"}
	}
	return v, nil
}

// FitMixture fits a mixture of k normal distributions by EM (Dempster, Laird &
// Rubin 1977), started from k-means. Standardise first (feature.FitScaling).
//
// The same rows in any order and the same r give the same bits. The errors are
// those of KMeans; the best fit so far comes with ErrNotConverged.
func FitMixture(ctx context.Context, t *feature.Table, k int, r *rand.Rand, opt *MixturePolicy) (*MixtureFit, error) {
	const where = "cluster.FitMixture"
	o, err := opt.defaults()
	if err != nil {
		return nil, err
	}
	s, rows := t.Sorted()
	if err := enough(where, s, k); err != nil {
		return nil, err
	}
	var best *em
	for range o.Starts {
		hard := newLloyd(s, seeds(s, k, r))
		if err := hard.iterate(ctx, 50); err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		run := newEM(s, o, k)
		run.begin(hard)
		if err := run.iterate(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		if best == nil || run.logLik > best.logLik {
			best = run
		}
	}
	return best.fit(rows), best.err(where)
}

// FitMixtureFrom is EM from the given mixture, whose form it keeps.
func FitMixtureFrom(ctx context.Context, t *feature.Table, start *Mixture, opt *MixturePolicy) (*MixtureFit, error) {
	const where = "cluster.FitMixtureFrom"
	o, err := opt.defaults()
	if err != nil {
		return nil, err
	}
	s, rows := t.Sorted()
	if err := enough(where, s, start.K()); err != nil {
		return nil, err
	}
	if start.d != t.Width() {
		return nil, &clientele.InputError{Where: where, Field: "dimensions of the mixture", Value: start.d, Want: "those of the table"}
	}
	o.Form = start.form
	run := newEM(s, o, start.K())
	run.m = start
	if err := run.iterate(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	return run.fit(rows), run.err(where)
}

// ByValue returns the fit with its clusters in descending order of their
// customers' mean value, one value a row of the table.
func (f *MixtureFit) ByValue(values []float64) (*MixtureFit, error) {
	to, err := rankClusters("cluster.MixtureFit", f.Labels, f.Mixture.K(), values)
	if err != nil {
		return nil, err
	}
	out := *f
	out.Mixture = f.Mixture.Relabel(to)
	out.Labels = make([]int, len(f.Labels))
	for i, k := range f.Labels {
		out.Labels[i] = to[k]
	}
	return &out, nil
}
