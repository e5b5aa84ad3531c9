package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
)

// ParetoGGG is a population of the Pareto/GGG model [Platzer and Reutterer
// 2016]: Pareto/NBD with a rhythm. While alive, a customer's times between
// purchases are gamma distributed with shape k and mean 1/λ: k > 1 is regular,
// k = 1 random, k < 1 clumpy; the lifetime is exponential with rate μ and
// unobserved. k, λ and μ are gamma distributed, independently.
type ParetoGGG struct {
	T     float64 // shape of k, > 0
	Gamma float64 // rate of k, > 0
	R     float64 // shape of the purchase rates λ, > 0
	Alpha float64 // rate of the purchase rates, > 0, in time units of the histories
	S     float64 // shape of the dropout rates μ, > 0
	Beta  float64 // rate of the dropout rates, > 0, in time units of the histories

	Unit clientele.Unit // of the times; 0 if it is not known. A draw has that of the SamplingOptions
}

// TimeUnit returns Unit.
func (m ParetoGGG) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m ParetoGGG) WithUnit(u clientele.Unit) ParetoGGG {
	m.Unit = u
	return m
}

// Params returns t, gamma, r, alpha, s and beta.
func (m ParetoGGG) Params() []clientele.Param {
	names := [6]string{"t", "gamma", "r", "alpha", "s", "beta"}
	out := make([]clientele.Param, 6)
	for i, v := range [6]float64{m.T, m.Gamma, m.R, m.Alpha, m.S, m.Beta} {
		out[i] = clientele.Param{Name: names[i], Value: v, Domain: clientele.DomainPositive}
	}
	return out
}

// WithParams returns the model with the parameters v, in the order of Params, and the same Unit.
func (m ParetoGGG) WithParams(v []float64) ParetoGGG {
	return ParetoGGG{v[0], v[1], v[2], v[3], v[4], v[5], m.Unit}
}

// MarshalJSON writes {"t":…,"gamma":…,"r":…,"alpha":…,"s":…,"beta":…}.
func (m ParetoGGG) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *ParetoGGG) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// Rand draws a new customer observed to the given age.
func (m ParetoGGG) Rand(r *rand.Rand, age float64) SampledCustomer {
	person := gammaGaps{
		k:      math.Exp(variate.LogGamma(r, m.T)) / m.Gamma,
		lambda: math.Exp(variate.LogGamma(r, m.R)) / m.Alpha,
		mu:     math.Exp(variate.LogGamma(r, m.S)) / m.Beta,
	}
	return person.rand(r, age)
}

// rand draws a new customer. Purchases closer than a part in 2⁴⁰ of the age
// could not be told apart and are moved that far.
func (p gammaGaps) rand(r *rand.Rand, age float64) SampledCustomer {
	c := SampledCustomer{History: clientele.History{Age: age}}
	end := math.Min(age, r.ExpFloat64()/p.mu)
	kappa, least := p.k*p.lambda, age*0x1p-40
	for {
		logGap := math.Max(variate.LogGamma(r, p.k)-math.Log(kappa), math.Log(least))
		at := c.History.Last + math.Exp(logGap)
		if !(at <= end) || c.History.Repeats == clientele.MaxRepeats {
			return c
		}
		c.History.Repeats++
		c.History.Last = at
		c.LogGaps += logGap
	}
}
