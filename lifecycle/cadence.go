package lifecycle

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
)

// Cadence is the rhythm of a customer's purchases: the number, sum and sum of
// squares of the days between them. The zero value has seen none.
type Cadence struct {
	Gaps    int     `json:"gaps"`
	Sum     float64 `json:"sum"`     // days
	Squares float64 `json:"squares"` // days²
}

// Add counts a gap in days, which must lie in (0, 1e6]; otherwise the error is an
// *clientele.InputError and the cadence is unchanged.
func (c *Cadence) Add(gap float64) error {
	if !(gap > 0 && gap <= 1e6) {
		return &clientele.InputError{Where: "lifecycle.Cadence", Field: "gap", Value: gap, Want: "days in (0, 1e6]; merge the purchases of one day"}
	}
	c.Gaps++
	c.Sum += gap
	c.Squares += gap * gap
	return nil
}

// Check returns nil if gaps could have made the numbers, and otherwise an
// *clientele.InputError.
func (c Cadence) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Cadence", Field: field, Value: value, Want: want}
	}
	n := float64(c.Gaps)
	switch {
	case c.Gaps < 0 || c.Gaps > clientele.MaxRepeats:
		return bad("Gaps", c.Gaps, "a count from 0 to 10,000,000")
	case !(c.Sum >= 0 && c.Sum <= n*1e6) || (c.Sum > 0) != (c.Gaps > 0):
		return bad("Sum", c.Sum, "the sum of the gaps")
	case !(c.Squares <= c.Sum*c.Sum*(1+1e-9)) || !(c.Squares*n >= c.Sum*c.Sum*(1-1e-9)):
		return bad("Squares", c.Squares, "the sum of the squared gaps")
	}
	return nil
}

// Mean returns the mean gap; NaN without gaps.
func (c Cadence) Mean() float64 {
	if c.Gaps == 0 {
		return math.NaN()
	}
	return c.Sum / float64(c.Gaps)
}

// CV returns the customer's own coefficient of variation of gaps: standard
// deviation (divisor n−1) over mean; NaN with fewer than two gaps. 0 is
// clockwork and 1 random purchases.
func (c Cadence) CV() float64 {
	if c.Gaps < 2 {
		return math.NaN()
	}
	n := float64(c.Gaps)
	return math.Sqrt(math.Max(c.Squares-c.Sum*c.Sum/n, 0)/(n-1)) / c.Mean()
}

// Rhythm is what the purchases of a base lead to expect of a customer's gaps
// before any have been seen. Gaps are taken to be gamma distributed around the
// customer's own mean with shape Shape (Erlang-k where it is whole; 1 is
// random), and the own rates to be gamma distributed between customers.
type Rhythm struct {
	Gap    float64 `json:"gap"`    // expected gap of a new customer in days
	Weight float64 `json:"weight"` // gaps that Gap counts for against a customer's own
	Shape  float64 `json:"shape"`  // regularity k: 1/CV² within customers
}

// DefaultRhythm is a month between purchases, worth two gaps, at random.
func DefaultRhythm() Rhythm { return Rhythm{Gap: 30, Weight: 2, Shape: 1} }

// Check returns nil if all numbers are in (0, 1e6], and otherwise an *clientele.InputError.
func (r Rhythm) Check() error {
	for _, f := range []struct {
		name string
		v    float64
	}{{"Gap", r.Gap}, {"Weight", r.Weight}, {"Shape", r.Shape}} {
		if !(f.v > 0 && f.v <= 1e6) {
			return &clientele.InputError{Where: "lifecycle.Rhythm", Field: f.name, Value: f.v, Want: "a number in (0, 1e6]"}
		}
	}
	return nil
}

// Expected returns the expected gap of a customer, shrunk to the base:
// (Weight·Gap + Σ gaps)/(Weight + n).
func (r Rhythm) Expected(c Cadence) float64 {
	return (r.Weight*r.Gap + c.Sum) / (r.Weight + float64(c.Gaps))
}

// Regularity returns the shape k of a customer's gaps, shrunk to the base:
// 1/k is the weighted mean of 1/Shape, which counts for Weight + 1 gaps, and the
// customer's own squared CV, which counts for n − 1.
func (r Rhythm) Regularity(c Cadence) float64 {
	inverse := 1 / r.Shape
	if c.Gaps >= 2 {
		n := float64(c.Gaps - 1)
		cv := c.CV()
		inverse = ((r.Weight+1)*inverse + n*cv*cv) / (r.Weight + 1 + n)
	}
	return 1 / math.Max(inverse, 1e-4)
}

// Spread returns the expected standard deviation of a customer's gaps in days.
func (r Rhythm) Spread(c Cadence) float64 {
	return r.Expected(c) / math.Sqrt(r.Regularity(c))
}

// Overdue returns the overdue ratio: days of silence over the expected gap.
// Above 1 the purchase is later than usual.
func (r Rhythm) Overdue(c Cadence, silence float64) float64 { return silence / r.Expected(c) }

// Window returns the days from now in which the next purchase falls with
// probability level, tails equal, if the customer is still one: the interval of
// the gap given that it is longer than the silence so far. It ignores the
// uncertainty of the expected gap. Special cases are: NaN ends if silence is not
// in [0, 1e6] or the cadence fails its Check. It panics unless 0 < level < 1.
func (r Rhythm) Window(c Cadence, silence, level float64) clientele.Interval {
	if !(level > 0 && level < 1) {
		panic("lifecycle: level of a window must lie between 0 and 1")
	}
	if !(silence >= 0 && silence <= 1e6) || c.Check() != nil || r.Check() != nil {
		return clientele.Interval{Lo: math.NaN(), Hi: math.NaN(), Level: level}
	}
	k := r.Regularity(c)
	gap := distuv.Gamma{Alpha: k, Beta: k / r.Expected(c)}
	left := gap.Survival(silence)
	at := func(p float64) float64 {
		if !(left > 1e-12) { // far out in the tail a gamma decays like its exponential factor
			return -math.Log(1-p) / gap.Beta
		}
		return math.Max(gap.Quantile(1-left*(1-p))-silence, 0)
	}
	return clientele.Interval{Lo: at((1 - level) / 2), Hi: at((1 + level) / 2), Level: level}
}

// Late returns the probability of a silence as long as this or longer, for a
// customer with this cadence who is still one: how surprising the silence is.
// NaN if silence is negative or something fails its Check.
func (r Rhythm) Late(c Cadence, silence float64) float64 {
	if !(silence >= 0) || c.Check() != nil || r.Check() != nil {
		return math.NaN()
	}
	k := r.Regularity(c)
	return distuv.Gamma{Alpha: k, Beta: k / r.Expected(c)}.Survival(silence)
}
