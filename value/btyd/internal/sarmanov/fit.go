package sarmanov

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/jet"
	"github.com/clientele-go/clientele/value/btyd/internal/linear"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Fit climbs from the start inside the parameter space; if that leads to a
// limit of k, it searches the edges there. M has the parameters r, α, s, β, mix
// and kernel, and the kernel of the fit is as in [Of].
func Fit[M clientele.Model[M]](ctx context.Context, p *clientele.Panel, m M, kernel float64, name string, opt *clientele.FitOptions) (*clientele.Fit[M], error) {
	f, err := prepare(ctx, p, m, kernel, name, opt)
	if err != nil {
		return nil, err
	}
	t, o := f.table, f.opt
	at, err := start(ctx, p, m, kernel, name, o)
	if err != nil {
		return nil, err
	}
	_, f.kernel.Unit = at.Limits()
	fit, err := f.from([]float64{math.Log(at.R), math.Log(at.Alpha / t.Unit), math.Log(at.S), math.Log(at.Beta / t.Unit), at.K / f.kernel.Unit})
	if fit != nil && clientele.Validate(fit.Model) != nil {
		fit, err = untold(ctx, p, m, kernel, name, o)
	}
	return mle.Checked(name, table.Conclude(fit, t), err)
}

// prepare checks what a fit is asked for and compiles the panel.
func prepare[M clientele.Model[M]](ctx context.Context, p *clientele.Panel, m M, kernel float64, name string, opt *clientele.FitOptions) (*search[M], error) {
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	if !(kernel >= 0 && kernel <= 1e6) {
		return nil, &clientele.InputError{Where: name, Field: "kernel", Value: kernel, Want: "a number from 0 to 1e6, such as 1"}
	}
	if o.Ridge != 0 {
		return nil, &clientele.InputError{Where: name, Field: "Ridge", Value: o.Ridge, Want: "0: this model takes no prior"}
	}
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, err
	}
	f := &search[M]{ctx: ctx, name: name, model: m, table: t, n: p.Len(), given: kernel, opt: o, kernel: Kernel{C: kernel}}
	if kernel == 0 {
		f.kernel.W = 1 / t.Unit
	}
	return f, nil
}

// Refitter states the fit again, from the model m on: where it lies at an end of the
// range of k, along that end, and where that range has no length, at independence.
func Refitter[M clientele.Model[M]](ctx context.Context, p *clientele.Panel, m M, name string, opt *clientele.FitOptions) (*mle.Refitter[M], error) {
	var v []float64
	for _, q := range m.Params() {
		v = append(v, q.Value)
	}
	f, err := prepare(ctx, p, m, v[5], name, opt)
	if err != nil {
		return nil, err
	}
	g := Of(v[0], v[1], v[2], v[3], v[4], v[5])
	_, f.kernel.Unit = g.Limits()
	in := region(g, v[4])
	d := dependence{Kernel: f.kernel, v: [5]jet.Jet{jet.Constant(v[0]), jet.Constant(v[1] / f.table.Unit), jet.Constant(v[2]), jet.Constant(v[3] / f.table.Unit), jet.Constant(g.K)}}
	start := in.Phi(d)
	if math.IsNaN(start[len(start)-1]) {
		independent, _, err := pareto.Problem(p, pareto.Model{}, name)
		if err != nil {
			return nil, err
		}
		return mle.NewRefitter(ctx, independent, pareto.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]}, func(b pareto.Model) M { return apart(m, b, v[5]) }, opt)
	}
	problem := f.problem(in, start)
	return mle.NewRefitter(ctx, problem, problem.Model.WithParams(start), func(l linear.Point) M {
		m, _, _ := f.at(in, l.Values())
		return m
	}, opt)
}

// untold returns the fit of the independent model as one with correlation 0, of
// which nothing is known: the range of k has no length that counts.
func untold[M clientele.Model[M]](ctx context.Context, p *clientele.Panel, m M, kernel float64, name string, o clientele.FitOptions) (*clientele.Fit[M], error) {
	base, err := pareto.Fit(ctx, p, name, &clientele.FitOptions{MaxIter: o.MaxIter, Workers: o.Workers})
	if base == nil {
		return nil, err
	}
	fit := &clientele.Fit[M]{
		Model:  apart(m, base.Model, kernel),
		LogLik: base.LogLik, N: base.N, Iters: base.Iters,
		Cov: widened(base.Cov), Robust: widened(base.Robust), Flat: [][]float64{{4: 1, 5: 0}},
		Warnings: append(base.Warnings, clientele.Warning{Code: warn.NoCorrelation, Subject: "mix"}),
	}
	for _, u := range base.Flat {
		fit.Flat = append(fit.Flat, append(u, 0, 0))
	}
	return fit, err
}

// apart returns the model b as one of dependent rates with correlation 0.
func apart[M clientele.Model[M]](m M, b pareto.Model, kernel float64) M {
	lo, hi := independent(b, kernel).Limits()
	return m.WithParams([]float64{b.R, b.Alpha, b.S, b.Beta, -lo / (hi - lo), kernel})
}

// widened returns a covariance of r, α, s and β with rows of zeros for mix and
// kernel; nil stays nil.
func widened(cov [][]float64) [][]float64 {
	if cov == nil {
		return nil
	}
	out := make([][]float64, 6)
	for i := range out {
		out[i] = make([]float64, 6)
		if i < len(cov) {
			copy(out[i], cov[i])
		}
	}
	return out
}

// start is where the search begins: at the caller's values, or at the maximum of
// the independent model.
func start[M clientele.Model[M]](ctx context.Context, p *clientele.Panel, m M, kernel float64, name string, o clientele.FitOptions) (Model, error) {
	if v := o.Start; v != nil {
		if len(v) != 6 {
			return Model{}, &clientele.InputError{Where: name, Field: "Start", Value: v, Want: "6 values, one a parameter"}
		}
		if v[5] != kernel {
			return Model{}, &clientele.InputError{Where: name, Field: "Start", Value: v[5], Want: fmt.Sprintf("the kernel of the fit, %g", kernel)}
		}
		return Of(v[0], v[1], v[2], v[3], v[4], kernel), clientele.Validate(m.WithParams(v))
	}
	base, err := pareto.Fit(ctx, p, name, &clientele.FitOptions{MaxIter: o.MaxIter, Workers: o.Workers})
	if base == nil {
		return Model{}, err
	}
	return independent(base.Model, kernel), nil
}
