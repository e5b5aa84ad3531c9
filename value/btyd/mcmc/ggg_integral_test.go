package mcmc

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
)

// logGammaDensity is that of the logarithm of a gamma variate.
func logGammaDensity(y, shape, rate float64) float64 {
	return shape*(y+math.Log(rate)) - rate*math.Exp(y) - lgamma(shape)
}

// precise returns the integral of what a customer says over ln k, ln λ and ln μ,
// and the means of these, of ln k·ln λ and of ln λ·ln μ.
func (c *gggIntegral) precise(p *gggPerson) six {
	m := c.pop
	logGap := math.Log(math.Max(p.gap, 1e-300))
	all := trapezoid(-4, 4, 0.1, func(logK float64) six {
		k := math.Exp(logK)
		gammaK := lgamma(k)
		return trapezoid(-9, 5, 0.1, func(logLambda float64) six {
			kappa := k * math.Exp(logLambda)
			said := logGammaDensity(logK, m.T, m.Gamma) + logGammaDensity(logLambda, m.R, m.Alpha) +
				k*p.x*math.Log(kappa) - p.x*gammaK - kappa*p.last + (k-1)*p.logGaps
			if said < -40 {
				return six{}
			}
			return trapezoid(-14, 4, 0.4, func(logMu float64) six {
				person := gammaGaps{k, math.Exp(logLambda), math.Exp(logMu)}
				d := math.Exp(said+logGammaDensity(logMu, m.S, m.Beta)-person.mu*p.last) * person.silence(p.gap, logGap, math.Log(kappa), gammaK)
				return six{d, d * logK, d * logLambda, d * logMu, d * logK * logLambda, d * logLambda * logMu}
			})
		})
	})
	for i := range all[1:] {
		all[i+1] /= all[0]
	}
	return all
}

// The sums over nodes are the integrals over a customer's rates, and customers
// are drawn from what is integrated.
func TestGGGIntegral(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	var c gggIntegral
	for _, m := range []ParetoGGG{{T: 4, Gamma: 2.5, R: 1.2, Alpha: 0.4, S: 1.2, Beta: 0.5}, {T: 9, Gamma: 2, R: 2, Alpha: 0.3, S: 1.5, Beta: 1}} {
		c.reset(m)
		for _, p := range []gggPerson{{gap: 1}, {gap: 0.3}, {x: 1, last: 0.4, gap: 0.6, logGaps: math.Log(0.4)}, {x: 3, last: 0.9, logGaps: -4.2},
			{x: 6, last: 0.8, gap: 0.4, logGaps: -14}, {x: 6, last: 0.3, gap: 0.7, logGaps: -19}} {
			what := fmt.Sprintf("%+v %+v", m, p)
			got := c.logProb(&p)
			want := c.precise(&p)
			assert.InDelta(t, math.Log(want[0]), got, 5e-5, what)
			var drawn [6]moments
			for range 3000 {
				life := c.draw(r, &p)
				k, lambda := math.Log(life.k), math.Log(life.lambda)
				mu := variate.LogGamma(r, m.S+life.dead) - math.Log(m.Beta+life.end)
				for i, v := range [6]float64{1, k, lambda, mu, k * lambda, lambda * mu} {
					drawn[i].add(v)
				}
			}
			for i := range want[1:] {
				drawn[i+1].near(t, want[i+1], what, i)
			}
		}
	}
}

// With k = 1 the integral is the likelihood of Pareto/NBD, whatever the shapes.
func TestGGGIntegralWithoutRhythm(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for range 400 {
		m := btyd.ParetoNBD{R: exp(1.5 * r.NormFloat64()), Alpha: exp(1.5 * r.NormFloat64()), S: exp(1.5 * r.NormFloat64()), Beta: exp(1.5 * r.NormFloat64())}
		h := m.Rand(r, 0.2+r.Float64())
		c := gggIntegral{steady: true}
		c.reset(ParetoGGG{T: 1, Gamma: 1, R: m.R, Alpha: m.Alpha, S: m.S, Beta: m.Beta})
		got := c.logProb(&gggPerson{x: float64(h.Repeats), last: h.Last, gap: h.Age - h.Last, logGaps: equalGaps(h)})
		assert.InDelta(t, m.LogProb(h), got, 3e-4, "%+v %+v", m, h)
	}
}

// Small shapes leave densities with long tails towards k = 0 and κ = 0, which
// end in closed form.
func TestGGGIntegralOfSmallShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	m := ParetoGGG{T: 0.3, Gamma: 0.5, R: 0.2, Alpha: 3, S: 0.4, Beta: 0.2}
	var c gggIntegral
	c.reset(m)
	for _, gap := range []float64{1, 0.2} {
		survival := func(v float64) float64 { return math.Pow(1+v/m.Beta, -m.S) }
		var cells [][2]float64 // of the time of death
		for y := -20.0; y < 0; y += 0.5 {
			cells = append(cells, [2]float64{gap * math.Exp(y+0.25), survival(gap*math.Exp(y)) - survival(gap*math.Exp(y+0.5))})
		}
		cells = append(cells, [2]float64{gap, survival(gap)})
		want := trapezoid(-50, 3, 0.3, func(logK float64) six {
			k, gammaK := math.Exp(logK), lgamma(math.Exp(logK))
			return trapezoid(-60, 6, 0.5, func(logLambda float64) six {
				sum := 0.0
				for _, cell := range cells {
					logZ := logK + logLambda + math.Log(cell[0])
					sum += cell[1] * upperGamma(k, math.Exp(logZ), logZ, gammaK)
				}
				d := sum * math.Exp(logGammaDensity(logK, m.T, m.Gamma)+logGammaDensity(logLambda, m.R, m.Alpha))
				return six{d, d * logK, d * logLambda, d * logLambda * logLambda}
			})
		})
		p := gggPerson{gap: gap}
		assert.InDelta(t, math.Log(want[0]), c.logProb(&p), 2e-4, gap)
		var drawn [4]moments
		for range 3000 {
			life := c.draw(r, &p)
			k, lambda := math.Log(life.k), math.Log(life.lambda)
			for i, v := range [4]float64{1, k, lambda, lambda * lambda} {
				drawn[i].add(v)
			}
		}
		for i := 1; i < 4; i++ {
			drawn[i].near(t, want[i]/want[0], gap, i)
		}
	}
	assert.Zero(t, c.logProb(&gggPerson{}), "not observed")
}
