package btyd

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/dynamic"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// FitDynamicParetoNBD fits the Pareto/NBD with time-varying covariates by
// maximum likelihood, with exact gradient and Hessian. Covariates are the names
// of the columns of the trajectories' rows. Nil terms mean every covariate on
// the purchase rate and on dropout, each with a coefficient of its own.
//
// Ridge, if given, is the precision of a normal prior on the coefficients,
// centred on 0, in units in which each covariate has standard deviation 1 over
// the time of all customers; the parameters of the base have none.
//
// The error is a [*clientele.InputError] if a trajectory is impossible, names
// the covariate if one never changes anywhere, and is otherwise one of those of
// [FitBGNBD].
func FitDynamicParetoNBD(ctx context.Context, customers []Trajectory, covariates []string, terms []Term, opt *clientele.FitOptions) (*clientele.Fit[DynamicParetoNBD], error) {
	const name = "btyd: Pareto/NBD with time-varying covariates"
	m, err := dynamicTemplate(customers, covariates, terms, name)
	if err != nil {
		return nil, err
	}
	panel := new(clientele.Panel)
	for i := range customers {
		if err := panel.Add(customers[i].History()); err != nil {
			return nil, err
		}
	}
	_, t, err := m.Base.problem(panel)
	if err != nil {
		return nil, err
	}
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	rows := dynamic.NewTable(len(customers), func(i int) *dynamic.Course { return (*dynamic.Course)(&customers[i]) }, dynamicClocks{m.Covariates, m.Effects}.columns(), t.Unit)
	prior, err := dynamicPrior(rows, m.Effects, terms, o.Ridge, name)
	if err != nil {
		return nil, err
	}
	o.Ridge = 0
	starts := [][]float64{}
	if o.Start == nil {
		base, err := fitPanel(ctx, panel, &clientele.FitOptions{MaxIter: o.MaxIter}, ParetoNBD{})
		if base == nil {
			return nil, err
		}
		v := base.Model
		starts = append(starts, append([]float64{v.R, v.Alpha / t.Unit, v.S, v.Beta / t.Unit}, make([]float64, len(m.Effects))...))
	}
	starts = append(starts, append([]float64{1, 1 / t.MeanCount, 1, 1}, make([]float64, len(m.Effects))...))
	scale := slices.Repeat([]float64{1}, 4+len(m.Effects))
	scale[1], scale[3] = t.Unit, t.Unit
	fit, err := mle.Fit(ctx, mle.Problem[DynamicParetoNBD]{
		Name: name, Model: *m, N: len(customers), Rows: rows.Len(),
		At: func(v []float64) mle.Rows {
			return dynamic.Rows(pareto.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]}, rows, v[4:])
		},
		Starts: starts, Scale: scale, Prior: prior,
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit: func(m DynamicParetoNBD, u []float64) string {
			return m.Base.core().Limit(u, t.Unit)
		},
	}, &o)
	return table.Conclude(fit, t), err
}

// dynamicTemplate is the model that the terms ask for, its coefficients 0; it
// checks the customers too.
func dynamicTemplate(customers []Trajectory, covariates []string, terms []Term, where string) (*DynamicParetoNBD, error) {
	empty, err := NewCovariatePanel(covariates...)
	if err != nil {
		return nil, err
	}
	r, err := template[ParetoNBD](empty, terms, where)
	if err != nil {
		return nil, err
	}
	if err := dynamicTargets(r.Effects, where); err != nil {
		return nil, err
	}
	for i := range customers {
		c := &customers[i]
		err := c.Check()
		if err == nil && len(c.Covariates[0]) != len(covariates) {
			err = &clientele.InputError{Where: "btyd.Trajectory", Field: "Covariates", Value: c.Covariates[0], Want: "one number for each of " + list(covariates)}
		}
		if err != nil {
			return nil, fmt.Errorf("%s: customer %d: %w", where, i, err)
		}
	}
	return &DynamicParetoNBD{r}, nil
}

// dynamicPrior is the prior of the coefficients, nil if no term has one.
func dynamicPrior(t *dynamic.Table, effects []Effect, terms []Term, ridge float64, where string) (*mle.Prior, error) {
	k := len(effects)
	p := &mle.Prior{Mean: make([]float64, 4+k), Precision: make([]float64, 4+k)}
	any := false
	for e, sd := range t.Deviations() {
		name := effects[e].name()
		if !(sd > 0) {
			return nil, &clientele.InputError{Where: where, Field: name, Value: t.Rows[0][e], Want: "a covariate that is not the same at all times of all customers; leave it out"}
		}
		tau := ridge
		if terms != nil && terms[e].Ridge != 0 {
			tau = terms[e].Ridge
		}
		if !(tau >= 0) || math.IsInf(tau, 0) {
			return nil, &clientele.InputError{Where: where, Field: "Ridge of " + name, Value: tau, Want: "a finite precision >= 0"}
		}
		p.Precision[4+e] = tau * sd * sd
		any = any || tau > 0
	}
	if !any {
		return nil, nil
	}
	return p, nil
}
