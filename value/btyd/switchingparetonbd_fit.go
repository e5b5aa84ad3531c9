package btyd

import (
	"context"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/switching"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// FitSwitchingParetoNBD fits the model by maximum likelihood, with exact gradient and
// Hessian. Ridge, if given, is centred on the starting point that comes from the
// data. Errors are those of [FitBGNBD].
//
// The gaps are needed, so it takes timelines and not histories. Many bases ask for less: the fit names the nested model that a flat likelihood
// leads to ([WarnNoReturn], [WarnNoPurchaseSlow], [WarnNoDropout],
// [WarnCommonDropout], [WarnCommonRate]), and [WarnNeverSlow] says that by Schwarz's
// criterion the [ParetoNBD], which is fitted too, explains the purchases as well.
func FitSwitchingParetoNBD(ctx context.Context, p *TimelinePanel, opt *clientele.FitOptions) (*clientele.Fit[SwitchingParetoNBD], error) {
	const name = "btyd: Pareto/NBD with a slow state"
	plain := p.Panel()
	t, err := table.ForFit(plain, name)
	if err != nil {
		return nil, err
	}
	var rows []switching.Row
	var before Timeline
	for c := range p.All() {
		if c.Age == 0 {
			continue // says nothing
		}
		if n := len(rows); n > 0 && before.compare(c) == 0 {
			rows[n-1].Weight++
			continue
		}
		before = c
		gaps := c.gaps()
		for i := range gaps {
			gaps[i] /= t.Unit
		}
		rows = append(rows, switching.Row{Gaps: gaps, Last: c.History().Last / t.Unit, Age: c.Age / t.Unit, Weight: 1})
	}
	compiled := switching.NewTable(rows)
	x := t.MeanCount
	fit, err := mle.Fit(ctx, mle.Problem[SwitchingParetoNBD]{
		Name: name, N: p.Len(), Rows: len(rows),
		Weight: func(i int) float64 { return rows[i].Weight },
		At: func(v []float64) mle.Rows {
			return switching.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3], Slow: v[4], Return: v[5], Rho: v[6]}.Likelihood(compiled)
		},
		Starts: [][]float64{{0.6, 0.35 / x, 0.3, 0.3, 2, 1, 0.25}},
		More:   [][]float64{{1, 1 / x, 0.5, 0.5, 0.3, 0.3, 0.1}, {0.5, 0.3 / x, 0.1, 0.1, 8, 3, 0.05}},
		Scale:  []float64{1, t.Unit, 1, t.Unit, 1 / t.Unit, 1 / t.Unit, 1},
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit: func(m SwitchingParetoNBD, u []float64) string {
			return m.core().Limit(u, t.Unit)
		},
	}, opt)
	if fit == nil {
		return nil, err
	}
	nested, plainErr := fitPanel(ctx, plain, nil, ParetoNBD{})
	if plainErr == nil && nested != nil {
		gain := fit.LogLik - nested.LogLik
		if 2*gain < 3*math.Log(float64(fit.N)) {
			fit.Warnings = slices.DeleteFunc(fit.Warnings, func(w clientele.Warning) bool { return w.Code == warn.NeverSlow })
			fit.Warnings = append(fit.Warnings, clientele.Warning{Code: WarnNeverSlow, Subject: "slow, return, rho", Value: gain})
		}
	}
	return table.Conclude(fit, t), err
}
