package main

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
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
	kind      modelKind
	model     purchaseModel
	logLik    float64
	n         int
	warnings  []clientele.Warning
	estimates func(level float64) []clientele.Estimate
	value     func(s *clientele.Fit[spend.GammaGamma], t value.Terms) (valuation, error)
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

// modelKind is a model that -model can name.
type modelKind struct {
	flag, title string
	name        string // of btyd.Kinds; "" if it is none
	periods     bool   // purchases happen in periods of the calendar, one at most in each
	fit         func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*purchaseFit, error)
}

var modelKinds = []modelKind{
	{"bgnbd", "BG/NBD", "btyd.BGNBD", false, anyFit("btyd.BGNBD")},
	{"mbgnbd", "MBG/NBD", "btyd.MBGNBD", false, anyFit("btyd.MBGNBD")},
	{"paretonbd", "Pareto/NBD", "btyd.ParetoNBD", false, anyFit("btyd.ParetoNBD")},
	{"bgbb", "BG/BB", "", true, fitPeriods},
}

func anyFit(kind string) func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*purchaseFit, error) {
	return func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*purchaseFit, error) {
		f, err := btyd.FitAny(ctx, kind, p, opt)
		if err != nil {
			return nil, err
		}
		return fitted(f), nil
	}
}

func modelFlags() []string {
	var out []string
	for _, k := range modelKinds {
		out = append(out, k.flag)
	}
	return out
}

func modelNamed(flag string) (modelKind, bool) {
	for _, k := range modelKinds {
		if k.flag == flag {
			return k, true
		}
	}
	return modelKind{}, false
}
