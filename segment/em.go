package segment

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
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

// MixtureOptions steer FitMixture; nil and zero fields mean the defaults.
type MixtureOptions struct {
	Form      Covariance // default FullCovariance
	Starts    int        // independent k-means starts; default 1
	MaxIter   int        // EM steps a start; default 1000
	Tolerance float64    // change of the log-likelihood a customer at which EM stops; default 1e-6
	Ridge     float64    // added to the variances in each step; default 1e-6, meant for standardised columns
}

func (o *MixtureOptions) defaults() (MixtureOptions, error) {
	var v MixtureOptions
	if o != nil {
		v = *o
	}
	if v.Form == 0 {
		v.Form = FullCovariance
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
	if v.Form > DiagonalCovariance || v.Starts < 0 || v.MaxIter < 0 || !(v.Tolerance > 0) || !(v.Ridge > 0) || math.IsInf(v.Ridge, 1) {
		return v, &clientele.InputError{Where: "segment.MixtureOptions", Field: "options", Value: v, Want: "a declared form and numbers > 0"}
	}
	return v, nil
}

// FitMixture fits a mixture of k normal distributions by EM (Dempster, Laird &
// Rubin 1977), started from k-means. Standardise first (FitScaling).
//
// The same rows in any order and the same r give the same bits. The errors are
// those of KMeans; the best fit so far comes with ErrNotConverged.
func FitMixture(ctx context.Context, t *Table, k int, r *rand.Rand, opt *MixtureOptions) (*MixtureFit, error) {
	const where = "segment.FitMixture"
	o, err := opt.defaults()
	if err != nil {
		return nil, err
	}
	s, rows := t.sorted()
	if err := s.needClusters(where, k); err != nil {
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
func FitMixtureFrom(ctx context.Context, t *Table, start *Mixture, opt *MixtureOptions) (*MixtureFit, error) {
	const where = "segment.FitMixtureFrom"
	o, err := opt.defaults()
	if err != nil {
		return nil, err
	}
	s, rows := t.sorted()
	if err := s.needClusters(where, start.K()); err != nil {
		return nil, err
	}
	if start.d != len(t.names) {
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

// em is one run of the EM algorithm. One pass over the rows does both steps:
// shares under the old parameters, and the moments they weigh, around the old
// means, where little cancels.
type em struct {
	t      *Table
	o      MixtureOptions
	m      *Mixture // parameters of the last finished step
	k, d   int
	total  []float64 // Σ share, a cluster
	first  []float64 // Σ share·(x − mean)
	second []float64 // Σ share·(x − mean)(x − mean)ᵀ, lower triangle by rows
	logLik float64
	iters  int
	done   bool
}

func newEM(t *Table, o MixtureOptions, k int) *em {
	d := len(t.names)
	return &em{t: t, o: o, k: k, d: d, total: make([]float64, k), first: make([]float64, k*d), second: make([]float64, k*d*(d+1)/2)}
}

// begin takes weights, means and covariances from a hard clustering.
func (e *em) begin(hard *lloyd) {
	e.m = newMixture(e.o.Form, e.k, e.d)
	for k := range e.k {
		copy(e.m.means[k], hard.centre(k))
	}
	e.clear()
	diff := make([]float64, e.d)
	for i, k := range hard.labels {
		e.weigh(int(k), 1, e.t.Row(i), diff)
	}
	e.maximise()
}

func (e *em) clear() {
	clear(e.total)
	clear(e.first)
	clear(e.second)
}

// weigh adds a row with its share in cluster k to the moments.
func (e *em) weigh(k int, share float64, x, diff []float64) {
	mean := e.m.means[k]
	e.total[k] += share
	if len(x) == 3 && len(mean) == 3 {
		a, b, c := x[0]-mean[0], x[1]-mean[1], x[2]-mean[2]
		sa, sb, sc := share*a, share*b, share*c
		f, s := (*[3]float64)(e.first[3*k:]), (*[6]float64)(e.second[6*k:])
		f[0], f[1], f[2] = f[0]+sa, f[1]+sb, f[2]+sc
		s[0], s[1], s[2] = s[0]+sa*a, s[1]+sa*b, s[2]+sb*b
		s[3], s[4], s[5] = s[3]+sa*c, s[4]+sb*c, s[5]+sc*c
		return
	}
	first, second := e.first[k*e.d:], e.second[k*e.d*(e.d+1)/2:]
	for j, v := range x {
		diff[j] = v - mean[j]
		first[j] += share * diff[j]
	}
	for i := range x {
		w := share * diff[i]
		for j := 0; j <= i; j++ {
			second[j] += w * diff[j]
		}
		second = second[i+1:]
	}
}

// iterate runs to convergence, or for MaxIter steps.
func (e *em) iterate(ctx context.Context) error {
	before := math.Inf(-1)
	for e.iters < e.o.MaxIter && !e.done {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		e.iters++
		at := e.expect()
		if math.IsNaN(at) {
			return fmt.Errorf("%w: a cluster shrank to nothing: use fewer clusters, or a larger Ridge", clientele.ErrNotIdentified)
		}
		e.done = math.Abs(at-before) < e.o.Tolerance*float64(e.t.Len()) // the ridge can cost a little at the end
		before = at
		if old := e.m; !e.maximise() {
			e.m = old
			return fmt.Errorf("%w: the covariance of a cluster is not positive definite: use fewer clusters, or a larger Ridge", clientele.ErrNotIdentified)
		}
	}
	e.logLik = e.measure()
	return nil
}

// negligible is the log of a share that cannot matter beside 1.
const negligible = -50

// expect finds every row's shares and the moments, and returns the log-likelihood.
func (e *em) expect() float64 {
	e.clear()
	terms, diff := make([]float64, e.k), make([]float64, e.d)
	logLik, product := 0.0, 1.0 // one logarithm for many rows
	for i := range e.t.Len() {
		x := e.t.data[i*e.d : i*e.d+e.d : i*e.d+e.d]
		top := e.m.logTerms(terms, x)
		sum := 0.0
		for k, v := range terms {
			if v -= top; v > negligible {
				terms[k] = math.Exp(v)
				sum += terms[k]
			} else {
				terms[k] = 0
			}
		}
		logLik += top
		if product *= sum; product > 1e200 {
			logLik += math.Log(product)
			product = 1
		}
		for k, v := range terms {
			if v > 0 {
				e.weigh(k, v/sum, x, diff)
			}
		}
	}
	return logLik + math.Log(product)
}

// maximise makes the mixture of the moments, and reports whether there is one.
func (e *em) maximise() bool {
	m := newMixture(e.o.Form, e.k, e.d)
	n := float64(e.t.Len())
	for k, total := range e.total {
		second := e.second[k*e.d*(e.d+1)/2:]
		m.weights[k] = total / n
		shift := e.first[k*e.d : (k+1)*e.d]
		for i := range shift {
			m.means[k][i] = e.m.means[k][i] + shift[i]/total
			for j := 0; j <= i; j++ {
				v := second[j]/total - shift[i]/total*(shift[j]/total)
				if i == j {
					v += e.o.Ridge
				} else if e.o.Form == DiagonalCovariance {
					v = 0
				}
				m.covs[k][i][j], m.covs[k][j][i] = v, v
			}
			second = second[i+1:]
		}
	}
	e.m = m
	return m.prepare() < 0
}

// measure returns the log-likelihood of the final parameters.
func (e *em) measure() float64 {
	terms, sum := make([]float64, e.k), 0.0
	for i := range e.t.Len() {
		sum += e.m.share(terms, e.t.Row(i))
	}
	return sum
}

func (e *em) err(where string) error {
	if e.done {
		return nil
	}
	return fmt.Errorf("%s: %w after %d steps: raise MaxIter", where, clientele.ErrNotConverged, e.iters)
}

// fit reports the run in the order that the rows came in.
func (e *em) fit(rows []int) *MixtureFit {
	f := &MixtureFit{e.m, make([]int, len(rows)), e.logLik, 0, len(rows), e.iters}
	p := make([]float64, e.k)
	for i, from := range rows {
		x := e.t.Row(i)
		e.m.share(p, x)
		for _, v := range p {
			if v > 0 {
				f.Entropy -= v * math.Log(v)
			}
		}
		f.Labels[from] = e.m.Cluster(x)
	}
	return f
}

// ByValue returns the fit with its clusters in descending order of their
// customers' mean value, one value a row of the table.
func (f *MixtureFit) ByValue(values []float64) (*MixtureFit, error) {
	to, err := rankClusters("segment.MixtureFit", f.Labels, f.Mixture.K(), values)
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
