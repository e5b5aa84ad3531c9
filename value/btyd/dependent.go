package btyd

import (
	"math"
	"math/rand/v2"
)

// dependent is a Pareto/NBD process of which the purchase and the dropout rate
// depend on each other: a mixture of four processes with independent rates.
type dependent struct {
	sarmanov        // the model, whose k and kernel stay as purchases come in
	now      pareto // gamma densities of the rates as they are now, without the dependence
	weight   [4]float64
}

// part returns the i-th process.
func (d *dependent) part(i int) pareto {
	p := d.now
	if i&1 == 1 {
		p.alpha += d.w1
	}
	if i&2 == 2 {
		p.beta += d.w2
	}
	return p
}

// mixed returns the mean of f over the processes. If one is infinite, so are
// all, and the mean is.
func (d *dependent) mixed(f func(pareto) float64) float64 {
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

func (d dependent) mean(t float64) float64 {
	return d.mixed(func(p pareto) float64 { return p.mean(t) })
}

func (d dependent) variance(t float64) float64 {
	m := d.mean(t)
	if math.IsInf(m*m, 1) {
		return m * m
	}
	return math.Max(0, d.mixed(func(p pareto) float64 {
		e := p.mean(t)
		return p.variance(t) + e*e
	})-m*m)
}

func (d dependent) prob(n, t float64) float64 {
	return math.Min(1, d.mixed(func(p pareto) float64 { return p.prob(n, t) }))
}

func (d dependent) survival(t float64) float64 {
	return math.Min(1, d.mixed(func(p pareto) float64 { return p.survival(t) }))
}

func (d dependent) discounted(rate float64) float64 {
	return d.mixed(func(p pareto) float64 { return p.discounted(rate) })
}

func (d dependent) within(rate, t float64) float64 {
	return d.mixed(func(p pareto) float64 { return p.within(rate, t) })
}

// path draws the rates, a lifetime and the purchases before it ends.
func (d dependent) path(r *rand.Rand, t float64) path {
	lambda, mu := d.rates(r)
	span := math.Min(r.ExpFloat64()/mu, t)
	n := randPoisson(r, lambda*span)
	return path{n: n, keep: n, span: span}
}

// rates draws λ and μ. In u = e^{−w₁λ} and v = e^{−w₂μ} the factor of the
// density is bilinear, so that it is the mean of its values c at the corners of
// the unit square with weights u or 1−u and v or 1−v: a mixture of four parts
// again, but of positive ones. In each the rates are independent.
func (d *dependent) rates(r *rand.Rand) (lambda, mu float64) {
	high1 := math.Exp(-d.now.r * math.Log1p(d.w1/d.now.alpha)) // E u
	high2 := math.Exp(-d.now.s * math.Log1p(d.w2/d.now.beta))  // E v
	corner := [4]float64{
		math.Max(0, 1+d.k) * (1 - high1) * (1 - high2),
		math.Max(0, 1-d.k*d.e1) * high1 * (1 - high2),
		math.Max(0, 1-d.k*d.e2) * (1 - high1) * high2,
		math.Max(0, 1+d.k*d.e1*d.e2) * high1 * high2,
	}
	at, left := 0, r.Float64()*total(corner)
	for ; at < 3 && left >= corner[at]; at++ {
		left -= corner[at]
	}
	return randTilted(r, d.now.r, d.now.alpha, d.w1, at&1 == 1), randTilted(r, d.now.s, d.now.beta, d.w2, at&2 == 2)
}

// randTilted draws from a gamma density with the given shape and rate times
// e^{−wx}, or times 1 − e^{−wx} = ∫₀ʷ x·e^{−zx} dz: given z, which has a closed
// distribution function, that is a gamma density too.
func randTilted(r *rand.Rand, shape, rate, w float64, low bool) float64 {
	if low {
		return randGamma(r, shape, rate+w)
	}
	p := -math.Expm1(-shape*math.Log1p(w/rate)) * r.Float64()
	z := rate * math.Expm1(-math.Log1p(-p)/shape)
	return randGamma(r, shape+1, rate+math.Min(z, w))
}
