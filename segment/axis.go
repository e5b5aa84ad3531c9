package segment

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/quantile"
	"gonum.org/v1/gonum/stat/distuv"
)

// Axis divides a measurement into low and high, or low, medium and high (低中高).
// A level begins above its cut point. It is a comparable value.
type Axis struct{ cuts Cuts }

// NewAxis returns the axis with one cut point (low, high) or two (low, medium, high).
func NewAxis(at ...float64) (Axis, error) {
	if len(at) != 1 && len(at) != 2 {
		return Axis{}, &clientele.InputError{Where: "segment.NewAxis", Field: "number of cut points", Value: len(at), Want: "one, for low and high, or two, for low, medium and high"}
	}
	cuts, err := NewCuts(EdgeBelow, at...)
	return Axis{cuts}, err
}

// AxisPolicy says how an axis is cut. The zero value is three levels at the
// thirds of the base.
type AxisPolicy struct {
	Rule   AxisRule  `json:"rule"`         // default AxisQuantile
	Levels int       `json:"levels"`       // 2 or 3; default 3, with AxisMean 2
	At     []float64 `json:"at,omitempty"` // shares of the base, or values: one fewer than levels; default equal shares
}

// FitAxis cuts an axis for the values of a base, finite within ±1e290.
// Customers who are all alike are low. The error matches clientele.ErrNoData
// without values, unless the cut points are given.
func FitAxis(values []float64, policy AxisPolicy) (Axis, error) {
	const where = "segment.FitAxis"
	bad := func(field string, value any, want string) (Axis, error) {
		return Axis{}, &clientele.InputError{Where: where, Field: field, Value: value, Want: want}
	}
	rule, levels := max(policy.Rule, AxisQuantile), policy.Levels
	if levels == 0 {
		switch {
		case len(policy.At) > 0:
			levels = len(policy.At) + 1
		case rule == AxisMean:
			levels = 2
		default:
			levels = 3
		}
	}
	if levels < 2 || levels > 3 || rule > AxisFixed || (rule == AxisMean && (levels != 2 || policy.At != nil)) || (len(policy.At) != levels-1 && (policy.At != nil || rule == AxisFixed)) {
		return bad("policy", policy, "2 or 3 levels with one cut point fewer; the mean makes 2 and needs no cut point")
	}
	if rule == AxisFixed {
		return NewAxis(policy.At...)
	}
	if len(values) == 0 {
		return Axis{}, fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	var sum exact.Sum
	var sample quantile.Sample
	for i, v := range values {
		if !(v >= -maxMagnitude && v <= maxMagnitude) {
			return bad(fmt.Sprintf("value of customer %d", i), v, "a number in [-1e290, 1e290]")
		}
		sum.Add(v)
		sample.Add(v)
	}
	if rule == AxisMean {
		return NewAxis(sum.Value() / float64(len(values)))
	}
	shares := policy.At
	if shares == nil {
		shares = equalShares(levels)
	}
	last := 0.0
	for _, p := range shares {
		if !(p > last && p < 1) {
			return bad("shares", shares, "ascending shares between 0 and 1")
		}
		last = p
	}
	return NewAxis(sample.Quantiles(nil, quantile.Linear, shares...)...)
}

// Levels returns the number of levels, 2 or 3; 0 for the zero value.
func (a *Axis) Levels() int {
	if a.cuts.n == 0 {
		return 0
	}
	return a.cuts.Bins()
}

// At returns the cut points.
func (a *Axis) At() []float64 { return a.cuts.At() }

// Level returns the level of v; with two levels, low or high.
//
// Special cases are: unassigned for NaN, and for the zero axis.
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

// Uncertain is an estimated measurement: the mean and standard deviation of
// what it may be, taken as normal. SD 0 is certain.
type Uncertain struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"`
}

// Probs returns the probabilities of low, medium and high; medium 0 if there
// are two levels.
//
// Special cases are: NaN if the mean is NaN, or the SD not in [0, +Inf).
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

// MarshalJSON writes the cut points.
func (a Axis) MarshalJSON() ([]byte, error) { return a.cuts.MarshalJSON() }

// UnmarshalJSON reads what MarshalJSON writes and validates it; a is unchanged on error.
func (a *Axis) UnmarshalJSON(data []byte) error {
	var c Cuts
	if err := c.UnmarshalJSON(data); err != nil {
		return err
	}
	if c.Edge() != EdgeBelow {
		return &clientele.InputError{Where: "segment.Axis", Field: "edge", Value: c.Edge(), Want: "below"}
	}
	v, err := NewAxis(c.At()...)
	if err == nil {
		*a = v
	}
	return err
}
