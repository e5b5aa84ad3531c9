package switching

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
)

// A customer whose silence decays at rate a, last seen at t and observed to T, who
// leaves at rate δ, has the likelihood e^(−a(T−t))·e^(−δT) + ∫ₜᵀ e^(−a(u−t)) δe^(−δu) du
//
//	= Φ(a, t) + e^(−a(T−t))·Ψ(a, T)
//	Φ(a, t) = E[δ/(a+δ)·e^(−δt)], Ψ(a, T) = E[a/(a+δ)·e^(−δT)]
//
// Φ is that they left before they would have bought again, Ψ that they bought first:
// both positive, and each of one time only.

// leaving are the nodes of δ with what their sums need.
type leaving struct {
	nodes
	weight     []float64
	s, b       []float64 // scores of the gamma density in s and β
	ss, sb, bb []float64 // its second derivatives in them, relative to it
}

func (m Model) leaving(age, perWidth float64, derivs bool) *leaving {
	g := &leaving{nodes: gammaNodes(m.S, m.Beta, 1, age, 0, perWidth)}
	n := len(g.x)
	g.weight = make([]float64, n)
	for i := range n {
		g.weight[i] = math.Exp(g.logWeight[i])
	}
	if !derivs {
		return g
	}
	all := make([]float64, 5*n)
	g.s, g.b, g.ss, g.sb, g.bb = all[:n], all[n:2*n], all[2*n:3*n], all[3*n:4*n], all[4*n:]
	// Scores of the density of δ at each node, as those of λ in the rows.
	psi, psi1 := special.Digamma(m.S), special.Trigamma(m.S)
	for i, x := range g.x {
		s, b := math.Log(m.Beta)+g.log[i]-psi, m.S/m.Beta-x
		g.s[i], g.b[i] = s, b
		g.ss[i], g.sb[i], g.bb[i] = s*s-psi1, s*b+1/m.Beta, b*b-m.S/(m.Beta*m.Beta)
	}
	return g
}

// mean returns E[f(δ)·e^(−δt)] for a plain f.
func (g *leaving) mean(t float64, f func(delta float64) float64) float64 {
	sum := 0.0
	for i, x := range g.x {
		sum += g.weight[i] * math.Exp(-x*t) * f(x)
	}
	return sum
}

// fate is Φ or Ψ with derivatives: the value; in a, twice; in s and β; mixed.
type fate struct{ f, a, aa, s, b, sa, ba, ss, sb, bb float64 }

// atTime are the nodes as all decay rates see them: those of one time, with the
// scores multiplied in. A time has as many exponentials as nodes of δ, and is used
// by two decays at every node of λ.
type atTime struct{ w, s, b, ss, sb, bb []float64 }

func (g *leaving) at(t float64, derivs bool) atTime {
	n := len(g.x)
	k := 1
	if derivs {
		k = 6
	}
	all := make([]float64, k*n)
	q := atTime{w: all[:n]}
	for i, x := range g.x {
		q.w[i] = g.weight[i] * math.Exp(-x*t)
	}
	if derivs {
		q.s, q.b, q.ss, q.sb, q.bb = all[n:2*n], all[2*n:3*n], all[3*n:4*n], all[4*n:5*n], all[5*n:]
		for i, w := range q.w {
			q.s[i], q.b[i], q.ss[i], q.sb[i], q.bb[i] = w*g.s[i], w*g.b[i], w*g.ss[i], w*g.sb[i], w*g.bb[i]
		}
	}
	return q
}

// decaying returns what the nodes are to decay rate a: the parts of Φ, 1/(a+δ).
func (g *leaving) decaying(a float64) (part, inv []float64) {
	n := len(g.x)
	all := make([]float64, 2*n)
	part, inv = all[:n], all[n:]
	for i, x := range g.x {
		inv[i] = 1 / (a + x)
		part[i] = x * inv[i]
	}
	return part, inv
}

// value returns Φ, or Ψ if stays, of decay rate a.
func (q *atTime) value(a float64, part, inv []float64, stays bool) float64 {
	sum := 0.0
	w := q.w[:len(part)]
	if stays {
		for i, v := range inv[:len(part)] {
			sum += w[i] * v
		}
		return a * sum
	}
	for i, v := range part {
		sum += w[i] * v
	}
	return sum
}

// fate returns the same with derivatives. Those of Ψ in a are those of Φ with the
// other sign, since δ/(a+δ) + a/(a+δ) = 1; ∂Φ/∂a = −E[δ/(a+δ)²·…]. In s and β they
// are means under the scores of the gamma density: the nodes do move with s and β,
// but the integral that they stand for does not notice.
func (q *atTime) fate(a float64, part, inv []float64, stays bool) fate {
	var f fate
	n := len(part)
	inv, w, ws, wb, wss, wsb, wbb := inv[:n], q.w[:n], q.s[:n], q.b[:n], q.ss[:n], q.sb[:n], q.bb[:n]
	for i, v := range part {
		d := v * inv[i]
		f.a += w[i] * d
		f.aa += w[i] * d * inv[i]
		f.sa += ws[i] * d
		f.ba += wb[i] * d
		if stays {
			v = a * inv[i]
		}
		f.f += w[i] * v
		f.s += ws[i] * v
		f.b += wb[i] * v
		f.ss += wss[i] * v
		f.sb += wsb[i] * v
		f.bb += wbb[i] * v
	}
	sign := -1.0
	if stays {
		sign = 1
	}
	f.a *= sign
	f.sa *= sign
	f.ba *= sign
	f.aa *= -2 * sign
	return f
}

// then returns Φ + e^(−aw)·Ψ, f being Φ and p Ψ.
func (f *fate) then(p *fate, a, w float64) fate {
	e := math.Exp(-a * w)
	return fate{
		f: f.f + e*p.f, a: f.a + e*(p.a-w*p.f), aa: f.aa + e*(p.aa-2*w*p.a+w*w*p.f),
		s: f.s + e*p.s, b: f.b + e*p.b, sa: f.sa + e*(p.sa-w*p.s), ba: f.ba + e*(p.ba-w*p.b),
		ss: f.ss + e*p.ss, sb: f.sb + e*p.sb, bb: f.bb + e*p.bb,
	}
}
