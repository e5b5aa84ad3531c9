package cluster

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
)

// em is one run of the EM algorithm. One pass over the rows does both steps:
// shares under the old parameters, and the moments they weigh, around the old
// means, where little cancels.
type em struct {
	t      *feature.Table
	data   []float64 // its rows
	o      MixturePolicy
	m      *Mixture // parameters of the last finished step
	k, d   int
	total  []float64 // Σ share, a cluster
	first  []float64 // Σ share·(x − mean)
	second []float64 // Σ share·(x − mean)(x − mean)ᵀ, lower triangle by rows
	logLik float64
	iters  int
	done   bool
}

func newEM(t *feature.Table, o MixturePolicy, k int) *em {
	d := t.Width()
	return &em{t: t, data: t.Data(), o: o, k: k, d: d, total: make([]float64, k), first: make([]float64, k*d), second: make([]float64, k*d*(d+1)/2)}
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
		x := e.data[i*e.d : i*e.d+e.d : i*e.d+e.d]
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
				} else if e.o.Form == CovarianceDiagonal {
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
	f := &MixtureFit{Mixture: e.m, Labels: make([]int, len(rows)), LogLik: e.logLik, N: len(rows), Iters: e.iters, Policy: e.o}
	for k, w := range e.m.weights {
		if n := w * float64(len(rows)); n < float64(e.d+1) {
			f.Warnings = append(f.Warnings, clientele.Warning{Code: WarnCollapsed, Subject: strconv.Itoa(k), Value: n})
		}
	}
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
