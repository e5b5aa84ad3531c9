package pareto

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Params returns the parameters under their names.
func Params(r, alpha, s, beta float64) []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: r, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: alpha, Domain: clientele.DomainPositive},
		{Name: "s", Value: s, Domain: clientele.DomainPositive},
		{Name: "beta", Value: beta, Domain: clientele.DomainPositive},
	}
}

// Params returns r, alpha, s and beta.
func (g Model) Params() []clientele.Param { return Params(g.R, g.Alpha, g.S, g.Beta) }

// WithParams returns the model with the parameters v.
func (g Model) WithParams(v []float64) Model { return Model{v[0], v[1], v[2], v[3]} }

// Fit fits the model where a richer one begins its search, under whose name errors stand.
func Fit(ctx context.Context, p *clientele.Panel, name string, opt *clientele.FitOptions) (*clientele.Fit[Model], error) {
	problem, _, err := Problem(p, Model{}, name)
	if err != nil {
		return nil, err
	}
	return mle.Fit(ctx, *problem, opt)
}

// Problem states the fit to a panel of a model with the parameters r, α, s and β.
func Problem[M clientele.Model[M]](p *clientele.Panel, m M, name string) (*mle.Problem[M], *table.Table, error) {
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, nil, err
	}
	// The starts have the mean rate of the panel, x̄ in a mean age of 1. More begin
	// where the limits of D17 are: nobody leaves, all alike, some bought on and on.
	x := t.MeanCount
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.Rows), Weight: t.Weight,
		At: func(v []float64) mle.Rows {
			return Model{v[0], v[1], v[2], v[3]}.Rows(t)
		},
		Starts: [][]float64{{1, 1 / x, 1, 1}, {0.5, 0.5 / x, 0.5, 0.25}},
		More:   [][]float64{{2, 2 / x, 0.05, 1e-4}, {5, 5 / x, 20, 40}, {0.2, 0.2 / x, 1, 0.1}},
		Scale:  []float64{1, t.Unit, 1, t.Unit},
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit: func(m M, u []float64) string {
			p := m.Params()
			return Model{p[0].Value, p[1].Value, p[2].Value, p[3].Value}.Limit(u, t.Unit)
		},
	}, t, nil
}

// Limit names the model that a flat direction u of the log-parameters
// (r, α, s, β) leads to (D17); unit is a typical age. Whether s and β run to
// infinity together or only s to 0 is not told by the direction alone: in either
// case nobody leaves if the mean rate s/β says so.
func (g Model) Limit(u []float64, unit float64) string {
	const part = 0.3 // of a unit vector: 1/√4 if all four take part alike
	r, s, beta := math.Abs(u[0]) > part, math.Abs(u[2]) > part, math.Abs(u[3]) > part
	switch {
	case (s || beta) && g.S/g.Beta*unit < 1e-6:
		return warn.NoDropout
	case r && !s && !beta:
		return warn.CommonRate
	case s && beta && g.S > 1:
		return warn.CommonDropout
	}
	return ""
}
