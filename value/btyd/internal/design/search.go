package design

import (
	"context"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/linear"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"gonum.org/v1/gonum/floats"
)

// Search is a fit under way: model M without covariates, and what they add.
type Search[M clientele.Model[M]] struct {
	name   string
	base   *mle.Problem[M]
	rows   func(t *table.Table, v []float64) mle.Rows
	params []clientele.Param // of the whole model
	n      int
	design *design
	groups *groups
}

// New prepares the fit of effects on the base's parameters, given the fit of
// the base, its likelihood of a table at parameters v, in units of the table,
// and the parameters of the whole model under their names.
func New[M clientele.Model[M]](name string, base *mle.Problem[M], unit float64, rows func(t *table.Table, v []float64) mle.Rows, params []clientele.Param, effects []Effect, c Customers) (*Search[M], error) {
	d, err := newDesign(c, params[:len(params)-len(effects)], effects, name)
	if err != nil {
		return nil, err
	}
	return &Search[M]{name, base, rows, params, len(c.Histories), d, newGroups(c, d, unit)}, nil
}

// Problem states the fit on the scale of the search, where all parameters are
// real. It says nothing of where to begin.
func (s *Search[M]) Problem() mle.Problem[linear.Point] {
	return mle.Problem[linear.Point]{
		Name: s.name, Model: linear.New(s.params), N: s.n, Rows: len(s.groups.rows), Weight: s.groups.weight,
		At:     func(theta []float64) mle.Rows { return s.groups.at(theta, s.rows) },
		Offset: s.base.Offset,
		Limit:  func(l linear.Point, u []float64) string { return s.limit(u, s.Natural(l.Values())) },
	}
}

// Natural takes a point of the search to parameters and coefficients.
func (s *Search[M]) Natural(theta []float64) []float64 { return s.design.natural(theta, s.base.Scale) }

// Start takes parameters and coefficients to a point of the search.
func (s *Search[M]) Start(v []float64) ([]float64, error) {
	return s.design.start(s.params, v, s.base.Scale, s.name)
}

// Fit climbs and returns the fit of the whole model m.
func Fit[R clientele.Model[R], M clientele.Model[M]](ctx context.Context, s *Search[M], m R, opt clientele.FitOptions) (*clientele.Fit[R], error) {
	problem, err := s.Problem(), error(nil)
	if opt.Start != nil {
		if opt.Start, err = s.Start(opt.Start); err != nil {
			return nil, err
		}
	}
	if problem.Prior, err = s.prior(); err != nil {
		return nil, err
	}
	opt.Ridge = 0 // it is in the prior
	fit, err := s.climb(ctx, problem, &opt)
	if fit == nil {
		return nil, err
	}
	v := s.Natural(fit.Model.Values())
	out := &clientele.Fit[R]{Model: m.WithParams(v), LogLik: fit.LogLik, N: fit.N, Iters: fit.Iters, Warnings: fit.Warnings}
	out.Cov, out.Robust = s.design.covariance(fit.Cov, v), s.design.covariance(fit.Robust, v)
	for _, u := range fit.Flat {
		out.Flat = append(out.Flat, s.design.direction(u))
	}
	return mle.Checked(s.name, out, err)
}

// Refitter states the fit again, from the model m on.
func Refitter[R clientele.Model[R], M clientele.Model[M]](ctx context.Context, s *Search[M], m R, opt *clientele.FitOptions) (*mle.Refitter[R], error) {
	var v []float64
	for _, p := range m.Params() {
		v = append(v, p.Value)
	}
	start, err := s.Start(v)
	if err != nil {
		return nil, err
	}
	problem := s.Problem()
	if problem.Prior, err = s.prior(); err != nil {
		return nil, err
	}
	problem.Starts = [][]float64{start}
	var o clientele.FitOptions
	if opt != nil {
		o.MaxIter = opt.MaxIter
	}
	return mle.NewRefitter(ctx, &problem, linear.New(s.params).WithParams(start), func(l linear.Point) R { return m.WithParams(s.Natural(l.Values())) }, &o)
}

// prior is that of the coefficients, on the scale of the search.
func (s *Search[M]) prior() (*mle.Prior, error) {
	d := s.design
	effects, spread := make([]Effect, len(d.effects)), make([]float64, len(d.effects))
	for i, e := range d.effects {
		effects[i], spread[i] = e.Effect, e.spread
	}
	estimated := d.params
	for _, fixed := range d.fixed {
		if fixed {
			estimated--
		}
	}
	return Prior(estimated, effects, spread, s.name)
}

// limit names the limit model behind a flat direction, as the model without
// covariates has it, if the base takes part: a level of whom nobody bought has a
// coefficient that runs to infinity alone, and says nothing of the model.
func (s *Search[M]) limit(u, at []float64) string {
	k := s.design.params
	u = s.design.direction(u)
	if floats.Norm(u[:k], math.Inf(1)) < 0.3 {
		return ""
	}
	return s.base.Limit(s.base.Model.WithParams(at[:k]), u[:k])
}

// climb begins where the model without covariates ends, itself begun at one
// place. If that leads to a limit, it begins at all places that the model
// without covariates would.
func (s *Search[M]) climb(ctx context.Context, reg mle.Problem[linear.Point], o *clientele.FitOptions) (*clientele.Fit[linear.Point], error) {
	prob := s.base
	at := func(v []float64) []float64 {
		theta := make([]float64, len(s.params))
		for i := range v {
			theta[i] = s.design.free(i, v[i])
		}
		return theta
	}
	var all [][]float64
	for _, v := range slices.Concat(prob.Starts, prob.More) {
		all = append(all, at(v))
	}
	reg.Starts = all
	if o.Start != nil {
		return mle.Fit(ctx, reg, o)
	}
	plain := *prob
	plain.Starts, plain.More = plain.Starts[:1], nil
	base, err := mle.Fit(ctx, plain, &clientele.FitOptions{MaxIter: o.MaxIter, Workers: o.Workers})
	if base == nil && ctx.Err() != nil {
		return nil, err
	}
	if base != nil {
		var v []float64
		for i, q := range base.Model.Params() {
			v = append(v, q.Value/scaleOf(prob.Scale, i))
		}
		reg.Starts = [][]float64{at(v)}
		fit, err := mle.Fit(ctx, reg, o)
		if ctx.Err() != nil || (err == nil && len(fit.Flat) == 0) {
			return fit, err
		}
		reg.Starts = append(all, reg.Starts...)
	}
	return mle.Fit(ctx, reg, o)
}
