package mcmc

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// abeMarginal is the posterior of Abe's population with the customers' own rates
// integrated out. Population and customers drawn in turns hold each other fast:
// of 5,000 draws some 25 were independent, for little is known of a single
// customer's dropout. Two integrals a customer by the trapezoidal rule, which for
// functions like these is exact to the digits that count in a few dozen nodes,
// leave a density of 5 or 7 coordinates, which is sampled like that of
// Pareto/NBD; customers are drawn afterwards, where a draw of them is kept.
type abeMarginal struct {
	*collapsed
	*base
	*design
	kept   *latents
	ctx    context.Context
	people []abePerson // the different ones
	rows   []int       // of the design
	weight []float64   // customers like them
}

// mostCoordinates and mostDifferent are the largest numbers of coordinates, and
// of customers who differ, for which that is worth it.
const (
	mostCoordinates = 7
	mostDifferent   = 5000
)

// newAbeMarginal learns where the posterior is; nil if the customers are better
// drawn in turns with the population.
func newAbeMarginal(ctx context.Context, b *base, d *design, kept *latents, r *rand.Rand) *abeMarginal {
	m := &abeMarginal{base: b, design: d, kept: kept, ctx: ctx}
	m.gather()
	if 2*d.k+3 > mostCoordinates || len(m.people) > mostDifferent {
		return nil
	}
	size := 2*d.k + 3
	at := newAbeChain(b, d, kept, r) // moments of a first guess
	at.draw(r)
	begin := append([]float64(nil), at.coordinates()...)
	spread := mat.NewSymDense(size, nil)
	for i := range size {
		spread.SetSym(i, i, 0.05)
	}
	m.collapsed = &collapsed{log: m.logPosterior, collapsedRows: len(m.people), begin: begin, spread: spread, natural: m.natural}
	m.find(r)
	return m
}

// find walks from the first guess to where the posterior is, and learns its surface.
func (m *abeMarginal) find(r *rand.Rand) {
	const steps, sweeps = 500, 4000
	size := len(m.begin)
	walker := &marginalChain{collapsed: m.collapsed, target: m.log, walk: newProposal(m.begin, m.spread), to: make([]float64, size)}
	walker.place(append([]float64(nil), m.begin...))
	for i := range steps {
		if i == steps/2 {
			walker.walk.forget()
		}
		walker.walk.propose(walker.to, r, walker.x)
		walker.walk.adapt(walker.accept(r, 0, false), 0.25)
		walker.walk.see(walker.x)
	}
	m.walk = walker.walk
	values := 3 * len((&cubic{}).append(nil, make([]float64, size)))
	for range 2 { // the second time around what the first has found
		surface := fitCubic(r, m.walk.clone(), values, m.log)
		if surface == nil {
			return
		}
		m.surface = surface
		explorer := &marginalChain{collapsed: m.collapsed, target: surface.log, walk: m.walk.clone(), to: make([]float64, size)}
		explorer.walk.forget()
		explorer.place(append([]float64(nil), m.walk.mean...))
		for range sweeps {
			explorer.sweep(r, true)
			explorer.walk.see(explorer.x)
		}
		m.walk = explorer.walk
	}
}

// gather puts customers with the same history and covariates together.
func (m *abeMarginal) gather() {
	for i, c := range m.customers {
		if i > 0 && c.compare(m.customers[i-1]) == 0 {
			m.weight[len(m.weight)-1]++
			continue
		}
		h := c.History
		m.people = append(m.people, abePerson{x: float64(h.Repeats), last: h.Last / m.unit, gap: (h.Age - h.Last) / m.unit})
		m.rows, m.weight = append(m.rows, i), append(m.weight, 1)
	}
}

// logPosterior returns the log density of the posterior at the coordinates v;
// −Inf once the context is done.
func (m *abeMarginal) logPosterior(v []float64) float64 {
	s := 2 * m.k
	for _, x := range v {
		if !(math.Abs(x) < 50) {
			return math.Inf(-1)
		}
	}
	c := m.at(v)
	sum := m.logPrior(&c.to) + 4*v[s] + 2*v[s+2]
	k := newAbeKernel(math.Exp(v[s]), v[s+1], math.Exp(v[s+2]))
	for i := range m.people {
		if i%128 == 0 && m.ctx.Err() != nil {
			return math.Inf(-1)
		}
		ma, mb := c.means(m.rows[i], &c.to)
		sum += m.weight[i] * k.logProb(&m.people[i], ma, mb)
	}
	if math.IsNaN(sum) {
		return math.Inf(-1)
	}
	return sum
}

// at returns a chain whose next population is that at coordinates v.
func (m *abeMarginal) at(v []float64) *abeChain {
	c := &abeChain{base: m.base, design: m.design, to: newAbePopulation(m.k)}
	c.setTo(v)
	return c
}

// natural writes the parameters at coordinates v.
func (m *abeMarginal) natural(dst, v []float64) {
	c := m.at(v)
	c.now = c.to
	c.population(dst)
}

// abeKernel integrates over what a population makes of ln λ and ln μ.
type abeKernel struct {
	sdA, slope, sdB float64
	factor, height  []float64 // e^{sd·w} and the weight of every node w of ln μ given ln λ
}

// Nodes are this far apart, in standard deviations and on the logarithmic scale
// at most, and reach this many standard deviations.
const (
	nodeSD, nodeLog = 0.9, 0.8
	nodeReach       = 6.5
)

func newAbeKernel(sdA, slope, sdB float64) *abeKernel {
	k := &abeKernel{sdA: sdA, slope: slope, sdB: sdB}
	h := math.Min(nodeSD, nodeLog/sdB)
	n := int(nodeReach / h)
	for i := -n; i <= n; i++ {
		w := h * float64(i)
		k.factor = append(k.factor, math.Exp(sdB*w))
		k.height = append(k.height, h*math.Exp(-w*w/2)/math.Sqrt(2*math.Pi))
	}
	return k
}

// logProb returns the logarithm of
//
//	∫∫ N(a | ma, sdA²) N(b | mb + slope·(a−ma), sdB²) λ^x e^{−(λ+μ)t_x} · (μ + λ e^{−(λ+μ)(T−t_x)})/(λ+μ) db da
//
// with a = ln λ and b = ln μ. The nodes of a cover what any lifetime between t_x
// and T makes likely.
func (k *abeKernel) logProb(p *abePerson, ma, mb float64) float64 {
	precision := 1 / (k.sdA * k.sdA)
	low, sdLow := k.mode(p.x, p.last+p.gap, ma, precision)
	high, sdHigh := k.mode(p.x, p.last, ma, precision)
	step := math.Min(nodeSD*math.Min(sdLow, sdHigh), nodeLog)
	from, to := low-5*sdLow, high+5*sdHigh
	if !(to-from < 4000*step) {
		return math.NaN()
	}
	top := p.x*high - math.Exp(high)*p.last - precision/2*(high-ma)*(high-ma)
	sum, most := 0.0, 0.0
	// To both sides, beyond where the purchases lead if what dropout says of the
	// rate leads farther.
	for n, a := 0, high; n < 4000; n, a = n+1, a+step {
		term := k.given(p, a, ma, mb, precision, top)
		sum, most = sum+term, math.Max(most, term)
		if a > to && term <= negligible*most {
			break
		}
	}
	for n, a := 0, high-step; n < 4000; n, a = n+1, a-step {
		term := k.given(p, a, ma, mb, precision, top)
		sum, most = sum+term, math.Max(most, term)
		if a < from && term <= negligible*most {
			break
		}
	}
	return top + math.Log(sum*step/(k.sdA*math.Sqrt(2*math.Pi)))
}

// negligible is a share of the largest node that ends a sum.
const negligible = 1e-9

// given returns the integrand at a node of ln λ, ln μ integrated out, relative to e^top.
func (k *abeKernel) given(p *abePerson, a, ma, mb, precision, top float64) float64 {
	lambda := exp(a)
	e := p.x*a - lambda*p.last - precision/2*(a-ma)*(a-ma) - top
	if e < -300 {
		return 0
	}
	stay := lambda * exp(-lambda*p.gap)
	mean := exp(mb + k.slope*(a-ma))
	inner := 0.0
	for j, f := range k.factor {
		mu := mean * f
		t := k.height[j] * (mu + stay*exp(-mu*p.gap)) / (lambda + mu)
		if p.last > 0 {
			t *= exp(-mu * p.last)
		}
		inner += t
	}
	return exp(e) * inner
}

// mode returns the mode of ln λ given x purchases in t, and a standard deviation.
func (k *abeKernel) mode(x, t, mean, precision float64) (a, sd float64) {
	a = mean
	if x > 0 && t > 0 {
		a = (precision*mean + x*math.Log(x/t)) / (precision + x)
	}
	for range 6 { // concave
		lambda := math.Exp(a) * t
		a += math.Max(-2, math.Min(2, (x-lambda-precision*(a-mean))/(lambda+precision)))
	}
	return a, 1 / math.Sqrt(math.Exp(a)*t+precision)
}

// start begins a chain.
func (m *abeMarginal) start(r *rand.Rand) chain {
	c := &abeMarginalChain{marginalChain: m.collapsed.start(r).(*marginalChain), latent: newAbeChain(m.base, m.design, m.kept, r), r: r}
	c.latent.setTo(c.x)
	c.latent.now, c.latent.to = c.latent.to, c.latent.now
	for i := range c.latent.people {
		p := &c.latent.people[i]
		p.guess = p.guessAt(p.now.a, p.now.b)
	}
	return c
}

// abeMarginalChain is a chain of the population, which draws customers on demand.
type abeMarginalChain struct {
	*marginalChain
	latent *abeChain
	r      *rand.Rand
}

// customers moves every customer under the population drawn, from where they
// were, often enough to forget it.
func (c *abeMarginalChain) customers(at int) {
	const moves = 40 // of every second customer in turns
	c.latent.setTo(c.x)
	c.latent.now, c.latent.to = c.latent.to, c.latent.now
	for range moves {
		c.latent.sweeps++
		c.latent.move(c.r)
	}
	c.latent.customers(at)
	if c.latent.sweeps <= 5*moves { // better guesses, early on
		for i := range c.latent.people {
			p := &c.latent.people[i]
			p.guess = p.guessAt(p.now.a, p.now.b)
		}
	}
}
