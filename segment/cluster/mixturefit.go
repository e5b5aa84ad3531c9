package cluster

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/feature"
)

// MixtureFit is a fitted mixture, and how well it fits.
type MixtureFit struct {
	Mixture  *Mixture            `json:"mixture"`
	Labels   []int               `json:"labels"`   // most probable cluster of each row of the table
	LogLik   float64             `json:"log_lik"`  // total log-likelihood
	Entropy  float64             `json:"entropy"`  // −Σ p ln p over customers and clusters, ≥ 0: 0 if nobody is in doubt
	N        int                 `json:"n"`        // customers
	Iters    int                 `json:"iters"`    // EM steps of the best start
	Policy   MixturePolicy       `json:"policy"`   // with the defaults written out
	Warnings []clientele.Warning `json:"warnings"` // of clusters that hardly anybody stands behind
}

// MarshalJSON writes the fields.
func (f MixtureFit) MarshalJSON() ([]byte, error) { return wire.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes.
func (f *MixtureFit) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, f) }

// BIC returns Schwarz's criterion, DF·ln N − 2·LogLik; smaller is better.
func (f *MixtureFit) BIC() float64 {
	m := f.Mixture
	if m == nil {
		return math.NaN()
	}
	return float64(m.form.parameters(m.K(), m.d))*math.Log(float64(f.N)) - 2*f.LogLik
}

// ICL returns the integrated completed likelihood criterion, BIC + 2·Entropy
// (Biernacki, Celeux & Govaert 2000): it also asks that clusters do not overlap.
func (f *MixtureFit) ICL() float64 { return f.BIC() + 2*f.Entropy }

// MixturePolicy steers FitMixture; nil and zero fields mean the defaults.
type MixturePolicy struct {
	Form      Covariance `json:"form"`      // default CovarianceFull
	Starts    int        `json:"starts"`    // independent k-means starts, the best of which is returned; default 10
	MaxIter   int        `json:"max_iter"`  // EM steps a start; default 1000
	Tolerance float64    `json:"tolerance"` // change of the log-likelihood a customer at which EM stops; default 1e-6
	Ridge     float64    `json:"ridge"`     // added to the variances in each step; default 1e-6, meant for standardised columns
}

func (p *MixturePolicy) filled() MixturePolicy {
	q := policy.Copy(p)
	policy.Default(&q.Form, CovarianceFull)
	policy.Default(&q.Starts, 10)
	policy.Default(&q.MaxIter, 1000)
	policy.Default(&q.Tolerance, 1e-6)
	policy.Default(&q.Ridge, 1e-6)
	return q
}

// Check returns nil if, filled, the form is declared, Starts is from 1 to
// 10,000, MaxIter at least 1, and Tolerance and Ridge above 0; otherwise the
// error is an *clientele.InputError.
func (p *MixturePolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "cluster.MixturePolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case q.Form > CovarianceDiagonal:
		return bad("Form", q.Form, "full or diagonal")
	case q.Starts < 1 || q.Starts > maxRepeats:
		return bad("Starts", q.Starts, "1 to 10,000")
	case q.MaxIter < 1:
		return bad("MaxIter", q.MaxIter, "at least 1")
	case !(q.Tolerance > 0):
		return bad("Tolerance", q.Tolerance, "a number above 0")
	case !(q.Ridge > 0 && q.Ridge <= 1e200):
		return bad("Ridge", q.Ridge, "a number above 0, at most 1e200")
	}
	return nil
}

// MarshalJSON writes the fields.
func (p MixturePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *MixturePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// FitMixture fits a mixture of k normal distributions by EM (Dempster, Laird &
// Rubin 1977), started from k-means. Standardise first (feature.FitScaling).
//
// The same rows in any order and the same r give the same bits. The errors are
// those of KMeans; the best fit so far comes with ErrNotConverged.
func FitMixture(ctx context.Context, t *feature.Table, k int, r *rand.Rand, policy *MixturePolicy) (*MixtureFit, error) {
	const where = "cluster.FitMixture"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	o := policy.filled()
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
func FitMixtureFrom(ctx context.Context, t *feature.Table, start *Mixture, policy *MixturePolicy) (*MixtureFit, error) {
	const where = "cluster.FitMixtureFrom"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	o := policy.filled()
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
