package mcmc

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// abeChain is a chain of Abe's model in units of the mean age. The unobserved
// lifetimes are integrated out: what a customer's rates explain has a closed form.
type abeChain struct {
	*base
	*design
	histories                 []abeHistory
	now, to                   abePopulation
	a, b                      []float64 // ln λ and ln μ of each customer
	lambda                    []float64
	fit                       []float64 // log-likelihood of each, up to a constant
	toa, tob, tolambda, tofit []float64 // where a move of all would lead
	step                      float64   // of the customers' moves, in units of their posterior's spread
	group                     *walk
	at, next                  []float64 // coordinates of the group move
	sweeps                    int
	kept                      *latents
}

// abeHistory is a customer as the sampler sees it.
type abeHistory struct {
	x, last, gap     float64
	measured, weight float64 // what the purchases say about ln λ by themselves
}

// newAbeHistory guesses that the customer stayed for one more gap of average
// length, if there was the time.
func newAbeHistory(repeats int, last, gap float64) abeHistory {
	h := abeHistory{x: float64(repeats), last: last, gap: gap}
	if repeats > 0 {
		h.measured = math.Log(h.x / (last + math.Min(gap, last/h.x)))
		h.weight = 0.6 * h.x
	}
	return h
}

// logLik returns ln of λ^x/(λ+μ) · e^{−(λ+μ)t_x} (μ + λ e^{−(λ+μ)(T−t_x)}), a = ln λ.
func (h abeHistory) logLik(a, lambda, mu float64) float64 {
	total := lambda + mu
	return h.x*a - total*h.last + math.Log((mu+lambda*math.Exp(-total*h.gap))/total)
}

// newAbeChain begins a chain at rates near what the customers bought, and
// dropout rates anywhere.
func newAbeChain(b *base, d *design, kept *latents, r *rand.Rand) *abeChain {
	c := &abeChain{base: b, design: d, kept: kept, now: newAbePopulation(d.k), to: newAbePopulation(d.k)}
	c.histories = make([]abeHistory, d.n)
	c.a, c.b, c.fit = make([]float64, d.n), make([]float64, d.n), make([]float64, d.n)
	c.lambda = make([]float64, d.n)
	c.toa, c.tob, c.tolambda, c.tofit = make([]float64, d.n), make([]float64, d.n), make([]float64, d.n), make([]float64, d.n)
	c.at, c.next = make([]float64, 2*d.k+3), make([]float64, 2*d.k+3)
	shift := r.NormFloat64()
	for i, person := range b.customers {
		h := person.History
		c.histories[i] = newAbeHistory(h.Repeats, h.Last/b.unit, (h.Age-h.Last)/b.unit)
		c.a[i] = math.Log((float64(h.Repeats)+0.5)/(h.Age/b.unit+0.5)) + r.NormFloat64()/2
		c.b[i] = shift + r.NormFloat64()
		c.lambda[i] = math.Exp(c.a[i])
		c.fit[i] = c.histories[i].logLik(c.a[i], c.lambda[i], math.Exp(c.b[i]))
	}
	c.draw(r)
	cov := mat.NewSymDense(2*d.k+3, nil)
	for i := range 2*d.k + 3 {
		cov.SetSym(i, i, 0.01)
	}
	c.group = newWalk(c.coordinates(), cov)
	return c
}

// draw draws the population given the customers.
func (c *abeChain) draw(r *rand.Rand) {
	var squares cov2
	products := make([]float64, 2*c.k)
	for i, a := range c.a {
		b := c.b[i]
		squares.aa += a * a
		squares.ab += a * b
		squares.bb += b * b
		for j, x := range c.row(i) {
			products[j] += x * a
			products[c.k+j] += x * b
		}
	}
	c.design.draw(r, &c.now, squares, products)
}

func (c *abeChain) sweep(r *rand.Rand, warming bool) {
	c.sweeps++
	c.move(r)
	c.moveTogether(r, warming)
	c.draw(r)
	if warming {
		if c.sweeps == 100 {
			c.group.forget()
		}
		c.group.see(c.coordinates())
	}
}

// move proposes new rates to every customer, independent of the old ones: a
// draw from what the population and the number of purchases say, as if the
// latter were a measurement of ln λ with precision 1 a purchase.
func (c *abeChain) move(r *rand.Rand) {
	stay := 0.0
	if c.sweeps%2 == 0 {
		stay = 0.8
	}
	fresh := math.Sqrt(1 - stay*stay)
	o := outlook{precision: c.now.gamma.inverse()}
	last := -1.0
	for i := range c.histories {
		h := &c.histories[i]
		if h.x != last { // customers come sorted
			last = h.x
			o.weigh(h.weight)
		}
		ma, mb := c.means(i, &c.now)
		pull := h.weight * (h.measured - ma)
		ma, mb = ma+pull*o.cov.aa, mb+pull*o.cov.ab
		u, w := fresh*r.NormFloat64(), fresh*r.NormFloat64()
		a, b := ma+stay*(c.a[i]-ma)+o.aa*u, mb+stay*(c.b[i]-mb)+o.ba*u+o.bb*w
		lambda := math.Exp(a)
		fit := h.logLik(a, lambda, math.Exp(b))
		off, before := a-h.measured, c.a[i]-h.measured
		if r.ExpFloat64() >= c.fit[i]-fit+h.weight*(before*before-off*off)/2 {
			c.a[i], c.b[i], c.lambda[i], c.fit[i] = a, b, lambda, fit
		}
	}
}

// means returns the means of ln λ and ln μ of customer i in the population.
func (c *abeChain) means(i int, p *abePopulation) (a, b float64) {
	a, b = p.rate[0], p.dropout[0]
	if c.k > 1 {
		for j, x := range c.row(i)[1:] {
			a += x * p.rate[j+1]
			b += x * p.dropout[j+1]
		}
	}
	return a, b
}

// coordinates are those of the population: all coefficients, the logarithm of
// the spread of ln λ, the slope of ln μ on it, and the logarithm of the spread
// around that.
func (c *abeChain) coordinates() []float64 {
	g := c.now.gamma
	copy(c.at, c.now.rate)
	copy(c.at[c.k:], c.now.dropout)
	c.at[2*c.k] = math.Log(g.aa) / 2
	c.at[2*c.k+1] = g.ab / g.aa
	c.at[2*c.k+2] = math.Log(g.bb-g.ab*g.ab/g.aa) / 2
	return c.at
}

// setTo is the inverse of coordinates, into c.to.
func (c *abeChain) setTo(v []float64) {
	copy(c.to.rate, v)
	copy(c.to.dropout, v[c.k:])
	aa, slope := math.Exp(2*v[2*c.k]), v[2*c.k+1]
	c.to.gamma = cov2{aa, slope * aa, slope*slope*aa + math.Exp(2*v[2*c.k+2])}
}

// logDensity returns that of the population in its coordinates v, given the
// logarithms of the customers' rates up to their quadratic forms.
func (c *abeChain) logDensity(p *abePopulation, v []float64) float64 {
	return c.logPrior(p) + 4*v[2*c.k] + 2*v[2*c.k+2] - float64(c.n)/2*math.Log(p.gamma.det())
}

// moveTogether moves the population and all customers with it, each keeping its
// place in what its purchases and the population say: those with many purchases
// stay, those with few go along. Population and customers moved in turns hold
// each other fast, for little is known of a single customer's dropout
// (partial non-centring, Papaspiliopoulos, Roberts and Sköld 2007).
func (c *abeChain) moveTogether(r *rand.Rand, warming bool) {
	c.group.propose(c.next, r, c.coordinates())
	c.setTo(c.next)
	gain := c.logDensity(&c.to, c.next) - c.logDensity(&c.now, c.at)
	var from, to outlook
	from.precision, to.precision = c.now.gamma.inverse(), c.to.gamma.inverse()
	last, stretch := -1.0, 0.0
	for i := range c.histories {
		h := &c.histories[i]
		if h.x != last {
			last = h.x
			from.weigh(h.weight)
			to.weigh(h.weight)
			stretch = math.Log(to.aa * to.bb / (from.aa * from.bb))
		}
		ma, mb := c.means(i, &c.now)
		na, nb := c.means(i, &c.to)
		pull, push := h.weight*(h.measured-ma), h.weight*(h.measured-na)
		u := (c.a[i] - ma - pull*from.cov.aa) / from.aa
		w := (c.b[i] - mb - pull*from.cov.ab - from.ba*u) / from.bb
		c.toa[i] = na + push*to.cov.aa + to.aa*u
		c.tob[i] = nb + push*to.cov.ab + to.ba*u + to.bb*w
		c.tolambda[i] = math.Exp(c.toa[i])
		c.tofit[i] = h.logLik(c.toa[i], c.tolambda[i], math.Exp(c.tob[i]))
		gain += c.tofit[i] - c.fit[i] + stretch +
			from.square(c.a[i]-ma, c.b[i]-mb) - to.square(c.toa[i]-na, c.tob[i]-nb)
	}
	accepted := r.ExpFloat64() >= -gain
	if accepted {
		c.now, c.to = c.to, c.now
		c.a, c.toa = c.toa, c.a
		c.b, c.tob = c.tob, c.b
		c.lambda, c.tolambda = c.tolambda, c.lambda
		c.fit, c.tofit = c.tofit, c.fit
	}
	if warming {
		c.group.adapt(accepted, 0.25)
	}
}

// outlook is the normal distribution of (ln λ, ln μ) that a population and the
// number of purchases suggest.
type outlook struct {
	precision  cov2 // of the population
	cov        cov2
	aa, ba, bb float64 // root of cov
}

// weigh takes in purchases of this weight.
func (o *outlook) weigh(weight float64) {
	p := o.precision
	o.cov = cov2{p.aa + weight, p.ab, p.bb}.inverse()
	o.aa, o.ba, o.bb = o.cov.root()
}

// square returns half of the quadratic form of the population.
func (o *outlook) square(a, b float64) float64 {
	return (o.precision.aa*a*a+o.precision.bb*b*b)/2 + o.precision.ab*a*b
}

func (c *abeChain) population(dst []float64) {
	m := c.now.model(c.unit)
	copy(dst, m.Rate)
	copy(dst[c.k:], m.Dropout)
	dst[2*c.k], dst[2*c.k+1], dst[2*c.k+2] = m.RateVar, m.Cov, m.DropoutVar
}

func (c *abeChain) customers(at int) {
	shift := math.Log(c.unit)
	for i := range c.a {
		v := c.kept.of(i)[2*at:]
		v[0], v[1] = float32(c.a[i]-shift), float32(c.b[i]-shift)
	}
}
