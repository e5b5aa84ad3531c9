package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
)

// countTerms are the parts of a row's log-likelihood, gradient and Hessian that
// depend on x alone.
type countTerms struct {
	x, rx        float64 // x, r+x
	constant     float64 // all of the log-likelihood that depends on x alone
	logOdds      float64 // ln a − ln(b+m−1)
	invB         float64 // 1/(b+m−1)
	r, rr        float64 // ψ(r+x)−ψ(r), ψ′(r+x)−ψ′(r)
	a, b, aa, bb float64 // first and second derivatives of ln B(a,b+m) − ln B(a,b)
	canDrop      bool
}

func (g geometric) countTerms(x float64, derivs bool) countTerms {
	m := g.coins(x)
	c := countTerms{x: x, rx: g.r + x, canDrop: m > 0}
	c.constant = special.LogRise(g.r, x) + special.LogRise(g.b, m) - special.LogRise(g.a+g.b, m)
	if c.canDrop {
		c.logOdds, c.invB = math.Log(g.a/(g.b+(m-1))), 1/(g.b+(m-1))
	}
	if derivs {
		c.r, c.rr = special.DigammaRise(g.r, x), special.TrigammaRise(g.r, x)
		c.a, c.aa = -special.DigammaRise(g.a+g.b, m), -special.TrigammaRise(g.a+g.b, m)
		c.b, c.bb = c.a+special.DigammaRise(g.b, m), c.aa+special.TrigammaRise(g.b, m)
	}
	return c
}

// rowsOf returns the likelihood of the rows of t, with the gradient and
// Hessian in (r, α, a, b) of section 4.9: H = H₀ + π·∇²v + π(1−π)·∇v∇vᵀ.
func (g geometric) rowsOf(t *table) mle.Rows {
	terms := make([]countTerms, len(t.counts))
	for i, x := range t.counts {
		terms[i] = g.countTerms(x, true)
	}
	logLast := make([]float64, len(t.lasts)) // ln(1 + t_x/α)
	for i, v := range t.lasts {
		logLast[i] = math.Log1p(v / g.alpha)
	}
	logAge := make([]float64, len(t.ages)) // ln(1 + T/α)
	for i, v := range t.ages {
		logAge[i] = math.Log1p(v / g.alpha)
	}
	logAlpha, invAlpha := math.Log(g.alpha), 1/g.alpha
	return func(s *mle.Sums, lo, hi, step int) {
		var d [4]float64   // gradient in r, α, a, b
		var dd [10]float64 // rr rα ra rb αα αa αb aa ab bb
		for i := lo; i < hi; i += step {
			row := &t.rows[i]
			c := &terms[row.count]
			q := logAge[row.age] - logLast[row.last]
			if row.gap < 1e-3 { // the difference would lose digits
				q = math.Log1p(row.gap / (g.alpha + t.lasts[row.last]))
			}
			ll := c.constant - c.rx*logAge[row.age] - c.x*logAlpha
			dead := 0.0 // π
			if c.canDrop {
				v := c.logOdds + c.rx*q
				e := math.Exp(-math.Abs(v))
				if v > 0 {
					ll += v
					dead = 1 / (1 + e)
				} else {
					dead = e / (1 + e)
				}
				ll += math.Log1p(e)
			}
			if s.Derivs {
				iT := 1 / (g.alpha + t.ages[row.age])
				it := 1 / (g.alpha + t.lasts[row.last])
				vAlpha := c.rx * (iT - it)
				vA, vB := invA(g.a, c.canDrop), -c.invB
				d[0] = c.r - logAge[row.age] + dead*q
				d[1] = g.r*invAlpha - c.rx*iT + dead*vAlpha
				d[2] = c.a + dead*vA
				d[3] = c.b + dead*vB
				both := dead * (1 - dead)
				dd[0] = c.rr + both*q*q
				dd[1] = invAlpha - iT + dead*(iT-it) + both*q*vAlpha
				dd[2] = both * q * vA
				dd[3] = both * q * vB
				dd[4] = -g.r*invAlpha*invAlpha + c.rx*iT*iT - dead*c.rx*(iT*iT-it*it) + both*vAlpha*vAlpha
				dd[5] = both * vAlpha * vA
				dd[6] = both * vAlpha * vB
				dd[7] = c.aa - dead*vA*vA + both*vA*vA
				dd[8] = c.aa + both*vA*vB
				dd[9] = c.bb + dead*vB*vB + both*vB*vB
			}
			s.Add(row.weight, ll, d[:], dd[:])
		}
	}
}

// invA is ∂v/∂a, 0 where no coin was tossed.
func invA(a float64, canDrop bool) float64 {
	if !canDrop {
		return 0
	}
	return 1 / a
}
