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
	return func(s *mle.Sums, lo, hi int) {
		var q nodes
		for i := lo; i < hi; i++ {
			row := &t.rows[i]
			c, a := &terms[row.count], &ages[row.age]
			x := t.counts[row.count]
			alive := c.log - g.r*a.logPurchase - x*a.logAlpha - g.s*a.logDeath
			if !s.Derivs {
				s.AddLogLik(row.weight * (alive + g.logAliveOrDead(&q, x, t.lasts[row.last], row.gap)))
				continue
			}
			e := g.endTimes(x, t.lasts[row.last], row.gap)
			sums := e.sums(&q, e.atEnd())
			m := e.moments(&sums)
			d, dd := m.derivatives(&e)
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
	return special.Log1pExp(e.logAtLast + math.Log(q.sum(&e)))
}
