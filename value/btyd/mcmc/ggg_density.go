package mcmc

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd"
	"gonum.org/v1/gonum/mat"
)

// gggDensity is the posterior of the population of Pareto/GGG with everything of
// the customers integrated out. Its coordinates are the logarithms of the
// parameters, times in units of the mean age.
type gggDensity struct {
	*gggSample
	integral gggIntegral
}

// gggSample is what all chains share.
type gggSample struct {
	*base
	ctx    context.Context
	prior  [6]GammaPrior
	steady bool // k is 1 for all: Pareto/NBD
	groups []gggGroup
	kept   *latents
}

// gggGroup is customers who did the same; condensed ones may be any number.
type gggGroup struct {
	gggPerson
	n float64
}

func newGGGSample(ctx context.Context, b *base, prior [6]GammaPrior, steady bool, kept *latents) *gggSample {
	s := &gggSample{base: b, ctx: ctx, prior: prior, steady: steady, kept: kept}
	var once []crowd
	for i, c := range b.customers {
		h := c.History
		switch {
		case h.Repeats == 0 && len(once) > 0 && once[len(once)-1].h == h:
			once[len(once)-1].n++
		case h.Repeats == 0:
			once = append(once, crowd{h, 1})
		case i > 0 && c.compare(b.customers[i-1]) == 0:
			s.groups[len(s.groups)-1].n++
		default:
			s.groups = append(s.groups, gggGroup{s.person(&b.customers[i]), 1})
		}
	}
	for _, c := range condense(once) {
		s.groups = append(s.groups, gggGroup{s.person(&SampledCustomer{History: c.h}), c.n})
	}
	return s
}

// person returns what a customer's purchases say, in units of the mean age.
func (s *gggSample) person(c *SampledCustomer) gggPerson {
	h, x := c.History, float64(c.History.Repeats)
	return gggPerson{x: x, last: h.Last / s.unit, gap: (h.Age - h.Last) / s.unit, logGaps: c.LogGaps - x*math.Log(s.unit)}
}

// fresh returns the density with working memory of its own.
func (s *gggSample) fresh() density {
	return &gggDensity{gggSample: s, integral: gggIntegral{steady: s.steady}}
}

// guess returns coordinates near what Pareto/NBD makes of the histories, and
// the evenness of the gaps of the rhythms.
func (s *gggSample) guess(ctx context.Context) ([]float64, *mat.SymDense) {
	spread := mat.NewSymDense(6, []float64{.05, .04, 0, 0, 0, 0, .04, .05, 0, 0, 0, 0, 0, 0, .02, .01, 0, 0, 0, 0, .01, .02, 0, 0, 0, 0, 0, 0, .05, .04, 0, 0, 0, 0, .04, .05})
	var p clientele.Panel
	uneven, gaps := 1.0, 1.0 // of the gaps' logarithms below that of their mean, about 1/2k each
	for i := range s.base.customers {
		c := &s.base.customers[i]
		_ = p.Add(c.History) // which newBase has checked
		if c.History.Repeats > 1 {
			uneven, gaps = uneven+equalGaps(c.History)-c.LogGaps, gaps+float64(c.History.Repeats-1)
		}
	}
	k := math.Max(0.1, math.Min(10, gaps/(2*uneven)))
	at := [6]float64{2, 2 / k, 1, 1, 1, 1}
	if fit, err := btyd.FitParetoNBD(ctx, &p, nil); err == nil {
		at[2], at[3], at[4], at[5] = fit.Model.R, fit.Model.Alpha/s.unit, fit.Model.S, fit.Model.Beta/s.unit
	}
	x := make([]float64, 6)
	for i, v := range at {
		x[i] = math.Max(-3, math.Min(2, math.Log(v)))
	}
	return x, spread
}

// log returns the log density of the posterior at v.
func (c *gggDensity) log(v []float64) float64 {
	sum := 0.0
	for i, p := range c.prior {
		if !(math.Abs(v[i]) < 50) {
			return math.Inf(-1)
		}
		sum += p.logFree(v[i])
	}
	c.set(v)
	for i := range c.groups {
		if i%128 == 0 && c.ctx.Err() != nil {
			return math.Inf(-1)
		}
		g := &c.groups[i]
		sum += g.n * c.integral.logProb(&g.gggPerson)
	}
	if math.IsNaN(sum) {
		return math.Inf(-1)
	}
	return sum
}

// set goes to the population at the coordinates v.
func (c *gggDensity) set(v []float64) {
	var at [6]float64
	for i := range at {
		at[i] = math.Exp(v[i])
	}
	c.integral.reset(ParetoGGG{}.WithParams(at[:]))
}

func (c *gggDensity) natural(dst, v []float64) {
	for i := range dst {
		dst[i] = math.Exp(v[i])
	}
	dst[3] *= c.unit
	dst[5] *= c.unit
}

func (c *gggDensity) customers(r *rand.Rand, v []float64, from, end int) {
	c.set(v)
	shift := math.Log(c.unit)
	for i := range c.base.customers {
		if i%128 == 0 && c.ctx.Err() != nil {
			return
		}
		p := c.person(&c.base.customers[i])
		if i == 0 || c.base.customers[i].compare(c.base.customers[i-1]) != 0 {
			c.integral.logProb(&p)
		}
		h := c.base.customers[i].History
		to := c.kept.of(i)[4*from : 4*end]
		for d := 0; d < len(to); d += 4 {
			life := c.integral.draw(r, &p)
			logMu := variate.LogGamma(r, c.integral.pop.S+life.dead) - math.Log(c.integral.pop.Beta+life.end)
			to[d], to[d+1], to[d+2] = float32(math.Log(life.k)), float32(math.Log(life.lambda)-shift), float32(logMu-shift)
			to[d+3] = float32(newGammaGaps(to[d:]).probAlive(h.Age - h.Last))
		}
	}
}
