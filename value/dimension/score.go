package dimension

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// DimensionScore is a customer's value in every dimension, each score from 0 to
// 100, with what it was computed from, so that it explains itself.
type DimensionScore struct {
	Measured   Measures                          // what was scored
	Parts      Measures                          // score of each indicator; missing if it was not measured, weighs nothing, or tells nobody apart
	Limits     Measures                          // measurement at which the level of a part begins; for a low one, where medium begins
	Dimensions [Dimensions + 1]clientele.Measure // score of each dimension; missing without a part
	Weights    [Dimensions + 1]float64           // of the dimensions in the composite
	Composite  clientele.Measure                 // of all; missing without a dimension that has a weight
	Coverage   float64                           // share of the composite's weight that was measured, from 0 to 1: how much the score rests on
	Medium     float64                           // score from which a level is medium
	High       float64                           // score from which a level is high
}

// Of returns the score of a dimension. For a d that is not declared it panics.
func (s *DimensionScore) Of(d Dimension) clientele.Measure { return s.Dimensions[d] }

// Level returns the level of a dimension, high, medium or low; unassigned if it
// is missing or NaN.
func (s *DimensionScore) Level(d Dimension) clientele.Level {
	return level(s.Dimensions[d], s.Medium, s.High)
}

// PartLevel returns the level of an indicator; unassigned if it is missing or NaN.
func (s *DimensionScore) PartLevel(i Indicator) clientele.Level {
	return level(s.Parts[i], s.Medium, s.High)
}

// Overall returns the level of the composite.
func (s *DimensionScore) Overall() clientele.Level { return level(s.Composite, s.Medium, s.High) }

type scoreJSON struct {
	Measured   Measures
	Parts      Measures
	Limits     Measures
	Dimensions map[Dimension]clientele.Measure
	Weights    map[Dimension]float64
	Composite  clientele.Measure
	Coverage   float64
	Medium     float64
	High       float64
}

// MarshalJSON writes the fields, dimensions and indicators by name; a number
// that is missing or not finite is null.
func (s DimensionScore) MarshalJSON() ([]byte, error) {
	j := scoreJSON{s.Measured, s.Parts, s.Limits, map[Dimension]clientele.Measure{}, map[Dimension]float64{}, s.Composite, s.Coverage, s.Medium, s.High}
	for d := DimensionEconomic; d <= Dimensions; d++ {
		j.Dimensions[d], j.Weights[d] = s.Dimensions[d], s.Weights[d]
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *DimensionScore) UnmarshalJSON(data []byte) error {
	var j scoreJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	out := DimensionScore{Measured: j.Measured, Parts: j.Parts, Limits: j.Limits, Composite: j.Composite, Coverage: j.Coverage, Medium: j.Medium, High: j.High}
	for d, v := range j.Dimensions {
		if err := d.declared("dimension.DimensionScore"); err != nil {
			return err
		}
		out.Dimensions[d] = v
	}
	for d, w := range j.Weights {
		if err := d.declared("dimension.DimensionScore"); err != nil {
			return err
		}
		out.Weights[d] = w
	}
	*s = out
	return nil
}
