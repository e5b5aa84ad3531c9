package silence

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// LossPolicy says how long and how sure a silence must be to be called a loss. Nil
// and each zero field mean the default.
type LossPolicy struct {
	Horizon float64 `json:"horizon"` // of the silence to come, in the unit of the histories, > 0; default Gaps expected gaps of the base
	Gaps    float64 `json:"gaps"`    // the least horizon in a customer's own expected gaps, > 0; default 3, which a customer who buys at random and stays is silent for once in twenty times
	Limit   float64 `json:"limit"`   // probability of silence from which a customer is lost, in (0, 1); default .85: at most 15 of 100 verdicts are refuted within their horizon
}

const (
	defaultGaps  = 3
	defaultLimit = 0.85
)

func (p *LossPolicy) filled() LossPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Gaps, defaultGaps)
	policy.Default(&q.Limit, defaultLimit)
	return q
}

// Check returns nil if the policy, filled, is possible, and otherwise a *clientele.InputError.
func (p *LossPolicy) Check() error {
	q := p.filled()
	bad := func(field string, value float64, want string) error {
		return &clientele.InputError{Where: "silence.LossPolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case !(q.Horizon >= 0 && q.Horizon <= clientele.MaxAge):
		return bad("Horizon", q.Horizon, "a time > 0 in the unit of the histories")
	case !(q.Gaps > 0 && q.Gaps <= 1e6):
		return bad("Gaps", q.Gaps, "a number of gaps > 0")
	case !(q.Limit > 0 && q.Limit < 1):
		return bad("Limit", q.Limit, "a probability in (0, 1)")
	}
	return nil
}

// LossRule judges customers. It is safe for concurrent use where its model is.
type LossRule struct {
	policy LossPolicy
	rhythm BaseRhythm
	model  clientele.PurchaseProber
}

// NewLossRule returns the rule of a base with the given rhythm, which says what a long
// time is. The probability of silence comes from the model, or from the rhythm if the
// model is nil. The error is a *clientele.InputError.
func NewLossRule(model clientele.PurchaseProber, r BaseRhythm, p *LossPolicy) (*LossRule, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	q := p.filled()
	policy.Default(&q.Horizon, q.Gaps*r.Gap)
	return &LossRule{q, r, model}, nil
}

// Policy returns the policy with its defaults written out.
func (r *LossRule) Policy() LossPolicy { return r.policy }

// MarshalJSON refuses: a model is of any type.
func (r *LossRule) MarshalJSON() ([]byte, error) {
	return nil, &clientele.InputError{Where: "silence.LossRule", Field: "JSON", Value: "a model of any type", Want: "its model, BaseRhythm and LossPolicy stored each for itself; make it anew from them"}
}

// HorizonOf returns how long a silence a customer is judged by: Horizon, or Gaps of
// their own expected gaps if that is longer.
func (r *LossRule) HorizonOf(h clientele.History) float64 {
	return math.Max(r.policy.Horizon, r.policy.Gaps*r.rhythm.ExpectedGap(h))
}

// Classify returns the verdict on a customer, by their whole history. An impossible
// history, and one of which the model says nothing, is LossStateUnknown.
func (r *LossRule) Classify(h clientele.History) LossVerdict {
	return r.ClassifyBy(h, func(t float64) float64 {
		if r.model == nil {
			return r.rhythm.ProbSilent(h, t)
		}
		return r.model.ProbPurchases(h, t, 0)
	})
}

// ClassifyBy is Classify with the probability of no purchase in the next t from
// elsewhere: from a model that sees more of the customer than their history, such as
// btyd.SwitchingParetoNBD, or from a stack of models.
func (r *LossRule) ClassifyBy(h clientele.History, silent func(t float64) float64) LossVerdict {
	v := LossVerdict{Basis: LossBasisModel, Limit: r.policy.Limit, Silence: h.Age - h.Last, Gap: r.rhythm.ExpectedGap(h), Horizon: r.HorizonOf(h), Unit: r.rhythm.Unit}
	if r.model == nil {
		v.Basis = LossBasisRhythm
	}
	v.ProbSilent = math.NaN()
	if !math.IsNaN(v.Horizon) {
		v.ProbSilent = silent(v.Horizon)
	}
	switch {
	case !(v.ProbSilent >= 0 && v.ProbSilent <= 1):
		v.State = LossStateUnknown
	case v.ProbSilent >= v.Limit:
		v.State = LossStateLost
	default:
		v.State = LossStatePresent
	}
	return v
}

// ClassifyTerm returns the verdict on a customer under contract: lost if the contract
// ended and was not renewed. Silence says nothing of them.
func ClassifyTerm(ended bool) LossVerdict {
	v := LossVerdict{Basis: LossBasisContract, State: LossStatePresent, ProbSilent: math.NaN(), Limit: math.NaN(), Silence: math.NaN(), Gap: math.NaN(), Horizon: math.NaN()}
	if ended {
		v.State = LossStateLost
	}
	return v
}

// LossVerdict is what was decided, from what, and the limits it was held against.
type LossVerdict struct {
	State      LossState      `json:"state"`
	Basis      LossBasis      `json:"basis"`
	ProbSilent float64        `json:"prob_silent"` // P(no purchase in the next Horizon)
	Limit      float64        `json:"limit"`       // from which a customer is lost
	Horizon    float64        `json:"horizon"`     // of this customer
	Silence    float64        `json:"silence"`     // since the last purchase
	Gap        float64        `json:"gap"`         // expected gap of this customer
	Unit       clientele.Unit `json:"unit"`        // of the times; 0 if it is not known
}

// Lost reports whether the customer is lost.
func (v LossVerdict) Lost() bool { return v.State == LossStateLost }

// MarshalJSON writes the fields; a number that is not known is null.
func (v LossVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (v *LossVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// MarshalJSON writes the fields that are set.
func (p LossPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *LossPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
