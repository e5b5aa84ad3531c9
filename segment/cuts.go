package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
)

// MaxBins is the largest number of bins of an axis.
const MaxBins = 10

// maxMagnitude bounds the measurements of this package, so that no total overflows.
const maxMagnitude = 1e290

// Cuts divides an axis into 1 to MaxBins bins. It is a comparable value: fit
// it once, store it, and bin new customers with it. The zero value has one bin.
type Cuts struct {
	at   [MaxBins - 1]float64 // ascending; the first n count
	n    uint8
	edge CutEdge
}

// NewCuts returns the given cut points. They must be finite and ascending, at
// most MaxBins − 1 of them; two equal ones leave the bin between them empty.
func NewCuts(edge CutEdge, at ...float64) (Cuts, error) {
	bad := func(field string, value any, want string) (Cuts, error) {
		return Cuts{}, &clientele.InputError{Where: "segment.Cuts", Field: field, Value: value, Want: want}
	}
	if edge > CutEdgeAbove {
		return bad("edge", edge, "below or above")
	}
	if len(at) > MaxBins-1 {
		return bad("number of cut points", len(at), "at most 9")
	}
	c := Cuts{n: uint8(len(at)), edge: max(edge, CutEdgeBelow)}
	last := math.Inf(-1)
	for i, v := range at {
		if !(v >= last) || math.IsInf(v, 0) {
			return bad(fmt.Sprintf("cut point %d", i), v, "finite numbers in ascending order")
		}
		c.at[i], last = v+0, v
	}
	return c, nil
}

// FitCuts returns cut points that divide the values into bins of equal size,
// as far as ties allow: equal values always share a bin, so with few distinct
// values some bins stay empty. Values that are all alike divide nobody: there
// are no cut points, and one bin.
//
// The values must be finite and within ±1e290, bins from 2 to MaxBins; without
// values the error matches clientele.ErrNoData.
func FitCuts(values []float64, bins int, rule CutRule) (Cuts, error) {
	const where = "segment.FitCuts"
	if bins < 2 || bins > MaxBins {
		return Cuts{}, &clientele.InputError{Where: where, Field: "bins", Value: bins, Want: "2 to 10"}
	}
	if rule > CutAverage {
		return Cuts{}, &clientele.InputError{Where: where, Field: "rule", Value: rule, Want: "one of the declared rules"}
	}
	sample, alike, err := sampleOf(where, values)
	if err != nil || alike {
		return Cuts{}, err
	}
	return rule.CutsAt(sample.Quantiles(nil, rule.position(), equalShares(bins)...))
}

// sampleOf returns the values, checked, and whether they are all alike.
func sampleOf(where string, values []float64) (s *quantile.Sample, alike bool, err error) {
	if len(values) == 0 {
		return nil, false, fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	s, alike = new(quantile.Sample), true
	s.Reset(len(values))
	for i, v := range values {
		if !(v >= -maxMagnitude && v <= maxMagnitude) {
			return nil, false, badValue(where, i, v)
		}
		alike = alike && v == values[0]
		s.Add(v)
	}
	return s, alike, nil
}

// badValue is the error of a customer's value that is no number in range.
func badValue(where string, i int, v float64) error {
	return &clientele.InputError{Where: where, Field: fmt.Sprintf("value of customer %d", i), Value: v, Want: "a number in [-1e290, 1e290]"}
}

// equalShares returns 1/bins, 2/bins, …, below 1.
func equalShares(bins int) []float64 {
	out := make([]float64, bins-1)
	for i := range out {
		out[i] = float64(i+1) / float64(bins)
	}
	return out
}

// Bins returns the number of bins.
func (c Cuts) Bins() int { return int(c.n) + 1 }

// At returns the cut points.
func (c Cuts) At() []float64 { return append([]float64(nil), c.at[:c.n]...) }

// Edge returns the side on which a value equal to a cut point is counted.
func (c Cuts) Edge() CutEdge { return max(c.edge, CutEdgeBelow) }

// Bin returns the bin of v, from 1 (the smallest values) to Bins.
//
// Special cases are: 0 for NaN; 1 and Bins for the infinities.
func (c *Cuts) Bin(v float64) int {
	if v != v {
		return 0
	}
	// All comparisons are made, without a branch on the outcome: which bin a
	// customer is in cannot be predicted. Quintiles, the usual case, have no loop.
	if c.n == 4 && c.edge != CutEdgeAbove {
		return 1 + one(v > c.at[0]) + one(v > c.at[1]) + one(v > c.at[2]) + one(v > c.at[3])
	}
	bin := 1
	for _, at := range c.at[:c.n] {
		if c.edge == CutEdgeAbove {
			bin += one(v >= at)
		} else {
			bin += one(v > at)
		}
	}
	return bin
}

// one returns 1 for true, 0 for false; the compiler makes it a single instruction.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// around returns the cut points below and above the bin of v, where there are.
func (c *Cuts) around(v float64) (below, above clientele.Measure) {
	bin := c.Bin(v)
	if bin > 1 {
		below = clientele.Known(c.at[bin-2])
	}
	if bin > 0 && bin < c.Bins() {
		above = clientele.Known(c.at[bin-1])
	}
	return below, above
}

type cutsJSON struct {
	At   []float64
	Edge CutEdge
}

// MarshalJSON writes the cut points and the edge.
func (c Cuts) MarshalJSON() ([]byte, error) {
	return wire.Marshal(cutsJSON{append([]float64{}, c.at[:c.n]...), c.Edge()})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; c is unchanged on error.
func (c *Cuts) UnmarshalJSON(data []byte) error {
	var j cutsJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewCuts(j.Edge, j.At...)
	if err == nil {
		*c = v
	}
	return err
}
