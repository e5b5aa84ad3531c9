package switching

import (
	"context"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Fit fits a model with the parameters r, α, s, β, slow, return and ρ to
// customers, sorted so that those with the same purchases follow each other, of
// whom plain holds the histories.
func Fit[M clientele.Model[M]](ctx context.Context, plain *clientele.Panel, customers []Row, m M, name string, opt *clientele.FitOptions) (*clientele.Fit[M], error) {
	problem, t, err := Problem(plain, customers, m, name)
	if err != nil {
		return nil, err
	}
	fit, err := mle.Fit(ctx, *problem, opt)
	if fit == nil {
		return nil, err
	}
	if nested, plainErr := pareto.Fit(ctx, plain, name, nil); plainErr == nil {
		// Schwarz: three parameters more cost 3·ln n. A flat direction that says the same says less.
		if gain := fit.LogLik - nested.LogLik; 2*gain < 3*math.Log(float64(fit.N)) {
			fit.Warnings = slices.DeleteFunc(fit.Warnings, func(w clientele.Warning) bool { return w.Code == warn.NeverSlow })
			fit.Warnings = append(fit.Warnings, clientele.Warning{Code: warn.NeverSlow, Subject: "slow, return, rho", Value: gain})
		}
	}
	return table.Conclude(fit, t), err
}

// Problem states the fit; its arguments are those of Fit.
func Problem[M clientele.Model[M]](plain *clientele.Panel, customers []Row, m M, name string) (*mle.Problem[M], *table.Table, error) {
	t, err := table.ForFit(plain, name)
	if err != nil {
		return nil, nil, err
	}
	rows := compile(customers, t.Unit)
	compiled, x := NewTable(rows), t.MeanCount
	return &mle.Problem[M]{
		Name: name, Model: m, N: plain.Len(), Rows: len(rows),
		Weight: func(i int) float64 { return rows[i].Weight },
		At:     func(v []float64) mle.Rows { return of(v).Likelihood(compiled) },
		Starts: [][]float64{{0.6, 0.35 / x, 0.3, 0.3, 2, 1, 0.25}},
		More:   [][]float64{{1, 1 / x, 0.5, 0.5, 0.3, 0.3, 0.1}, {0.5, 0.3 / x, 0.1, 0.1, 8, 3, 0.05}},
		Scale:  []float64{1, t.Unit, 1, t.Unit, 1 / t.Unit, 1 / t.Unit, 1},
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit: func(m M, u []float64) string {
			v := make([]float64, 7)
			for i, p := range m.Params() {
				v[i] = p.Value
			}
			return of(v).Limit(u, t.Unit)
		},
	}, t, nil
}

func of(v []float64) Model {
	return Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3], Slow: v[4], Return: v[5], Rho: v[6]}
}

// compile joins customers with the same purchases, in the unit of the table;
// those of age 0 say nothing. Here the gaps are the data, not only their number and
// sum, and only customers with few purchases are ever the same.
func compile(customers []Row, unit float64) []Row {
	var rows []Row
	for _, c := range customers {
		if c.Age == 0 {
			continue
		}
		gaps := make([]float64, len(c.Gaps))
		for i, g := range c.Gaps {
			gaps[i] = g / unit
		}
		c = Row{Gaps: gaps, Last: c.Last / unit, Age: c.Age / unit, Weight: 1}
		if n := len(rows); n > 0 && rows[n-1].Age == c.Age && rows[n-1].Last == c.Last && slices.Equal(rows[n-1].Gaps, gaps) {
			rows[n-1].Weight++
			continue
		}
		rows = append(rows, c)
	}
	return rows
}
