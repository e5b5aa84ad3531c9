package contractual

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/stat/distuv"
)

// ExponentialGamma is the exponential-gamma (Pareto of the second kind) model
// of tenure in continuous time: a customer is lost at their own constant rate λ,
// and λ varies between customers as Gamma(R, Alpha). It is the continuous
// counterpart of the SBG.
//
//	S(t) = (Alpha / (Alpha+t))^R,   hazard h(t) = R / (Alpha+t)
//
// A customer of age t is a new customer of ExponentialGamma{R, Alpha+t} (After).
type ExponentialGamma struct {
	R     float64 // > 0; the mean tenure is infinite if R ≤ 1
	Alpha float64 // > 0, a time

	Unit clientele.Unit // of time; 0 if it is not known
}

// Params implements clientele.Model.
func (m ExponentialGamma) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: m.R, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: m.Alpha, Domain: clientele.DomainPositive},
	}
}

// WithParams implements clientele.Model.
func (m ExponentialGamma) WithParams(v []float64) ExponentialGamma {
	return ExponentialGamma{v[0], v[1], m.Unit}
}

// TimeUnit returns Unit.
func (m ExponentialGamma) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m ExponentialGamma) WithUnit(u clientele.Unit) ExponentialGamma {
	m.Unit = u
	return m
}

// MarshalJSON writes the parameters with the model's kind, version and unit.
func (m ExponentialGamma) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads what MarshalJSON writes and validates it.
func (m *ExponentialGamma) UnmarshalJSON(data []byte) error {
	return clientele.UnmarshalModel(data, m)
}

func (m ExponentialGamma) kernel() gammaKernel { return gammaKernel{m.R, m.Alpha, 1} }

// LogProb returns the log-likelihood of one customer: a density where the time
// of the loss is known (Width 0), a probability otherwise. Special cases are:
// NaN for a tenure that fails its Check.
func (m ExponentialGamma) LogProb(t Tenure) float64 { return logProb(m.kernel(), t) }

// LogLikelihood returns the log-likelihood of all customers.
func (m ExponentialGamma) LogLikelihood(ts *Tenures) float64 { return logLikelihood(m.kernel(), ts) }

// Survival returns S(t), the probability that a new customer is still there at
// t. Special cases are: Survival(0) = 1, Survival(+Inf) = 0, NaN for t < 0.
func (m ExponentialGamma) Survival(t float64) float64 { return m.SurvivalFrom(0, t) }

// SurvivalFrom returns S(age+t)/S(age), the probability that a customer of that
// age is still there t later.
func (m ExponentialGamma) SurvivalFrom(age, t float64) float64 {
	return timeSurvivalFrom(m.kernel(), age, t)
}

// RetentionRate returns S(t)/S(t−1), the share retained over the unit of time
// that ends at t. Special cases are: NaN for t < 1.
func (m ExponentialGamma) RetentionRate(t float64) float64 { return m.SurvivalFrom(t-1, 1) }

// Hazard returns the rate at which customers of age t are lost, R/(Alpha+t).
// Special cases are: NaN for t < 0.
func (m ExponentialGamma) Hazard(t float64) float64 { return hazard(m.kernel(), t) }

// Density returns S(t)·Hazard(t), the density of the tenure. Special cases are: NaN for t < 0.
func (m ExponentialGamma) Density(t float64) float64 { return m.Survival(t) * m.Hazard(t) }

// Mean returns the expected time under contract of a new customer in (0, t],
// ∫ S. Special cases are: Mean(0) = 0, Mean(+Inf) = ExpectedTenure(), NaN for t < 0.
func (m ExponentialGamma) Mean(t float64) float64 { return survivedTime(m.kernel(), 0, t, 0, 0) }

// ExpectedTenure returns Alpha/(R−1). Special cases are: +Inf for R ≤ 1.
func (m ExponentialGamma) ExpectedTenure() float64 { return m.ResidualTenure(0) }

// ResidualTenure returns the expected remaining time of a customer of that age,
// (Alpha+age)/(R−1). Special cases are: +Inf for R ≤ 1, NaN for age < 0.
func (m ExponentialGamma) ResidualTenure(age float64) float64 {
	switch {
	case !(age >= 0) || !m.kernel().valid():
		return math.NaN()
	case m.R <= 1:
		return math.Inf(1)
	}
	return (m.Alpha + age) / (m.R - 1)
}

// DEL returns the discounted expected lifetime of a new customer,
// ∫_0^∞ e^−δu S(u) du, for a margin of 1 per unit of time flowing from now on.
// Special cases are: DEL(0) = ExpectedTenure(), DEL(+Inf) = 0, NaN for delta < 0.
func (m ExponentialGamma) DEL(delta float64) float64 { return m.DERL(0, delta) }

// DERL returns the discounted expected residual lifetime of a customer of that
// age, ∫_0^∞ e^−δu S(age+u)/S(age) du. The margin flows from the valuation date
// on; what flowed before does not count. Special cases are those of DEL.
func (m ExponentialGamma) DERL(age, delta float64) float64 {
	if delta == 0 {
		return m.ResidualTenure(age)
	}
	return survivedTime(m.kernel(), age, math.Inf(1), delta, 0)
}

// RetentionElasticity returns by how many per cent the DERL of a customer of
// that age rises if the retention rate over a unit of time rises by one per
// cent of itself throughout: ∫ u e^−δu S(age+u) du / ∫ e^−δu S(age+u) du.
// Special cases are: +Inf for delta = 0 and R ≤ 2; NaN for delta < 0 or age < 0.
func (m ExponentialGamma) RetentionElasticity(age, delta float64) float64 {
	return timeElasticity(m.kernel(), age, delta)
}

// After returns the model of a customer of that age: their λ is
// Gamma(R, Alpha+age), and their clock starts again.
func (m ExponentialGamma) After(age float64) ExponentialGamma {
	return ExponentialGamma{m.R, m.Alpha + age, m.Unit}
}

// Churn returns the distribution of the loss rate λ among customers of that age.
func (m ExponentialGamma) Churn(age float64) distuv.Gamma {
	return distuv.Gamma{Alpha: m.R, Beta: m.Alpha + age}
}

// Rand returns a simulated new customer, watched for span > 0; it panics
// otherwise.
func (m ExponentialGamma) Rand(r *rand.Rand, span float64) Tenure {
	return randTime(m.kernel(), r, span)
}
