package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons for a stage.
const (
	ReasonNoPurchase   = "lifecycle.no-purchase"   // nothing bought yet; value: days since the last contact
	ReasonReturned     = "lifecycle.returned"      // came back after loss; value: how often
	ReasonFew          = "lifecycle.few-purchases" // value: purchases, limit: those for the next stage
	ReasonGrowth       = "lifecycle.growth"        // value: level over long-run mean, limit: GrowthEnter
	ReasonNoGrowth     = "lifecycle.no-growth"     // the same, below GrowthEnter
	ReasonFlat         = "lifecycle.flat"          // value: level over long-run mean, limit: GrowthLeave
	ReasonHigh         = "lifecycle.high-level"    // value: level over own peak, limit: DeclineEnter
	ReasonLow          = "lifecycle.low-level"     // value: level over own peak, limit: DeclineLeave
	ReasonCostLow      = "lifecycle.cost-low"      // value: cost over sales, limit: CostShare
	ReasonCostHigh     = "lifecycle.cost-high"     // the same, above the limit
	ReasonRegular      = "lifecycle.on-time"       // value: days of silence, limit: those that would be late
	ReasonLate         = "lifecycle.late"          // value: days of silence, limit: those from which on it is late
	ReasonGone         = "lifecycle.gone"          // value: days of silence, limit: those from which on it is loss
	ReasonAliveLow     = "lifecycle.alive-low"     // value: P(alive), limit: the one of the stage
	ReasonProspectCold = "lifecycle.prospect-cold" // value: days since the last contact, limit: ProspectDays
	ReasonActiveChurn  = "lifecycle.active-churn"  // chose another supplier
	ReasonPassiveChurn = "lifecycle.passive-churn" // the firm ended it
	ReasonDwell        = "lifecycle.dwell"         // value: days in the stage, limit: Dwell; it may not change yet
)

var _ = reason.Register(map[string]reason.Text{
	ReasonNoPurchase:   {English: "has not bought yet; {value} days since the last contact", Chinese: "尚未购买；距上次联系 {value} 天"},
	ReasonReturned:     {English: "came back after being lost ({value} times so far)", Chinese: "流失后重新购买（累计 {value} 次）"},
	ReasonFew:          {English: "{value} purchases, fewer than {limit}", Chinese: "购买 {value} 次，少于 {limit} 次"},
	ReasonGrowth:       {English: "purchases run at {value} times their long-run mean, at least {limit}", Chinese: "购买水平为长期均值的 {value} 倍，不低于 {limit} 倍"},
	ReasonNoGrowth:     {English: "purchases run at {value} times their long-run mean, below {limit}: no growth", Chinese: "购买水平为长期均值的 {value} 倍，低于 {limit} 倍：未见增长"},
	ReasonFlat:         {English: "purchases run at {value} times their long-run mean; growth is over below {limit}", Chinese: "购买水平为长期均值的 {value} 倍；低于 {limit} 倍即增长结束"},
	ReasonHigh:         {English: "the level is {value} of the customer's own peak; decline begins below {limit}", Chinese: "购买水平为自身峰值的 {value}；低于 {limit} 即进入退化"},
	ReasonLow:          {English: "the level is {value} of the customer's own peak; decline is over at {limit}", Chinese: "购买水平为自身峰值的 {value}；回升到 {limit} 退化才结束"},
	ReasonCostLow:      {English: "serving costs {value} of sales, at most {limit}", Chinese: "服务成本占销售额 {value}，不高于 {limit}"},
	ReasonCostHigh:     {English: "serving costs {value} of sales, more than {limit}", Chinese: "服务成本占销售额 {value}，高于 {limit}"},
	ReasonRegular:      {English: "silent for {value} days, within the customer's own rhythm (late after {limit})", Chinese: "静默 {value} 天，在自身节奏之内（超过 {limit} 天为逾期）"},
	ReasonLate:         {English: "silent for {value} days; the customer's own rhythm makes {limit} late", Chinese: "静默 {value} 天；按自身节奏 {limit} 天即为逾期"},
	ReasonGone:         {English: "silent for {value} days; the customer's own rhythm makes {limit} a loss", Chinese: "静默 {value} 天；按自身节奏 {limit} 天即为流失"},
	ReasonAliveLow:     {English: "the probability of still being a customer is {value}, below {limit}", Chinese: "仍为客户的概率为 {value}，低于 {limit}"},
	ReasonProspectCold: {English: "no contact for {value} days, at least {limit}, and never a purchase", Chinese: "{value} 天未联系（上限 {limit} 天），且从未购买"},
	ReasonActiveChurn:  {English: "the customer left for another supplier", Chinese: "主动流失：客户选择了其他供应商"},
	ReasonPassiveChurn: {English: "the firm ended the relationship", Chinese: "被动流失：企业终止了合作关系"},
	ReasonDwell:        {English: "in this stage for {value} days; it is kept for at least {limit}", Chinese: "处于该阶段 {value} 天；至少保持 {limit} 天"},
})

// AppendReasons appends why the customer is in the stage on the last day seen,
// in the order of the rules: at least one, unless nothing was heard yet.
func (d *Detector) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	p := &d.rulebook().p
	add := func(code string, value, limit float64) {
		dst = append(dst, clientele.Reason{Code: code, Value: value, Limit: limit})
	}
	none := math.NaN()
	if d.returns > 0 && d.stage != StageLost {
		add(ReasonReturned, float64(d.returns), none)
	}
	quiet := float64(d.now - d.heard)
	growth := d.fast.rate() / d.slow.rate()
	share := d.levelShare(float64(d.now - d.last))
	n := float64(d.purchases)
	switch d.stage {
	case StageProspect:
		add(ReasonNoPurchase, quiet, none)
	case StageExploration:
		if int(d.purchases) < p.Settle {
			add(ReasonFew, n, float64(p.Settle))
		}
		if int(d.purchases) >= p.Explore {
			if growth < p.GrowthEnter {
				add(ReasonNoGrowth, growth, p.GrowthEnter)
			} else {
				add(ReasonGrowth, growth, p.GrowthEnter)
			}
		}
	case StageFormation:
		switch {
		case growth >= p.GrowthEnter:
			add(ReasonGrowth, growth, p.GrowthEnter)
		default:
			add(ReasonFlat, growth, p.GrowthLeave)
		}
		if int(d.purchases) < p.Settle {
			add(ReasonFew, n, float64(p.Settle))
		}
	case StageStability:
		add(ReasonHigh, share, p.DeclineEnter)
		add(ReasonFlat, growth, p.GrowthEnter)
	case StageDecline:
		add(ReasonLow, share, p.DeclineLeave)
	}
	if d.costed && d.buying && d.stage != StageLost {
		if cost := d.cost / d.slow.amount; d.affordable(p) {
			add(ReasonCostLow, cost, p.CostShare)
		} else {
			add(ReasonCostHigh, cost, p.CostShare)
		}
	}
	dst = d.appendSilence(dst)
	if in := d.now - d.since; d.buying && d.stage != StageLost && d.stage != StageProspect && in < Day(p.Dwell) {
		dst = append(dst, clientele.Reason{Code: ReasonDwell, Value: float64(in), Limit: float64(p.Dwell)})
	}
	return dst
}

// appendSilence appends what the silence says.
func (d *Detector) appendSilence(dst []clientele.Reason) []clientele.Reason {
	r := d.rulebook()
	add := func(code string, value, limit float64) {
		dst = append(dst, clientele.Reason{Code: code, Value: value, Limit: limit})
	}
	switch {
	case d.churn == ChurnActive:
		add(ReasonActiveChurn, math.NaN(), math.NaN())
		return dst
	case d.churn == ChurnPassive:
		add(ReasonPassiveChurn, math.NaN(), math.NaN())
		return dst
	case d.stage == StageLost && !d.buying:
		add(ReasonProspectCold, float64(d.now-d.heard), float64(r.p.ProspectDays))
		return dst
	case !d.buying:
		return dst
	}
	s := float64(d.now - d.last)
	late, gone := d.ownLimits(&r.p)
	if r.alive != nil && d.purchases > 1 {
		limit := r.p.LateAlive
		if d.stage == StageLost {
			limit = r.p.GoneAlive
		}
		if p := r.alive.ProbAlive(d.historyAt(d.now, r.p.AliveUnit)); p < limit {
			add(ReasonAliveLow, p, limit)
		}
	}
	switch {
	case d.stage == StageLost && s >= float64(gone):
		add(ReasonGone, s, float64(gone))
	case s >= float64(late):
		add(ReasonLate, s, float64(late))
	default:
		add(ReasonRegular, s, float64(late))
	}
	return dst
}
