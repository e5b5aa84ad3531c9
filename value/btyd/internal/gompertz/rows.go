package gompertz

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/rise"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Rows returns the likelihood of the rows of t, with the gradient and
// Hessian in (r, α, b, s, β) by D2 and D11: those of the constants in (r, α, b, s, κ), plus
// posterior moments of the score of the complete data, taken about the score of being alive, plus
// the posterior mean of its derivative, turned to β.
func (g Model) Rows(t *table.Table) mle.Rows {
	terms := rise.To(g.R, t.Counts)
	ages := make([]age, len(t.Ages))
	for i, v := range t.Ages {
		ages[i] = g.age(v)
	}
	return func(s *mle.Sums, lo, hi int) {
		var q endtimes.Nodes
		var m moments
		for i := lo; i < hi; i++ {
			row := &t.Rows[i]
			c, a := &terms[row.Count], &ages[row.Age]
			x := t.Counts[row.Count]
			alive := c.Log - g.R*a.logPurchase - x*a.logAlpha - g.S*a.logDeath
			e := g.EndTimes(x, t.Lasts[row.Last], row.Gap)
			if !s.Derivs {
				s.AddLogLik(row.Weight * (alive + special.Log1pExp(e.LogAtLast+math.Log(q.Sum(&e)))))
				continue
			}
			m.take(g, &e, &q, t.Lasts[row.Last], a)
			m.d[0] += c.D - a.logPurchase
			m.d[1] += g.R/g.Alpha - e.Rx*a.purchase
			m.d[2] -= g.S * a.f
			m.d[3] -= a.logDeath
			m.d[4] += g.S/g.Kappa - g.S*a.death
			m.dd[0] += c.Dd
			m.dd[1] += 1 / g.Alpha
			m.dd[5] -= g.R / (g.Alpha * g.Alpha)
			m.dd[13] += 1 / g.Kappa
			m.dd[14] -= g.S / (g.Kappa * g.Kappa)
			g.toBeta(&m.d, &m.dd)
			s.Add(row.Weight, alive+m.logTotal, m.d[:], m.dd[:])
		}
	}
}

// age is the state of the clocks at T: the growth of the logarithms of
// α+u and K = κ+v since 0, and with v′ and v″ the derivatives of v in b,
// f = v′/K and c = f² − v″/K.
type age struct {
	logPurchase, logAlpha, logDeath float64
	purchase, death                 float64 // 1/(α+T), 1/K
	f, c                            float64
}

func (g Model) age(v float64) age {
	growth := endtimes.LogGrowth(g.B*v, g.Beta())
	a := age{math.Log1p(v / g.Alpha), math.Log(g.Alpha + v), growth, 1 / (g.Alpha + v), math.Exp(-growth) / g.Kappa, 0, 0}
	share := -math.Expm1(-growth) // v/K
	h, curve := bend(g.B*v, math.Expm1(g.B*v))
	a.f = share * v * h
	a.c = a.f*a.f - share*v*v*curve
	return a
}

// bend returns v′/(v·u) and v″/(v·u²), functions of z = bu alone:
//
//	(z + E − 1)/z and (z² − 2z + 2 + (z−2)·E)/z²,  E = z/(e^z − 1)
//
// by their series where they would cancel, the second to the order z³. Relative to
// v and u they are bounded, from ½ and ⅓ at 0 to 1 for an old customer, where v′
// itself overflows.
func bend(z, expm1 float64) (first, second float64) {
	if z < 0.1 {
		z2 := z * z
		return 0.5 + z*(1./12-z2*(1./720-z2/30240)), 1./3 + z*(1./12+z*(1./360-z*(1./720+z*(1./15120-z/30240))))
	}
	e := z / expm1
	return (z + e - 1) / z, (z*z - 2*z + 2 + (z-2)*e) / (z * z)
}

// moments collects one customer's derivatives.
type moments struct {
	logTotal float64 // ln(1 + odds of death)
	d        [5]float64
	dd       [15]float64
}

// take walks the times of death. In the order (r, α, b, s, κ), the score of a
// death at u is
//
//	−ln(α+u), −(r+x)/(α+u), u − (s+1)·f, 1/s − ln K, −(s+1)/K
//
// and that of being alive the same at T, with s for s+1 and without u and 1/s. The
// clock of e starts anew at t_x, b and κ do not: hence decay and before, which
// take e^{bu} out of both K and v, so that their quotient never overflows.
func (m *moments) take(g Model, e *endtimes.Mixture, q *endtimes.Nodes, last float64, a *age) {
	var score [5]float64
	var outer [15]float64
	var sum, inv, inv2, f, curve, fDeath, death, death2 float64
	decay := math.Exp(-g.B * last)
	before := -math.Expm1(-g.B*last) / g.B // v(t_x), on the clock that starts anew at t_x
	perShape := 1 / g.S
	for q.Reset(e); q.Next(); {
		for k, w := range q.Weight {
			u := last + q.Du[k]
			i := 1 / (e.Purchase + q.Du[k])
			now := e.Death * q.Bent.Death[k] // K·decay
			v := before + now - e.Death      // v·decay
			share := v / now
			h, hh := bend(g.B*u, g.B*v/decay)
			fu := share * u * h
			j := decay / now
			c := fu*fu - share*u*u*hh
			y := [5]float64{
				e.LogPurchase - q.LogPurchase[k],
				e.Rx * (a.purchase - i),
				u - (g.S+1)*fu + g.S*a.f,
				e.LogDeath - q.LogDeath[k] + perShape,
				g.S*a.death - (g.S+1)*j,
			}
			at := 0
			for p, yp := range y {
				wy := w * yp
				score[p] += wy
				for _, yr := range y[p:] {
					outer[at] += wy * yr
					at++
				}
			}
			sum += w
			inv += w * i
			inv2 += w * i * i
			f += w * fu
			curve += w * c
			fDeath += w * fu * j
			death += w * j
			death2 += w * j * j
		}
	}
	m.logTotal = 0
	p, dead := 0.0, 0.0 // per unit of the integral, and in all
	if sum > 0 {
		logOdds := e.LogAtLast + math.Log(sum)
		m.logTotal, dead = special.Log1pExp(logOdds), special.Logistic(logOdds)
		p = dead / sum
	}
	at := 0
	for i := range score {
		score[i] *= p
	}
	for i := range score {
		for k := i; k < 5; k++ {
			m.dd[at] = p*outer[at] - score[i]*score[k]
			at++
		}
	}
	m.d = score
	alive, s1 := 1-dead, g.S+1
	m.dd[1] -= alive*a.purchase + p*inv
	m.dd[5] += e.Rx * (alive*a.purchase*a.purchase + p*inv2)
	m.dd[9] += g.S*alive*a.c + s1*p*curve
	m.dd[10] -= alive*a.f + p*f
	m.dd[11] += g.S*alive*a.f*a.death + s1*p*fDeath
	m.dd[12] -= dead / (g.S * g.S)
	m.dd[13] -= alive*a.death + p*death
	m.dd[14] += g.S*alive*a.death*a.death + s1*p*death2
}
