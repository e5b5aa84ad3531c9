package checking

import (
	"math"

	"github.com/clientele-go/clientele/internal/bisect"
)

// The discrepancy of a total is the logarithm by which it lies from its forecast beyond
// what chance and estimates explain. Of a forecast t ahead from an observation of length
// L it is taken to be
//
//	√g·(β + ε),  β ~ N(0, λτ²),  ε ~ N(0, (1 − λ)τ²),  g = (t/L)^γ
//
// β is the base's own and comes again each time: the models' error. ε is the time's own:
// seasons, fashions, promotions. With seasons alone γ would be below 0, as they even out,
// with rates that wander it would be 1. What is here is estimated from simulated shops
// (TestTrackPrior).
const (
	discrepancyShare  = 0.3 // λ
	discrepancyGrowth = 0.7 // γ
)

// growth returns g; that of a base that was not observed is 1.
func growth(t, observed float64) float64 {
	if !(observed > 0) {
		return 1
	}
	return math.Pow(t/observed, discrepancyGrowth)
}

// miss is a past forecast of a total against what came: the logarithm of what came over
// what was expected, the variance that chance and estimates leave it, and g.
type miss struct{ log, variance, growth float64 }

// discrepancy is what is believed of τ and β: shares of some values of τ, and for each
// what then is believed of β.
type discrepancy [discrepancyNodes]struct{ share, own, mean, variance float64 } // own is the variance of ε

// The prior, ln τ ~ N(ln scale, doubt²), is looked at from −reach to reach doubts.
const (
	discrepancyNodes = 41
	discrepancyReach = 3.5
)

// learn returns what is believed after the misses. Given τ they are normal, and β is
// integrated out:
//
//	vᵢ = varianceᵢ + (1 − λ)τ²gᵢ,  P = 1/(λτ²) + Σ gᵢ/vᵢ,  m = Σ logᵢ·√gᵢ/vᵢ / P
//	β | τ, misses ~ N(m, 1/P)
//	p(τ | misses) ∝ p(τ) · exp(½·m²P) · (λτ²P)^(−½) · Π vᵢ^(−½)·exp(−½·logᵢ²/vᵢ)
func learn(scale, doubt float64, misses []miss) *discrepancy {
	d := new(discrepancy)
	var logs [discrepancyNodes]float64
	most := math.Inf(-1)
	for i := range d {
		z := discrepancyReach * (2*float64(i)/(discrepancyNodes-1) - 1)
		tau2 := math.Pow(scale*math.Exp(doubt*z), 2)
		prior := discrepancyShare * tau2
		own := tau2 - prior
		precision, sum, log := 1/prior, 0.0, -z*z/2
		for _, m := range misses {
			v := m.variance + own*m.growth
			precision += m.growth / v
			sum += m.log * math.Sqrt(m.growth) / v
			log -= (m.log*m.log/v + math.Log(v)) / 2
		}
		mean := sum / precision
		logs[i] = log + (mean*mean*precision-math.Log(prior*precision))/2
		most = math.Max(most, logs[i])
		d[i].own, d[i].mean, d[i].variance = own, mean, 1/precision
	}
	total := 0.0
	for i := range d {
		d[i].share = math.Exp(logs[i] - most)
		total += d[i].share
	}
	for i := range d {
		d[i].share /= total
	}
	return d
}

// mean returns what β is expected to be.
func (d *discrepancy) mean() float64 {
	sum := 0.0
	for _, n := range d {
		sum += n.share * n.mean
	}
	return sum
}

// rms returns the root of the mean of (β + ε)².
func (d *discrepancy) rms() float64 {
	sum := 0.0
	for _, n := range d {
		sum += n.share * (n.own + n.variance + n.mean*n.mean)
	}
	return math.Sqrt(sum)
}

// quantile returns the z with P(ln total − ln expected ≤ z) = p for a total that chance
// and estimates leave a variance of the logarithm: of a mixture of normals, which has
// wide tails, as a Student's t, where little is known of τ.
func (d *discrepancy) quantile(variance, growth, p float64) float64 {
	root, far := math.Sqrt(growth), 0.0
	for _, n := range d {
		far = math.Max(far, math.Abs(n.mean)*root+40*math.Sqrt(variance+(n.own+n.variance)*growth)) // where any level is reached
	}
	z, _ := bisect.Between(-far, far, 80, func(z float64) bool {
		sum := 0.0
		for _, n := range d {
			sum += n.share * math.Erfc((n.mean*root-z)/math.Sqrt(2*(variance+(n.own+n.variance)*growth))) / 2
		}
		return sum < p
	})
	return z
}
