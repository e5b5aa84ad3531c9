package value

import (
	"math"

	"github.com/clientele-go/clientele/internal/wire"
)

// Acquisition is what a new customer costs and brings.
//
// Special cases are, for all methods: NaN if Value or Cost is NaN, or Cost < 0.
type Acquisition struct {
	Value float64 `json:"value"` // lifetime value (CLV) when they are won, before the cost of winning them
	Cost  float64 `json:"cost"`  // cost of winning one customer (CAC); ≥ 0
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (a Acquisition) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes.
func (a *Acquisition) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// Net returns Value − Cost.
func (a Acquisition) Net() float64 {
	if !(a.Cost >= 0) {
		return math.NaN()
	}
	return a.Value - a.Cost
}

// Ratio returns CLV:CAC. Three is a common target: the margin must carry
// everything that is not counted in either. Special cases are: +Inf at no cost
// and a value above 0.
func (a Acquisition) Ratio() float64 {
	if !(a.Cost >= 0) {
		return math.NaN()
	}
	return a.Value / a.Cost
}

// Ceiling returns the most that winning a customer may cost: value/ratio for a
// CLV:CAC of at least ratio; with ratio 1 the cost at which they bring nothing.
// Special cases are: 0 for a value that is not above 0; NaN unless ratio > 0.
func Ceiling(value, ratio float64) float64 {
	if !(ratio > 0) || math.IsNaN(value) {
		return math.NaN()
	}
	return math.Max(0, value) / ratio
}

// ContactCeiling returns the most that addressing one prospect may cost, if a
// share response of those addressed become customers: response · Ceiling.
// Special cases are: NaN unless 0 ≤ response ≤ 1.
func ContactCeiling(value, ratio, response float64) float64 {
	if !(response >= 0 && response <= 1) {
		return math.NaN()
	}
	return response * Ceiling(value, ratio)
}

// Payback returns the time until a customer has brought back what they cost, in
// periods: path[k] is the value accumulated by the end of period k+1 (what
// CLV.AppendPath appends: discounted, if its rate is not 0), and within a period
// value is taken to arrive evenly. It is the first time; a path that falls
// again later is not looked at further.
//
// Special cases are: 0 at no cost; +Inf if the path does not reach the cost;
// NaN for cost < 0, or a NaN in the path before the cost is reached.
func Payback(cost float64, path []float64) float64 {
	if !(cost >= 0) {
		return math.NaN()
	}
	if cost == 0 {
		return 0
	}
	before := 0.0
	for k, v := range path {
		if math.IsNaN(v) {
			return v
		}
		if v >= cost {
			return float64(k) + (cost-before)/(v-before)
		}
		before = v
	}
	return math.Inf(1)
}
