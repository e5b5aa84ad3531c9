package btyd

import (
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd/internal/design"
)

// Regression is a model whose parameters depend on covariates of the customer.
// At gives the plain model of a customer with covariates z, and that model has all
// methods,
//
//	fit.Model.At(z).ExpectedPurchases(h, 52)
//	fit.Model.At(z).Mean(52) // a new customer
//
// The expectation of a whole base is the average over its customers; it is not
// the expectation at their average covariates. The methods of a [CovariateHistory] serve
// [PurchaseInterval] and, with [CovariatePanel.Customers], [TotalPurchases].
type Regression[M Regressable[M]] struct {
	Base       M        // parameters where all covariates are 0
	Covariates []string // names, in the order of the rows given to At
	Effects    []Effect // at most one for each covariate and target
}

// Effect is how one covariate acts: e^{coefficient·z} is the factor for the
// target, as [Target] says.
type Effect struct {
	Covariate   string  `json:"covariate"`
	On          Target  `json:"on"`
	Coefficient float64 `json:"coefficient"`
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (e Effect) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (e *Effect) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

// At returns the model of a customer with covariates z, in the order of
// Covariates. A NaN among them makes every prediction NaN. It panics if z has
// not one number for each covariate, or an effect is of none of them.
func (m Regression[M]) At(z []float64) M {
	if len(z) != len(m.Covariates) {
		panic("btyd: At needs one number for each covariate")
	}
	var by design.Shift
	for i := range m.Effects {
		e := &m.Effects[i]
		if add, ok := m.Base.response(e.On); ok {
			by = by.Plus(e.Coefficient*z[slices.Index(m.Covariates, e.Covariate)], add)
		}
	}
	return m.Base.shifted(by)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | c]. Of [BGBB], here and below,
// t is a whole number of opportunities, and what is not gives NaN.
func (m Regression[M]) ExpectedPurchases(c CovariateHistory, t float64) float64 {
	return m.At(c.Covariates).ofHistories().ExpectedPurchases(c.History, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given c.
func (m Regression[M]) VarPurchases(c CovariateHistory, t float64) float64 {
	return m.At(c.Covariates).ofHistories().VarPurchases(c.History, t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | c).
func (m Regression[M]) ProbPurchases(c CovariateHistory, t float64, n int) float64 {
	return m.At(c.Covariates).ofHistories().ProbPurchases(c.History, t, n)
}

// probs returns those of 0, …, n purchases, at once where the model knows how.
func (m Regression[M]) probs(c CovariateHistory, t float64, n int) []float64 {
	return probabilities[clientele.History, float64](m.At(c.Covariates).ofHistories(), c.History, t, n)
}

// Params returns the parameters of the base and then the coefficients, under
// names such as "purchase.channel".
func (m Regression[M]) Params() []clientele.Param {
	params := m.Base.Params()
	for _, e := range m.Effects {
		params = append(params, clientele.Param{Name: e.name(), Value: e.Coefficient, Domain: clientele.DomainReal})
	}
	return params
}

func (e Effect) name() string { return e.On.String() + "." + e.Covariate }

// WithParams returns the model with the parameters v, in the order of Params.
func (m Regression[M]) WithParams(v []float64) Regression[M] {
	k := len(v) - len(m.Effects)
	m.Base = m.Base.WithParams(v[:k])
	m.Effects = slices.Clone(m.Effects)
	for i := range m.Effects {
		m.Effects[i].Coefficient = v[k+i]
	}
	return m
}

// LogLikelihood returns the log-likelihood of all customers of p. It panics if
// p has other covariates than the model.
func (m Regression[M]) LogLikelihood(p *CovariatePanel) float64 {
	if !slices.Equal(m.Covariates, p.names) {
		panic("btyd: the panel has other covariates than the model")
	}
	return mle.Total(func(s *mle.Sums) {
		for h, z := range p.All() {
			s.AddLogLik(m.At(z).ofHistories().LogProb(h))
		}
	})
}

// Check returns nil if the covariates have names, none empty or repeated, every
// effect is of one of them, on a target of the base, and there only once, and the
// parameters lie in their domains; otherwise an [*clientele.InputError].
func (m Regression[M]) Check() error {
	where := clientele.Kind(m)
	if _, err := NewCovariatePanel(m.Covariates...); err != nil {
		return err
	}
	if err := m.check(where); err != nil {
		return err
	}
	// What is fixed has a domain that the model alone knows.
	if base, ok := any(m.Base).(interface{ Check() error }); ok {
		if err := base.Check(); err != nil {
			return err
		}
	}
	return clientele.Validate(m)
}

// check returns nil if every effect is of a covariate of the model, on a
// target of the base, and there only once.
func (m Regression[M]) check(where string) error {
	for i, e := range m.Effects {
		bad := func(field string, value any, want string) error {
			return &clientele.InputError{Where: where, Field: field, Value: value, Want: want}
		}
		if !slices.Contains(m.Covariates, e.Covariate) {
			return bad("covariate", e.Covariate, "one of "+list(m.Covariates))
		}
		if _, ok := m.Base.response(e.On); !ok {
			return bad("target of "+e.Covariate, e.On, "one that the model has; TargetA, TargetB and TargetAB are for BG/NBD, MBG/NBD, BG/CNBD-k and MBG/CNBD-k")
		}
		if slices.ContainsFunc(m.Effects[:i], func(o Effect) bool { return o.name() == e.name() }) {
			return bad("effects", e.name(), "every covariate once on a target")
		}
	}
	return nil
}

// effects are the effects as the fit takes them, with the precision of the
// priors that the terms ask for, and ridge where they do not.
func (m Regression[M]) effects(terms []Term, ridge float64) []design.Effect {
	out := make([]design.Effect, len(m.Effects))
	for i, e := range m.Effects {
		out[i] = design.Effect{Name: e.name(), Column: slices.Index(m.Covariates, e.Covariate), Ridge: ridge}
		out[i].Shift, _ = m.Base.response(e.On)
		if terms != nil && terms[i].Ridge != 0 {
			out[i].Ridge = terms[i].Ridge
		}
	}
	return out
}

// TimeUnit returns the unit of the base.
func (m Regression[M]) TimeUnit() clientele.Unit {
	if timed, ok := any(m.Base).(clientele.Timed[M]); ok {
		return timed.TimeUnit()
	}
	return 0
}

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m Regression[M]) WithUnit(u clientele.Unit) Regression[M] {
	if timed, ok := any(m.Base).(clientele.Timed[M]); ok {
		m.Base = timed.WithUnit(u)
	}
	return m
}

// regressionVersion is the version of the form that MarshalJSON writes.
const regressionVersion = 1

// MarshalJSON writes {"kind":…,"version":1,"base":{…},"covariates":[…],
// "effects":[{"covariate":…,"on":…,"coefficient":…},…]}; the base says the unit.
func (m Regression[M]) MarshalJSON() ([]byte, error) { return m.marshal(clientele.Kind(m)) }

// marshal writes the model under the name of a kind.
func (m Regression[M]) marshal(kind string) ([]byte, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	return wire.MarshalKind(kind, regressionVersion, m)
}

// UnmarshalJSON reads and validates what MarshalJSON writes; kind and version
// may be missing. M is unchanged on error.
func (m *Regression[M]) UnmarshalJSON(data []byte) error {
	return wire.UnmarshalKind(data, clientele.Kind(*m), regressionVersion, m)
}
