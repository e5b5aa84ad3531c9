package hmm

import (
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/variate"
)

// Rand draws the counts of a customer with the exposures and covariates of s,
// over len(s.Counts) periods; counts that are Missing in s stay so. It returns
// the sequence and the path of states. It panics if s does not fit the model.
func (m HiddenMarkov) Rand(r *rand.Rand, s Sequence) (Sequence, []int) {
	if !m.fits(s) {
		panic("hmm: Rand of a sequence that does not fit the model")
	}
	s = s.clone()
	path := make([]int, len(s.Counts))
	k := m.States()
	q := make([]float64, k*k)
	p := m.Initial
	if s.Established {
		p = m.Established
	}
	for t := range path {
		if t > 0 {
			if t == 1 || m.TransitionEffect != nil {
				m.transitions(q, row(s.Transition, t))
			}
			p = q[path[t-1]*k:][:k]
		}
		path[t] = pick(r, p)
		if s.Counts[t] != Missing {
			e := m.emission(path[t])
			s.Counts[t] = e.rand(r, e.meanAt(row(s.Emission, t), s.exposure(t)))
		}
	}
	return s, path
}

// pick draws a state from p.
func pick(r *rand.Rand, p []float64) int {
	u := r.Float64()
	last := 0
	for j, v := range p {
		if v > 0 {
			last = j
			if u -= v; u < 0 {
				return j
			}
		}
	}
	return last
}

// rand draws a count; a mean beyond MaxCount is capped there.
func (e *emission) rand(r *rand.Rand, mu float64) int {
	if e.zero > 0 && r.Float64() < e.zero {
		return 0
	}
	if e.size > 0 {
		mu = variate.Gamma(r, e.size, e.size/mu)
	}
	return variate.Poisson(r, mu, MaxCount)
}
