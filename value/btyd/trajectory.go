package btyd

import (
	"fmt"
	"iter"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd/internal/dynamic"
)

// Trajectory is all that a model with time-varying covariates sees of a
// customer: every purchase, and the course of the covariates. Times are ages,
// counted from the first purchase. Customers may share Starts and Covariates,
// which are read only.
type Trajectory struct {
	Purchases  []float64   // ages at the repeat purchases, ascending, in (0, Age]
	Age        float64     // from the first purchase to the end of observation
	Starts     []float64   // ages from which a row of covariates holds, ascending, the first ≤ 0
	Covariates [][]float64 // one row for each start, in the order of the model's covariates; the last row holds for ever
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (t Trajectory) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (t *Trajectory) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// Check returns nil if the trajectory is possible, and otherwise a
// [*clientele.InputError].
func (c *Trajectory) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "btyd.Trajectory", Field: field, Value: value, Want: want}
	}
	if err := c.History().Check(); err != nil {
		return err
	}
	last := 0.0
	for i, u := range c.Purchases {
		if !(u > 0 && u >= last && u <= c.Age) {
			return bad(fmt.Sprintf("Purchases[%d]", i), u, "an age in (0, Age], not before the purchase before it")
		}
		last = u
	}
	if len(c.Starts) != len(c.Covariates) || len(c.Starts) == 0 || !(c.Starts[0] <= 0) {
		return bad("Starts", len(c.Starts), "one start for each row of covariates, the first <= 0")
	}
	for k, u := range c.Starts {
		if k > 0 && !(u > c.Starts[k-1]) || math.IsInf(u, 0) {
			return bad(fmt.Sprintf("Starts[%d]", k), u, "a finite age after the start before it")
		}
		if len(c.Covariates[k]) != len(c.Covariates[0]) {
			return bad(fmt.Sprintf("Covariates[%d]", k), c.Covariates[k], "a row as long as the first")
		}
		for _, z := range c.Covariates[k] {
			if !(math.Abs(z) <= 1e100) {
				return bad(fmt.Sprintf("Covariates[%d]", k), z, "a finite number, at most 1e100 in size")
			}
		}
	}
	return nil
}

// Trajectories are the customers of a base, as what asks for a whole base takes them.
type Trajectories []Trajectory

// All yields the customers, each alone.
func (t Trajectories) All() iter.Seq2[*Trajectory, int] {
	return func(yield func(*Trajectory, int) bool) {
		for i := range t {
			if !yield(&t[i], 1) {
				return
			}
		}
	}
}

// History returns what models without covariates see of the customer.
func (c *Trajectory) History() clientele.History { return (*dynamic.Course)(c).History() }
