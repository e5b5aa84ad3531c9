package hmm

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Future says what is known of the periods to come; nil means exposure 1 and
// covariates 0. Rows belong to the periods T+1, T+2, …; if there are fewer than
// are asked for, the last row holds on.
type Future struct {
	Exposure   []float64
	Emission   [][]float64
	Transition [][]float64
}

// steady returns a future with n transition covariates of 0.
func steady(n int) *Future {
	if n == 0 {
		return nil
	}
	return &Future{Transition: [][]float64{make([]float64, n)}}
}

// at returns the covariates and the exposure of step h ≥ 1; ok is false if
// they do not fit the model.
func (f *Future) at(m *HiddenMarkov, h int) (x, z []float64, exposure float64, ok bool) {
	exposure = 1
	hold := func(rows [][]float64) []float64 {
		if len(rows) == 0 {
			return nil
		}
		return rows[min(h, len(rows))-1]
	}
	if f != nil {
		x, z = hold(f.Emission), hold(f.Transition)
		if len(f.Exposure) > 0 {
			exposure = f.Exposure[min(h, len(f.Exposure))-1]
		}
	}
	emission, transition := m.widths()
	if x == nil {
		x = make([]float64, emission)
	}
	if z == nil {
		z = make([]float64, transition)
	}
	return x, z, exposure, len(x) == emission && len(z) == transition
}

// StatesAhead returns P(S_T+h = k) for a customer who is in state k with
// probability p[k] at T: p·Q^h. It is nil if p has the wrong length, h < 0 or the
// covariates do not fit.
func (m HiddenMarkov) StatesAhead(p []float64, h int, f *Future) []float64 {
	k := m.States()
	if len(p) != k || h < 0 {
		return nil
	}
	out := append([]float64(nil), p...)
	q := make([]float64, k*k)
	for t := 1; t <= h; t++ {
		_, z, _, ok := f.at(&m, t)
		if !ok {
			return nil
		}
		m.transitions(q, z)
		next := make([]float64, k)
		for i, v := range out {
			for j := range next {
				next[j] += v * q[i*k+j]
			}
		}
		out = next
	}
	return out
}

// ExpectedCounts returns the expected counts of the periods T+1 … T+h for a
// customer who is in state k with probability p[k] at T; nil as for StatesAhead.
func (m HiddenMarkov) ExpectedCounts(p []float64, h int, f *Future) []float64 {
	if len(p) != m.States() || h < 0 {
		return nil
	}
	return m.counts(p, 0, h, f)
}

// counts returns the expected counts of the rows now+1 … now+h of f for a
// customer with state probabilities p at row now.
func (m HiddenMarkov) counts(p []float64, now, h int, f *Future) []float64 {
	out := make([]float64, 0, h+1)
	for t := now + 1; t <= now+h; t++ {
		x, z, exposure, ok := f.at(&m, t)
		if !ok {
			return nil
		}
		p = m.StatesAhead(p, 1, &Future{Transition: [][]float64{z}})
		out = append(out, m.expected(p, x, exposure))
	}
	return out
}

func (m HiddenMarkov) expected(p, x []float64, exposure float64) float64 {
	sum := 0.0
	for s, v := range p {
		sum += v * m.ExpectedCount(s, x) * exposure
	}
	return sum
}

// NewCounts returns the expected counts of a new customer's first h periods; f
// belongs to the periods 1, 2, …, and its first transition row is not used.
func (m HiddenMarkov) NewCounts(h int, f *Future) []float64 {
	if h <= 0 {
		return nil
	}
	x, _, exposure, ok := f.at(&m, 1)
	if !ok {
		return nil
	}
	return append([]float64{m.expected(m.Initial, x, exposure)}, m.counts(m.Initial, 1, h-1, f)...)
}

// ProbCount returns P(y_T+h = n) for a customer who is in state k with
// probability p[k] at T. Special cases are: NaN if p has the wrong length, h < 1
// or the covariates do not fit; 0 if n < 0.
func (m HiddenMarkov) ProbCount(p []float64, h, n int, f *Future) float64 {
	if len(p) != m.States() || h < 1 {
		return math.NaN()
	}
	x, _, exposure, ok := f.at(&m, h)
	p = m.StatesAhead(p, h, f)
	switch {
	case p == nil || !ok:
		return math.NaN()
	case n < 0:
		return 0
	}
	sum := 0.0
	for s, v := range p {
		e := m.emission(s)
		sum += v * math.Exp(e.logProb(n, e.meanAt(x, exposure), e.logRise(n)))
	}
	return sum
}

// DiscountedCounts returns the expected counts of all periods to come, the one
// of T+1 discounted once, at rate d a period and covariates held at x and z:
// z·p·Q·(I − zQ)⁻¹·m with z = 1/(1+d), for a customer who is in state k with
// probability p[k] at T. Special cases are: NaN if d ≤ 0 or something has the
// wrong length.
func (m HiddenMarkov) DiscountedCounts(p []float64, d float64, x, z []float64) float64 {
	k := m.States()
	emission, transition := m.widths()
	if !(d > 0) || len(p) != k || len(x) != emission || len(z) != transition {
		return math.NaN()
	}
	q := make([]float64, k*k)
	m.transitions(q, z)
	discount := 1 / (1 + d)
	a := mat.NewDense(k, k, nil)
	counts := mat.NewVecDense(k, nil)
	for i := range k {
		counts.SetVec(i, m.ExpectedCount(i, x))
		for j := range k {
			a.Set(i, j, -discount*q[i*k+j])
		}
		a.Set(i, i, 1+a.At(i, i))
	}
	var v mat.VecDense
	if err := v.SolveVec(a, counts); err != nil {
		return math.NaN()
	}
	sum := 0.0
	for i, w := range p {
		for j := range k {
			sum += discount * w * q[i*k+j] * v.AtVec(j)
		}
	}
	return sum
}
