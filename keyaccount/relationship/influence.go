package relationship

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/clientele-go/clientele"
)

// damping is the part of influence that is passed on to whom one listens to,
// the usual 0.85 of PageRank.
const damping = 0.85

// shareInfluence fills in the shares. Influence that was given counts as
// given. Where it was not, it comes from the graph, on the scale on which the
// graph would give the others together what they were given.
func (c *Chain) shareInfluence() error {
	given, missing, total := 0.0, 0, 0.0
	for _, p := range c.people {
		v, known := p.Influence.Value()
		if !known {
			missing++
		}
		given += v
	}
	c.share = make([]float64, len(c.people))
	var graph []float64
	scale := 1.0
	if missing > 0 {
		var err error
		if graph, err = c.listening(); err != nil {
			return err
		}
		if missing < len(c.people) {
			scale = c.graphScale(graph, given)
		}
	}
	for i, p := range c.people {
		v, known := p.Influence.Value()
		if !known {
			v = scale * graph[i]
		}
		c.share[i] = v
		total += v
	}
	if !(total > 0) {
		return bad("Chain", "total influence", total, "somebody with influence; leave it missing to take it from the graph")
	}
	for i := range c.share {
		c.share[i] /= total
	}
	return nil
}

// graphScale returns the factor from the graph's influence to the given one.
func (c *Chain) graphScale(graph []float64, given float64) float64 {
	sum := 0.0
	for i, p := range c.people {
		if _, known := p.Influence.Value(); known {
			sum += graph[i]
		}
	}
	return given / sum
}

// listening returns the PageRank of the graph in which everybody points at
// whom they listen to: the superior with weight 1 and the senders of links
// with their strength. It is solved as linear equations, to rounding:
//
//	x = (1−d)/n + d·Pᵀ x
//
// where those who listen to nobody spread their vote over everybody.
func (c *Chain) listening() ([]float64, error) {
	n := len(c.people)
	votes := make([]float64, n*n) // row: who listens; column: to whom
	for i, boss := range c.boss {
		if boss >= 0 {
			votes[i*n+boss] = 1
		}
	}
	for from, edges := range c.edges {
		for _, e := range edges {
			votes[e.to*n+from] += e.strength
		}
	}
	a := make([]float64, n*n)
	for i := range n {
		row := votes[i*n : (i+1)*n]
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		for j, v := range row {
			p := 1 / float64(n)
			if sum > 0 {
				p = v / sum
			}
			a[j*n+i] = -damping * p
		}
		a[i*n+i]++
	}
	b := make([]float64, n)
	for i := range b {
		b[i] = (1 - damping) / float64(n)
	}
	var x mat.VecDense
	if err := x.SolveVec(mat.NewDense(n, n, a), mat.NewVecDense(n, b)); err != nil {
		return nil, fmt.Errorf("relationship.Chain: the influence cannot be computed from the graph; give it: %v: %w", err, clientele.ErrNotConverged)
	}
	return x.RawVector().Data, nil
}
