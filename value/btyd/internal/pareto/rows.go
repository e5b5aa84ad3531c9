package pareto

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/rise"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// Rows returns the likelihood of the rows of t, with the gradient and
// Hessian in (r, α, s, β) by D2: those of the constants, plus posterior moments of
// the score of the complete data over the end times. The moments are taken
// about the score of being alive, so nothing cancels. The closed form (D9) has
// derivatives in r and s that are no hypergeometric functions any more.
func (g Model) Rows(t *table.Table) mle.Rows {
	terms := rise.To(g.R, t.Counts)
	type aged struct{ logPurchase, logDeath, logAlpha float64 } // ln(1+T/α), ln(1+T/β), ln(α+T)
	ages := make([]aged, len(t.Ages))
	for i, v := range t.Ages {
		ages[i] = aged{math.Log1p(v / g.Alpha), math.Log1p(v / g.Beta), math.Log(g.Alpha + v)}
	}
	return func(s *mle.Sums, lo, hi int) {
		var q endtimes.Nodes
		for i := lo; i < hi; i++ {
			row := &t.Rows[i]
			c, a := &terms[row.Count], &ages[row.Age]
			x := t.Counts[row.Count]
			alive := c.Log - g.R*a.logPurchase - x*a.logAlpha - g.S*a.logDeath
			if !s.Derivs {
				s.AddLogLik(row.Weight * (alive + g.logAliveOrDead(&q, x, t.Lasts[row.Last], row.Gap)))
				continue
			}
			e := g.endTimes(x, t.Lasts[row.Last], row.Gap)
			sums := e.Sums(&q, e.AtEnd())
			m := e.Moments(&sums)
			d, dd := m.Derivatives(&e)
			d[0] += c.D - a.logPurchase
			d[1] += g.R / g.Alpha
			d[2] -= a.logDeath
			d[3] += g.S / g.Beta
			dd[0] += c.Dd
			dd[1] += 1 / g.Alpha
			dd[4] -= g.R / (g.Alpha * g.Alpha)
			dd[8] += 1 / g.Beta
			dd[9] -= g.S / (g.Beta * g.Beta)
			s.Add(row.Weight, alive+m.LogTotal, d[:], dd[:])
		}
	}
}

// logAliveOrDead returns ln(1 + odds of death) by quadrature. The closed form
// takes a seventh of the time, but a search compares this value with those that
// came with derivatives: both must be the same function to the last digits, or the
// errors of the panels, up to 6e-10 a customer, pass for gains and losses.
func (g Model) logAliveOrDead(q *endtimes.Nodes, x, last, gap float64) float64 {
	e := g.endTimes(x, last, gap)
	return special.Log1pExp(e.LogAtLast + math.Log(q.Sum(&e)))
}
