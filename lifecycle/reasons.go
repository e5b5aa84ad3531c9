package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons for a stage. Every number is one that a method of the
// detector returns, or a limit of this package or of the policy.
const (
	ReasonNoPurchase   = "lifecycle.no-purchase"   // nothing bought yet; value: days since the last contact
	ReasonReturned     = "lifecycle.returned"      // came back after loss; value: Returns
	ReasonFew          = "lifecycle.few-purchases" // value: Purchases, limit: 3 or, for stability, 6
	ReasonUnknownPace  = "lifecycle.unknown-pace"  // value: PaceError, limit: 0.5, that of formation
	ReasonFormingPace  = "lifecycle.forming-pace"  // value: PaceError, limit: 0.35, that of stability
	ReasonKnownPace    = "lifecycle.known-pace"    // value: PaceError, limit: 0.35
	ReasonGrowth       = "lifecycle.growth"        // value: ProbGrown, limit: 0.3, below which growth is over
	ReasonLevel        = "lifecycle.level"         // value: ProbFallen, limit: 0.5, at which decline begins
	ReasonFall         = "lifecycle.fall"          // value: ProbFallen, limit: 0.3, below which decline is over
	ReasonCostLow      = "lifecycle.cost-low"      // value: cost over sales, limit: CostShare
	ReasonCostHigh     = "lifecycle.cost-high"     // the same, above the limit
	ReasonInTime       = "lifecycle.in-time"       // value: Silence, limit: LossAfter
	ReasonLate         = "lifecycle.late"          // value: Silence, limit: DeclineAfter
	ReasonGone         = "lifecycle.gone"          // value: Silence, limit: LossAfter
	ReasonSilent       = "lifecycle.silent"        // value: ProbSilent for the horizon, limit: Limit or Doubt, which it has reached
	ReasonNotSilent    = "lifecycle.not-silent"    // the same, below Doubt
	ReasonProspectCold = "lifecycle.prospect-cold" // value: days since the last contact, limit: ProspectDays
	ReasonActiveChurn  = "lifecycle.active-churn"  // chose another supplier
	ReasonPassiveChurn = "lifecycle.passive-churn" // the firm ended it
)

var _ = reason.Register(map[string]reason.Text{
	ReasonNoPurchase:   {English: "has not bought yet; the last contact was {value} {value|day|days} ago", Chinese: "尚未购买；距上次联系 {value} 天"},
	ReasonReturned:     {English: "has come back after being lost, {value} {value|time|times} so far", Chinese: "流失后重新购买（累计 {value} 次）"},
	ReasonFew:          {English: "{value} {value|purchase|purchases} so far, fewer than {limit}", Chinese: "购买 {value} 次，少于 {limit} 次"},
	ReasonUnknownPace:  {English: "how often the customer buys is known to within {value:%}, not yet to within {limit:%}", Chinese: "购买频率的误差约为 {value:%}，尚未降至 {limit:%}"},
	ReasonFormingPace:  {English: "how often the customer buys is known to within {value:%}; stability asks for {limit:%}", Chinese: "购买频率的误差约为 {value:%}；稳定期要求不高于 {limit:%}"},
	ReasonKnownPace:    {English: "how often the customer buys is known to within {value:%}; stability asks for {limit:%} or less", Chinese: "购买频率的误差约为 {value:%}，符合稳定期不高于 {limit:%} 的要求"},
	ReasonGrowth:       {English: "the probability that sales have doubled against the customer's usual level is {value:%}; growth is over below {limit:%}", Chinese: "销售额较自身常态翻倍的概率为 {value:%}；低于 {limit:%} 即增长结束"},
	ReasonLevel:        {English: "the probability that sales have halved against the customer's usual level is {value:%}; decline begins at {limit:%}", Chinese: "销售额较自身常态减半的概率为 {value:%}；达到 {limit:%} 才进入退化"},
	ReasonFall:         {English: "the probability that sales have halved against the customer's usual level is {value:%}; decline is over below {limit:%}", Chinese: "销售额较自身常态减半的概率为 {value:%}；低于 {limit:%} 退化才结束"},
	ReasonCostLow:      {English: "serving costs {value:%} of sales, not more than {limit:%}", Chinese: "服务成本占销售额 {value:%}，不高于 {limit:%}"},
	ReasonCostHigh:     {English: "serving costs {value:%} of sales, more than {limit:%}", Chinese: "服务成本占销售额 {value:%}，高于 {limit:%}"},
	ReasonInTime:       {English: "{value} {value|day|days} without a purchase; a loss would be called at {limit}", Chinese: "已 {value} 天未购买；满 {limit} 天才判为流失"},
	ReasonLate:         {English: "{value} {value|day|days} without a purchase; at this customer's pace {limit} are decline", Chinese: "已 {value} 天未购买；按其购买频率满 {limit} 天即为退化"},
	ReasonGone:         {English: "{value} {value|day|days} without a purchase; at this customer's pace {limit} are a loss", Chinese: "已 {value} 天未购买；按其购买频率满 {limit} 天即为流失"},
	ReasonSilent:       {English: "the probability of no purchase in the time ahead is {value:%}, at or above {limit:%}", Chinese: "未来一段时间内不购买的概率为 {value:%}，达到 {limit:%}"},
	ReasonNotSilent:    {English: "the probability of no purchase in the time ahead is {value:%}, below {limit:%}", Chinese: "未来一段时间内不购买的概率为 {value:%}，低于 {limit:%}"},
	ReasonProspectCold: {English: "no contact for {value} {value|day|days}, {limit} or more, and never a purchase", Chinese: "已 {value} 天未联系（上限 {limit} 天），且从未购买"},
	ReasonActiveChurn:  {English: "the customer left for another supplier", Chinese: "主动流失：客户选择了其他供应商"},
	ReasonPassiveChurn: {English: "the firm ended the relationship", Chinese: "被动流失：企业终止了合作关系"},
})

// AppendReasons appends why the customer is in the stage on the last day seen,
// in the order of the rules: at least one, unless nothing was heard yet.
func (d *Detector) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return d.appendReasons(dst, d.said())
}

func (d *Detector) appendReasons(dst []clientele.Reason, says said) []clientele.Reason {
	p := &d.rulebook().p
	add := func(code string, value, limit float64) {
		dst = append(dst, clientele.Reason{Code: code, Value: value, Limit: limit})
	}
	none := math.NaN()
	if d.returns > 0 && d.stage != StageLost {
		add(ReasonReturned, float64(d.returns), none)
	}
	switch d.stage {
	case StageProspect:
		add(ReasonNoPurchase, float64(d.now-d.heard), none)
	case StageExploration:
		if d.purchases < leastPurchases {
			add(ReasonFew, float64(d.purchases), leastPurchases)
		}
		if d.PaceError() > knownForFormation {
			add(ReasonUnknownPace, d.PaceError(), knownForFormation)
		}
	case StageFormation:
		switch grown := d.ProbGrown(); {
		case d.trend > 0 && grown >= overAt:
			add(ReasonGrowth, grown, overAt)
		case d.PaceError() > knownForStability:
			add(ReasonFormingPace, d.PaceError(), knownForStability)
		case d.purchases < leastStable:
			add(ReasonFew, float64(d.purchases), leastStable)
		}
	case StageStability:
		if d.PaceError() <= knownForStability { // it may be known less after a change became the usual
			add(ReasonKnownPace, d.PaceError(), knownForStability)
		}
		if fallen := d.probFallen(says); fallen < callAt { // it may be more in the days that are never decline
			add(ReasonLevel, fallen, callAt)
		}
	case StageDecline:
		if fallen := d.probFallen(says); fallen >= overAt {
			add(ReasonFall, fallen, overAt)
		}
	}
	if d.costed && d.sales > 0 && d.stage != StageLost {
		if cost := d.cost / d.sales; d.affordable() {
			add(ReasonCostLow, cost, p.CostShare)
		} else {
			add(ReasonCostHigh, cost, p.CostShare)
		}
	}
	return d.appendSilence(dst, says)
}

// appendSilence appends what the silence says.
func (d *Detector) appendSilence(dst []clientele.Reason, says said) []clientele.Reason {
	r := d.rulebook()
	add := func(code string, value, limit float64) {
		dst = append(dst, clientele.Reason{Code: code, Value: value, Limit: limit})
	}
	none := math.NaN()
	switch {
	case d.churn == ChurnActive:
		add(ReasonActiveChurn, none, none)
		return dst
	case d.churn == ChurnPassive:
		add(ReasonPassiveChurn, none, none)
		return dst
	case d.stage == StageLost && !d.buying:
		add(ReasonProspectCold, float64(d.now-d.heard), float64(r.p.ProspectDays))
		return dst
	case !d.buying:
		return dst
	}
	silence := float64(d.Silence())
	if says.ruled {
		switch silent := says.loss.ProbSilent; {
		case d.stage == StageLost:
			add(ReasonSilent, silent, says.loss.Limit)
		case silent >= r.p.Doubt && d.stage == StageDecline:
			add(ReasonSilent, silent, r.p.Doubt)
		case silent < r.p.Doubt:
			add(ReasonNotSilent, silent, r.p.Doubt)
		}
		return dst
	}
	switch after, ok := d.LossAfter(); {
	case d.stage == StageLost:
		add(ReasonGone, float64(d.now-d.heard), float64(after))
	case d.stage == StageDecline && d.late(d.now):
		if after, ok := d.DeclineAfter(); ok {
			add(ReasonLate, silence, float64(after))
		}
	case ok:
		add(ReasonInTime, float64(d.now-d.heard), float64(after))
	}
	return dst
}

// PaceError returns the relative standard error of how often the customer is
// known to buy, 1/√a; +Inf before the first purchase.
func (d *Detector) PaceError() float64 {
	if !d.buying {
		return math.Inf(1)
	}
	return 1 / math.Sqrt(d.rate.a)
}

// ProbGrown returns the probability, at the stated error rate, that rate times
// amount has at least doubled against the usual level; 0 before the first purchase.
func (d *Detector) ProbGrown() float64 {
	if !d.buying {
		return 0
	}
	return soberGrowth(d.grown(d.now))
}

// ProbFallen returns the probability, at the stated error rates, that rate
// times amount has at least halved against the usual level or, without a loss rule,
// that the customer is gone; 0 before the first purchase.
func (d *Detector) ProbFallen() float64 { return d.probFallen(d.said()) }

func (d *Detector) probFallen(says said) float64 {
	if !d.buying {
		return 0
	}
	fall, all := d.fallen(d.quietDays(d.last, d.now))
	gone := 0.0
	if !says.ruled {
		p, _ := d.lossRate()
		gone = d.goneRate(p) * math.Max(1-all, 0)
	}
	if !(all+gone > 0) {
		return 1
	}
	return sober((fall + gone) / (all + gone))
}

// Loss returns what the loss rule says of the customer on the last day seen, by their
// History; the zero verdict without a rule, and before the first purchase.
func (d *Detector) Loss() clientele.LossVerdict { return d.said().loss }
