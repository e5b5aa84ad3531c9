package btyd

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons of a [Drift].
const (
	ReasonDriftParameters = "btyd.drift-parameters" // the new histories do not fit the parameters
	ReasonDriftPurchases  = "btyd.drift-purchases"  // a refit would change what is expected
	ReasonDriftFrequency  = "btyd.drift-frequency"  // other numbers of repeat purchases
	ReasonDriftSilence    = "btyd.drift-silence"    // other shares of the age since the last purchase
	ReasonDriftAge        = "btyd.drift-age"        // other ages
	ReasonDriftNone       = "btyd.drift-none"       // the new histories fit the parameters
)

var _ = reason.Register(map[string]reason.Text{
	ReasonDriftParameters: {
		English: "the new histories do not fit the estimated parameters: p = {value}, limit {limit}",
		Chinese: "新的购买历史与估计的参数不符：p = {value}，界限 {limit}"},
	ReasonDriftPurchases: {
		English: "a refit would change the expected purchases by a share of {value}; {limit} matters",
		Chinese: "重新拟合将使预期购买次数变化 {value}（比例），达到 {limit} 即有影响"},
	ReasonDriftFrequency: {
		English: "the numbers of repeat purchases are distributed otherwise than before: stability index {value}, limit {limit}",
		Chinese: "重复购买次数的分布已改变：稳定性指数 {value}，界限 {limit}"},
	ReasonDriftSilence: {
		English: "the times since the last purchase, as shares of the age, are distributed otherwise than before: stability index {value}, limit {limit}",
		Chinese: "距上次购买时间占客户年龄的比例分布已改变：稳定性指数 {value}，界限 {limit}"},
	ReasonDriftAge: {
		English: "the ages of the customers are distributed otherwise than before: stability index {value}, limit {limit}",
		Chinese: "客户年龄的分布已改变：稳定性指数 {value}，界限 {limit}"},
	ReasonDriftNone: {
		English: "the new histories fit the estimated parameters: p = {value}, limit {limit}",
		Chinese: "新的购买历史与估计的参数相符：p = {value}，界限 {limit}"},
})

// explain fills Due and Reasons.
func (d *Drift) explain(policy DriftPolicy) {
	say := func(code string, value, limit float64) {
		d.Reasons = append(d.Reasons, clientele.Reason{Code: code, Value: value, Limit: limit})
	}
	refused := d.P < policy.Significance
	if refused {
		say(ReasonDriftParameters, d.P, policy.Significance)
	} else {
		say(ReasonDriftNone, d.P, policy.Significance)
	}
	matters := !(d.Change < policy.Change && d.Change > -policy.Change)
	if matters {
		say(ReasonDriftPurchases, d.Change, policy.Change)
	}
	shifted := false
	for _, s := range []struct {
		code  string
		index float64
	}{{ReasonDriftFrequency, d.Frequency}, {ReasonDriftSilence, d.Silence}, {ReasonDriftAge, d.Age}} {
		if s.index > policy.Stability {
			say(s.code, s.index, policy.Stability)
			shifted = true
		}
	}
	d.Due = refused && (matters || shifted)
}
