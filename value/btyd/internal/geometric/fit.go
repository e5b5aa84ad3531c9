package geometric

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Params returns the parameters under their names.
func Params(r, alpha, a, b float64) []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: r, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: alpha, Domain: clientele.DomainPositive},
		{Name: "a", Value: a, Domain: clientele.DomainPositive},
		{Name: "b", Value: b, Domain: clientele.DomainPositive},
	}
}

// Problem states the fit of BG/NBD, or of MBG/NBD if there is a coin at time 0. The
// starts have the mean rate of the panel, x̄ repeats in a mean age of 1, and r = 1,
// an exponential density; More are tried where those end on a ridge (D17): rates all
// alike, p at 0 or 1, p hardly known. Offset is the Jacobian of the unit of time,
// since the likelihood is a density in the times of the purchases.
func Problem[M clientele.Model[M]](p *clientele.Panel, m M, name string, first bool) (*mle.Problem[M], *table.Table, error) {
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, nil, err
	}
	x := t.MeanCount
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.Rows), Weight: t.Weight,
		At: func(v []float64) mle.Rows {
			return Model{R: v[0], Alpha: v[1], A: v[2], B: v[3], First: first}.Rows(t)
		},
		Starts: [][]float64{{1, 1 / x, 1, 3}, {0.5, 0.5 / x, 0.5, 1}},
		More:   [][]float64{{1, 1 / x, 0.05, 0.05}, {20, 20 / x, 0.01, 0.01}, {5, 5 / x, 20, 60}, {0.2, 0.2 / x, 0.2, 2}},
		Scale:  []float64{1, t.Unit, 1, 1},
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit: func(m M, u []float64) string {
			return Limit(m.Params(), u)
		},
	}, t, nil
}

// Limit names the model that a flat direction of the log-parameters
// (r, α, a, b) leads to.
func Limit(p []clientele.Param, u []float64) string {
	const part = 0.3 // of a unit vector: 1/√4 if all four take part alike
	r, a, b := math.Abs(u[0]) > part, math.Abs(u[2]) > part, math.Abs(u[3]) > part
	mean := p[2].Value / (p[2].Value + p[3].Value)
	switch {
	case (a || b) && mean < 1e-6:
		return warn.NoDropout
	case r && !a && !b:
		return warn.CommonRate
	case a && b && p[2].Value+p[3].Value > 1:
		return warn.CommonDropout
	case a && b:
		return warn.PolarDropout
	}
	return ""
}
