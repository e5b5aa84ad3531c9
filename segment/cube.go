package segment

import (
	"encoding/json"
	"fmt"
	"iter"
	"math"

	"github.com/clientele-go/clientele"
)

// Standing is a customer's place on the three axes of value × potential ×
// loyalty (价值 × 潜力 × 忠诚度; Hwang, Jung & Suh 2004; Kim et al. 2006).
type Standing struct {
	Value     float64 `json:"value"`     // average net contribution over the window
	Potential float64 `json:"potential"` // see CrossSell and Wallet
	Loyalty   float64 `json:"loyalty"`   // 1 − P(churn), or a score
}

// CubeCell is one of the 27 cells, or 8 with two levels an axis.
type CubeCell struct {
	Value     clientele.Level `json:"value"`
	Potential clientele.Level `json:"potential"`
	Loyalty   clientele.Level `json:"loyalty"`
}

// String returns the levels in the order of the axes, such as "high-low-medium".
func (c CubeCell) String() string {
	return c.Value.String() + "-" + c.Potential.String() + "-" + c.Loyalty.String()
}

// Label returns the cell's name in lang, such as "高价值·低潜力·中忠诚".
func (c CubeCell) Label(lang clientele.Lang) string {
	if lang == clientele.LangChinese {
		return c.Value.Label(lang) + "价值·" + c.Potential.Label(lang) + "潜力·" + c.Loyalty.Label(lang) + "忠诚"
	}
	return c.Value.Label(lang) + " value, " + c.Potential.Label(lang) + " potential, " + c.Loyalty.Label(lang) + " loyalty"
}

// index returns the cell's place in a table, or false if a level is unassigned.
func (c CubeCell) index() (v, p, l int, ok bool) {
	low, high := min(c.Value, c.Potential, c.Loyalty), max(c.Value, c.Potential, c.Loyalty)
	return int(c.Value) - 1, int(c.Potential) - 1, int(c.Loyalty) - 1, low >= clientele.LevelLow && high <= clientele.LevelHigh
}

// CubePolicy says how each axis is cut; the zero value is thirds.
type CubePolicy struct {
	Value     AxisPolicy `json:"value"`
	Potential AxisPolicy `json:"potential"`
	Loyalty   AxisPolicy `json:"loyalty"`
}

// Cube divides customers by value, potential and loyalty. It is a comparable value.
type Cube struct {
	Value     Axis `json:"value"`
	Potential Axis `json:"potential"`
	Loyalty   Axis `json:"loyalty"`
}

// FitCube cuts the three axes for a base; errors are those of FitAxis.
func FitCube(base []Standing, policy *CubePolicy) (Cube, error) {
	var p CubePolicy
	if policy != nil {
		p = *policy
	}
	columns := [3][]float64{}
	for _, s := range base {
		for a, v := range [3]float64{s.Value, s.Potential, s.Loyalty} {
			columns[a] = append(columns[a], v)
		}
	}
	var axes [3]Axis
	for a, ap := range [3]AxisPolicy{p.Value, p.Potential, p.Loyalty} {
		var err error
		if axes[a], err = FitAxis(columns[a], ap); err != nil {
			return Cube{}, fmt.Errorf("segment.FitCube: axis of %s: %w", [3]string{"value", "potential", "loyalty"}[a], err)
		}
	}
	return Cube{axes[0], axes[1], axes[2]}, nil
}

// Cell returns the customer's cell; it allocates nothing.
//
// Special cases are: an axis is unassigned where the measurement is NaN.
func (c *Cube) Cell(s Standing) CubeCell {
	return CubeCell{c.Value.Level(s.Value), c.Potential.Level(s.Potential), c.Loyalty.Level(s.Loyalty)}
}

// AppendReasons appends why the customer is in his cell, axis by axis: above
// the cut point below him, and not above the one above him.
func (c *Cube) AppendReasons(dst []clientele.Reason, s Standing) []clientele.Reason {
	dst = appendSide(dst, &c.Value.cuts, s.Value, ReasonValueAbove, ReasonValueBelow)
	dst = appendSide(dst, &c.Potential.cuts, s.Potential, ReasonPotentialAbove, ReasonPotentialBelow)
	return appendSide(dst, &c.Loyalty.cuts, s.Loyalty, ReasonLoyaltyAbove, ReasonLoyaltyBelow)
}

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
	for v := range p {
		for q := range p[v] {
			for l, x := range p[v][q] {
				if x > prob || (prob != prob && x == x) {
					cell, prob = CubeCell{clientele.Level(v + 1), clientele.Level(q + 1), clientele.Level(l + 1)}, x
				}
			}
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

// ProbsOf returns the share of the first n draws of a customer's standing that
// fall into each cell. It is an error if there is no draw, or one is NaN.
func (c *Cube) ProbsOf(draws iter.Seq[Standing], n int) (CubeProbs, error) {
	var counts [3][3][3]int
	seen := 0
	for s := range draws {
		if seen >= n {
			break
		}
		v, q, l, ok := c.Cell(s).index()
		if !ok {
			return CubeProbs{}, &clientele.InputError{Where: "segment.Cube", Field: fmt.Sprintf("draw %d", seen), Value: s, Want: "numbers"}
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

// UnmarshalJSON reads three axes; c is unchanged on error.
func (c *Cube) UnmarshalJSON(data []byte) error {
	type plain Cube
	var v plain
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if v.Value.Levels() == 0 || v.Potential.Levels() == 0 || v.Loyalty.Levels() == 0 {
		return &clientele.InputError{Where: "segment.Cube", Field: "axes", Value: string(data), Want: "value, potential and loyalty"}
	}
	*c = Cube(v)
	return nil
}
