package portrait

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/clientele-go/clientele/value/silence"
	"github.com/clientele-go/clientele/value/spend"
)

// fitPurchases chooses the purchase model.
func (f *fitted) fitPurchases(ctx context.Context, b *base, q *PortraitPolicy) error {
	var err error
	if q.Term > 0 {
		histories := make([]clientele.History, len(b.dossiers))
		for i := range b.dossiers {
			histories[i] = b.dossiers[i].History
		}
		if f.Renewals, err = fitContract(ctx, histories, q); err != nil {
			return err
		}
		f.Warnings = append(f.Warnings, f.Renewals.Warnings...)
		return nil
	}
	panel := clientele.Panel{Unit: Days, AsOf: f.AsOf}
	o := open{calendar: q.Calendar}
	for i := range b.dossiers {
		if err := panel.Add(o.history(&b.dossiers[i])); err != nil {
			return fmt.Errorf("portrait.Fit: %w", err)
		}
	}
	var candidates []checking.ModelCandidate
	for _, kind := range q.Kinds {
		candidates = append(candidates, checking.ModelCandidate{Name: kind, Fit: func(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[btyd.AnyModel], error) {
			return btyd.FitAny(ctx, kind, p, opt)
		}})
	}
	compared, err := checking.Compare(ctx, &panel, &checking.CompareOptions{Candidates: candidates, By: checking.CriterionAIC})
	if err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	taken := thriftiest(compared.Rows)
	f.Purchases = taken.Fit
	f.Choice = append(f.Choice, choose(compared.Rows, taken)...)
	f.Warnings = append(f.Warnings, taken.Fit.Warnings...)
	loss := q.Loss
	if loss.Models == nil {
		loss.Models = defaultLoss
	}
	switch {
	case q.Calendar != nil || b.timelines == nil: // the rule counts operational time, or has no days
		f.Loss, err = silence.FitLossRuleFromPanel(ctx, &panel, &loss)
	default:
		f.Loss, err = silence.FitLossRule(ctx, b.timelines, &loss)
	}
	if err != nil {
		return fmt.Errorf("portrait.Fit: %w", err)
	}
	f.Choice = f.Loss.AppendReasons(f.Choice)
	return nil
}

// tie is the difference of AIC up to which two models are not told apart (Burnham
// & Anderson 2002).
const tie = 2

// thriftiest returns the row with the fewest parameters among those that tie with
// the best.
func thriftiest(rows []checking.ComparisonRow) *checking.ComparisonRow {
	best := &rows[0]
	for i := range rows {
		r := &rows[i]
		if r.Fit != nil && r.Delta <= tie && len(r.Fit.Model.Params()) < len(best.Fit.Model.Params()) {
			best = r
		}
	}
	return best
}

// choose says why a row was taken.
func choose(rows []checking.ComparisonRow, taken *checking.ComparisonRow) []clientele.Reason {
	tied, next := 0, math.NaN()
	for i := range rows {
		r := &rows[i]
		switch {
		case r == taken || r.Fit == nil:
		case r.Delta <= tie:
			tied++
		case math.IsNaN(next):
			next = r.Delta
		}
	}
	switch {
	case tied > 0:
		return []clientele.Reason{{Code: ReasonTie, Value: float64(tied), Limit: tie}}
	case math.IsNaN(next):
		return []clientele.Reason{{Code: ReasonOnly, Value: math.NaN(), Limit: math.NaN()}}
	}
	return []clientele.Reason{{Code: ReasonBest, Value: next, Limit: tie}}
}

// fitAmounts chooses the spend model.
func (f *fitted) fitAmounts(ctx context.Context, b *base) error {
	mean := value.Amount(b.total / float64(b.count))
	positive := b.means.Positive()
	gamma, err := spend.FitGammaGamma(ctx, positive, nil)
	if ctx.Err() != nil {
		return fmt.Errorf("portrait.Fit: %w", context.Cause(ctx))
	}
	if gamma == nil {
		if !errors.Is(err, clientele.ErrNotIdentified) && !errors.Is(err, clientele.ErrNoData) {
			return fmt.Errorf("portrait.Fit: amounts: %w", err)
		}
		if !(mean > 0) {
			return fmt.Errorf("portrait.Fit: %w: no purchase has an amount above 0", clientele.ErrNotIdentified)
		}
		f.Amounts.Amount = mean.Known()
		f.Choice = append(f.Choice, clientele.Reason{Code: ReasonOneAmount, Value: float64(mean), Limit: math.NaN()})
		return nil
	}
	f.Amounts.GammaGamma = gamma
	if b.details.Len() == 0 {
		return nil
	}
	detail, err := spend.FitGammaGammaDetail(ctx, &b.details, nil)
	if err != nil {
		return nil // nothing to compare with: the means are what every model sees
	}
	normal, err := spend.FitLogNormal(ctx, &b.details, nil)
	if err == nil && normal.AIC() < detail.AIC()-tie {
		f.Choice = append(f.Choice, clientele.Reason{Code: ReasonLogNormal, Value: detail.AIC() - normal.AIC(), Limit: tie})
		f.Amounts = amounts{LogNormal: normal}
	}
	return nil
}
