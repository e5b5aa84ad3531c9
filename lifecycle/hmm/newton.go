package hmm

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// newton climbs the last part of the way to the maximum, on the free scale. Its
// curvature is the sum of outer products of the customers' scores (Berndt,
// Hall, Hall & Hausman 1974), which one pass gives along with the gradient and
// which tends to the information as customers increase. It is never negative, so that
// each step leads up. EM alone, which begins the fit, gets closer by a constant factor
// a step, and the factor is near 1 where states overlap.
type newton struct {
	f     *fitter
	p     *pass
	l     *layout
	outer []float64 // of the last scores
}

const (
	climbs    = 60
	decrement = 1e-6 // of the log-likelihood: where a climb ends
	openSE    = 30   // standard error on the free scale from which on a parameter counts as run to its edge
)

// climb returns the model at the maximum, and whether it got there.
func (n *newton) climb(m HiddenMarkov) (HiddenMarkov, bool, error) {
	size := n.l.size
	g := make([]float64, size)
	n.outer = make([]float64, size*size)
	ll := n.scores(m, g)
	for range climbs {
		if n.f.ctx.Err() != nil {
			return m, false, fmt.Errorf("hmm.Fit: %w", context.Cause(n.f.ctx))
		}
		step, gain := newtonStep(dense(n.outer, size), g)
		if gain < decrement/10 {
			return m, true, nil
		}
		at := n.l.free(m)
		moved := false
		for c := 1.0; c > 1e-3 && !moved; c /= 2 {
			try := make([]float64, size)
			for i := range try {
				try[i] = clampFree(at[i] + c*step[i])
			}
			next := n.l.model(m, try)
			tg := make([]float64, size)
			if now := n.scores(next, tg); now >= ll-1e-12*math.Abs(ll) {
				m, ll, moved = next, now, true
				copy(g, tg)
			}
		}
		n.f.report(ll)
		if !moved {
			n.scores(m, g)
			return m, gain < decrement, nil
		}
	}
	return m, false, nil
}

// scores fills g and n.outer and returns the log-likelihood, the prior on
// transitions included.
func (n *newton) scores(m HiddenMarkov, g []float64) float64 {
	ll := n.l.scores(n.p, m, g, n.outer)
	return ll + n.l.addPrior(g, m, n.f.opt.Prior)
}

// addPrior adds the derivative of the prior on the transitions at covariates 0
// to g and returns its logarithm.
func (l *layout) addPrior(g []float64, m HiddenMarkov, prior float64) float64 {
	if prior == 0 {
		return 0
	}
	sum := 0.0
	each := prior / float64(l.k)
	for i, row := range m.Transition {
		n := 0.0
		for _, q := range row {
			if q > 0 {
				sum += each * math.Log(q)
				n += each
			}
		}
		for j, at := range l.move[i] {
			if at >= 0 {
				g[at] += each - n*row[j]
			}
		}
	}
	return sum
}

// clampFree keeps a free-scale parameter where its probability or mean is still
// a number apart from its limit.
func clampFree(v float64) float64 { return math.Max(-30, math.Min(30, v)) }

// newtonStep returns h⁻¹g over the directions in which h is clearly positive,
// no entry above 2, and the gain that the full step promises, ½gᵀh⁻¹g.
func newtonStep(h *mat.SymDense, g []float64) (step []float64, gain float64) {
	n := len(g)
	var eig mat.EigenSym
	step = make([]float64, n)
	if !eig.Factorize(h, true) {
		return step, 0
	}
	var q mat.Dense
	eig.VectorsTo(&q)
	for k, v := range eig.Values(nil) {
		if v < 1/(openSE*openSE) {
			continue
		}
		along := 0.0
		for i := range g {
			along += q.At(i, k) * g[i]
		}
		gain += along * along / v / 2
		for i := range step {
			step[i] += q.At(i, k) * along / v
		}
	}
	most := 0.0
	for _, s := range step {
		most = math.Max(most, math.Abs(s))
	}
	if most > 2 {
		for i := range step {
			step[i] *= 2 / most
		}
	}
	return step, gain
}
