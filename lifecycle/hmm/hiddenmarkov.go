package hmm

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/vec"
)

// The number of states a model may have.
const (
	MinStates = 2
	MaxStates = 6
)

// HiddenMarkov is a hidden-state model with K states. It can be written as a literal
// with numbers from a paper; Check says whether they make one. An initial or
// transition probability of exactly 0 is part of the structure: it is not
// estimated and stays 0 when the model is the start of a fit.
type HiddenMarkov struct {
	Family      Family      `json:"family"`
	Initial     []float64   `json:"initial"`               // state of a new customer in the first period; K probabilities
	Established []float64   `json:"established,omitempty"` // state of an established customer in the first period observed; nil if there are none
	Transition  [][]float64 `json:"transition"`            // Q at covariates 0: K rows that sum to 1
	Mean        []float64   `json:"mean"`                  // expected count at covariates 0 and exposure 1, extra zeros left aside; K numbers > 0
	Size        []float64   `json:"size,omitempty"`        // r of the negative binomial, K numbers > 0; nil for other families
	Zero        []float64   `json:"zero,omitempty"`        // w, the probability of an extra zero, K numbers in (0, 1); nil for other families

	// Effects of covariates; nil if there are none. In row i of the
	// transitions, log(Q_ij(z)/Q_ii(z)) = log(Q_ij/Q_ii) + z·effect_ij, and the
	// effect of staying (of the first possible state, if staying is impossible)
	// is 0. In state k, log mean_k(x) = log mean_k + x·effect_k.
	TransitionEffect [][][]float64 `json:"transition_effect,omitempty"` // K × K × covariates
	MeanEffect       [][]float64   `json:"mean_effect,omitempty"`       // K × covariates
}

// States returns K.
func (m HiddenMarkov) States() int { return len(m.Mean) }

// reference returns the state that row i of the transitions is measured
// against: staying, or the first possible state.
func (m HiddenMarkov) reference(i int) int { return referenceOf(m.Transition[i], i) }

func referenceOf(p []float64, stay int) int {
	if stay >= 0 && p[stay] > 0 {
		return stay
	}
	for j, v := range p {
		if v > 0 {
			return j
		}
	}
	return 0
}

// Check returns nil if the model is complete and every number in its range,
// and otherwise an *clientele.InputError that names the first that is not.
func (m HiddenMarkov) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "hmm.HiddenMarkov", Field: field, Value: value, Want: want}
	}
	k := m.States()
	switch {
	case !families.Valid(m.Family):
		return bad("Family", m.Family.String(), "a declared family")
	case k < MinStates || k > MaxStates:
		return bad("Mean", k, fmt.Sprintf("%d to %d states", MinStates, MaxStates))
	case len(m.Transition) != k:
		return bad("Transition", len(m.Transition), "one row a state")
	case m.Established != nil && !distribution(m.Established, k):
		return bad("Established", m.Established, "one probability a state, summing to 1")
	case !distribution(m.Initial, k):
		return bad("Initial", m.Initial, "one probability a state, summing to 1")
	case m.Family.sized() != (m.Size != nil) || m.Size != nil && len(m.Size) != k:
		return bad("Size", m.Size, "one number a state for the negative binomial, none otherwise")
	case m.Family.inflated() != (m.Zero != nil) || m.Zero != nil && len(m.Zero) != k:
		return bad("Zero", m.Zero, "one probability a state for a zero-inflated family, none otherwise")
	case m.TransitionEffect != nil && len(m.TransitionEffect) != k:
		return bad("TransitionEffect", len(m.TransitionEffect), "one matrix row a state")
	case m.MeanEffect != nil && len(m.MeanEffect) != k:
		return bad("MeanEffect", len(m.MeanEffect), "one row a state")
	}
	for i, p := range m.Transition {
		if !distribution(p, k) {
			return bad("Transition", p, "rows of one probability a state, summing to 1")
		}
		if m.TransitionEffect == nil {
			continue
		}
		if len(m.TransitionEffect[i]) != k {
			return bad("TransitionEffect", len(m.TransitionEffect[i]), "K × K rows of covariates")
		}
		for j, e := range m.TransitionEffect[i] {
			if len(e) == 0 || len(e) != len(m.TransitionEffect[0][0]) || !bounded(e) {
				return bad("TransitionEffect", e, "the same number of finite effects everywhere")
			}
			if (j == m.reference(i) || p[j] == 0) && slices.ContainsFunc(e, func(v float64) bool { return v != 0 }) {
				return bad("TransitionEffect", e, "0 for staying and for what is impossible")
			}
		}
	}
	for i, e := range m.MeanEffect {
		if len(e) == 0 || len(e) != len(m.MeanEffect[0]) || !bounded(e) {
			return bad("MeanEffect", m.MeanEffect[i], "the same number of finite effects in every state")
		}
	}
	return clientele.Validate(m)
}

// distribution reports whether p are k probabilities that sum to 1.
func distribution(p []float64, k int) bool {
	sum := 0.0
	for _, v := range p {
		if !(v >= 0 && v <= 1) {
			return false
		}
		sum += v
	}
	return len(p) == k && math.Abs(sum-1) <= 1e-9
}

func bounded(v []float64) bool {
	for _, x := range v {
		if !(math.Abs(x) <= 1e6) {
			return false
		}
	}
	return true
}

// widths returns the numbers of covariates.
func (m HiddenMarkov) widths() (emission, transition int) {
	if m.MeanEffect != nil {
		emission = len(m.MeanEffect[0])
	}
	if m.TransitionEffect != nil {
		transition = len(m.TransitionEffect[0][0])
	}
	return emission, transition
}

// Transitions returns Q at covariates z; z is nil if the model has none. It
// returns nil if their number is wrong.
func (m HiddenMarkov) Transitions(z []float64) [][]float64 {
	k := m.States()
	if _, w := m.widths(); len(z) != w {
		return nil
	}
	q := make([]float64, k*k)
	m.transitions(q, z)
	out := make([][]float64, k)
	for i := range out {
		out[i] = q[i*k : (i+1)*k]
	}
	return out
}

// transitions writes Q at z into q, row by row.
func (m HiddenMarkov) transitions(q []float64, z []float64) {
	k := m.States()
	for i, p := range m.Transition {
		row := q[i*k : (i+1)*k]
		copy(row, p)
		if m.TransitionEffect == nil {
			continue
		}
		top := math.Inf(-1)
		for j, v := range p {
			row[j] = math.Inf(-1)
			if v > 0 {
				row[j] = math.Log(v) + vec.Dot(m.TransitionEffect[i][j], z)
				top = math.Max(top, row[j])
			}
		}
		sum := 0.0
		for j := range row {
			row[j] = math.Exp(row[j] - top)
			sum += row[j]
		}
		for j := range row {
			row[j] /= sum
		}
	}
}

// ExpectedCount returns the expected count in a state at covariates x, for
// exposure 1, extra zeros included; NaN if the state or the number of
// covariates is wrong.
func (m HiddenMarkov) ExpectedCount(state int, x []float64) float64 {
	if w, _ := m.widths(); state < 0 || state >= m.States() || len(x) != w {
		return math.NaN()
	}
	v := m.mean(state, x)
	if m.Zero != nil {
		v *= 1 - m.Zero[state]
	}
	return v
}

// mean returns the mean of the count part for exposure 1.
func (m HiddenMarkov) mean(k int, x []float64) float64 {
	if m.MeanEffect == nil {
		return m.Mean[k]
	}
	return m.Mean[k] * math.Exp(vec.Dot(m.MeanEffect[k], x))
}

// clone returns a copy that shares nothing with m.
func (m HiddenMarkov) clone() HiddenMarkov {
	m.Initial = slices.Clone(m.Initial)
	m.Established = slices.Clone(m.Established)
	m.Transition = cloneRows(m.Transition)
	m.Mean = slices.Clone(m.Mean)
	m.Size = slices.Clone(m.Size)
	m.Zero = slices.Clone(m.Zero)
	m.MeanEffect = cloneRows(m.MeanEffect)
	if m.TransitionEffect != nil {
		effects := make([][][]float64, len(m.TransitionEffect))
		for i, e := range m.TransitionEffect {
			effects[i] = cloneRows(e)
		}
		m.TransitionEffect = effects
	}
	return m
}
