package value

import (
	"encoding/json"
	"math"
	"time"

	clientele "github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// RateBasis says what the number of a DiscountRate means.
type RateBasis uint8

// The bases. The zero value is unassigned; it is allowed for a rate of 0 only.
const (
	RateBasisAnnual     RateBasis = iota + 1 // effective per year: 1 a year from now is worth 1/(1+Value)
	RateBasisContinuous                      // continuous per year: 1 a year from now is worth exp(−Value)
	RateBasisPeriod                          // effective per period: 1 a Period from now is worth 1/(1+Value)
)

var bases = enum.New[RateBasis]("value.RateBasis",
	enum.Row{Name: "annual", English: "Effective per year", Chinese: "有效年利率"},
	enum.Row{Name: "continuous", English: "Continuous per year", Chinese: "连续复利年利率"},
	enum.Row{Name: "period", English: "Effective per period", Chinese: "每期有效利率"},
)

// String returns the permanent name, such as "annual".
func (b RateBasis) String() string { return bases.String(b) }

// Label returns the name of the basis in lang.
func (b RateBasis) Label(lang clientele.Lang) string { return bases.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b RateBasis) MarshalText() ([]byte, error) { return bases.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *RateBasis) UnmarshalText(text []byte) error { return bases.UnmarshalText(b, text) }

// DiscountRate is an interest rate that says what it is, so that the library can
// convert it to the unit a model counts time in. A bare number is a source of
// error: a yearly rate taken as a weekly one makes a purchase a year ahead
// nearly worthless. The zero value is no discounting.
type DiscountRate struct {
	Value  float64        // from 0 to 1, such as 0.15 for 15 %
	Basis  RateBasis      // what Value is
	Period clientele.Unit // the length of the period, for RateBasisPeriod only
	Steep  bool           // Value may be above 1; see Steep
}

// Steep returns r with the word of the caller that more than 100 % is meant:
// a Value above 1, such as the 10 of someone who means 10 %, is refused without it.
func Steep(r DiscountRate) DiscountRate {
	r.Steep = true
	return r
}

// Annual returns the rate of v effective per year: 0.15 makes 100 today 115 in a year.
func Annual(v float64) DiscountRate { return DiscountRate{Value: v, Basis: RateBasisAnnual} }

// Continuous returns the rate of v compounded continuously, per year: 0.15
// makes 100 today 100·exp(0.15) in a year.
func Continuous(v float64) DiscountRate { return DiscountRate{Value: v, Basis: RateBasisContinuous} }

// PerPeriod returns the rate of v effective per period: 0.01 with a unit of a
// month makes 100 today 101 in a month.
func PerPeriod(v float64, period clientele.Unit) DiscountRate {
	return DiscountRate{Value: v, Basis: RateBasisPeriod, Period: period}
}

// Check returns nil if the rate is finite, at least 0 and at most 1 (unless it
// is Steep), and says its basis (and period); otherwise an *clientele.InputError.
func (r DiscountRate) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "value.DiscountRate", Field: field, Value: value, Want: want}
	}
	switch {
	case !(r.Value >= 0 && r.Value <= math.MaxFloat64):
		return bad("Value", r.Value, "a finite rate >= 0, 0.15 for 15 %")
	case r.Value > 1 && !r.Steep:
		return bad("Value", r.Value, "a rate of at most 1, 0.15 for 15 %; if more than 100 % is meant, say value.Steep of it")
	case r.Basis == 0 && r.Value != 0:
		return bad("Basis", r.Basis, "a basis: use Annual, Continuous or PerPeriod")
	case r.Basis > RateBasisPeriod:
		return bad("Basis", r.Basis, "a basis: use Annual, Continuous or PerPeriod")
	case r.Basis == RateBasisPeriod && !(yearsIn(r.Period) > 0):
		return bad("Period", r.Period, "the unit of the period that the rate is for")
	case r.Basis != RateBasisPeriod && r.Period != 0:
		return bad("Period", r.Period, "no period, because the rate is per year")
	}
	return nil
}

// Force returns δ, the continuous rate per unit: an amount t units from now is
// worth exp(−δt) today. An annual effective rate D gives
//
//	δ = ln(1+D) · u,  u = unit / year,
//
// with a year of 365.25 days, so 0.15 is 0.00267853 a week. Special cases are:
// a rate or a unit that fails its check gives NaN; the zero rate gives 0.
func (r DiscountRate) Force(unit clientele.Unit) float64 {
	years := yearsIn(unit)
	if !(years > 0) || r.Check() != nil {
		return math.NaN()
	}
	switch r.Basis {
	case RateBasisAnnual:
		return math.Log1p(r.Value) * years
	case RateBasisContinuous:
		return r.Value * years
	case RateBasisPeriod:
		return math.Log1p(r.Value) * (years / yearsIn(r.Period))
	}
	return 0
}

// Effective returns the rate per period of one unit, exp(δ) − 1 with δ the
// Force: what a model that counts periods discounts with. Special cases are
// those of Force.
func (r DiscountRate) Effective(unit clientele.Unit) float64 { return math.Expm1(r.Force(unit)) }

// Month is the mean calendar month, a twelfth of a year of 365.25 days. Purchase
// processes do not know it, but prices, contracts and forecasts do.
const Month = clientele.Year / 12

// yearsIn returns the length of a unit in years, 0 if it is not a valid unit.
func yearsIn(u clientele.Unit) float64 {
	if u <= 0 || u%clientele.Unit(time.Second) != 0 {
		return 0
	}
	return u.In(clientele.Year)
}

type rateJSON struct {
	Value  float64         `json:"value"`
	Basis  *RateBasis      `json:"basis,omitempty"`
	Period *clientele.Unit `json:"period,omitempty"`
	Steep  bool            `json:"steep,omitempty"`
}

// MarshalJSON writes the number with its basis, such as {"value":0.15,"basis":"annual"}.
func (r DiscountRate) MarshalJSON() ([]byte, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	j := rateJSON{Value: r.Value, Steep: r.Steep}
	if r.Basis != 0 {
		j.Basis = &r.Basis
	}
	if r.Basis == RateBasisPeriod {
		j.Period = &r.Period
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; r is unchanged on error.
func (r *DiscountRate) UnmarshalJSON(data []byte) error {
	var j rateJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	v := DiscountRate{Value: j.Value, Steep: j.Steep}
	if j.Basis != nil {
		v.Basis = *j.Basis
	}
	if j.Period != nil {
		v.Period = *j.Period
	}
	if err := v.Check(); err != nil {
		return err
	}
	*r = v
	return nil
}
