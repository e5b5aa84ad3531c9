package lifecycle

import (
	"iter"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/internal/variate"
)

// MigrationChain is a Markov chain of customer migration (Pfeifer & Carraway 2000):
// P[i][j] is the probability that a customer in state i is in state j a period
// later. It may be written as a literal, estimated by Transitions.MigrationChain, made
// by RecencyChain, or taken from a hidden-state model.
type MigrationChain struct {
	P      [][]float64 `json:"p"`                // K rows that sum to 1
	Weight []float64   `json:"weight,omitempty"` // moves behind every row, prior included; nil: P is known for certain
}

// Check returns nil if the chain has 1 to 1000 states, rows of probabilities
// that sum to 1 within 1e-9, and weights ≥ 0; otherwise an *clientele.InputError.
func (c *MigrationChain) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Chain", Field: field, Value: value, Want: want}
	}
	k := len(c.P)
	if k < 1 || k > MaxChainStates {
		return bad("P", k, "1 to 1000 states")
	}
	for _, row := range c.P {
		sum := 0.0
		for _, p := range row {
			if !(p >= 0 && p <= 1) {
				return bad("P", p, "probabilities")
			}
			sum += p
		}
		if len(row) != k || !(math.Abs(sum-1) <= 1e-9) {
			return bad("P", row, "rows of one probability a state, summing to 1")
		}
	}
	if c.Weight != nil && len(c.Weight) != k {
		return bad("Weight", len(c.Weight), "one weight a state, or none at all")
	}
	for _, w := range c.Weight {
		if !(w >= 0 && w <= 1e300) {
			return bad("Weight", w, "weights >= 0")
		}
	}
	return nil
}

// RecencyChain returns the chain of recency states: a customer in state i
// bought i+1 periods ago (state 0: in the last one), buys with probability p[i]
// and returns to state 0, or else moves on one state. After the last of the
// len(p) states comes the absorbing state of lost customers. It returns an
// *clientele.InputError if p is empty or has something that is no probability.
func RecencyChain(p []float64) (*MigrationChain, error) {
	k := len(p) + 1
	if len(p) == 0 || k > MaxChainStates {
		return nil, &clientele.InputError{Where: "lifecycle.RecencyChain", Field: "p", Value: len(p), Want: "1 to 999 probabilities"}
	}
	c := &MigrationChain{P: make([][]float64, k)}
	for i := range c.P {
		c.P[i] = make([]float64, k)
	}
	for i, v := range p {
		if !(v >= 0 && v <= 1) {
			return nil, &clientele.InputError{Where: "lifecycle.RecencyChain", Field: "p", Value: v, Want: "probabilities"}
		}
		c.P[i][0] = v
		c.P[i][i+1] += 1 - v
	}
	c.P[k-1][k-1] = 1
	return c, nil
}

// After returns the distribution over states n periods after start: start·Pⁿ.
// It is nil if start has the wrong length or n < 0.
func (c *MigrationChain) After(start []float64, n int) []float64 {
	if len(start) != len(c.P) || n < 0 {
		return nil
	}
	out := append([]float64(nil), start...)
	for range n {
		next := make([]float64, len(out))
		for i, v := range out {
			if v != 0 {
				for j, p := range c.P[i] {
					next[j] += v * p
				}
			}
		}
		out = next
	}
	return out
}

// Interval returns the equal-tailed interval of P[from][to] under the Dirichlet
// posterior of its row, whose margins are beta distributions. Special cases
// are: both ends P[from][to] if the row is known for certain, and Wilson's
// interval of none or all of the moves of a row whose probability is 0 or 1,
// for what few moves did not do is not impossible. It panics unless 0 < level < 1 and the states exist.
func (c *MigrationChain) Interval(from, to int, level float64) clientele.Interval {
	if !(level > 0 && level < 1) {
		panic("lifecycle: level of an interval must lie between 0 and 1")
	}
	p := c.P[from][to]
	if c.Weight == nil || c.Weight[from] == 0 {
		return clientele.Interval{Lo: p, Hi: p, Level: level}
	}
	if p == 0 || p == 1 {
		return normal.Wilson(p*c.Weight[from], c.Weight[from], level)
	}
	a, b := p*c.Weight[from], (1-p)*c.Weight[from]
	return clientele.Interval{Lo: mathext.InvRegIncBeta(a, b, (1-level)/2), Hi: mathext.InvRegIncBeta(a, b, (1+level)/2), Level: level}
}

// Draws yields chains whose rows are drawn from their Dirichlet posteriors,
// without end; stop by breaking the loop. Rows known for certain stay. The
// chain yielded is overwritten by the next.
func (c *MigrationChain) Draws(r *rand.Rand) iter.Seq[*MigrationChain] {
	return func(yield func(*MigrationChain) bool) {
		d := &MigrationChain{P: make([][]float64, len(c.P))}
		for i := range d.P {
			d.P[i] = append([]float64(nil), c.P[i]...)
		}
		for {
			for i, row := range c.P {
				if c.Weight != nil && c.Weight[i] > 0 {
					variate.Dirichlet(d.P[i], r, row, c.Weight[i])
				}
			}
			if !yield(d) {
				return
			}
		}
	}
}
