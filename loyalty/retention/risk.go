package retention

import (
	"math"

	"github.com/clientele-go/clientele"
)

// AliveProber says how probable it is that a customer with a purchase history is
// still one; every transaction model of package btyd does.
type AliveProber interface {
	ProbAlive(h clientele.History) float64
}

// Inactive returns the churn risk that a transaction model sees, 1 − P(alive).
// It panics if m is nil.
func Inactive(m AliveProber, h clientele.History) float64 {
	if m == nil {
		panic("retention: Inactive of a nil model")
	}
	return 1 - m.ProbAlive(h)
}

// RiskPolicy says from which probability of leaving on a risk counts as medium
// and as high.
type RiskPolicy struct {
	Medium float64 `json:"medium"` // in (0, 1)
	High   float64 `json:"high"`   // above Medium, below 1
}

// DefaultRiskPolicy puts the high limit at ½, where leaving is more likely than
// staying, and the medium limit at ⅕. Both are conventions: set them where the
// cost of a contact equals what it saves.
func DefaultRiskPolicy() RiskPolicy { return RiskPolicy{Medium: 0.2, High: 0.5} }

// Check returns an *clientele.InputError unless 0 < Medium < High < 1.
func (p RiskPolicy) Check() error {
	if !(p.Medium > 0 && p.Medium < p.High && p.High < 1) {
		return &clientele.InputError{Where: "retention.RiskPolicy", Field: "limits", Value: [2]float64{p.Medium, p.High}, Want: "0 < medium < high < 1"}
	}
	return nil
}

// Level returns the level of a probability of leaving; unassigned outside [0, 1].
func (p RiskPolicy) Level(churn float64) clientele.Level {
	level, _ := p.judge(churn)
	return level
}

// AppendReasons appends why Level is what it is: one reason, none outside [0, 1].
func (p RiskPolicy) AppendReasons(dst []clientele.Reason, churn float64) []clientele.Reason {
	level, why := p.judge(churn)
	if level == 0 {
		return dst
	}
	return append(dst, why)
}

func (p RiskPolicy) judge(churn float64) (clientele.Level, clientele.Reason) {
	switch {
	case !(churn >= 0 && churn <= 1):
		return 0, clientele.Reason{Value: math.NaN(), Limit: math.NaN()}
	case churn >= p.High:
		return clientele.LevelHigh, clientele.Reason{Code: ReasonRiskHigh, Value: churn, Limit: p.High}
	case churn >= p.Medium:
		return clientele.LevelMedium, clientele.Reason{Code: ReasonRiskMedium, Value: churn, Limit: p.Medium}
	}
	return clientele.LevelLow, clientele.Reason{Code: ReasonRiskLow, Value: churn, Limit: p.Medium}
}
