package btyd

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/reason"
	"gonum.org/v1/gonum/floats"
)

// WarnCorrelationBound says that the data ask for more dependence than the model can have.
const WarnCorrelationBound = "btyd.correlation-bound"

var _ = reason.Register(map[string]reason.Text{
	WarnCorrelationBound: {
		English: "the likelihood rises to the end of the range of correlations, {value}, that the model can have: {subject} has no standard error, and those of the other parameters hold at that end",
		Chinese: "似然在模型可取的相关系数范围的端点 {value} 处最大：{subject} 没有标准误，其他参数的标准误是在该端点处的"},
})

// sarmanovFit is a fit under way.
type sarmanovFit struct {
	ctx    context.Context
	name   string
	table  *table
	n      int
	kernel kernel
	given  float64 // the kernel in the caller's terms
	opt    clientele.FitOptions
}

// fitSarmanov climbs from the independent model inside the parameter space; if
// that leads to a limit of k, it searches the edges there.
func fitSarmanov(ctx context.Context, p *clientele.Panel, given float64, opt *clientele.FitOptions) (*clientele.Fit[CorrelatedParetoNBD], error) {
	const name = "btyd: Pareto/NBD with correlation"
	f := sarmanovFit{ctx: ctx, name: name, given: given}
	if opt != nil {
		f.opt = *opt
	}
	if !(given >= 0 && given <= 1e6) {
		return nil, &clientele.InputError{Where: name, Field: "kernel", Value: given, Want: "a number from 0 to 1e6, such as 1"}
	}
	if f.opt.Ridge != 0 {
		return nil, &clientele.InputError{Where: name, Field: "Ridge", Value: f.opt.Ridge, Want: "0: this model takes no prior"}
	}
	var err error
	if f.table, err = fitTable(p, name); err != nil {
		return nil, err
	}
	f.n = p.Len()
	f.kernel = kernel{c: given}
	if given == 0 {
		f.kernel.w = 1 / f.table.unit
	}
	start, err := f.start(p)
	if err != nil {
		return nil, err
	}
	fit, err := f.from(start)
	return warned(fit, f.table), err
}

// start returns the first point of the search: the caller's, or the
// independent model's maximum.
func (f *sarmanovFit) start(p *clientele.Panel) ([]float64, error) {
	m := CorrelatedParetoNBD{Kernel: f.given}
	if v := f.opt.Start; v != nil {
		if len(v) != len(m.Params()) {
			return nil, &clientele.InputError{Where: f.name, Field: "Start", Value: v, Want: "6 values, one a parameter"}
		}
		if m = m.WithParams(v); m.Kernel != f.given {
			return nil, &clientele.InputError{Where: f.name, Field: "Start", Value: v[5], Want: fmt.Sprintf("the kernel of the fit, %g", f.given)}
		}
		if err := clientele.Validate(m); err != nil {
			return nil, err
		}
	} else {
		base, err := fitPanel(f.ctx, p, &clientele.FitOptions{MaxIter: f.opt.MaxIter, Workers: f.opt.Workers}, ParetoNBD{})
		if base == nil {
			return nil, err
		}
		m.R, m.Alpha, m.S, m.Beta = base.Model.R, base.Model.Alpha, base.Model.S, base.Model.Beta
		m = m.WithCorrelation(0)
	}
	unit, g := f.table.unit, m.core()
	_, f.kernel.unit = g.limits()
	return []float64{math.Log(m.R), math.Log(m.Alpha / unit), math.Log(m.S), math.Log(m.Beta / unit), g.k / f.kernel.unit}, nil
}

// from searches the whole space. A search that is not done after a few steps
// runs against a limit, which a Newton step comes only half way closer to.
func (f *sarmanovFit) from(start []float64) (*clientele.Fit[CorrelatedParetoNBD], error) {
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

func (f *sarmanovFit) search(in region, start []float64, steps int) (*clientele.Fit[linear], error) {
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
func (f *sarmanovFit) conclude(in region, fit *clientele.Fit[linear]) *clientele.Fit[CorrelatedParetoNBD] {
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
	out := &clientele.Fit[CorrelatedParetoNBD]{
		Model:  CorrelatedParetoNBD{d.v[0].v, d.v[1].v * unit, d.v[2].v, d.v[3].v * unit, mix.v, f.given},
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
		out.Warnings = append(out.Warnings, clientele.Warning{Code: WarnCorrelationBound, Subject: "mix", Value: out.Model.Correlation()})
	}
	return out
}
