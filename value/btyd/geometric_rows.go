package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
)

// countTerms are the parts of a row's log-likelihood, gradient and Hessian that
// depend on x alone.
type countTerms struct {
	x, rx        float64 // x, r+x
	coins        float64 // ln B(a,b+m) − ln B(a,b)
	constant     float64 // all of the log-likelihood that depends on x alone
	logOdds      float64 // ln a − ln(b+m−1)
	invA, invB   float64 // 1/a and 1/(b+m−1), 0 where no coin was tossed
	r, rr        float64 // ψ(r+x)−ψ(r), ψ′(r+x)−ψ′(r)
	a, b, aa, bb float64 // first and second derivatives of ln B(a,b+m) − ln B(a,b)
	canDrop      bool
}

// countTerms tabulates them for the distinct counts of t.
func (g geometric) countTerms(t *table) []countTerms {
	ms := t.counts
	if g.first {
		ms = make([]float64, len(t.counts))
		for i, x := range t.counts {
			ms[i] = x + 1
		}
	}
	rise, coins, tosses := rises(g.r, t.counts), rises(g.b, ms), rises(g.a+g.b, ms)
	terms := make([]countTerms, len(t.counts))
	for i, x := range t.counts {
		c := countTerms{x: x, rx: g.r + x, canDrop: ms[i] > 0}
		c.coins = coins[i].log - tosses[i].log
		c.constant = rise[i].log + c.coins
		c.r, c.rr = rise[i].d, rise[i].dd
		c.a, c.aa = -tosses[i].d, -tosses[i].dd
		c.b, c.bb = c.a+coins[i].d, c.aa+coins[i].dd
		if c.canDrop {
			c.invA, c.invB = 1/g.a, 1/(g.b+(ms[i]-1))
			c.logOdds = math.Log(g.a * c.invB)
		}
		terms[i] = c
	}
	return terms
}

// rowsOf returns the likelihood of the rows of t, with the gradient and
// Hessian in (r, α, a, b) of section 4.9: H = H₀ + π·∇²v + π(1−π)·∇v∇vᵀ.
func (g geometric) rowsOf(t *table) mle.Rows {
	terms := g.countTerms(t)
	lasts, ages := g.clock(t.lasts), g.clock(t.ages)
	logAlpha, invAlpha := math.Log(g.alpha), 1/g.alpha
	return func(s *mle.Sums, lo, hi int) {
		var d [4]float64   // gradient in r, α, a, b
		var dd [10]float64 // rr rα ra rb αα αa αb aa ab bb
		for i := lo; i < hi; i++ {
			row := &t.rows[i]
			c, age, last := &terms[row.count], &ages[row.age], &lasts[row.last]
			q := age.log - last.log
			ll := c.constant - c.rx*age.log - c.x*logAlpha
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
				ll += math.Log(1 + e)
			}
			if s.Derivs {
				iT, it := age.inv, last.inv
				vAlpha := c.rx * (iT - it)
				vA, vB := c.invA, -c.invB
				d[0] = c.r - age.log + dead*q
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

// clocked are the terms that depend on one time v alone.
type clocked struct{ log, inv float64 } // ln(1+v/α), 1/(α+v)

func (g geometric) clock(times []float64) []clocked {
	out := make([]clocked, len(times))
	for i, v := range times {
		out[i] = clocked{math.Log1p(v / g.alpha), 1 / (g.alpha + v)}
	}
	return out
}
