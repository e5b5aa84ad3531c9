package hmm

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// newton climbs the last part of the way to the maximum, on the free scale. Its
// curvature is the sum of outer products of the customers' scores (Berndt,
// Hall, Hall & Hausman 1974), which one pass gives along with the gradient and
// which tends to the information as customers increase.
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
func (n *newton) climb(m Model) (Model, bool, error) {
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
func (n *newton) scores(m Model, g []float64) float64 {
	ll := n.l.scores(n.p, m, g, n.outer)
	return ll + n.l.addPrior(g, m, n.f.opt.Prior)
}

// addPrior adds the derivative of the prior on the transitions at covariates 0
// to g and returns its logarithm.
func (l *layout) addPrior(g []float64, m Model, prior float64) float64 {
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

// measure computes the observed information at the maximum, takes the last
// Newton step with it, and fills in the covariances.
func (n *newton) measure(fit *clientele.Fit[Model], converged *bool) error {
	size := n.l.size
	m := fit.Model
	n.l = newLayout(m)
	g := make([]float64, size)
	info, err := n.information(m)
	if err != nil {
		return err
	}
	ll := n.scores(m, g)
	for range 4 { // chord steps: the information hardly changes so near
		step, gain := newtonStep(info, g)
		*converged = gain < decrement
		if gain < decrement*decrement {
			break
		}
		try := n.l.free(m)
		for i := range try {
			try[i] = clampFree(try[i] + step[i])
		}
		next := n.l.model(m, try)
		tg := make([]float64, size)
		now := n.scores(next, tg)
		if !(now >= ll-1e-9) {
			n.scores(m, g)
			break
		}
		m, ll = next, now
		copy(g, tg)
	}
	fit.Model = m
	fit.LogLik = ll - n.l.addPrior(make([]float64, size), m, n.f.opt.Prior)
	n.covariance(fit, info)
	return nil
}

// information returns minus the Hessian by central differences of the exact
// gradient with step 1e-4, whose error is about 1e-8 relative.
func (n *newton) information(m Model) (*mat.SymDense, error) {
	const step = 1e-4
	size := n.l.size
	at := n.l.free(m)
	j := mat.NewDense(size, size, nil)
	gradient := func(v []float64) ([]float64, error) {
		if n.f.ctx.Err() != nil {
			return nil, fmt.Errorf("hmm.Fit: %w", context.Cause(n.f.ctx))
		}
		w := n.l.model(m, v)
		g := make([]float64, size)
		if !n.p.run(w) {
			return nil, n.f.impossible(n.p)
		}
		n.l.gradient(g, n.p, w)
		n.l.addPrior(g, w, n.f.opt.Prior)
		return g, nil
	}
	for i := range size {
		v := append([]float64(nil), at...)
		v[i] = at[i] + step
		up, err := gradient(v)
		if err != nil {
			return nil, err
		}
		v[i] = at[i] - step
		down, err := gradient(v)
		if err != nil {
			return nil, err
		}
		for k := range size {
			j.Set(i, k, -(up[k]-down[k])/(2*step))
		}
	}
	h := mat.NewSymDense(size, nil)
	for i := range size {
		for k := i; k < size; k++ {
			h.SetSym(i, k, (j.At(i, k)+j.At(k, i))/2)
		}
	}
	return h, nil
}

// covariance inverts the information over the parameters that it bounds.
func (n *newton) covariance(fit *clientele.Fit[Model], info *mat.SymDense) {
	size := n.l.size
	params := fit.Model.Params()
	var eig mat.EigenSym
	if !eig.Factorize(info, true) {
		return
	}
	var q mat.Dense
	eig.VectorsTo(&q)
	inv := mat.NewDense(size, size, nil)
	for k, v := range eig.Values(nil) {
		if v < 1/(openSE*openSE) {
			n.flat(fit, &q, k, v, params)
			continue
		}
		for i := range size {
			for j := range size {
				inv.Set(i, j, inv.At(i, j)+q.At(i, k)*q.At(j, k)/v)
			}
		}
	}
	var half, robust mat.Dense
	half.Mul(inv, dense(n.outer, size))
	robust.Mul(&half, inv)
	natural := func(m *mat.Dense) [][]float64 {
		out := make([][]float64, size)
		for i, p := range params {
			out[i] = make([]float64, size)
			for j, o := range params {
				out[i][j] = m.At(i, j) * p.Domain.Slope(p.Value) * o.Domain.Slope(o.Value)
			}
		}
		return out
	}
	fit.Cov, fit.Robust = natural(inv), natural(&robust)
}

// flat notes a direction that the data do not bound, with a warning for the
// parameter that has most part in it.
func (n *newton) flat(fit *clientele.Fit[Model], q *mat.Dense, k int, curvature float64, params []clientele.Param) {
	u := make([]float64, len(params))
	top := 0
	for i := range u {
		u[i] = q.At(i, k)
		if math.Abs(u[i]) > math.Abs(u[top]) {
			top = i
		}
	}
	fit.Flat = append(fit.Flat, u)
	code := clientele.WarnFlat
	if math.Abs(u[top]) > 0.99 {
		code = clientele.WarnBoundary
	}
	fit.Warnings = append(fit.Warnings, clientele.Warning{Code: code, Subject: params[top].Name, Value: curvature})
}

// Codes of warnings of a fit.
const (
	WarnTwins = "hmm.twins" // two states with nearly the same expected count; value: ratio of the counts
	WarnEmpty = "hmm.empty" // hardly anybody is ever in a state; value: expected share of the customers
)

var _ = reason.Register(map[string]reason.Text{
	WarnTwins: {
		English: "{subject} expect nearly the same count (ratio {value}): fewer states may do",
		Chinese: "{subject} 的期望次数几乎相同（比值 {value}）：可减少状态数"},
	WarnEmpty: {
		English: "{subject} is nearly empty in the long run (share {value}): fewer states may do",
		Chinese: "{subject} 长期几乎无人（占比 {value}）：可减少状态数"},
})

// twins warns of states that are nearly the same or nearly empty.
func twins(m Model, customers int) []clientele.Warning {
	var out []clientele.Warning
	w, _ := m.widths()
	x := make([]float64, w)
	for k := 1; k < m.States(); k++ {
		if ratio := m.ExpectedCount(k, x) / m.ExpectedCount(k-1, x); ratio < 1.05 {
			out = append(out, clientele.Warning{Code: WarnTwins, Subject: fmt.Sprintf("states %d and %d", k-1, k), Value: ratio})
		}
	}
	_, z := m.widths()
	p := append([]float64(nil), m.Initial...)
	total := append([]float64(nil), p...)
	for range 23 { // a share of the first two dozen periods
		p = m.StatesAhead(p, 1, steady(z))
		for k, v := range p {
			total[k] += v
		}
	}
	for k, v := range total {
		if share := v / 24; share*float64(customers) < 5 && share < 0.01 {
			out = append(out, clientele.Warning{Code: WarnEmpty, Subject: fmt.Sprintf("state %d", k), Value: share})
		}
	}
	return out
}
