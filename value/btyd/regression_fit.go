package btyd

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd/internal/design"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// WarnSeparation says that a covariate picks out customers of whom nobody bought again.
const WarnSeparation = "btyd.separation"

var _ = reason.Register(map[string]reason.Text{
	WarnSeparation: {
		English: "none of the customers with {subject} = {value} bought again: the coefficient of {subject} on purchases runs to infinity; leave the covariate out, join the level to another, or give a Ridge",
		Chinese: "{subject} = {value} 的客户均未再次购买：{subject} 对购买的系数趋于无穷；请去掉该协变量、与其他水平合并，或设置 Ridge"},
})

// Term asks for the effect of one covariate on one target.
type Term struct {
	Covariate string
	On        Target
	Ridge     float64 // precision of the coefficient's normal prior, a standard deviation of the covariate being its unit; 0: as FitOptions say
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (t Term) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (t *Term) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// FitRegression fits model M with covariates by maximum likelihood:
//
//	fit, err := btyd.FitRegression[btyd.ParetoNBD](ctx, panel, nil, nil)
//
// Nil terms mean every covariate on the purchase rate and on dropout, each with
// a coefficient of its own. Ridge, if given, is the precision of a normal prior
// on the coefficients, centred on 0, in units in which each covariate has
// standard deviation 1; the parameters of the base have none. It counts against
// the total log-likelihood, so that its weight falls as customers come in.
//
// Gradient and Hessian are exact: covariates move the logarithms of the model's
// parameters, so that the model's own derivatives carry over by the chain rule.
//
// The error is a [*clientele.InputError] that names the column if a covariate
// is constant or a linear combination of others; otherwise the errors are those
// of [FitBGNBD]. Covariates that no term names do not matter. Of [BGCNBD] and [MBGCNBD],
// whose k is given, FitRegressionOf fits them; those of [BGBB] are of [DiscreteHistory.History].
func FitRegression[M Regressable[M]](ctx context.Context, p *CovariatePanel, terms []Term, opt *clientele.FitOptions) (*clientele.Fit[Regression[M]], error) {
	var base M
	return FitRegressionOf(ctx, base, p, terms, opt)
}

// FitRegressionOf is FitRegression of a model that holds something fixed, such as the k
// of [BGCNBD], which is that of base; nothing else of base matters:
//
//	fit, err := btyd.FitRegressionOf(ctx, plain.Model, panel, nil, nil)
//
// with plain the fit without covariates, which chooses k. The log-likelihood leaves out
// the terms that depend on k alone, as a CovariatePanel has no gaps.
func FitRegressionOf[M Regressable[M]](ctx context.Context, base M, p *CovariatePanel, terms []Term, opt *clientele.FitOptions) (*clientele.Fit[Regression[M]], error) {
	if p == nil {
		p = new(CovariatePanel)
	}
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	m, err := template[M](p, terms, "btyd.FitRegression")
	if err != nil {
		return nil, err
	}
	m.Base = base
	s, t, err := m.search(p, terms, o.Ridge)
	if err != nil {
		return nil, err
	}
	out, err := design.Fit(ctx, s, m, o)
	if out == nil {
		return nil, err
	}
	out.Warnings = append(out.Warnings, separated(p, m)...)
	return table.Conclude(out, t), err
}

// search states the fit of the model's effects to a panel.
func (m Regression[M]) search(p *CovariatePanel, terms []Term, ridge float64) (*design.Search[M], *table.Table, error) {
	prob, t, err := m.Base.problem(p.Panel())
	if err != nil {
		return nil, nil, err
	}
	s, err := design.New(prob.Name+" with covariates", prob, t.Unit, m.Base.rowsAt, m.Params(), m.effects(terms, ridge), p.customers())
	return s, t, err
}

func (m Regression[M]) refitter(ctx context.Context, p *CovariatePanel, opt *clientele.FitOptions) (*mle.Refitter[Regression[M]], error) {
	if p == nil || !slices.Equal(m.Covariates, p.names) {
		return nil, &clientele.InputError{Where: clientele.Kind(m), Field: "covariates of the panel", Value: p.Names(), Want: "those of the model, " + list(m.Covariates)}
	}
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	s, _, err := m.search(p, nil, o.Ridge)
	if err != nil {
		return nil, err
	}
	return design.Refitter(ctx, s, m, &o)
}

// template is the model that the terms ask for, its coefficients 0.
func template[M Regressable[M]](p *CovariatePanel, terms []Term, where string) (Regression[M], error) {
	m := Regression[M]{Covariates: p.Names()}
	if terms == nil {
		for _, on := range []Target{TargetPurchase, TargetDropout} {
			for _, name := range p.names {
				m.Effects = append(m.Effects, Effect{Covariate: name, On: on})
			}
		}
	}
	for _, t := range terms {
		m.Effects = append(m.Effects, Effect{Covariate: t.Covariate, On: t.On})
	}
	return m, m.check(where)
}

// separated names the levels of two-valued covariates at which nobody bought again.
func separated[M Regressable[M]](p *CovariatePanel, m Regression[M]) []clientele.Warning {
	var out []clientele.Warning
	for c, name := range p.names {
		asked := false
		for _, e := range m.Effects {
			asked = asked || e.Covariate == name && e.On.purchases()
		}
		if !asked {
			continue
		}
		bought := make(map[float64]int)
		for i, h := range p.hs {
			if h.Age > 0 && len(bought) < 3 {
				bought[p.customers().Row(i)[c]] += h.Repeats
			}
		}
		for level, n := range bought {
			if len(bought) == 2 && n == 0 {
				out = append(out, clientele.Warning{Code: WarnSeparation, Subject: name, Value: level})
			}
		}
	}
	return out
}
