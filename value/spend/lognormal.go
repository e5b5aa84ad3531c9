package spend

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
)

// LogNormal is the normal–normal model of the logarithms of amounts: a
// customer's amounts are lognormal around the customer's own level θ, and θ is
// normal over customers:
//
//	ln z | θ ~ N(θ, σ_W²),  θ ~ N(μ, σ_A²)
//
// The customer's mean amount is exp(θ + σ_W²/2). Its sufficient statistic is the
// mean of the logarithms (Detail). From count and mean of the amounts alone
// (Spend) the answers are approximate: given θ, the mean of x amounts is taken
// as lognormal with the right mean and variance (Fenton 1960), which is exact
// for x = 1.
type LogNormal struct {
	Mu     float64 // mean of ln amount in the population
	SigmaA float64 // standard deviation of the customers' levels ("among"), > 0
	SigmaW float64 // standard deviation of a customer's ln amounts ("within"), > 0
}

// Params implements clientele.Model: mu, sigma_a and sigma_w.
func (m LogNormal) Params() []clientele.Param { return hierarchyParams(m.log()) }

// WithParams implements clientele.Model; v is mu, sigma_a and sigma_w.
func (LogNormal) WithParams(v []float64) LogNormal { return LogNormal{v[0], v[1], v[2]} }

// MarshalJSON writes {"mu":…,"sigma_a":…,"sigma_w":…}.
func (m LogNormal) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *LogNormal) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// log is the model of the logarithms.
func (m LogNormal) log() Normal { return Normal(m) }

// LogProb returns the approximate log-density of the mean of a customer's
// purchases; 0 for a customer without any.
func (m LogNormal) LogProb(s clientele.Spend) float64 {
	if !m.log().valid() || !positive(s) {
		return math.NaN()
	}
	if s.Count == 0 {
		return 0
	}
	level, noise := m.level(s)
	return Normal{m.Mu, m.SigmaA, noise}.LogProb(clientele.Spend{Count: 1, Mean: level}) - math.Log(s.Mean)
}

// level reads ln mean as a noisy observation of θ and returns it with the
// standard deviation of the noise.
func (m LogNormal) level(s clientele.Spend) (level, noise float64) {
	w2 := m.SigmaW * m.SigmaW
	noise2 := math.Log1p(math.Expm1(w2) / float64(s.Count)) // of ln mean
	if math.IsInf(noise2, 1) {
		noise2 = w2 - math.Log(float64(s.Count))
	}
	return math.Log(s.Mean) - w2/2 + noise2/2, math.Sqrt(noise2)
}

// LogProbDetail returns the log-density of a customer's single amounts,
// comparable with that of the other models; 0 for a customer without any.
//
// Special cases are:
//
//	LogProbDetail with an amount ≤ 0 = NaN
func (m LogNormal) LogProbDetail(d PurchaseDetail) float64 {
	if !m.log().valid() || d.Check() != nil || d.NonPositive > 0 {
		return math.NaN()
	}
	return m.kernel().logProb(logs(d)) - float64(d.Count)*d.MeanLog
}

// LogLikelihood returns the log-likelihood of the single amounts of all
// customers of p.
func (m LogNormal) LogLikelihood(p *DetailPanel) float64 {
	return logLikelihood(p.All(), m.LogProbDetail)
}

// PosteriorDetail returns the model of a customer whose purchases are known one
// by one, which is again LogNormal; it is exact.
func (m LogNormal) PosteriorDetail(d PurchaseDetail) LogNormal {
	if !m.log().valid() || d.Check() != nil || d.NonPositive > 0 {
		return LogNormal{math.NaN(), math.NaN(), math.NaN()}
	}
	return LogNormal(m.log().update(float64(d.Count), d.MeanLog))
}

// Posterior returns the model of a customer with spend s, approximate for
// Count > 1.
func (m LogNormal) Posterior(s clientele.Spend) LogNormal {
	switch {
	case !m.log().valid() || !positive(s):
		return LogNormal{math.NaN(), math.NaN(), math.NaN()}
	case s.Count == 0:
		return m
	}
	level, noise := m.level(s)
	post := Normal{m.Mu, m.SigmaA, noise}.update(1, level)
	return LogNormal{post.Mu, post.SigmaA, m.SigmaW}
}

// ExpectedSpend returns E[mean amount a purchase | s], approximate for Count > 1,
// and with it every value computed from it (value.CLV);
// PosteriorDetail(d).Mean() is exact.
func (m LogNormal) ExpectedSpend(s clientele.Spend) float64 { return m.Posterior(s).Mean() }

// VarSpend returns the posterior variance of the customer's mean amount.
func (m LogNormal) VarSpend(s clientele.Spend) float64 { return m.Posterior(s).Var() }

// SpendQuantile returns the value below which the customer's mean amount lies
// with probability prob in [0, 1].
func (m LogNormal) SpendQuantile(s clientele.Spend, prob float64) float64 {
	return m.Posterior(s).Quantile(prob)
}

// SpendInterval returns the central interval that holds the customer's mean
// amount with probability level, at these parameters. Level must lie in (0, 1),
// or SpendInterval panics.
func (m LogNormal) SpendInterval(s clientele.Spend, level float64) clientele.Interval {
	return central(level, m.Posterior(s).Quantile)
}

// Mean returns the mean amount of a new customer, exp(μ + σ_A²/2 + σ_W²/2).
func (m LogNormal) Mean() float64 {
	return math.Exp(m.log().Mean() + m.SigmaA*m.SigmaA/2 + m.SigmaW*m.SigmaW/2)
}

// Var returns the variance of the mean amounts of new customers (not of single amounts).
func (m LogNormal) Var() float64 {
	mean := m.Mean()
	return mean * mean * math.Expm1(m.SigmaA*m.SigmaA)
}

// Quantile returns the value below which a new customer's mean amount lies with
// probability prob in [0, 1].
func (m LogNormal) Quantile(prob float64) float64 {
	return math.Exp(m.log().Quantile(prob) + m.SigmaW*m.SigmaW/2)
}

// Rand draws a new customer and the mean of n purchases. For n < 1 or invalid
// parameters the spend is empty.
func (m LogNormal) Rand(r *rand.Rand, n int) clientele.Spend {
	if n < 1 || !m.log().valid() {
		return clientele.Spend{}
	}
	theta := m.Mu + m.SigmaA*r.NormFloat64()
	total := 0.0
	for range n {
		total += amount(math.Exp(theta + m.SigmaW*r.NormFloat64()))
	}
	return clientele.Spend{Count: n, Mean: amount(total / float64(n))}
}

// AppendAmounts draws the amounts of the next n purchases of a customer with
// spend s from the posterior predictive distribution and appends them to dst.
// For a spend or parameters that are not valid it appends NaN.
func (m LogNormal) AppendAmounts(dst []float64, r *rand.Rand, s clientele.Spend, n int) []float64 {
	post := m.Posterior(s)
	theta := post.Mu + post.SigmaA*r.NormFloat64()
	for range n {
		dst = append(dst, amount(math.Exp(theta+post.SigmaW*r.NormFloat64())))
	}
	return dst
}
