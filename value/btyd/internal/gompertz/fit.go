package gompertz

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Fit climbs from where the Pareto/NBD ends, which is a place near the maximum
// whether or not customers age: from there, over 84 simulated bases, it ended
// nowhere lower than from all starts. Only if that leads to another limit
// than the Pareto/NBD, or comes from one, it searches from all starts.
func Fit[M clientele.Model[M]](ctx context.Context, p *clientele.Panel, m M, name string, opt *clientele.FitOptions) (*clientele.Fit[M], error) {
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	prob, t, err := Problem(p, m, name)
	if err != nil {
		return nil, err
	}
	if o.Start == nil {
		base, err := pareto.Fit(ctx, p, name, &clientele.FitOptions{MaxIter: o.MaxIter, Workers: o.Workers})
		if ctx.Err() != nil {
			return nil, err
		}
		if err == nil && len(base.Flat) == 0 && o.Ridge == 0 { // which is centred on the first start
			// Not 0, from which no step on the scale of ln b leads away.
			const ageing = 0.02 // b times the mean age
			v, b := base.Model, ageing/t.Unit
			near := *prob
			near.Starts = [][]float64{{v.R, v.Alpha / t.Unit, b * t.Unit, v.S, v.Beta * b}}
			fit, err := mle.Fit(ctx, near, &o)
			if ctx.Err() != nil || err == nil && settled(fit) {
				return table.Conclude(fit, t), err
			}
		}
	}
	fit, err := mle.Fit(ctx, *prob, &o)
	return table.Conclude(fit, t), err
}

// settled reports whether a fit ended inside, or at the Pareto/NBD.
func settled[M clientele.Model[M]](fit *clientele.Fit[M]) bool {
	return len(fit.Flat) == 0 || len(fit.Flat) == 1 && fit.Warnings[0].Code == warn.ParetoLimit
}

// Problem states the fit to a panel of a model with the parameters r, α, b, s and β. The likelihood is that of
// (r, α, b, s, κ), which stays smooth as b → 0; its derivatives are turned to
// those in β = bκ, a straight change of the logarithms that a Newton step does
// not notice.
func Problem[M clientele.Model[M]](p *clientele.Panel, m M, name string) (*mle.Problem[M], *table.Table, error) {
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, nil, err
	}
	x := t.MeanCount
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.Rows), Weight: t.Weight,
		At: func(v []float64) mle.Rows {
			return Model{v[0], v[1], v[2], v[3], v[4] / v[2]}.Rows(t)
		},
		Starts: [][]float64{{1, 1 / x, 0.1, 1, 0.1}, {0.5, 0.5 / x, 0.01, 0.5, 0.0025}},
		Scale:  []float64{1, t.Unit, 1 / t.Unit, 1, 1},
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit: func(m M, u []float64) string {
			p := m.Params()
			b := p[2].Value
			return Model{p[0].Value, p[1].Value, b, p[3].Value, p[4].Value / b}.limit(u, t.Unit)
		},
	}, t, nil
}

// limit names the model that a flat direction u of the log-parameters
// (r, α, b, s, β) leads to; unit is a typical age.
func (g Model) limit(u []float64, unit float64) string {
	const part = 0.3
	scale := u[4] - u[2] // of ln κ
	if math.Abs(u[2]) > part && math.Abs(u[3]) < part && math.Abs(scale) < part && g.B*unit < 0.05 {
		return warn.ParetoLimit
	}
	return pareto.Model{R: g.R, Alpha: g.Alpha, S: g.S, Beta: g.Kappa}.Limit([]float64{u[0], u[1], u[3], scale}, unit)
}

// toBeta turns derivatives in (r, α, b, s, κ) into those in (r, α, b, s, β):
// ∂κ/∂β = 1/b and ∂κ/∂b = −κ/b, and ∂²κ/∂b² = 2κ/b², ∂²κ/∂b∂β = −1/b². Second
// derivatives come first, since they need the first ones as they were.
func (g Model) toBeta(d *[5]float64, dd *[15]float64) {
	per, turn := 1/g.B, g.Kappa/g.B
	dd[9] += turn * (turn*dd[14] - 2*dd[11] + 2*per*d[4])
	dd[11] = per * (dd[11] - turn*dd[14] - per*d[4])
	dd[14] *= per * per
	dd[2] -= turn * dd[4] // with r, α and s
	dd[4] *= per
	dd[6] -= turn * dd[8]
	dd[8] *= per
	dd[10] -= turn * dd[13]
	dd[13] *= per
	d[2] -= turn * d[4]
	d[4] *= per
}
