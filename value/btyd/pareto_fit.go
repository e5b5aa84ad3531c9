package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

func paretoParams(r, alpha, s, beta float64) []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: r, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: alpha, Domain: clientele.DomainPositive},
		{Name: "s", Value: s, Domain: clientele.DomainPositive},
		{Name: "beta", Value: beta, Domain: clientele.DomainPositive},
	}
}

// paretoProblem states the fit to a panel of a model with the parameters r, α, s and β.
func paretoProblem[M clientele.Model[M]](p *clientele.Panel, m M, name string) (*mle.Problem[M], *table, error) {
	t, err := fitTable(p, name)
	if err != nil {
		return nil, nil, err
	}
	x := t.meanCount
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.rows), Weight: t.weight,
		At: func(v []float64) mle.Rows {
			return pareto{v[0], v[1], v[2], v[3]}.rowsOf(t)
		},
		Starts: [][]float64{{1, 1 / x, 1, 1}, {0.5, 0.5 / x, 0.5, 0.25}},
		More:   [][]float64{{2, 2 / x, 0.05, 1e-4}, {5, 5 / x, 20, 40}, {0.2, 0.2 / x, 1, 0.1}},
		Scale:  []float64{1, t.unit, 1, t.unit},
		Offset: -t.repeats * math.Log(t.unit),
		Limit: func(m M, u []float64) string {
			p := m.Params()
			return pareto{p[0].Value, p[1].Value, p[2].Value, p[3].Value}.limit(u, t.unit)
		},
	}, t, nil
}

// limit names the model that a flat direction u of the log-parameters
// (r, α, s, β) leads to; unit is a typical age.
func (g pareto) limit(u []float64, unit float64) string {
	const part = 0.3
	r, s, beta := math.Abs(u[0]) > part, math.Abs(u[2]) > part, math.Abs(u[3]) > part
	switch {
	case (s || beta) && g.s/g.beta*unit < 1e-6:
		return warnNoDropout
	case r && !s && !beta:
		return warnCommonRate
	case s && beta && g.s > 1:
		return warnCommonDropout
	}
	return ""
}
