package btyd

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Fittable is a model M of this package that is fitted to a panel. What asks
// how certain a fit is by fitting again takes any of them: [Profile],
// [Resample] and [CheckDrift].
type Fittable[M clientele.Model[M]] interface {
	clientele.Model[M]
	// problem states the fit to a panel; the receiver gives what is not estimated.
	problem(p *clientele.Panel) (*mle.Problem[M], *table.Table, error)
}

// fitPanel fits a model of the kind of m to a panel.
func fitPanel[M Fittable[M]](ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions, m M) (*clientele.Fit[M], error) {
	prob, t, err := m.problem(p)
	if err != nil {
		return nil, err
	}
	fit, err := mle.Fit(ctx, *prob, opt)
	return table.Warned(fit, t), err
}

// The models that are.
var (
	_ Fittable[BGNBD]     = BGNBD{}
	_ Fittable[MBGNBD]    = MBGNBD{}
	_ Fittable[BGCNBD]    = BGCNBD{}
	_ Fittable[MBGCNBD]   = MBGCNBD{}
	_ Fittable[ParetoNBD] = ParetoNBD{}
	_ Fittable[NBD]       = NBD{}
)
