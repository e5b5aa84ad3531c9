package segment

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/quantile"
	"github.com/clientele-go/clientele/internal/wire"
	"gonum.org/v1/gonum/stat/distuv"
)

// Axis divides a measurement into low and high, or low, medium and high (低中高).
// A level begins above its cut point. It is a comparable value; the zero value,
// and an axis that was fitted to customers who are all alike, divides nobody.
type Axis struct {
	cuts   Cuts
	rule   AxisRule
	levels uint8
	shares [2]float64 // of AxisQuantile
}

// NewAxis returns the axis with one cut point (low, high) or two (low, medium, high).
func NewAxis(at ...float64) (Axis, error) {
	if len(at) != 1 && len(at) != 2 {
		return Axis{}, &clientele.InputError{Where: "segment.NewAxis", Field: "number of cut points", Value: len(at), Want: "one, for low and high, or two, for low, medium and high"}
	}
	cuts, err := NewCuts(CutEdgeBelow, at...)
	if err != nil {
		return Axis{}, err
	}
	return Axis{cuts: cuts, rule: AxisFixed, levels: uint8(len(at) + 1)}, nil
}

// FitAxis cuts an axis for the values of a base, finite within ±1e290. Where
// customers are all alike nobody is low or high: every level is unassigned,
// unless the cut points are given. The error matches clientele.ErrNoData
// without values, unless the cut points are given.
func FitAxis(values []float64, policy *AxisPolicy) (Axis, error) {
	return fitAxis("segment.FitAxis", values, policy, relative)
}

func fitAxis(where string, values []float64, policy *AxisPolicy, d axisDefault) (Axis, error) {
	if err := policy.check(d); err != nil {
		return Axis{}, err
	}
	p := policy.filled(d)
	if p.Rule == AxisFixed {
		return NewAxis(p.At...)
	}
	sample, alike, err := sampleOf(where, values)
	if err != nil {
		return Axis{}, err
	}
	a := Axis{rule: p.Rule, levels: uint8(p.Levels)}
	copy(a.shares[:], p.At)
	if alike {
		return a, nil
	}
	var at []float64
	if p.Rule == AxisMean {
		var sum exact.Sum
		for _, v := range values {
			sum.Add(v)
		}
		at = []float64{sum.Value() / float64(len(values))}
	} else {
		at = sample.Quantiles(nil, quantile.Linear, p.At...)
	}
	a.cuts, err = NewCuts(CutEdgeBelow, at...)
	return a, err
}

// Levels returns the number of levels, 2 or 3; 0 if the axis divides nobody.
func (a *Axis) Levels() int {
	if a.cuts.n == 0 {
		return 0
	}
	return a.cuts.Bins()
}

// At returns the cut points.
func (a *Axis) At() []float64 { return a.cuts.At() }

// Policy returns the policy with its defaults written out.
func (a *Axis) Policy() AxisPolicy {
	p := AxisPolicy{Rule: a.rule, Levels: int(a.levels)}
	switch {
	case a.rule == AxisFixed:
		p.At = a.cuts.At()
	case a.rule == AxisQuantile && a.levels > 0:
		p.At = append(p.At, a.shares[:a.levels-1]...)
	}
	return p
}

// Level returns the level of v; with two levels, low or high.
//
// Special cases are: unassigned for NaN, and where the axis divides nobody.
func (a *Axis) Level(v float64) clientele.Level {
	switch bin := a.cuts.Bin(v); {
	case bin == 0 || a.cuts.n == 0:
		return 0
	case bin == 1:
		return clientele.LevelLow
	case bin == a.cuts.Bins():
		return clientele.LevelHigh
	}
	return clientele.LevelMedium
}

// AxisVerdict is the level of a measurement and the cut points around it.
type AxisVerdict struct {
	Level clientele.Level   `json:"level"`
	Value clientele.Measure `json:"value"`
	Above clientele.Measure `json:"above"` // the cut point under the level; missing at the lowest
	UpTo  clientele.Measure `json:"up_to"` // the cut point over it; missing at the highest
}

// Classify returns the level of a measurement, unassigned if it is missing or
// NaN, or the axis divides nobody.
func (a *Axis) Classify(m clientele.Measure) AxisVerdict {
	out := AxisVerdict{Value: m}
	if v, known := m.Value(); known {
		if out.Level = a.Level(v); out.Level != 0 {
			out.Above, out.UpTo = a.cuts.around(v)
		}
	}
	return out
}

// AppendReasons appends why the measurement has its level: above the cut point
// under it, and not above the one over it.
func (v AxisVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return v.append(dst, ReasonMeasureAbove, ReasonMeasureBelow, ReasonMeasureMissing, 1)
}

// append appends the reasons of an axis with codes of its own; the numbers are
// shown in a unit of which one of the axis has so many.
func (v AxisVerdict) append(dst []clientele.Reason, above, below, missing string, scale float64) []clientele.Reason {
	x, known := v.Value.Value()
	if !known {
		return append(dst, clientele.Reason{Code: missing, Value: math.NaN(), Limit: math.NaN()})
	}
	if cut, ok := v.Above.Value(); ok {
		dst = append(dst, clientele.Reason{Code: above, Value: x * scale, Limit: cut * scale})
	}
	if cut, ok := v.UpTo.Value(); ok {
		dst = append(dst, clientele.Reason{Code: below, Value: x * scale, Limit: cut * scale})
	}
	return dst
}

// MarshalJSON writes the fields.
func (v AxisVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *AxisVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// Uncertain is an estimated measurement: the mean and standard deviation of
// what it may be, taken as normal. SD 0 is certain.
type Uncertain struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"`
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (u Uncertain) MarshalJSON() ([]byte, error) { return wire.Marshal(u) }

// UnmarshalJSON reads what MarshalJSON writes.
func (u *Uncertain) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, u) }

// Probs returns the probabilities of low, medium and high; medium 0 if there
// are two levels.
//
// Special cases are: NaN if the mean is NaN, the SD not in [0, +Inf), or the
// axis divides nobody.
func (a *Axis) Probs(u Uncertain) [3]float64 {
	if !(u.SD >= 0) || math.IsInf(u.SD, 0) || u.Mean != u.Mean || a.cuts.n == 0 {
		return [3]float64{math.NaN(), math.NaN(), math.NaN()}
	}
	if u.SD == 0 {
		var p [3]float64
		p[a.Level(u.Mean)-clientele.LevelLow] = 1
		return p
	}
	up := func(cut float64) float64 { return distuv.UnitNormal.Survival((cut - u.Mean) / u.SD) }
	low, high := distuv.UnitNormal.CDF((a.cuts.at[0]-u.Mean)/u.SD), up(a.cuts.at[a.cuts.n-1])
	if a.cuts.n == 1 {
		return [3]float64{low, 0, high}
	}
	return [3]float64{low, max(up(a.cuts.at[0])-high, 0), high}
}

type axisJSON struct {
	At     []float64
	Policy AxisPolicy
}

// MarshalJSON writes the cut points and the policy.
func (a Axis) MarshalJSON() ([]byte, error) { return wire.Marshal(axisJSON{a.cuts.At(), a.Policy()}) }

// UnmarshalJSON reads what MarshalJSON writes and validates it; a is unchanged on error.
func (a *Axis) UnmarshalJSON(data []byte) error {
	var j axisJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	if len(j.At) == 0 && j.Policy.Rule == 0 && j.Policy.Levels == 0 {
		*a = Axis{}
		return nil
	}
	if j.Policy.Rule == 0 && j.Policy.Levels == 0 && len(j.Policy.At) == 0 { // cut points written by hand
		j.Policy = AxisPolicy{Rule: AxisFixed, At: j.At}
	}
	if err := j.Policy.Check(); err != nil {
		return err
	}
	p := j.Policy.filled(relative)
	if n := len(j.At); n != p.Levels-1 && (n != 0 || p.Rule == AxisFixed) {
		return &clientele.InputError{Where: "segment.Axis", Field: "at", Value: j.At, Want: "as many cut points as the policy's levels need, or none if the axis divides nobody"}
	}
	v := Axis{rule: p.Rule, levels: uint8(p.Levels)}
	if p.Rule == AxisQuantile {
		copy(v.shares[:], p.At)
	}
	var err error
	if v.cuts, err = NewCuts(CutEdgeBelow, j.At...); err == nil {
		*a = v
	}
	return err
}
