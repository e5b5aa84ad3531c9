package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
)

// purchaseFit is a fitted model of purchases, whichever it is.
type purchaseFit interface {
	name() string  // of the flag
	title() string // of the literature
	logLik() float64
	estimates() []clientele.Estimate
	warnings() []clientele.Warning
	customers() int
	model() value.PurchaseModel
	valuation(spend *clientele.Fit[spend.GammaGamma], t value.Terms) (valuation, error)
}

// valuation is a value.Fitted, whichever models it has.
type valuation interface {
	Of(x value.Customer) float64
	Horizon() float64
	MeanInterval(x value.Customer, level float64) clientele.Interval
	OutcomeInterval(r *rand.Rand, n int, level float64, customers ...value.Customer) clientele.Interval
	TotalMean(customers []value.Customer, level float64) clientele.Interval
	TotalOutcome(r *rand.Rand, customers []value.Customer, level float64) clientele.Interval
}

// fitted makes a purchaseFit of a fit.
type fitted[M value.FittedPurchases[M]] struct {
	kind modelKind
	fit  *clientele.Fit[M]
}

func (f fitted[M]) name() string                    { return f.kind.flag }
func (f fitted[M]) title() string                   { return f.kind.title }
func (f fitted[M]) logLik() float64                 { return f.fit.LogLik }
func (f fitted[M]) estimates() []clientele.Estimate { return f.fit.Estimates(level) }
func (f fitted[M]) warnings() []clientele.Warning   { return f.fit.Warnings }
func (f fitted[M]) customers() int                  { return f.fit.N }
func (f fitted[M]) model() value.PurchaseModel      { return f.fit.Model }

func (f fitted[M]) valuation(s *clientele.Fit[spend.GammaGamma], t value.Terms) (valuation, error) {
	if s == nil {
		return value.NewFittedCLV(f.fit, value.Amount(1).Known(), t)
	}
	return value.NewFittedCLV(f.fit, s, t)
}

// modelKind is a model that -model can name.
type modelKind struct {
	flag, title string
	fit         func(context.Context, modelKind, *clientele.Panel, *clientele.FitOptions) (purchaseFit, error)
}

var modelKinds = []modelKind{
	{"bgnbd", "BG/NBD", fitter(btyd.FitBGNBD)},
	{"mbgnbd", "MBG/NBD", fitter(btyd.FitMBGNBD)},
	{"paretonbd", "Pareto/NBD", fitter(btyd.FitParetoNBD)},
}

// fitter makes the Fit function of one model one of any.
func fitter[M value.FittedPurchases[M]](fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) func(context.Context, modelKind, *clientele.Panel, *clientele.FitOptions) (purchaseFit, error) {
	return func(ctx context.Context, kind modelKind, p *clientele.Panel, opt *clientele.FitOptions) (purchaseFit, error) {
		f, err := fit(ctx, p, opt)
		if err != nil {
			return nil, err
		}
		return fitted[M]{kind, f}, nil
	}
}

func modelFlags() []string {
	var out []string
	for _, k := range modelKinds {
		out = append(out, k.flag)
	}
	return out
}

func knownModel(flag string) bool {
	for _, k := range modelKinds {
		if k.flag == flag {
			return true
		}
	}
	return false
}

// choice is the models that were fitted, and the one that is used.
type choice struct {
	used     purchaseFit
	all      []purchaseFit
	failures []string                         // of models that could not be fitted
	spend    *clientele.Fit[spend.GammaGamma] // nil if there are no amounts
}

// better is how much likelier a model must be than an earlier one of the list
// to be preferred: below it they say the same.
const better = 1e-4

// fitModels fits the models of purchases, all or the one asked for, and the
// model of spend. Without a model of purchases there is no answer; without one of
// spend there is none either, because the value would be a made-up number.
func fitModels(ctx context.Context, d *dataset, o options, p *progress) (*choice, error) {
	var histories clientele.Panel
	var spends spend.SpendPanel
	for _, c := range d.customers {
		if err := histories.Add(c.data.History); err != nil {
			return nil, err
		}
		if err := spends.Add(c.data.Spend); err != nil {
			return nil, err
		}
	}
	c := new(choice)
	var first error
	for _, k := range modelKinds {
		if o.model != "" && o.model != k.flag {
			continue
		}
		opt := &clientele.FitOptions{Progress: func(s clientele.Progress) {
			p.show("fitting %s: start %d, step %d, log-likelihood %.3f", k.title, s.Start+1, s.Iter, s.LogLik)
		}}
		f, err := k.fit(ctx, k, &histories, opt)
		switch {
		case ctx.Err() != nil:
			return nil, fmt.Errorf("interrupted while fitting %s", k.title)
		case err != nil:
			c.failures = append(c.failures, err.Error())
			if first == nil {
				first = err
			}
			continue
		}
		c.all = append(c.all, f)
		if c.used == nil || f.logLik() > c.used.logLik()+better {
			c.used = f
		}
	}
	if c.used == nil {
		return nil, first
	}
	if d.monetary {
		var err error
		if c.spend, err = spend.FitGammaGamma(ctx, &spends, nil); err != nil {
			if errors.Is(err, clientele.ErrNoData) || errors.Is(err, clientele.ErrNotIdentified) {
				return nil, fmt.Errorf("%w; without the amounts, purchases can be predicted", err)
			}
			return nil, err
		}
	}
	return c, nil
}
