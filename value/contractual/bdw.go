package contractual

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
)

// BdW is the beta-discrete-Weibull model (Fader, Hardie, Liu, Davin &
// Steenburgh 2018): as the SBG, but a customer's own propensity to leave
// changes with age. Of those with the same θ, (1−θ)^(t^C) make t renewals: for
// C > 1 each is lost ever more easily, for C < 1 ever less, C = 1 is the SBG.
// The retention rate of the cohort may fall first and rise later.
//
//	S(t) = B(A, B+t^C) / B(A, B)
//
// A, B and C are strongly correlated when few periods were observed: report
// retention rates with their intervals, and C, rather than A and B.
type BdW struct {
	A float64 // > 0; γ of the paper
	B float64 // > 0; δ of the paper
	C float64 // > 0; the mean tenure is infinite if A·C ≤ 1
}

// Params implements clientele.Model.
func (m BdW) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "a", Value: m.A, Domain: clientele.DomainPositive},
		{Name: "b", Value: m.B, Domain: clientele.DomainPositive},
		{Name: "c", Value: m.C, Domain: clientele.DomainPositive},
	}
}

// WithParams implements clientele.Model.
func (BdW) WithParams(v []float64) BdW { return BdW{v[0], v[1], v[2]} }

// MarshalJSON writes {"a":…,"b":…,"c":…}.
func (m BdW) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads what MarshalJSON writes and validates it.
func (m *BdW) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

func (m BdW) kernel() betaKernel { return betaKernel{m.A, m.B, m.C} }

// LogProb returns the log-likelihood of one customer. Special cases are: NaN
// for a tenure that fails its Check or is not in whole periods.
func (m BdW) LogProb(t Tenure) float64 { return logProb(m.kernel(), t) }

// LogLikelihood returns the log-likelihood of all customers.
func (m BdW) LogLikelihood(ts *Tenures) float64 { return logLikelihood(m.kernel(), ts) }

// Survival returns S(t), the probability that a new customer makes at least t
// renewals. Special cases are: Survival(0) = 1, NaN for t < 0.
func (m BdW) Survival(t int) float64 { return m.SurvivalFrom(0, t) }

// SurvivalFrom returns S(age+t)/S(age), the probability that a customer with
// age renewals behind them makes t more.
func (m BdW) SurvivalFrom(age, t int) float64 { return survivalFrom(m.kernel(), age, t) }

// RetentionRate returns r(t) = S(t)/S(t−1). Special cases are: NaN for t < 1.
func (m BdW) RetentionRate(t int) float64 { return survivalFrom(m.kernel(), t-1, 1) }

// Prob returns P(T=t), the probability that a new customer is lost at their
// t-th renewal. Special cases are: NaN for t < 1.
func (m BdW) Prob(t int) float64 { return probLost(m.kernel(), t) }

// Mean returns the expected number of renewals a new customer makes at their
// first t renewal dates, Σ_{k=1…t} S(k). Special cases are: Mean(0) = 0, NaN for t < 0.
func (m BdW) Mean(t int) float64 { return meanRenewals(m.kernel(), t) }

// ExpectedTenure returns E[T], the expected number of periods a new customer
// pays for, the first included. Special cases are: +Inf for A·C ≤ 1.
func (m BdW) ExpectedTenure() float64 { return m.DEL(0) }

// ResidualTenure returns E[T−age | T > age], the expected number of renewal
// dates a customer of that age still comes to, the one at which they are lost
// included. Special cases are: +Inf for A·C ≤ 1.
func (m BdW) ResidualTenure(age int) float64 { return 1 + m.DERL(age, 0) }

// DEL returns the discounted expected lifetime of a new customer,
// Σ_{t≥0} S(t)/(1+d)^t, for a margin of 1 a period. The payment made now, for
// the first period, counts.
//
// Special cases are: DEL(0) = ExpectedTenure(), DEL(+Inf) = 1, NaN for d < 0.
func (m BdW) DEL(d float64) float64 { return 1 + m.DERL(0, d) }

// DERL returns the discounted expected residual lifetime of a customer who has
// just made their age-th renewal (0: has just joined), for a margin of 1 a
// period: Σ_{k≥1} S(age+k)/S(age)/(1+d)^k. The payment just made does not
// count. Special cases are those of DEL.
func (m BdW) DERL(age int, d float64) float64 { return renewalSum(m.kernel(), age, d, 0) }

// DERLDue returns the discounted expected residual lifetime of a customer whose
// n-th renewal (n ≥ 1) falls due now and is not decided: Σ_{t≥n} S(t)/S(n−1)/(1+d)^(t−n).
// The payment that renewal would bring now counts. Special cases are those of
// DEL, and NaN for n < 1.
func (m BdW) DERLDue(n int, d float64) float64 {
	if n < 1 {
		return math.NaN()
	}
	return m.RetentionRate(n) * (1 + m.DERL(n, d))
}

// RetentionElasticity returns by how many per cent the DERL of a customer of
// that age rises if every later retention rate rises by one per cent of itself
// (see SBG). Special cases are: +Inf for d = 0 and A·C ≤ 2; NaN for d < 0 or age < 0.
func (m BdW) RetentionElasticity(age int, d float64) float64 {
	return elasticity(m.kernel(), age, d)
}

// Rand returns a simulated new customer, watched until their span-th renewal is decided.
func (m BdW) Rand(r *rand.Rand, span int) Tenure { return randRenewals(m.kernel(), r, span) }
