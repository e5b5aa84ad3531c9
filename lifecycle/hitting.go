package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
)

// hits marks the target states; it refuses states that do not exist.
func (c *MigrationChain) hits(target []int) ([]bool, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	in := make([]bool, len(c.P))
	for _, s := range target {
		if s < 0 || s >= len(c.P) {
			return nil, &clientele.InputError{Where: "lifecycle.Chain", Field: "target", Value: s, Want: "a state of the chain"}
		}
		in[s] = true
	}
	if len(target) == 0 {
		return nil, &clientele.InputError{Where: "lifecycle.Chain", Field: "target", Value: "nothing", Want: "at least one state"}
	}
	return in, nil
}

// ProbReach returns by state the probability that a customer ever gets into one
// of the target states; 1 for those in one already.
func (c *MigrationChain) ProbReach(target ...int) ([]float64, error) {
	in, err := c.hits(target)
	if err != nil {
		return nil, err
	}
	k := len(c.P)
	reach := c.reach()
	var keep []int // can get there, and is not there
	direct := make([]float64, k)
	for i := range k {
		can := false
		for j := range k {
			can = can || in[j] && reach[i][j]
			if in[j] {
				direct[i] += c.P[i][j]
			}
		}
		if can && !in[i] {
			keep = append(keep, i)
		}
	}
	out, err := c.solve(keep, 1, direct)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i] = math.Min(math.Max(out[i], 0), 1)
		if in[i] {
			out[i] = 1
		}
	}
	return out, nil
}

// ExpectedTime returns by state the expected number of periods until a customer
// gets into one of the target states; 0 for those in one already, +Inf where it
// is not certain that it ever happens.
func (c *MigrationChain) ExpectedTime(target ...int) ([]float64, error) {
	in, err := c.hits(target)
	if err != nil {
		return nil, err
	}
	k := len(c.P)
	reach := c.reach()
	lost := make([]bool, k) // cannot get there any more
	for i := range k {
		lost[i] = true
		for j := range k {
			if in[j] && reach[i][j] {
				lost[i] = false
			}
		}
	}
	var keep []int // gets there for certain
	out := make([]float64, k)
	ones := make([]float64, k)
	for i := range k {
		ones[i] = 1
		if in[i] {
			continue
		}
		if c.mayMiss(i, in, lost) {
			out[i] = math.Inf(1)
			continue
		}
		keep = append(keep, i)
	}
	times, err := c.solve(keep, 1, ones)
	if err != nil {
		return nil, err
	}
	for _, i := range keep {
		out[i] = times[i]
	}
	return out, nil
}

// mayMiss reports whether state i leads to a lost one without passing a target.
func (c *MigrationChain) mayMiss(i int, in, lost []bool) bool {
	seen := make([]bool, len(c.P))
	stack := []int{i}
	seen[i] = true
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if lost[at] {
			return true
		}
		for j, p := range c.P[at] {
			if p > 0 && !in[j] && !seen[j] {
				seen[j] = true
				stack = append(stack, j)
			}
		}
	}
	return false
}

// ProbBy returns by state the probability of getting into one of the target
// states within n periods; n must lie in 0 … 1,000,000.
func (c *MigrationChain) ProbBy(n int, target ...int) ([]float64, error) {
	in, err := c.hits(target)
	if err != nil {
		return nil, err
	}
	if n < 0 || n > MaxPeriod {
		return nil, &clientele.InputError{Where: "lifecycle.Chain", Field: "n", Value: n, Want: "0 to 1,000,000 periods"}
	}
	p := make([]float64, len(c.P))
	settle := func() {
		for i := range p {
			if in[i] {
				p[i] = 1
			}
		}
	}
	settle()
	for range n {
		p = c.expect(p)
		settle()
	}
	return p, nil
}
