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
	prior   [4]GammaPrior
	crowds  []crowd   // all histories
	begin   []float64 // near the mode
	spread  *mat.SymDense
	surface *cubic    // nil: not worth it, or not to be had
	walk    *proposal // learned by exploring
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
	t.crowds = condense(t.crowds)
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

// log returns the log density of the posterior at x, up to a constant; −Inf
// where it does not exist.
func (t *marginal) log(x []float64) float64 {
	sum := 0.0
	for i, p := range t.prior {
		sum += p.logFree(x[i])
	}
	m := btyd.ParetoNBD{R: math.Exp(x[0]), Alpha: math.Exp(x[1]), S: math.Exp(x[2]), Beta: math.Exp(x[3])}
	for i := range t.crowds {
		sum += t.crowds[i].n * m.LogProb(t.crowds[i].h)
	}
	if math.IsNaN(sum) {
		return math.Inf(-1)
	}
	return sum
}

// marginalChain is a chain over the marginal posterior.
type marginalChain struct {
	*marginal
	target        func(x []float64) float64
	screen        *cubic // nil: none
	walk          *proposal
	x, to         []float64
	height, rough float64 // log posterior at x, and that of the surface
	sweeps        int
}

// explore learns where the posterior is, for all chains. With many histories it
// does so on a surface.
func (t *marginal) explore(r *rand.Rand) {
	const many, values, sweeps = 200, 150, 4000
	t.walk = newProposal(t.begin, t.spread)
	explorer := &marginalChain{marginal: t, target: t.log, walk: t.walk.clone(), to: make([]float64, len(t.begin))}
	if len(t.crowds) >= many {
		if t.surface = fitCubic(r, t.walk.clone(), values, t.log); t.surface != nil {
			explorer.target = t.surface.log
		}
	}
	explorer.place(append([]float64(nil), t.begin...))
	for range sweeps {
		explorer.sweep(r, true)
		explorer.walk.see(explorer.x)
	}
	t.walk = explorer.walk
}

// start begins a chain well outside of where it will stay.
func (t *marginal) start(r *rand.Rand) chain {
	c := &marginalChain{marginal: t, target: t.log, screen: t.surface, walk: t.walk.clone(), to: make([]float64, len(t.begin))}
	x := make([]float64, len(t.begin))
	for scale := 3.0; ; scale /= 2 {
		c.walk.scatterRound(x, r, c.walk.mean, scale)
		for i, m := range c.walk.mean {
			x[i] = math.Max(m-3, math.Min(m+3, x[i]))
		}
		if c.place(x); !math.IsInf(c.height, -1) {
			return c
		}
	}
}

// place puts the chain at x.
func (c *marginalChain) place(x []float64) {
	c.x, c.height = x, c.target(x)
	if c.screen != nil {
		c.rough = c.screen.log(x)
	}
}

// sweep proposes a point near the last one, or, three times in eight, one from
// the distribution that exploring has taught. One proposal in eight is not
// screened, so that the chain leaves places that the surface does not know.
func (c *marginalChain) sweep(r *rand.Rand, warming bool) {
	const share = 0.25 // of near proposals accepted
	c.sweeps++
	turn := c.sweeps % 8
	if turn%3 == 1 && (c.walk.n > learned || !warming) {
		from := c.walk.logLeap(c.x)
		c.walk.leap(c.to, r)
		c.accept(r, from-c.walk.logLeap(c.to), true)
		return
	}
	c.walk.propose(c.to, r, c.x)
	if accepted := c.accept(r, 0, turn != 0); warming {
		c.walk.adapt(accepted, share)
	}
}

// accept moves to c.to or stays, given the log ratio of the proposal's density
// back to that forth. Screened, it does so in two stages: what the surface
// would refuse is not shown to the posterior, and what it lets through is
// judged by how far it errs [Christen and Fox 2005].
func (c *marginalChain) accept(r *rand.Rand, gain float64, screened bool) bool {
	rough := 0.0
	if c.screen != nil {
		rough = c.screen.log(c.to)
		if screened {
			if -r.ExpFloat64() > rough-c.rough+gain {
				return false
			}
			gain = c.rough - rough
		}
	}
	height := c.target(c.to)
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
