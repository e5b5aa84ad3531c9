package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons of a [FitDrift].
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
		English: "a refit would change the expected purchases by {value:%}; from {limit:%} on it matters",
		Chinese: "重新拟合将使预期购买次数变化 {value:%}，达到 {limit:%} 即有影响"},
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

// refused reports whether the score test rejects.
func (d *FitDrift) refused() bool { return d.P < d.Limits.Significance }

// matters reports whether a refit would change what is expected.
func (d *FitDrift) matters() bool { return !(math.Abs(d.Change) < d.Limits.Change) }

// shifts are the stability indices, each with its reason.
func (d *FitDrift) shifts() [3]clientele.Reason {
	reason := func(code string, index float64) clientele.Reason {
		return clientele.Reason{Code: code, Value: index, Limit: d.Limits.Stability}
	}
	return [3]clientele.Reason{reason(ReasonDriftFrequency, d.Frequency), reason(ReasonDriftSilence, d.Silence), reason(ReasonDriftAge, d.Age)}
}

// judge sets Due.
func (d *FitDrift) judge() {
	shifted := false
	for _, index := range [3]float64{d.Frequency, d.Silence, d.Age} {
		shifted = shifted || index > d.Limits.Stability
	}
	d.Due = d.refused() && (d.matters() || shifted)
}

// AppendReasons appends why a refit is due, or not.
func (d *FitDrift) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	code := ReasonDriftNone
	if d.refused() {
		code = ReasonDriftParameters
	}
	dst = append(dst, clientele.Reason{Code: code, Value: d.P, Limit: d.Limits.Significance})
	if d.matters() {
		dst = append(dst, clientele.Reason{Code: ReasonDriftPurchases, Value: d.Change, Limit: d.Limits.Change})
	}
	for _, r := range d.shifts() {
		if r.Value > d.Limits.Stability {
			dst = append(dst, r)
		}
	}
	return dst
}
