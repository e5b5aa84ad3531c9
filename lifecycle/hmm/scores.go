package hmm

import "math"

// scores adds up the customers' score vectors and their outer products under
// m: the gradient, the information that the scores carry (packed upper
// triangle by rows, size × size with the lower part unset), and the
// log-likelihood. Only one sequence at a time is held.
func (l *layout) scores(p *pass, m HiddenMarkov, g []float64, outer []float64) float64 {
	p.prepare(m)
	slope := l.cellSlopes(p, m)
	clear(g)
	clear(outer)
	n, k := l.size, l.k
	s := make([]float64, n)
	sums := make([]float64, k*k)
	logLik := 0.0
	for i := range p.t.rows {
		r := &p.t.rows[i]
		ll := p.forward(r)
		if math.IsNaN(ll) || math.IsInf(ll, 0) {
			return math.Inf(-1)
		}
		logLik += r.n * ll
		clear(s)
		l.score(s, sums, p, r, slope)
		for a, v := range s {
			g[a] += r.n * v
			if v == 0 {
				continue
			}
			row := outer[a*n : (a+1)*n]
			v *= r.n
			for b := a; b < n; b++ {
				row[b] += v * s[b]
			}
		}
	}
	return logLik
}

// cellSlopes returns the slopes of every cell and state.
func (l *layout) cellSlopes(p *pass, m HiddenMarkov) []slopes {
	out := make([]slopes, len(p.t.cells)*l.k)
	for s := range l.k {
		e := m.emission(s)
		for c := range p.t.cells {
			if o := &p.t.cells[c]; o.y != Missing {
				out[c*l.k+s] = e.slopes(o.y, e.meanAt(o.x, o.exposure))
			}
		}
	}
	return out
}

// score writes the score of one row, whose forward pass has been run, into s.
// Sums is scratch for the moves.
func (l *layout) score(s, sums []float64, p *pass, r *tableRow, slope []slopes) {
	k := l.k
	cells, stepOf := p.t.cell[r.from:r.to], p.t.step[r.from:r.to]
	clear(sums)
	var beta [MaxStates]float64
	for j := range k {
		beta[j] = 1
	}
	for t := len(cells) - 1; ; t-- {
		c := int(cells[t])
		alpha := p.alpha[t*k:][:k]
		if o := &p.t.cells[c]; o.y != Missing {
			for j, a := range alpha {
				l.addCell(s, j, a*beta[j], slope[c*k+j], o.x)
			}
		}
		if t == 0 {
			from := r.start()
			for j, at := range l.first[from] {
				if at >= 0 {
					s[at] += alpha[j]*beta[j] - p.init[from][j]
				}
			}
			break
		}
		var u, prev [MaxStates]float64
		for j, w := range p.b[c*k:][:k] {
			u[j] = w * beta[j] * p.scale[t]
		}
		at := int(stepOf[t])
		q := p.q[at*k*k:][:k*k]
		before := p.alpha[(t-1)*k:][:k]
		for i, a := range before {
			row, to := q[i*k:][:k], sums[i*k:][:k]
			sum := 0.0
			for j, w := range row {
				v := w * u[j]
				sum += v
				to[j] += a * v
			}
			prev[i] = sum
		}
		if l.transition > 0 { // covariates differ from step to step
			l.flush(s, sums, q, p.t.steps[at])
		}
		beta = prev
	}
	if l.transition == 0 && len(p.t.steps) > 0 {
		l.flush(s, sums, p.q, nil)
	}
}

// flush turns the moves in sums into the score and clears them.
func (l *layout) flush(s, sums, q, z []float64) {
	for i := range l.k {
		l.addMoves(s, i, q[i*l.k:][:l.k], sums[i*l.k:][:l.k], z)
	}
	clear(sums)
}
