package hmm

// layout says where the free-scale parameters of a model lie in a vector, in
// the order of Params.
type layout struct {
	k, size    int
	first      [2][]int // by state; −1: not a parameter
	move       [][]int  // K × K: log odds of a transition; its effects follow
	mean       []int    // log mean; its effects follow
	sizes      []int    // log size; −1: none
	zeros      []int    // log odds of an extra zero; −1: none
	emission   int      // covariates
	transition int
}

func newLayout(m HiddenMarkov) *layout {
	l := &layout{k: m.States()}
	l.emission, l.transition = m.widths()
	take := func(n int) int {
		at := l.size
		l.size += n
		return at
	}
	chain := func(p []float64, stay, width int) []int {
		out := make([]int, len(p))
		ref := referenceOf(p, stay)
		for j := range p {
			out[j] = -1
			if j != ref && p[j] > 0 {
				out[j] = take(width)
			}
		}
		return out
	}
	l.first[0] = chain(m.Initial, -1, 1)
	if m.Established != nil {
		l.first[1] = chain(m.Established, -1, 1)
	}
	for i := range l.k {
		l.move = append(l.move, chain(m.Transition[i], i, 1+l.transition))
	}
	for range l.k {
		l.mean = append(l.mean, take(1+l.emission))
		size, zero := -1, -1
		if m.Size != nil {
			size = take(1)
		}
		if m.Zero != nil {
			zero = take(1)
		}
		l.sizes, l.zeros = append(l.sizes, size), append(l.zeros, zero)
	}
	return l
}

// free returns the parameters of m on the free scale.
func (l *layout) free(m HiddenMarkov) []float64 {
	params := m.Params()
	v := make([]float64, len(params))
	for i, p := range params {
		v[i] = p.Domain.Free(p.Value)
	}
	return v
}

// model returns the model like m with the free-scale parameters v.
func (l *layout) model(m HiddenMarkov, v []float64) HiddenMarkov {
	params := m.Params()
	w := make([]float64, len(v))
	for i, p := range params {
		w[i] = p.Domain.Bind(v[i])
	}
	return m.WithParams(w)
}

// gradient writes the derivatives of the log-likelihood by the free-scale
// parameters into g, from the expected counts of the last run of p under m:
// Fisher's identity, so it is exact. Of log odds η against a reference the score is
// what happened less what was expected of so many chances, ξ_ij − q_ij Σ_j ξ_ij.
func (l *layout) gradient(g []float64, p *pass, m HiddenMarkov) {
	clear(g)
	k := l.k
	for s, first := range p.first {
		total := 0.0
		for _, v := range first {
			total += v
		}
		for j, at := range l.first[s] {
			if at >= 0 {
				g[at] += first[j] - total*p.init[s][j]
			}
		}
	}
	for s, z := range p.t.steps {
		for i := range k {
			q, moves := p.q[(s*k+i)*k:][:k], p.steps[(s*k+i)*k:][:k]
			l.addMoves(g, i, q, moves, z)
		}
	}
	for s := range k {
		e := m.emission(s)
		for c := range p.t.cells {
			o := &p.t.cells[c]
			if w := p.cells[c*k+s]; o.y != Missing && w > 0 {
				l.addCell(g, s, w, e.slopes(o.y, e.meanAt(o.x, o.exposure)), o.x)
			}
		}
	}
}

// addMoves adds what the expected moves out of state i at covariates z say.
func (l *layout) addMoves(g []float64, i int, q, moves, z []float64) {
	total := 0.0
	for _, v := range moves {
		total += v
	}
	for j, at := range l.move[i] {
		if at < 0 {
			continue
		}
		d := moves[j] - total*q[j]
		g[at] += d
		for c, v := range z {
			g[at+1+c] += d * v
		}
	}
}

// addCell adds what w visits of state k with slopes s at covariates x say.
func (l *layout) addCell(g []float64, k int, w float64, s slopes, x []float64) {
	at := l.mean[k]
	g[at] += w * s.mean
	for c, v := range x {
		g[at+1+c] += w * s.mean * v
	}
	if l.sizes[k] >= 0 {
		g[l.sizes[k]] += w * s.size
	}
	if l.zeros[k] >= 0 {
		g[l.zeros[k]] += w * s.zero
	}
}
