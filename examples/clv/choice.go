package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
)

// choice is the models that were fitted, and the one that is used.
type choice struct {
	used     *purchaseFit
	all      []*purchaseFit                   // on all data, in the order of the list
	failures []string                         // of models that could not be fitted
	spend    *clientele.Fit[spend.GammaGamma] // nil if there are no amounts
	reasons  []string
	before   *choice // on what was known before the holdout; nil if there is none
}

// tie is the difference in log-likelihood below which two models with as many
// parameters fit alike (Burnham and Anderson 2002: 2 in AIC is little).
const tie = 1

// better is how much likelier a model must be than an earlier one of the list
// to be preferred: below it they say the same.
const better = 1e-4

// fitModels fits the models to all data and says which is used: the one asked
// for, or the one that did best on the holdout, or without one the likeliest.
// Without a model of purchases there is no answer; without one of spend there is
// none either, because the value would be a made-up number.
func fitModels(ctx context.Context, d *dataset, o *options, p *program.Progress) (*choice, error) {
	var before *choice
	var err error
	if d.holdout > 0 {
		if before, err = fitAll(ctx, d.before, d.timelinesBefore, d.monetary, o, p); err != nil {
			return nil, fmt.Errorf("up to the holdout: %w", err)
		}
	}
	c, err := fitAll(ctx, d.customers, d.timelines, d.monetary, o, p)
	if err != nil {
		return nil, err
	}
	if c.before = before; before == nil {
		c.byLikelihood(o)
		return c, nil
	}
	if err := before.byHoldout(d, o); err != nil {
		return nil, err
	}
	for _, f := range c.all {
		if f.kind == before.used.kind {
			c.used = f
		}
	}
	c.reasons = before.reasons
	if c.used == nil {
		c.byLikelihood(o)
		c.reasons = append(c.reasons, before.used.title()+" did better on the holdout and could not be fitted to all data")
	}
	return c, nil
}

// fitAll fits every model that can be compared with the one asked for.
func fitAll(ctx context.Context, customers []customer, timelines *btyd.TimelinePanel, monetary bool, o *options, p *program.Progress) (*choice, error) {
	var histories clientele.Panel
	var spends spend.SpendPanel
	for _, c := range customers {
		if err := histories.Add(c.data.History); err != nil {
			return nil, err
		}
		if err := spends.Add(c.data.Spend); err != nil {
			return nil, err
		}
	}
	c := new(choice)
	var first error
	for _, kind := range o.kinds() {
		opt := &clientele.FitOptions{Progress: func(s clientele.Progress) {
			p.Show("fitting %s: start %d, step %d, log-likelihood %.3f", intake.ModelTitle(kind, o.Lang), s.Start+1, s.Iter, s.LogLik)
		}}
		if kind == slow && o.Models.All && len(customers) > mostSlow {
			c.failures = append(c.failures, fmt.Sprintf("%s was left out: it takes minutes on so many purchases", intake.ModelTitle(kind, clientele.LangEnglish)))
			continue
		}
		f, err := fitKind(ctx, kind, &histories, timelines, opt)
		switch {
		case ctx.Err() != nil:
			return nil, fmt.Errorf("interrupted while fitting %s", intake.ModelTitle(kind, clientele.LangEnglish))
		case err != nil:
			c.failures = append(c.failures, err.Error())
			if first == nil || o.asked(kind) {
				first = err
			}
			continue
		}
		c.all = append(c.all, f)
	}
	if len(c.all) == 0 || o.single() != "" && !slices.ContainsFunc(c.all, func(f *purchaseFit) bool { return o.asked(f.kind) }) {
		return nil, first
	}
	if monetary {
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

// slow is the model that looks at every gap, left out of comparisons of more customers
// than mostSlow.
const (
	slow     = "btyd.SwitchingParetoNBD"
	mostSlow = 1000
)

// single is the one model that was asked for, "" if there is a choice.
func (o *options) single() string {
	if o.Models.Periods {
		return intake.BGBB
	}
	if len(o.Models.Kinds) == 1 {
		return o.Models.Kinds[0]
	}
	return ""
}

func (o *options) asked(kind string) bool { return kind == o.single() }

// kinds are the models that are fitted: those that may be used and, beside a single
// one, the usual ones, which tell how much rests on it.
func (o *options) kinds() []string {
	switch one := o.single(); {
	case one == intake.BGBB:
		return []string{one}
	case one != "" && !slices.Contains(usual, one):
		return append([]string{one}, usual...)
	case one != "":
		return usual
	}
	return o.Models.Or(usual...)
}

// asked uses the model that was asked for, if one was.
func (c *choice) asked(o *options) bool {
	for _, f := range c.all {
		if o.asked(f.kind) {
			c.used, c.reasons = f, []string{f.title() + " was asked for"}
		}
	}
	return c.used != nil
}

// byLikelihood uses the likeliest model, a parameter counting 1 against it (AIC).
func (c *choice) byLikelihood(o *options) {
	if c.asked(o) {
		return
	}
	for _, f := range c.all {
		if c.used == nil || f.evidence() > c.used.evidence()+better {
			c.used = f
		}
	}
	var rest, tied []string
	for _, f := range c.all {
		if f != c.used {
			below := c.used.evidence() - f.evidence()
			rest = append(rest, fmt.Sprintf("%s is %.3f below it in log-likelihood, less 1 for each parameter", f.title(), below))
			if below < tie {
				tied = append(tied, f.title())
			}
		}
	}
	switch title := c.used.title(); {
	case len(c.all) == 1:
		c.reasons = []string{title + " is used: it is the only model that could be fitted"}
	case len(tied) > 0:
		c.reasons = append([]string{fmt.Sprintf("a tie: the data do not tell %s and %s apart, nearly the same likelihood speaks for each; %s is used", title, strings.Join(tied, " and "), title)}, rest...)
	default:
		c.reasons = append([]string{title + " is used: of the models that could be fitted it has the highest likelihood, less 1 for each parameter"}, rest...)
	}
}

// byHoldout uses the model that gave what happened in the holdout the highest
// probability; of those that no test tells from it, the likeliest before. The test
// is that of the customers' differences in log probability (Vuong 1989).
func (c *choice) byHoldout(d *dataset, o *options) error {
	if c.asked(o) {
		return nil
	}
	scores := make([][]float64, len(c.all))
	totals := make([]float64, len(c.all))
	best := 0
	for i, f := range c.all {
		for _, x := range d.before {
			s := math.Log(f.model.ProbPurchases(x.data.History, d.holdout, x.holdout.Count))
			scores[i] = append(scores[i], max(s, -50)) // one impossible customer decides nothing
			totals[i] += max(s, -50)
		}
		if totals[i] > totals[best] {
			best = i
		}
	}
	at := best
	var tied, rest []string
	for i, f := range c.all {
		if i == best {
			continue
		}
		text := fmt.Sprintf("%s gives it a log-probability that is %.3f lower than %s", f.title(), totals[best]-totals[i], c.all[best].title())
		if !told(scores[best], scores[i]) {
			tied = append(tied, f.title())
			if f.evidence() > c.all[at].evidence()+better {
				at = i
			}
		}
		rest = append(rest, text)
	}
	c.used = c.all[at]
	switch title := c.used.title(); {
	case len(c.all) == 1:
		c.reasons = []string{title + " is used: it is the only model that could be fitted"}
	case len(tied) > 0:
		c.reasons = append([]string{fmt.Sprintf("a tie: what happened in the holdout does not tell %s and %s apart; %s is used, the likeliest of them before it, and was fitted again to all data", c.all[best].title(), strings.Join(tied, " and "), title)}, rest...)
	default:
		c.reasons = append([]string{title + " is used: it gives what happened in the holdout the highest probability, and was fitted again to all data"}, rest...)
	}
	return nil
}

// told reports whether two models' scores of the same customers differ by more
// than chance, at 5 %.
func told(a, b []float64) bool {
	n, sum, square := float64(len(a)), 0.0, 0.0
	for i := range a {
		x := a[i] - b[i]
		sum += x
		square += x * x
	}
	variance := square/n - sum*sum/(n*n)
	return math.Abs(sum) > 1.96*math.Sqrt(n*max(variance, 1e-24))
}
