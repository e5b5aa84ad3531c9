package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/mle"
)

// dynamicRows returns the likelihood of the customers of t, with the gradient and
// Hessian in (r, α, s, β, coefficients). In a piece the score of a death is, in
// every parameter, a constant plus a multiple of one of the four scores of the
// plain model, so that the sums over the times of death are those of the
// Pareto/NBD, and what they mean for the coefficients is put together once a piece.
func (g pareto) dynamicRows(t *dynamicTable, coefficients []float64) mle.Rows {
	terms := rises(g.r, t.counts)
	rates := make([]rate, len(t.rows))
	for i, z := range t.rows {
		rates[i] = t.rate(z, coefficients)
	}
	return func(s *mle.Sums, lo, hi, step int) {
		w := newDynamicWork(g, t, rates)
		for i := lo; i < hi; i += step {
			c := &t.customers[i]
			x := t.counts[c.count]
			ll := w.weigh(c, x, s.Derivs) + terms[c.count].log
			for e, z := range c.bought {
				if t.effects[e].On.purchases() {
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

func (t *dynamicTable) rate(z, coefficients []float64) rate {
	var log rate
	for e, v := range z {
		if t.effects[e].On.purchases() {
			log.purchase += coefficients[e] * v
		}
		if t.effects[e].On != OnPurchase {
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

// dynamicWork is the working space of one worker.
type dynamicWork struct {
	pareto
	t     *dynamicTable
	rates []rate
	q     nodes
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
	e    endTimes
	sums deathSums
}

func newDynamicWork(g pareto, t *dynamicTable, rates []rate) *dynamicWork {
	w := &dynamicWork{pareto: g, t: t, rates: rates}
	for i := range 4 {
		w.slots = append(w.slots, slot{i, -1, i})
	}
	for e, f := range t.effects {
		if f.On.purchases() {
			w.slots = append(w.slots, slot{1, e, 4 + e})
		}
		if f.On != OnPurchase {
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
func (w *dynamicWork) move(s *clockState, sp spell, derivs bool) {
	r := w.rates[sp.row]
	s.purchase += r.purchase * sp.length
	s.death += r.death * sp.length
	if !derivs {
		return
	}
	z, k := w.t.rows[sp.row], len(w.slots)
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
func (w *dynamicWork) weigh(c *dynamicRow, x float64, derivs bool) float64 {
	at := &w.state[0]
	at.purchase, at.death = w.alpha, w.beta
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
	rx, top := w.r+x, 0.0
	for i, sp := range c.after {
		at, r := &w.state[i], w.rates[sp.row]
		p := &w.pieces[i]
		p.e = evenTimes(rx, at.purchase/r.purchase, w.s, at.death/r.death, sp.length)
		alive := aliveState{math.Log(end.purchase / at.purchase), r.purchase / end.purchase, math.Log(end.death / at.death), r.death / end.death}
		if derivs {
			p.sums = p.e.sums(&w.q, alive)
		} else {
			p.sums.sum = w.q.sum(&p.e)
		}
		w.logs[i] = rx*alive.logPurchase + w.s*alive.logDeath - math.Log(p.e.death/w.s) + math.Log(p.sums.sum)
		top = math.Max(top, w.logs[i])
	}
	total := math.Exp(-top)
	for _, l := range w.logs[:len(c.after)] {
		total += math.Exp(l - top)
	}
	w.total = top + math.Log(total)
	return w.total - w.r*math.Log(end.purchase/w.alpha) - x*math.Log(end.purchase) - w.s*math.Log(end.death/w.beta)
}

// derive fills grad and hess from what weigh left.
func (w *dynamicWork) derive(c *dynamicRow, x float64, rise *rise) {
	k := len(w.slots)
	clear(w.raw)
	clear(w.score)
	end := &w.state[len(c.after)]
	dead := 0.0
	for i, sp := range c.after {
		p := &w.pieces[i]
		if p.sums.sum == 0 {
			continue
		}
		share := math.Exp(w.logs[i] - w.total)
		dead += share
		w.addPiece(&w.state[i], end, p, w.rates[sp.row], w.t.rows[sp.row], share)
	}
	// Being alive: its score is 0, relative to itself.
	alive := math.Exp(-w.total)
	w.addCurvature(end, w.r+x, w.s, alive, alive/end.purchase, alive/(end.purchase*end.purchase), alive/end.death, alive/(end.death*end.death), nil)
	w.raw[2*k+2] -= dead / (w.s * w.s)
	for a := range k {
		for b := a; b < k; b++ {
			w.raw[a*k+b] -= w.score[a] * w.score[b]
		}
	}
	w.addConstants(c, x, rise, end)
	w.fold()
}

// addPiece adds the dead of a piece: their score and its square, and the
// derivative of the score.
func (w *dynamicWork) addPiece(at, end *clockState, p *pieceSums, r rate, z []float64, share float64) {
	k := len(w.slots)
	per := share / p.sums.sum
	unit := [4]float64{1, 1 / r.purchase, 1, 1 / r.death} // the piece counts α and β in its own time
	var mean [4]float64
	var square [4][4]float64
	n := 0
	for a := range 4 {
		mean[a] = per * unit[a] * p.sums.score[a]
		for b := a; b < 4; b++ {
			square[a][b] = per * unit[a] * unit[b] * p.sums.outer[n]
			square[b][a] = square[a][b]
			n++
		}
	}
	for a, s := range w.slots {
		switch {
		case s.effect < 0:
			w.constant[a], w.factor[a] = 0, 1
		case s.base == 1:
			v := z[s.effect]
			w.constant[a] = p.e.rx / end.purchase * (end.first[a] - at.first[a] - v*(end.purchase-at.purchase))
			w.factor[a] = at.first[a] - v*at.purchase
		default:
			v := z[s.effect]
			w.constant[a] = w.s / end.death * (end.first[a] - at.first[a] - v*(end.death-at.death))
			w.factor[a] = at.first[a] - v*at.death
		}
		w.score[a] += share*w.constant[a] + w.factor[a]*mean[s.base]
	}
	for a, s := range w.slots {
		for b := a; b < k; b++ {
			o := w.slots[b].base
			w.raw[a*k+b] += share*w.constant[a]*w.constant[b] + w.constant[a]*w.factor[b]*mean[o] + w.constant[b]*w.factor[a]*mean[s.base] + w.factor[a]*w.factor[b]*square[s.base][o]
		}
	}
	i, j := 1/end.purchase, w.s/end.death
	i1 := share*i - mean[1]/p.e.rx
	i2 := share*i*i - 2*i*mean[1]/p.e.rx + square[1][1]/(p.e.rx*p.e.rx)
	s1 := w.s + 1
	j1 := (share*j - mean[3]) / s1
	j2 := (share*j*j - 2*j*mean[3] + square[3][3]) / (s1 * s1)
	w.addCurvature(at, p.e.rx, s1, share, i1, i2, j1, j2, z)
}

// addCurvature adds the second derivatives of −n·ln(α+B) − k·ln(β+D), for
// 1/(α+B) and 1/(β+D) with the moments i1, i2, j1 and j2 and the total weight
// share. In a piece, ∂B/∂g = z·(α+B) + c with c constant; without z, c is ∂B/∂g.
func (w *dynamicWork) addCurvature(at *clockState, n, d, share, i1, i2, j1, j2 float64, z []float64) {
	k := len(w.slots)
	w.raw[0*k+1] -= i1
	w.raw[1*k+1] += n * i2
	w.raw[2*k+3] -= j1
	w.raw[3*k+3] += d * j2
	for a := 4; a < k; a++ {
		times, m1, m2, here, shape, own := n, i1, i2, at.purchase, 0, 1
		if w.slots[a].base == 3 {
			times, m1, m2, here, shape, own = d, j1, j2, at.death, 2, 3
		}
		za := 0.0
		if z != nil {
			za = z[w.slots[a].effect]
		}
		ca := at.first[a] - za*here
		w.raw[shape*k+a] -= share*za + ca*m1
		w.raw[own*k+a] += times * (za*m1 + ca*m2)
		for b := a; b < k; b++ {
			if w.slots[b].base != w.slots[a].base {
				continue
			}
			zb := 0.0
			if z != nil {
				zb = z[w.slots[b].effect]
			}
			cb := at.first[b] - zb*here
			second := at.second[a*k+b] - za*zb*here
			w.raw[a*k+b] += times * ((za*cb+zb*ca-second)*m1 + ca*cb*m2)
		}
	}
}

// addConstants adds the parts that do not depend on the end of activity, and
// the score of being alive.
func (w *dynamicWork) addConstants(c *dynamicRow, x float64, rise *rise, end *clockState) {
	k := len(w.slots)
	w.score[0] += rise.d - math.Log(end.purchase/w.alpha)
	w.score[1] += w.r/w.alpha - (w.r+x)/end.purchase
	w.score[2] -= math.Log(end.death / w.beta)
	w.score[3] += w.s/w.beta - w.s/end.death
	for a := 4; a < k; a++ {
		if w.slots[a].base == 1 {
			w.score[a] += c.bought[w.slots[a].effect] - (w.r+x)*end.first[a]/end.purchase
		} else {
			w.score[a] -= w.s * end.first[a] / end.death
		}
	}
	w.raw[0] += rise.dd
	w.raw[1] += 1 / w.alpha
	w.raw[k+1] -= w.r / (w.alpha * w.alpha)
	w.raw[2*k+3] += 1 / w.beta
	w.raw[3*k+3] -= w.s / (w.beta * w.beta)
}

// fold adds the slots of one coefficient up.
func (w *dynamicWork) fold() {
	n, k := len(w.grad), len(w.slots)
	clear(w.grad)
	clear(w.hess)
	for a, s := range w.slots {
		w.grad[s.to] += w.score[a]
		for b := a; b < k; b++ {
			p, q := s.to, w.slots[b].to
			v := w.raw[a*k+b]
			if p == q && a != b {
				v *= 2
			}
			if p > q {
				p, q = q, p
			}
			w.hess[p*n-p*(p-1)/2+q-p] += v
		}
	}
}
