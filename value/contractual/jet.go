package contractual

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
)

// jet is a number with its first and second derivatives in a model's
// parameters: at most three, the Hessian packed (0,0) (0,1) (0,2) (1,1) (1,2) (2,2).
type jet struct {
	v float64
	g [3]float64
	h [6]float64
}

// add adds o.
func (j *jet) add(o *jet) {
	j.v += o.v
	for i, v := range o.g {
		j.g[i] += v
	}
	for i, v := range o.h {
		j.h[i] += v
	}
}

// logOneMinusExp replaces j, a negative number, by ln(1−e^j): of ln S(t1)/S(t0) it
// makes the logarithm of the chance to be lost between, which as a difference of two
// survivals would lose its digits in a short interval.
//
//	d/dj = −k, d²/dj² = −k(1+k), k = 1/(e^−j − 1)
func (j *jet) logOneMinusExp() {
	k := 1 / math.Expm1(-j.v)
	at := 0
	for i := range 3 {
		for l := i; l < 3; l++ {
			j.h[at] = -k*j.h[at] - k*(1+k)*j.g[i]*j.g[l]
			at++
		}
	}
	for i := range j.g {
		j.g[i] *= -k
	}
	j.v = special.Log1mExp(j.v)
}

// kernel is the mathematics of a family of survival functions. Everything
// follows from one quantity: the logarithm of the probability to be there at
// age t1, given at age t0.
type kernel interface {
	drop(t0, t1 float64) float64 // ln S(t1)/S(t0)
	dropJet(t0, t1 float64) jet
	logHazard(t float64) float64 // of a loss at t exactly; not called for renewals
	logHazardJet(t float64) jet
	renewals() bool
}

// logProb returns the log-likelihood of one customer: of surviving from Entry
// to Age, or to the interval of the loss and being lost in it.
func logProb[K kernel](k K, t Tenure) float64 {
	if t.Check() != nil || (k.renewals() && !t.whole()) {
		return math.NaN()
	}
	if !t.Lost {
		return k.drop(t.Entry, t.Age)
	}
	lo, interval := t.span(k.renewals())
	if !interval {
		return k.drop(t.Entry, t.Age) + k.logHazard(t.Age)
	}
	return k.drop(t.Entry, lo) + special.Log1mExp(k.drop(lo, t.Age))
}

// logProbJet is logProb with derivatives, of a tenure that was checked.
func logProbJet[K kernel](k K, t Tenure) jet {
	if !t.Lost {
		return k.dropJet(t.Entry, t.Age)
	}
	lo, interval := t.span(k.renewals())
	if !interval {
		j, hazard := k.dropJet(t.Entry, t.Age), k.logHazardJet(t.Age)
		j.add(&hazard)
		return j
	}
	j := k.dropJet(lo, t.Age)
	j.logOneMinusExp()
	if lo > t.Entry {
		before := k.dropJet(t.Entry, lo)
		j.add(&before)
	}
	return j
}

// logLikelihood sums logProb over all customers.
func logLikelihood[K kernel](k K, ts *Tenures) float64 {
	sum := 0.0
	for _, c := range ts.sorted() {
		sum += float64(ts.cells[c]) * c.weight * logProb(k, c.Tenure)
	}
	return sum
}

// clock returns t^c, the age on the scale on which a customer's propensity to
// leave is constant.
func clock(t, c float64) float64 {
	if c == 1 {
		return t
	}
	return math.Pow(t, c)
}
