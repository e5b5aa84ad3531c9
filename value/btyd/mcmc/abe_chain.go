package mcmc

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// abeChain is a chain of Abe's model in units of the mean age.
type abeChain struct {
	*base
	*design
	people   []abePerson
	now, to  abePopulation
	group    *proposal // of the moves of all together
	at, next []float64 // its coordinates
	places   []place   // of every customer in the warm-up, on average
	sweeps   int
	kept     *latents
}

// place sums up where a customer has been.
type place struct{ n, a, b float64 }

// newAbeChain begins a chain at rates near what the customers bought, and
// dropout rates anywhere.
func newAbeChain(b *base, d *design, kept *latents, r *rand.Rand) *abeChain {
	size := 2*d.k + 3
	c := &abeChain{base: b, design: d, kept: kept, now: newAbePopulation(d.k), to: newAbePopulation(d.k),
		people: make([]abePerson, d.n), places: make([]place, d.n), at: make([]float64, size), next: make([]float64, size)}
	shift := r.NormFloat64()
	for i, customer := range b.customers {
		h := customer.History
		p := &c.people[i]
		p.x, p.last, p.gap = float64(h.Repeats), h.Last/b.unit, (h.Age-h.Last)/b.unit
		p.guess = p.firstGuess()
		p.now = p.at(math.Log((p.x+0.5)/(h.Age/b.unit+0.5))+r.NormFloat64()/2, shift+r.NormFloat64())
	}
	c.draw(r)
	cov := mat.NewSymDense(size, nil)
	for i := range size {
		cov.SetSym(i, i, 0.01)
	}
	c.group = newProposal(c.coordinates(), cov)
	return c
}

// sweep moves every customer, then all together with the population, then draws
// the population given the customers.
func (c *abeChain) sweep(r *rand.Rand, warming bool) {
	c.sweeps++
	c.move(r)
	c.moveTogether(r, warming)
	c.draw(r)
	if warming {
		c.learn()
	}
}

// learn makes better guesses of the customers twice, and learns the shape of the
// population's posterior in between and afterwards.
func (c *abeChain) learn() {
	const first, second = 150, 300 // sweeps
	for i := range c.people {
		p, at := &c.people[i], &c.places[i]
		at.n, at.a, at.b = at.n+1, at.a+p.now.a, at.b+p.now.b
		if c.sweeps == first || c.sweeps == second {
			p.guess = p.guessAt(at.a/at.n, at.b/at.n)
		}
		if c.sweeps == first/3 || c.sweeps == first {
			*at = place{}
		}
	}
	if c.sweeps == away {
		c.group.forget()
	}
	c.group.see(c.coordinates())
}

// draw draws the population given the customers.
func (c *abeChain) draw(r *rand.Rand) {
	var squares cov2
	products := make([]float64, 2*c.k)
	for i := range c.people {
		a, b := c.people[i].now.a, c.people[i].now.b
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

// move proposes new rates to every second customer, in turns: a draw from the
// outlook, now independent of the old rates and now near them.
func (c *abeChain) move(r *rand.Rand) {
	stay := 0.0
	if c.sweeps&2 == 0 {
		stay = 0.8
	}
	fresh := math.Sqrt(1 - stay*stay)
	precision := c.now.gamma.inverse()
	for i := c.sweeps & 1; i < len(c.people); i += 2 {
		p := &c.people[i]
		ma, mb := c.means(i, &c.now)
		o := p.guess.look(precision, ma, mb)
		u, w := fresh*r.NormFloat64(), fresh*r.NormFloat64()
		to := p.at(o.a+stay*(p.now.a-o.a)+o.aa*u, o.b+stay*(p.now.b-o.b)+o.ba*u+o.bb*w)
		if r.ExpFloat64() >= p.guess.miss(&p.now)-p.guess.miss(&to)-math.Log(to.rest/p.now.rest) {
			p.now = to
		}
	}
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
// place in the outlook: those of whom much is known stay, the others go along.
// Population and customers moved in turns hold each other fast, for little is
// known of a single customer's dropout (partial non-centring, Papaspiliopoulos,
// Roberts and Sköld 2007).
func (c *abeChain) moveTogether(r *rand.Rand, warming bool) {
	c.group.propose(c.next, r, c.coordinates())
	c.setTo(c.next)
	gain := c.logDensity(&c.to, c.next) - c.logDensity(&c.now, c.at)
	before, after := c.now.gamma.inverse(), c.to.gamma.inverse()
	product := 1.0 // of what some customers gain, and their coordinates stretch
	for i := range c.people {
		p := &c.people[i]
		ma, mb := c.means(i, &c.now)
		na, nb := c.means(i, &c.to)
		from, to := p.guess.look(before, ma, mb), p.guess.look(after, na, nb)
		u := (p.now.a - from.a) / from.aa
		w := (p.now.b - from.b - from.ba*u) / from.bb
		p.to = p.at(to.a+to.aa*u, to.b+to.ba*u+to.bb*w)
		gain += p.to.until - p.now.until + before.half(p.now.a-ma, p.now.b-mb) - after.half(p.to.a-na, p.to.b-nb)
		product *= p.to.rest * to.aa * to.bb / (p.now.rest * from.aa * from.bb)
		if i&3 == 3 {
			gain += math.Log(product)
			product = 1
		}
	}
	accepted := r.ExpFloat64() >= -gain-math.Log(product)
	if accepted {
		c.now, c.to = c.to, c.now
		for i := range c.people {
			c.people[i].now = c.people[i].to
		}
	}
	if warming {
		c.group.adapt(accepted, 0.25)
	}
}

func (c *abeChain) population(dst []float64) {
	m := c.now.model(c.unit)
	copy(dst, m.Rate)
	copy(dst[c.k:], m.Dropout)
	dst[2*c.k], dst[2*c.k+1], dst[2*c.k+2] = m.RateVar, m.Cov, m.DropoutVar
}

func (c *abeChain) customers(at int) {
	shift := math.Log(c.unit)
	for i := range c.people {
		v := c.kept.of(i)[2*at:]
		v[0], v[1] = float32(c.people[i].now.a-shift), float32(c.people[i].now.b-shift)
	}
}
