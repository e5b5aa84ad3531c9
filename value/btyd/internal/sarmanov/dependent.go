package sarmanov

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Dependent is a Pareto/NBD process of which the purchase and the dropout rate
// depend on each other: a mixture of four processes with independent rates.
type Dependent struct {
	Model               // the model, whose k and kernel stay as purchases come in
	now    pareto.Model // gamma densities of the rates as they are now, without the dependence
	weight [4]float64
}

// part returns the i-th process.
func (d *Dependent) part(i int) pareto.Model {
	p := d.now
	if i&1 == 1 {
		p.Alpha += d.w1
	}
	if i&2 == 2 {
		p.Beta += d.w2
	}
	return p
}

// mixed returns the mean of f over the processes. If one is infinite, so are
// all, and the mean is.
func (d *Dependent) mixed(f func(pareto.Model) float64) float64 {
	sum := 0.0
	for i, w := range d.weight {
		v := f(d.part(i))
		if math.IsInf(v, 1) {
			return v
		}
		sum += w * v
	}
	return math.Max(sum, 0)
}

// Mean returns E[X(t)].
func (d Dependent) Mean(t float64) float64 {
	return d.mixed(func(p pareto.Model) float64 { return p.Mean(t) })
}

// Variance returns Var[X(t)].
func (d Dependent) Variance(t float64) float64 {
	m := d.Mean(t)
	if math.IsInf(m*m, 1) {
		return m * m
	}
	return math.Max(0, d.mixed(func(p pareto.Model) float64 {
		e := p.Mean(t)
		return p.Variance(t) + e*e
	})-m*m)
}

// Prob returns P(X(t) = n).
func (d Dependent) Prob(n, t float64) float64 {
	return math.Min(1, d.mixed(func(p pareto.Model) float64 { return p.Prob(n, t) }))
}

// Probs returns P(X(t) = 0), …, P(X(t) = n).
func (d Dependent) Probs(n int, t float64) []float64 {
	out := make([]float64, n+1)
	for i, w := range d.weight {
		for k, p := range d.part(i).Probs(n, t) {
			out[k] += w * p
		}
	}
	for k := range out {
		out[k] = math.Max(0, math.Min(out[k], 1))
	}
	return out
}

// Survival returns P(alive at t).
func (d Dependent) Survival(t float64) float64 {
	return math.Min(1, d.mixed(func(p pareto.Model) float64 { return p.Survival(t) }))
}

// Discounted returns the expected purchases of all time, discounted.
func (d Dependent) Discounted(rate float64) float64 {
	return d.mixed(func(p pareto.Model) float64 { return p.Discounted(rate) })
}

// Within returns the expected purchases up to t, discounted.
func (d Dependent) Within(rate, t float64) float64 {
	return d.mixed(func(p pareto.Model) float64 { return p.Within(rate, t) })
}

// Path draws the rates, a lifetime and the purchases before it ends.
func (d Dependent) Path(r *rand.Rand, t float64) process.Path {
	lambda, mu := d.Rates(r)
	span := math.Min(r.ExpFloat64()/mu, t)
	n := variate.Poisson(r, lambda*span, clientele.MaxRepeats)
	return process.Path{N: n, Keep: n, Span: span}
}

// Rates draws λ and μ. In u = e^{−w₁λ} and v = e^{−w₂μ} the factor of the
// density is bilinear, so that it is the mean of its values c at the corners of
// the unit square with weights u or 1−u and v or 1−v: a mixture of four parts
// again, but of positive ones. In each the rates are independent.
func (d *Dependent) Rates(r *rand.Rand) (lambda, mu float64) {
	high1 := math.Exp(-d.now.R * math.Log1p(d.w1/d.now.Alpha)) // E u
	high2 := math.Exp(-d.now.S * math.Log1p(d.w2/d.now.Beta))  // E v
	corner := [4]float64{
		math.Max(0, 1+d.K) * (1 - high1) * (1 - high2),
		math.Max(0, 1-d.K*d.E1) * high1 * (1 - high2),
		math.Max(0, 1-d.K*d.E2) * (1 - high1) * high2,
		math.Max(0, 1+d.K*d.E1*d.E2) * high1 * high2,
	}
	at, left := 0, r.Float64()*total(corner)
	for ; at < 3 && left >= corner[at]; at++ {
		left -= corner[at]
	}
	return randTilted(r, d.now.R, d.now.Alpha, d.w1, at&1 == 1), randTilted(r, d.now.S, d.now.Beta, d.w2, at&2 == 2)
}

// randTilted draws from a gamma density with the given shape and rate times
// e^{−wx}, or times 1 − e^{−wx} = ∫₀ʷ x·e^{−zx} dz: given z, which has a closed
// distribution function, that is a gamma density too.
func randTilted(r *rand.Rand, shape, rate, w float64, low bool) float64 {
	if low {
		return variate.Gamma(r, shape, rate+w)
	}
	p := -math.Expm1(-shape*math.Log1p(w/rate)) * r.Float64()
	z := rate * math.Expm1(-math.Log1p(-p)/shape)
	return variate.Gamma(r, shape+1, rate+math.Min(z, w))
}
