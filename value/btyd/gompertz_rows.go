package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
)

// rowsOf returns the likelihood of the rows of t, with the gradient and
// Hessian in (r, α, b, s, β): those of the constants in (r, α, b, s, κ), plus
// posterior moments of the score of the complete data, taken about the score of being alive, plus
// the posterior mean of its derivative, turned to β.
func (g gompertz) rowsOf(t *table) mle.Rows {
	terms := rises(g.r, t.counts)
	ages := make([]gompertzAge, len(t.ages))
	for i, v := range t.ages {
		ages[i] = g.age(v)
	}
	return func(s *mle.Sums, lo, hi int) {
		var q nodes
		var m gompertzMoments
		for i := lo; i < hi; i++ {
			row := &t.rows[i]
			c, a := &terms[row.count], &ages[row.age]
			x := t.counts[row.count]
			alive := c.log - g.r*a.logPurchase - x*a.logAlpha - g.s*a.logDeath
			e := g.endTimes(x, t.lasts[row.last], row.gap)
			if !s.Derivs {
				s.AddLogLik(row.weight * (alive + special.Log1pExp(e.logAtLast+math.Log(q.sum(&e)))))
				continue
			}
			m.take(g, &e, &q, t.lasts[row.last], a)
			m.d[0] += c.d - a.logPurchase
			m.d[1] += g.r/g.alpha - e.rx*a.purchase
			m.d[2] -= g.s * a.f
			m.d[3] -= a.logDeath
			m.d[4] += g.s/g.kappa - g.s*a.death
			m.dd[0] += c.dd
			m.dd[1] += 1 / g.alpha
			m.dd[5] -= g.r / (g.alpha * g.alpha)
			m.dd[13] += 1 / g.kappa
			m.dd[14] -= g.s / (g.kappa * g.kappa)
			g.toBeta(&m.d, &m.dd)
			s.Add(row.weight, alive+m.logTotal, m.d[:], m.dd[:])
		}
	}
}

// gompertzAge is the state of the clocks at T: the growth of the logarithms of
// α+u and K = κ+v since 0, and with v′ and v″ the derivatives of v in b,
// f = v′/K and c = f² − v″/K.
type gompertzAge struct {
	logPurchase, logAlpha, logDeath float64
	purchase, death                 float64 // 1/(α+T), 1/K
	f, c                            float64
}

func (g gompertz) age(v float64) gompertzAge {
	growth := logGrowth(g.b*v, g.beta())
	a := gompertzAge{math.Log1p(v / g.alpha), math.Log(g.alpha + v), growth, 1 / (g.alpha + v), math.Exp(-growth) / g.kappa, 0, 0}
	share := -math.Expm1(-growth) // v/K
	h, curve := bend(g.b*v, math.Expm1(g.b*v))
	a.f = share * v * h
	a.c = a.f*a.f - share*v*v*curve
	return a
}

// bend returns v′/(v·u) and v″/(v·u²), functions of z = bu alone:
//
//	(z + E − 1)/z and (z² − 2z + 2 + (z−2)·E)/z²,  E = z/(e^z − 1)
//
// by their series where they would cancel.
func bend(z, expm1 float64) (first, second float64) {
	if z < 0.1 {
		z2 := z * z
		return 0.5 + z*(1./12-z2*(1./720-z2/30240)), 1./3 + z*(1./12+z*(1./360-z*(1./720+z*(1./15120-z/30240))))
	}
	e := z / expm1
	return (z + e - 1) / z, (z*z - 2*z + 2 + (z-2)*e) / (z * z)
}

// gompertzMoments collects one customer's derivatives.
type gompertzMoments struct {
	logTotal float64 // ln(1 + odds of death)
	d        [5]float64
	dd       [15]float64
}

// take walks the times of death. In the order (r, α, b, s, κ), the score of a
// death at u is
//
//	−ln(α+u), −(r+x)/(α+u), u − (s+1)·f, 1/s − ln K, −(s+1)/K
func (m *gompertzMoments) take(g gompertz, e *endTimes, q *nodes, last float64, a *gompertzAge) {
	var score [5]float64
	var outer [15]float64
	var sum, inv, inv2, f, curve, fDeath, death, death2 float64
	decay := math.Exp(-g.b * last)
	before := -math.Expm1(-g.b*last) / g.b // v(t_x), on the clock that starts anew at t_x
	perShape := 1 / g.s
	for q.reset(e); q.next(); {
		for k, w := range q.weight {
			u := last + q.du[k]
			i := 1 / (e.purchase + q.du[k])
			now := e.death * q.bent.death[k] // K·decay
			v := before + now - e.death      // v·decay
			share := v / now
			h, hh := bend(g.b*u, g.b*v/decay)
			fu := share * u * h
			j := decay / now
			c := fu*fu - share*u*u*hh
			y := [5]float64{
				e.logPurchase - q.logPurchase[k],
				e.rx * (a.purchase - i),
				u - (g.s+1)*fu + g.s*a.f,
				e.logDeath - q.logDeath[k] + perShape,
				g.s*a.death - (g.s+1)*j,
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
		logOdds := e.logAtLast + math.Log(sum)
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
	alive, s1 := 1-dead, g.s+1
	m.dd[1] -= alive*a.purchase + p*inv
	m.dd[5] += e.rx * (alive*a.purchase*a.purchase + p*inv2)
	m.dd[9] += g.s*alive*a.c + s1*p*curve
	m.dd[10] -= alive*a.f + p*f
	m.dd[11] += g.s*alive*a.f*a.death + s1*p*fDeath
	m.dd[12] -= dead / (g.s * g.s)
	m.dd[13] -= alive*a.death + p*death
	m.dd[14] += g.s*alive*a.death*a.death + s1*p*death2
}
