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
	prior     [4]GammaPrior
	histories []clientele.History
	weights   []float64 // customers
	begin     []float64 // near the mode
	spread    *mat.SymDense
}

// newMarginal compiles the panel. The maximum of the likelihood, where there is
// one, is where the chains begin; sampling does not depend on it.
func newMarginal(ctx context.Context, p *clientele.Panel, prior *ParetoNBDPrior, name string) (*marginal, error) {
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", name, clientele.ErrNoData)
	}
	t := new(marginal)
	sum := 0.0
	for h, n := range p.All() {
		if h.Age > 0 {
			t.histories = append(t.histories, h)
			t.weights = append(t.weights, float64(n))
			sum += h.Age * float64(n)
		}
	}
	if sum == 0 {
		return nil, fmt.Errorf("%s: %w: every customer has Age 0; observe them for longer", name, clientele.ErrNotIdentified)
	}
	unit := meanAge(sum, t.weights)
	if prior == nil {
		prior = new(ParetoNBDPrior)
	}
	var err error
	if t.prior, err = prior.filled(name, unit); err != nil {
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

func meanAge(sum float64, weights []float64) float64 {
	n := 0.0
	for _, w := range weights {
		n += w
	}
	return sum / n
}

// log returns the log density of the posterior at x, up to a constant; −Inf
// where it does not exist.
func (t *marginal) log(x []float64) float64 {
	sum := 0.0
	for i, p := range t.prior {
		sum += p.logFree(x[i])
	}
	m := btyd.ParetoNBD{R: math.Exp(x[0]), Alpha: math.Exp(x[1]), S: math.Exp(x[2]), Beta: math.Exp(x[3])}
	for i, h := range t.histories {
		sum += t.weights[i] * m.LogProb(h)
	}
	if math.IsNaN(sum) {
		return math.Inf(-1)
	}
	return sum
}

// marginalChain is a chain over the marginal posterior.
type marginalChain struct {
	*marginal
	walk   *walk
	x, to  []float64
	height float64 // log posterior at x
	sweeps int
}

// start begins a chain well outside of where it will stay.
func (t *marginal) start(r *rand.Rand) chain {
	c := &marginalChain{marginal: t, walk: newWalk(t.begin, t.spread), x: make([]float64, 4), to: make([]float64, 4)}
	for scale := 3.0; ; scale /= 2 {
		c.walk.scatterRound(c.x, r, t.begin, scale)
		for i := range c.x {
			c.x[i] = math.Max(t.begin[i]-3, math.Min(t.begin[i]+3, c.x[i]))
		}
		if c.height = t.log(c.x); !math.IsInf(c.height, -1) {
			return c
		}
	}
}

// sweep proposes a point near the last one, or, every second time once there
// is something to go by, one from the distribution that the warm-up has learned.
func (c *marginalChain) sweep(r *rand.Rand, warming bool) {
	const away, learned = 100, 250 // sweeps
	c.sweeps++
	if c.sweeps%2 == 0 && (c.sweeps > learned || !warming) {
		c.leap(r)
	} else if accepted := c.stroll(r, !warming); warming {
		c.walk.adapt(accepted, 0.3)
	}
	if warming {
		if c.sweeps == away { // the way from the start teaches nothing
			c.walk.forget()
		}
		c.walk.see(c.x)
	}
}

func (c *marginalChain) leap(r *rand.Rand) {
	from := c.walk.logLeap(c.x)
	c.walk.leap(c.to, r)
	height := c.log(c.to)
	if -r.ExpFloat64() <= height-c.height+from-c.walk.logLeap(c.to) {
		c.x, c.to, c.height = c.to, c.x, height
	}
}

// stroll takes a step of the random walk. Screened, it does so in two stages:
// what the learned distribution would refuse is not shown to the posterior, and
// what it lets through is judged by how far it errs [Christen and Fox 2005].
func (c *marginalChain) stroll(r *rand.Rand, screened bool) bool {
	c.walk.propose(c.to, r, c.x)
	gain := 0.0
	if screened {
		gain = c.walk.logLeap(c.to) - c.walk.logLeap(c.x)
		if -r.ExpFloat64() > gain {
			return false
		}
	}
	height := c.log(c.to)
	if -r.ExpFloat64() > height-c.height-gain {
		return false
	}
	c.x, c.to, c.height = c.to, c.x, height
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
