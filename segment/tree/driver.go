package tree

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/wire"
)

// Driver is a factor of a value at two times, such as customers, orders a
// customer, spend an order, margin. A driver with Parts is the product of them,
// and Before and After are then not given.
type Driver struct {
	Name   string   `json:"name"`
	Before float64  `json:"before"`
	After  float64  `json:"after"`
	Parts  []Driver `json:"parts,omitempty"`
}

// Change is what a driver contributed to a change of the value.
type DriverChange struct {
	Name   string         `json:"name"`
	Before float64        `json:"before"` // the driver's value, for a driver with parts their product
	After  float64        `json:"after"`
	Effect float64        `json:"effect"` // contribution to the change of the whole value
	Parts  []DriverChange `json:"parts,omitempty"`
}

// MarshalJSON writes the fields.
func (d Driver) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Driver) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// MarshalJSON writes the fields.
func (c DriverChange) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *DriverChange) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// Decompose shares the change of a value, the product of its drivers, out
// among them. Before, After and Effect of the result are the whole's. The
// effects of the parts of each node add up to that of the node, to half a unit
// in the last place of the smallest part: the last bit that floats allow.
//
// A driver that is 0 or below needs Shapley, which takes up to 16 drivers
// without parts of their own. Errors are *clientele.InputError.
func Decompose(value Driver, how Decomposition) (DriverChange, error) {
	const where = "tree.Decompose"
	if how > DecompositionShapley {
		return DriverChange{}, &clientele.InputError{Where: where, Field: "way", Value: how, Want: "lmdi or shapley"}
	}
	var leaves []Driver
	if err := collect(where, value, &leaves, 0); err != nil {
		return DriverChange{}, err
	}
	if how == DecompositionShapley && len(leaves) > 16 {
		return DriverChange{}, &clientele.InputError{Where: where, Field: "number of drivers", Value: len(leaves), Want: "at most 16 for Shapley; use LMDI"}
	}
	effects := lmdi
	if how == DecompositionShapley {
		effects = shapley
	} else {
		for _, d := range leaves {
			if !(d.Before > 0 && d.After > 0) {
				return DriverChange{}, &clientele.InputError{Where: where, Field: d.Name, Value: [2]float64{d.Before, d.After}, Want: "numbers above 0; use Shapley for others"}
			}
		}
	}
	each := effects(leaves)
	out := assemble(value, &each)
	parts := out.Effect // not finite if one of the effects is not
	out.Effect = out.After - out.Before
	if check := parts + out.Before + out.After + out.Effect; math.IsInf(check, 0) || math.IsNaN(check) {
		return DriverChange{}, &clientele.InputError{Where: where, Field: "value", Value: [2]float64{out.Before, out.After}, Want: "products that a float can hold"}
	}
	out.reconcile()
	return out, nil
}

// collect gathers the drivers without parts.
func collect(where string, d Driver, leaves *[]Driver, depth int) error {
	bad := func(value any, want string) error {
		return &clientele.InputError{Where: where, Field: fmt.Sprintf("driver %q", d.Name), Value: value, Want: want}
	}
	switch {
	case d.Name == "":
		return bad("no name", "a name")
	case depth > maxDepth:
		return bad(depth, "at most 64 levels")
	case len(d.Parts) > 0 && (d.Before != 0 || d.After != 0):
		return bad([2]float64{d.Before, d.After}, "no values of its own: they are the products of its parts")
	case len(d.Parts) == 0 && !(math.Abs(d.Before) <= maxAmount && math.Abs(d.After) <= maxAmount):
		return bad([2]float64{d.Before, d.After}, "finite numbers in [-1e290, 1e290]")
	case len(d.Parts) == 0:
		*leaves = append(*leaves, d)
	}
	for _, p := range d.Parts {
		if err := collect(where, p, leaves, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// lmdi returns the effect of each driver.
func lmdi(drivers []Driver) []float64 {
	before, after := 1.0, 1.0
	for _, d := range drivers {
		before *= d.Before
		after *= d.After
	}
	mean := before // the limit of L for equal values
	switch growth := (after - before) / before; {
	case math.Abs(growth) > 0.5:
		mean = (after - before) / (math.Log(after) - math.Log(before))
	case growth != 0: // the logarithm of a ratio near 1 has few digits
		mean = (after - before) / math.Log1p(growth)
	}
	out := make([]float64, len(drivers))
	for i, d := range drivers {
		out[i] = mean * (math.Log(d.After) - math.Log(d.Before))
	}
	return out
}

// shapley returns the effect of each driver: its change times the mean product
// of the others, over all ways to have some of them changed already; s others
// changed of n−1 have the weight s!(n−1−s)!/n!.
func shapley(drivers []Driver) []float64 {
	n := len(drivers)
	weights := make([]float64, n)
	for s := range weights {
		weights[s] = 1 / (float64(n) * float64(new(big.Int).Binomial(int64(n-1), int64(s)).Int64()))
	}
	out := make([]float64, n)
	for i, d := range drivers {
		var sum exact.Sum
		for set := range 1 << n {
			if set>>i&1 == 1 {
				continue
			}
			product := weights[bits.OnesCount(uint(set))]
			for j, o := range drivers {
				switch {
				case j == i:
				case set>>j&1 == 1:
					product *= o.After
				default:
					product *= o.Before
				}
			}
			if math.IsInf(product, 0) || math.IsNaN(product) {
				return make([]float64, n) // the caller sees that the whole does not fit a float
			}
			sum.Add(product)
		}
		out[i] = (d.After - d.Before) * sum.Value()
	}
	return out
}

// assemble puts the effects of the leaves, in order, back into the tree.
func assemble(d Driver, effects *[]float64) DriverChange {
	c := DriverChange{Name: d.Name, Before: d.Before, After: d.After}
	if len(d.Parts) == 0 {
		c.Effect = (*effects)[0]
		*effects = (*effects)[1:]
		return c
	}
	c.Before, c.After = 1, 1
	for _, p := range d.Parts {
		part := assemble(p, effects)
		c.Before *= part.Before
		c.After *= part.After
		c.Effect += part.Effect
		c.Parts = append(c.Parts, part)
	}
	return c
}

// reconcile lets the largest part of each node take up what rounding left
// over, and the smallest what is finer than the largest can hold.
func (c *DriverChange) reconcile() {
	if len(c.Parts) == 0 {
		return
	}
	largest, smallest := 0, 0
	for i, p := range c.Parts {
		if math.Abs(p.Effect) > math.Abs(c.Parts[largest].Effect) {
			largest = i
		}
		if v := math.Abs(p.Effect); v > 0 && (c.Parts[smallest].Effect == 0 || v < math.Abs(c.Parts[smallest].Effect)) {
			smallest = i
		}
	}
	for _, at := range []int{largest, smallest} {
		var left exact.Sum
		left.Add(c.Effect)
		for i, p := range c.Parts {
			if i != at {
				left.Add(-p.Effect)
			}
		}
		c.Parts[at].Effect = left.Value()
	}
	for i := range c.Parts {
		c.Parts[i].reconcile()
	}
}
