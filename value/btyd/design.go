package btyd

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
)

// design is the scale on which a regression is fitted: the logarithms of the
// base's parameters, in units of the table, and coefficients of standardised
// covariates. All of its coordinates are real, and the logarithms of the
// parameters of a customer are linear in them.
type design struct {
	params  int // of the base
	effects []standardised
}

// standardised is an effect of (z − shift)/scale. Covariates of 0 and 1 stay as
// they are, so that a level with a limit of its own has it in its coefficient alone.
type standardised struct {
	name         string
	column       int
	shift, scale float64
	spread       float64 // standard deviation of (z − shift)/scale
	add          logShift
}

func (e *standardised) value(z []float64) float64 { return (z[e.column] - e.shift) / e.scale }

// newDesign looks at the covariates of all customers who were observed.
func newDesign[M Regressable[M]](p *CovariatePanel, m Regression[M], where string) (*design, error) {
	d := &design{params: len(m.Base.Params())}
	order := p.sorted() // so that sums do not depend on the order of the customers
	order = slices.DeleteFunc(order, func(i int) bool { return p.hs[i].Age == 0 })
	n := float64(len(order))
	for _, e := range m.Effects {
		s := standardised{name: e.name(), column: slices.Index(p.names, e.Covariate), scale: 1}
		s.add, _ = m.Base.response(e.On)
		lo, hi, mean, square, binary := math.Inf(1), math.Inf(-1), 0.0, 0.0, true
		for _, i := range order {
			z := p.covariates(i)[s.column]
			lo, hi, binary = math.Min(lo, z), math.Max(hi, z), binary && (z == 0 || z == 1)
			mean += z / n
		}
		if !(lo < hi) {
			return nil, &clientele.InputError{Where: where, Field: e.Covariate, Value: lo, Want: "a covariate that is not the same for all customers; leave it out, the base takes its part"}
		}
		for _, i := range order {
			z := (p.covariates(i)[s.column] - mean) / (hi - lo)
			square += z * z / n
		}
		s.spread = math.Sqrt(square) * (hi - lo)
		if !binary {
			s.shift, s.scale, s.spread = mean, s.spread, 1
		}
		d.effects = append(d.effects, s)
	}
	return d, d.independent(p, order, where)
}

// columns are the covariates in use.
func (d *design) columns() []int {
	var out []int
	for i := range d.effects {
		out = append(out, d.effects[i].column)
	}
	return out
}

// independent returns nil if no effect is a linear combination of those before
// it, and otherwise an error that names it: Cholesky's elimination on the
// products of what the effects do to the logarithms of the parameters, less the
// part that the base takes.
func (d *design) independent(p *CovariatePanel, order []int, where string) error {
	const tiny = 1e-9 // of the diagonal
	k := len(d.effects)
	mean := make([]float64, k)
	for _, i := range order {
		for a := range d.effects {
			mean[a] += d.effects[a].value(p.covariates(i)) / float64(len(order))
		}
	}
	g := make([][]float64, k)
	for a := range g {
		g[a] = make([]float64, k)
	}
	x := make([]float64, k)
	for _, i := range order {
		for a := range x {
			x[a] = d.effects[a].value(p.covariates(i)) - mean[a]
			for b := range a + 1 {
				g[a][b] += x[a] * x[b]
			}
		}
	}
	for a := range g {
		for b := range a + 1 {
			dot := 0.0
			for i, v := range d.effects[a].add {
				dot += v * d.effects[b].add[i]
			}
			g[a][b] *= dot
		}
		whole := g[a][a]
		for b := range a + 1 {
			for c := range b {
				g[a][b] -= g[a][c] * g[b][c]
			}
			if b < a {
				g[a][b] /= g[b][b]
			}
		}
		if !(g[a][a] > tiny*whole) {
			return &clientele.InputError{Where: where, Field: d.effects[a].name, Value: "a linear combination of the effects before it", Want: "covariates that are linearly independent; leave this one out (of the levels of a category, one is the base)"}
		}
		g[a][a] = math.Sqrt(g[a][a])
	}
	return nil
}

// prior is that of the coefficients; nil if there is none.
func (d *design) prior(terms []Term, ridge float64, where string) (*mle.Prior, error) {
	n := d.params + len(d.effects)
	prior := &mle.Prior{Mean: make([]float64, n), Precision: make([]float64, n)}
	some := false
	for i := range d.effects {
		tau := ridge
		if terms != nil && terms[i].Ridge != 0 {
			tau = terms[i].Ridge
		}
		if !(tau >= 0) || math.IsInf(tau, 0) {
			return nil, &clientele.InputError{Where: where, Field: "Ridge of " + d.effects[i].name, Value: tau, Want: "a finite precision >= 0"}
		}
		s := d.effects[i].spread
		prior.Precision[d.params+i] = tau * s * s
		some = some || tau > 0
	}
	if !some {
		return nil, nil
	}
	return prior, nil
}

// jacobian returns the derivatives of the logarithms of the parameters of a
// customer with covariates z, row by row.
func (d *design) jacobian(z []float64) []float64 {
	n := d.params + len(d.effects)
	j := make([]float64, d.params*n)
	for i := range d.params {
		j[i*n+i] = 1
		for k := range d.effects {
			j[i*n+d.params+k] = d.effects[k].add[i] * d.effects[k].value(z)
		}
	}
	return j
}

// back returns the matrix that takes a change on the design's scale to one of
// the logarithms of the base's parameters and of the coefficients.
func (d *design) back() [][]float64 {
	n := d.params + len(d.effects)
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, n)
		a[i][i] = 1
	}
	for k, e := range d.effects {
		at := d.params + k
		a[at][at] = 1 / e.scale
		for i := range d.params {
			a[i][at] = -e.add[i] * e.shift / e.scale
		}
	}
	return a
}
