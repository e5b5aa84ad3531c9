package btyd

import (
	"context"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Fittable is a model M of this package that is fitted to data D: a
// [clientele.Panel], or what the model's own Fit function takes, a [DiscretePanel], a
// [CovariatePanel], a [TimelinePanel] or [Trajectory] values. What asks how certain a
// fit is by fitting again takes any of them: [Profile], [ProfileOf], [Resample] and [CheckDrift].
type Fittable[M clientele.Model[M], D any] interface {
	clientele.Model[M]
	// refitter states the fit to the data again, from the estimate that the receiver is.
	refitter(ctx context.Context, data D, opt *clientele.FitOptions) (*mle.Refitter[M], error)
}

// ofPanel is a model of histories that are fitted as they are.
type ofPanel[M clientele.Model[M]] interface {
	clientele.Model[M]
	// problem states the fit to a panel; the receiver gives what is not estimated.
	problem(p *clientele.Panel) (*mle.Problem[M], *table.Table, error)
}

// fitPanel fits a model of the kind of m to a panel.
func fitPanel[M ofPanel[M]](ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions, m M) (*clientele.Fit[M], error) {
	prob, t, err := m.problem(p)
	if err != nil {
		return nil, err
	}
	fit, err := mle.Fit(ctx, *prob, opt)
	return table.Conclude(fit, t), err
}

// refitPanel is the refitter of models whose search runs over their own parameters.
func refitPanel[M ofPanel[M]](ctx context.Context, m M, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[M], error) {
	prob, _, err := m.problem(p)
	if err != nil {
		return nil, err
	}
	return mle.NewRefitter(ctx, prob, m, itself, opt)
}

// itself is the model that a model stands for.
func itself[M any](m M) M { return m }

// refit states the fit of a model that is fitted already to data, which must be in the
// model's unit, where both say one.
func refit[M Fittable[M, D], D any](ctx context.Context, where string, m M, data D, opt *clientele.FitOptions) (*mle.Refitter[M], error) {
	var unit clientele.Unit
	switch p := any(data).(type) {
	case *clientele.Panel:
		if p != nil {
			unit = p.Unit
		}
	case *CovariatePanel:
		if p != nil {
			unit = p.Unit
		}
	case *TimelinePanel:
		if p != nil {
			unit = p.Unit
		}
	}
	if timed, ok := any(m).(clientele.Timed[M]); ok && unit != 0 && timed.TimeUnit() != 0 && unit != timed.TimeUnit() {
		return nil, &clientele.InputError{Where: where, Field: "unit of the panel", Value: unit, Want: "that of the model, " + timed.TimeUnit().String()}
	}
	return m.refitter(ctx, data, opt)
}

// historiesOf returns what models see of data of any kind that know the histories alone;
// nil for none.
func historiesOf(data any) *clientele.Panel {
	switch p := data.(type) {
	case *clientele.Panel:
		return p
	case *DiscretePanel:
		return p.panel()
	case *CovariatePanel:
		if p != nil {
			return p.Panel()
		}
	case *TimelinePanel:
		return p.Panel()
	case []Trajectory:
		out := new(clientele.Panel)
		for i := range p {
			_ = out.Add(p[i].History()) // what is impossible is refused by the fit
		}
		return out
	}
	return nil
}

// coming returns what all customers of the data that a model is fitted to are expected to
// buy in the next t.
func coming(m, data any, t float64) float64 {
	switch p := data.(type) {
	case *clientele.Panel:
		return expected(m, p, t)
	case *DiscretePanel:
		return expected(m, p, int(math.Ceil(t)))
	case *CovariatePanel:
		if _, discrete := m.(Regression[BGBB]); discrete {
			t = math.Ceil(t)
		}
		return expected(m, p.Customers(), t)
	case []Trajectory:
		return expected(m, Trajectories(p), t)
	case *TimelinePanel:
		followed := m.(SwitchingParetoNBD)
		return panelTotal(p.Customers(), func(c Timeline) float64 { return followed.Follow(c).ExpectedPurchases(t) })
	}
	return math.NaN()
}

// expected is coming of a model that speaks of customers of type H and times of type T.
func expected[H, T any](m any, p PanelOf[H], t T) float64 {
	says := m.(interface {
		ExpectedPurchases(h H, t T) float64
	})
	return panelTotal(p, func(h H) float64 { return says.ExpectedPurchases(h, t) })
}

// The models that are.
var (
	_ Fittable[NBD, *clientele.Panel]                  = NBD{}
	_ Fittable[BGNBD, *clientele.Panel]                = BGNBD{}
	_ Fittable[MBGNBD, *clientele.Panel]               = MBGNBD{}
	_ Fittable[BGCNBD, *clientele.Panel]               = BGCNBD{}
	_ Fittable[MBGCNBD, *clientele.Panel]              = MBGCNBD{}
	_ Fittable[ParetoNBD, *clientele.Panel]            = ParetoNBD{}
	_ Fittable[GGompertzNBD, *clientele.Panel]         = GGompertzNBD{}
	_ Fittable[CorrelatedParetoNBD, *clientele.Panel]  = CorrelatedParetoNBD{}
	_ Fittable[SwitchingParetoNBD, *TimelinePanel]     = SwitchingParetoNBD{}
	_ Fittable[BGBB, *DiscretePanel]                   = BGBB{}
	_ Fittable[Regression[ParetoNBD], *CovariatePanel] = Regression[ParetoNBD]{}
	_ Fittable[DynamicParetoNBD, []Trajectory]         = DynamicParetoNBD{}
	_ Fittable[AnyModel, *clientele.Panel]             = AnyModel{}

	_ ofPanel[NBD]     = NBD{}
	_ ofPanel[BGCNBD]  = BGCNBD{}
	_ ofPanel[MBGCNBD] = MBGCNBD{}
	_ ofPanel[BGBB]    = BGBB{}
	_                  = Regression[ParetoNBD].refitter // whose use static checks do not see
)
