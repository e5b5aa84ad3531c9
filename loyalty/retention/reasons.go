package retention

import "github.com/clientele-go/clientele/internal/reason"

// Codes of reasons and warnings.
const (
	ReasonRiskHigh   = "retention.risk-high"         // the probability of leaving is at or above the high limit
	ReasonRiskMedium = "retention.risk-medium"       // at or above the medium limit
	ReasonRiskLow    = "retention.risk-low"          // below the medium limit
	WarnRiskSet      = "retention.empty-risk-set"    // delayed entry: the curve fell to 0 while customers were still to come
	WarnSeparated    = "retention.separated"         // only the ridge keeps an estimate finite
	WarnShort        = "retention.short-observation" // the hazard is extrapolated from its last piece
)

var _ = reason.Register(map[string]reason.Text{
	ReasonRiskHigh:   {English: "the probability of leaving within the horizon is {value:%}: high from {limit:%} on", Chinese: "期内流失概率 {value:%}，达到高风险界限 {limit:%}"},
	ReasonRiskMedium: {English: "the probability of leaving within the horizon is {value:%}: medium from {limit:%} on", Chinese: "期内流失概率 {value:%}，达到中风险界限 {limit:%}"},
	ReasonRiskLow:    {English: "the probability of leaving within the horizon is {value:%}: below the medium limit of {limit:%}", Chinese: "期内流失概率 {value:%}，低于中风险界限 {limit:%}"},
	WarnRiskSet: {
		English: "at time {value} everybody who had entered so far left, while others entered later: the curve says 0 from there on; start it at a time when enough customers are under observation",
		Chinese: "在时间 {value}，已进入观察的客户全部流失，而其他客户尚未进入：曲线此后为 0；应从有足够客户在观察中的时间开始"},
	WarnSeparated: {
		English: "the covariates separate those who left from those who stayed: only the ridge keeps the estimate finite, and its size is the ridge's",
		Chinese: "协变量完全区分了流失与未流失的客户：只有岭惩罚使估计有限，其大小由惩罚决定"},
	WarnShort: {
		English: "fewer than {value} {value|loss|losses} in the last piece of the baseline: later periods rest on few data",
		Chinese: "基线最后一段的流失少于 {value} 次：更晚的周期依据的数据很少"},
})
