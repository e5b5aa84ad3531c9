package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"gonum.org/v1/gonum/mat"
)

// AbePrior is the conjugate prior of [Abe]: given the covariance Γ of
// (ln λ, ln μ), all coefficients are normal about 0 with covariance
// Γ/Precision each, and Γ is inverse Wishart. Rates count per mean age of the
// customers. The zero value of a field means its default.
type AbePrior struct {
	Precision float64 // default 0.01, which says little
	Freedom   float64 // degrees of freedom of Γ, > 1; default 4
	Variance  float64 // the scale of Γ is Freedom·Variance on the diagonal; default 1
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (a AbePrior) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (a *AbePrior) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

func (p AbePrior) filled(where string) (AbePrior, error) {
	for _, v := range []struct {
		name               string
		v                  *float64
		standard, moreThan float64
	}{{"Precision", &p.Precision, 0.01, 0}, {"Freedom", &p.Freedom, 4, 1}, {"Variance", &p.Variance, 1, 0}} {
		if *v.v == 0 {
			*v.v = v.standard
		}
		if !(*v.v > v.moreThan) || math.IsInf(*v.v, 1) {
			return p, &clientele.InputError{Where: where, Field: v.name + " of the prior", Value: *v.v, Want: "a finite number above its minimum"}
		}
	}
	return p, nil
}

// Rand draws a model with this number of covariates from the prior, for a base
// with this mean age.
func (p AbePrior) Rand(r *rand.Rand, covariates int, meanAge float64) Abe {
	p, _ = p.filled("")
	design := newDesign(make([]SampledCustomer, 0), covariates+1, p)
	b := newAbePopulation(design.k)
	design.draw(r, &b, cov2{}, make([]float64, 2*design.k))
	return b.model(meanAge)
}

// abePopulation is a population in units of the mean age.
type abePopulation struct {
	rate, dropout []float64
	gamma         cov2
}

func newAbePopulation(k int) abePopulation {
	return abePopulation{rate: make([]float64, k), dropout: make([]float64, k)}
}

// model returns the population in the customers' unit of time.
func (b abePopulation) model(unit float64) Abe {
	m := Abe{RateVar: b.gamma.aa, Cov: b.gamma.ab, DropoutVar: b.gamma.bb}
	m.Rate, m.Dropout = append(m.Rate, b.rate...), append(m.Dropout, b.dropout...)
	m.Rate[0] -= math.Log(unit)
	m.Dropout[0] -= math.Log(unit)
	return m
}

// design is the regression of the rates on the covariates: what does not
// change while sampling.
type design struct {
	n, k  int
	rows  []float64 // a row of k each customer: 1 and the covariates
	prior AbePrior
	inner mat.Cholesky // of XᵀX + Precision·I
	root  mat.TriDense // inverse of the upper factor: root·rootᵀ is its inverse
}

func newDesign(customers []SampledCustomer, k int, prior AbePrior) *design {
	d := &design{n: len(customers), k: k, prior: prior}
	sum := mat.NewSymDense(k, nil)
	for i := range k {
		sum.SetSym(i, i, prior.Precision)
	}
	for _, c := range customers {
		row := append(append(d.rows, 1), c.Covariates...)
		d.rows = row
		sum.SymRankOne(sum, 1, mat.NewVecDense(k, row[len(row)-k:]))
	}
	d.inner.Factorize(sum)
	var upper mat.TriDense
	d.inner.UTo(&upper)
	if err := d.root.InverseTri(&upper); err != nil {
		panic("mcmc: a precision that is not positive")
	}
	return d
}

// row returns the covariates of customer i behind a 1.
func (d *design) row(i int) []float64 { return d.rows[i*d.k : (i+1)*d.k] }

// draw draws the population given its customers: squares holds the sums of
// squares and products of ln λ and ln μ, and products, for each column of the
// design, those of it with ln λ, and then with ln μ.
func (d *design) draw(r *rand.Rand, b *abePopulation, squares cov2, products []float64) {
	k := d.k
	xa, xb := mat.NewVecDense(k, products[:k]), mat.NewVecDense(k, products[k:])
	var ma, mb mat.VecDense
	if d.inner.SolveVecTo(&ma, xa) != nil || d.inner.SolveVecTo(&mb, xb) != nil {
		return // the covariates are collinear beyond what the prior mends
	}
	v := d.prior.Freedom * d.prior.Variance
	scale := cov2{v + squares.aa - mat.Dot(&ma, xa), squares.ab - mat.Dot(&ma, xb), v + squares.bb - mat.Dot(&mb, xb)}
	b.gamma = randInverseWishart(r, d.prior.Freedom+float64(d.n), scale)
	aa, ba, bb := b.gamma.root()
	for i := range k {
		b.rate[i], b.dropout[i] = ma.AtVec(i), mb.AtVec(i)
	}
	for j := range k {
		u, w := r.NormFloat64(), r.NormFloat64()
		for i := range j + 1 { // root is upper triangular
			e := d.root.At(i, j)
			b.rate[i] += e * aa * u
			b.dropout[i] += e * (ba*u + bb*w)
		}
	}
}

// logPrior returns the log density of the prior at b, up to a constant.
func (d *design) logPrior(b *abePopulation) float64 {
	var s cov2
	for i := range d.k {
		s.aa += b.rate[i] * b.rate[i]
		s.ab += b.rate[i] * b.dropout[i]
		s.bb += b.dropout[i] * b.dropout[i]
	}
	p, v := d.prior, d.prior.Freedom*d.prior.Variance
	s = cov2{v + p.Precision*s.aa, p.Precision * s.ab, v + p.Precision*s.bb}
	return -(p.Freedom+3+float64(d.k))/2*math.Log(b.gamma.det()) - s.trace(b.gamma.inverse())/2
}
