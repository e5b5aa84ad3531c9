package mcmc

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/wire"
)

// LeaveOneOut says how well a posterior foretells each customer from all others,
// without sampling anew for each: by importance weights with smoothed tails
// (PSIS-LOO) [Vehtari, Gelman and Gabry 2017]. Of two models of the same
// customers the one with the higher LogScore foretells better. Densities of
// Pareto/GGG are of times between purchases, and comparable to no other's.
type LeaveOneOut struct {
	LogScore   float64           // sum over the customers of LogProb, the expected log predictive density
	SE         float64           // its standard error over customers
	Parameters float64           // effective number of parameters: what the customers' own data add to the log score
	Customers  []LeftOutCustomer // in the order of the sampled list, or of the panel
}

// LeftOutCustomer is a history foretold from those of all others.
type LeftOutCustomer struct {
	History clientele.History
	N       int     // customers with it
	LogProb float64 // log predictive density of one of them, given all others
	K       float64 // shape of the tail of the weights; above 0.7 LogProb is not to be trusted
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (l LeaveOneOut) MarshalJSON() ([]byte, error) { return wire.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (l *LeaveOneOut) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, l) }

// MarshalJSON writes the fields; a number that is not finite is null.
func (c LeftOutCustomer) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (c *LeftOutCustomer) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// trustedK is the shape up to which smoothed weights are reliable.
const trustedK = 0.7

// Unreliable returns the number of customers whose K is above 0.7: they have so
// much influence that only a posterior without them tells how they are foretold.
func (l *LeaveOneOut) Unreliable() int {
	n := 0
	for _, c := range l.Customers {
		if !(c.K <= trustedK) {
			n += c.N
		}
	}
	return n
}

// leaveDraws is the number of draws that weigh, evenly spread over the chains.
const leaveDraws = 1000

// spread returns draws evenly spread over all chains.
func (p *Posterior[M]) spread(most int) []M {
	all := make([]M, 0, p.Len())
	for m := range p.All() {
		all = append(all, m)
	}
	if len(all) <= most {
		return all
	}
	out := make([]M, most)
	for i := range out {
		out[i] = all[i*len(all)/most]
	}
	return out
}

// leave adds a history, whose log density at each of size draws is logProb.
func (l *LeaveOneOut) leave(h clientele.History, n int, size int, logProb func(draw int) float64) {
	terms := make([]float64, size)
	for d := range terms {
		terms[d] = logProb(d)
	}
	with := special.LogSumExp(terms) - math.Log(float64(size))
	one, k := leftOut(terms)
	l.Customers = append(l.Customers, LeftOutCustomer{History: h, N: n, LogProb: one, K: k})
	l.LogScore += float64(n) * one
	l.Parameters += float64(n) * (with - one)
}

// done computes the standard error.
func (l *LeaveOneOut) done() *LeaveOneOut {
	n, square := 0.0, 0.0
	for _, c := range l.Customers {
		n += float64(c.N)
	}
	for _, c := range l.Customers {
		off := c.LogProb - l.LogScore/n
		square += float64(c.N) * off * off
	}
	l.SE = math.NaN()
	if n > 1 {
		l.SE = math.Sqrt(n / (n - 1) * square)
	}
	return l
}

func stopped(ctx context.Context, name string) error {
	return fmt.Errorf("%s: leaving one out stopped: %w", name, context.Cause(ctx))
}

// LeaveOneOut foretells each customer of the panel from all others; the panel is the one
// that was sampled. The error is an *clientele.InputError, or the context's cause.
func (p *ParetoNBDPosterior) LeaveOneOut(ctx context.Context, panel *clientele.Panel) (*LeaveOneOut, error) {
	if panel == nil || panel.Len() != p.N {
		return nil, &clientele.InputError{Where: "mcmc: Pareto/NBD", Field: "panel", Value: panel, Want: fmt.Sprintf("the panel of %d customers that was sampled", p.N)}
	}
	draws, l := p.spread(leaveDraws), new(LeaveOneOut)
	for h, n := range panel.All() {
		if ctx.Err() != nil {
			return nil, stopped(ctx, "mcmc: Pareto/NBD")
		}
		l.leave(h, n, len(draws), func(d int) float64 { return draws[d].LogProb(h) })
	}
	return l.done(), nil
}

// LeaveOneOut foretells each customer from all others. The error is the context's cause.
func (p *AbePosterior) LeaveOneOut(ctx context.Context) (*LeaveOneOut, error) {
	draws, l := p.spread(leaveDraws), new(LeaveOneOut)
	for _, at := range p.base.place {
		if ctx.Err() != nil {
			return nil, stopped(ctx, "mcmc: Abe")
		}
		c := &p.base.customers[at]
		l.leave(c.History, 1, len(draws), abeLogProb(draws, c))
	}
	return l.done(), nil
}

// abeLogProb returns the log density of a customer at a draw.
func abeLogProb(draws []Abe, c *SampledCustomer) func(draw int) float64 {
	h := c.History
	person := abePerson{x: float64(h.Repeats), last: h.Last, gap: h.Age - h.Last}
	var k abeIntegral
	return func(draw int) float64 {
		m := draws[draw]
		slope := m.Cov / m.RateVar
		k.reset(math.Sqrt(m.RateVar), slope, math.Sqrt(m.DropoutVar-slope*m.Cov))
		a, b := m.Rate[0], m.Dropout[0]
		for j, x := range c.Covariates {
			a += x * m.Rate[j+1]
			b += x * m.Dropout[j+1]
		}
		return k.logProb(&person, a, b)
	}
}

// LeaveOneOut foretells each customer from all others. The error is the context's cause.
func (p *ParetoGGGPosterior) LeaveOneOut(ctx context.Context) (*LeaveOneOut, error) {
	draws, l := p.spread(leaveDraws), new(LeaveOneOut)
	var k gggIntegral
	for _, at := range p.base.place {
		if ctx.Err() != nil {
			return nil, stopped(ctx, "mcmc: Pareto/GGG")
		}
		c := &p.base.customers[at]
		l.leave(c.History, 1, len(draws), gggLogProb(&k, draws, c))
	}
	return l.done(), nil
}

// gggLogProb returns the log density of a customer at a draw.
func gggLogProb(k *gggIntegral, draws []ParetoGGG, c *SampledCustomer) func(draw int) float64 {
	h := c.History
	person := gggPerson{x: float64(h.Repeats), last: h.Last, gap: h.Age - h.Last, logGaps: c.LogGaps}
	return func(draw int) float64 {
		k.reset(draws[draw])
		return k.logProb(&person)
	}
}
