package hmm

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

// Params implements clientele.Model. Probabilities that sum to 1 appear as log
// odds: "initial.2" is log(Initial[1]/Initial[0]), "transition.1.2" is
// log(Q_12/Q_11), states counted from 1, each against its reference state;
// probabilities that are exactly 0 do not appear. Then follow, state by state,
// "mean.1", its effects "mean.1.x1" …, "size.1" and "zero.1".
func (m HiddenMarkov) Params() []clientele.Param {
	var out []clientele.Param
	m = m.clone() // walk writes
	m.walk(func(name string, d clientele.Domain, v *float64) {
		out = append(out, clientele.Param{Name: name, Value: *v, Domain: d})
	})
	return out
}

// WithParams implements clientele.Model. It panics unless there are as many
// numbers as Params.
func (m HiddenMarkov) WithParams(v []float64) HiddenMarkov {
	out := m.clone()
	i := 0
	out.walk(func(_ string, _ clientele.Domain, p *float64) {
		*p = v[i]
		i++
	})
	if i != len(v) {
		panic("hmm: WithParams needs one number a parameter")
	}
	return out
}

// walk visits every parameter in order; what visit writes becomes the value.
func (m *HiddenMarkov) walk(visit func(name string, d clientele.Domain, v *float64)) {
	chain := func(name string, p []float64, stay int, effects [][]float64) {
		ref := referenceOf(p, stay)
		odds := make([]float64, len(p))
		for j := range p {
			odds[j] = math.Log(p[j] / p[ref])
			if j == ref || p[j] == 0 {
				continue
			}
			visit(fmt.Sprintf("%s.%d", name, j+1), clientele.DomainReal, &odds[j])
			if effects != nil {
				for c := range effects[j] {
					visit(fmt.Sprintf("%s.%d.z%d", name, j+1, c+1), clientele.DomainReal, &effects[j][c])
				}
			}
		}
		softmax(p, odds)
	}
	if len(m.Initial) > 0 {
		chain("initial", m.Initial, -1, nil)
	}
	if len(m.Established) > 0 {
		chain("established", m.Established, -1, nil)
	}
	for i := range m.Transition {
		var effects [][]float64
		if m.TransitionEffect != nil {
			effects = m.TransitionEffect[i]
		}
		chain(fmt.Sprintf("transition.%d", i+1), m.Transition[i], i, effects)
	}
	for k := range m.Mean {
		visit(fmt.Sprintf("mean.%d", k+1), clientele.DomainPositive, &m.Mean[k])
		if m.MeanEffect != nil {
			for c := range m.MeanEffect[k] {
				visit(fmt.Sprintf("mean.%d.x%d", k+1, c+1), clientele.DomainReal, &m.MeanEffect[k][c])
			}
		}
		if m.Size != nil {
			visit(fmt.Sprintf("size.%d", k+1), clientele.DomainPositive, &m.Size[k])
		}
		if m.Zero != nil {
			visit(fmt.Sprintf("zero.%d", k+1), clientele.DomainProbability, &m.Zero[k])
		}
	}
}

// softmax writes the probabilities of log odds into p.
func softmax(p, odds []float64) {
	top := math.Inf(-1)
	for _, v := range odds {
		top = math.Max(top, v)
	}
	sum := 0.0
	for j, v := range odds {
		p[j] = math.Exp(v - top)
		sum += p[j]
	}
	for j := range p {
		p[j] /= sum
	}
}
