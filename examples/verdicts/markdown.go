package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/internal/normal"
)

// Write implements program.Answer.
func (a *answer) Write(p *note.Page) {
	a.writeData(p)
	a.writeRule(p)
	a.writeLost(p)
	a.writeCalibration(p)
	a.writeGroups(p)
	a.writeContradictions(p)
	if a.known != nil {
		a.known.write(p)
	}
	if len(a.stationary) > 0 {
		a.writeStationary(p)
		a.writeDelay(p)
	}
}

func (a *answer) writeData(p *note.Page) {
	b, f := a.base, a.fitted
	p.Section(note.Words{"The data", "数据"}, newBase)
	b.report.Write(p)
	purchases := 0
	for i := range b.customers {
		purchases += b.customers[i].known
	}
	p.Say(note.Words{
		"Up to %v, the split, %s customers made %s purchases: that is all that the fits and verdicts see. The log goes on to %v, %d days more, and what happened in them the verdicts are held against.",
		"截至分割日 %v，%s 位客户共购买 %s 次，拟合与判断只用到这些数据。记录一直到 %v，即其后 %d 天，用来检验这些判断。"},
		b.split, note.Count(len(b.customers)), note.Count(purchases), b.end, int(b.rest()))
	if b.waiting > 0 {
		p.Say(note.Words{"Customers who came on that day or later are left out: %d.", "当日及之后才出现的 %d 位客户不计入。"}, b.waiting)
	}
	if b.truth != nil {
		p.Say(note.Words{
			"The shop's truth is known: customers buy at random, every %d days on average, each at a rate of their own; %s of them leave for good in a year, in %s the rate falls to a third, and %s pause for half a year on average and come back.",
			"模拟商店的真实情况是已知的：客户随机购买，平均每 %d 天一次，各有各的频率；每年有 %s 的客户彻底离开，%s 的客户购买频率降到三分之一，%s 的客户平均停购半年后又回来。"},
			shopGap, note.Percent(-math.Expm1(-shopLeaving), 0), note.Percent(-math.Expm1(-shopFalling), 0), note.Percent(-math.Expm1(-shopPausing), 0))
	}
	for _, w := range f.warnings {
		p.Say(note.Words{"- Warning: %s.", "- 警告：%s。"}, w.Text(p.Lang))
	}
	if b.calendar != nil {
		p.Say(note.Words{"Days are counted in the calendar's time: more pass in busy seasons, fewer in quiet ones, as many as on the clock in a year.",
			"天数按给定的季节日历计算：旺季过得多，淡季过得少，全年合计与自然日相同。"})
	}
	if f.horizon < f.asked {
		p.Say(note.Words{"- Note: the horizon is %d days, but the log has only %d after the split: the probabilities below are those of the %[2]d days, and verdicts of loss are not yet fully tested. An earlier -split leaves more time.",
			"- 说明：判断的时长为 %d 天，而分割日之后的记录只有 %d 天：以下概率均按 %[2]d 天计算，流失判断尚未经过完整检验。把 -split 提前可留出更多时间。"}, int(f.asked), int(f.horizon))
	}
}

func (a *answer) writeRule(p *note.Page) {
	f := a.fitted
	policy := f.loss.Policy()
	p.Section(note.Words{"Who is lost?", "谁算流失？"}, fit)
	p.Say(note.Words{
		"There is one rule of loss, and every package uses it: a customer is lost when the probability that they buy nothing in the next %[1]s days is %[2]s or more; for a slow customer the days are %[3]s of their own expected gaps, if that is longer. Nobody is lost before one expected gap has passed. The base expects %[4]s days between two purchases of a customer. How the rule was chosen:",
		"全库只有一条流失规则：今后 %[1]s 天内不再购买的概率达到 %[2]s，即判为流失；购买较慢的客户，时长取其自身预期购买周期的 %[3]s 倍（若更长）；未购买时间不足一个预期周期的不判流失。该客户群两次购买之间预期相隔 %[4]s 天。规则的选择依据："},
		note.Fixed(policy.Horizon, 0), note.Percent(policy.Limit, 1), short(policy.Gaps), note.Fixed(f.loss.Rhythm().Gap, 0))
	p.Reasons(f.loss.AppendReasons(nil))
	for _, m := range f.loss.Models() {
		p.Say(note.Words{"The probability comes from the model %s, with a weight of %s.", "概率来自模型 %s，权重 %s。"}, intake.ModelTitle(m.Model.Kind(), p.Lang), note.Percent(m.Weight, 0))
	}
	if f.quick {
		p.Say(note.Words{"The model of customers who slow down and come back was not tried: with more than %d purchases it takes long.",
			"“放慢后又回来”的模型未参与选择：购买超过 %d 次时拟合时间过长。"}, mostPurchases)
	}
}

func (a *answer) writeLost(p *note.Page) {
	n, m := a.loss, a.monthly
	p.Section(note.Words{"Verdicts of loss", "流失判断的结果"}, countLoss, monthByMonth)
	if n.called == 0 {
		p.Say(note.Words{"On the day of the split nobody is called lost.", "在分割日没有客户被判为流失。"})
	} else {
		p.Say(note.Words{
			"On the day of the split %d of %d customers are called lost; the rule said of them, on average, that %s would buy nothing. In truth %s bought nothing (95 %% interval %s): %d were called lost and bought again within their horizon. Of the %d who were not called, %d bought nothing either in theirs.",
			"分割日当天，%[2]d 位客户中有 %[1]d 位被判为流失；规则认为他们平均有 %[3]s 的可能不再购买。实际不再购买的占 %[4]s（95%% 区间 %[5]s）：有 %[6]d 位被判流失后又在各自时长内购买。未被判流失的 %[7]d 位中，也有 %[8]d 位在各自时长内没有购买。"},
			n.called, n.called+n.notCalled, note.Percent(n.meanProb, 1), note.Percent(1-float64(n.bought)/float64(n.called), 1),
			percents(normal.Wilson(float64(n.called-n.bought), float64(n.called), level)), n.bought, n.notCalled, n.silentAnyway)
	}
	if n.short > 0 {
		p.Say(note.Words{"For %d of the called the log ends before their horizon does: some of these may still buy.",
			"其中 %d 位的时长超出了记录的终点：他们之后仍可能购买。"}, n.short)
	}
	var rows [][]any
	for _, r := range []struct {
		when              note.Words
		verdicts, revoked int
	}{{note.Words{"the whole log", "整段记录"}, m.verdicts, m.revoked}, {note.Words{"after the split", "分割日之后"}, m.laterVerdicts, m.laterRevoked}} {
		share := "–"
		if r.verdicts > 0 {
			share = note.Percent(float64(r.revoked)/float64(r.verdicts), 1)
		}
		rows = append(rows, note.Row(r.when.In(p.Lang), r.verdicts, r.revoked, share))
	}
	p.Say(note.Words{"The same verdict month by month, by the same rule: it stands until the customer buys again, and is then revoked.",
		"按同一规则逐月判断：判断一直有效，直到客户再次购买，即为被推翻。"})
	p.Table(note.Words{"verdicts of loss at month ends | given | revoked by a later purchase | share revoked", "月末流失判断 | 给出 | 后来被购买推翻 | 被推翻比例"}, rows...)
}

func (a *answer) writeCalibration(p *note.Page) {
	f := a.fitted
	p.Section(note.Words{"Do the probabilities mean what they say?", "概率说得准吗？"}, calibrate)
	p.Say(note.Words{"The probability of no purchase in the %d days after the split, by customers of whom about the same was said. Where the interval holds what was said, the difference may be chance.",
		"分割日之后 %d 天内不购买的概率，按大小分组。若区间包含所说的概率，则差异可能只是偶然。"}, int(f.horizon))
	var rows [][]any
	for k, bin := range a.calibration {
		if bin.n == 0 {
			continue
		}
		rows = append(rows, note.Row(fmt.Sprintf("%d–%d %%", 10*k, 10*k+10), bin.n, note.Percent(bin.meanSaid(), 1), note.Percent(bin.seen(), 1), percents(bin.interval()), within(p, bin)))
	}
	p.Table(note.Words{"said | customers | mean of what was said | no purchase in truth | 95 % interval | holds what was said", "所说概率 | 客户数 | 所说均值 | 实际未购买 | 95% 区间 | 区间包含所说"}, rows...)
}

// within says whether the interval of what was seen holds what was said.
func within(p *note.Page, s share) string {
	if s.interval().Contains(s.meanSaid()) {
		return note.Words{"yes", "是"}.In(p.Lang)
	}
	return note.Words{"no", "否"}.In(p.Lang)
}

func (a *answer) writeGroups(p *note.Page) {
	f := a.fitted
	p.Section(note.Words{"Every verdict, and what came", "各种判断与后来的事实"}, (*fitted).judge)
	p.Say(note.Words{"A name is worth as much as the customers behind it differ in what they do next: here in the %d days after the split. The last column has their purchases over what their usual rate would have made: 1 is as usual.",
		"一个名称有没有用，要看名下客户后来的表现是否真的不同：这里看分割日之后 %d 天。最后一列是实际购买次数与按其平时频率应有次数之比，1 即与平时相同。"}, int(f.horizon))
	for _, k := range a.groups {
		if len(k.groups) == 1 && k.groups[0].name == nil && k.why != nil {
			p.Say(note.Words{"%s: a log of purchases alone does not tell it. Of the first customer, say:", "%s：仅凭购买记录无法判断。以第一位客户为例："}, k.title.In(p.Lang))
			p.Reasons(k.why(&a.said[0]))
			continue
		}
		var rows [][]any
		for i := range k.groups {
			g := &k.groups[i]
			name := note.Words{"nothing said", "未作判断"}.In(p.Lang)
			if g.name != nil {
				name = g.name.Label(p.Lang)
			}
			s := g.share
			rows = append(rows, note.Row(name, s.n, note.Percent(float64(s.n)/float64(len(a.said)), 1), note.Percent(s.meanSaid(), 1), note.Percent(s.seen(), 1), percents(s.interval()),
				note.Fixed(float64(g.bought)/float64(s.n), 2), note.Fixed(g.ratio(), 2)))
		}
		p.Table(note.Words{
			k.title[0] + " | customers | share | no purchase: said | in truth | 95 % interval | purchases each | against their usual rate",
			k.title[1] + " | 客户数 | 占比 | 不购买：所说 | 实际 | 95% 区间 | 人均购买次数 | 与平时频率之比"}, rows...)
	}
}

func (a *answer) writeContradictions(p *note.Page) {
	p.Section(note.Words{"Contradictions", "互相矛盾的判断"}, contradict)
	p.Say(note.Words{"Pairs of verdicts that nobody would say of one customer, counted over all customers:", "同一位客户不应同时得到的两种判断，逐对统计："})
	var rows [][]any
	for _, c := range a.contradictions {
		rows = append(rows, note.Row(c.pair[0].text.In(p.Lang), c.pair[1].text.In(p.Lang), len(c.both), c.first))
	}
	p.Table(note.Words{"one | other | customers with both | customers with the one", "判断一 | 判断二 | 两者兼有 | 判断一的客户数"}, rows...)
	none := true
	for _, c := range a.contradictions {
		if len(c.both) == 0 {
			continue
		}
		none = false
		x := c.both[0]
		p.Say(note.Words{"%s and %s: %s, such as customer %s. The reasons:", "既是“%s”又是“%s”：%s，如客户 %s。理由："},
			upper(c.pair[0].text.In(p.Lang)), c.pair[1].text.In(p.Lang), inWords(p, len(c.both)), note.Plain(x.id))
		p.Reasons(c.pair[1].why(x, c.pair[0].why(x, nil)))
	}
	if none {
		p.Say(note.Words{"No customer has two verdicts that contradict each other.", "没有客户同时得到互相矛盾的判断。"})
	}
}

// inWords counts customers in words.
func inWords(p *note.Page, n int) string {
	switch {
	case p.Lang == clientele.LangChinese:
		return fmt.Sprintf("%d 位客户", n)
	case n == 1:
		return "one customer"
	}
	return fmt.Sprintf("%d customers", n)
}

func (k *knownTruth) write(p *note.Page) {
	p.Section(note.Words{"The truth of the shop", "与真实情况对照"}, holdAgainst)
	p.Say(note.Words{"What no log can tell, for these customers it is known:", "真实记录无从得知的事，在模拟商店里是已知的："})
	of := func(n, all int) string {
		if all == 0 {
			return "–"
		}
		return fmt.Sprintf("%d (%s)", n, note.Percent(float64(n)/float64(all), 1))
	}
	p.Table(note.Words{"customers who | there are | and of them are | so many", "实际情况 | 客户数 | 判断 | 人数"},
		note.Row(note.Words{"had left by the split", "分割日前已离开"}.In(p.Lang), k.gone, note.Words{"lost by stage", "阶段为流失"}.In(p.Lang), of(k.goneCalled, k.gone)),
		note.Row(note.Words{"had not left", "尚未离开"}.In(p.Lang), k.stay, note.Words{"lost by stage", "阶段为流失"}.In(p.Lang), of(k.stayCalled, k.stay)),
		note.Row(note.Words{"had fallen to a third at least a year before, and not left", "至少一年前已降到三分之一且未离开"}.In(p.Lang), k.fallen, note.Words{"ever since in decline, or lost", "此后曾判为退化或流失"}.In(p.Lang), of(k.fallenNoticed, k.fallen)),
		note.Row(note.Words{"had neither fallen nor left", "既未下降也未离开"}.In(p.Lang), k.steady, note.Words{"in decline", "阶段为退化"}.In(p.Lang), of(k.steadyDecline, k.steady)))
	p.Say(note.Words{"Those who left and were called lost were silent for %s days in the median before. Customers who were still there, many of them pausing, were called lost %d times in %s customer-years.",
		"已离开并被判为流失的客户，判断之前的沉默天数中位数为 %s 天。仍在的客户（其中不少只是暂停）在 %[3]s 客户年中被判流失 %[2]d 次。"},
		note.Fixed(k.silence(), 0), k.falseLosses, note.Fixed(k.stayYears, 0))
}

func (a *answer) writeStationary(p *note.Page) {
	policy := a.stationary[0].rules.Policy()
	p.Section(note.Words{"Customers who never change", "从不变化的客户"}, simulateStationary)
	p.Say(note.Words{"Simulated: %d customers of each trade buy for six years as they always did, by rules without a model that are fitted to %d others of the trade. Every loss, decline and growth that is said of them is a false alarm. The rules allow one false loss in %s customer-years, one false decline in %s and one false growth in %s. Shape 1 is purchases at random; the more, the more regular.",
		"模拟：每种行业 %d 位客户六年来一直照旧购买，规则（不含模型）由同行业另外 %d 位客户拟合。对他们的任何流失、退化、增长判断都是误报。规则允许每 %s 客户年误报一次流失、每 %s 客户年误报一次退化、每 %s 客户年误报一次增长。形状 1 为随机购买，数值越大越规律。"},
		livers, learners, short(policy.LossYears), short(policy.DeclineYears), short(policy.GrowthYears))
	var rows [][]any
	for i := range a.stationary {
		s := &a.stationary[i]
		rows = append(rows, note.Row(short(s.gap), short(s.shape), note.Fixed(s.lives.LossRate(), 4), note.Percent(s.lives.EverLost(), 1), note.Percent(s.lives.DeclineShare(), 2), note.Fixed(s.lives.ChangeRate(), 3)))
	}
	p.Table(note.Words{"days between purchases | shape | false losses a customer-year | ever falsely lost in six years | time in decline | stage changes a year, once settled",
		"平均间隔（天） | 形状 | 每客户年误报流失 | 六年内曾误报流失 | 处于退化期的时间 | 稳定后每年阶段变动"}, rows...)
}

func (a *answer) writeDelay(p *note.Page) {
	p.Section(note.Words{"Customers who change", "发生变化的客户"}, simulateDelays)
	p.Say(note.Words{"Simulated: after %d gaps a customer leaves, or after %d the rate falls to a half or a quarter. The delay is the median, in days; beside it that of the best possible detector (the CUSUM that knows the customer's rate before and after, and the regularity; Lorden 1971, Moustakides 1986) at the same rate of false alarms. No detector can have both fewer false alarms and shorter delays, and ours has to learn first what the best one knows. Found is the share noticed within %[2]d of the old gaps; a dash means that more than half are never found: what has lasted for a year or two is the new usual.",
		"模拟：客户在 %d 个购买周期后离开，或在 %d 个周期后频率降到一半或四分之一。延迟为中位数（天）；旁边是误报率相同的最优检测（事先知道该客户变化前后的频率与规律性的 CUSUM；Lorden 1971，Moustakides 1986）。没有任何检测能同时误报更少、发现更快；而我们的规则要先从数据中学到最优检测事先知道的东西。“发现”是在 %[2]d 个原周期内发现的比例；横线表示半数以上始终未被发现：持续一两年的变化就成了新的常态。"},
		lossGaps, fallGaps)
	var rows [][]any
	for i := 0; i < len(a.delay); i += len(drops) {
		half, quarter, loss := &a.delay[i], &a.delay[i+1], &a.delay[i+2]
		rows = append(rows, note.Row(short(half.gap), short(half.shape), loss.text(), note.Fixed(loss.ours/loss.best, 2),
			quarter.text(), found(quarter), half.text(), found(half)))
	}
	p.Table(note.Words{"days between purchases | shape | leaves: ours / best | ratio | falls to a quarter: ours / best | found: ours / best | falls to a half: ours / best | found: ours / best",
		"平均间隔（天） | 形状 | 离开：我们／最优 | 比值 | 降到四分之一：我们／最优 | 发现：我们／最优 | 降到一半：我们／最优 | 发现：我们／最优"}, rows...)
}

func (d *delay) text() string { return note.Fixed(d.ours, 0) + " / " + note.Fixed(d.best, 0) }

func found(d *delay) string {
	return note.Percent(d.foundOurs, 0) + " / " + note.Percent(d.foundBest, 0)
}

// percents prints an interval of shares.
func percents(i clientele.Interval) string {
	return note.Fixed(100*i.Lo, 1) + " … " + note.Percent(i.Hi, 1)
}

// short prints up to four significant digits.
func short(v float64) string { return fmt.Sprintf("%.4g", v) }

// upper begins a sentence.
func upper(s string) string {
	if s == "" || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
