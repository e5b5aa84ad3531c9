package contractual

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"gonum.org/v1/gonum/stat/distuv"
)

// SBG is the shifted beta-geometric model (Fader & Hardie 2007): at every
// renewal a customer is lost with their own constant probability θ, and θ varies
// between customers as Beta(A, B). Retention rises with age because those
// quick to leave leave first.
//
//	S(t)   = B(A, B+t) / B(A, B)
//	P(T=t) = B(A+1, B+t−1) / B(A, B)
//	r(t)   = (B+t−1) / (A+B+t−1)
//
// A customer of age t is a new customer of SBG{A, B+t} (After); every
// prediction about them is the unconditional one of that model.
type SBG struct {
	A float64 // > 0; γ or α of the papers. The mean tenure is infinite if A ≤ 1
	B float64 // > 0; δ or β of the papers
}

// Params implements clientele.Model.
func (m SBG) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "a", Value: m.A, Domain: clientele.DomainPositive},
		{Name: "b", Value: m.B, Domain: clientele.DomainPositive},
	}
}

// WithParams implements clientele.Model.
func (SBG) WithParams(v []float64) SBG { return SBG{v[0], v[1]} }

// MarshalJSON writes {"a":…,"b":…}.
func (m SBG) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads what MarshalJSON writes and validates it.
func (m *SBG) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// kernel returns the beta-discrete-Weibull that m is a case of.
func (m SBG) kernel() betaKernel { return betaKernel{m.A, m.B, 1} }

// LogProb returns the log-likelihood of one customer. Special cases are: NaN
// for a tenure that fails its Check or is not in whole periods.
func (m SBG) LogProb(t Tenure) float64 { return logProb(m.kernel(), t) }

// LogLikelihood returns the log-likelihood of all customers.
func (m SBG) LogLikelihood(ts *Tenures) float64 { return logLikelihood(m.kernel(), ts) }

// Survival returns S(t), the probability that a new customer makes at least t
// renewals. Special cases are: Survival(0) = 1, NaN for t < 0.
func (m SBG) Survival(t int) float64 { return m.SurvivalFrom(0, t) }

// SurvivalFrom returns S(age+t)/S(age), the probability that a customer with
// age renewals behind them makes t more.
func (m SBG) SurvivalFrom(age, t int) float64 { return survivalFrom(m.kernel(), age, t) }

// RetentionRate returns r(t) = S(t)/S(t−1), the share of the customers who come
// to their t-th renewal that renew. Special cases are: NaN for t < 1.
func (m SBG) RetentionRate(t int) float64 {
	if t < 1 || !m.kernel().valid() {
		return math.NaN()
	}
	u := m.B + float64(t-1)
	return u / (m.A + u)
}

// Prob returns P(T=t), the probability that a new customer is lost at their
// t-th renewal. Special cases are: NaN for t < 1.
func (m SBG) Prob(t int) float64 { return probLost(m.kernel(), t) }

// Mean returns the expected number of renewals a new customer makes at their
// first t renewal dates, Σ_{k=1…t} S(k). Special cases are: Mean(0) = 0, NaN for t < 0.
func (m SBG) Mean(t int) float64 { return meanRenewals(m.kernel(), t) }

// ExpectedTenure returns E[T] = (A+B−1)/(A−1), the expected number of periods a
// new customer pays for, the first included. Special cases are: +Inf for A ≤ 1.
func (m SBG) ExpectedTenure() float64 { return m.ResidualTenure(0) }

// ResidualTenure returns E[T−age | T > age] = (A+B+age−1)/(A−1), the expected
// number of renewal dates a customer of that age still comes to, the one at
// which they are lost included; one less is the number of renewals they still
// make. Special cases are: +Inf for A ≤ 1.
func (m SBG) ResidualTenure(age int) float64 {
	if age < 0 || !m.kernel().valid() {
		return math.NaN()
	}
	if m.A <= 1 {
		return math.Inf(1)
	}
	return 1 + (m.B+float64(age))/(m.A-1)
}

// DEL returns the discounted expected lifetime of a new customer,
// Σ_{t≥0} S(t)/(1+d)^t, for a margin of 1 a period. The payment made now, for
// the first period, counts (it is the 1 at t = 0).
//
// Special cases are: DEL(0) = ExpectedTenure(), DEL(+Inf) = 1, NaN for d < 0.
func (m SBG) DEL(d float64) float64 {
	if !(d >= 0) || !m.kernel().valid() {
		return math.NaN()
	}
	switch {
	case d == 0:
		return m.ExpectedTenure()
	case math.IsInf(d, 1):
		return 1
	}
	// 2F1(1, B; A+B; 1/(1+d)) after Pfaff's transformation, exact for small d.
	return (1 + d) / d * special.Hyp2F1One(m.A, m.A+m.B, -1/d)
}

// DERL returns the discounted expected residual lifetime of a customer who has
// just made their age-th renewal (0: has just joined), for a margin of 1 a
// period: Σ_{k≥1} S(age+k)/S(age)/(1+d)^k. The payment just made does not
// count. Special cases are those of DEL.
func (m SBG) DERL(age int, d float64) float64 {
	if age < 0 || !m.kernel().valid() {
		return math.NaN()
	}
	if d <= 0 || math.IsInf(d, 1) {
		return m.After(age).DEL(d) - 1
	}
	// Dating the payments from the next one, r·DEL/(1+d), loses no digits to the 1.
	return m.RetentionRate(age+1) * m.After(age+1).DEL(d) / (1 + d)
}

// DERLDue returns the discounted expected residual lifetime of a customer whose
// n-th renewal (n ≥ 1) falls due now and is not decided: Σ_{t≥n} S(t)/S(n−1)/(1+d)^(t−n).
// The payment that renewal would bring now counts. Special cases are those of
// DEL, and NaN for n < 1.
func (m SBG) DERLDue(n int, d float64) float64 { return m.RetentionRate(n) * m.After(n).DEL(d) }

// RetentionElasticity returns by how many per cent the DERL of a customer of
// that age rises if every later retention rate (every customer's own renewal
// probability, which comes to the same) rises by one per cent of itself:
//
//	Σ k·S(age+k)/(1+d)^k / Σ S(age+k)/(1+d)^k,  k ≥ 1,
//
// the mean distance of the payments that DERL counts (Fader & Hardie 2010).
// Special cases are: +Inf where the sum above diverges, for d = 0 and A ≤ 2;
// NaN for d < 0 or age < 0.
func (m SBG) RetentionElasticity(age int, d float64) float64 {
	return elasticity(m.kernel(), age, d)
}

// After returns the model of a customer who has made age renewals: their θ is
// Beta(A, B+age), and their clock starts again.
func (m SBG) After(age int) SBG { return SBG{m.A, m.B + float64(age)} }

// Churn returns the distribution of the loss probability θ among customers of
// that age.
func (m SBG) Churn(age int) distuv.Beta {
	return distuv.Beta{Alpha: m.A, Beta: m.B + float64(age)}
}

// Rand returns a simulated new customer, watched until their span-th renewal is decided.
func (m SBG) Rand(r *rand.Rand, span int) Tenure { return randRenewals(m.kernel(), r, span) }
