package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/figure"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// Write implements program.Answer.
func (a *answer) Write(p *note.Page) {
	a.writeEquity(p)
	a.writeCustomers(p)
	a.writeSlipping(p)
	a.writeData(p)
	a.writePurchases(p)
	a.writeSpend(p)
	if a.holdout != nil {
		a.writeHoldout(p)
	}
}

// unit is that of n of them; a Chinese number has the counting word, "个月".
func unit(p *note.Page, a *answer, n float64) string {
	if p.Lang == clientele.LangChinese {
		n = 2
	}
	return say(p.Lang, intake.UnitName(a.terms.Unit, n))
}

func (a *answer) writeEquity(p *note.Page) {
	p.Section(note.Words{"What the customers are worth", "客户总价值"}, valueCustomers)
	if a.models.spend == nil {
		p.Say(note.Words{"There are no amounts: a value is a number of purchases, discounted.", "没有金额：价值即折现后的购买次数。"})
	}
	p.Say(note.Words{"All %s customers together, %s:", "全部 %s 位客户合计，%s："}, note.Count(len(a.scores)), a.horizonText(p))
	row := func(name note.Words, iv clientele.Interval) []any {
		return note.Row(name.In(p.Lang), note.Money(a.equity), note.MoneyRange(iv))
	}
	rows := [][]any{
		row(note.Words{"expected total (interval of the mean)", "期望总额（均值的区间）"}, a.mean),
		row(note.Words{"total as it will turn out (interval of the outcome)", "实际将出现的总额（结果的区间）"}, a.outcome),
	}
	if a.tracked != nil {
		rows = append(rows, row(note.Words{"the same by a model as wrong as it has been (interval of the record)", "同上，模型误差与以往一样大（历史误差的区间）"}, a.record))
	}
	p.Table(note.Words{"what | value | 95 % interval", "项目 | 价值 | 95% 区间"}, rows...)
	if a.tracked != nil {
		p.Say(note.Words{"The first two take the model as true; the third is the one to plan with:", "前两个区间假定模型正确；做计划应以第三个为准："})
		p.Reasons(a.tracked.AppendReasons(nil))
	}
	var lines []string
	for _, c := range a.cautions {
		lines = append(lines, fmt.Sprintf(note.Words{"Caution: %s.", "注意：%s。"}.In(p.Lang), note.Plain(say(p.Lang, c))))
	}
	for _, c := range a.caveats() {
		lines = append(lines, fmt.Sprintf(note.Words{"Note: %s.", "说明：%s。"}.In(p.Lang), say(p.Lang, c)))
	}
	p.List(lines...)
}

// horizonText says what value means here.
func (a *answer) horizonText(p *note.Page) string {
	margin := note.Words{"all of the sales", "全部销售额"}.In(p.Lang)
	if a.terms.Margin < 1 {
		margin = fmt.Sprintf(note.Words{"a margin of %s", "毛利率 %s"}.In(p.Lang), note.Percent(a.terms.Margin, 1))
	}
	when := ""
	if !a.data.end.IsZero() {
		when = fmt.Sprintf(note.Words{" from %s on", "（自 %s 起）"}.In(p.Lang), intake.Day(a.data.end))
	}
	return fmt.Sprintf(note.Words{"%s%s, counting %s, discounted at %s a year", "%s%s，按%s计，年折现率 %s"}.In(p.Lang),
		say(p.Lang, a.horizonName()), when, margin, note.Percent(a.terms.Rate.Value, 1))
}

// horizonName is how far ahead value counts, as it was asked for.
func (a *answer) horizonName() string {
	if a.until == forever {
		return "for ever"
	}
	return "over the next " + a.until
}

// when says when a customer bought last: a date, or how long ago where only
// histories are known.
func (a *answer) when(p *note.Page, h clientele.History) string {
	ago := h.Age - h.Last
	if a.data.end.IsZero() || a.models.used.kind == intake.BGBB {
		return fmt.Sprintf(note.Words{"%s %s ago", "%s %s前"}.In(p.Lang), note.Short(ago), unit(p, a, ago))
	}
	return intake.Day(a.data.end.Add(-time.Duration(math.Round(ago * float64(a.terms.Unit)))).Round(time.Minute))
}

// ranks gives those with the same value the same place, as in 1, 2, 2, 4.
func (a *answer) ranks() []int {
	out := make([]int, len(a.top))
	for k, i := range a.top {
		if out[k] = k + 1; k > 0 && same(a.scores[i].clv, a.scores[a.top[k-1]].clv) {
			out[k] = out[k-1]
		}
	}
	return out
}

// same reports whether two values differ by rounding at most.
func same(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9*math.Abs(a) }

// tied counts the customers whose value is that of another's place.
func (a *answer) tied(value float64) int {
	n := 0
	for _, s := range a.scores {
		if same(value, s.clv) {
			n++
		}
	}
	return n
}

func (a *answer) writeCustomers(p *note.Page) {
	p.Section(note.Words{"The most valuable customers", "最有价值的客户"}, mostValuable, (*answer).ranks)
	last := a.scores[a.top[len(a.top)-1]].clv
	if a.tied(last) == len(a.scores) && len(a.scores) > 1 {
		p.Say(note.Words{"All have the same value, %s: nothing ranks them.", "所有客户的价值相同（%s）：无从排序。"}, note.Money(last))
		return
	}
	p.Say(note.Words{
		"The first %s of %s. *Value* is what they are expected to bring, %s. *Still a customer* is the probability that they have not left; *purchases to come* and *a purchase* are expected. The interval of the mean says how well the expected value is known; that of the outcome, what this one customer may turn out to bring.",
		"共 %[2]s 位，列出前 %[1]s 位。“价值”为预计带来的金额，%[3]s。“仍是客户”为尚未离开的概率；“未来购买”与“每次金额”均为期望值。均值的区间表示期望价值的把握程度；结果的区间表示这一位客户实际可能带来多少。"},
		note.Count(len(a.top)), note.Count(len(a.scores)), a.horizonText(p))
	ranks := a.ranks()
	var rows [][]any
	for k, i := range a.top {
		c, s := a.data.customers[i], a.scores[i]
		outcome := "–"
		if k < len(a.topRange) {
			outcome = note.MoneyRange(a.topRange[k])
		}
		rows = append(rows, note.Row(note.Plain(c.id), ranks[k], note.Money(s.clv), note.MoneyRange(s.mean), outcome, note.Percent(s.alive, 1),
			note.Fixed(s.purchases, 1), note.Money(s.spend), note.Count(c.data.History.Repeats+1), a.when(p, c.data.History)))
	}
	p.Table(note.Words{"customer | rank | value | 95 % of the mean | 95 % of the outcome | still a customer | purchases to come | a purchase | purchases so far | last purchase",
		"客户 | 名次 | 价值 | 均值的 95% 区间 | 结果的 95% 区间 | 仍是客户 | 未来购买 | 每次金额 | 已购次数 | 最近购买"}, rows...)
	if ties := a.tied(last); ties > 1 {
		shown := 0
		for _, i := range a.top {
			if same(last, a.scores[i].clv) {
				shown++
			}
		}
		if ties > shown {
			p.Say(note.Words{"A tie: %s more have the value of the last one listed; the order among them says nothing.", "并列：另有 %s 位与末位价值相同，其先后没有含义。"}, note.Count(ties-shown))
		}
	}
}

// slip is a customer who may be leaving.
type slip struct {
	at    int
	stays float64 // what they bring if they are still there
	stake float64 // of it, what is expected to be lost
}

// slipping are those who may be leaving, by what is at stake: neither safe nor
// nearly certain to be gone.
func (a *answer) slipping() []slip {
	const gone, safe = 0.1, 0.8
	var out []slip
	for i, s := range a.scores {
		if s.alive >= gone && s.alive <= safe && s.clv > 0 && !math.IsInf(s.clv, 1) {
			out = append(out, slip{i, s.clv / s.alive, s.clv/s.alive - s.clv})
		}
	}
	slices.SortStableFunc(out, func(x, y slip) int { return cmp.Compare(y.stake, x.stake) })
	return out
}

func (a *answer) writeSlipping(p *note.Page) {
	list := a.slipping()
	p.Section(note.Words{"Slipping away", "正在流失的客户"}, (*answer).slipping)
	if len(list) == 0 {
		p.Say(note.Words{"Nobody is in doubt: all are probably still customers, or almost certainly gone.", "没有悬而未决的客户：要么很可能仍在，要么几乎肯定已离开。"})
		return
	}
	p.Say(note.Words{
		"%s customers are still there with a probability of 10 to 80 %%. *At stake* is what they would bring if they are still there, less what is expected: call the first of them first.",
		"有 %s 位客户仍在的概率为 10%% 到 80%%。“面临损失”为其若仍在将带来的金额减去期望价值：请先联系排在前面的。"}, note.Count(len(list)))
	var rows [][]any
	for _, x := range list[:min(len(list), len(a.top))] {
		c, s := a.data.customers[x.at], a.scores[x.at]
		rows = append(rows, note.Row(note.Plain(c.id), note.Money(x.stake), note.Money(x.stays), note.Percent(s.alive, 0), note.Count(c.data.History.Repeats+1), a.when(p, c.data.History)))
	}
	p.Table(note.Words{"customer | at stake | brings if still there | still a customer | purchases so far | last purchase", "客户 | 面临损失 | 若仍在的价值 | 仍是客户 | 已购次数 | 最近购买"}, rows...)
}

func (a *answer) writeData(p *note.Page) {
	r := a.data.report
	p.Section(note.Words{"The data", "数据"}, fitAll)
	r.Write(p)
	repeat, ages, repeats := 0, 0.0, 0
	for _, c := range a.data.customers {
		h := c.data.History
		if h.Repeats > 0 {
			repeat++
		}
		repeats += h.Repeats
		ages += h.Age
	}
	n := len(a.data.customers)
	mean := ages / float64(n)
	p.Say(note.Words{"%s customers, of whom %s bought again (%s repeat purchases), were observed for %s %s on average.", "共 %s 位客户，其中 %s 位复购（复购 %s 次），平均观察 %s %s。"},
		note.Count(n), note.Count(repeat), note.Count(repeats), note.Short(mean), unit(p, a, mean))
	if r.Holdout > 0 {
		p.Say(note.Words{
			"What was known on %s was used to predict the %s %s after it, the holdout, which those fits did not see; %s customers whose first purchase is in it are not among the predicted.",
			"以 %s 当日已知的数据预测其后 %s %s（检验期），拟合时未使用检验期数据；首次购买在检验期内的 %s 位客户不在预测之列。"},
			r.Before, note.Short(r.Holdout), unit(p, a, r.Holdout), note.Count(r.Waiting))
	}
	if r.End != "" {
		p.Say(note.Words{"Values are those of %s, the end of all data.", "各项价值以全部数据的末日 %s 为准。"}, r.End)
	}
	if s := a.data.truth; s != nil {
		p.Say(note.Words{
			"The shop is simulated: %s customers join over half a year from %s, and buy and drop out as BG/NBD says, with r = %g, α = %g weeks, a = %g, b = %g; amounts are gamma-gamma with p = %g, q = %g, γ = %g. Purchases of one day are one purchase.",
			"商店为模拟：%s 位客户自 %s 起在半年内陆续加入，按 BG/NBD 购买与流失，r = %g，α = %g 周，a = %g，b = %g；金额服从 Gamma-Gamma，p = %g，q = %g，γ = %g。同一天的购买计为一次。"},
			note.Count(s.customers), intake.Day(s.first), s.purchases.R, s.purchases.Alpha, s.purchases.A, s.purchases.B, s.spend.P, s.spend.Q, s.spend.Gamma)
	}
}

func (a *answer) writePurchases(p *note.Page) {
	m := a.models
	title := intake.ModelTitle(m.used.kind, p.Lang)
	p.Section(note.Words{"Purchases: " + title, "购买模型：" + title}, fitModels, fitKind)
	var lines []string
	for _, r := range m.reasons {
		lines = append(lines, say(p.Lang, r))
	}
	for _, f := range m.failures {
		lines = append(lines, failure(p, f))
	}
	p.List(lines...)
	p.Say(note.Words{"Log-likelihood %s, times in %s.", "对数似然 %s，时间以%s计。"}, note.Fixed(m.used.logLik, 4), note.Words{intake.UnitName(a.terms.Unit, 2), intake.In(p.Lang, intake.UnitName(a.terms.Unit, 1))}.In(p.Lang))
	a.writeEstimates(p, m.used.estimates(level), a.truePurchases())
	writeWarnings(p, m.used.warnings)
	if m.used.kind == "btyd.BGNBD" {
		p.Say(note.Words{
			"BG/NBD gives every customer without a repeat purchase P(alive) = 1: the first chance to drop out comes with the first repeat. MBG/NBD has no such rule.",
			"BG/NBD 认为每位没有复购的客户的存活概率都是 1：首次复购时才有可能流失。MBG/NBD 没有这一规则。"})
	}
	if t := a.data.timelines; t != nil && m.used.kind != intake.BGBB {
		p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) {
			o.Unit = a.terms.Unit
			table, err := checking.Frequencies(m.used.model.(newcomers), t.Panel(), 8, len(m.used.estimates(level)))
			if err != nil {
				return nil, err
			}
			return picture.Frequency(table, o)
		}))
	}
}

// newcomers is what a picture of how often customers buy asks of a model.
type newcomers interface {
	purchaseModel
	checking.NewcomerProber
}

// failure says that a model could not be fitted; why is for those who read English.
func failure(p *note.Page, why string) string {
	if p.Lang == clientele.LangEnglish {
		return "Could not be fitted: " + note.Plain(why)
	}
	if said := say(p.Lang, why); said != why {
		return said
	}
	return fmt.Sprintf("有模型无法拟合：`%s`", why)
}

// truePurchases returns the true parameters if they are known and the model is
// the one that they are of.
func (a *answer) truePurchases() []clientele.Param {
	if a.data.truth == nil || a.models.used.kind != "btyd.BGNBD" {
		return nil
	}
	return a.data.truth.purchases.Params()
}

func (a *answer) writeSpend(p *note.Page) {
	s := a.models.spend
	if s == nil {
		return
	}
	p.Section(note.Words{"Spend: Gamma-Gamma", "金额模型：Gamma-Gamma"})
	p.Say(note.Words{"Log-likelihood %s of %s customers with repeat purchases.", "对数似然 %s，复购客户 %s 位。"}, note.Fixed(s.LogLik, 4), note.Count(s.N))
	var truth []clientele.Param
	if a.data.truth != nil {
		truth = a.data.truth.spend.Params()
	}
	a.writeEstimates(p, s.Estimates(level), truth)
	if mean := s.Model.Mean(); math.IsInf(mean, 1) {
		p.Say(note.Words{
			"The mean amount of the population does not exist (q ≤ 1); the median of the customers' means is %s. Customers without a repeat purchase have no expected spend and no value here, and the total has none.",
			"总体的平均金额不存在（q ≤ 1）；客户均额的中位数为 %s。没有复购的客户没有期望金额，也没有价值，总额亦然。"}, note.Money(s.Model.Quantile(0.5)))
	} else {
		p.Say(note.Words{"The expected amount of a purchase of a new customer is %s.", "新客户每次购买的期望金额为 %s。"}, note.Money(mean))
	}
	writeWarnings(p, s.Warnings)
}

// writeEstimates prints the parameters, with their true values if they are known.
func (a *answer) writeEstimates(p *note.Page, estimates []clientele.Estimate, truth []clientele.Param) {
	head := note.Words{"parameter | estimate | std. error | 95 % interval", "参数 | 估计值 | 标准误 | 95% 区间"}
	if truth != nil {
		head = note.Words{head[0] + " | true | in the interval", head[1] + " | 真值 | 在区间内"}
	}
	var rows [][]any
	for i, e := range estimates {
		row := note.Row(e.Name, number(e.Value), number(e.SE), between(e.Interval, number))
		if truth != nil {
			row = append(row, number(truth[i].Value), yes(p, e.Interval.Contains(truth[i].Value)))
		}
		rows = append(rows, row)
	}
	p.Table(head, rows...)
}

// number prints a parameter: one that runs to the edge is as good as infinite.
func number(v float64) string {
	if v >= 1e7 {
		return "∞"
	}
	return note.Short(v)
}

func writeWarnings(p *note.Page, warnings []clientele.Warning) {
	var lines []string
	for _, w := range warnings {
		lines = append(lines, fmt.Sprintf(note.Words{"Warning: %s.", "警告：%s。"}.In(p.Lang), w.Text(p.Lang)))
	}
	p.List(lines...)
}

func (a *answer) writeHoldout(p *note.Page) {
	h := a.holdout
	p.Section(note.Words{"Does it predict?", "预测准不准？"}, newHoldout)
	p.Say(note.Words{"In the %s %s after what was known, with the model as it was fitted to that:", "在已知数据之后的 %s %s内，按当时拟合的模型："}, note.Short(h.length), unit(p, a, h.length))
	rows := [][]any{note.Row(note.Words{"purchases", "购买次数"}.In(p.Lang), count(h.accuracy.Actual), count(h.accuracy.Expected), between(h.interval, count), yes(p, h.interval.Contains(h.accuracy.Actual)))}
	if a.models.spend != nil {
		rows = append(rows, note.Row(note.Words{"amounts", "金额"}.In(p.Lang), note.Money(h.paid), note.Money(h.expected), note.MoneyRange(h.paidInterval), yes(p, h.paidInterval.Contains(h.paid))))
	}
	p.Table(note.Words{"total | actual | predicted | 95 % interval of the outcome | in the interval", "合计 | 实际 | 预测 | 结果的 95% 区间 | 在区间内"}, rows...)
	rows = nil
	for _, g := range h.byRepeats {
		name := note.Fixed(g.From, 0)
		if g.From >= mostRepeats {
			name += note.Words{" and more", " 及以上"}.In(p.Lang)
		}
		rows = append(rows, note.Row(name, note.Count(g.N), fixed(g.Actual), fixed(g.Expected)))
	}
	p.Say(note.Words{"Purchases a customer, by the repeat purchases before:", "人均购买次数，按此前的复购次数："})
	p.Table(note.Words{"repeats | customers | actual | predicted", "复购次数 | 客户数 | 实际 | 预测"}, rows...)
	p.Say(note.Words{"The mean absolute error a customer is %s; predicting the mean rate for everybody would have %s.", "人均绝对误差为 %s；若对所有人都按平均频率预测，则为 %s。"}, fixed(h.accuracy.MAE), fixed(h.pooled))
}

// caveats says what the numbers do not cover.
func (a *answer) caveats() []string {
	var out []string
	unknown := 0
	for _, s := range a.scores {
		if math.IsInf(s.clv, 1) || math.IsNaN(s.clv) {
			unknown++
		}
	}
	switch {
	case unknown == 0:
	case a.models.spend != nil && math.IsInf(a.models.spend.Model.Mean(), 1):
		out = append(out, fmt.Sprintf("%d customers have no finite expected value, because the population mean of the spend model does not exist (q <= 1); so the total has none either", unknown))
	default:
		out = append(out, fmt.Sprintf("%d customers have no finite expected value: without discounting, purchases for ever add up to no finite number; give a -rate or a -horizon", unknown))
	}
	if a.models.spend == nil {
		out = append(out, "there are no amounts: every purchase counts 1, so values are numbers of discounted purchases")
	}
	return out
}
