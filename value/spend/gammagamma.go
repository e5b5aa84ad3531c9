package spend

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// GammaGamma is the gamma-gamma model of spend [Fader and Hardie 2013; Colombo
// and Jiang 1999]. A customer's amounts are gamma distributed with shape P and
// the customer's own rate ν; ν is gamma distributed over customers with shape
// Q and rate Gamma. The customer's mean amount is P/ν. For x purchases with
// mean m and total s = x·m, the density of m is
//
//	Γ(px+q)/(Γ(px)Γ(q)) · (1/m) · (s/(γ+s))^px · (γ/(γ+s))^q
//
// The mean of the population is p·γ/(q−1); where Q ≤ 1 it does not exist, and
// Mean and ExpectedSpend of a customer without purchases are +Inf; medians,
// quantiles and (from p·x+q > 1 on) the means of customers exist all the same.
type GammaGamma struct {
	P     float64 // shape of a customer's amounts, > 0: the squared coefficient of variation is 1/P
	Q     float64 // shape of the customers' rates, > 0; the population mean exists if Q > 1
	Gamma float64 // rate of the customers' rates, > 0, in money
}

// Params implements clientele.Model: p, q and gamma.
func (m GammaGamma) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "p", Value: m.P, Domain: clientele.DomainPositive},
		{Name: "q", Value: m.Q, Domain: clientele.DomainPositive},
		{Name: "gamma", Value: m.Gamma, Domain: clientele.DomainPositive},
	}
}

// WithParams implements clientele.Model; v is p, q and gamma.
func (GammaGamma) WithParams(v []float64) GammaGamma { return GammaGamma{v[0], v[1], v[2]} }

// MarshalJSON writes {"p":…,"q":…,"gamma":…}.
func (m GammaGamma) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *GammaGamma) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// valid reports whether the parameters are positive and finite.
func (m GammaGamma) valid() bool {
	return m.P > 0 && m.Q > 0 && m.Gamma > 0 && !math.IsInf(m.P+m.Q+m.Gamma, 1)
}

// positive reports whether s is a spend that models of positive amounts can
// have produced: no purchase, or some with a positive mean.
func positive(s clientele.Spend) bool {
	if s.Count == 0 {
		return s.Mean == 0
	}
	return s.Count > 0 && s.Mean > 0 && !math.IsInf(s.Mean, 1)
}

// LogProb returns the log-density of the mean of a customer's purchases (eq. 1a);
// it uses no amounts of single purchases, see LogProbDetail.
//
// Special cases are:
//
//	LogProb of a customer without purchases = 0
//	LogProb of a mean ≤ 0 = NaN
func (m GammaGamma) LogProb(s clientele.Spend) float64 {
	switch {
	case !m.valid() || !positive(s):
		return math.NaN()
	case s.Count == 0:
		return 0
	}
	px, total := m.P*float64(s.Count), float64(s.Count)*s.Mean
	above, below := logOdds(m.Gamma, math.Log(m.Gamma), total, math.Log(total))
	return -special.LogBeta(px, m.Q) - px*above - m.Q*below - math.Log(s.Mean)
}

// logOdds returns ln((γ+s)/s) and ln((γ+s)/γ) for positive γ and s, each to
// full precision where it is small, with one logarithm.
func logOdds(gamma, logGamma, s, logS float64) (overS, overGamma float64) {
	if s < gamma {
		l := math.Log1p(s / gamma)
		return l + (logGamma - logS), l
	}
	l := math.Log1p(gamma / s)
	return l, l + (logS - logGamma)
}

// LogLikelihood returns the log-likelihood of all customers of p.
func (m GammaGamma) LogLikelihood(p *SpendPanel) float64 { return logLikelihood(p.All(), m.LogProb) }

// Posterior returns the model of a customer with spend s, which is again a
// GammaGamma, with P, Q + P·Count and Gamma + Count·Mean; its Mean, Quantile
// and the like are those of the customer.
func (m GammaGamma) Posterior(s clientele.Spend) GammaGamma {
	if !m.valid() || !positive(s) {
		return GammaGamma{math.NaN(), math.NaN(), math.NaN()}
	}
	x := float64(s.Count)
	return GammaGamma{m.P, m.Q + m.P*x, m.Gamma + x*s.Mean}
}

// ExpectedSpend returns E[mean amount a purchase | s] = p(γ + x·m)/(px+q−1)
// (eq. 5): a weighted mean of the customer's own and the population's.
//
// Special cases are:
//
//	ExpectedSpend = Mean() for a customer without purchases
//	ExpectedSpend = +Inf if P·Count + Q ≤ 1, where the mean does not exist
//	ExpectedSpend = NaN for a mean ≤ 0 with purchases
func (m GammaGamma) ExpectedSpend(s clientele.Spend) float64 { return m.Posterior(s).Mean() }

// VarSpend returns the posterior variance of the customer's mean amount.
//
// Special cases are:
//
//	VarSpend = +Inf if P·Count + Q ≤ 2
func (m GammaGamma) VarSpend(s clientele.Spend) float64 { return m.Posterior(s).Var() }

// SpendQuantile returns the value below which the customer's mean amount lies
// with probability prob in [0, 1]; it exists for all parameters.
func (m GammaGamma) SpendQuantile(s clientele.Spend, prob float64) float64 {
	return m.Posterior(s).Quantile(prob)
}

// SpendInterval returns the central interval that holds the customer's mean
// amount with probability level, at these parameters. Level must lie in (0, 1),
// or SpendInterval panics.
func (m GammaGamma) SpendInterval(s clientele.Spend, level float64) clientele.Interval {
	return central(level, m.Posterior(s).Quantile)
}

// central returns the interval between the quantiles (1−level)/2 and (1+level)/2.
func central(level float64, quantile func(prob float64) float64) clientele.Interval {
	if !(level > 0 && level < 1) {
		panic("spend: level of an interval must lie between 0 and 1")
	}
	return clientele.Interval{Lo: quantile((1 - level) / 2), Hi: quantile((1 + level) / 2), Level: level}
}

// Mean returns the mean amount of a new customer, p·γ/(q−1).
//
// Special cases are:
//
//	Mean = +Inf if Q ≤ 1
func (m GammaGamma) Mean() float64 {
	switch {
	case !m.valid():
		return math.NaN()
	case m.Q <= 1:
		return math.Inf(1)
	}
	return m.P * m.Gamma / (m.Q - 1)
}

// Var returns the variance of the mean amounts of new customers (not of single amounts).
//
// Special cases are:
//
//	Var = +Inf if Q ≤ 2
func (m GammaGamma) Var() float64 {
	switch {
	case !m.valid():
		return math.NaN()
	case m.Q <= 2:
		return math.Inf(1)
	}
	mean := m.Mean()
	return mean * mean / (m.Q - 2)
}

// Quantile returns the value below which a new customer's mean amount lies with
// probability prob in [0, 1]: p·γ over the upper quantile of a gamma variate
// with shape q. It exists for all parameters; Quantile(0.5) is the number to
// show where the mean is infinite.
func (m GammaGamma) Quantile(prob float64) float64 {
	if !m.valid() || !(prob >= 0 && prob <= 1) {
		return math.NaN()
	}
	return m.P * (m.Gamma / mathext.GammaIncRegCompInv(m.Q, prob))
}
