// Package immortal is the engine of NBD: random purchases for ever.
package immortal

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
	"github.com/clientele-go/clientele/value/btyd/internal/rise"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Model is the NBD process.
type Model struct{ R, Alpha float64 }

// LogProb returns the log-likelihood of a customer; NaN for an impossible history.
func (g Model) LogProb(h clientele.History) float64 {
	if math.IsNaN(g.ProbAlive(h)) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	return special.LogRise(g.R, x) - g.R*math.Log1p(h.Age/g.Alpha) - x*math.Log(g.Alpha+h.Age)
}

// ProbAlive returns P(alive at the end of observation); NaN for an impossible history.
func (g Model) ProbAlive(h clientele.History) float64 {
	if !(g.R > 0 && g.Alpha > 0) || !process.Possible(h) {
		return math.NaN()
	}
	return 1
}

// Alive returns the process of a customer known to be alive at the end of observation.
func (g Model) Alive(h clientele.History) Model {
	return Model{g.R + float64(h.Repeats), g.Alpha + h.Age}
}

// Restart returns the process of a new customer, and the chance not to be lost at once.
func (g Model) Restart() (float64, Model) { return 1, g }

// Mean returns E[X(t)].
func (g Model) Mean(t float64) float64 { return g.R / g.Alpha * t }

// Variance returns Var[X(t)].
func (g Model) Variance(t float64) float64 { return g.Mean(t) * (1 + t/g.Alpha) }

// Prob returns P(X(t) = n).
func (g Model) Prob(n, t float64) float64 {
	if t == 0 && n > 0 {
		return 0
	}
	return negbin.New(g.R, g.Alpha, t).Prob(n)
}

// Survival returns P(alive at t).
func (g Model) Survival(float64) float64 { return 1 }

// Discounted returns the expected purchases of all time, discounted.
func (g Model) Discounted(rate float64) float64 { return g.R / g.Alpha / rate }

// Within returns the expected purchases up to t, discounted.
func (g Model) Within(rate, t float64) float64 {
	if rate*t < 1e-8 { // 0/0 at rate 0; the next term is (δt)²/6
		return g.Mean(t) * (1 - rate*t/2)
	}
	return g.R / g.Alpha * -math.Expm1(-rate*t) / rate
}

// Path draws the purchases in (0, t].
func (g Model) Path(r *rand.Rand, t float64) process.Path {
	n := variate.Poisson(r, variate.Gamma(r, g.R, g.Alpha)*t, clientele.MaxRepeats)
	return process.Path{N: n, Keep: n, Span: t}
}

// Rows returns the likelihood of the rows of t; t_x does not matter.
func (g Model) Rows(t *table.Table) mle.Rows {
	rise := rise.To(g.R, t.Counts)
	return func(s *mle.Sums, lo, hi int) {
		for i := lo; i < hi; i++ {
			row := &t.Rows[i]
			c, x, inv := rise[row.Count], t.Counts[row.Count], 1/(g.Alpha+t.Ages[row.Age])
			log := math.Log1p(t.Ages[row.Age] / g.Alpha)
			s.Add(row.Weight, c.Log-(g.R+x)*log-x*math.Log(g.Alpha),
				[]float64{c.D - log, g.R/g.Alpha - (g.R+x)*inv},
				[]float64{c.Dd, 1/g.Alpha - inv, -g.R/(g.Alpha*g.Alpha) + (g.R+x)*inv*inv})
		}
	}
}

// Problem states the fit to a panel of a model with the parameters r and α. Its
// likelihood has one ridge, where customers are alike or less unlike than a Poisson
// count would have it, and that limit needs no telling from others.
func Problem[M clientele.Model[M]](p *clientele.Panel, m M, name string) (*mle.Problem[M], *table.Table, error) {
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, nil, err
	}
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.Rows), Weight: t.Weight,
		At:     func(v []float64) mle.Rows { return Model{v[0], v[1]}.Rows(t) },
		Starts: [][]float64{{1, 1 / t.MeanCount}},
		Scale:  []float64{1, t.Unit},
		Offset: -t.Repeats * math.Log(t.Unit),
		Limit:  func(M, []float64) string { return warn.CommonRate },
	}, t, nil
}
