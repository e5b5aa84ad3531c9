package retention

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// RiskPolicy says from which probability of leaving within a horizon on a risk
// counts as medium and as high. Nil and each zero field mean the default.
//
// A limit is worth as much as its horizon: 19 % is little in a year and very
// much in a month. The default limits are ⅕ and ½ in a year, where leaving is as
// likely as staying, carried over to other horizons at constant risk
// (Compound). Better is a limit that pays: give Contact, Saved and Effect, and High
// is ContactLimit of them.
type RiskPolicy struct {
	Horizon float64 `json:"horizon,omitempty"` // years over which the probabilities run, > 0; default 1
	Medium  float64 `json:"medium,omitempty"`  // probability from which risk is medium, in (0, 1); default ⅕ a year, or half of High where that is less
	High    float64 `json:"high,omitempty"`    // probability from which it is high, above Medium; default ½ a year, or what pays
	Contact float64 `json:"contact,omitempty"` // cost of contacting a customer, ≥ 0
	Saved   float64 `json:"saved,omitempty"`   // what is saved if a customer who would leave stays, ≥ 0
	Effect  float64 `json:"effect,omitempty"`  // share of those who would leave that the contact keeps, in [0, 1]
}

// ContactLimit returns the probability of leaving from which on a contact pays,
// contact / (saved · effect): above 1 it never does.
//
// Special cases are: NaN unless contact ≥ 0, saved > 0 and effect in (0, 1].
func ContactLimit(contact, saved, effect float64) float64 {
	if !(contact >= 0 && saved > 0 && effect > 0 && effect <= 1) {
		return math.NaN()
	}
	return contact / (saved * effect)
}

func (p *RiskPolicy) filled() RiskPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Horizon, 1)
	high := Compound(.5, q.Horizon)
	if q.Contact > 0 {
		high = ContactLimit(q.Contact, q.Saved, q.Effect)
	}
	if q.Medium >= high && q.Contact == 0 {
		high = (1 + q.Medium) / 2
	}
	policy.Default(&q.High, high)
	policy.Default(&q.Medium, math.Min(Compound(.2, q.Horizon), q.High/2))
	return q
}

// Check returns an *clientele.InputError unless 0 < Medium < High < 1, also
// where the cost of a contact makes the limit.
func (p *RiskPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "retention.RiskPolicy", Field: field, Value: value, Want: want}
	}
	paid := [3]float64{q.Contact, q.Saved, q.Effect}
	switch {
	case !(q.Horizon > 0 && q.Horizon <= 1000):
		return bad("horizon", q.Horizon, "years, from 0 to 1000")
	case !(q.Contact >= 0 && q.Saved >= 0 && q.Effect >= 0 && q.Effect <= 1):
		return bad("contact, saved, effect", paid, "two amounts >= 0 and a share in [0, 1]")
	case (q.Contact > 0) != (q.Saved > 0) || (q.Contact > 0) != (q.Effect > 0):
		return bad("contact, saved, effect", paid, "all three of them, or none")
	case !(q.Medium > 0 && q.Medium < q.High && q.High < 1):
		return bad("limits", [2]float64{q.Medium, q.High}, "0 < medium < high < 1; a contact that costs more than it can save pays for nobody")
	}
	return nil
}

// RiskScale turns probabilities of leaving into levels. Make it with
// NewRiskScale; it is a value, safe for concurrent use, and the zero value is
// the default.
type RiskScale struct{ policy RiskPolicy }

// NewRiskScale returns the scale of a policy, nil for the default. A policy
// that makes no sense is an *clientele.InputError.
func NewRiskScale(policy *RiskPolicy) (RiskScale, error) {
	if err := policy.Check(); err != nil {
		return RiskScale{}, err
	}
	return RiskScale{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (s RiskScale) Policy() RiskPolicy { return s.policy.filled() }

// RiskVerdict is the level of one customer's risk, and the limits.
type RiskVerdict struct {
	Level   clientele.Level `json:"level"`
	Churn   float64         `json:"churn"`   // probability of leaving within Horizon
	Horizon float64         `json:"horizon"` // years
	Medium  float64         `json:"medium"`
	High    float64         `json:"high"`
}

// Classify returns the level of a probability of leaving within the policy's
// horizon; unassigned outside [0, 1].
func (s RiskScale) Classify(churn float64) RiskVerdict {
	p := s.Policy()
	v := RiskVerdict{Churn: churn, Horizon: p.Horizon, Medium: p.Medium, High: p.High}
	switch {
	case !(churn >= 0 && churn <= 1):
	case churn >= v.High:
		v.Level = clientele.LevelHigh
	case churn >= v.Medium:
		v.Level = clientele.LevelMedium
	default:
		v.Level = clientele.LevelLow
	}
	return v
}

// ClassifyLoss returns the level of a verdict of the base's loss rule: high where the
// customer is lost, unless the scale has a High of the caller's own, or one that pays,
// which then decides; medium from the scale's ⅕ a year, or half of the limit where that
// is less, over the verdict's horizon. A contract that ended is high, one that runs low.
// Unassigned where the verdict is not known.
func (s RiskScale) ClassifyLoss(v clientele.LossVerdict) RiskVerdict {
	p := s.Policy()
	plain := (&RiskPolicy{Horizon: p.Horizon}).filled()
	own := p.High != plain.High
	high := p.High
	if !own && v.Basis != clientele.LossBasisContract {
		high = v.Limit
	}
	if v.Unit != 0 && v.Horizon > 0 {
		p.Horizon = v.Horizon * v.Unit.In(clientele.Year)
	}
	out := RiskVerdict{Churn: v.ProbSilent, Horizon: p.Horizon, Medium: math.Min(Compound(.2, p.Horizon), high/2), High: high}
	if p.Medium != plain.Medium {
		out.Medium = math.Min(p.Medium, high)
	}
	switch {
	case !v.Known():
	case v.Basis == clientele.LossBasisContract && v.Lost():
		out.Level, out.Churn = clientele.LevelHigh, 1
	case v.Basis == clientele.LossBasisContract:
		out.Level, out.Churn = clientele.LevelLow, 0
	case v.Lost() && !own, own && v.ProbSilent >= high:
		out.Level = clientele.LevelHigh
	case v.ProbSilent >= out.Medium:
		out.Level = clientele.LevelMedium
	default:
		out.Level = clientele.LevelLow
	}
	return out
}

// AppendReasons appends the limit that decided: one reason, none for an
// unassigned level.
func (v RiskVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	switch v.Level {
	case clientele.LevelHigh:
		return append(dst, clientele.Reason{Code: ReasonRiskHigh, Value: v.Churn, Limit: v.High})
	case clientele.LevelMedium:
		return append(dst, clientele.Reason{Code: ReasonRiskMedium, Value: v.Churn, Limit: v.Medium})
	case clientele.LevelLow:
		return append(dst, clientele.Reason{Code: ReasonRiskLow, Value: v.Churn, Limit: v.Medium})
	}
	return dst
}
