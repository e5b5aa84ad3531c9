package silence

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of reasons.
const (
	ReasonLost        = "silence.lost"         // P(silent for the horizon) is at or above the limit
	ReasonPresent     = "silence.present"      // it is below
	ReasonSilence     = "silence.silence"      // the silence so far, in expected gaps
	ReasonHorizon     = "silence.horizon"      // the horizon, in expected gaps
	ReasonRhythm      = "silence.rhythm"       // by the rhythm of the base, for want of a model
	ReasonNotRenewed  = "silence.not-renewed"  // the contract ended
	ReasonUnderTerm   = "silence.under-term"   // the contract runs
	ReasonUnknownLoss = "silence.unknown-loss" // no probability is known
)

var _ = reason.Register(map[string]reason.Text{
	ReasonLost: {
		English: "the probability of no purchase in the time ahead is {value:%}, at or above {limit:%}: lost",
		Chinese: "未来一段时间内不购买的概率为 {value:%}，达到 {limit:%}：判为流失"},
	ReasonPresent: {
		English: "the probability of no purchase in the time ahead is {value:%}, below {limit:%}: not lost",
		Chinese: "未来一段时间内不购买的概率为 {value:%}，低于 {limit:%}：未判为流失"},
	ReasonSilence: {
		English: "no purchase for {value} of the customer's expected gaps between purchases",
		Chinese: "已有 {value} 个预期购买周期未购买"},
	ReasonHorizon: {
		English: "the time ahead is {value} of the customer's expected gaps between purchases",
		Chinese: "判断所依据的未来时段为 {value} 个预期购买周期"},
	ReasonRhythm: {
		English: "judged by how the whole base buys: no model of purchases was given",
		Chinese: "未提供购买模型，按客户群整体的购买周期判断"},
	ReasonNotRenewed: {
		English: "the contract ended and was not renewed: lost",
		Chinese: "合同到期未续约：流失"},
	ReasonUnderTerm: {
		English: "the contract runs: not lost, whatever the silence",
		Chinese: "合同仍有效：无论多久未购买均不算流失"},
	ReasonUnknownLoss: {
		English: "the history is not possible, or the model has no answer for it: not known",
		Chinese: "购买历史不成立，或模型对其没有结果：无法判断"},
})

// AppendReasons appends the probability beside its limit, then the silence so far and
// the time ahead in expected gaps (Silence/Gap and Horizon/Gap of the verdict), and
// the basis where it is not a model.
func (v LossVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	plain := func(code string) clientele.Reason {
		return clientele.Reason{Code: code, Value: math.NaN(), Limit: math.NaN()}
	}
	switch {
	case v.State == 0:
		return dst
	case v.Basis == LossBasisContract && v.State == LossStateLost:
		return append(dst, plain(ReasonNotRenewed))
	case v.Basis == LossBasisContract:
		return append(dst, plain(ReasonUnderTerm))
	case v.State == LossStateUnknown:
		return append(dst, plain(ReasonUnknownLoss))
	case v.State == LossStateLost:
		dst = append(dst, clientele.Reason{Code: ReasonLost, Value: v.ProbSilent, Limit: v.Limit})
	default:
		dst = append(dst, clientele.Reason{Code: ReasonPresent, Value: v.ProbSilent, Limit: v.Limit})
	}
	dst = append(dst,
		clientele.Reason{Code: ReasonSilence, Value: v.Silence / v.Gap, Limit: math.NaN()},
		clientele.Reason{Code: ReasonHorizon, Value: v.Horizon / v.Gap, Limit: math.NaN()})
	if v.Basis == LossBasisRhythm {
		dst = append(dst, plain(ReasonRhythm))
	}
	return dst
}
