package checking

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons of a [TrackRecord].
const (
	ReasonTrackPast      = "checking.track-past"      // what is believed of the discrepancy after the origins, beside before
	ReasonTrackUnchecked = "checking.track-unchecked" // no origins
	ReasonTrackWidth     = "checking.track-width"     // the interval, beside that of the outcome
	ReasonTrackDrift     = "checking.track-drift"     // newer customers differ
)

var _ = reason.Register(map[string]reason.Text{
	ReasonTrackPast: {
		English: "by how far past forecasts of the total were off, the next may be off by {value:%} beyond chance; of a base without a past {limit:%} is assumed",
		Chinese: "按以往对总量预测的偏差，除偶然波动外，下次预测可能偏离 {value:%}；没有历史可查的客户群按 {limit:%} 估计"},
	ReasonTrackUnchecked: {
		English: "no past forecast of the total could be checked: that it may be off by {value:%} beyond chance is assumed, as simulated shops have it",
		Chinese: "没有可检验的以往总量预测：除偶然波动外可能偏离 {value:%} 是按模拟店铺所作的假设"},
	ReasonTrackWidth: {
		English: "the interval of the total is {value} times as wide as one that takes the model as true",
		Chinese: "总量区间的宽度是假定模型正确时的 {value} 倍"},
	ReasonTrackDrift: {
		English: "customers who came lately are not like those before: fitted on their own, they are expected to buy {value} times what they are expected to otherwise",
		Chinese: "近期新客户与以往不同：单独拟合时，其预期购买量是与其他客户一起拟合时的 {value} 倍"},
})

// drifts is the least change of what newer customers are expected to buy that is said.
const drifts = 0.1

// AppendReasons appends how far the total may be off and by what that is known, how wide
// that makes its interval of 95 %, and whether newer customers differ.
func (r *TrackRecord) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	const level = 0.95
	none := math.NaN()
	unseen := *r
	unseen.Origins = nil
	before := unseen.Discrepancy()
	if len(r.Origins) == 0 {
		dst = append(dst, clientele.Reason{Code: ReasonTrackUnchecked, Value: before, Limit: none})
	} else {
		dst = append(dst, clientele.Reason{Code: ReasonTrackPast, Value: r.Discrepancy(), Limit: before})
	}
	own, outcome := r.Interval(level), r.OutcomeInterval(level)
	if times := (own.Hi - own.Lo) / (outcome.Hi - outcome.Lo); times >= 1 { // not where it is endless
		dst = append(dst, clientele.Reason{Code: ReasonTrackWidth, Value: times, Limit: none})
	}
	if math.Abs(r.Drift) >= drifts {
		dst = append(dst, clientele.Reason{Code: ReasonTrackDrift, Value: 1 + r.Drift, Limit: none})
	}
	return dst
}
