// Package logistic fits binomial regression with the logit link: Newton's
// method (iteratively reweighted least squares) on the exact Hessian, with a
// normal prior (ridge) on request, standard errors, and a plain word where
// the estimate does not exist because the covariates separate the outcomes.
//
//	logit P(success | x) = c₀ + c₁x₁ + … + c_p x_p
//
// maximises Σ [s_i ln π_i + (n_i − s_i) ln(1 − π_i)] − ½ (c − m)ᵀ Λ (c − m),
// s_i successes of n_i trials at covariates x_i (McCullagh and Nelder 1989,
// §4.4; le Cessie and van Houwelingen 1992 for the ridge).
package logistic

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// Data collects rows of covariates with their outcomes. Rows with equal
// covariates are one cell of the fit, and the fit runs over the sorted cells:
// its bits do not depend on the order of the rows.
type Data struct {
	p    int // covariates a row, the constant not counted
	rows []row
}

type row struct {
	x                 []float64
	successes, trials float64
}

// NewData returns an empty collection of rows with p covariates each, the
// constant not counted.
func NewData(p int) *Data {
	if p < 0 {
		panic("logistic: a row cannot have fewer than 0 covariates")
	}
	return &Data{p: p}
}

// Covariates returns the number of covariates a row.
func (d *Data) Covariates() int { return d.p }

// Len returns the number of rows.
func (d *Data) Len() int { return len(d.rows) }

// Add takes a row: successes out of trials at the covariates x, which it
// copies. Counts may be fractional (weights). It panics unless x has the
// length announced; values that are impossible are an *clientele.InputError.
func (d *Data) Add(x []float64, successes, trials float64) error {
	if len(x) != d.p {
		panic("logistic: a row must have as many covariates as its data")
	}
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "logistic.Data", Field: field, Value: value, Want: want}
	}
	for _, v := range x {
		if !(math.Abs(v) <= 1e100) {
			return bad("covariate", v, "a finite number of magnitude up to 1e100")
		}
	}
	if !(trials > 0 && trials <= 1e15) {
		return bad("trials", trials, "a number > 0 and up to 1e15")
	}
	if !(successes >= 0 && successes <= trials) {
		return bad("successes", successes, "a number from 0 to the trials")
	}
	own := make([]float64, d.p)
	for j, v := range x {
		own[j] = v + 0 // -0 becomes +0: one cell
	}
	d.rows = append(d.rows, row{own, successes, trials})
	return nil
}

// design is the data as the fit sees them: sorted cells, covariates centred
// and scaled to unit variance so that no unit of a covariate harms the
// arithmetic.
type design struct {
	p             int
	x             []float64 // cell i has x[i·p : (i+1)·p]
	s, n          []float64
	centre, scale []float64 // of the covariates; scale 0 marks a constant one
	successes     float64
	trials        float64
}

func (d *Data) design() *design {
	rows := slices.Clone(d.rows)
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(slices.Compare(a.x, b.x), cmp.Compare(a.trials, b.trials), cmp.Compare(a.successes, b.successes))
	})
	g := &design{p: d.p, centre: make([]float64, d.p), scale: make([]float64, d.p)}
	for i, r := range rows {
		if i == 0 || !slices.Equal(r.x, rows[i-1].x) {
			g.x = append(g.x, r.x...)
			g.s, g.n = append(g.s, 0), append(g.n, 0)
		}
		last := len(g.s) - 1
		g.s[last] += r.successes
		g.n[last] += r.trials
	}
	for i := range g.s {
		g.successes += g.s[i]
		g.trials += g.n[i]
	}
	g.standardise()
	return g
}

// standardise centres every covariate at its mean and divides it by its
// standard deviation, both weighted by the trials.
func (g *design) standardise() {
	for j := range g.p {
		mean := 0.0
		for i, n := range g.n {
			mean += n / g.trials * g.x[i*g.p+j]
		}
		variance := 0.0
		for i, n := range g.n {
			dx := g.x[i*g.p+j] - mean
			variance += n / g.trials * dx * dx
		}
		g.centre[j] = mean
		if sd := math.Sqrt(variance); sd > 1e-12*math.Abs(mean) {
			g.scale[j] = sd
		}
		for i := range g.n {
			at := &g.x[i*g.p+j]
			if g.scale[j] == 0 {
				*at = 0
			} else {
				*at = (*at - mean) / g.scale[j]
			}
		}
	}
}

// Scales returns the weighted standard deviation of every covariate; 0 for one
// that is constant.
func (d *Data) Scales() []float64 { return d.design().scale }
