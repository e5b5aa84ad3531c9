package spend

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/covariate"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/wire"
)

// Regression is a gamma-gamma model whose customers differ by covariates that
// do not change with time, such as channel, plan or region: a customer with
// covariates z has the base model with
//
//	γ_z = γ·e^η,  η = Σ Coefficients[j]·z[j]
//
// so the mean amount is e^η times that of the base; the shapes are common. At
// gives that model; every prediction is a method of it.
type Regression struct {
	Base         GammaGamma `json:"base"`         // customers whose covariates are all 0
	Covariates   []string   `json:"covariates"`   // names, in the order of the rows given to At
	Coefficients []float64  `json:"coefficients"` // one a covariate: ln of the factor on the mean amount
}

// Params implements clientele.Model: the base's parameters, then the
// coefficients, each under its covariate's name, such as "amount.channel".
func (m Regression) Params() []clientele.Param {
	out := m.Base.Params()
	for j, name := range m.Covariates {
		out = append(out, clientele.Param{Name: "amount." + name, Value: m.Coefficients[j], Domain: clientele.DomainReal})
	}
	return out
}

// WithParams implements clientele.Model.
func (m Regression) WithParams(v []float64) Regression {
	return Regression{m.Base.WithParams(v[:3]), m.Covariates, slices.Clone(v[3:])}
}

// regressionVersion is the version of the form that MarshalJSON writes.
const regressionVersion = 1

// MarshalJSON writes {"kind":…,"version":1,"base":…,"covariates":…,"coefficients":…}.
func (m Regression) MarshalJSON() ([]byte, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	return wire.MarshalKind(clientele.Kind(m), regressionVersion, m)
}

// UnmarshalJSON reads and validates what MarshalJSON writes; kind and version
// may be missing. M is unchanged on error.
func (m *Regression) UnmarshalJSON(data []byte) error {
	return wire.UnmarshalKind(data, clientele.Kind(*m), regressionVersion, m)
}

// Check returns nil if the covariates have names, none empty or repeated, and a
// coefficient each, and the parameters lie in their domains; otherwise an *InputError.
func (m Regression) Check() error {
	if err := covariate.CheckNames("spend.Regression", m.Covariates); err != nil {
		return err
	}
	if err := covariate.CheckRow("spend.Regression", m.Covariates, m.Coefficients, math.MaxFloat64); err != nil {
		return err
	}
	return clientele.Validate(m)
}

// At returns the model of customers with covariates z, in the order of
// Covariates. It panics unless z has one value a covariate.
func (m Regression) At(z []float64) GammaGamma {
	if len(z) != len(m.Coefficients) {
		panic("spend: Regression.At needs one value a covariate")
	}
	eta := 0.0
	for j, v := range z {
		eta += m.Coefficients[j] * v
	}
	return GammaGamma{m.Base.P, m.Base.Q, m.Base.Gamma * math.Exp(eta)}
}

// LogLikelihood returns the log-likelihood of all customers of p. It panics if
// p has other covariates than the model.
func (m Regression) LogLikelihood(p *CovariateSpends) float64 {
	if !slices.Equal(m.Covariates, p.names) {
		panic("spend: the panel has other covariates than the model")
	}
	var sum exact.Sum
	for z, s := range p.All() {
		v := m.At(z).LogProb(s)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return v
		}
		sum.Add(v)
	}
	return sum.Value()
}
