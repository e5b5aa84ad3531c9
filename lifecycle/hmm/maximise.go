package hmm

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// The least values that EM leaves to a probability, a mean and a size, and the
// largest to a size: beyond them the model is its own limit.
const (
	leastProb = 1e-12
	leastMean = 1e-8
	leastSize = 1e-4
	mostSize  = 1e7
)

// maximise returns the model that maximises the expected complete
// log-likelihood of the last run of p under m (exactly, where there is a closed
// form; otherwise it takes Newton steps that never lower it). Prior is a number
// of transitions a row, spread evenly, that are added to those expected.
func maximise(p *pass, m HiddenMarkov, prior float64) HiddenMarkov {
	m = m.clone()
	m.Initial = shares(p.first[0], m.Initial)
	if m.Established != nil {
		m.Established = shares(p.first[1], m.Established)
	}
	for i := range m.Transition {
		maximiseMoves(p, &m, i, prior)
	}
	for k := range m.Mean {
		maximiseState(p, &m, k)
	}
	return m
}

// shares returns v over its total, zeros of old staying zero and everything
// else at least leastProb; old if there is nothing to share.
func shares(v, old []float64) []float64 {
	total := 0.0
	for j, x := range v {
		if old[j] > 0 {
			total += x
		}
	}
	if !(total > 0) {
		return old
	}
	out := make([]float64, len(v))
	sum := 0.0
	for j, x := range v {
		if old[j] > 0 {
			out[j] = math.Max(x/total, leastProb)
			sum += out[j]
		}
	}
	for j := range out {
		out[j] /= sum
	}
	return out
}

// maximiseMoves updates row i of the transitions.
func maximiseMoves(p *pass, m *HiddenMarkov, i int, prior float64) {
	k := p.k
	if m.TransitionEffect == nil {
		moves := make([]float64, k)
		for j := range moves {
			moves[j] = prior / float64(k)
			for s := range p.t.steps {
				moves[j] += p.steps[(s*k+i)*k+j]
			}
		}
		m.Transition[i] = shares(moves, m.Transition[i])
		return
	}
	l := newLogits(p, m, i, prior)
	for range 3 {
		if !l.improve() {
			break
		}
	}
	l.store(m)
}

// logits is a weighted multinomial logit: the moves out of state i by their
// covariates.
type logits struct {
	p     *pass
	i, k  int
	ref   int
	to    []int // possible destinations but the reference
	width int   // 1 + covariates
	prior float64
	v     []float64 // len(to) × width
}

func newLogits(p *pass, m *HiddenMarkov, i int, prior float64) *logits {
	l := &logits{p: p, i: i, k: p.k, ref: m.reference(i), prior: prior / float64(p.k)}
	_, w := m.widths()
	l.width = 1 + w
	for j, q := range m.Transition[i] {
		if j != l.ref && q > 0 {
			l.to = append(l.to, j)
			l.v = append(l.v, math.Log(q/m.Transition[i][l.ref]))
			l.v = append(l.v, m.TransitionEffect[i][j]...)
		}
	}
	return l
}

// probs writes the probabilities of the destinations at z into q and returns
// that of the reference.
func (l *logits) probs(q, v, z []float64) (ref float64) {
	top := 0.0
	for a := range l.to {
		row := v[a*l.width:][:l.width]
		q[a] = row[0]
		for c, x := range z {
			q[a] += row[1+c] * x
		}
		top = math.Max(top, q[a])
	}
	sum := math.Exp(-top)
	ref = sum
	for a := range l.to {
		q[a] = math.Exp(q[a] - top)
		sum += q[a]
	}
	for a := range l.to {
		q[a] /= sum
	}
	return ref / sum
}

// value returns the objective at v; with grad and hess also its derivatives.
// The prior counts as moves at covariates 0.
func (l *logits) value(v, grad []float64, hess *mat.SymDense) float64 {
	q := make([]float64, len(l.to))
	moves := make([]float64, len(l.to))
	total, sum := 0.0, 0.0
	add := func(ref float64, z []float64) {
		p0 := l.probs(q, v, z)
		n := ref
		sum += ref * math.Log(math.Max(p0, 1e-300))
		for a, x := range moves {
			n += x
			sum += x * math.Log(math.Max(q[a], 1e-300))
		}
		total += n
		if grad == nil || n == 0 {
			return
		}
		at := func(c int) float64 {
			if c == 0 {
				return 1
			}
			return z[c-1]
		}
		w := 1 + len(z)
		for a := range l.to {
			for c := range w {
				grad[a*l.width+c] += (moves[a] - n*q[a]) * at(c)
				for b := range a + 1 {
					h := -q[a] * q[b]
					if a == b {
						h += q[a]
					}
					for d := range w {
						if r, s := a*l.width+c, b*l.width+d; s <= r {
							hess.SetSym(r, s, hess.At(r, s)+n*h*at(c)*at(d))
						}
					}
				}
			}
		}
	}
	for s, z := range l.p.t.steps {
		row := l.p.steps[(s*l.k+l.i)*l.k:][:l.k]
		for a, j := range l.to {
			moves[a] = row[j]
		}
		add(row[l.ref], z)
	}
	if l.prior > 0 {
		for a := range moves {
			moves[a] = l.prior
		}
		add(l.prior, nil)
	}
	return sum
}

// improve takes one Newton step, halved until it does not lower the value.
func (l *logits) improve() bool {
	n := len(l.v)
	if n == 0 {
		return false
	}
	grad := make([]float64, n)
	hess := mat.NewSymDense(n, nil)
	old := l.value(l.v, grad, hess)
	step, ok := solve(hess, grad)
	if !ok {
		return false
	}
	v := make([]float64, n)
	for c := 1.0; c > 1e-4; c /= 2 {
		for i := range v {
			v[i] = l.v[i] + c*math.Max(-4, math.Min(4, step[i]))
		}
		if now := l.value(v, nil, nil); now >= old {
			copy(l.v, v)
			return now > old
		}
	}
	return false
}

// store writes the logits into the model.
func (l *logits) store(m *HiddenMarkov) {
	q := make([]float64, len(l.to))
	ref := l.probs(q, l.v, nil)
	m.Transition[l.i][l.ref] = math.Max(ref, leastProb)
	for a, j := range l.to {
		m.Transition[l.i][j] = math.Max(q[a], leastProb)
		copy(m.TransitionEffect[l.i][j], l.v[a*l.width+1:][:l.width-1])
	}
	sum := 0.0
	for _, v := range m.Transition[l.i] {
		sum += v
	}
	for j := range m.Transition[l.i] {
		m.Transition[l.i][j] /= sum
	}
}

// solve returns the solution of h·x = g for a positive definite h, made so by
// a ridge if need be.
func solve(h *mat.SymDense, g []float64) ([]float64, bool) {
	n := len(g)
	most := 0.0
	for i := range n {
		most = math.Max(most, h.At(i, i))
	}
	var chol mat.Cholesky
	for ridge := 1e-10 * (most + 1e-10); ridge < 1e6*(most+1); ridge *= 100 {
		r := mat.NewSymDense(n, nil)
		r.CopySym(h)
		for i := range n {
			r.SetSym(i, i, h.At(i, i)+ridge)
		}
		if chol.Factorize(r) {
			x := mat.NewVecDense(n, nil)
			_ = chol.SolveVecTo(x, mat.NewVecDense(n, g)) // a poor condition is no failure: the caller checks the step
			return x.RawVector().Data, true
		}
	}
	return nil, false
}
