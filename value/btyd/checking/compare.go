package checking

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd"
)

// ComparisonRow is a candidate's place in a comparison.
type ComparisonRow struct {
	Name    string                        // of the candidate
	Fit     *clientele.Fit[btyd.AnyModel] // ready to predict with and to store; nil if the fit failed
	Err     error                         // why it failed; with a Fit, why it stopped early
	Holdout *Accuracy                     // on the holdout; nil without one
	Rank    int                           // by the criterion, from 1; 0 if the fit failed
	Delta   float64                       // criterion less that of the best
	Weight  float64                       // Akaike weight exp(−Δ/2)/Σ of AIC and BIC, the share of the evidence; NaN for the others
	Reasons []clientele.Reason            // in plain words
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c ComparisonRow) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (c *ComparisonRow) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// AppendReasons appends why the candidate has its place.
func (r *ComparisonRow) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, r.Reasons...)
}

// ModelComparison is a ranking of models.
type ModelComparison struct {
	By        Criterion
	Rows      []ComparisonRow // best first, those that failed last
	Baselines []Baseline      // on the holdout; nil without one
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (m ModelComparison) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (m *ModelComparison) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// CompareOptions steer a comparison; nil and zero fields mean the defaults.
type CompareOptions struct {
	Candidates []ModelCandidate      // default ModelCandidates
	Holdout    *Holdout              // what followed; may be of other customers
	By         Criterion             // default AIC, or CriterionHoldoutError if there is a holdout
	Fit        *clientele.FitOptions // of every fit; its Start is not used
}

// MarshalJSON writes the fields; candidates, which are functions, are refused.
func (o CompareOptions) MarshalJSON() ([]byte, error) {
	if o.Candidates != nil {
		return nil, errors.New("checking: candidates hold functions and cannot be stored; store their names")
	}
	return wire.Marshal(o)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (o *CompareOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// Compare fits every candidate to the panel and ranks them, the best first,
// with the reasons. Log-likelihoods of the models of package btyd compare: all are
// densities of the same purchase times. A holdout is the better judge, because
// it asks for what the model is for. Candidates whose fits fail stay in the
// list with their error.
//
// The error matches that of the fits if all failed, is a *[clientele.InputError]
// for a criterion that cannot be (CriterionHoldoutError without a holdout), or the context's cause.
func Compare(ctx context.Context, p *clientele.Panel, opt *CompareOptions) (*ModelComparison, error) {
	const where = "checking.Compare"
	var o CompareOptions
	if opt != nil {
		o = *opt
	}
	if o.Candidates == nil {
		o.Candidates = ModelCandidates(p)
	}
	if o.By == 0 {
		o.By = CriterionAIC
		if o.Holdout != nil {
			o.By = CriterionHoldoutError
		}
	}
	if !criteria.Valid(o.By) || (o.By == CriterionHoldoutError && o.Holdout == nil) {
		return nil, &clientele.InputError{Where: where, Field: "By", Value: o.By, Want: "AIC, BIC or LogLikelihood, or HoldoutError with a holdout"}
	}
	c := &ModelComparison{By: o.By}
	for _, candidate := range o.Candidates {
		row, err := try(ctx, p, candidate, &o)
		if err != nil {
			return nil, err
		}
		c.Rows = append(c.Rows, row)
	}
	if o.Holdout != nil {
		var err error
		if c.Baselines, err = Baselines(o.Holdout); err != nil {
			return nil, err
		}
	}
	if err := c.rank(); err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	c.explain()
	return c, nil
}

// try fits and assesses one candidate.
func try(ctx context.Context, p *clientele.Panel, c ModelCandidate, o *CompareOptions) (ComparisonRow, error) {
	var fitting clientele.FitOptions
	if o.Fit != nil {
		fitting = *o.Fit
		fitting.Start = nil
	}
	row := ComparisonRow{Name: c.Name, Weight: math.NaN(), Delta: math.NaN()}
	row.Fit, row.Err = c.Fit(ctx, p, &fitting)
	if ctx.Err() != nil {
		return row, fmt.Errorf("checking.Compare: %w", context.Cause(ctx))
	}
	if row.Fit == nil {
		row.Err = fmt.Errorf("%s: %w", c.Name, row.Err)
		return row, nil
	}
	if o.Holdout != nil {
		var err error
		if row.Holdout, err = Assess(row.Fit.Model, o.Holdout); err != nil {
			return row, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return row, nil
}

// rank sorts the rows and fills what depends on the others; the error joins
// those of the fits if there is no row to rank.
func (c *ModelComparison) rank() error {
	slices.SortStableFunc(c.Rows, func(a, b ComparisonRow) int {
		switch {
		case a.Fit == nil || b.Fit == nil:
			return cmp.Compare(failed(a), failed(b))
		}
		return cmp.Compare(c.By.of(&a), c.By.of(&b))
	})
	if len(c.Rows) == 0 {
		return fmt.Errorf("%w: no candidates", clientele.ErrNoData)
	}
	if c.Rows[0].Fit == nil {
		var all []error
		for _, r := range c.Rows {
			all = append(all, r.Err)
		}
		return errors.Join(all...)
	}
	best, total := c.By.of(&c.Rows[0]), 0.0
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Fit != nil {
			r.Rank = i + 1
			r.Delta = c.By.of(r) - best
			total += math.Exp(-r.Delta / 2)
		}
	}
	if c.By == CriterionAIC || c.By == CriterionBIC {
		for i := range c.Rows {
			c.Rows[i].Weight = math.Exp(-c.Rows[i].Delta/2) / total
		}
	}
	return nil
}

func failed(r ComparisonRow) int {
	if r.Fit == nil {
		return 1
	}
	return 0
}

// Best returns the first row: the winner, whose Fit predicts; nil if there are no rows.
func (c *ModelComparison) Best() *ComparisonRow {
	if len(c.Rows) == 0 {
		return nil
	}
	return &c.Rows[0]
}
