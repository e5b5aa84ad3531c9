package dynamic

import (
	"context"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/design"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Fit fits a model as Problem states it. It begins where the Pareto/NBD of the
// customers' histories ends, with coefficients of 0.
func Fit[M clientele.Model[M]](ctx context.Context, n int, at func(i int) *Course, m M, clocks []Effect, effects []design.Effect, name string, opt clientele.FitOptions) (*clientele.Fit[M], error) {
	problem, t, err := Problem(n, at, m, clocks, effects, name)
	if err != nil {
		return nil, err
	}
	opt.Ridge = 0 // it is in the prior
	if opt.Start == nil {
		panel, err := histories(n, at)
		if err != nil {
			return nil, err
		}
		// A base that did not converge is still a better place than a guess.
		base, err := pareto.Fit(ctx, panel, name, &clientele.FitOptions{MaxIter: opt.MaxIter})
		if base == nil {
			return nil, err
		}
		v := base.Model
		problem.Starts = slices.Insert(problem.Starts, 0, append([]float64{v.R, v.Alpha / t.Unit, v.S, v.Beta / t.Unit}, make([]float64, len(effects))...))
	}
	fit, err := mle.Fit(ctx, *problem, &opt)
	return table.Conclude(fit, t), err
}

// histories are what models without covariates see of the customers.
func histories(n int, at func(i int) *Course) (*clientele.Panel, error) {
	panel := new(clientele.Panel)
	for i := range n {
		if err := panel.Add(at(i).History()); err != nil {
			return nil, err
		}
	}
	return panel, nil
}

// Problem states the fit of a model with the parameters r, α, s, β and then the
// coefficients of effects, which act on the clocks, to customers whose courses at returns.
func Problem[M clientele.Model[M]](n int, at func(i int) *Course, m M, clocks []Effect, effects []design.Effect, name string) (*mle.Problem[M], *table.Table, error) {
	panel, err := histories(n, at)
	if err != nil {
		return nil, nil, err
	}
	t, err := table.ForFit(panel, "btyd: Pareto/NBD")
	if err != nil {
		return nil, nil, err
	}
	rows := NewTable(n, at, clocks, t.Unit)
	// A covariate that never changes and is the same for all is a factor of α or β.
	spread := rows.Deviations()
	for e, sd := range spread {
		if !(sd > 0) {
			return nil, nil, &clientele.InputError{Where: name, Field: effects[e].Name, Value: rows.Rows[0][e], Want: "a covariate that is not the same at all times of all customers; leave it out"}
		}
	}
	prior, err := design.Prior(4, effects, spread, name)
	if err != nil {
		return nil, nil, err
	}
	scale := slices.Repeat([]float64{1}, 4+len(effects))
	scale[1], scale[3] = t.Unit, t.Unit
	return &mle.Problem[M]{
		Name: name, Model: m, N: n, Rows: rows.Len(),
		At: func(v []float64) mle.Rows {
			return Rows(pareto.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]}, rows, v[4:])
		},
		Starts: [][]float64{append([]float64{1, 1 / t.MeanCount, 1, 1}, make([]float64, len(effects))...)}, Scale: scale, Prior: prior,
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit: func(m M, u []float64) string {
			p := m.Params()
			return pareto.Model{R: p[0].Value, Alpha: p[1].Value, S: p[2].Value, Beta: p[3].Value}.Limit(u, t.Unit)
		},
	}, t, nil
}
