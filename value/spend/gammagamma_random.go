package spend

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
)

// Rand draws a new customer and the mean of n purchases. For n < 1 or invalid
// parameters the spend is empty.
func (m GammaGamma) Rand(r *rand.Rand, n int) clientele.Spend {
	if n < 1 || !m.valid() {
		return clientele.Spend{}
	}
	// The sum of n gamma variates of shape p is one of shape n·p.
	rate := m.randRate(r)
	total := distuv.Gamma{Alpha: m.P * float64(n), Beta: 1, Src: r}.Rand()
	return clientele.Spend{Count: n, Mean: amount(total / float64(n) / rate)}
}

// AppendAmounts draws the amounts of the next n purchases of a customer with
// spend s from the posterior predictive distribution and appends them to dst.
// For a spend or parameters that are not valid it appends NaN.
func (m GammaGamma) AppendAmounts(dst []float64, r *rand.Rand, s clientele.Spend, n int) []float64 {
	post := m.Posterior(s)
	if !post.valid() {
		for range n {
			dst = append(dst, math.NaN())
		}
		return dst
	}
	rate := post.randRate(r)
	one := distuv.Gamma{Alpha: m.P, Beta: 1, Src: r}
	for range n {
		dst = append(dst, amount(one.Rand()/rate))
	}
	return dst
}

// randRate draws ν of a customer.
func (m GammaGamma) randRate(r *rand.Rand) float64 {
	return distuv.Gamma{Alpha: m.Q, Beta: 1, Src: r}.Rand() / m.Gamma
}

// amount keeps a drawn amount inside what a panel takes: with shapes near 0,
// variates underflow and quotients overflow, or are 0/0.
func amount(v float64) float64 {
	if !(v > 1/maxAmount) {
		return 1 / maxAmount
	}
	return math.Min(v, maxAmount)
}
