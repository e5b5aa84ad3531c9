package main

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/clientele-go/clientele/value/spend"
)

// purchaseModel is what is asked of a model of purchases.
type purchaseModel interface {
	value.PurchaseModel
	checking.CountForecaster
}

// purchaseFit is a fitted model of purchases, whichever it is.
type purchaseFit struct {
	kind      string // of btyd.Kinds, or intake.BGBB
	model     purchaseModel
	logLik    float64
	n         int
	warnings  []clientele.Warning
	estimates func(level float64) []clientele.Estimate
	value     func(s *clientele.Fit[spend.GammaGamma], t value.Terms) (valuation, error)
}

// title is how people call the model, the same in every language but for a word.
func (f *purchaseFit) title() string { return intake.ModelTitle(f.kind, clientele.LangEnglish) }

// evidence is the log-likelihood less one for every parameter: half of AIC, with its
// sign turned.
func (f *purchaseFit) evidence() float64 {
	if f.model == nil {
		return f.logLik
	}
	return f.logLik - float64(len(f.estimates(level)))
}

// fitted holds a fit as one of any model.
func fitted[M interface {
	clientele.Model[M]
	purchaseModel
}](f *clientele.Fit[M]) *purchaseFit {
	return &purchaseFit{model: f.Model, logLik: f.LogLik, n: f.N, warnings: f.Warnings, estimates: f.Estimates,
		value: func(s *clientele.Fit[spend.GammaGamma], t value.Terms) (valuation, error) {
			if s == nil { // every purchase is worth 1
				return value.NewFittedCLV(f, value.Amount(1).Known(), t)
			}
			return value.NewFittedCLV(f, s, t)
		}}
}

// valuation is a value.FittedCLV, whichever models it has.
type valuation interface {
	Of(x value.Customer) float64
	Horizon() float64
	MeanInterval(x value.Customer, level float64) clientele.Interval
	OutcomeInterval(r *rand.Rand, n int, level float64, customers ...value.Customer) clientele.Interval
	TotalMean(customers []value.Customer, level float64) clientele.Interval
	TotalOutcome(r *rand.Rand, customers []value.Customer, level float64) clientele.Interval
}

// usual are the models that are fitted where none is asked for: with four parameters
// each, they differ in when customers leave.
var usual = []string{"btyd.BGNBD", "btyd.MBGNBD", "btyd.ParetoNBD"}

// fitKind fits a model to histories, to timelines where they are known.
func fitKind(ctx context.Context, kind string, p *clientele.Panel, t *btyd.TimelinePanel, opt *clientele.FitOptions) (*purchaseFit, error) {
	var f *purchaseFit
	switch {
	case kind == intake.BGBB:
		var err error
		if f, err = fitPeriods(ctx, p, opt); err != nil {
			return nil, err
		}
	default:
		fit := btyd.FitAny
		if t != nil {
			fit = func(ctx context.Context, kind string, _ *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.AnyModel], error) {
				return btyd.FitAnyTimelines(ctx, kind, t, opt)
			}
		}
		any, err := fit(ctx, kind, p, opt)
		if err != nil {
			return nil, err
		}
		f = fitted(any)
	}
	f.kind = kind
	return f, nil
}
