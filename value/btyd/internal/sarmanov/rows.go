package sarmanov

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/jet"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// dependence is the change of variables of a fit: r, α, s, β and k, each a jet
// in the parameters of the search.
type dependence struct {
	Kernel
	v      [5]jet.Jet
	params int // of the search
}

// Model returns the model at the point.
func (d *dependence) Model() Model {
	g := pareto.Model{R: d.v[0].V, Alpha: d.v[1].V, S: d.v[2].V, Beta: d.v[3].V}
	w1, w2 := d.W, d.W
	if d.C > 0 {
		w1, w2 = d.C*g.Alpha, d.C*g.Beta
	}
	m := New(g, w1, w2)
	m.K = d.v[4].V
	return m
}

// correlation returns the model's at a place between the limits of k.
func (d *dependence) correlation(mix float64) float64 {
	m := d.Model()
	lo, hi := m.Limits()
	m.K = lo + (hi-lo)*mix
	return m.Correlation()
}

// Rows returns the likelihood of the rows of t, −Inf where k is free and not
// between its limits, with gradient and Hessian in the parameters of the search.
// The line search takes −Inf for a step too long; on an edge k cannot leave.
func (d *dependence) Rows(t *table.Table) mle.Rows {
	m := d.Model()
	var parts [4]mle.Rows
	for i := range parts {
		p, _ := m.part(i)
		parts[i] = p.Rows(t)
	}
	lo, hi := m.Limits()
	allowed := d.params < 5 || m.K > lo && m.K < hi
	return func(s *mle.Sums, from, to int) {
		if !allowed {
			s.AddLogLik(math.Inf(-1))
			return
		}
		var x fourParts
		for i := from; i < to; i++ {
			w := t.Rows[i].Weight
			for j := range parts {
				x.logs[j] = s.Row(parts[j], i, 4, w, x.d[j][:], x.dd[j][:])
			}
			logLik := x.weigh(m)
			if !s.Derivs {
				s.AddLogLik(w * logLik)
				continue
			}
			grad, hess := x.derivatives(d)
			grad, hess = d.chain(grad, hess)
			k := d.params
			s.Add(w, logLik, grad[:k], packedPart(&hess, k))
		}
	}
}

// packedPart returns the packed triangle of the first k of five variables, in place.
func packedPart(hess *[15]float64, k int) []float64 {
	at, from := 0, 0
	for i := range k {
		for j := i; j < k; j++ {
			hess[at] = hess[from+j-i]
			at++
		}
		from += 5 - i
	}
	return hess[:at]
}

// fourParts is a row in the four parts of D14. L = Σ w_i L_i is linear in the
// weights, and these in k: with share_i = w_i L_i/L, ∇ ln L = Σ share_i ∇ ln L_i and
// ∂ ln L/∂k = Σ ±L_i/L; the second derivatives are those of D2, with shares for
// probabilities although some are negative.
type fourParts struct {
	logs  [4]float64
	d     [4][4]float64
	dd    [4][10]float64
	share [4]float64 // of the likelihood
	slope [4]float64 // ∂share/∂k
}

// weigh returns the log-likelihood and sets the shares.
func (x *fourParts) weigh(m Model) float64 {
	top := math.Inf(-1)
	for _, l := range x.logs {
		top = math.Max(top, l)
	}
	sum := 0.0
	for i, l := range x.logs {
		e := math.Exp(l - top)
		_, w := m.part(i)
		x.share[i] = w * e
		x.slope[i] = [...]float64{1, -1, -1, 1}[i] * e
		sum += x.share[i]
	}
	for i := range x.share {
		x.share[i] /= sum
		x.slope[i] /= sum
	}
	return top + math.Log(sum)
}

// derivatives returns gradient and packed Hessian in r, α, s, β and k, of which k
// has no second derivative but the square of its slope.
func (x *fourParts) derivatives(dep *dependence) (grad [5]float64, hess [15]float64) {
	for i := range x.share {
		d, dd := &x.d[i], &x.dd[i]
		if dep.C > 0 { // the part's α is (1+c)·α
			dep.stretch(i, d, dd)
		}
		grad[4] += x.slope[i]
		at, from := 0, 0
		for a, da := range d {
			grad[a] += x.share[i] * da
			for b := a; b < 4; b++ {
				hess[at] += x.share[i] * (dd[from] + da*d[b])
				at++
				from++
			}
			hess[at] += x.slope[i] * da // with k
			at++
		}
	}
	at := 0
	for a, ga := range grad {
		for _, gb := range grad[a:] {
			hess[at] -= ga * gb
			at++
		}
	}
	return grad, hess
}

// stretch turns derivatives in the rates of the i-th part, α or (1+c)·α and β or
// (1+c)·β, into those in α and β. A kernel that is the same for all moves them by a
// constant, and there is nothing to turn.
func (dep *dependence) stretch(i int, d *[4]float64, dd *[10]float64) {
	scale := [4]float64{1, 1, 1, 1}
	if i&1 == 1 {
		scale[1] += dep.C
	}
	if i&2 == 2 {
		scale[3] += dep.C
	}
	at := 0
	for a := range d {
		d[a] *= scale[a]
		for b := a; b < 4; b++ {
			dd[at] *= scale[a] * scale[b]
			at++
		}
	}
}

// chain turns derivatives in r, α, s, β and k into those in the parameters of the
// search: Jᵀ·g, and Jᵀ·H·J plus what bends, Σ g_a ∂²v_a, with J and ∂² from the jets.
func (dep *dependence) chain(g [5]float64, h [15]float64) (grad [5]float64, hess [15]float64) {
	var half [5][5]float64 // H·J
	for a := range g {
		for b := range g {
			x := h[triangle(min(a, b), max(a, b))]
			for i, v := range dep.v[b].D {
				half[a][i] += x * v
			}
		}
	}
	at := 0
	for i := range grad {
		for a := range g {
			grad[i] += g[a] * dep.v[a].D[i]
		}
		for j := i; j < 5; j++ {
			for a := range g {
				hess[at] += dep.v[a].D[i]*half[a][j] + g[a]*dep.v[a].Dd[at]
			}
			at++
		}
	}
	return grad, hess
}

// triangle is the place of (i, j), i ≤ j, in an upper triangle of five columns.
func triangle(i, j int) int { return i*5 - i*(i-1)/2 + j - i }
