package btyd

import (
	"context"
	"errors"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"gonum.org/v1/gonum/floats"
)

// sarmanovFit is a fit under way to a panel of a model with the parameters r, α, s,
// β, mix, the place of k between its limits, and the kernel.
type sarmanovFit[M clientele.Model[M]] struct {
	ctx    context.Context
	name   string
	model  M
	table  *table
	n      int
	kernel kernel
	given  float64 // the kernel in the caller's terms
	opt    clientele.FitOptions
}

// fitSarmanov climbs from the start, r, α, s, β and k, inside the parameter space; if
// that leads to a limit of k, it searches the edges there. The kernel is in
// the caller's terms: c, or 0 for w = 1 per time unit.
func fitSarmanov[M clientele.Model[M]](ctx context.Context, t *table, n int, m M, start sarmanov, given float64, name string, opt clientele.FitOptions) (*clientele.Fit[M], error) {
	f := sarmanovFit[M]{ctx: ctx, name: name, model: m, table: t, n: n, given: given, opt: opt, kernel: kernel{c: given}}
	if given == 0 {
		f.kernel.w = 1 / t.unit
	}
	_, f.kernel.unit = start.limits()
	fit, err := f.from([]float64{math.Log(start.r), math.Log(start.alpha / t.unit), math.Log(start.s), math.Log(start.beta / t.unit), start.k / f.kernel.unit})
	return warned(fit, t), err
}

// from searches the whole space. A search that is not done after a few steps
// runs against a limit, which a Newton step comes only half way closer to.
func (f *sarmanovFit[M]) from(start []float64) (*clientele.Fit[M], error) {
	const few = 12
	whole, err := f.search(inside, start, few)
	if whole == nil || err == nil || !errors.Is(err, clientele.ErrNotConverged) {
		return f.conclude(inside, whole), err
	}
	at := inside.at(f.kernel, whole.Model.values())
	edges := highest
	if at.mix().v < 0.5 {
		edges = lowest
	}
	for _, e := range edges {
		fit, err := f.search(e, e.phi(at), f.opt.MaxIter)
		if f.ctx.Err() != nil {
			return nil, err
		}
		if err != nil {
			continue
		}
		d := e.at(f.kernel, fit.Model.values())
		if e.valid(d.model()) && fit.LogLik >= whole.LogLik {
			return f.conclude(e, fit), nil
		}
	}
	whole, err = f.search(inside, whole.Model.values(), f.opt.MaxIter)
	return f.conclude(inside, whole), err
}

func (f *sarmanovFit[M]) search(in region, start []float64, steps int) (*clientele.Fit[linear], error) {
	t := f.table
	model := linear{}
	for i, name := range []string{"r", "alpha", "s", "beta", "k"}[:in.params] {
		model.params = append(model.params, clientele.Param{Name: name, Value: start[i]})
	}
	o := f.opt
	o.Start, o.MaxIter = start, steps
	return mle.Fit(f.ctx, mle.Problem[linear]{
		Name: f.name, Model: model, N: f.n, Rows: len(t.rows), Weight: t.weight,
		At: func(phi []float64) mle.Rows {
			d := in.at(f.kernel, phi)
			return d.rowsOf(t)
		},
		Starts: [][]float64{start},
		Offset: -t.repeats * math.Log(t.unit),
	}, &o)
}

// conclude turns a search's parameters into the model's; nil stays nil.
func (f *sarmanovFit[M]) conclude(in region, fit *clientele.Fit[linear]) *clientele.Fit[M] {
	if fit == nil {
		return nil
	}
	d := in.at(f.kernel, fit.Model.values())
	const nearly = 1e-12 // an end of the range, inside the domain of Mix
	mix := d.mix()
	if !math.IsNaN(in.end) {
		mix = constant(math.Min(math.Max(in.end, nearly), 1-nearly))
	}
	unit := f.table.unit
	out := &clientele.Fit[M]{
		Model:  f.model.WithParams([]float64{d.v[0].v, d.v[1].v * unit, d.v[2].v, d.v[3].v * unit, mix.v, f.given}),
		LogLik: fit.LogLik, N: fit.N, Iters: fit.Iters, Warnings: fit.Warnings,
	}
	params := out.Model.Params()
	slopes := make([][]float64, len(params)) // of the model's parameters in the search's, natural scale
	for i := range slopes {
		slopes[i] = make([]float64, in.params)
	}
	for i, scale := range []float64{1, unit, 1, unit} {
		for j := range in.params {
			slopes[i][j] = d.v[i].d[j] * scale
		}
	}
	copy(slopes[4], mix.d[:in.params])
	out.Cov, out.Robust = moved(slopes, fit.Cov), moved(slopes, fit.Robust)
	for _, u := range fit.Flat {
		to := make([]float64, len(params))
		for i, p := range params[:5] {
			to[i] = floats.Dot(slopes[i], u) / p.Domain.Slope(p.Value)
		}
		floats.Scale(1/floats.Norm(to, 2), to)
		out.Flat = append(out.Flat, to)
	}
	if !math.IsNaN(in.end) {
		out.Flat = append(out.Flat, []float64{4: 1, 5: 0})
		out.Warnings = append(out.Warnings, clientele.Warning{Code: warnCorrelationBound, Subject: "mix", Value: d.correlation(mix.v)})
	}
	return out
}
