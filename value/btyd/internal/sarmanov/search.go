package sarmanov

import (
	"context"
	"errors"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/jet"
	"github.com/clientele-go/clientele/value/btyd/internal/linear"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
	"gonum.org/v1/gonum/floats"
)

// search is a fit under way to a panel of a model with the parameters r, α, s,
// β, mix, the place of k between its limits, and the kernel.
type search[M clientele.Model[M]] struct {
	ctx    context.Context
	name   string
	model  M
	table  *table.Table
	n      int
	kernel Kernel
	given  float64 // the kernel in the caller's terms
	opt    clientele.FitOptions
}

// from searches the whole space. A search that is not done after a few steps
// runs against a limit, which a Newton step comes only half way closer to: the full
// one leads out, where the likelihood is −Inf, and is halved. What the edges give
// counts if it is on the side of the crease where its limit is the lower one, and
// no worse than the inside; otherwise the inside gets all the steps there are.
func (f *search[M]) from(start []float64) (*clientele.Fit[M], error) {
	const few = 12
	whole, err := f.search(Inside, start, few)
	if whole == nil || err == nil || !errors.Is(err, clientele.ErrNotConverged) {
		return f.conclude(Inside, whole), err
	}
	at := Inside.At(f.kernel, whole.Model.Values())
	edges := Highest
	if at.Mix().V < 0.5 {
		edges = Lowest
	}
	for _, e := range edges {
		fit, err := f.search(e, e.Phi(at), f.opt.MaxIter)
		if f.ctx.Err() != nil {
			return nil, err
		}
		if err != nil {
			continue
		}
		d := e.At(f.kernel, fit.Model.Values())
		if e.Valid(d.Model()) && fit.LogLik >= whole.LogLik {
			return f.conclude(e, fit), nil
		}
	}
	whole, err = f.search(Inside, whole.Model.Values(), f.opt.MaxIter)
	return f.conclude(Inside, whole), err
}

func (f *search[M]) search(in Region, start []float64, steps int) (*clientele.Fit[linear.Point], error) {
	o := f.opt
	o.Start, o.MaxIter = start, steps
	return mle.Fit(f.ctx, *f.problem(in, start), &o)
}

func (f *search[M]) problem(in Region, start []float64) *mle.Problem[linear.Point] {
	t := f.table
	var params []clientele.Param
	for i, name := range []string{"r", "alpha", "s", "beta", "k"}[:in.Params] {
		params = append(params, clientele.Param{Name: name, Value: start[i]})
	}
	return &mle.Problem[linear.Point]{
		Name: f.name, Model: linear.New(params), N: f.n, Rows: len(t.Rows), Weight: t.Weight,
		At: func(phi []float64) mle.Rows {
			d := in.At(f.kernel, phi)
			return d.Rows(t)
		},
		Starts: [][]float64{start},
		Offset: -t.Repeats * math.Log(t.Unit),
	}
}

// nearly stands for an end of the range of k, inside the domain of Mix.
const nearly = 1e-12

// at returns the model at a point of a region.
func (f *search[M]) at(in Region, phi []float64) (m M, d dependence, mix jet.Jet) {
	d = in.At(f.kernel, phi)
	if mix = d.Mix(); !math.IsNaN(in.End) {
		mix = jet.Constant(math.Min(math.Max(in.End, nearly), 1-nearly))
	}
	unit := f.table.Unit
	return f.model.WithParams([]float64{d.v[0].V, d.v[1].V * unit, d.v[2].V, d.v[3].V * unit, mix.V, f.given}), d, mix
}

// conclude turns a search's parameters into the model's; nil stays nil.
func (f *search[M]) conclude(in Region, fit *clientele.Fit[linear.Point]) *clientele.Fit[M] {
	if fit == nil {
		return nil
	}
	m, d, mix := f.at(in, fit.Model.Values())
	unit := f.table.Unit
	out := &clientele.Fit[M]{
		Model:  m,
		LogLik: fit.LogLik, N: fit.N, Iters: fit.Iters, Warnings: fit.Warnings,
	}
	params := out.Model.Params()
	slopes := make([][]float64, len(params)) // of the model's parameters in the search's, natural scale
	for i := range slopes {
		slopes[i] = make([]float64, in.Params)
	}
	for i, scale := range []float64{1, unit, 1, unit} {
		for j := range in.Params {
			slopes[i][j] = d.v[i].D[j] * scale
		}
	}
	copy(slopes[4], mix.D[:in.Params])
	// The covariance goes along as J·Cov·Jᵀ. On an edge mix does not move: its row is 0.
	out.Cov, out.Robust = mle.Moved(slopes, fit.Cov), mle.Moved(slopes, fit.Robust)
	for _, u := range fit.Flat {
		to := make([]float64, len(params))
		for i, p := range params[:5] {
			to[i] = floats.Dot(slopes[i], u) / p.Domain.Slope(p.Value)
		}
		floats.Scale(1/floats.Norm(to, 2), to)
		out.Flat = append(out.Flat, to)
	}
	if !math.IsNaN(in.End) {
		out.Flat = append(out.Flat, []float64{4: 1, 5: 0})
		out.Warnings = append(out.Warnings, clientele.Warning{Code: warn.CorrelationBound, Subject: "mix", Value: d.correlation(mix.V)})
	}
	return out
}

// region returns the one in which a fitted model lies.
func region(g Model, mix float64) Region {
	const crease = 1e-9
	switch {
	case mix <= 2*nearly && math.Abs(math.Log(g.E1*g.E2)) < crease:
		return Lowest[2]
	case mix <= 2*nearly && Lowest[0].Valid(g):
		return Lowest[0]
	case mix <= 2*nearly:
		return Lowest[1]
	case mix < 1-2*nearly:
		return Between
	case math.Abs(math.Log(g.E1/g.E2)) < crease:
		return Highest[2]
	case Highest[0].Valid(g):
		return Highest[0]
	}
	return Highest[1]
}
