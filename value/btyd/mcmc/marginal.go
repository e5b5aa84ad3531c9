package mcmc

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd"
	"gonum.org/v1/gonum/mat"
)

// marginal is the posterior of the Pareto/NBD's parameters with the customers'
// own rates and lifetimes integrated out. A point is the logarithms of R,
// Alpha, S and Beta.
type marginal struct {
	prior  [4]GammaPrior
	crowds []crowd   // all histories
	coarse []crowd   // alike ones merged: a cheap approximation that screens proposals
	begin  []float64 // near the mode
	spread *mat.SymDense
}

// crowd is customers with one history.
type crowd struct {
	h clientele.History
	n float64
}

// merge puts neighbours with the same number of repeats together, about 80 of
// them, each with the mean of the times and the variance of the ages.
func merge(all []crowd) []crowd {
	total := 0.0
	for _, c := range all {
		total += c.n
	}
	var out []crowd
	for lo := 0; lo < len(all); {
		hi, n := lo, 0.0
		var last, age, square float64
		for ; hi < len(all) && all[hi].h.Repeats == all[lo].h.Repeats && n < total/80; hi++ {
			c := &all[hi]
			n += c.n
			last += c.n * c.h.Last
			age += c.n * (c.h.Age - all[lo].h.Age)
			square += c.n * (c.h.Age - all[lo].h.Age) * (c.h.Age - all[lo].h.Age)
		}
		last, age = last/n, age/n
		sd := math.Sqrt(math.Max(square/n-age*age, 0))
		for _, off := range []float64{-sd, sd} {
			h := clientele.History{Repeats: all[lo].h.Repeats, Last: last, Age: all[lo].h.Age + age + off}
			h.Age = math.Max(h.Age, h.Last)
			out = append(out, crowd{h, n / 2})
		}
		lo = hi
	}
	return out
}

// newMarginal compiles the panel. The maximum of the likelihood, where there is
// one, is where the chains begin; sampling does not depend on it.
func newMarginal(ctx context.Context, p *clientele.Panel, prior *ParetoNBDPrior, name string) (*marginal, error) {
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", name, clientele.ErrNoData)
	}
	t := new(marginal)
	ages, customers := 0.0, 0.0
	for h, n := range p.All() {
		if h.Age > 0 {
			t.crowds = append(t.crowds, crowd{h, float64(n)})
			ages += h.Age * float64(n)
			customers += float64(n)
		}
	}
	if customers == 0 {
		return nil, fmt.Errorf("%s: %w: every customer has Age 0; observe them for longer", name, clientele.ErrNotIdentified)
	}
	if t.coarse = merge(t.crowds); len(t.coarse) > len(t.crowds)/2 {
		t.coarse = nil
	}
	if prior == nil {
		prior = new(ParetoNBDPrior)
	}
	var err error
	if t.prior, err = prior.filled(name, ages/customers); err != nil {
		return nil, err
	}
	t.begin = make([]float64, 4)
	t.spread = mat.NewSymDense(4, []float64{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1})
	for i, g := range t.prior {
		t.begin[i] = math.Log(g.Shape / g.Rate)
	}
	fit, err := btyd.FitParetoNBD(ctx, p, nil)
	switch {
	case fit != nil && fit.Cov != nil && len(fit.Flat) == 0:
		for i, m := range fit.Model.Params() {
			t.begin[i] = math.Log(m.Value)
			for j, n := range fit.Model.Params() {
				t.spread.SetSym(i, j, fit.Cov[i][j]/(m.Value*n.Value))
			}
		}
	case err != nil && !errors.Is(err, clientele.ErrNotIdentified) && !errors.Is(err, clientele.ErrNotConverged):
		return nil, err
	}
	return t, nil
}

// log returns the log density of the posterior of crowds at x, up to a
// constant; −Inf where it does not exist.
func (t *marginal) log(crowds []crowd, x []float64) float64 {
	sum := 0.0
	for i, p := range t.prior {
		sum += p.logFree(x[i])
	}
	m := btyd.ParetoNBD{R: math.Exp(x[0]), Alpha: math.Exp(x[1]), S: math.Exp(x[2]), Beta: math.Exp(x[3])}
	for i := range crowds {
		sum += crowds[i].n * m.LogProb(crowds[i].h)
	}
	if math.IsNaN(sum) {
		return math.Inf(-1)
	}
	return sum
}

// marginalChain is a chain over the marginal posterior.
type marginalChain struct {
	*marginal
	walk          *walk
	x, to         []float64
	height, rough float64 // log posterior at x, and the coarse one
	sweeps        int
}

// pilot lets a chain walk over the coarse posterior, and returns what it learned.
func (t *marginal) pilot(r *rand.Rand) *walk {
	const sweeps = 2000
	over := *t
	if t.coarse != nil {
		over.crowds, over.coarse = t.coarse, nil
	}
	c := &marginalChain{marginal: &over, walk: newWalk(t.begin, t.spread), x: append([]float64(nil), t.begin...), to: make([]float64, 4)}
	c.height = over.log(over.crowds, c.x)
	for range sweeps {
		c.sweep(r, true)
		c.walk.see(c.x)
	}
	return c.walk
}

// start begins a chain well outside of where it will stay.
func (t *marginal) start(r *rand.Rand) chain {
	c := &marginalChain{marginal: t, walk: t.pilot(r), x: make([]float64, 4), to: make([]float64, 4)}
	for scale := 3.0; ; scale /= 2 {
		c.walk.scatterRound(c.x, r, t.begin, scale)
		for i := range c.x {
			c.x[i] = math.Max(t.begin[i]-3, math.Min(t.begin[i]+3, c.x[i]))
		}
		c.height, c.rough = t.log(t.crowds, c.x), t.log(t.coarse, c.x)
		if !math.IsInf(c.height, -1) && !math.IsInf(c.rough, -1) {
			return c
		}
	}
}

// sweep proposes a point near the last one, or, every second time, one from
// the distribution that the pilot has learned.
func (c *marginalChain) sweep(r *rand.Rand, warming bool) {
	c.sweeps++
	if c.sweeps%2 == 0 && (c.walk.n > learned || !warming) {
		from := c.walk.logLeap(c.x)
		c.walk.leap(c.to, r)
		c.accept(r, from-c.walk.logLeap(c.to))
		return
	}
	c.walk.propose(c.to, r, c.x)
	if accepted := c.accept(r, 0); warming {
		c.walk.adapt(accepted, 0.3)
	}
}

// accept moves to c.to or stays, given the log ratio of the proposal's density
// back to that forth. It does so in two stages: what the coarse posterior would
// refuse is not shown to the posterior, and what it lets through is judged by
// how far it errs [Christen and Fox 2005].
func (c *marginalChain) accept(r *rand.Rand, gain float64) bool {
	rough := 0.0
	if c.coarse != nil {
		rough = c.log(c.coarse, c.to)
		if -r.ExpFloat64() > rough-c.rough+gain {
			return false
		}
		gain = c.rough - rough
	}
	height := c.log(c.crowds, c.to)
	if !(-r.ExpFloat64() <= height-c.height+gain) {
		return false
	}
	c.x, c.to, c.height, c.rough = c.to, c.x, height, rough
	return true
}

func (c *marginalChain) population(dst []float64) {
	for i, v := range c.x {
		dst[i] = math.Exp(v)
	}
}

func (c *marginalChain) customers(int) {}

// logMean returns ln of the mean of e^terms.
func logMean(terms []float64) float64 {
	return special.LogSumExp(terms) - math.Log(float64(len(terms)))
}
