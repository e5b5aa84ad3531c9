package btyd

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
)

// immortal is the NBD process.
type immortal struct{ r, alpha float64 }

func (g immortal) logProb(h clientele.History) float64 {
	if math.IsNaN(g.probAlive(h)) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	return special.LogRise(g.r, x) - g.r*math.Log1p(h.Age/g.alpha) - x*math.Log(g.alpha+h.Age)
}

func (g immortal) probAlive(h clientele.History) float64 {
	if !(g.r > 0 && g.alpha > 0) || !possible(h) {
		return math.NaN()
	}
	return 1
}

func (g immortal) alive(h clientele.History) immortal {
	return immortal{g.r + float64(h.Repeats), g.alpha + h.Age}
}

func (g immortal) restart() (float64, immortal) { return 1, g }
func (g immortal) mean(t float64) float64       { return g.r / g.alpha * t }

func (g immortal) variance(t float64) float64 { return g.mean(t) * (1 + t/g.alpha) }

func (g immortal) prob(n, t float64) float64 {
	if t == 0 && n > 0 {
		return 0
	}
	return newNegbin(g.r, g.alpha, t).prob(n)
}

func (g immortal) survival(float64) float64 { return 1 }

func (g immortal) discounted(rate float64) float64 { return g.r / g.alpha / rate }

func (g immortal) within(rate, t float64) float64 {
	if rate*t < 1e-8 {
		return g.mean(t) * (1 - rate*t/2)
	}
	return g.r / g.alpha * -math.Expm1(-rate*t) / rate
}

func (g immortal) path(r *rand.Rand, t float64) path {
	n := randPoisson(r, randGamma(r, g.r, g.alpha)*t)
	return path{n: n, keep: n, span: t}
}

// rowsOf returns the likelihood of the rows of t; t_x does not matter.
func (g immortal) rowsOf(t *table) mle.Rows {
	rise := rises(g.r, t.counts)
	return func(s *mle.Sums, lo, hi int) {
		for i := lo; i < hi; i++ {
			row := &t.rows[i]
			c, x, inv := rise[row.count], t.counts[row.count], 1/(g.alpha+t.ages[row.age])
			log := math.Log1p(t.ages[row.age] / g.alpha)
			s.Add(row.weight, c.log-(g.r+x)*log-x*math.Log(g.alpha),
				[]float64{c.d - log, g.r/g.alpha - (g.r+x)*inv},
				[]float64{c.dd, 1/g.alpha - inv, -g.r/(g.alpha*g.alpha) + (g.r+x)*inv*inv})
		}
	}
}

// immortalProblem states the fit to a panel of a model with the parameters r and α.
func immortalProblem[M clientele.Model[M]](p *clientele.Panel, m M, name string) (*mle.Problem[M], *table, error) {
	t, err := fitTable(p, name)
	if err != nil {
		return nil, nil, err
	}
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.rows), Weight: t.weight,
		At:     func(v []float64) mle.Rows { return immortal{v[0], v[1]}.rowsOf(t) },
		Starts: [][]float64{{1, 1 / t.meanCount}},
		Scale:  []float64{1, t.unit},
		Offset: -t.repeats * math.Log(t.unit),
		Limit:  func(M, []float64) string { return warnCommonRate },
	}, t, nil
}
