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

// problem states the fit of the model to a panel.
func (m ParetoNBD) problem(p *clientele.Panel) (*mle.Problem[ParetoNBD], *table, error) {
	const name = "btyd: Pareto/NBD"
	t, err := fitTable(p, name)
	if err != nil {
		return nil, nil, err
	}
	x := t.meanCount
	return &mle.Problem[ParetoNBD]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.rows), Weight: t.weight,
		At: func(v []float64) mle.Rows {
			return pareto{v[0], v[1], v[2], v[3]}.rowsOf(t)
		},
		Starts: [][]float64{{1, 1 / x, 1, 1}, {0.5, 0.5 / x, 0.5, 0.25}},
		More:   [][]float64{{2, 2 / x, 0.05, 1e-4}, {5, 5 / x, 20, 40}, {0.2, 0.2 / x, 1, 0.1}},
		Scale:  []float64{1, t.unit, 1, t.unit},
		Offset: -t.repeats * math.Log(t.unit),
		Limit: func(m ParetoNBD, u []float64) string {
			return paretoLimit(m, u, t.unit)
		},
	}, t, nil
}

// paretoLimit names the model that a flat direction of the log-parameters
// (r, α, s, β) leads to.
func paretoLimit(m ParetoNBD, u []float64, unit float64) string {
	const part = 0.3
	r, s, beta := math.Abs(u[0]) > part, math.Abs(u[2]) > part, math.Abs(u[3]) > part
	switch {
	case (s || beta) && m.S/m.Beta*unit < 1e-6:
		return WarnNoDropout
	case r && !s && !beta:
		return WarnCommonRate
	case s && beta && m.S > 1:
		return WarnCommonDropout
	}
	return ""
}
