package hmm

import "math"

// fits reports whether the model can look at the sequence at all.
func (m HiddenMarkov) fits(s Sequence) bool {
	emission, transition := s.widths()
	e, t := m.widths()
	return s.Check() == nil && emission == e && transition == t && (!s.Established || m.Established != nil)
}

// LogProb returns the log-likelihood of a sequence: −Inf if the model cannot
// have it, NaN if it is not one for this model.
func (m HiddenMarkov) LogProb(s Sequence) float64 {
	if !m.fits(s) {
		return math.NaN()
	}
	p := newPass(newTable([]Sequence{s}), m.States())
	p.prepare(m)
	ll := p.forward(&p.t.rows[0])
	if math.IsNaN(ll) {
		return math.Inf(-1)
	}
	return ll
}

// LogLikelihood returns the log-likelihood of a panel; NaN if its covariates
// are not those of the model.
func (m HiddenMarkov) LogLikelihood(p *CountPanel) float64 {
	if e, t := m.widths(); p.Len() > 0 && (e != p.emission || t != p.step || p.established() && m.Established == nil) {
		return math.NaN()
	}
	pass := newPass(newTable(p.seqs), m.States())
	pass.prepare(m)
	sum := 0.0
	for i := range pass.t.rows {
		r := &pass.t.rows[i]
		ll := pass.forward(r)
		if math.IsNaN(ll) {
			return math.Inf(-1)
		}
		sum += r.n * ll
	}
	return sum
}

// Filtered returns P(S_T = k | y_1 … y_T), the state a customer is in now. It is
// nil if LogProb has no finite value.
func (m HiddenMarkov) Filtered(s Sequence) []float64 {
	rows := m.FilteredPath(s)
	if rows == nil {
		return nil
	}
	return rows[len(rows)-1]
}

// FilteredPath returns P(S_t = k | y_1 … y_t) for every period t: what could be
// known at the time.
func (m HiddenMarkov) FilteredPath(s Sequence) [][]float64 {
	p := m.forwardOf(s)
	if p == nil {
		return nil
	}
	out := make([][]float64, len(s.Counts))
	for t := range out {
		out[t] = append([]float64(nil), p.alpha[t*p.k:][:p.k]...)
	}
	return out
}

// forwardOf runs the forward recursion; nil if it has no answer.
func (m HiddenMarkov) forwardOf(s Sequence) *pass {
	if !m.fits(s) {
		return nil
	}
	p := newPass(newTable([]Sequence{s}), m.States())
	p.prepare(m)
	if ll := p.forward(&p.t.rows[0]); math.IsNaN(ll) || math.IsInf(ll, 0) {
		return nil
	}
	return p
}

// Smoothed returns P(S_t = k | y_1 … y_T) for every period t: what is known
// with hindsight. It is nil if LogProb has no finite value.
func (m HiddenMarkov) Smoothed(s Sequence) [][]float64 {
	p := m.forwardOf(s)
	if p == nil {
		return nil
	}
	k := p.k
	out := make([][]float64, len(s.Counts))
	var beta [MaxStates]float64
	for j := range k {
		beta[j] = 1
	}
	for t := len(out) - 1; t >= 0; t-- {
		out[t] = make([]float64, k)
		for j := range k {
			out[t][j] = p.alpha[t*k+j] * beta[j]
		}
		var prev [MaxStates]float64
		b := p.b[int(p.t.cell[t])*k:]
		q := p.q[int(p.t.step[t])*k*k:]
		for i := range k {
			for j := range k {
				prev[i] += q[i*k+j] * b[j] * beta[j] * p.scale[t]
			}
		}
		beta = prev
	}
	return out
}

// Viterbi returns the most probable path of states and its log probability
// together with the counts; among equal paths the one with the lower states at
// the end. It maximises the path as a whole: for the state of one period, ask
// Smoothed. The path is nil if LogProb has no finite value.
func (m HiddenMarkov) Viterbi(s Sequence) (path []int, logProb float64) {
	p := m.forwardOf(s)
	if p == nil {
		return nil, m.LogProb(s)
	}
	k, n := p.k, len(s.Counts)
	from := make([]uint8, n*k)
	var v [MaxStates]float64
	for t := range n {
		c := int(p.t.cell[t])
		var next [MaxStates]float64
		for j := range k {
			if t == 0 {
				next[j] = math.Log(p.init[p.t.rows[0].start()][j])
			} else {
				next[j] = math.Inf(-1)
				for i := range k {
					if w := v[i] + math.Log(p.q[int(p.t.step[t])*k*k+i*k+j]); w > next[j] {
						next[j], from[t*k+j] = w, uint8(i)
					}
				}
			}
			next[j] += math.Log(p.b[c*k+j]) + p.top[c]
		}
		v = next
	}
	best := 0
	for j := range k {
		if v[j] > v[best] {
			best = j
		}
	}
	path, logProb = make([]int, n), v[best]
	for t := n - 1; t >= 0; t-- {
		path[t] = best
		best = int(from[t*k+best])
	}
	return path, logProb
}

// Update turns P(S_T) in p into P(S_T+1 | y) after one more period with y
// purchases (or Missing), in place and without allocation; x, z and exposure
// are those of the new period (nil, nil and 1 if there are none). It reports
// false, with p unchanged, if something does not fit or the model cannot have y.
func (m HiddenMarkov) Update(p []float64, y int, exposure float64, x, z []float64) bool {
	k := m.States()
	emission, transition := m.widths()
	if len(p) != k || k > MaxStates || len(x) != emission || len(z) != transition || !(exposure > 0) || y < Missing || y > MaxCount {
		return false
	}
	var q [MaxStates * MaxStates]float64
	m.transitions(q[:k*k], z)
	var next, b [MaxStates]float64
	top := math.Inf(-1)
	for j := range k {
		for i := range k {
			next[j] += p[i] * q[i*k+j]
		}
		if y != Missing {
			e := m.emission(j)
			b[j] = e.logProb(y, e.meanAt(x, exposure), e.logRise(y))
			top = math.Max(top, b[j])
		}
	}
	sum := 0.0
	for j := range k {
		if y != Missing {
			next[j] *= math.Exp(b[j] - top)
		}
		sum += next[j]
	}
	if !(sum > 0) {
		return false
	}
	for j := range k {
		p[j] = next[j] / sum
	}
	return true
}
