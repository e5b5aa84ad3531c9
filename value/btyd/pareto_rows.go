package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
)

// rowsOf returns the likelihood of the rows of t, with the gradient and
// Hessian in (r, α, s, β): those of the constants, plus posterior moments of
// the score of the complete data over the end times. The moments are taken
// about the score of being alive, so nothing cancels.
func (g pareto) rowsOf(t *table) mle.Rows {
	type counted struct{ constant, d, dd float64 }
	terms := make([]counted, len(t.counts))
	for i, x := range t.counts {
		terms[i] = counted{special.LogRise(g.r, x), special.DigammaRise(g.r, x), special.TrigammaRise(g.r, x)}
	}
	type aged struct{ logPurchase, logDeath, logAlpha float64 } // ln(1+T/α), ln(1+T/β), ln(α+T)
	ages := make([]aged, len(t.ages))
	for i, v := range t.ages {
		ages[i] = aged{math.Log1p(v / g.alpha), math.Log1p(v / g.beta), math.Log(g.alpha + v)}
	}
	return func(s *mle.Sums, lo, hi, step int) {
		for i := lo; i < hi; i += step {
			row := &t.rows[i]
			c, a := &terms[row.count], &ages[row.age]
			x := t.counts[row.count]
			alive := c.constant - g.r*a.logPurchase - x*a.logAlpha - g.s*a.logDeath
			if !s.Derivs {
				s.AddLogLik(row.weight * (alive + g.logAliveOrDead(x, t.lasts[row.last], row.gap)))
				continue
			}
			e := g.endTimes(x, t.lasts[row.last], row.gap)
			m := e.moments(t.ages[row.age])
			d, dd := m.derivatives(e, t.ages[row.age])
			d[0] += c.d - a.logPurchase
			d[1] += g.r / g.alpha
			d[2] -= a.logDeath
			d[3] += g.s / g.beta
			dd[0] += c.dd
			dd[1] += 1 / g.alpha
			dd[4] -= g.r / (g.alpha * g.alpha)
			dd[8] += 1 / g.beta
			dd[9] -= g.s / (g.beta * g.beta)
			s.Add(row.weight, alive+m.logTotal, d[:], dd[:])
		}
	}
}

// logAliveOrDead returns ln(1 + odds of death) by quadrature, for the search.
func (g pareto) logAliveOrDead(x, last, gap float64) float64 {
	e := g.endTimes(x, last, gap)
	sum := 0.0
	var q nodes
	for q.reset(&e); q.next(); {
		for _, w := range q.weight {
			sum += w
		}
	}
	return special.Log1pExp(e.logAtLast + math.Log(sum))
}

// moments are posterior moments over the end times. The score of a death at u
// is taken relative to the score of being alive.
type moments struct {
	logTotal      float64 // ln(1 + odds of death)
	dead          float64 // P(dead)
	score         [4]float64
	outer         [10]float64
	inv, inv2     float64 // of 1/(α+u) over the dead
	death, death2 float64 // of 1/(β+u) over the dead
}

func (e *endTimes) moments(age float64) moments {
	var m moments
	sum := 0.0
	invAlive, deathAlive := 1/(e.alpha+age), 1/(e.beta+age)
	perShape := 1 / e.s
	var q nodes
	for q.reset(e); q.next(); {
		for k, w := range q.weight {
			u := e.last + q.du[k]
			inv, death := 1/(e.alpha+u), 1/(e.beta+u)
			r := e.logPurchase - q.logPurchase[k]
			alpha := -e.rx * (inv - invAlive)
			s := e.logDeath - q.logDeath[k] + perShape
			beta := e.s*(deathAlive-death) - death
			wInv, wDeath := w*inv, w*death
			wr, wa, ws, wb := w*r, w*alpha, w*s, w*beta
			sum += w
			m.inv += wInv
			m.inv2 += wInv * inv
			m.death += wDeath
			m.death2 += wDeath * death
			m.score[0] += wr
			m.score[1] += wa
			m.score[2] += ws
			m.score[3] += wb
			m.outer[0] += wr * r
			m.outer[1] += wr * alpha
			m.outer[2] += wr * s
			m.outer[3] += wr * beta
			m.outer[4] += wa * alpha
			m.outer[5] += wa * s
			m.outer[6] += wa * beta
			m.outer[7] += ws * s
			m.outer[8] += ws * beta
			m.outer[9] += wb * beta
		}
	}
	if sum == 0 {
		return m
	}
	logOdds := e.logAtLast + math.Log(sum)
	m.logTotal, m.dead = special.Log1pExp(logOdds), special.Logistic(logOdds)
	scale := m.dead / sum
	for i := range m.score {
		m.score[i] *= scale
	}
	for i := range m.outer {
		m.outer[i] *= scale
	}
	m.inv, m.inv2, m.death, m.death2 = m.inv*scale, m.inv2*scale, m.death*scale, m.death2*scale
	return m
}

// derivatives turns the moments into the gradient and Hessian of the
// logarithm of the mixture, without the parts that do not depend on U.
func (m *moments) derivatives(e endTimes, age float64) (d [4]float64, dd [10]float64) {
	alive := 1 - m.dead
	inv, death := 1/(e.alpha+age), 1/(e.beta+age)
	d = m.score
	d[1] -= e.rx * inv
	d[3] -= e.s * death
	dd = m.outer
	at := 0
	for i, a := range m.score {
		for _, b := range m.score[i:] {
			dd[at] -= a * b
			at++
		}
	}
	dd[1] -= m.inv + alive*inv
	dd[4] += e.rx * (m.inv2 + alive*inv*inv)
	dd[7] -= m.dead / (e.s * e.s)
	dd[8] -= m.death + alive*death
	dd[9] += (e.s+1)*m.death2 + e.s*alive*death*death
	return d, dd
}
