package segment

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// CubePoint is a customer's place on the three axes of value × potential ×
// loyalty (价值 × 潜力 × 忠诚度; Hwang, Jung & Suh 2004; Kim et al. 2006). What was
// not measured is missing, and its level unassigned.
type CubePoint struct {
	Value     clientele.Measure `json:"value"`     // average net contribution over the window
	Potential clientele.Measure `json:"potential"` // see CrossSell and Wallet
	Loyalty   clientele.Measure `json:"loyalty"`   // 1 − P(churn), or a score with a policy of its own
}

// MarshalJSON writes the measurements; what is missing is null.
func (p CubePoint) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *CubePoint) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// CubePolicy says how each axis is cut. Value and potential are relative: by
// default thirds of the base. Loyalty is 1 − P(churn), with a natural zero and
// one: by default low up to ½, high above 0.8, whoever else is in the base.
// A loyalty on another scale needs a policy: AxisPolicy{Rule: AxisQuantile}.
type CubePolicy struct {
	Value     AxisPolicy `json:"value"`
	Potential AxisPolicy `json:"potential"`
	Loyalty   AxisPolicy `json:"loyalty"`
}

func (p *CubePolicy) filled() CubePolicy {
	q := policy.Copy(p)
	return CubePolicy{q.Value.filled(relative), q.Potential.filled(relative), q.Loyalty.filled(absolute)}
}

// Check returns nil if the policy of each axis is possible, and otherwise an
// *clientele.InputError.
func (p *CubePolicy) Check() error {
	q := p.filled()
	for i, axis := range []*AxisPolicy{&q.Value, &q.Potential, &q.Loyalty} {
		if err := axis.Check(); err != nil {
			return fmt.Errorf("segment.CubePolicy: axis of %s: %w", cubeAxes[i], err)
		}
	}
	return nil
}

// MarshalJSON writes the policies of the axes.
func (p CubePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *CubePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

var cubeAxes = [3]string{"value", "potential", "loyalty"}

// Cube divides customers by value, potential and loyalty. It is a comparable value.
type Cube struct {
	Value     Axis `json:"value"`
	Potential Axis `json:"potential"`
	Loyalty   Axis `json:"loyalty"`
}

// FitCube cuts the three axes for a base, each for the customers whose
// measurement is known. An axis that nobody was measured on divides nobody. A
// loyalty outside of [0, 1] is an *clientele.InputError under the default
// policy of its axis; other errors are those of FitAxis.
func FitCube(base []CubePoint, policy *CubePolicy) (Cube, error) {
	const where = "segment.FitCube"
	if err := policy.Check(); err != nil {
		return Cube{}, err
	}
	if len(base) == 0 {
		return Cube{}, fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	p := policy.filled()
	var columns [3][]float64
	for _, s := range base {
		for a, m := range [3]clientele.Measure{s.Value, s.Potential, s.Loyalty} {
			if v, known := m.Value(); known {
				columns[a] = append(columns[a], v)
			}
		}
	}
	if policy == nil || policy.Loyalty.Rule == 0 && policy.Loyalty.At == nil {
		if err := checkLoyalty(where, columns[2]); err != nil {
			return Cube{}, err
		}
	}
	var axes [3]Axis
	for a, ap := range [3]*AxisPolicy{&p.Value, &p.Potential, &p.Loyalty} {
		if len(columns[a]) == 0 && ap.Rule != AxisFixed {
			axes[a] = undivided(*ap)
			continue
		}
		var err error
		if axes[a], err = fitAxis(where, columns[a], ap, relative); err != nil {
			return Cube{}, fmt.Errorf("axis of %s: %w", cubeAxes[a], err)
		}
	}
	return Cube{axes[0], axes[1], axes[2]}, nil
}

// undivided returns the axis of a filled policy that divides nobody.
func undivided(p AxisPolicy) Axis {
	a := Axis{rule: p.Rule, levels: uint8(p.Levels)}
	copy(a.shares[:], p.At)
	return a
}

// checkLoyalty returns an error if a loyalty is no probability, as the default
// cut points take it to be.
func checkLoyalty(where string, values []float64) error {
	for _, v := range values {
		if !(v >= 0 && v <= 1) {
			return &clientele.InputError{Where: where, Field: "loyalty", Value: v, Want: "1 - P(churn), in [0, 1]; for a score on another scale set the Rule or At of its axis"}
		}
	}
	return nil
}

// Policy returns the policy with its defaults written out.
func (c *Cube) Policy() CubePolicy {
	return CubePolicy{c.Value.Policy(), c.Potential.Policy(), c.Loyalty.Policy()}
}

// Cell returns the customer's cell; it allocates nothing.
//
// Special cases are: a level is unassigned where the measurement is missing or
// NaN, or its axis divides nobody.
func (c *Cube) Cell(s CubePoint) CubeCell {
	return CubeCell{c.Value.level(s.Value), c.Potential.level(s.Potential), c.Loyalty.level(s.Loyalty)}
}

// level is Level for a measurement that may be missing.
func (a *Axis) level(m clientele.Measure) clientele.Level {
	v, known := m.Value()
	if !known {
		return 0
	}
	return a.Level(v)
}

// CubeVerdict is a customer's cell and what decided it, axis by axis.
type CubeVerdict struct {
	Cell      CubeCell    `json:"cell"`
	Value     AxisVerdict `json:"value"`
	Potential AxisVerdict `json:"potential"`
	Loyalty   AxisVerdict `json:"loyalty"`
}

// Classify returns the customer's cell and why; special cases as in Cell.
func (c *Cube) Classify(s CubePoint) CubeVerdict {
	v := CubeVerdict{Value: c.Value.Classify(s.Value), Potential: c.Potential.Classify(s.Potential), Loyalty: c.Loyalty.Classify(s.Loyalty)}
	v.Cell = CubeCell{v.Value.Level, v.Potential.Level, v.Loyalty.Level}
	return v
}

// AppendReasons appends why the customer is in their cell, axis by axis: above
// the cut point under it, not above the one over it, or not measured.
func (v CubeVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	dst = v.Value.append(dst, ReasonValueAbove, ReasonValueBelow, ReasonValueMissing, 1)
	dst = v.Potential.append(dst, ReasonPotentialAbove, ReasonPotentialBelow, ReasonPotentialMissing, 1)
	return v.Loyalty.append(dst, ReasonLoyaltyAbove, ReasonLoyaltyBelow, ReasonLoyaltyMissing, 1)
}

// MarshalJSON writes the cell and the axes.
func (v CubeVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *CubeVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MarshalJSON writes the three axes.
func (c Cube) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads the axes; c is unchanged on error.
func (c *Cube) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }
