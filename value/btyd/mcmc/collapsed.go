package mcmc

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// density is the posterior of a population with everything of its customers
// integrated out. Customers drawn in turns with their population hold it fast,
// for little is known of any of them; without them it moves freely.
type density interface {
	// log returns the log density at x, up to a constant; −Inf where it does not
	// exist, or once the context is done.
	log(x []float64) float64
	// natural writes the parameters of the population at x.
	natural(dst, x []float64)
	// customers draws every customer given the population at x, as the draws from
	// number from to end.
	customers(r *rand.Rand, x []float64, from, end int)
}

// collapsed is a density and what exploring has taught about it.
type collapsed struct {
	fresh   func() density // with working memory of its own
	surface *cubic         // approximates it
	walk    *proposal      // is shaped like it
	every   int            // steps of a sweep
}

// explore learns where the density is and what it looks like, from a first
// guess: by a walk, and then in turns by a surface through all values that were
// asked for and by a chain that the surface leads, so many rounds of both.
func explore(ctx context.Context, r *rand.Rand, fresh func() density, guess []float64, spread *mat.SymDense, rounds int) *collapsed {
	const steps = 400
	d := fresh()
	var l lessons
	c := &collapsed{fresh: fresh, walk: newProposal(guess, spread)}
	walker := newCollapsedChain(c, l.of(d.log))
	walker.place(append([]float64(nil), guess...))
	for i := range steps {
		if ctx.Err() != nil {
			return c // nothing will be asked of it
		}
		if i == steps/4 || i == steps/2 {
			walker.walk.forget()
		}
		walker.near(r, true)
		walker.walk.see(walker.x)
	}
	size := cubicTerms(len(guess))
	recent := make([][]float64, len(guess)) // of each coordinate, in the last quarter of the rounds
	for round := range rounds {
		walker.surface = fitCubic(walker.walk.clone(), &l)
		for range size + 60 {
			if ctx.Err() != nil {
				return c
			}
			walker.sweep(r, true)
			walker.walk.see(walker.x)
			if 4*round >= 3*rounds {
				for i, v := range walker.x {
					recent[i] = append(recent[i], v)
				}
			}
		}
	}
	if c.surface = fitCubic(walker.walk.clone(), &l); c.surface == nil {
		c.surface = walker.surface
	}
	c.walk = walker.walk
	c.every = pace(recent)
	return c
}

// pace returns the steps of a sweep that leave sweeps about a fifth as good as
// independent ones, if four are enough, given where a chain has been.
func pace(coordinates [][]float64) int {
	least := math.Inf(1)
	for _, v := range coordinates {
		least = math.Min(least, effective([][]float64{v})/float64(len(v)))
	}
	return int(math.Max(1, math.Min(4, math.Ceil(0.2/least))))
}

// collapsedChain is a chain on a density, or on its surface.
type collapsedChain struct {
	density
	target  func(x []float64) float64
	surface *cubic // nil: none
	walk    *proposal
	x, to   []float64
	spare   [2][]float64 // for strolls
	height  float64      // of the target at x
	sweeps  int
	every   int // steps of a sweep
}

func newCollapsedChain(c *collapsed, target func(x []float64) float64) *collapsedChain {
	walk := c.walk.clone()
	k := len(walk.mean)
	return &collapsedChain{target: target, walk: walk, to: make([]float64, k), spare: [2][]float64{make([]float64, k), make([]float64, k)}}
}

// start begins a chain well outside of where it will stay.
func (c *collapsed) start(r *rand.Rand) chain {
	d := c.fresh()
	begun := newCollapsedChain(c, d.log)
	begun.density, begun.every = d, c.every
	if c.surface != nil {
		begun.surface = c.surface.clone()
	}
	x := make([]float64, len(begun.to))
	for scale := 3.0; ; scale /= 2 {
		begun.walk.scatterRound(x, r, begun.walk.mean, scale)
		for i, m := range begun.walk.mean {
			x[i] = math.Max(m-3, math.Min(m+3, x[i]))
		}
		if begun.place(x); !math.IsInf(begun.height, -1) || scale < 1e-6 { // or the context is done
			return begun
		}
	}
}

// place puts the chain at x.
func (c *collapsedChain) place(x []float64) { c.x, c.height = x, c.target(x) }

// sweep takes as many steps as it should.
func (c *collapsedChain) sweep(r *rand.Rand, warming bool) {
	for range max(c.every, 1) {
		c.take(r, warming)
	}
}

// take takes one of three steps: near the last point, independent of it, or,
// six times of eight, to where a walk on the surface has led. The last is nearly
// always accepted where the surface is good; the others leave places that it
// does not know.
func (c *collapsedChain) take(r *rand.Rand, warming bool) {
	c.sweeps++
	switch {
	case c.sweeps%8 == 0 || c.surface == nil && c.sweeps%2 == 0:
		c.near(r, warming)
	case c.sweeps%8 == 4 || c.surface == nil:
		c.leap(r)
	default:
		c.stroll(r)
	}
}

// near proposes a point of the random walk.
func (c *collapsedChain) near(r *rand.Rand, warming bool) {
	const share = 0.25 // of proposals accepted
	c.walk.propose(c.to, r, c.x)
	if accepted := c.accept(r, 0); warming {
		c.walk.adapt(accepted, share)
	}
}

// leap proposes a point independent of the last one.
func (c *collapsedChain) leap(r *rand.Rand) {
	from := c.walk.logLeap(c.x)
	c.walk.leap(c.to, r)
	c.accept(r, from-c.walk.logLeap(c.to))
}

// stroll proposes where a reversible chain on the surface ends that begins at
// the last point: it has the surface's density, so that the ratio of the heights
// of the two is what the proposal is judged by [Liu 2001, surrogate transitions].
func (c *collapsedChain) stroll(r *rand.Rand) {
	const steps = 40
	begin := c.surface.log(c.x)
	low := collapsedChain{target: c.surface.log, walk: c.walk, height: begin, x: c.spare[0], to: c.spare[1]}
	copy(low.x, c.x)
	for range steps {
		if r.IntN(3) == 0 {
			low.leap(r)
		} else {
			low.near(r, false)
		}
	}
	copy(c.to, low.x)
	c.accept(r, begin-low.height)
}

// accept moves to c.to or stays, given the log ratio of the proposal's density
// back to that forth.
func (c *collapsedChain) accept(r *rand.Rand, gain float64) bool {
	height := c.target(c.to)
	if !(-r.ExpFloat64() <= height-c.height+gain) {
		return false
	}
	c.x, c.to, c.height = c.to, c.x, height
	return true
}

func (c *collapsedChain) population(dst []float64) { c.natural(dst, c.x) }

func (c *collapsedChain) customers(r *rand.Rand, from, end int) {
	c.density.customers(r, c.x, from, end)
}
