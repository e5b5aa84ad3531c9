package checking

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/value/btyd"
)

// Codes of the reasons of a comparison.
const (
	ReasonBest          = "checking.best"                   // the best by the criterion
	ReasonClose         = "checking.close"                  // hardly worse than the best
	ReasonWorse         = "checking.worse"                  // worse than the best
	ReasonRegular       = "checking.regular-timing"         // purchases come more regularly than at random
	ReasonRandom        = "checking.random-timing"          // regular timing does not fit better
	ReasonNoDropout     = "checking.no-dropout"             // a model without dropout fits as well
	ReasonDropout       = "checking.dropout"                // models with dropout fit better
	ReasonAfterPurchase = "checking.dropout-after-purchase" // customers leave after a repeat purchase
	ReasonFromFirst     = "checking.dropout-from-first"     // customers leave after any purchase, the first too
	ReasonAnyTime       = "checking.dropout-any-time"       // customers leave at any time
	ReasonAgeing        = "checking.dropout-ageing"         // the chance to leave changes with age
	ReasonSameDropout   = "checking.dropout-no-ageing"      // it need not change
	ReasonRidge         = "checking.flat-ridge"             // the data do not identify all parameters
	ReasonBeats         = "checking.beats-baseline"         // better than the best rule of thumb
	ReasonBeaten        = "checking.beaten-by-baseline"     // a rule of thumb is better
)

var _ = reason.Register(map[string]reason.Text{
	ReasonBest: {
		English: "the best of the candidates by the criterion, {value}",
		Chinese: "按所选准则为候选模型中最佳：{value}"},
	ReasonClose: {
		English: "only {value} behind the best, less than {limit}: the data hardly tell the two apart",
		Chinese: "仅落后最佳模型 {value}，小于 {limit}：数据难以区分二者"},
	ReasonWorse: {
		English: "{value} behind the best; from {limit} on the difference counts",
		Chinese: "落后最佳模型 {value}；达到 {limit} 即有意义"},
	ReasonRegular: {
		English: "purchases come more regularly than at random: k = {value} instead of {limit}",
		Chinese: "购买时间比随机更有规律：k = {value}，而非 {limit}"},
	ReasonRandom: {
		English: "no regular timing: the best k is {value}, random purchases",
		Chinese: "购买时间没有规律：最佳 k 为 {value}，即随机购买"},
	ReasonNoDropout: {
		English: "no dropout is seen: models with it gain only {value} in AIC, less than {limit}",
		Chinese: "看不到流失：含流失的模型 AIC 仅改善 {value}，小于 {limit}"},
	ReasonDropout: {
		English: "customers drop out: models that allow for it gain {value} in AIC",
		Chinese: "客户会流失：考虑流失的模型 AIC 改善 {value}"},
	ReasonAfterPurchase: {
		English: "customers leave after a repeat purchase, and one-time buyers count as alive: AIC better by {value} than other kinds of dropout",
		Chinese: "客户在重复购买后流失，仅购买一次者视为存活：AIC 比其他流失方式好 {value}"},
	ReasonFromFirst: {
		English: "customers leave after a purchase, many after the first: AIC better by {value} than other kinds of dropout",
		Chinese: "客户在购买后流失，许多人首次购买后即流失：AIC 比其他流失方式好 {value}"},
	ReasonAnyTime: {
		English: "customers leave at any time, whether they buy or not: AIC better by {value} than other kinds of dropout",
		Chinese: "客户随时可能流失，与购买无关：AIC 比其他流失方式好 {value}"},
	ReasonAgeing: {
		English: "the chance to leave changes with the customer's age: AIC better by {value} than with a constant one",
		Chinese: "流失可能性随客户年龄变化：AIC 比恒定时好 {value}"},
	ReasonSameDropout: {
		English: "a chance to leave that changes with age gains only {value} in AIC, less than {limit}: the simpler model says the same",
		Chinese: "流失可能性随年龄变化仅使 AIC 改善 {value}，小于 {limit}：更简单的模型结论相同"},
	ReasonRidge: {
		English: "a flat ridge: {value} direction(s) of the parameters are not identified; read the predictions, not the parameters",
		Chinese: "似然存在平坦脊：{value} 个参数方向不可识别；应看预测值而非参数"},
	ReasonBeats: {
		English: "root mean squared error {value} on the holdout, the best rule without a model {limit}",
		Chinese: "检验期均方根误差为 {value}，最佳的无模型规则为 {limit}"},
	ReasonBeaten: {
		English: "root mean squared error {value} on the holdout, and a rule without a model reaches {limit}",
		Chinese: "检验期均方根误差为 {value}，而无模型规则可达 {limit}"},
})

// tells is the difference of AIC or BIC that counts (Burnham and Anderson 2002);
// tellsError is the share of the best holdout error that does.
const (
	tells      = 2
	tellsError = 0.01
)

// explain gives every row its reasons.
func (c *ModelComparison) explain() {
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Fit == nil {
			continue
		}
		c.explainRank(r)
		c.explainTiming(r)
		c.explainDropout(r)
		if n := len(r.Fit.Flat); n > 0 {
			r.say(ReasonRidge, float64(n), math.NaN())
		}
		c.explainHoldout(r)
	}
}

func (r *ComparisonRow) say(code string, value, limit float64) {
	r.Reasons = append(r.Reasons, clientele.Reason{Code: code, Value: value, Limit: limit})
}

func (c *ModelComparison) explainRank(r *ComparisonRow) {
	limit := float64(tells)
	if c.By == CriterionHoldoutError {
		limit = tellsError * c.By.of(&c.Rows[0])
	}
	switch {
	case r.Rank == 1:
		r.say(ReasonBest, c.By.of(r), math.NaN())
	case r.Delta < limit:
		r.say(ReasonClose, r.Delta, limit)
	default:
		r.say(ReasonWorse, r.Delta, limit)
	}
}

func (c *ModelComparison) explainTiming(r *ComparisonRow) {
	var k int
	switch m := r.Fit.Model.Held().(type) {
	case btyd.BGCNBD:
		k = m.K
	case btyd.MBGCNBD:
		k = m.K
	default:
		return
	}
	if k > 1 {
		r.say(ReasonRegular, float64(k), 1)
	} else {
		r.say(ReasonRandom, float64(k), math.NaN())
	}
}

// dropoutKinds are the models of random timing that differ only in when customers leave.
var dropoutKinds = []struct {
	code string
	is   func(btyd.AnyModel) bool
}{
	{ReasonAfterPurchase, isA[btyd.BGNBD]},
	{ReasonFromFirst, isA[btyd.MBGNBD]},
	{ReasonAnyTime, isA[btyd.ParetoNBD]},
}

func isA[M btyd.Process](m btyd.AnyModel) bool { _, is := m.Held().(M); return is }

func (c *ModelComparison) explainDropout(r *ComparisonRow) {
	for _, kind := range dropoutKinds {
		if !kind.is(r.Fit.Model) {
			continue
		}
		gain, others := math.Inf(1), false
		for _, other := range dropoutKinds {
			if aic, found := c.aic(other.is); found && other.code != kind.code {
				gain, others = math.Min(gain, aic-r.Fit.AIC()), true
			}
		}
		if others && gain >= tells {
			r.say(kind.code, gain, tells)
		}
	}
	switch {
	case isA[btyd.NBD](r.Fit.Model):
		best := math.Inf(1)
		for _, kind := range dropoutKinds {
			if aic, found := c.aic(kind.is); found {
				best = math.Min(best, aic)
			}
		}
		c.judge(r, r.Fit.AIC()-best, ReasonDropout, ReasonNoDropout)
	case isA[btyd.GGompertzNBD](r.Fit.Model):
		if aic, found := c.aic(isA[btyd.ParetoNBD]); found {
			c.judge(r, aic-r.Fit.AIC(), ReasonAgeing, ReasonSameDropout)
		}
	}
}

// judge says yes if the gain in AIC counts, and no otherwise; nothing if there
// was no other model to gain on.
func (c *ModelComparison) judge(r *ComparisonRow, gain float64, yes, no string) {
	switch {
	case math.IsInf(gain, 0):
	case gain >= tells:
		r.say(yes, gain, tells)
	default:
		r.say(no, math.Max(gain, 0), tells)
	}
}

// aic returns that of the first fitted model that is of a kind.
func (c *ModelComparison) aic(is func(btyd.AnyModel) bool) (float64, bool) {
	for _, r := range c.Rows {
		if r.Fit != nil && is(r.Fit.Model) {
			return r.Fit.AIC(), true
		}
	}
	return 0, false
}

func (c *ModelComparison) explainHoldout(r *ComparisonRow) {
	if r.Holdout == nil {
		return
	}
	best := math.Inf(1)
	for _, b := range c.Baselines {
		best = math.Min(best, b.RMSE)
	}
	if r.Holdout.RMSE < best {
		r.say(ReasonBeats, r.Holdout.RMSE, best)
	} else {
		r.say(ReasonBeaten, r.Holdout.RMSE, best)
	}
}
