package bernoulli

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/rise"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/clientele-go/clientele/value/btyd/internal/warn"
)

// Problem states the fit of a model with the parameters α, β, γ and δ
// to a panel with opportunities as times; they are their own unit of time.
func Problem[M clientele.Model[M]](p *clientele.Panel, m M, name string) (*mle.Problem[M], *table.Table, error) {
	t, err := table.ForFit(p, name)
	if err != nil {
		return nil, nil, err
	}
	counts := NewOpportunities(t)
	return &mle.Problem[M]{
		Name: name, Model: m, N: p.Len(), Rows: len(t.Rows), Weight: t.Weight,
		At:     func(v []float64) mle.Rows { return Model{v[0], v[1], v[2], v[3]}.Rows(t, counts) },
		Starts: [][]float64{{1, 1, 1, 1}, {1, 1, 0.5, t.Unit / 2}},
		Limit: func(m M, u []float64) string {
			p := m.Params()
			return Model{p[0].Value, p[1].Value, p[2].Value, p[3].Value}.limit(u)
		},
	}, t, nil
}

// limit names the model that a flat direction u of the log-parameters
// (α, β, γ, δ) leads to: the shapes of p or of θ run to infinity or to zero together.
func (g Model) limit(u []float64) string {
	// A thousand opportunities would tell a shape of 1e3 from infinity, and none of 1e-3
	// from 0: both are far beyond what a panel has.
	const part, far = 0.3, 1e3
	rate := math.Abs(u[0]) > part || math.Abs(u[1]) > part
	dropout := math.Abs(u[2]) > part || math.Abs(u[3]) > part
	buy, drop := g.Alpha+g.Beta, g.Gamma+g.Delta
	switch {
	case dropout && g.Gamma/drop < 1e-6:
		return warn.NoDropout
	case dropout && drop > far:
		return warn.CommonDropout
	case dropout && drop < 1/far:
		return warn.PolarDropout
	case rate && buy > far:
		return warn.CommonRate
	case rate && buy < 1/far:
		return warn.PolarRate
	}
	return ""
}

// opportunities are the whole numbers of a table with opportunities as times: all
// lnΓ and their derivatives are then of α, β, … plus a whole number up to the
// largest age, and one list of sums serves all customers (D3).
type opportunities struct {
	upTo []float64 // 0 … the largest age + 1
	rows []tally   // for every row of the table
}

type tally struct{ x, last, age int }

// NewOpportunities returns those of a table with opportunities as times.
func NewOpportunities(t *table.Table) opportunities {
	o := opportunities{rows: make([]tally, len(t.Rows))}
	whole := func(time float64) int { return int(math.Round(time * t.Unit)) }
	largest := 0
	for i, row := range t.Rows {
		o.rows[i] = tally{int(t.Counts[row.Count]), whole(t.Lasts[row.Last]), whole(t.Ages[row.Age])}
		largest = max(largest, o.rows[i].age)
	}
	for n := range largest + 2 {
		o.upTo = append(o.upTo, float64(n))
	}
	return o
}

// Rows returns the likelihood of the rows of t, with the gradient and Hessian
// in (α, β, γ, δ): a mixture over the last opportunity e survived, whose
// logarithms have sums of 1/(α+i) and the like as derivatives. By Louis,
//
//	∇ℓ = E[S],   ∇²ℓ = E[∇S] + E[S Sᵀ] − E[S] E[S]ᵀ
//
// with S the gradient of the logarithm of a term, and E over e given the data. S is
// not taken about that of being alive, as in the other engines: the sums of 1/(α+i)
// of two ends differ by single terms, while there are as many ends as opportunities.
func (g Model) Rows(t *table.Table, o opportunities) mle.Rows {
	alpha, beta, buy := rise.To(g.Alpha, o.upTo), rise.To(g.Beta, o.upTo), rise.To(g.Alpha+g.Beta, o.upTo)
	delta, drop := rise.To(g.Delta, o.upTo), rise.To(g.Gamma+g.Delta, o.upTo)
	invGamma := 1 / g.Gamma
	return func(s *mle.Sums, lo, hi int) {
		for i := lo; i < hi; i++ {
			x, last, age := o.rows[i].x, o.rows[i].last, o.rows[i].age
			var m mixture
			visit := func(e, dead int, weight float64) {
				if !s.Derivs {
					m.weight += weight
					return
				}
				a, b, ab, d, gd := &alpha[x], &beta[e-x], &buy[e], &delta[e], &drop[e+dead]
				lost := float64(dead) * invGamma
				m.add(weight,
					[4]float64{a.D - ab.D, b.D - ab.D, lost - gd.D, d.D - gd.D},
					[10]float64{a.Dd - ab.Dd, -ab.Dd, 0, 0, b.Dd - ab.Dd, 0, 0, -lost*invGamma - gd.Dd, -gd.Dd, d.Dd - gd.Dd})
			}
			visit(age, 0, 1)
			term := g.Gamma / (g.Delta + float64(age-1)) * (g.Alpha + g.Beta + float64(age-1)) / (g.Beta + float64(age-1-x))
			shift := 0.0
			for e := age - 1; e >= last; e-- {
				visit(e, 1, term)
				before := float64(e - 1)
				term *= (g.Alpha + g.Beta + before) / (g.Beta + (before - float64(x))) * ((g.Gamma + g.Delta + float64(e)) / (g.Delta + before))
				if m.weight > huge {
					m.scale(1 / huge)
					term /= huge
					shift += logHuge
				}
			}
			alive := alpha[x].Log + beta[age-x].Log - buy[age].Log + delta[age].Log - drop[age].Log
			ll := alive + math.Log(m.weight) + shift
			grad, hess := m.derivatives()
			s.Add(t.Rows[i].Weight, ll, grad[:], hess[:])
		}
	}
}

// mixture sums over the terms of a likelihood with four parameters.
type mixture struct {
	weight float64
	score  [4]float64  // Σ w·S
	curve  [10]float64 // Σ w·(∇S + S·Sᵀ), upper triangle
}

func (m *mixture) add(w float64, score [4]float64, slope [10]float64) {
	m.weight += w
	at := 0
	for i, si := range score {
		m.score[i] += w * si
		for _, sj := range score[i:] {
			m.curve[at] += w * (slope[at] + si*sj)
			at++
		}
	}
}

func (m *mixture) scale(c float64) {
	m.weight *= c
	for i := range m.score {
		m.score[i] *= c
	}
	for i := range m.curve {
		m.curve[i] *= c
	}
}

// derivatives returns the gradient and Hessian of the logarithm of the sum.
func (m *mixture) derivatives() (grad [4]float64, hess [10]float64) {
	at := 0
	for i := range grad {
		grad[i] = m.score[i] / m.weight
	}
	for i, gi := range grad {
		for _, gj := range grad[i:] {
			hess[at] = m.curve[at]/m.weight - gi*gj
			at++
		}
	}
	return grad, hess
}
