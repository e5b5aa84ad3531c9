package btyd

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/reason"
)

// WarnParetoLimit says that a GGompertz/NBD fit ran to the Pareto/NBD.
const WarnParetoLimit = "btyd.pareto-limit"

var _ = reason.Register(map[string]reason.Text{
	WarnParetoLimit: {
		English: "a customer's tendency to drop out does not change with age (b runs to 0 while beta/b stays): the Pareto/NBD model says the same with one parameter less",
		Chinese: "客户的流失倾向不随年龄变化（b 趋于 0，beta/b 不变）：Pareto/NBD 模型少一个参数即可"},
})

// problem states the fit of the model to a panel. The likelihood is that of
// (r, α, b, s, κ), which stays smooth as b → 0; its derivatives are turned to
// those in β = bκ, a straight change of the logarithms that a Newton step does
// not notice.
func (m GGompertzNBD) problem(p *clientele.Panel) (*mle.Problem[GGompertzNBD], *table, error) {
	const name = "btyd: GGompertz/NBD"
	t, err := fitTable(p, name)
	if err != nil {
		return nil, nil, err
	}
	x := t.meanCount
	return &mle.Problem[GGompertzNBD]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.rows), Weight: t.weight,
		At: func(v []float64) mle.Rows {
			return gompertz{v[0], v[1], v[2], v[3], v[4] / v[2]}.rowsOf(t)
		},
		Starts: [][]float64{{1, 1 / x, 0.1, 1, 0.1}, {0.5, 0.5 / x, 0.01, 0.5, 0.0025}},
		Scale:  []float64{1, t.unit, 1 / t.unit, 1, 1},
		Offset: -t.repeats * math.Log(t.unit),
		Limit: func(m GGompertzNBD, u []float64) string {
			return gompertzLimit(m, u, t.unit)
		},
	}, t, nil
}

// fitGompertz climbs from where the Pareto/NBD ends, which is a place near the
// maximum whether or not customers age: from there, over 84 simulated bases, it ended
// nowhere lower than from all starts. Only if that leads to another limit
// than the Pareto/NBD, or comes from one, it searches from all starts.
func fitGompertz(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[GGompertzNBD], error) {
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	if o.Start != nil {
		return fitPanel(ctx, p, opt, GGompertzNBD{})
	}
	prob, t, err := GGompertzNBD{}.problem(p)
	if err != nil {
		return nil, err
	}
	base, err := fitPanel(ctx, p, &clientele.FitOptions{MaxIter: o.MaxIter, Workers: o.Workers}, ParetoNBD{})
	if ctx.Err() != nil {
		return nil, err
	}
	if err == nil && len(base.Flat) == 0 {
		const ageing = 0.02 // of a lifetime as long as the mean age
		m, b := base.Model, ageing/t.unit
		o.Start = []float64{m.R, m.Alpha, b, m.S, m.Beta * b}
		fit, err := mle.Fit(ctx, *prob, &o)
		if ctx.Err() != nil || err == nil && settled(fit) {
			return warned(fit, t), err
		}
	}
	return fitPanel(ctx, p, opt, GGompertzNBD{})
}

// settled reports whether a fit ended inside, or at the Pareto/NBD.
func settled(fit *clientele.Fit[GGompertzNBD]) bool {
	return len(fit.Flat) == 0 || len(fit.Flat) == 1 && fit.Warnings[0].Code == WarnParetoLimit
}

// gompertzLimit names the model that a flat direction of the log-parameters
// (r, α, b, s, β) leads to.
func gompertzLimit(m GGompertzNBD, u []float64, unit float64) string {
	const part = 0.3
	scale := u[4] - u[2] // of ln κ
	if math.Abs(u[2]) > part && math.Abs(u[3]) < part && math.Abs(scale) < part && m.B*unit < 0.05 {
		return WarnParetoLimit
	}
	return paretoLimit(ParetoNBD{m.R, m.Alpha, m.S, m.Beta / m.B}, []float64{u[0], u[1], u[3], scale}, unit)
}

// toBeta turns derivatives in (r, α, b, s, κ) into those in (r, α, b, s, β):
// ∂κ/∂β = 1/b and ∂κ/∂b = −κ/b.
func (g gompertz) toBeta(d *[5]float64, dd *[15]float64) {
	per, turn := 1/g.b, g.kappa/g.b
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
