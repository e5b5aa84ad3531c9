package main

import (
	"context"
	"fmt"
	"slices"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/figure"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
)

type words = note.Words

// stateNames are those of the hidden states of the truth.
var stateNames = []words{{"gone", "已离开"}, {"trying", "尝试"}, {"regular", "固定"}}

// The data.
func theBase(p *note.Page, b *base) {
	orders := 0
	for i := range b.customers {
		orders += len(b.customers[i].events)
	}
	p.Section(words{"The data", "数据"}, readBase)
	if !b.simulated {
		b.report.Write(p)
		return
	}
	p.Say(words{
		"A coffee roaster sells to %s cafés, which joined in the course of 2024 and placed %s orders until %v. The data are simulated: each month a café is in one of three states that nobody sees, and the state decides how often it orders.",
		"一家咖啡烘焙商向 %s 家咖啡馆供货；它们在 2024 年陆续加入，到 %[3]v 共下单 %[2]s 次。数据为模拟：每家咖啡馆每月处于三种不可见状态之一，由状态决定下单频率。"},
		note.Count(len(b.customers)), note.Count(orders), b.today)
	count := make([]int, truth.States())
	for i := range b.customers {
		count[b.customers[i].state()]++
	}
	var rows [][]any
	for k, name := range stateNames {
		q := truth.Transition[k]
		rows = append(rows, note.Row(name.In(p.Lang), truth.Mean[k], q[0], q[1], q[2], count[k]))
	}
	p.Table(words{"truth | orders a month | to gone | to trying | to regular | customers there today", "真实状态 | 每月订单 | 转为已离开 | 转为尝试 | 转为固定 | 目前客户数"}, rows...)
}

// patience is how long a silence is still taken for a gap that is not over: five mean gaps.
func (b *base) patience() float64 {
	days, gaps := 0.0, 0
	for i := range b.customers {
		if c := b.customers[i].cadence(); c.Gaps > 0 {
			days, gaps = days+c.Mean()*float64(c.Gaps), gaps+c.Gaps
		}
	}
	return 5 * days / float64(max(gaps, 1))
}

// Cadence: when is the next order due?
func cadence(p *note.Page, b *base) lifecycle.Rhythm {
	p.Section(words{"Rhythm", "购买节奏"}, cadence, (*customer).cadence)
	var all lifecycle.Rhythms
	limit := b.patience()
	for i := range b.customers {
		c := &b.customers[i]
		silence := c.silence(b.today)
		if silence > limit {
			silence = 0 // may have left: the gaps that are over are known
		}
		note.Check(all.Add(c.cadence(), silence))
	}
	rhythm := note.Must(all.Rhythm())
	p.Say(words{
		"A customer orders every %s days on average. The regularity of the gaps is %s (1 is chance, more is regular), and what is expected of a new customer counts as much as %s gaps of their own. So each has their own idea of late; the first who bought in the last %s days:",
		"客户平均每 %s 天购买一次。间隔的规律性为 %s（1 为随机，越大越规律），对新客户的预期相当于其自身 %s 个间隔的分量。因此每位客户各有“迟到”的标准；最近 %s 天内购买过的前几位："},
		note.Fixed(rhythm.Gap, 1), note.Fixed(rhythm.Shape, 2), note.Fixed(rhythm.Weight, 1), note.Fixed(limit, 0))
	var rows [][]any
	for i := range b.customers {
		c := &b.customers[i]
		gaps, silence := c.cadence(), c.silence(b.today)
		if gaps.Gaps < 3 || silence > limit || len(rows) == b.Top {
			continue
		}
		rows = append(rows, note.Row(note.Plain(c.id), gaps.Gaps, note.Fixed(rhythm.Expected(gaps), 1), note.Fixed(silence, 0), note.Fixed(rhythm.Overdue(gaps, silence), 1),
			note.Percent(rhythm.Late(gaps, silence), 1), note.Range(rhythm.Window(gaps, silence, 0.8), 0)))
	}
	p.Table(words{"customer | gaps | expected gap, days | silent for, days | overdue ratio | chance of such a silence | next order in days (80 %), if still a customer",
		"客户 | 间隔数 | 预期间隔（天） | 已沉默（天） | 逾期比 | 如此沉默的概率 | 若仍是客户，下次购买在几天后（80%）"}, rows...)
	return rhythm
}

// P(alive), from a transaction model, and the loss rule that it makes.
func alive(p *note.Page, b *base) (*clientele.Fit[btyd.AnyModel], *silence.LossRule) {
	p.Section(words{"Who is still there?", "谁还在？"}, alive)
	timelines := &btyd.TimelinePanel{Unit: clientele.Week}
	for i := range b.customers {
		note.Check(timelines.Add(b.customers[i].timeline(b.today)))
	}
	choice := note.Must(b.Models.Fit(context.Background(), timelines, "btyd.MBGNBD"))
	fit := choice.Used()
	var heads, truly [5]int
	var sum [5]float64
	for i := range b.customers {
		c := &b.customers[i]
		alive := fit.Model.ProbAlive(c.timeline(b.today).History())
		k := min(int(5*alive), 4)
		heads[k]++
		sum[k] += alive
		if b.simulated && c.state() != gone {
			truly[k]++
		}
	}
	choice.Write(p)
	var rows [][]any
	for _, e := range fit.Estimates(0.95) {
		rows = append(rows, note.Row(e.Name, note.Short(e.Value), note.Short(e.Interval.Lo)+" … "+note.Short(e.Interval.Hi)))
	}
	p.Table(words{"parameter, times in weeks | estimate | 95 % interval", "参数（时间以周计） | 估计值 | 95% 区间"}, rows...)
	head := words{"probability of still being a customer | customers | mean", "仍是客户的概率 | 客户数 | 均值"}
	if b.simulated {
		p.Say(words{"It is not the model that the data were made with, so it is worth looking whether its probabilities are right:", "数据并非由该模型生成，因此值得检验其概率是否准确："})
		head = words{head[0] + " | truly not gone", head[1] + " | 实际未离开"}
	}
	rows = nil
	for k := range heads {
		n := float64(max(heads[k], 1))
		row := note.Row(note.Percent(0.2*float64(k), 0)+" … "+note.Percent(0.2*float64(k+1), 0), note.Count(heads[k]), note.Percent(sum[k]/n, 0))
		if b.simulated {
			row = append(row, note.Percent(float64(truly[k])/n, 0))
		}
		rows = append(rows, row)
	}
	p.Table(head, rows...)
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) {
		o.Unit = clientele.Week
		return picture.AliveMap(fit.Model, timelines.Panel(), o)
	}))
	rhythm := note.Must(silence.FitRhythm(context.Background(), timelines.Panel()))
	return fit, note.Must(silence.NewLossRule(fit.Model, rhythm, nil))
}

// Stages: the model's probability of silence decides what silence means, the
// level of orders does the rest.
func stages(p *note.Page, b *base, journeys []journey) {
	p.Section(words{"Stages", "客户生命周期"}, stages, follow)
	var count [lifecycle.NumStages + 1][3]int
	var all [lifecycle.NumStages + 1]int
	example := map[lifecycle.Stage][]clientele.Reason{}
	for i := range journeys {
		s := journeys[i].detector.Stage()
		if all[s]++; b.simulated {
			count[s][b.customers[i].state()]++
		}
		why := journeys[i].detector.AppendReasons(nil)
		if example[s] == nil || len(why) < len(example[s]) {
			example[s] = why
		}
	}
	p.Say(words{
		"The stage follows from a customer's own rhythm, the change of what they spend, and the days without a purchase; what counts as decline or loss is decided by the model's probability of no purchase in the time ahead.",
		"阶段由客户自身的购买频率、金额变化和未购买的天数判定；何时算退化或流失，由购买模型给出的“今后一段时间不再购买”的概率决定。"})
	head := words{"stage | customers", "阶段 | 客户数"}
	if b.simulated {
		p.Say(words{"The three columns of the truth are not known to the rules.", "三列模拟的真实状态，阶段判定并不知道。"})
		head = words{head[0] + " | truly gone | truly trying | truly regular", head[1] + " | 实为已离开 | 实为尝试 | 实为固定"}
	}
	head = words{head[0] + " | an example, and why", head[1] + " | 举例：理由"}
	var rows [][]any
	for s := lifecycle.StageExploration; s <= lifecycle.StageLost; s++ {
		row := note.Row(s.Label(p.Lang), note.Count(all[s]))
		if b.simulated {
			row = append(row, count[s][gone], count[s][trying], count[s][regular])
		}
		rows = append(rows, append(row, note.Text(p.Lang, example[s])))
	}
	p.Table(head, rows...)
}

// One customer from the first order to today: the first that saw everything, or the
// one that saw most.
func oneCustomer(p *note.Page, b *base, journeys []journey, model btyd.AnyModel) {
	i := slices.IndexFunc(journeys, func(j journey) bool {
		saw := func(s lifecycle.Stage) bool {
			return slices.ContainsFunc(j.history, func(e lifecycle.StageEntry) bool { return e.Stage == s })
		}
		return saw(lifecycle.StageFormation) && saw(lifecycle.StageStability) && saw(lifecycle.StageDecline)
	})
	if i < 0 {
		i = 0
		for k := range journeys {
			if len(journeys[k].history) > len(journeys[i].history) {
				i = k
			}
		}
	}
	j, c := journeys[i], &b.customers[i]
	p.Section(words{"One customer", "一位客户"}, oneCustomer)
	p.Say(words{"Customer %s bought %s times. Their stages:", "客户 %s 共购买 %s 次。历经阶段："}, note.Plain(c.id), note.Count(len(c.events)))
	var rows [][]any
	for _, e := range j.history {
		rows = append(rows, note.Row(e.Stage.Label(p.Lang), e.Day))
	}
	p.Table(words{"stage | since", "阶段 | 起始日"}, rows...)
	probs := j.detector.Probs()
	p.Say(words{"Today's stage is %s: the probability of still being a customer is %s, of a decline %s, of loss %s, because", "当前阶段为%s：仍是客户的概率 %s，退化的概率 %s，流失的概率 %s。依据："},
		j.detector.Stage().Label(p.Lang), note.Percent(model.ProbAlive(c.timeline(b.today).History()), 0), note.Percent(probs.Of(lifecycle.StageDecline), 0), note.Percent(probs.Of(lifecycle.StageLost), 0))
	p.Reasons(j.detector.AppendReasons(nil))
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) {
		o.Unit = clientele.Week
		return picture.AliveThrough(model, c.timeline(b.today), o)
	}))
}

// Growth accounting, by quarters of ninety days.
func growth(p *note.Page, b *base) {
	p.Section(words{"Growth accounting", "增长核算"}, growth)
	var g lifecycle.Growth
	const quarter, most = 3 * month, 12
	quarters := int(b.today-b.opening+1) / quarter
	if quarters < 2 {
		p.Say(words{"The log is too short: it has less than two quarters.", "记录太短：不足两个季度。"})
		return
	}
	for i := range b.customers {
		var active []lifecycle.ActivePeriod
		for q := range quarters {
			from := b.opening + lifecycle.Day(quarter*q)
			if n, amount := b.customers[i].bought(from, from+quarter); n > 0 {
				active = append(active, lifecycle.ActivePeriod{Period: q + 1, Amount: amount})
			}
		}
		if len(active) > 0 {
			note.Check(g.Add(active, 0))
		}
	}
	p.Say(words{
		"Quarters of ninety days from %v on. Resurrected are those who come back after a quarter without a purchase; the quick ratio is what came over what went: above 1 the base grows.",
		"自 %v 起每 90 天为一季度。“回流”为隔至少一个季度后再次购买的客户；速动比为流入与流出之比，大于 1 表示客户群增长。"}, b.opening)
	first := max(1, quarters-most+1)
	if first > 1 {
		p.Say(words{"The last %d of %d quarters:", "共 %[2]d 个季度，列出最近 %[1]d 个："}, most, quarters)
	}
	var rows [][]any
	for r := range g.Rows(first, quarters) {
		from := b.opening + lifecycle.Day(quarter*(r.Period-1))
		rows = append(rows, note.Row(from, note.Count(r.New), note.Count(r.Retained), note.Count(r.Resurrected), note.Count(r.Dormant), note.Percent(r.Retention(), 0), note.Fixed(r.QuickRatio(), 2),
			note.Money(r.Money()), note.Fixed(r.MoneyQuickRatio(), 2)))
	}
	p.Table(words{"quarter from | new | retained | resurrected | dormant | retention | quick ratio | sales | quick ratio in money",
		"季度起始 | 新增 | 留存 | 回流 | 休眠 | 留存率 | 速动比 | 销售额 | 金额速动比"}, rows...)
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) {
		return picture.Growth(g.Rows(first, quarters), func(q int) string { return fmt.Sprint(q) }, o)
	}))
}
