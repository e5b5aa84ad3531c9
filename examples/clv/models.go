package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
)

// purchaseFit is a fitted model of purchases, whichever it is.
type purchaseFit struct {
	kind modelKind
	*clientele.Fit[btyd.AnyModel]
}

// valuation values customers with the models that were fitted: of purchases,
// and of amounts or, for a nil spend, with every purchase worth 1.
func (f *purchaseFit) valuation(s *clientele.Fit[spend.GammaGamma], t value.Terms) (valuation, error) {
	if s == nil {
		return value.NewFittedCLV(f.Fit, value.Amount(1).Known(), t)
	}
	return value.NewFittedCLV(f.Fit, s, t)
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

// modelKind is a model that -model can name.
type modelKind struct{ flag, title, kind string }

var modelKinds = []modelKind{
	{"bgnbd", "BG/NBD", "btyd.BGNBD"},
	{"mbgnbd", "MBG/NBD", "btyd.MBGNBD"},
	{"paretonbd", "Pareto/NBD", "btyd.ParetoNBD"},
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
	used     *purchaseFit
	all      []*purchaseFit
	failures []string                         // of models that could not be fitted
	spend    *clientele.Fit[spend.GammaGamma] // nil if there are no amounts
}

// better is how much likelier a model must be than an earlier one of the list
// to be preferred: below it they say the same.
const better = 1e-4

// fitModels fits the models of purchases, all or the one asked for, and the
// model of spend. Without a model of purchases there is no answer; without one of
// spend there is none either, because the value would be a made-up number.
func fitModels(ctx context.Context, d *dataset, o options, p *program.Progress) (*choice, error) {
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
			p.Show("fitting %s: start %d, step %d, log-likelihood %.3f", k.title, s.Start+1, s.Iter, s.LogLik)
		}}
		f, err := btyd.FitAny(ctx, k.kind, &histories, opt)
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
		fit := &purchaseFit{k, f}
		c.all = append(c.all, fit)
		if c.used == nil || f.LogLik > c.used.LogLik+better {
			c.used = fit
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
