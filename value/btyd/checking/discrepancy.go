package checking

import (
	"math"

	"github.com/clientele-go/clientele/internal/bisect"
)

// miss is a past forecast of a total against what came: the logarithm of what came over
// what was expected, the variance that chance and estimates leave it, and the growth of τ².
type miss struct{ log, variance, growth float64 }

// growth returns how many times τ² is that of a horizon as long as the observation: of a
// longer one as that of a random walk, of a shorter one the same.
func growth(horizon, observed float64) float64 {
	if !(observed > 0) {
		return 1
	}
	return math.Max(1, horizon/observed)
}

// discrepancy is what is believed of the standard deviation τ of the logarithm by which
// a base's totals lie from their forecasts beyond chance and estimates: shares of some
// values of it.
type discrepancy struct{ sd, share [discrepancyNodes]float64 }

// The prior, ln τ ~ N(ln scale, doubt²), is looked at from −reach to reach doubts.
const (
	discrepancyNodes = 41
	discrepancyReach = 3.5
)

// learn returns what is believed of τ after the misses, each N(0, vᵢ) with
// vᵢ = variance + growth·τ²:
//
//	p(τ | misses) ∝ p(τ) · Π vᵢ^(−½)·exp(−½·missᵢ²/vᵢ)
func learn(scale, doubt float64, misses []miss) *discrepancy {
	d := new(discrepancy)
	var logs [discrepancyNodes]float64
	most := math.Inf(-1)
	for i := range d.sd {
		z := discrepancyReach * (2*float64(i)/(discrepancyNodes-1) - 1)
		d.sd[i] = scale * math.Exp(doubt*z)
		logs[i] = -z * z / 2
		for _, m := range misses {
			v := m.variance + d.sd[i]*d.sd[i]*m.growth
			logs[i] -= (m.log*m.log/v + math.Log(v)) / 2
		}
		most = math.Max(most, logs[i])
	}
	sum := 0.0
	for i := range logs {
		d.share[i] = math.Exp(logs[i] - most)
		sum += d.share[i]
	}
	for i := range d.share {
		d.share[i] /= sum
	}
	return d
}

// rms returns the root of the mean of τ².
func (d *discrepancy) rms() float64 {
	sum := 0.0
	for i, t := range d.sd {
		sum += d.share[i] * t * t
	}
	return math.Sqrt(sum)
}

// half returns the z with P(|ln total − ln expected| ≤ z) = level, for a total that
// chance and estimates leave a variance of the logarithm: of a mixture of normals, which
// has wide tails, as a Student's t, where little is known of τ.
func (d *discrepancy) half(variance, growth, level float64) float64 {
	within := func(z float64) float64 {
		p := 0.0
		for i, t := range d.sd {
			p += d.share[i] * math.Erf(z/math.Sqrt(2*(variance+t*t*growth)))
		}
		return p
	}
	most := d.sd[discrepancyNodes-1]
	far := 40 * math.Sqrt(variance+most*most*growth) // where any level is reached
	z, _ := bisect.Between(0, far, 80, func(z float64) bool { return within(z) < level })
	return z
}
