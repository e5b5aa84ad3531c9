package main

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
	"github.com/clientele-go/clientele/value/spend"
)

// fitted is everything that is the same for all customers, fitted to what lies
// before the split.
type fitted struct {
	loss      *silence.LossRule
	horizon   lifecycle.Day // of the question, on the clock from the split on: cut at the end of the log
	asked     lifecycle.Day // the same uncut
	purchases *intake.ModelChoice
	spend     *clientele.Fit[spend.GammaGamma] // nil without amounts
	stages    *lifecycle.Rules
	risk      retention.RiskScale
	after     loyalty.AfterSalesClassifier
	orient    loyalty.OrientationRules
	clv       *value.CLV
	quick     bool // the model of those who come back was left out
	warnings  []clientele.Warning
}

// fit fits everything.
func fit(ctx context.Context, b *base, o *options) (*fitted, error) {
	if len(b.customers) == 0 {
		return nil, fmt.Errorf("no customer bought before %v: choose a later -split", b.split)
	}
	panel := &btyd.TimelinePanel{Unit: clientele.Day}
	for i := range b.customers {
		if err := panel.Add(b.timeline(&b.customers[i], b.split)); err != nil {
			return nil, fmt.Errorf("customer %s: %w", b.customers[i].id, err)
		}
	}
	f := &fitted{warnings: b.warnings}
	horizon, err := askedHorizon(ctx, b, o, panel.Panel())
	if err != nil {
		return nil, tooFew(b, err)
	}
	if f.loss, err = silence.FitLossRule(ctx, panel, &silence.LossPolicy{Horizon: horizon, Models: f.models(b, o)}); err != nil {
		return nil, tooFew(b, err)
	}
	f.asked = max(b.lasts(b.split, horizon), b.split+1) - b.split
	f.horizon = min(f.asked, b.rest())
	if f.purchases, err = o.Models.Fit(ctx, panel, "btyd.MBGNBD"); err != nil {
		return nil, tooFew(b, err)
	}
	var cadences lifecycle.Rhythms
	for i := range b.customers {
		if err := addGaps(&cadences, b.customers[i].before()); err != nil {
			return nil, fmt.Errorf("customer %s: %w", b.customers[i].id, err)
		}
	}
	policy := stagePolicy(f.loss.Rhythm(), &cadences)
	var calendar lifecycle.Calendar
	if b.calendar != nil {
		calendar = b.calendar
	}
	if f.stages, err = lifecycle.NewRules(policy, f.loss, calendar); err != nil {
		return nil, err
	}
	if f.risk, err = retention.NewRiskScale(nil); err != nil {
		return nil, err
	}
	if f.after, err = loyalty.NewAfterSalesClassifier(nil); err != nil {
		return nil, err
	}
	if f.orient, err = loyalty.NewOrientationRules(nil); err != nil {
		return nil, err
	}
	return f, f.fitWorth(ctx, b, horizon)
}

// askedHorizon returns the horizon of the rule of loss, in the base's days: what
// the flag says, or three expected gaps of the base where the log goes on for so
// long after the split, and else all that is left of it.
func askedHorizon(ctx context.Context, b *base, o *options, p *clientele.Panel) (float64, error) {
	if o.horizon > 0 {
		return b.passes(b.split, b.split+lifecycle.Day(o.horizon)), nil
	}
	rhythm, err := silence.FitRhythm(ctx, p)
	return math.Min(3*rhythm.Gap, b.passes(b.split, b.end)), err
}

// mostPurchases is the number of purchases up to which the model of customers who
// slow down and come back is fitted too: it looks at every gap, and takes about a
// minute for so many.
const mostPurchases = 10_000

// models returns the kinds that the rule of loss chooses from: those asked for, or nil for all.
func (f *fitted) models(b *base, o *options) []string {
	if kinds := o.Models.Kinds; kinds != nil && !o.Models.All {
		return kinds
	}
	n := 0
	for i := range b.customers {
		n += b.customers[i].known
	}
	if f.quick = n > mostPurchases; !f.quick {
		return nil
	}
	return []string{"btyd.ParetoNBD", "btyd.MBGNBD", "btyd.GGompertzNBD", "btyd.MBGCNBD"}
}

// tooFew says what to do where a base is too small for a model.
func tooFew(b *base, err error) error {
	if errors.Is(err, clientele.ErrNoData) || errors.Is(err, clientele.ErrNotIdentified) {
		return fmt.Errorf("%w; %d customers bought before %v: a later -split shows more of them", err, len(b.customers), b.split)
	}
	return err
}

// fitWorth fits the amounts, and makes the value of the purchases to come.
func (f *fitted) fitWorth(ctx context.Context, b *base, horizon float64) (err error) {
	terms := value.Terms{Unit: clientele.Day, Horizon: value.Within(horizon, clientele.Day)}
	if b.amounts {
		var spends spend.SpendPanel
		for i := range b.customers {
			if err := spends.Add(b.customers[i].spend()); err != nil {
				return fmt.Errorf("customer %s: %w", b.customers[i].id, err)
			}
		}
		switch f.spend, err = spend.FitGammaGamma(ctx, &spends, nil); {
		case err == nil:
			f.clv, err = value.NewCLV(f.purchases.Used().Model, f.spend.Model, terms)
			return err
		case !errors.Is(err, clientele.ErrNoData) && !errors.Is(err, clientele.ErrNotIdentified):
			return err
		}
		f.spend = nil // amounts all alike: purchases are what differs
	}
	f.clv, err = value.NewCLV(f.purchases.Used().Model, nil, terms)
	return err
}

// spend returns the amounts of the repeat purchases that the verdicts see.
func (c *customer) spend() (s clientele.Spend) {
	for _, e := range c.before()[1:] {
		if e.Amount > 0 {
			s.Count++
			s.Mean += (e.Amount - s.Mean) / float64(s.Count)
		}
	}
	return s
}

// rfm returns recency in the base's days, frequency and money.
func (b *base) rfm(c *customer) rfm.RFM {
	v := rfm.RFM{SinceLast: b.passes(c.before()[c.known-1].Day, b.split), Purchases: float64(c.known)}
	for _, e := range c.before() {
		v.Money += e.Amount
	}
	return v
}

// stagePolicy is what a base leads to expect of a customer: the rhythm is that of
// a model, which knows that customers leave; how regular gaps are, where enough of
// them are seen, comes from the gaps.
func stagePolicy(rhythm silence.BaseRhythm, cadences *lifecycle.Rhythms) *lifecycle.StagePolicy {
	p := &lifecycle.StagePolicy{Gap: rhythm.Gap, GapWeight: math.Max(0.01, math.Min(rhythm.Weight, 1000))}
	if seen, err := cadences.Rhythm(); err == nil {
		p.Shape = seen.Shape
	}
	return p
}

// addGaps counts the gaps of a customer.
func addGaps(all *lifecycle.Rhythms, events []lifecycle.Event) error {
	var c lifecycle.Cadence
	for i := range events[1:] {
		if err := c.Add(float64(events[i+1].Day - events[i].Day)); err != nil {
			return err
		}
	}
	return all.Add(c, 0) // how regular gaps are does not depend on the silence
}
