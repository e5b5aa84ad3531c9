package dynamic

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/rise"
)

// Rows returns the likelihood of the customers of t, with the gradient and
// Hessian in (r, α, s, β, coefficients), by D2 and D15 of DERIVATIONS.md in
// package btyd. In a piece the score of a death is, in
// every parameter, a constant plus a multiple of one of the four scores of the
// plain model, so that the sums over the times of death are those of the
// Pareto/NBD, and what they mean for the coefficients is put together once a piece.
func Rows(g pareto.Model, t *Table, coefficients []float64) mle.Rows {
	terms := rise.To(g.R, t.counts)
	rates := make([]rate, len(t.Rows))
	for i, z := range t.Rows {
		rates[i] = t.rate(z, coefficients)
	}
	return func(s *mle.Sums, lo, hi int) {
		w := newWork(g, t, rates)
		for i := lo; i < hi; i++ {
			c := &t.customers[i]
			x := t.counts[c.count]
			ll := w.weigh(c, x, s.Derivs) + terms[c.count].Log
			for e, z := range c.bought {
				if t.effects[e].Purchase {
					ll += coefficients[e] * z
				}
			}
			if !s.Derivs {
				s.AddLogLik(ll)
				continue
			}
			w.derive(c, x, &terms[c.count])
			s.Add(1, ll, w.grad, w.hess)
		}
	}
}

// rate is how fast the two clocks run under one row of covariates.
type rate struct{ purchase, death float64 }

func (t *Table) rate(z, coefficients []float64) rate {
	var log rate
	for e, v := range z {
		if t.effects[e].Purchase {
			log.purchase += coefficients[e] * v
		}
		if t.effects[e].Dropout {
			log.death += coefficients[e] * v
		}
	}
	return rate{math.Exp(log.purchase), math.Exp(log.death)}
}

// slot is a parameter that the derivatives are collected for before effects on
// both rates are folded into one: a parameter of the base, or an effect on one
// of the rates. Its score in a piece is constant + factor·score[base].
type slot struct {
	base   int // place in (r, α, s, β): 1 or 3 for effects
	effect int // −1 for the parameters of the base
	to     int // place in the gradient
}

// work is the working space of one worker: the sizes depend on the effects, which
// only the caller knows, and arrays made for each customer would cost more than the sums.
type work struct {
	pareto.Model
	t     *Table
	rates []rate
	q     endtimes.Nodes
	slots []slot

	state  []clockState // at the start of each piece, and at T
	pieces []pieceSums
	logs   []float64 // log weight of each piece against being alive
	total  float64   // ln(1 + odds of death)

	grad, hess       []float64
	score            []float64 // posterior mean, relative to being alive
	constant, factor []float64
	raw              []float64 // Hessian of the slots
}

// clockState is where the clocks stand: α+B and β+D, and the derivatives of B
// or D in the coefficients, one for each slot of an effect, and the second ones.
type clockState struct {
	purchase, death float64
	first           []float64
	second          []float64
}

// pieceSums is a piece with its sums over the times of death.
type pieceSums struct {
	e    endtimes.Mixture
	sums endtimes.Sums
}

func newWork(g pareto.Model, t *Table, rates []rate) *work {
	w := &work{Model: g, t: t, rates: rates}
	for i := range 4 {
		w.slots = append(w.slots, slot{i, -1, i})
	}
	for e, f := range t.effects {
		if f.Purchase {
			w.slots = append(w.slots, slot{1, e, 4 + e})
		}
		if f.Dropout {
			w.slots = append(w.slots, slot{3, e, 4 + e})
		}
	}
	n, k := 4+len(t.effects), len(w.slots)
	w.grad, w.hess = make([]float64, n), make([]float64, n*(n+1)/2)
	w.score, w.constant, w.factor, w.raw = make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k*k)
	w.state = make([]clockState, t.pieces+1)
	for i := range w.state {
		w.state[i].first, w.state[i].second = make([]float64, k), make([]float64, k*k)
	}
	w.pieces, w.logs = make([]pieceSums, t.pieces), make([]float64, t.pieces)
	return w
}

// move adds a time under one row of covariates to the clocks.
func (w *work) move(s *clockState, sp spell, derivs bool) {
	r := w.rates[sp.row]
	s.purchase += r.purchase * sp.length
	s.death += r.death * sp.length
	if !derivs {
		return
	}
	z, k := w.t.Rows[sp.row], len(w.slots)
	for a := 4; a < k; a++ {
		gain := r.purchase * sp.length
		if w.slots[a].base == 3 {
			gain = r.death * sp.length
		}
		gain *= z[w.slots[a].effect]
		s.first[a] += gain
		for b := a; b < k; b++ {
			if w.slots[a].base == w.slots[b].base {
				s.second[a*k+b] += gain * z[w.slots[b].effect]
			}
		}
	}
}

func (s *clockState) copyFrom(o *clockState) {
	s.purchase, s.death = o.purchase, o.death
	copy(s.first, o.first)
	copy(s.second, o.second)
}

// weigh walks the pieces of a customer and returns the log-likelihood without
// the parts that depend on the purchases alone.
func (w *work) weigh(c *observed, x float64, derivs bool) float64 {
	at := &w.state[0]
	at.purchase, at.death = w.Alpha, w.Beta
	clear(at.first)
	clear(at.second)
	for _, sp := range c.before {
		w.move(at, sp, derivs)
	}
	for i, sp := range c.after {
		w.state[i+1].copyFrom(&w.state[i])
		w.move(&w.state[i+1], sp, derivs)
	}
	end := &w.state[len(c.after)]
	rx, top := w.R+x, 0.0 // ln 1: being alive is one of the terms
	for i, sp := range c.after {
		at, r := &w.state[i], w.rates[sp.row]
		p := &w.pieces[i]
		p.e = endtimes.Even(rx, at.purchase/r.purchase, w.S, at.death/r.death, sp.length)
		alive := endtimes.Alive{LogPurchase: math.Log(end.purchase / at.purchase), Purchase: r.purchase / end.purchase, LogDeath: math.Log(end.death / at.death), Death: r.death / end.death}
		if derivs {
			p.sums = p.e.Sums(&w.q, alive)
		} else {
			p.sums.Sum = w.q.Sum(&p.e)
		}
		w.logs[i] = rx*alive.LogPurchase + w.S*alive.LogDeath - math.Log(p.e.Death/w.S) + math.Log(p.sums.Sum)
		top = math.Max(top, w.logs[i])
	}
	total := math.Exp(-top)
	for _, l := range w.logs[:len(c.after)] {
		total += math.Exp(l - top)
	}
	w.total = top + math.Log(total)
	return w.total - w.R*math.Log(end.purchase/w.Alpha) - x*math.Log(end.purchase) - w.S*math.Log(end.death/w.Beta)
}
