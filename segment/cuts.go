package segment

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/quantile"
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
	edge Edge
}

// NewCuts returns the given cut points. They must be finite and ascending, at
// most MaxBins − 1 of them; two equal ones leave the bin between them empty.
func NewCuts(edge Edge, at ...float64) (Cuts, error) {
	bad := func(field string, value any, want string) (Cuts, error) {
		return Cuts{}, &clientele.InputError{Where: "segment.Cuts", Field: field, Value: value, Want: want}
	}
	if edge > EdgeAbove {
		return bad("edge", edge, "below or above")
	}
	if len(at) > MaxBins-1 {
		return bad("number of cut points", len(at), "at most 9")
	}
	c := Cuts{n: uint8(len(at)), edge: max(edge, EdgeBelow)}
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
// values some bins stay empty. All values equal, they are all in bin 1.
//
// The values must be finite and below 1e290, bins from 2 to MaxBins; without
// values the error matches clientele.ErrNoData.
func FitCuts(values []float64, bins int, rule CutRule) (Cuts, error) {
	var s quantile.Sample
	return fitCuts("segment.FitCuts", &s, column{len(values), "value", func(i int) float64 { return values[i] }}, bins, rule)
}

// column is one measurement of every customer.
type column struct {
	n    int
	name string
	at   func(i int) float64
}

// fitCuts is FitCuts for a column, with the sample's memory used again.
func fitCuts(where string, s *quantile.Sample, c column, bins int, rule CutRule) (Cuts, error) {
	if err := checkBins(where, bins, rule); err != nil {
		return Cuts{}, err
	}
	if c.n == 0 {
		return Cuts{}, fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	s.Reset(c.n)
	for i := range c.n {
		v := c.at(i)
		if !(v >= -maxMagnitude && v <= maxMagnitude) {
			return Cuts{}, &clientele.InputError{Where: where, Field: fmt.Sprintf("%s of customer %d", c.name, i), Value: v, Want: "a number in [-1e290, 1e290]"}
		}
		s.Add(v)
	}
	return rule.cuts(s.Quantiles(nil, rule.position(), equalShares(bins)...))
}

func checkBins(where string, bins int, rule CutRule) error {
	if bins < 2 || bins > MaxBins {
		return &clientele.InputError{Where: where, Field: "bins", Value: bins, Want: "2 to 10"}
	}
	if rule > CutAverage {
		return &clientele.InputError{Where: where, Field: "rule", Value: rule, Want: "one of the declared rules"}
	}
	return nil
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
func (c Cuts) Edge() Edge { return max(c.edge, EdgeBelow) }

// Bin returns the bin of v, from 1 (the smallest values) to Bins.
//
// Special cases are: 0 for NaN; 1 and Bins for the infinities.
func (c *Cuts) Bin(v float64) int {
	if v != v {
		return 0
	}
	// All comparisons are made, without a branch on the outcome: which bin a
	// customer is in cannot be predicted. Quintiles, the usual case, have no loop.
	if c.n == 4 && c.edge != EdgeAbove {
		return 1 + one(v > c.at[0]) + one(v > c.at[1]) + one(v > c.at[2]) + one(v > c.at[3])
	}
	bin := 1
	for _, at := range c.at[:c.n] {
		if c.edge == EdgeAbove {
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

type cutsJSON struct {
	At   []float64 `json:"at"`
	Edge Edge      `json:"edge"`
}

// MarshalJSON writes the cut points and the edge.
func (c Cuts) MarshalJSON() ([]byte, error) {
	return json.Marshal(cutsJSON{append([]float64{}, c.at[:c.n]...), c.Edge()})
}

// UnmarshalJSON reads what MarshalJSON writes and validates it; c is unchanged on error.
func (c *Cuts) UnmarshalJSON(data []byte) error {
	var j cutsJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewCuts(j.Edge, j.At...)
	if err == nil {
		*c = v
	}
	return err
}

// appendBinary appends the cut points, without a header.
func (c *Cuts) appendBinary(dst []byte) []byte {
	dst = codec.Uint(dst, uint64(c.Edge()))
	dst = codec.Uint(dst, uint64(c.n))
	for _, v := range c.at[:c.n] {
		dst = codec.Float(dst, v)
	}
	return dst
}

// readCuts reads what appendBinary appended.
func readCuts(r *codec.Reader) Cuts {
	edge := r.Uint()
	at := make([]float64, r.Count(8))
	for i := range at {
		at[i] = r.Float()
	}
	if r.Err() != nil {
		return Cuts{}
	}
	if edge > uint64(EdgeAbove) {
		r.Fail("has edge %d", edge)
		return Cuts{}
	}
	c, err := NewCuts(Edge(edge), at...)
	if err != nil {
		r.Fail("is not valid: %v", err)
	}
	return c
}
