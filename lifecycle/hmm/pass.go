package hmm

import "math"

// pass is the forward–backward recursion of a model over a table, with all its
// memory. The emission probabilities of a cell are divided by their largest
// over the states, and the forward probabilities by their sum, so nothing
// underflows however long the sequence: the same as sums of exponentials of
// logarithms, of which it needs none in the loops. A cell is a count with its
// covariates, and many periods of many customers share one.
type pass struct {
	t *table
	k int

	b    []float64 // cells × K: emission probabilities over their largest
	top  []float64 // cells: log of the largest
	q    []float64 // steps × K × K
	init [2][]float64

	alpha []float64 // longest row × K
	scale []float64

	// what the backward pass adds up, customers weighted by their number
	cells  []float64    // cells × K: expected visits
	steps  []float64    // steps × K × K: expected moves
	first  [2][]float64 // K: expected first states
	logLik float64
	bad    int // row that the model cannot have, −1 if there is none
}

func newPass(t *table, k int) *pass {
	longest := 0
	for _, r := range t.rows {
		longest = max(longest, r.to-r.from)
	}
	p := &pass{t: t, k: k,
		b: make([]float64, len(t.cells)*k), top: make([]float64, len(t.cells)),
		q:     make([]float64, max(len(t.steps), 1)*k*k),
		alpha: make([]float64, longest*k), scale: make([]float64, longest),
		cells: make([]float64, len(t.cells)*k),
		steps: make([]float64, max(len(t.steps), 1)*k*k),
	}
	p.first = [2][]float64{make([]float64, k), make([]float64, k)}
	return p
}

// prepare computes emission and transition probabilities under m.
func (p *pass) prepare(m HiddenMarkov) {
	k := p.k
	rise := make([]float64, len(p.t.ys))
	for s := range k {
		e := m.emission(s)
		for i, y := range p.t.ys {
			rise[i] = e.logRise(y)
		}
		for c := range p.t.cells {
			if o := &p.t.cells[c]; o.y != Missing {
				p.b[c*k+s] = e.logProb(o.y, e.meanAt(o.x, o.exposure), rise[o.yi])
			}
		}
	}
	for c := range p.t.cells {
		b := p.b[c*k : (c+1)*k]
		if p.t.cells[c].y == Missing {
			for s := range b {
				b[s] = 1
			}
			continue
		}
		top := math.Inf(-1)
		for _, v := range b {
			top = math.Max(top, v)
		}
		p.top[c] = top
		for s := range b {
			b[s] = math.Exp(b[s] - top)
		}
	}
	for i, z := range p.t.steps {
		m.transitions(p.q[i*k*k:(i+1)*k*k], z)
	}
	p.init[0], p.init[1] = m.Initial, m.Established
}

// run computes the log-likelihood and the expected counts under m. It returns
// false if the model cannot have some row, which p.bad then names.
func (p *pass) run(m HiddenMarkov) bool {
	p.prepare(m)
	clear(p.cells)
	clear(p.steps)
	clear(p.first[0])
	clear(p.first[1])
	p.logLik, p.bad = 0, -1
	for i := range p.t.rows {
		r := &p.t.rows[i]
		ll := p.forward(r)
		if math.IsNaN(ll) || math.IsInf(ll, 0) {
			p.logLik, p.bad = math.Inf(-1), i
			return false
		}
		p.logLik += r.n * ll
		p.backward(r)
	}
	return true
}

// start returns the place of the row's initial distribution.
func (r *tableRow) start() int {
	if r.established {
		return 1
	}
	return 0
}

// forward fills alpha and scale for a row and returns its log-likelihood.
func (p *pass) forward(r *tableRow) float64 {
	k := p.k
	cells, stepOf := p.t.cell[r.from:r.to], p.t.step[r.from:r.to]
	ll, product := 0.0, 1.0
	var now, then [MaxStates]float64
	a, next := now[:k], then[:k]
	copy(a, p.init[r.start()])
	for t, c := range cells {
		if t > 0 {
			q := p.q[int(stepOf[t])*k*k:][:k*k]
			clear(next)
			for _, v := range a {
				row := q[:len(next)]
				q = q[len(next):]
				for j := range next {
					next[j] += v * row[j]
				}
			}
			a, next = next, a
		}
		b := p.b[int(c)*k:][:len(a)]
		sum := 0.0
		for j := range a {
			a[j] *= b[j]
			sum += a[j]
		}
		inv := 1 / sum
		alpha := p.alpha[t*k:][:len(a)]
		for j := range a {
			a[j] *= inv
			alpha[j] = a[j]
		}
		p.scale[t] = inv
		ll += p.top[c]
		if sum < 1e-100 { // with the product it might underflow
			ll += math.Log(sum)
			continue
		}
		if product *= sum; product < 1e-200 { // the logarithm of many factors at once
			ll += math.Log(product)
			product = 1
		}
	}
	return ll + math.Log(product)
}

// backward adds the row's expected counts to the totals. With c_t the scale of the
// forward step, α_t ∘ β_t is the probability of each state at t, and ξ_t that of each
// move to it (Baum 1972): no sum over the states divides them any more.
func (p *pass) backward(r *tableRow) {
	k, n := p.k, r.n
	cells, stepOf := p.t.cell[r.from:r.to], p.t.step[r.from:r.to]
	var now, then, weights [MaxStates]float64
	beta, prev, u := now[:k], then[:k], weights[:k]
	for j := range beta {
		beta[j] = 1
	}
	for t := len(cells) - 1; ; t-- {
		c := int(cells[t])
		alpha := p.alpha[t*k:][:len(beta)]
		visits := p.cells[c*k:][:len(beta)]
		for j := range beta {
			visits[j] += n * alpha[j] * beta[j]
		}
		if t == 0 {
			first := p.first[r.start()][:len(beta)]
			for j := range beta {
				first[j] += n * alpha[j] * beta[j]
			}
			return
		}
		// u_j = B_t(j) β_t(j) / c_t, and β_t−1 = Q u, ξ_t = α_t−1 ∘ Q ∘ u
		b := p.b[c*k:][:len(beta)]
		for j := range beta {
			u[j] = b[j] * beta[j] * p.scale[t]
		}
		at := int(stepOf[t]) * k * k
		q, moves := p.q[at:][:k*k], p.steps[at:][:k*k]
		before := p.alpha[(t-1)*k:][:len(prev)]
		for i := range prev {
			a := before[i] * n
			row, to := q[:len(u)], moves[:len(u)]
			q, moves = q[len(u):], moves[len(u):]
			sum := 0.0
			for j, w := range u {
				v := row[j] * w
				sum += v
				to[j] += a * v
			}
			prev[i] = sum
		}
		beta, prev = prev, beta
	}
}
