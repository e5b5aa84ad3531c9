package checking

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Criterion is what a comparison ranks by.
type Criterion uint8

// The criteria. The zero value is unassigned; a comparison takes AIC for it, or
// CriterionHoldoutError if there is a holdout.
const (
	CriterionAIC           Criterion = iota + 1 // 2·parameters − 2·log-likelihood
	CriterionBIC                                // parameters·ln(customers) − 2·log-likelihood
	CriterionLogLikelihood                      // −2·log-likelihood
	CriterionHoldoutError                       // CRPS on the holdout
)

var criteria = enum.New[Criterion]("checking.Criterion",
	enum.Row{Name: "aic", English: "AIC", Chinese: "AIC 准则"},
	enum.Row{Name: "bic", English: "BIC", Chinese: "BIC 准则"},
	enum.Row{Name: "log-likelihood", English: "Log-likelihood", Chinese: "对数似然"},
	enum.Row{Name: "holdout-error", English: "Error on the holdout", Chinese: "检验期误差"},
)

// String returns the permanent name, such as "aic".
func (c Criterion) String() string { return criteria.String(c) }

// Label returns the criterion's name in lang.
func (c Criterion) Label(lang clientele.Lang) string { return criteria.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Criterion) MarshalText() ([]byte, error) { return criteria.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Criterion) UnmarshalText(text []byte) error { return criteria.UnmarshalText(c, text) }

// of returns the criterion of a row, smaller being better.
func (c Criterion) of(r *ComparisonRow) float64 {
	switch c {
	case CriterionAIC:
		return r.Fit.AIC()
	case CriterionBIC:
		return r.Fit.BIC()
	case CriterionHoldoutError:
		return r.Holdout.CRPS
	}
	return -2 * r.Fit.LogLik
}
