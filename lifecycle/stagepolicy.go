package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// StagePolicy says what is expected of a customer of this base before any of
// their purchases are seen, and how often a verdict may be wrong. A nil policy
// and a zero field mean the default, so that &StagePolicy{Gap: 90} is the
// default policy for a quarterly trade.
//
// Gap, GapWeight and Shape come from the base: from Rhythms.Rhythm (GapWeight =
// Weight·Shape), or from a fitted model (GapWeight = r, Gap = α/r of a Pareto/NBD or
// BG/NBD).
//
// The stated error rates are those of customers who never change. A verdict of
// loss, decline or growth is given when the evidence for it has odds above 1
// with that rate in the place of the hazard of the change (Shiryaev 1963), which
// for a silence is the same as a p-value of the rate times the expected gap.
type StagePolicy struct {
	Gap         float64 `json:"gap,omitempty"`          // expected days between purchases of a new customer; default 30
	GapWeight   float64 `json:"gap_weight,omitempty"`   // purchases at random that Gap counts for against a customer's own gaps, each of which counts for its shape; default 2
	Shape       float64 `json:"shape,omitempty"`        // regularity of gaps, 1/CV² within customers; default 1.1: purchases at random have 1
	ShapeWeight float64 `json:"shape_weight,omitempty"` // gaps that Shape counts for; default 4, and in proportion more where Shape is above its default: the more regular a base, the dearer to take somebody for more regular still
	AmountCV    float64 `json:"amount_cv,omitempty"`    // relative standard deviation of a customer's amounts; default 0.4

	LossYears    float64 `json:"loss_years,omitempty"`    // customer-years for one false loss; default 150
	DeclineYears float64 `json:"decline_years,omitempty"` // customer-years for one false decline; default 30
	GrowthYears  float64 `json:"growth_years,omitempty"`  // customer-years for one false growth; default 40
	Leaving      float64 `json:"leaving,omitempty"`       // share of this base's customers who leave in a year, as a hazard, where it is known; it makes P(lost) exact and moves the limit of loss
	Memory       float64 `json:"memory,omitempty"`        // days that the usual level remembers, 24 gaps at least; default 730

	Doubt float64 `json:"doubt,omitempty"` // P(no purchase in the horizon) at which the loss rule calls decline; default 0.5
	Unit  float64 `json:"unit,omitempty"`  // days in a time unit of the loss rule; default that of the rule where it says one, and otherwise 7, weeks

	CostShare    float64 `json:"cost_share,omitempty"`    // largest cost to serve over sales in stability, where cost is known; default 0.5
	MinLate      int     `json:"min_late,omitempty"`      // silent days that are never decline; default 14
	MinGone      int     `json:"min_gone,omitempty"`      // silent days that are never loss, and days after a sign of life; default 30, and not below MinLate; with a loss rule, which has its own least silence, only if set
	ProspectDays int     `json:"prospect_days,omitempty"` // days without contact after which a prospect is lost; default 365
}

// atRandom is the shape of gaps of purchases at random, as they are seen to the day.
const atRandom = 1.1

// filled returns p with the defaults in place of zero fields; p may be nil.
func (p *StagePolicy) filled() StagePolicy {
	q := policy.Copy(p)
	policy.Default(&q.Gap, 30)
	policy.Default(&q.GapWeight, 2)
	policy.Default(&q.Shape, atRandom)
	policy.Default(&q.ShapeWeight, 4*max(q.Shape/atRandom, 1))
	policy.Default(&q.AmountCV, 0.4)
	policy.Default(&q.LossYears, 150)
	policy.Default(&q.DeclineYears, 30)
	policy.Default(&q.GrowthYears, 40)
	policy.Default(&q.Memory, 730)
	policy.Default(&q.Doubt, 0.5)
	policy.Default(&q.Unit, 7)
	policy.Default(&q.CostShare, 0.5)
	if q.MinGone == 0 {
		policy.Default(&q.MinLate, 14)
	}
	policy.Default(&q.MinGone, max(30, q.MinLate))
	policy.Default(&q.MinLate, min(14, q.MinGone))
	policy.Default(&q.ProspectDays, 365)
	return q
}

// Check returns nil if the policy, defaults filled in, makes sense, and
// otherwise an *clientele.InputError that names the field that does not.
func (p *StagePolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.StagePolicy", Field: field, Value: value, Want: want}
	}
	for _, f := range []struct {
		name   string
		v      float64
		lo, hi float64
		want   string
	}{
		{"Gap", q.Gap, 0.01, 36500, "days from 0.01 to 36,500"},
		{"GapWeight", q.GapWeight, 0.01, 1000, "a number of gaps from 0.01 to 1000"},
		{"Shape", q.Shape, 0.1, 100, "a shape from 0.1 to 100; purchases at random have 1"},
		{"ShapeWeight", q.ShapeWeight, 0.01, 10000, "a number of gaps from 0.01 to 10,000"},
		{"AmountCV", q.AmountCV, 0.01, 10, "a relative spread from 0.01 to 10"},
		{"LossYears", q.LossYears, 1, 1e6, "customer-years from 1 to 1e6"},
		{"DeclineYears", q.DeclineYears, 1, 1e6, "customer-years from 1 to 1e6"},
		{"GrowthYears", q.GrowthYears, 1, 1e6, "customer-years from 1 to 1e6"},
		{"Leaving", q.Leaving, 0, 100, "a hazard a year from 0 to 100"},
		{"Memory", q.Memory, 1, 36500, "days from 1 to 36,500"},
		{"Doubt", q.Doubt, 0.01, 1, "a probability from 0.01 to 1"},
		{"Unit", q.Unit, 1e-6, 36500, "days from 1e-6 to 36,500"},
		{"CostShare", q.CostShare, 0, math.MaxFloat64, "a share >= 0"},
		{"MinLate", float64(q.MinLate), 1, 36500, "days from 1 to 36,500"},
		{"MinGone", float64(q.MinGone), float64(q.MinLate), 36500, "days from MinLate to 36,500"},
		{"ProspectDays", float64(q.ProspectDays), 1, 36500, "days from 1 to 36,500"},
	} {
		if !(f.v >= f.lo && f.v <= f.hi) {
			return bad(f.name, f.v, f.want)
		}
	}
	return nil
}
