package mcmc

import (
	"math"

	"github.com/clientele-go/clientele"
)

// RateInterval returns the interval between equal tails of the posterior of
// customer i's purchase rate λ. Level must lie in (0, 1), or RateInterval panics.
func (p *AbePosterior) RateInterval(i int, level float64) clientele.Interval {
	return p.latent.interval(p.base.place[i], 0, level)
}

// DropoutInterval returns the same of the dropout rate μ.
func (p *AbePosterior) DropoutInterval(i int, level float64) clientele.Interval {
	return p.latent.interval(p.base.place[i], 1, level)
}

// RegularityInterval returns the interval between equal tails of the posterior of
// the shape k of customer i's times between purchases. Level must lie in (0, 1),
// or RegularityInterval panics.
func (p *ParetoGGGPosterior) RegularityInterval(i int, level float64) clientele.Interval {
	return p.latent.interval(p.base.place[i], 0, level)
}

// RateInterval returns the same of the purchase rate λ.
func (p *ParetoGGGPosterior) RateInterval(i int, level float64) clientele.Interval {
	return p.latent.interval(p.base.place[i], 1, level)
}

// DropoutInterval returns the same of the dropout rate μ.
func (p *ParetoGGGPosterior) DropoutInterval(i int, level float64) clientele.Interval {
	return p.latent.interval(p.base.place[i], 2, level)
}

// interval returns that of a field that is kept as a logarithm.
func (l *latents) interval(customer, field int, level float64) clientele.Interval {
	if !(level > 0 && level < 1) {
		panic("mcmc: level of an interval must lie between 0 and 1")
	}
	all := l.of(customer)
	values := make([]float64, 0, l.draws)
	for d := field; d < len(all); d += l.fields {
		values = append(values, math.Exp(float64(all[d])))
	}
	return interval(level, values)
}
