package mcmc

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"gonum.org/v1/gonum/mat"
)

// marginal is the posterior of the Pareto/NBD's parameters with the customers'
// own rates and lifetimes integrated out. A point is the logarithms of R,
// Alpha, S and Beta.
type marginal struct {
	ctx    context.Context
	prior  [4]GammaPrior
	crowds []crowd   // all histories
	begin  []float64 // near the mode
	spread *mat.SymDense
}

// newMarginal compiles the panel. The maximum of the likelihood, where there is
// one, is where the chains begin; sampling does not depend on it.
func newMarginal(ctx context.Context, p *clientele.Panel, prior *ParetoNBDPrior, name string) (*marginal, error) {
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", name, clientele.ErrNoData)
	}
	t := &marginal{ctx: ctx}
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
		if i%128 == 0 && t.ctx.Err() != nil {
			return math.Inf(-1)
		}
		sum += t.crowds[i].n * m.LogProb(t.crowds[i].h)
	}
	if math.IsNaN(sum) {
		return math.Inf(-1)
	}
	return sum
}

// natural writes the parameters whose logarithms are x.
func (t *marginal) natural(dst, x []float64) {
	for i, v := range x {
		dst[i] = math.Exp(v)
	}
}

// customers has nothing to do: answers come from the parameters.
func (t *marginal) customers(*rand.Rand, []float64, int, int) {}
