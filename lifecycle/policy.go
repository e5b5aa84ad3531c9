package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
)

// StagePolicy holds the thresholds of the stage rules. A zero field means its
// default, so that StagePolicy{Gap: 90} is the default policy for a quarterly trade.
//
// The defaults of Late and Gone follow from a purchase process with own rate
// 1/gap and a chance of 1 in 10 to stop after each purchase, for which
// P(alive) after a silence s is 1/(1 + e^(s/gap)/9) (the individual form of the
// BG/NBD; Fader, Hardie & Lee 2005): it is 0.21 at Late, 3.5 gaps, and 0.09 at
// Gone, 4.5 gaps; regular buyers, whose gaps have less spread, reach both
// sooner. The others are house values, tried on a simulated base.
type StagePolicy struct {
	Gap       float64 `json:"gap,omitempty"`        // expected days between purchases before the customer has shown any; default 30
	GapWeight float64 `json:"gap_weight,omitempty"` // gaps that Gap counts for; default 1
	Spread    float64 `json:"spread,omitempty"`     // relative standard deviation of gaps expected beforehand; default 0.7; random purchases have 1
	Wobble    float64 `json:"wobble,omitempty"`     // relative standard deviation of amounts expected beforehand; default 0.4
	Fast      float64 `json:"fast,omitempty"`       // weight of the newest purchase in the level; default 0.2
	Slow      float64 `json:"slow,omitempty"`       // its weight in the long-run mean, at most Fast; default 0.15

	FastDays float64 `json:"fast_days,omitempty"` // mean age of the purchases in the level, at least; default 60
	SlowDays float64 `json:"slow_days,omitempty"` // mean age of those in the long-run mean, at least; default 90

	Explore     int     `json:"explore,omitempty"`      // purchases before StageFormation is possible; default 4
	Trial       int     `json:"trial,omitempty"`        // purchases after which a slight growth, GrowthLeave, is enough for StageFormation; default 6
	Settle      int     `json:"settle,omitempty"`       // purchases that make StageStability possible; from Trial on fewer do for a customer so regular that growth would show; default 12
	GrowthEnter float64 `json:"growth_enter,omitempty"` // level over long-run mean that makes StageFormation; default 1.2
	GrowthLeave float64 `json:"growth_leave,omitempty"` // below it StageFormation is over; default 1.05
	CostShare   float64 `json:"cost_share,omitempty"`   // largest cost to serve over sales in StageStability, where cost is known; default 0.5

	DeclineEnter float64 `json:"decline_enter,omitempty"` // share of the own peak below which StageDecline begins; default 0.5
	DeclineLeave float64 `json:"decline_leave,omitempty"` // share of the own peak at which it is over; default 0.7
	Late         float64 `json:"late,omitempty"`          // spreads, of half a gap or more each, beyond the expected gap at which silence is decline; default 2.5
	Gone         float64 `json:"gone,omitempty"`          // such spreads at which silence is loss; default 3.5
	LateAlive    float64 `json:"late_alive,omitempty"`    // P(alive) below which silence is decline, where a model gives it; default 0.7
	GoneAlive    float64 `json:"gone_alive,omitempty"`    // P(alive) below which silence is loss, where a model gives it; default 0.5, more likely gone than not
	MinLate      int     `json:"min_late,omitempty"`      // silent days that are never decline; default 14
	MinGone      int     `json:"min_gone,omitempty"`      // silent days that are never loss; default 45
	ProspectDays int     `json:"prospect_days,omitempty"` // days without contact after which a prospect is lost; default 365
	Dwell        int     `json:"dwell,omitempty"`         // days a stage lasts at least, loss and return excepted; default 45

	AliveUnit float64 `json:"alive_unit,omitempty"` // days in a time unit of the model of P(alive); default 7, weeks
}

// DefaultPolicy returns the policy that a zero StagePolicy stands for.
func DefaultPolicy() StagePolicy { return StagePolicy{}.filled() }

// filled returns p with the defaults in place of zero fields.
func (p StagePolicy) filled() StagePolicy {
	number := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	count := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	number(&p.Gap, 30)
	number(&p.GapWeight, 1)
	number(&p.Spread, 0.7)
	number(&p.Wobble, 0.4)
	number(&p.Fast, 0.2)
	number(&p.Slow, 0.15)
	number(&p.FastDays, 60)
	number(&p.SlowDays, 90)
	count(&p.Explore, 4)
	count(&p.Trial, 6)
	count(&p.Settle, 12)
	number(&p.GrowthEnter, 1.2)
	number(&p.GrowthLeave, 1.05)
	number(&p.CostShare, 0.5)
	number(&p.DeclineEnter, 0.5)
	number(&p.DeclineLeave, 0.7)
	number(&p.Late, 2.5)
	number(&p.Gone, 3.5)
	number(&p.LateAlive, 0.7)
	number(&p.GoneAlive, 0.5)
	count(&p.MinLate, 14)
	count(&p.MinGone, 45)
	count(&p.ProspectDays, 365)
	count(&p.Dwell, 45)
	number(&p.AliveUnit, 7)
	return p
}

// Check returns nil if the policy, defaults filled in, makes sense, and
// otherwise an *clientele.InputError that names the field that does not.
func (p StagePolicy) Check() error {
	p = p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Policy", Field: field, Value: value, Want: want}
	}
	for _, f := range []struct {
		name   string
		v      float64
		lo, hi float64
		want   string
	}{
		{"Gap", p.Gap, 0.01, 36500, "days from 0.01 to 36,500"},
		{"GapWeight", p.GapWeight, 0.01, 1000, "a number of gaps from 0.01 to 1000"},
		{"Spread", p.Spread, 0.01, 100, "a relative spread from 0.01 to 100"},
		{"Wobble", p.Wobble, 0.01, 100, "a relative spread from 0.01 to 100"},
		{"Fast", p.Fast, 0.001, 1, "a weight from 0.001 to 1"},
		{"Slow", p.Slow, 0.001, p.Fast, "a weight from 0.001 to Fast"},
		{"FastDays", p.FastDays, 0.01, 36500, "days from 0.01 to 36,500"},
		{"SlowDays", p.SlowDays, p.FastDays, 36500, "days from FastDays to 36,500"},
		{"GrowthEnter", p.GrowthEnter, 1, 100, "a ratio from 1 to 100"},
		{"GrowthLeave", p.GrowthLeave, 0.01, p.GrowthEnter, "a ratio from 0.01 to GrowthEnter"},
		{"CostShare", p.CostShare, 0, math.MaxFloat64, "a share >= 0"},
		{"DeclineEnter", p.DeclineEnter, 0.001, 1, "a share from 0.001 to 1"},
		{"DeclineLeave", p.DeclineLeave, p.DeclineEnter, 10, "a share from DeclineEnter to 10"},
		{"Late", p.Late, 0, 1000, "a number of spreads from 0 to 1000"},
		{"Gone", p.Gone, p.Late, 1000, "a number of spreads from Late to 1000"},
		{"LateAlive", p.LateAlive, 0, 1, "a probability"},
		{"GoneAlive", p.GoneAlive, 0, p.LateAlive, "a probability up to LateAlive"},
		{"AliveUnit", p.AliveUnit, 1e-6, 36500, "days from 1e-6 to 36,500"},
	} {
		if !(f.v >= f.lo && f.v <= f.hi) {
			return bad(f.name, f.v, f.want)
		}
	}
	for _, f := range []struct {
		name   string
		v      int
		lo, hi int
		want   string
	}{
		{"Explore", p.Explore, 1, 1000, "purchases from 1 to 1000"},
		{"Trial", p.Trial, p.Explore, 1000, "purchases from Explore to 1000"},
		{"Settle", p.Settle, p.Explore, 1000, "purchases from Explore to 1000"},
		{"MinLate", p.MinLate, 1, 36500, "days from 1 to 36,500"},
		{"MinGone", p.MinGone, p.MinLate, 36500, "days from MinLate to 36,500"},
		{"ProspectDays", p.ProspectDays, 1, 36500, "days from 1 to 36,500"},
		{"Dwell", p.Dwell, 1, 36500, "days from 1 to 36,500"},
	} {
		if f.v < f.lo || f.v > f.hi {
			return bad(f.name, f.v, f.want)
		}
	}
	return nil
}
