// Package betabinomial knows what a ratio says of a probability that varies
// like a beta distribution: the algebra behind every shrinkage of ratios.
package betabinomial

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/bisect"
	"github.com/clientele-go/clientele/internal/special"
	"gonum.org/v1/gonum/mathext"
)

// Beta is a distribution of probabilities.
type Beta struct{ A, B float64 }

// Jeffreys is the prior of one who knows nothing: it weighs one case.
var Jeffreys = Beta{0.5, 0.5}

// Mean returns the mean probability.
func (p Beta) Mean() float64 { return p.A / (p.A + p.B) }

// Posterior returns what p becomes once r was seen.
func (p Beta) Posterior(r clientele.Ratio) Beta {
	return Beta{p.A + r.Hits, p.B + (r.Trials - r.Hits)}
}

// LogProb returns ln P(r.Hits | r.Trials) without the binomial coefficient, as
// differences of lnΓ that do not cancel where p is narrow.
func (p Beta) LogProb(r clientele.Ratio) float64 {
	return special.LogRise(p.A, r.Hits) + special.LogRise(p.B, r.Trials-r.Hits) - special.LogRise(p.A+p.B, r.Trials)
}

// Slopes returns the gradient of LogProb in A and B, and the Hessian's lower
// triangle: differences that do not cancel either, since a fit to ratios that are all
// alike takes A and B to infinity.
func (p Beta) Slopes(r clientele.Ratio) (d [2]float64, dd [3]float64) {
	misses, all := r.Trials-r.Hits, p.A+p.B
	one, two := special.DigammaRise(all, r.Trials), special.TrigammaRise(all, r.Trials)
	return [2]float64{special.DigammaRise(p.A, r.Hits) - one, special.DigammaRise(p.B, misses) - one},
		[3]float64{special.TrigammaRise(p.A, r.Hits) - two, -two, special.TrigammaRise(p.B, misses) - two}
}

// Interval returns the equal-tailed interval of a probability; NaN if p is no distribution.
func (p Beta) Interval(level float64) clientele.Interval {
	if !(p.A > 0 && p.B > 0) {
		return clientele.Interval{Lo: math.NaN(), Hi: math.NaN(), Level: level}
	}
	return clientele.Interval{
		Lo:    mathext.InvRegIncBeta(p.A, p.B, (1-level)/2),
		Hi:    mathext.InvRegIncBeta(p.A, p.B, (1+level)/2),
		Level: level,
	}
}

// Mixture is a beta distribution that is not known for certain.
type Mixture []Part

// Part is one that it may be, with its probability.
type Part struct {
	Beta
	Weight float64
}

// Posterior returns the mixture for one whose own ratio is r; the ratio has told
// already, with the others, how probable the parts are.
func (m Mixture) Posterior(r clientele.Ratio) Mixture {
	out := make(Mixture, len(m))
	for i, p := range m {
		out[i] = Part{p.Beta.Posterior(r), p.Weight}
	}
	return out
}

// Mean returns the mean probability.
func (m Mixture) Mean() float64 {
	sum := 0.0
	for _, p := range m {
		sum += p.Weight * p.Mean()
	}
	return sum
}

// Interval returns the equal-tailed interval of a probability, to 1e-6.
func (m Mixture) Interval(level float64) clientele.Interval {
	if len(m) == 1 {
		return m[0].Beta.Interval(level)
	}
	quantile := func(q float64) float64 {
		below, above := bisect.Between(0, 1, 20, func(x float64) bool {
			cdf := 0.0
			for _, p := range m {
				cdf += p.Weight * mathext.RegIncBeta(p.A, p.B, x)
			}
			return cdf < q
		})
		return (below + above) / 2
	}
	return clientele.Interval{Lo: quantile((1 - level) / 2), Hi: quantile((1 + level) / 2), Level: level}
}
