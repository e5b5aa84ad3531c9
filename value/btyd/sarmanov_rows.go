package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
)

// dependence is the change of variables of a fit: r, α, s, β and k, each a jet
// in the parameters of the search.
type dependence struct {
	kernel
	v      [5]jet
	params int // of the search
}

// model returns the model at the point.
func (d *dependence) model() sarmanov {
	g := pareto{d.v[0].v, d.v[1].v, d.v[2].v, d.v[3].v}
	w1, w2 := d.w, d.w
	if d.c > 0 {
		w1, w2 = d.c*g.alpha, d.c*g.beta
	}
	m := newSarmanov(g, w1, w2)
	m.k = d.v[4].v
	return m
}

// correlation returns the model's at a place between the limits of k.
func (d *dependence) correlation(mix float64) float64 {
	m := d.model()
	lo, hi := m.limits()
	m.k = lo + (hi-lo)*mix
	return m.correlation()
}

// rowsOf returns the likelihood of the rows of t, −Inf where k is free and not
// between its limits, with gradient and Hessian in the parameters of the search.
func (d *dependence) rowsOf(t *table) mle.Rows {
	m := d.model()
	var parts [4]mle.Rows
	for i := range parts {
		p, _ := m.part(i)
		parts[i] = p.rowsOf(t)
	}
	lo, hi := m.limits()
	allowed := d.params < 5 || m.k > lo && m.k < hi
	return func(s *mle.Sums, from, to int) {
		if !allowed {
			s.AddLogLik(math.Inf(-1))
			return
		}
		var x fourParts
		for i := from; i < to; i++ {
			w := t.rows[i].weight
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

// fourParts is a row in the four parts.
type fourParts struct {
	logs  [4]float64
	d     [4][4]float64
	dd    [4][10]float64
	share [4]float64 // of the likelihood
	slope [4]float64 // ∂share/∂k
}

// weigh returns the log-likelihood and sets the shares.
func (x *fourParts) weigh(m sarmanov) float64 {
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

// derivatives returns gradient and packed Hessian in r, α, s, β and k.
func (x *fourParts) derivatives(dep *dependence) (grad [5]float64, hess [15]float64) {
	for i := range x.share {
		d, dd := &x.d[i], &x.dd[i]
		if dep.c > 0 { // the part's α is (1+c)·α
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

// stretch turns derivatives in the rates of the i-th part into those in α and β.
func (dep *dependence) stretch(i int, d *[4]float64, dd *[10]float64) {
	scale := [4]float64{1, 1, 1, 1}
	if i&1 == 1 {
		scale[1] += dep.c
	}
	if i&2 == 2 {
		scale[3] += dep.c
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

// chain turns derivatives in r, α, s, β and k into those in the parameters of the search.
func (dep *dependence) chain(g [5]float64, h [15]float64) (grad [5]float64, hess [15]float64) {
	var half [5][5]float64 // H·J
	for a := range g {
		for b := range g {
			x := h[triangle(min(a, b), max(a, b))]
			for i, v := range dep.v[b].d {
				half[a][i] += x * v
			}
		}
	}
	at := 0
	for i := range grad {
		for a := range g {
			grad[i] += g[a] * dep.v[a].d[i]
		}
		for j := i; j < 5; j++ {
			for a := range g {
				hess[at] += dep.v[a].d[i]*half[a][j] + g[a]*dep.v[a].dd[at]
			}
			at++
		}
	}
	return grad, hess
}

// triangle is the place of (i, j), i ≤ j, in an upper triangle of five columns.
func triangle(i, j int) int { return i*5 - i*(i-1)/2 + j - i }
