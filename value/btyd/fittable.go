package btyd

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Fittable is a model M of this package that is fitted to a panel. What asks
// how certain a fit is by fitting again takes any of them: [Profile],
// [Resample] and [CheckDrift]. What is fitted to timelines has [ResampleTimelines].
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
	return table.Conclude(fit, t), err
}

// refit states the fit of a model that is fitted already to a panel, which must
// be in the model's unit, where both say one.
func refit[M Fittable[M]](where string, m M, p *clientele.Panel) (*mle.Problem[M], *table.Table, error) {
	if err := sameUnit(where, m, p); err != nil {
		return nil, nil, err
	}
	return m.problem(p)
}

// sameUnit returns an *clientele.InputError if model and panel are in two units.
func sameUnit[M clientele.Model[M]](where string, m M, p *clientele.Panel) error {
	if timed, ok := any(m).(clientele.Timed[M]); ok && p != nil && p.Unit != 0 && timed.TimeUnit() != 0 && p.Unit != timed.TimeUnit() {
		return &clientele.InputError{Where: where, Field: "unit of the panel", Value: p.Unit, Want: "that of the model, " + timed.TimeUnit().String()}
	}
	return nil
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
