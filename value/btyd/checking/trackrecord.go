package checking

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/internal/wire"
)

// TrackRecord is how far forecasts of the total purchases of a base have been off, and
// what that makes of the next one. The intervals of the parameter, of the mean and of
// the outcome take the model as true, which no base obeys: seasons, trends, promotions
// and newcomers of another kind are in the total and not in the model. The interval of
// the record is the fourth kind, and takes the model as wrong as it has been:
//
//	ln(total/Expected) ~ N(0, Spread² + τ²),  ln τ ~ N(ln Scale, Doubt²) a priori
//
// Expected is that of a mixture of models, which weigh the more the nearer their totals
// came at origins inside the observed data; Spread² is what the interval of the outcome
// knows, chance and estimates; and what is believed of the discrepancy τ is learned from
// what the mixture missed at the origins. With few origins that is little, and the
// interval has the wide tails of a Student's t. Up to a horizon as long as the
// observation, the discrepancy is taken to be the same: what grows with the horizon and
// what evens out, such as a season, are of like size in simulated shops. Beyond, it
// grows as a random walk does, τ²·Horizon/Observed.
type TrackRecord struct {
	Policy    TrackPolicy     `json:"policy"` // with the defaults written out
	Horizon   float64         `json:"horizon"`
	Observed  float64         `json:"observed"`      // age of the customer who was watched longest
	Unit      clientele.Unit  `json:"unit,omitzero"` // of the times; 0 if it is not known
	Customers int             `json:"customers"`
	Models    []TrackedModel  `json:"models"`
	Expected  float64         `json:"expected"` // purchases of all customers within the horizon
	Spread    float64         `json:"spread"`   // standard deviation of the logarithm of the total, but for the discrepancy; NaN if it does not exist
	Origins   []TrackedOrigin `json:"origins"`  // the furthest last; none where no forecast could be made
	Drift     float64         `json:"drift"`    // what the newer half of the customers is expected to buy if fitted apart, over what they are expected to if not; NaN if it is not known
}

// TrackedModel is a model in a track record.
type TrackedModel struct {
	Kind     string  `json:"kind"`     // of btyd.Kinds
	Apart    bool    `json:"apart"`    // fitted to the older and to the newer half of the customers, who may differ
	Weight   float64 `json:"weight"`   // share in the mixture
	Miss     float64 `json:"miss"`     // root of the mean squared logarithm of what came over what was expected, at the origins; NaN if there are none
	Expected float64 `json:"expected"` // purchases of all customers within the horizon; NaN if the model could not be fitted
}

// TrackedOrigin is a past forecast of the total, by models fitted to what was known then.
type TrackedOrigin struct {
	Back      float64 `json:"back"`      // how long before the end of observation
	Length    float64 `json:"length"`    // of the time that was forecast: the horizon, or to the end of observation
	Observed  float64 `json:"observed"`  // age of the customer who had been watched longest
	Customers int     `json:"customers"` // of a large base, of a sample of it
	Expected  float64 `json:"expected"`  // purchases by the mixture
	Actual    int     `json:"actual"`    // purchases that came
	Spread    float64 `json:"spread"`    // as that of the record
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (r TrackRecord) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes and checks it; null is NaN.
func (r *TrackRecord) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// MarshalJSON writes the fields; a number that is not finite is null.
func (m TrackedModel) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (m *TrackedModel) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// MarshalJSON writes the fields; a number that is not finite is null.
func (o TrackedOrigin) MarshalJSON() ([]byte, error) { return wire.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (o *TrackedOrigin) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, o) }

// Check returns nil if the numbers are possible, and otherwise a *clientele.InputError.
func (r *TrackRecord) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "checking.TrackRecord", Field: field, Value: value, Want: want}
	}
	switch {
	case !(r.Horizon > 0 && r.Horizon <= clientele.MaxAge):
		return bad("Horizon", r.Horizon, "a time above 0")
	case !(r.Expected >= 0):
		return bad("Expected", r.Expected, "purchases, not negative")
	case !(r.Observed >= 0):
		return bad("Observed", r.Observed, "a time, not negative")
	case r.Spread < 0:
		return bad("Spread", r.Spread, "a standard deviation")
	}
	for _, o := range r.Origins {
		if !(o.Expected > 0) || o.Actual < 0 || !(o.Spread >= 0) {
			return bad("Origins", o, "purchases and a standard deviation, not negative")
		}
	}
	return r.Policy.Check()
}

// Interval returns the interval of the record: where the total purchases of all
// customers within the horizon will turn out to lie, by a model that may be as wrong as
// it has been. It is about Expected on the log scale, and wider than OutcomeInterval.
// Special cases are: [0, 0] where nothing is expected, and [0, +Inf] where Spread does
// not exist. Level must lie in (0, 1), or it panics.
func (r *TrackRecord) Interval(level float64) clientele.Interval {
	return r.Amend(r.OutcomeInterval(level))
}

// OutcomeInterval returns the same if the mixture were true: chance, estimates and the
// models' disagreement alone. Level must lie in (0, 1), or it panics.
func (r *TrackRecord) OutcomeInterval(level float64) clientele.Interval {
	z := normal.Z(level) * r.Spread
	switch {
	case r.Expected == 0:
		return clientele.Interval{Level: level}
	case math.IsNaN(z):
		return clientele.Interval{Lo: 0, Hi: math.Inf(1), Level: level}
	}
	return clientele.Interval{Lo: r.Expected * math.Exp(-z), Hi: r.Expected * math.Exp(z), Level: level}
}

// Amend returns the interval of the record of any total over the same customers and
// horizon, such as amounts or value, from the interval of its outcome
// (value.FittedCLV.TotalOutcome): its variance of the logarithm, and the discrepancy on
// top. Make the record with the one model that the total is of (TrackPolicy.Models).
// Where the interval reaches to 0 or below, there is no logarithm, and the discrepancy
// is a share of the total's middle. The level is that of iv; an endless one stays so.
func (r *TrackRecord) Amend(iv clientele.Interval) clientele.Interval {
	d, g, z := r.discrepancy(), growth(r.Horizon, r.Observed), normal.Z(iv.Level)
	switch {
	case iv.Lo == 0 && iv.Hi == 0, math.IsNaN(iv.Hi - iv.Lo), math.IsInf(iv.Hi-iv.Lo, 0):
		return iv
	case iv.Lo > 0:
		middle, sd := math.Sqrt(iv.Lo)*math.Sqrt(iv.Hi), math.Log(iv.Hi/iv.Lo)/2/z
		half := d.half(sd*sd, g, iv.Level)
		return clientele.Interval{Lo: middle * math.Exp(-half), Hi: middle * math.Exp(half), Level: iv.Level}
	}
	middle := (iv.Hi + iv.Lo) / 2
	half := math.Hypot((iv.Hi-iv.Lo)/2, middle*math.Sinh(d.half(0, g, iv.Level)))
	return clientele.Interval{Lo: middle - half, Hi: middle + half, Level: iv.Level}
}

// Discrepancy returns by how much a total may lie from its forecast beyond chance and
// estimates: the root of the mean square of the logarithm, for the horizon of the record.
func (r *TrackRecord) Discrepancy() float64 {
	return math.Sqrt(growth(r.Horizon, r.Observed)) * r.discrepancy().rms()
}

func (r *TrackRecord) discrepancy() *discrepancy {
	q := r.Policy.filled()
	var misses []miss
	for _, o := range r.Origins {
		misses = append(misses, o.miss())
	}
	return learn(q.Scale, q.Doubt, misses)
}

// miss returns how far the forecast was off. Half a purchase is added to both, so that
// an origin after which nobody bought has a logarithm.
func (o TrackedOrigin) miss() miss {
	const half = 0.5
	return miss{math.Log((float64(o.Actual) + half) / (o.Expected + half)), o.Spread * o.Spread, growth(o.Length, o.Observed)}
}

// Best returns the model with the largest weight; the zero model if there is none.
func (r *TrackRecord) Best() TrackedModel {
	if len(r.Models) == 0 {
		return TrackedModel{}
	}
	return slices.MaxFunc(r.Models, func(a, b TrackedModel) int {
		switch {
		case a.Weight < b.Weight:
			return -1
		case a.Weight > b.Weight:
			return 1
		}
		return 0
	})
}
