package silence

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/internal/wire"
)

// LossEvidence is what a fitted rule was chosen by: forecasts at origins inside the
// observed data, by models fitted to what was known then. Without origins (of a rule
// from given parts, and of one fitted to a Panel, which has no days) Forecasts is 0 and
// the scores, Called and Refuted are NaN.
type LossEvidence struct {
	Scores       []KindScore `json:"scores"`     // of each model that was tried
	Score        float64     `json:"score"`      // mean log score of the rule
	Gain         float64     `json:"gain"`       // of mixing over the best single model; mixed only where it is above GainSE
	GainSE       float64     `json:"gain_se"`    // its standard error, over customers
	Forecasts    int         `json:"forecasts"`  // at all origins
	Called       float64     `json:"called"`     // share of them at or above the limit
	Refuted      float64     `json:"refuted"`    // share of those who bought
	RefutedSE    float64     `json:"refuted_se"` // its standard error
	Recalibrated bool        `json:"recalibrated"`
	Intercept    float64     `json:"intercept"` // logit p → Intercept + Slope·logit p; 0 and 1 if not recalibrated
	Slope        float64     `json:"slope"`
}

// KindScore is the mean log score of a model at the origins, smaller is better; NaN if
// it could not be fitted or adds nothing to a simpler one.
type KindScore struct {
	Kind  string  `json:"kind"`
	Score float64 `json:"score"`
}

// MarshalJSON writes the fields; a number that is not known is null.
func (s KindScore) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (s *KindScore) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

func noEvidence() LossEvidence {
	none := math.NaN()
	return LossEvidence{Score: none, Gain: none, GainSE: none, Called: none, Refuted: none, RefutedSE: none, Slope: 1}
}

func (e LossEvidence) clone() LossEvidence {
	e.Scores = slices.Clone(e.Scores)
	return e
}

// MarshalJSON writes the fields; a number that is not known is null.
func (e LossEvidence) MarshalJSON() ([]byte, error) { return wire.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes and checks it; null is NaN.
func (e *LossEvidence) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, e) }

// Check returns nil if a correction keeps the order of probabilities, and otherwise a
// *clientele.InputError.
func (e LossEvidence) Check() error {
	if e.Recalibrated && !(e.Slope > 0 && !math.IsInf(e.Slope, 1) && math.Abs(e.Intercept) <= 1e6) {
		return &clientele.InputError{Where: "silence.LossEvidence", Field: "intercept, slope", Value: [2]float64{e.Intercept, e.Slope}, Want: "a slope above 0, both finite"}
	}
	return nil
}

// Codes of the reasons of a LossRule.
const (
	ReasonRuleRhythm       = "silence.rule-rhythm"       // no model
	ReasonRuleSingle       = "silence.rule-single"       // one model, of how many tried
	ReasonRuleMixed        = "silence.rule-mixed"        // several
	ReasonRuleRecalibrated = "silence.rule-recalibrated" // the probabilities were corrected
	ReasonRuleRefuted      = "silence.rule-refuted"      // verdicts refuted at origins, beside the policy's share
	ReasonRuleNobody       = "silence.rule-nobody"       // nobody is lost at the origins
	ReasonRuleUnchecked    = "silence.rule-unchecked"    // no origins
	ReasonRuleLimit        = "silence.rule-limit"        // the limit, beside 1 − Refuted
)

var _ = reason.Register(map[string]reason.Text{
	ReasonRuleRhythm: {
		English: "no model of purchases could be fitted, or none was given: the rhythm of the base decides",
		Chinese: "未能拟合或未提供购买模型：由客户群整体的购买周期判断"},
	ReasonRuleSingle: {
		English: "one model decides: its mean log score on past silences is {value}, that of the next best {limit} (smaller is better)",
		Chinese: "采用单一模型，对以往沉默期预测的平均对数评分为 {value}，次优模型为 {limit}（越小越好）"},
	ReasonRuleMixed: {
		English: "a mixture of models decides: its mean log score on past silences is {value}, that of the best single model {limit} (smaller is better)",
		Chinese: "采用组合模型，对以往沉默期预测的平均对数评分为 {value}，最佳单一模型为 {limit}（越小越好）"},
	ReasonRuleRecalibrated: {
		English: "the probabilities are corrected by how past forecasts turned out: slope {value}, where {limit} would correct nothing",
		Chinese: "概率已按以往预测重新校准：斜率 {value}（无需校正时为 {limit}）"},
	ReasonRuleRefuted: {
		English: "of the customers whom the rule would have called lost in the past, {value:%} bought again; the policy allows {limit:%}",
		Chinese: "按此规则在过去判为流失的客户中，{value:%} 后来又购买；策略允许不超过 {limit:%}"},
	ReasonRuleNobody: {
		English: "in the past nobody would have been called lost: the limit could not be checked",
		Chinese: "按此规则过去无人会被判为流失：界限无法检验"},
	ReasonRuleUnchecked: {
		English: "the limit was not checked on past silences: the days of the single purchases are needed for it",
		Chinese: "界限未经以往沉默期检验：检验需要每次购买的日期"},
	ReasonRuleLimit: {
		English: "lost from a probability of no purchase of {value:%} on; the policy asks for {limit:%} at least",
		Chinese: "不购买的概率达到 {value:%} 即判为流失；策略要求不低于 {limit:%}"},
})

// AppendReasons appends which models decide and why, the limit, and how often verdicts
// at past origins were refuted.
func (r *LossRule) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	e := &r.evidence
	none := math.NaN()
	best, next := math.Inf(1), math.Inf(1)
	for _, s := range e.Scores {
		switch {
		case s.Score < best:
			best, next = s.Score, best
		case s.Score < next:
			next = s.Score
		}
	}
	switch {
	case len(r.models) == 0 && r.own == nil:
		dst = append(dst, clientele.Reason{Code: ReasonRuleRhythm, Value: none, Limit: none})
	case len(r.models) == 1 && !math.IsInf(next, 1):
		dst = append(dst, clientele.Reason{Code: ReasonRuleSingle, Value: best, Limit: next})
	case len(r.models) > 1:
		dst = append(dst, clientele.Reason{Code: ReasonRuleMixed, Value: e.Score, Limit: best})
	}
	if e.Recalibrated {
		dst = append(dst, clientele.Reason{Code: ReasonRuleRecalibrated, Value: e.Slope, Limit: 1})
	}
	dst = append(dst, clientele.Reason{Code: ReasonRuleLimit, Value: r.policy.Limit, Limit: 1 - r.policy.Refuted})
	switch {
	case e.Forecasts == 0:
		dst = append(dst, clientele.Reason{Code: ReasonRuleUnchecked, Value: none, Limit: none})
	case !(e.Called > 0):
		dst = append(dst, clientele.Reason{Code: ReasonRuleNobody, Value: none, Limit: none})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonRuleRefuted, Value: e.Refuted, Limit: r.policy.Refuted})
	}
	return dst
}
