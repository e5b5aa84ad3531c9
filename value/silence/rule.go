package silence

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd"
)

// LossRule judges customers: the one meaning of lost of a base. It is a
// [clientele.LossClassifier], which lifecycle, loyalty, segment/rfm and portrait take,
// and is stored as JSON with all it is made of, so that it says the same ever after. It
// is safe for concurrent use where a caller's own model is.
type LossRule struct {
	policy   LossPolicy
	rhythm   BaseRhythm
	models   []LossModel
	own      clientele.PurchaseProber // a caller's, where there are no models
	evidence LossEvidence
}

// LossModel is a model in a rule and its share in the probability.
type LossModel struct {
	Model  btyd.AnyModel `json:"model"`
	Weight float64       `json:"weight"`
}

// MarshalJSON writes the model with its kind, and the weight.
func (m LossModel) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes.
func (m *LossModel) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// Check returns nil if there is a model and the weight is a share, and otherwise a
// *clientele.InputError.
func (m LossModel) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "silence.LossModel", Field: field, Value: value, Want: want}
	}
	switch {
	case m.Model.Held() == nil:
		return bad("model", nil, "one of btyd.Kinds")
	case !(m.Weight > 0 && m.Weight <= 1):
		return bad("weight", m.Weight, "a share in (0, 1]")
	}
	return nil
}

// NewLossRule returns the rule of a base with the given rhythm, which says what a long
// time is. The probability of silence comes from the model, or from the rhythm if the
// model is nil. [FitLossRule] chooses the model and the limit from the base. The error
// is an *clientele.InputError.
func NewLossRule(model clientele.PurchaseProber, r BaseRhythm, p *LossPolicy) (*LossRule, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	rule := &LossRule{policy: p.filled(), rhythm: r, evidence: noEvidence()}
	policy.Default(&rule.policy.Horizon, rule.policy.Gaps*r.Gap)
	switch m := model.(type) {
	case nil:
	case btyd.AnyModel:
		if m.Held() == nil {
			return nil, &clientele.InputError{Where: "silence.NewLossRule", Field: "model", Value: "an AnyModel without a model", Want: "a fitted model, or nil for the rhythm"}
		}
		rule.models = []LossModel{{m, 1}}
	case btyd.Process:
		if slices.Contains(btyd.Kinds(), clientele.Kind(m)) {
			rule.models = []LossModel{{btyd.AnyModel{Process: m}, 1}}
		}
	}
	if rule.models == nil {
		rule.own = model
	}
	return rule, nil
}

// Policy returns the policy with the horizon and the limit of this base written out.
func (r *LossRule) Policy() LossPolicy {
	q := r.policy
	q.Models = slices.Clone(q.Models)
	return q
}

// Rhythm returns the rhythm of the base.
func (r *LossRule) Rhythm() BaseRhythm { return r.rhythm }

// Models returns the models that the probability comes from, with their weights; none
// if it comes from the rhythm, or from a caller's own model.
func (r *LossRule) Models() []LossModel { return slices.Clone(r.models) }

// Evidence returns what the rule was chosen by.
func (r *LossRule) Evidence() LossEvidence { return r.evidence.clone() }

// HorizonOf returns how long a silence a customer is judged by: Horizon, or Gaps of
// their own expected gaps if that is longer.
func (r *LossRule) HorizonOf(h clientele.History) float64 {
	return math.Max(r.policy.Horizon, r.policy.Gaps*r.rhythm.ExpectedGap(h))
}

// Classify returns the verdict on a customer, by their whole history: lost if they are
// silent for the horizon with at least the probability Limit, and have been for one of
// their expected gaps. An impossible
// history, and one of which the model says nothing, is LossStateUnknown. A model that
// looks at the gaps averages over them; [LossRule.ClassifyTimeline] tells it.
func (r *LossRule) Classify(h clientele.History) clientele.LossVerdict {
	horizon := r.HorizonOf(h)
	return r.verdict(h, horizon, r.ProbSilent(h, horizon))
}

// ClassifyTimeline returns the verdict on a customer with all their purchases.
func (r *LossRule) ClassifyTimeline(c btyd.Timeline) clientele.LossVerdict {
	h := c.History()
	horizon := r.HorizonOf(h)
	return r.verdict(h, horizon, r.ProbSilentOf(c, horizon))
}

// ProbSilent returns the rule's P(no purchase in (Age, Age+t] | h).
func (r *LossRule) ProbSilent(h clientele.History, t float64) float64 {
	switch {
	case len(r.models) > 0:
		sum := 0.0
		for i := range r.models {
			sum += r.models[i].Weight * r.models[i].Model.ProbPurchases(h, t, 0)
		}
		return r.evidence.calibrated(sum)
	case r.own != nil:
		return r.own.ProbPurchases(h, t, 0)
	}
	return r.rhythm.ProbSilent(h, t)
}

// ProbSilentOf returns the same of a customer with all their purchases.
func (r *LossRule) ProbSilentOf(c btyd.Timeline, t float64) float64 {
	if len(r.models) == 0 {
		return r.ProbSilent(c.History(), t)
	}
	sum := 0.0
	for i := range r.models {
		sum += r.models[i].Weight * r.models[i].Model.ProbPurchasesOf(c, t, 0)
	}
	return r.evidence.calibrated(sum)
}

func (r *LossRule) verdict(h clientele.History, horizon, silent float64) clientele.LossVerdict {
	v := clientele.LossVerdict{Basis: clientele.LossBasisModel, ProbSilent: silent, Limit: r.policy.Limit,
		Silence: h.Age - h.Last, Gap: r.rhythm.ExpectedGap(h), Horizon: horizon, Unit: r.rhythm.Unit}
	if len(r.models) == 0 && r.own == nil {
		v.Basis = clientele.LossBasisRhythm
	}
	return v.Decided()
}

// calibrated corrects the mean of the models.
func (e *LossEvidence) calibrated(p float64) float64 {
	if !e.Recalibrated {
		return p
	}
	const sure = 30 // log odds of a probability that rounds to 0 or 1 have no end
	z := math.Max(-sure, math.Min(math.Log(p)-math.Log1p(-p), sure))
	return special.Logistic(e.Intercept + e.Slope*z)
}

type lossRuleJSON struct {
	Policy   LossPolicy   `json:"policy"`
	Rhythm   BaseRhythm   `json:"rhythm"`
	Models   []LossModel  `json:"models"`
	Evidence LossEvidence `json:"evidence"`
}

// MarshalJSON writes the policy, the rhythm, the models by kind and the evidence. A
// rule over a caller's own model is a *clientele.InputError: only those of
// [btyd.Kinds] can be restored.
func (r *LossRule) MarshalJSON() ([]byte, error) {
	switch {
	case r == nil:
		return []byte("null"), nil
	case r.own != nil:
		return nil, &clientele.InputError{Where: "silence.LossRule", Field: "JSON", Value: clientele.Kind(r.own), Want: "a model of btyd.Kinds; store your own model, Rhythm and Policy, and make the rule anew from them"}
	}
	return wire.Marshal(lossRuleJSON{r.policy, r.rhythm, r.models, r.evidence})
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; r is unchanged on error.
// The rule gives the same probabilities as the one that was stored, to the bit.
func (r *LossRule) UnmarshalJSON(data []byte) error {
	var j lossRuleJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	in, err := NewLossRule(nil, j.Rhythm, &j.Policy)
	if err != nil {
		return err
	}
	total := 0.0
	for _, m := range j.Models {
		if u := m.Model.TimeUnit(); u != 0 && j.Rhythm.Unit != 0 && u != j.Rhythm.Unit {
			return &clientele.InputError{Where: "silence.LossRule", Field: "unit of " + m.Model.Kind(), Value: u, Want: "that of the rhythm, " + j.Rhythm.Unit.String()}
		}
		total += m.Weight
	}
	if len(j.Models) > 0 && !(math.Abs(total-1) < 1e-6) {
		return &clientele.InputError{Where: "silence.LossRule", Field: "weights", Value: total, Want: "weights that sum to 1"}
	}
	if len(j.Models) > 0 {
		in.models = j.Models
	}
	in.evidence = j.Evidence
	*r = *in
	return nil
}
