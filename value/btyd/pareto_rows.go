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
	terms := rises(g.r, t.counts)
	type aged struct{ logPurchase, logDeath, logAlpha float64 } // ln(1+T/α), ln(1+T/β), ln(α+T)
	ages := make([]aged, len(t.ages))
	for i, v := range t.ages {
		ages[i] = aged{math.Log1p(v / g.alpha), math.Log1p(v / g.beta), math.Log(g.alpha + v)}
	}
	return func(s *mle.Sums, lo, hi, step int) {
		var q nodes
		for i := lo; i < hi; i += step {
			row := &t.rows[i]
			c, a := &terms[row.count], &ages[row.age]
			x := t.counts[row.count]
			alive := c.log - g.r*a.logPurchase - x*a.logAlpha - g.s*a.logDeath
			if !s.Derivs {
				s.AddLogLik(row.weight * (alive + g.logAliveOrDead(&q, x, t.lasts[row.last], row.gap)))
				continue
			}
			e := g.endTimes(x, t.lasts[row.last], row.gap)
			m := e.moments(&q, t.ages[row.age])
			d, dd := m.derivatives(&e, t.ages[row.age])
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
func (g pareto) logAliveOrDead(q *nodes, x, last, gap float64) float64 {
	e := g.endTimes(x, last, gap)
	sum := 0.0
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
	logTotal float64 // ln(1 + odds of death)
	dead     float64 // P(dead)
	score    [4]float64
	outer    [10]float64
}

func (e *endTimes) moments(q *nodes, age float64) moments {
	var sum, dr, da, ds, db, rr, ra, rs, rb, aa, as, ab, ss, sb, bb float64
	purchase, death := e.alpha+e.last, e.beta+e.last
	invAlive, deathAlive := 1/(e.alpha+age), 1/(e.beta+age)
	perShape := 1 / e.s
	for q.reset(e); q.next(); {
		for k, w := range q.weight {
			r := e.logPurchase - q.logPurchase[k]
			a := e.rx * (invAlive - 1/(purchase+q.du[k]))
			s := e.logDeath - q.logDeath[k] + perShape
			b := e.s*deathAlive - (e.s+1)/(death+q.du[k])
			wr, wa, ws, wb := w*r, w*a, w*s, w*b
			sum += w
			dr += wr
			da += wa
			ds += ws
			db += wb
			rr += wr * r
			ra += wr * a
			rs += wr * s
			rb += wr * b
			aa += wa * a
			as += wa * s
			ab += wa * b
			ss += ws * s
			sb += ws * b
			bb += wb * b
		}
	}
	if sum == 0 {
		return moments{}
	}
	logOdds := e.logAtLast + math.Log(sum)
	m := moments{logTotal: special.Log1pExp(logOdds), dead: special.Logistic(logOdds)}
	p := m.dead / sum
	m.score = [4]float64{p * dr, p * da, p * ds, p * db}
	m.outer = [10]float64{p * rr, p * ra, p * rs, p * rb, p * aa, p * as, p * ab, p * ss, p * sb, p * bb}
	return m
}

// derivatives turns the moments into the gradient and Hessian of the
// logarithm of the mixture, without the parts that do not depend on U. The
// moments of 1/(α+u) and 1/(β+u) over the dead follow from those of the scores:
// 1/(α+u) = i − S_α/(r+x) and 1/(β+u) = (s·j − S_β)/(s+1), with i and j the
// values at T; the scores are negative, so nothing cancels.
func (m *moments) derivatives(e *endTimes, age float64) (d [4]float64, dd [10]float64) {
	i, j := 1/(e.alpha+age), 1/(e.beta+age)
	sj := e.s * j
	inv := i - m.score[1]/e.rx // over the dead and the living
	inv2 := i*i - 2*i*m.score[1]/e.rx + m.outer[4]/(e.rx*e.rx)
	death := (1-m.dead)*j + (m.dead*sj-m.score[3])/(e.s+1)
	death2 := e.s*(1-m.dead)*j*j + (m.dead*sj*sj-2*sj*m.score[3]+m.outer[9])/(e.s+1)
	d = m.score
	d[1] -= e.rx * i
	d[3] -= sj
	dd = m.outer
	at := 0
	for k, a := range m.score {
		for _, b := range m.score[k:] {
			dd[at] -= a * b
			at++
		}
	}
	dd[1] -= inv
	dd[4] += e.rx * inv2
	dd[7] -= m.dead / (e.s * e.s)
	dd[8] -= death
	dd[9] += death2
	return d, dd
}
