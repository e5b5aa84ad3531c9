package clientele

import (
	"math"

	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/internal/wire"
)

// LossClassifier says who is lost (流失), and every package that needs to know takes
// it from one: *silence.LossRule, or a caller's own. A package that is given one has
// no limit of its own.
type LossClassifier interface {
	// Classify returns the verdict on a customer, by their whole history.
	Classify(h History) LossVerdict
}

// LossVerdict is whether a customer is lost: whether, as surely as Limit asks, they
// buy nothing for Horizon, a time that is long for them. It is a prediction, which
// the time to come confirms or refutes. The zero value says nothing.
type LossVerdict struct {
	State      LossState `json:"state,omitzero"`
	Basis      LossBasis `json:"basis,omitzero"`
	ProbSilent float64   `json:"prob_silent"`   // P(no purchase in the next Horizon)
	Limit      float64   `json:"limit"`         // from which a customer is lost
	Horizon    float64   `json:"horizon"`       // of this customer
	Silence    float64   `json:"silence"`       // since the last purchase
	Gap        float64   `json:"gap"`           // expected gap of this customer
	Unit       Unit      `json:"unit,omitzero"` // of the times; 0 if it is not known
}

// NewLossVerdict returns the verdict of a probability of silence that is held against
// a limit, the times not known: LossStateUnknown for what is no probability.
func NewLossVerdict(silent, limit float64) LossVerdict {
	none := math.NaN()
	return LossVerdict{Basis: LossBasisModel, ProbSilent: silent, Limit: limit, Horizon: none, Silence: none, Gap: none}.Decided()
}

// Decided returns the verdict with the state that its numbers make: lost if ProbSilent
// is at or above Limit and the customer has been silent for an expected gap at least,
// where that is known.
func (v LossVerdict) Decided() LossVerdict {
	v.State = v.decided()
	return v
}

// decided returns the state that the probability and the limit make.
func (v LossVerdict) decided() LossState {
	switch {
	case !(v.ProbSilent >= 0 && v.ProbSilent <= 1 && v.Limit > 0):
		return LossStateUnknown
	case v.ProbSilent >= v.Limit && !(v.Silence < v.Gap):
		return LossStateLost
	}
	return LossStatePresent
}

// Early reports whether a customer would be lost, were they not still within their
// expected gap: nobody is lost before they are late.
func (v LossVerdict) Early() bool {
	return v.State == LossStatePresent && v.ProbSilent >= v.Limit
}

// ClassifyTerm returns the verdict on a customer under contract: lost if the contract
// ended and was not renewed. Silence says nothing of them.
func ClassifyTerm(ended bool) LossVerdict {
	v := NewLossVerdict(math.NaN(), math.NaN())
	v.Basis, v.State = LossBasisContract, LossStatePresent
	if ended {
		v.State = LossStateLost
	}
	return v
}

// Lost reports whether the customer is lost.
func (v LossVerdict) Lost() bool { return v.State == LossStateLost }

// Known reports whether the customer is known to be lost or present.
func (v LossVerdict) Known() bool { return v.State == LossStateLost || v.State == LossStatePresent }

// Check returns an *InputError for a verdict that contradicts itself. The zero
// verdict passes.
func (v LossVerdict) Check() error {
	bad := func(field string, value any, want string) error {
		return &InputError{Where: "clientele.LossVerdict", Field: field, Value: value, Want: want}
	}
	switch {
	case v.State == 0 && v.Basis == 0:
		return nil
	case v.State > LossStateUnknown || v.State == 0:
		return bad("state", v.State, "present, lost or unknown")
	case v.Basis > LossBasisContract || v.Basis == 0:
		return bad("basis", v.Basis, "model, rhythm or contract")
	case v.Basis == LossBasisContract:
		return nil
	case v.State != v.decided():
		return bad("prob_silent", v.ProbSilent, "a probability that makes the state: lost from the limit on")
	}
	return nil
}

// MarshalJSON writes the fields; a number that is not known is null.
func (v LossVerdict) MarshalJSON() ([]byte, error) { return wire.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes and checks it; null is NaN.
func (v *LossVerdict) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, v) }

// LossState is what a LossVerdict says.
type LossState uint8

// The states. The zero value is unassigned.
const (
	LossStatePresent LossState = iota + 1 // 未流失
	LossStateLost                         // 流失
	LossStateUnknown                      // 无法判断
)

var lossStates = enum.New[LossState]("clientele.LossState",
	enum.Row{Name: "present", English: "Not lost", Chinese: "未流失"},
	enum.Row{Name: "lost", English: "Lost", Chinese: "流失"},
	enum.Row{Name: "unknown", English: "Not known", Chinese: "无法判断"},
)

// String returns the permanent name, such as "lost".
func (s LossState) String() string { return lossStates.String(s) }

// Label returns the state's name in lang.
func (s LossState) Label(lang Lang) string { return lossStates.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s LossState) MarshalText() ([]byte, error) { return lossStates.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *LossState) UnmarshalText(text []byte) error { return lossStates.UnmarshalText(s, text) }

// LossBasis is what a LossVerdict rests on.
type LossBasis uint8

// The bases. The zero value is unassigned.
const (
	LossBasisModel    LossBasis = iota + 1 // fitted models of purchases 购买模型
	LossBasisRhythm                        // the rhythm of the base 客户群购买周期
	LossBasisContract                      // renewal of a contract 合同续约
)

var lossBases = enum.New[LossBasis]("clientele.LossBasis",
	enum.Row{Name: "model", English: "Purchase model", Chinese: "购买模型"},
	enum.Row{Name: "rhythm", English: "Rhythm of the base", Chinese: "客户群购买周期"},
	enum.Row{Name: "contract", English: "Contract", Chinese: "合同续约"},
)

// String returns the permanent name, such as "model".
func (b LossBasis) String() string { return lossBases.String(b) }

// Label returns the basis's name in lang.
func (b LossBasis) Label(lang Lang) string { return lossBases.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b LossBasis) MarshalText() ([]byte, error) { return lossBases.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *LossBasis) UnmarshalText(text []byte) error { return lossBases.UnmarshalText(b, text) }

// Codes of the reasons of a LossVerdict.
const (
	ReasonLost        = "loss.lost"        // P(silent for the horizon) is at or above the limit
	ReasonPresent     = "loss.present"     // it is below
	ReasonLossEarly   = "loss.early"       // it is at or above the limit, within an expected gap
	ReasonLossSilence = "loss.silence"     // the silence so far, in expected gaps
	ReasonLossHorizon = "loss.horizon"     // the horizon, in expected gaps
	ReasonLossDays    = "loss.days"        // Value: days of silence so far; Limit: days of an expected gap
	ReasonLossAhead   = "loss.ahead"       // Value: days of the horizon
	ReasonLossRhythm  = "loss.rhythm"      // by the rhythm of the base, for want of a model
	ReasonNotRenewed  = "loss.not-renewed" // the contract ended
	ReasonUnderTerm   = "loss.under-term"  // the contract runs
	ReasonLossUnknown = "loss.unknown"     // no probability is known
)

var _ = reason.Register(map[string]reason.Text{
	ReasonLost: {
		English: "the probability of no purchase in the time ahead is {value:%}, at or above {limit:%}: lost",
		Chinese: "未来一段时间内不购买的概率为 {value:%}，达到 {limit:%}：判为流失"},
	ReasonPresent: {
		English: "the probability of no purchase in the time ahead is {value:%}, below {limit:%}: not lost",
		Chinese: "未来一段时间内不购买的概率为 {value:%}，低于 {limit:%}：未判为流失"},
	ReasonLossEarly: {
		English: "the probability of no purchase in the time ahead is {value:%}, but an expected gap between purchases has not passed yet: not lost",
		Chinese: "未来一段时间内不购买的概率为 {value:%}，但未购买时间尚不足一个预期购买周期：未判为流失"},
	ReasonLossSilence: {
		English: "the silence so far is {value} {value|time|times} the customer's expected gap between purchases",
		Chinese: "至今未购买的时间为其预期购买周期的 {value} 倍"},
	ReasonLossHorizon: {
		English: "the time ahead is {value} {value|time|times} the customer's expected gap between purchases",
		Chinese: "判断所看的未来时段为其预期购买周期的 {value} 倍"},
	ReasonLossDays: {
		English: "{value} {value|day|days} without a purchase, of a customer expected to buy every {limit}",
		Chinese: "已 {value} 天未购买，预期约每 {limit} 天购买一次"},
	ReasonLossAhead: {
		English: "the time ahead that is judged is {value} {value|day|days}",
		Chinese: "判断所看的未来时段为 {value} 天"},
	ReasonLossRhythm: {
		English: "judged by how the whole base buys: no model of purchases was given",
		Chinese: "未提供购买模型，按客户群整体的购买周期判断"},
	ReasonNotRenewed: {
		English: "the contract ended and was not renewed: lost",
		Chinese: "合同到期未续约：流失"},
	ReasonUnderTerm: {
		English: "the contract runs: not lost, whatever the silence",
		Chinese: "合同仍有效：无论多久未购买均不算流失"},
	ReasonLossUnknown: {
		English: "the history is not possible, or the model has no answer for it: not known",
		Chinese: "购买历史不成立，或模型对其没有结果：无法判断"},
})

// AppendReasons appends the probability beside its limit, then the silence so far and
// the time ahead, in whole days or, where the unit is not known, in expected gaps
// (Silence/Gap and Horizon/Gap of the verdict), and the basis where it is not a model.
func (v LossVerdict) AppendReasons(dst []Reason) []Reason {
	plain := func(code string) Reason { return Reason{Code: code, Value: math.NaN(), Limit: math.NaN()} }
	switch {
	case v.State == 0:
		return dst
	case v.Basis == LossBasisContract && v.State == LossStateLost:
		return append(dst, plain(ReasonNotRenewed))
	case v.Basis == LossBasisContract:
		return append(dst, plain(ReasonUnderTerm))
	case v.State == LossStateUnknown:
		return append(dst, plain(ReasonLossUnknown))
	case v.State == LossStateLost:
		dst = append(dst, Reason{Code: ReasonLost, Value: v.ProbSilent, Limit: v.Limit})
	case v.Early():
		dst = append(dst, Reason{Code: ReasonLossEarly, Value: v.ProbSilent, Limit: math.NaN()})
	default:
		dst = append(dst, Reason{Code: ReasonPresent, Value: v.ProbSilent, Limit: v.Limit})
	}
	switch days := v.Unit.In(Day); {
	case v.Gap > 0 && v.Unit > 0:
		dst = append(dst,
			Reason{Code: ReasonLossDays, Value: math.Round(v.Silence * days), Limit: math.Round(v.Gap * days)},
			Reason{Code: ReasonLossAhead, Value: math.Round(v.Horizon * days), Limit: math.NaN()})
	case v.Gap > 0:
		dst = append(dst,
			Reason{Code: ReasonLossSilence, Value: v.Silence / v.Gap, Limit: math.NaN()},
			Reason{Code: ReasonLossHorizon, Value: v.Horizon / v.Gap, Limit: math.NaN()})
	}
	if v.Basis == LossBasisRhythm {
		dst = append(dst, plain(ReasonLossRhythm))
	}
	return dst
}
