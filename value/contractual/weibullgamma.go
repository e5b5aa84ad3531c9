package contractual

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
)

// WeibullGamma is the Weibull-gamma (Burr XII) model of tenure in continuous
// time: as the ExponentialGamma, but a customer's own loss rate λ·C·t^(C−1)
// rises with age for C > 1 and falls for C < 1. It is the continuous
// counterpart of BdW.
//
//	S(t) = (Alpha / (Alpha + t^C))^R,   hazard h(t) = R C t^(C−1) / (Alpha + t^C)
type WeibullGamma struct {
	R     float64 // > 0; the mean tenure is infinite if R·C ≤ 1
	Alpha float64 // > 0, a time to the power C
	C     float64 // > 0

	Unit clientele.Unit // of time; 0 if it is not known
}

// Params implements clientele.Model.
func (m WeibullGamma) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: m.R, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: m.Alpha, Domain: clientele.DomainPositive},
		{Name: "c", Value: m.C, Domain: clientele.DomainPositive},
	}
}

// WithParams implements clientele.Model.
func (m WeibullGamma) WithParams(v []float64) WeibullGamma {
	return WeibullGamma{v[0], v[1], v[2], m.Unit}
}

// TimeUnit returns Unit.
func (m WeibullGamma) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m WeibullGamma) WithUnit(u clientele.Unit) WeibullGamma {
	m.Unit = u
	return m
}

// MarshalJSON writes the parameters with the model's kind, version and unit.
func (m WeibullGamma) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads what MarshalJSON writes and validates it.
func (m *WeibullGamma) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

func (m WeibullGamma) kernel() gammaKernel { return gammaKernel{m.R, m.Alpha, m.C} }

// LogProb returns the log-likelihood of one customer: a density where the time
// of the loss is known (Width 0), a probability otherwise. Special cases are:
// NaN for a tenure that fails its Check.
func (m WeibullGamma) LogProb(t Tenure) float64 { return logProb(m.kernel(), t) }

// LogLikelihood returns the log-likelihood of all customers.
func (m WeibullGamma) LogLikelihood(ts *Tenures) float64 { return logLikelihood(m.kernel(), ts) }

// Survival returns S(t), the probability that a new customer is still there at
// t. Special cases are: Survival(0) = 1, Survival(+Inf) = 0, NaN for t < 0.
func (m WeibullGamma) Survival(t float64) float64 { return m.SurvivalFrom(0, t) }

// SurvivalFrom returns S(age+t)/S(age), the probability that a customer of that
// age is still there t later.
func (m WeibullGamma) SurvivalFrom(age, t float64) float64 {
	return timeSurvivalFrom(m.kernel(), age, t)
}

// RetentionRate returns S(t)/S(t−1), the share retained over the unit of time
// that ends at t. Special cases are: NaN for t < 1.
func (m WeibullGamma) RetentionRate(t float64) float64 { return m.SurvivalFrom(t-1, 1) }

// Hazard returns the rate at which customers of age t are lost. Special cases
// are: NaN for t < 0; Hazard(0) is +Inf for C < 1 and 0 for C > 1.
func (m WeibullGamma) Hazard(t float64) float64 { return hazard(m.kernel(), t) }

// Density returns S(t)·Hazard(t), the density of the tenure. Special cases are: NaN for t < 0.
func (m WeibullGamma) Density(t float64) float64 { return m.Survival(t) * m.Hazard(t) }

// Mean returns the expected time under contract of a new customer in (0, t],
// ∫ S. Special cases are: Mean(0) = 0, Mean(+Inf) = ExpectedTenure(), NaN for t < 0.
func (m WeibullGamma) Mean(t float64) float64 { return survivedTime(m.kernel(), 0, t, 0, 0) }

// ExpectedTenure returns Alpha^(1/C) Γ(1+1/C) Γ(R−1/C) / Γ(R). Special cases
// are: +Inf for R·C ≤ 1.
func (m WeibullGamma) ExpectedTenure() float64 {
	switch {
	case !m.kernel().valid():
		return math.NaN()
	case m.R*m.C <= 1:
		return math.Inf(1)
	}
	g1, _ := math.Lgamma(1 + 1/m.C)
	g2, _ := math.Lgamma(m.R - 1/m.C)
	g3, _ := math.Lgamma(m.R)
	return math.Exp(math.Log(m.Alpha)/m.C + g1 + g2 - g3)
}

// ResidualTenure returns the expected remaining time of a customer of that
// age. Special cases are: +Inf for R·C ≤ 1, NaN for age < 0.
func (m WeibullGamma) ResidualTenure(age float64) float64 { return m.DERL(age, 0) }

// DEL returns the discounted expected lifetime of a new customer,
// ∫_0^∞ e^−δu S(u) du, for a margin of 1 per unit of time flowing from now on.
// Special cases are: DEL(0) = ExpectedTenure(), DEL(+Inf) = 0, NaN for delta < 0.
func (m WeibullGamma) DEL(delta float64) float64 { return m.DERL(0, delta) }

// DERL returns the discounted expected residual lifetime of a customer of that
// age, ∫_0^∞ e^−δu S(age+u)/S(age) du. The margin flows from the valuation date
// on; what flowed before does not count. Special cases are those of DEL.
func (m WeibullGamma) DERL(age, delta float64) float64 {
	return survivedTime(m.kernel(), age, math.Inf(1), delta, 0)
}

// RetentionElasticity returns by how many per cent the DERL of a customer of
// that age rises if the retention rate over a unit of time rises by one per
// cent of itself throughout (see ExponentialGamma). Special cases are: +Inf for
// delta = 0 and R·C ≤ 2; NaN for delta < 0 or age < 0.
func (m WeibullGamma) RetentionElasticity(age, delta float64) float64 {
	return timeElasticity(m.kernel(), age, delta)
}

// Rand returns a simulated new customer, watched for span > 0; it panics
// otherwise.
func (m WeibullGamma) Rand(r *rand.Rand, span float64) Tenure {
	return randTime(m.kernel(), r, span)
}
