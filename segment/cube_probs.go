package segment

import (
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
)

// CubeProbs is the probability of each cell, indexed by the levels of value,
// potential and loyalty, low 0, medium 1, high 2.
type CubeProbs [3][3][3]float64

// Prob returns the probability of a cell; NaN if a level is unassigned.
func (p *CubeProbs) Prob(c CubeCell) float64 {
	if v, q, l, ok := c.index(); ok {
		return p[v][q][l]
	}
	return math.NaN()
}

// Best returns the most probable cell and its probability; of equals the first,
// low before high. If the probabilities are NaN, the cell is unassigned.
func (p *CubeProbs) Best() (cell CubeCell, prob float64) {
	prob = math.NaN()
	for c := range cubeCells() {
		if x := p.Prob(c); x > prob || (prob != prob && x == x) {
			cell, prob = c, x
		}
	}
	return cell, prob
}

// Probs returns the probability of each cell when the axes are estimated
// independently of each other. Where they depend on each other, as with draws
// from one fit, use ProbsOf. NaN where Axis.Probs is.
func (c *Cube) Probs(value, potential, loyalty Uncertain) CubeProbs {
	v, q, l := c.Value.Probs(value), c.Potential.Probs(potential), c.Loyalty.Probs(loyalty)
	var out CubeProbs
	for i := range v {
		for j := range q {
			for k := range l {
				out[i][j][k] = v[i] * q[j] * l[k]
			}
		}
	}
	return out
}

// ProbsOf returns the share of the first n draws of a customer's place that
// fall into each cell. It is an error if there is no draw, or a level of one is
// unassigned.
func (c *Cube) ProbsOf(draws iter.Seq[CubePoint], n int) (CubeProbs, error) {
	var counts [3][3][3]int
	seen := 0
	for s := range draws {
		if seen >= n {
			break
		}
		v, q, l, ok := c.Cell(s).index()
		if !ok {
			return CubeProbs{}, &clientele.InputError{Where: "segment.Cube", Field: fmt.Sprintf("draw %d", seen), Value: s, Want: "known numbers, on axes that divide the base"}
		}
		counts[v][q][l]++
		seen++
	}
	if seen == 0 {
		return CubeProbs{}, fmt.Errorf("segment.Cube: %w: give at least one draw", clientele.ErrNoData)
	}
	var out CubeProbs
	for v := range counts {
		for q := range counts[v] {
			for l, x := range counts[v][q] {
				out[v][q][l] = float64(x) / float64(seen)
			}
		}
	}
	return out, nil
}

// MarshalJSON writes the probabilities as an object, keyed by the cells, such
// as "high-low-medium"; a number that is not finite is null.
func (p CubeProbs) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	for c := range cubeCells() {
		x := "null"
		if v := p.Prob(c); !math.IsNaN(v) && !math.IsInf(v, 0) {
			x = strconv.FormatFloat(v, 'g', -1, 64)
		}
		fmt.Fprintf(&b, ",%q:%s", c, x)
	}
	return []byte("{" + b.String()[1:] + "}"), nil
}

// UnmarshalJSON reads what MarshalJSON writes; null is NaN. P is unchanged on error.
func (p *CubeProbs) UnmarshalJSON(data []byte) error {
	return unmarshalCells(data, "segment.CubeProbs", (*[3][3][3]float64)(p), func(raw json.RawMessage, x *float64) error {
		if string(raw) == "null" {
			*x = math.NaN()
			return nil
		}
		return json.Unmarshal(raw, x)
	})
}
