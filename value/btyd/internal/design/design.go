// Package design fits models whose parameters depend on covariates: the scale
// on which the search runs, the customers in groups that have the same
// covariates, and the climb from the model without any.
package design

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// design is the scale on which a regression is fitted (D19): the logarithms of the
// base's parameters, in units of the table, and coefficients of standardised
// covariates. All of its coordinates are real, and the logarithms of the
// parameters of a customer are linear in them. Standardised, because steps and
// reach of the search are counted in units of the parameters: an income in cents
// would have a coefficient of 1e-6, and a base where income is 0, far from all customers.
type design struct {
	params  int    // of the base
	fixed   []bool // of these: what is not estimated stands for itself, and not as a logarithm
	effects []standardised
}

// free takes parameter i of the base to the scale of the search.
func (d *design) free(i int, v float64) float64 {
	if d.fixed[i] {
		return v
	}
	return math.Log(v)
}

// bind is the inverse of free.
func (d *design) bind(i int, x float64) float64 {
	if d.fixed[i] {
		return x
	}
	return math.Exp(x)
}

// standardised is an effect of (z − shift)/scale. Covariates of 0 and 1 stay as
// they are, so that a level with a limit of its own has it in its coefficient alone.
type standardised struct {
	Effect
	shift, scale float64
	spread       float64 // standard deviation of (z − shift)/scale
}

func (e *standardised) value(z []float64) float64 { return (z[e.Column] - e.shift) / e.scale }

// newDesign looks at the covariates of all customers who were observed.
func newDesign(c Customers, params []clientele.Param, effects []Effect, where string) (*design, error) {
	d := &design{params: len(params)}
	for _, p := range params {
		d.fixed = append(d.fixed, p.Domain == clientele.DomainFixed)
	}
	order := slices.DeleteFunc(c.Sorted(), func(i int) bool { return c.Histories[i].Age == 0 })
	n := float64(len(order))
	for _, e := range effects {
		s := standardised{Effect: e, scale: 1}
		lo, hi, mean, square, binary := math.Inf(1), math.Inf(-1), 0.0, 0.0, true
		for _, i := range order {
			z := c.Row(i)[s.Column]
			lo, hi, binary = math.Min(lo, z), math.Max(hi, z), binary && (z == 0 || z == 1)
			mean += z / n
		}
		if !(lo < hi) {
			return nil, &clientele.InputError{Where: where, Field: c.Names[e.Column], Value: lo, Want: "a covariate that is not the same for all customers; leave it out, the base takes its part"}
		}
		// About the mean and in units of the range: the sum of squares of years, less
		// that of their mean, would keep no digit of a spread of months.
		for _, i := range order {
			z := (c.Row(i)[s.Column] - mean) / (hi - lo)
			square += z * z / n
		}
		s.spread = math.Sqrt(square) * (hi - lo)
		if !binary {
			s.shift, s.scale, s.spread = mean, s.spread, 1
		}
		d.effects = append(d.effects, s)
	}
	return d, d.independent(c, order, where)
}

// columns are the covariates in use.
func (d *design) columns() []int {
	var out []int
	for i := range d.effects {
		out = append(out, d.effects[i].Column)
	}
	return out
}

// independent returns nil if no effect is a linear combination of those before
// it, and otherwise an error that names it: Cholesky's elimination on the
// products of what the effects do to the logarithms of the parameters, less the
// part that the base takes.
func (d *design) independent(c Customers, order []int, where string) error {
	const tiny = 1e-9 // of the diagonal: correlations to 1 − 5e-10 are no data
	k := len(d.effects)
	mean := make([]float64, k)
	for _, i := range order {
		for a := range d.effects {
			mean[a] += d.effects[a].value(c.Row(i)) / float64(len(order))
		}
	}
	g := make([][]float64, k)
	for a := range g {
		g[a] = make([]float64, k)
	}
	x := make([]float64, k)
	for _, i := range order {
		for a := range x {
			x[a] = d.effects[a].value(c.Row(i)) - mean[a]
			for b := range a + 1 {
				g[a][b] += x[a] * x[b]
			}
		}
	}
	for a := range g {
		// Effects on different parameters have no product, whatever their covariates.
		for b := range a + 1 {
			dot := 0.0
			for i, v := range d.effects[a].Shift {
				dot += v * d.effects[b].Shift[i]
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
			return &clientele.InputError{Where: where, Field: d.effects[a].Name, Value: "a linear combination of the effects before it", Want: "covariates that are linearly independent; leave this one out (of the levels of a category, one is the base)"}
		}
		g[a][a] = math.Sqrt(g[a][a])
	}
	return nil
}

// jacobian returns the derivatives of the logarithms of the parameters of a
// customer with covariates z, row by row.
func (d *design) jacobian(z []float64) []float64 {
	n := d.params + len(d.effects)
	j := make([]float64, d.params*n)
	for i := range d.params {
		j[i*n+i] = 1
		for k := range d.effects {
			j[i*n+d.params+k] = d.effects[k].Shift[i] * d.effects[k].value(z)
		}
	}
	return j
}
