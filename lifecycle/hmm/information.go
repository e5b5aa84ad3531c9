package hmm

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// measure computes the observed information at the maximum, takes the last
// Newton step with it, and fills in the covariances.
func (n *newton) measure(fit *clientele.Fit[HiddenMarkov], converged *bool) error {
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
func (n *newton) information(m HiddenMarkov) (*mat.SymDense, error) {
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
func (n *newton) covariance(fit *clientele.Fit[HiddenMarkov], info *mat.SymDense) {
	size := n.l.size
	params := fit.Model.Params()
	var eig mat.EigenSym
	if !eig.Factorize(info, true) {
		return
	}
	var q mat.Dense
	eig.VectorsTo(&q)
	inv := make([][]float64, size)
	for i := range inv {
		inv[i] = make([]float64, size)
	}
	for k, v := range eig.Values(nil) {
		if v < 1/(openSE*openSE) {
			n.flat(fit, &q, k, v, params)
			continue
		}
		for i := range size {
			for j := range size {
				inv[i][j] += q.At(i, k) * q.At(j, k) / v
			}
		}
	}
	outer := make([][]float64, size)
	for i := range outer {
		outer[i] = mat.Row(nil, i, dense(n.outer, size))
	}
	natural := func(m [][]float64) [][]float64 {
		for i, row := range m {
			for j := range row {
				row[j] *= params[i].Domain.Slope(params[i].Value) * params[j].Domain.Slope(params[j].Value)
			}
		}
		return m
	}
	fit.Robust = natural(mle.Moved(inv, outer))
	fit.Cov = natural(inv)
}

// flat notes a direction that the data do not bound, with a warning for the
// parameter that has most part in it.
func (n *newton) flat(fit *clientele.Fit[HiddenMarkov], q *mat.Dense, k int, curvature float64, params []clientele.Param) {
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
