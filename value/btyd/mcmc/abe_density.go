package mcmc

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd"
	"gonum.org/v1/gonum/mat"
)

// abeDensity is the posterior of Abe's population with the customers' rates
// integrated out. Its coordinates are all coefficients, the logarithm of the
// spread of ln λ, the slope of ln μ on it, and the logarithm of the spread of
// ln μ around that.
type abeDensity struct {
	*abeSample
	integral abeIntegral
	at       abePopulation
}

// abeSample is what all chains share.
type abeSample struct {
	*base
	*design
	ctx    context.Context
	groups []abeGroup
	kept   *latents
}

// abeGroup is customers with the same history and covariates; condensed ones
// may be any number.
type abeGroup struct {
	abePerson
	n   float64
	row int // of the design
}

func newAbeSample(ctx context.Context, b *base, d *design, kept *latents) *abeSample {
	s := &abeSample{base: b, design: d, ctx: ctx, kept: kept}
	byRow := make([]int, d.n)
	for i := range byRow {
		byRow[i] = i
	}
	slices.SortStableFunc(byRow, func(i, j int) int { return slices.Compare(d.row(i), d.row(j)) })
	for len(byRow) > 0 {
		first := byRow[0]
		var crowds []crowd // of the same covariates
		for len(byRow) > 0 && slices.Equal(d.row(byRow[0]), d.row(first)) {
			h := b.customers[byRow[0]].History
			byRow = byRow[1:]
			if last := len(crowds) - 1; last >= 0 && crowds[last].h == h {
				crowds[last].n++
			} else {
				crowds = append(crowds, crowd{h, 1})
			}
		}
		for _, c := range condense(crowds) {
			s.groups = append(s.groups, abeGroup{s.person(c.h), c.n, first})
		}
	}
	return s
}

// fresh returns the density with working memory of its own.
func (s *abeSample) fresh() density { return &abeDensity{abeSample: s, at: newAbePopulation(s.k)} }

// guess returns coordinates near what Pareto/NBD makes of the histories.
func (s *abeSample) guess(ctx context.Context) ([]float64, *mat.SymDense) {
	size := 2*s.k + 3
	x, spread := make([]float64, size), mat.NewSymDense(size, nil)
	for i := range size {
		spread.SetSym(i, i, 0.02)
	}
	var p clientele.Panel
	bought, time := 0.0, 0.0
	for i := range s.base.customers {
		h := s.base.customers[i].History
		bought, time = bought+float64(h.Repeats)+0.5, time+h.Age/s.unit+0.5
		_ = p.Add(h) // which newBase has checked
	}
	x[0] = math.Log(bought / time)
	if fit, err := btyd.FitParetoNBD(ctx, &p, nil); err == nil {
		m := fit.Model
		within := func(v, lo, hi float64) float64 { return math.Max(lo, math.Min(hi, v)) }
		x[0] = within(special.Digamma(m.R)-math.Log(m.Alpha/s.unit), -8, 8)
		x[s.k] = within(special.Digamma(m.S)-math.Log(m.Beta/s.unit), -4, 3)
		x[2*s.k] = within(math.Log(special.Trigamma(m.R))/2, -2, 1)
		x[2*s.k+2] = within(math.Log(special.Trigamma(m.S))/2, -1, 1)
	}
	return x, spread
}

// log returns the log density of the posterior at v.
func (c *abeDensity) log(v []float64) float64 {
	for _, x := range v {
		if !(math.Abs(x) < 50) {
			return math.Inf(-1)
		}
	}
	c.set(v)
	s := v[2*c.k:]
	sum := c.logPrior(&c.at) + 4*s[0] + 2*s[2]
	for i := range c.groups {
		if i%128 == 0 && c.ctx.Err() != nil {
			return math.Inf(-1)
		}
		g := &c.groups[i]
		ma, mb := c.means(g.row)
		sum += g.n * c.integral.logProb(&g.abePerson, ma, mb)
	}
	if math.IsNaN(sum) {
		return math.Inf(-1)
	}
	return sum
}

// set goes to the population at the coordinates v.
func (c *abeDensity) set(v []float64) {
	copy(c.at.rate, v)
	copy(c.at.dropout, v[c.k:])
	sdA, slope, sdB := math.Exp(v[2*c.k]), v[2*c.k+1], math.Exp(v[2*c.k+2])
	c.at.gamma = cov2{sdA * sdA, slope * sdA * sdA, slope*slope*sdA*sdA + sdB*sdB}
	c.integral.reset(sdA, slope, sdB)
}

// means returns the means of ln λ and ln μ of customer i in the population.
func (c *abeDensity) means(i int) (a, b float64) {
	a, b = c.at.rate[0], c.at.dropout[0]
	for j, x := range c.row(i)[1:] {
		a += x * c.at.rate[j+1]
		b += x * c.at.dropout[j+1]
	}
	return a, b
}

func (c *abeDensity) natural(dst, v []float64) {
	c.set(v)
	m := c.at.model(c.unit)
	copy(dst, m.Rate)
	copy(dst[c.k:], m.Dropout)
	dst[2*c.k], dst[2*c.k+1], dst[2*c.k+2] = m.RateVar, m.Cov, m.DropoutVar
}

func (c *abeDensity) customers(r *rand.Rand, v []float64, from, end int) {
	c.set(v)
	shift := math.Log(c.unit)
	for i := range c.base.customers {
		p := c.person(c.base.customers[i].History)
		if i == 0 || c.base.customers[i].compare(c.base.customers[i-1]) != 0 {
			ma, mb := c.means(i)
			c.integral.logProb(&p, ma, mb)
		}
		to := c.kept.of(i)[2*from : 2*end]
		for d := 0; d < len(to); d += 2 {
			a, b := c.integral.draw(r, &p)
			to[d], to[d+1] = float32(a-shift), float32(b-shift)
		}
	}
}

// person returns what a history says, in units of the mean age.
func (s *abeSample) person(h clientele.History) abePerson {
	return abePerson{x: float64(h.Repeats), last: h.Last / s.unit, gap: (h.Age - h.Last) / s.unit}
}
