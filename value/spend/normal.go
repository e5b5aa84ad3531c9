package spend

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
)

// Normal is the normal–normal model of amounts of any sign, such as margins
// [Schmittlein and Peterson 1994]. A customer's amounts are normal around the
// customer's own mean θ with standard deviation SigmaW; θ is normal over
// customers with mean Mu and standard deviation SigmaA:
//
//	z | θ ~ N(θ, σ_W²),  θ ~ N(μ, σ_A²),  mean of x purchases ~ N(μ, σ_A² + σ_W²/x)
//
// A mean below 0 is an ordinary answer here.
type Normal struct {
	Mu     float64 // mean amount of the population
	SigmaA float64 // standard deviation of the customers' means ("among"), > 0
	SigmaW float64 // standard deviation of a customer's amounts ("within"), > 0
}

// Params implements clientele.Model: mu, sigma_a and sigma_w.
func (m Normal) Params() []clientele.Param { return hierarchyParams(m) }

func hierarchyParams(m Normal) []clientele.Param {
	return []clientele.Param{
		{Name: "mu", Value: m.Mu, Domain: clientele.DomainReal},
		{Name: "sigma_a", Value: m.SigmaA, Domain: clientele.DomainPositive},
		{Name: "sigma_w", Value: m.SigmaW, Domain: clientele.DomainPositive},
	}
}

// WithParams implements clientele.Model; v is mu, sigma_a and sigma_w.
func (Normal) WithParams(v []float64) Normal { return Normal{v[0], v[1], v[2]} }

// MarshalJSON writes {"mu":…,"sigma_a":…,"sigma_w":…}.
func (m Normal) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *Normal) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// valid admits SigmaA = 0, the posterior of a customer who is known exactly.
func (m Normal) valid() bool {
	return m.SigmaA >= 0 && m.SigmaW > 0 && !math.IsInf(m.SigmaA+m.SigmaW, 1) && !math.IsNaN(m.Mu) && !math.IsInf(m.Mu, 0)
}

// knows reports whether s is possible.
func (m Normal) knows(s clientele.Spend) bool {
	return s.Count > 0 && !math.IsNaN(s.Mean) && !math.IsInf(s.Mean, 0) || s == clientele.Spend{}
}

// LogProb returns the log-density of the mean of a customer's purchases; 0 for
// a customer without any.
func (m Normal) LogProb(s clientele.Spend) float64 {
	if !m.valid() || !m.knows(s) {
		return math.NaN()
	}
	if s.Count == 0 {
		return 0
	}
	sd := math.Hypot(m.SigmaA, m.SigmaW/math.Sqrt(float64(s.Count)))
	return distuv.Normal{Mu: m.Mu, Sigma: sd}.LogProb(s.Mean)
}

// LogProbDetail returns the log-density of a customer's single amounts,
// comparable with that of the other models; 0 for a customer without any.
func (m Normal) LogProbDetail(d PurchaseDetail) float64 {
	if !m.valid() || d.Check() != nil {
		return math.NaN()
	}
	return m.kernel().logProb(amounts(d))
}

// LogLikelihood returns the log-likelihood of the single amounts of all
// customers of p.
func (m Normal) LogLikelihood(p *DetailPanel) float64 { return logLikelihood(p.All(), m.LogProbDetail) }

// Posterior returns the model of a customer with spend s, which is again
// Normal: with ρ = xσ_A²/(xσ_A² + σ_W²), its Mu is ρ·mean + (1−ρ)μ and its
// SigmaA is σ_A √(1−ρ).
func (m Normal) Posterior(s clientele.Spend) Normal {
	if !m.valid() || !m.knows(s) {
		return Normal{math.NaN(), math.NaN(), math.NaN()}
	}
	return m.update(float64(s.Count), s.Mean)
}

func (m Normal) update(x, mean float64) Normal {
	a, w := m.SigmaA/m.SigmaW, 1+x*(m.SigmaA/m.SigmaW)*(m.SigmaA/m.SigmaW)
	rho := x * a * a / w
	return Normal{m.Mu + rho*(mean-m.Mu), m.SigmaA / math.Sqrt(w), m.SigmaW}
}

// ExpectedSpend returns the posterior mean of a customer's mean amount, which
// may be negative; that of the population without purchases.
func (m Normal) ExpectedSpend(s clientele.Spend) float64 { return m.Posterior(s).Mean() }

// VarSpend returns the posterior variance of the customer's mean amount.
func (m Normal) VarSpend(s clientele.Spend) float64 { return m.Posterior(s).Var() }

// SpendQuantile returns the value below which the customer's mean amount lies
// with probability prob in [0, 1].
func (m Normal) SpendQuantile(s clientele.Spend, prob float64) float64 {
	return m.Posterior(s).Quantile(prob)
}

// SpendInterval returns the central interval that holds the customer's mean
// amount with probability level, at these parameters. Level must lie in (0, 1),
// or SpendInterval panics.
func (m Normal) SpendInterval(s clientele.Spend, level float64) clientele.Interval {
	return central(level, m.Posterior(s).Quantile)
}

// Mean returns the mean amount of a new customer.
func (m Normal) Mean() float64 {
	if !m.valid() {
		return math.NaN()
	}
	return m.Mu
}

// Var returns the variance of the mean amounts of new customers (not of single amounts).
func (m Normal) Var() float64 {
	if !m.valid() {
		return math.NaN()
	}
	return m.SigmaA * m.SigmaA
}

// Quantile returns the value below which a new customer's mean amount lies with
// probability prob in [0, 1].
func (m Normal) Quantile(prob float64) float64 {
	if !m.valid() || !(prob >= 0 && prob <= 1) {
		return math.NaN()
	}
	if m.SigmaA == 0 {
		return m.Mu
	}
	return distuv.Normal{Mu: m.Mu, Sigma: m.SigmaA}.Quantile(prob)
}

// Rand draws a new customer and the mean of n purchases. For n < 1 or invalid
// parameters the spend is empty.
func (m Normal) Rand(r *rand.Rand, n int) clientele.Spend {
	if n < 1 || !m.valid() {
		return clientele.Spend{}
	}
	theta := m.Mu + m.SigmaA*r.NormFloat64()
	return clientele.Spend{Count: n, Mean: theta + m.SigmaW/math.Sqrt(float64(n))*r.NormFloat64()}
}

// AppendAmounts draws the amounts of the next n purchases of a customer with
// spend s from the posterior predictive distribution and appends them to dst.
// For a spend or parameters that are not valid it appends NaN.
func (m Normal) AppendAmounts(dst []float64, r *rand.Rand, s clientele.Spend, n int) []float64 {
	post := m.Posterior(s)
	theta := post.Mu + post.SigmaA*r.NormFloat64()
	for range n {
		dst = append(dst, theta+post.SigmaW*r.NormFloat64())
	}
	return dst
}
