package silence

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// FitLossRule makes the loss rule of a base from the purchases of its customers
// ([btyd.CollectTimelines] reads them from a ledger): it fits the rhythm and the models
// of the policy, plays the past again at origins inside the data
// ([checking.FitSilenceStack]), takes the model with the best log score there, or a
// mixture where that is better by more than a standard error, recalibrated where that
// helps, and the least limit from 1 − Refuted on at which not more than the share
// Refuted of the verdicts there would have been refuted. What it chose and by what is in
// Evidence and AppendReasons.
//
// Of a large base the past is played again with a systematic sample of 3,000 customers,
// and the model that looks at every gap, which takes 15 µs a customer and step,
// is fitted to one of 5,000, or 60,000 purchases, if one of 600 says that it is
// called for; all others are fitted to the whole. A sample by age and purchases moves
// the probabilities less than half as much as having other customers of the same trade
// would, and what it chooses is what the whole would have chosen (tests hold both).
//
// Where no model can be fitted, the rhythm decides. The error is one of the policy, of
// [FitRhythm], or the context's cause.
func FitLossRule(ctx context.Context, p *btyd.TimelinePanel, policy *LossPolicy) (*LossRule, error) {
	rule, fits, err := fitted(ctx, p.Panel(), p, policy)
	if err != nil || len(fits) == 0 {
		return rule, err
	}
	kinds := make([]string, len(fits))
	for i, f := range fits {
		kinds[i] = f.Model.Kind()
	}
	stack, err := checking.FitSilenceStack(ctx, p.Thinned(3000, 60_000), rule.policy.Horizon, &checking.StackOptions{Recalibrate: true, Candidates: checking.SilenceCandidatesNear(fits...)})
	switch {
	case err == nil:
	case errors.Is(err, clientele.ErrNoData): // observed for too short a time to look back
		rule.best(fits)
		return rule, nil
	default:
		return nil, err
	}
	e := &rule.evidence
	for i, s := range stack.Scores {
		if at := slices.IndexFunc(e.Scores, func(k KindScore) bool { return k.Kind == kinds[i] }); at >= 0 {
			e.Scores[at].Score = s
		}
		if w := stack.Weights[i]; w >= leastWeight {
			rule.models = append(rule.models, LossModel{fits[i].Model, w})
		}
	}
	total := 0.0
	for _, m := range rule.models {
		total += m.Weight
	}
	for i := range rule.models {
		rule.models[i].Weight /= total
	}
	e.Score, e.Gain, e.GainSE, e.Forecasts = stack.Score, stack.Gain, stack.GainSE, stack.Forecasts
	e.Recalibrated, e.Intercept, e.Slope = stack.Recalibrated, stack.Intercept, stack.Slope
	rule.limit(stack.Origins(), policy)
	return rule, nil
}

// FitLossRuleFromPanel makes the rule of a base of which only histories are known. With
// no days of purchases there is no past to play again: of the models the one with the
// best AIC decides, and the limit is 1 − Refuted, unchecked. Errors are those of FitLossRule.
func FitLossRuleFromPanel(ctx context.Context, p *clientele.Panel, policy *LossPolicy) (*LossRule, error) {
	rule, fits, err := fitted(ctx, p, nil, policy)
	if err == nil {
		rule.best(fits)
	}
	return rule, err
}

// leastWeight is the weight below which a model costs more time than it says.
const leastWeight = 0.02

// fitted returns the rule by the rhythm, and the fits of the models that say more than
// a simpler one.
func fitted(ctx context.Context, p *clientele.Panel, lines *btyd.TimelinePanel, asked *LossPolicy) (*LossRule, []*clientele.Fit[btyd.AnyModel], error) {
	if err := asked.Check(); err != nil {
		return nil, nil, err
	}
	rhythm, err := FitRhythm(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	rule, err := NewLossRule(nil, rhythm, asked)
	if err != nil {
		return nil, nil, err
	}
	var fits []*clientele.Fit[btyd.AnyModel]
	for _, kind := range rule.policy.Models {
		var fit *clientele.Fit[btyd.AnyModel]
		var err error
		switch {
		case kind == regularKind && lines != nil && !regular(ctx, lines):
		case kind != switchingKind:
			fit, err = btyd.FitAny(ctx, kind, p, nil)
		case lines == nil:
			continue
		case calledFor(ctx, lines):
			fit, err = btyd.FitAnyTimelines(ctx, kind, lines.Thinned(5000, 60_000), nil)
		}
		if cause := context.Cause(ctx); cause != nil {
			return nil, nil, cause
		}
		rule.evidence.Scores = append(rule.evidence.Scores, KindScore{kind, math.NaN()})
		if err == nil && fit != nil && !simpler(fit) {
			fits = append(fits, fit)
		}
	}
	return rule, fits, nil
}

// simpler reports whether a fit is that of a model with fewer parameters.
func simpler(fit *clientele.Fit[btyd.AnyModel]) bool {
	switch m := fit.Model.Held().(type) {
	case btyd.MBGCNBD:
		return m.K == 1
	case btyd.BGCNBD:
		return m.K == 1
	}
	return slices.ContainsFunc(fit.Warnings, func(w clientele.Warning) bool {
		return w.Code == btyd.WarnNeverSlow || w.Code == btyd.WarnParetoLimit
	})
}

// regular reports whether a sample of the base buys more regularly than at random, which
// spares the search for the regularity of all where it does not.
func regular(ctx context.Context, p *btyd.TimelinePanel) bool {
	sample := p.Thinned(600, 6000)
	if sample.Len() == p.Len() {
		return true
	}
	fit, err := btyd.FitMBGCNBD(ctx, sample.Panel(), 0, nil)
	return err == nil && fit.Model.K > 1
}

// calledFor reports whether a slow state may be worth a fit: not where a sample of the
// base says by Akaike's criterion that it is not.
func calledFor(ctx context.Context, p *btyd.TimelinePanel) bool {
	sample := p.Thinned(600, 6000)
	if sample.Len() == p.Len() {
		return true
	}
	// A search that is still under way after so many steps is on a ridge, where what is
	// left to gain is no reason to choose a model.
	fit, _ := btyd.FitSwitchingParetoNBD(ctx, sample, &clientele.FitOptions{MaxIter: 30})
	if fit == nil {
		return false
	}
	const parameters = 3
	return !slices.ContainsFunc(fit.Warnings, func(w clientele.Warning) bool {
		return w.Code == btyd.WarnNeverSlow && w.Value < parameters
	})
}

// best takes the model with the best AIC.
func (r *LossRule) best(fits []*clientele.Fit[btyd.AnyModel]) {
	least := math.Inf(1)
	for _, f := range fits {
		free := 0
		for _, q := range f.Model.Params() {
			if q.Domain != clientele.DomainFixed {
				free++
			}
		}
		if aic := 2 * (float64(free) - f.LogLik); aic < least {
			least, r.models = aic, []LossModel{{f.Model, 1}}
		}
	}
}

// limit raises the limit until not more than the policy's share of the verdicts at the
// origins are refuted, unless the caller gave one.
func (r *LossRule) limit(origins []calibration.Prediction, asked *LossPolicy) {
	slices.SortFunc(origins, func(a, b calibration.Prediction) int {
		switch {
		case a.Probability > b.Probability:
			return -1
		case a.Probability < b.Probability:
			return 1
		}
		return 0
	})
	e, q := &r.evidence, policy.Copy(asked)
	chosen := 0 // how many of them are called
	bought := 0
	for i := 0; i < len(origins) && origins[i].Probability >= r.policy.Limit; {
		for j := i; i < len(origins) && origins[i].Probability == origins[j].Probability; i++ {
			if !origins[i].Happened {
				bought++
			}
		}
		if share := float64(bought) / float64(i); share <= r.policy.Refuted || q.Limit != 0 {
			chosen, e.Refuted = i, share
		}
	}
	e.Called = float64(chosen) / float64(len(origins))
	if chosen == 0 {
		e.Refuted = math.NaN()
		return
	}
	e.RefutedSE = math.Sqrt(e.Refuted * (1 - e.Refuted) / float64(chosen))
	if chosen < len(origins) && origins[chosen].Probability >= r.policy.Limit && q.Limit == 0 {
		r.policy.Limit = origins[chosen-1].Probability
	}
}
