package main

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/lifecycle/hmm"
)

// journey is a customer's way through the stages.
type journey struct {
	history  []lifecycle.StageEntry
	detector lifecycle.Detector
}

func follow(rules *lifecycle.Rules, b *base) []journey {
	out := make([]journey, len(b.customers))
	for i := range b.customers {
		history, d, err := lifecycle.Trace(rules, b.customers[i].events, b.today)
		note.Check(err)
		out[i] = journey{history, d}
	}
	return out
}

// longLost is the state of those lost for three months or more; the others are
// stage − 1.
const longLost = lifecycle.NumStages

// state returns the state of the café on a day. A chain forgets how long
// somebody has been where they are, and for the lost that makes a difference.
func (j *journey) state(day lifecycle.Day) int {
	state := 0
	for _, e := range j.history {
		if e.Day > day {
			break
		}
		state = int(e.Stage) - 1
		if e.Stage == lifecycle.StageLost && day-e.Day >= 3*month {
			state = longLost
		}
	}
	return state
}

// The hidden-state model: what the counts a month say without any rule.
func hidden(p *note.Page, b *base) {
	p.Section(words{"Hidden states", "隐藏状态"}, hidden)
	var panel hmm.CountPanel
	for i := range b.customers {
		if c := &b.customers[i]; len(c.counts.Counts) > 0 {
			note.Check(panel.Add(c.counts))
		}
	}
	choice, err := hmm.Choose(context.Background(), &panel, 2, 4, hmm.FamilyPoisson, &hmm.StateOptions{Starts: 4})
	if err != nil || choice.Fits[choice.Best] == nil {
		p.Say(words{"The log is too short, or too few bought again, to tell states apart.", "记录太短或复购太少，无法区分状态。"})
		return
	}
	var rows [][]any
	for _, f := range choice.Fits {
		if f != nil {
			rows = append(rows, note.Row(f.Model.States(), f.DF(), note.Fixed(f.LogLik, 1), note.Fixed(f.BIC(), 1)))
		}
	}
	fit := choice.Fits[choice.Best]
	p.Say(words{"From the purchases a month of %d days alone, how many states are there? BIC says %d.", "仅凭每月（%d 天）的购买次数，有几种状态？BIC 认为是 %d 种。"}, month, fit.Model.States())
	p.Table(words{"states | parameters | log-likelihood | BIC", "状态数 | 参数个数 | 对数似然 | BIC"}, rows...)
	known := b.simulated && fit.Model.States() == truth.States()
	rows = nil
	row := func(name string, d clientele.Domain, get func(hmm.HiddenMarkov) float64) {
		r := note.Row(name, note.Fixed(get(fit.Model), 3), note.Range(fit.Interval(d, get, 0.95), 3))
		if known {
			r = append(r, get(truth))
		}
		rows = append(rows, r)
	}
	for k := range fit.Model.States() {
		row(fmt.Sprintf(words{"purchases a month in state %d", "状态 %d 每月购买次数"}.In(p.Lang), k), clientele.DomainPositive, func(m hmm.HiddenMarkov) float64 { return m.Mean[k] })
	}
	for k := range fit.Model.States() {
		row(fmt.Sprintf(words{"probability to stay in state %d", "停留在状态 %d 的概率"}.In(p.Lang), k), clientele.DomainProbability, func(m hmm.HiddenMarkov) float64 { return m.Transition[k][k] })
	}
	head := words{"quantity | estimate | 95 % interval", "数量 | 估计值 | 95% 区间"}
	if known {
		head = words{head[0] + " | truth", head[1] + " | 真值"}
	}
	p.Table(head, rows...)

	proposals, err := lifecycle.ProposeStages(fit.Model)
	if err != nil {
		return
	}
	rows = nil
	for _, s := range proposals {
		rows = append(rows, note.Row(s.State, s.Stage.Label(p.Lang), s.Reason.Text(p.Lang)))
	}
	p.Say(words{"As stages, for somebody to confirm:", "对应的阶段，需人工确认："})
	p.Table(words{"state | stage | because", "状态 | 阶段 | 依据"}, rows...)
	if !known {
		return
	}
	right := 0
	for i := range b.customers {
		q := fit.Model.Filtered(b.customers[i].counts)
		best := 0
		for k := range q {
			if q[k] > q[best] {
				best = k
			}
		}
		if best == b.customers[i].state() {
			right++
		}
	}
	p.Say(words{"The most probable state today is the true one for %s of the customers.", "目前最可能的状态与真实状态相符的客户占 %s。"}, note.Percent(float64(right)/float64(len(b.customers)), 0))
}

// What a stage is worth: moves between stages month by month, and the margin
// that each stage brings.
func worth(p *note.Page, b *base, journeys []journey) {
	p.Section(words{"What a stage is worth", "各阶段的价值"}, worth, (*journey).state)
	const states, d = longLost + 1, 0.015
	var moves lifecycle.Transitions
	var sales, stays [states]float64
	for i, j := range journeys {
		for day := j.history[0].Day; day+month <= b.today; day += month {
			from, period := j.state(day), int(day-b.opening)/month
			note.Check(moves.Add(period, from, j.state(day+month)))
			_, amount := b.customers[i].bought(day+1, day+month+1)
			sales[from] += amount
			stays[from]++
		}
	}
	reward := make([]float64, states)
	for k := range reward {
		reward[k] = b.margin * sales[k] / max(stays[k], 1)
	}
	chain := note.Must(moves.Chain(states, 0))
	soon := note.Must(chain.ValueWithin(reward, d, 24))
	value := note.Must(chain.Value(reward, d))
	intervals := note.Must(chain.ValueIntervals(reward, d, 0.95))
	variance := note.Must(chain.ValueVariance(reward, d))
	p.Say(words{
		"Stages month by month make a Markov chain (Pfeifer & Carraway 2000); a stage brings the margin of the month after, %s of the sales, discounted at %s a month. A chain forgets, so those lost for three months are a state of their own. The interval is about how few moves were seen, the last column about one customer's luck.",
		"逐月的阶段构成马尔可夫链（Pfeifer & Carraway 2000）；每个阶段带来下一个月的毛利（销售额的 %s），月折现率 %s。马尔可夫链没有记忆，因此流失满三个月单列一个状态。区间反映所见迁移之少，最后一列为单个客户的波动。"},
		note.Percent(b.margin, 0), note.Percent(d, 1))
	var rows [][]any
	for k := int(lifecycle.StageExploration) - 1; k < states; k++ {
		if stays[k] == 0 {
			continue // nobody was seen there
		}
		name := words{"Lost for three months", "流失满三个月"}.In(p.Lang)
		if k < longLost {
			name = lifecycle.Stage(k + 1).Label(p.Lang)
		}
		q := chain.P[k]
		rows = append(rows, note.Row(name, note.Percent(q[k], 0), note.Percent(q[lifecycle.StageStability-1], 0), note.Percent(q[lifecycle.StageLost-1], 0), note.Fixed(reward[k], 1),
			note.Fixed(soon[k], 0), note.Fixed(value[k], 0), note.Range(intervals[k], 0), note.Fixed(math.Sqrt(variance[k]), 0)))
	}
	p.Table(words{"stage | stays | to stability | to lost | margin a month | value in two years | value for ever | 95 % interval | standard deviation of one customer",
		"阶段 | 停留 | 转为稳定 | 转为流失 | 月毛利 | 两年价值 | 永久价值 | 95% 区间 | 单个客户的标准差"}, rows...)
	if _, _, pValue, err := moves.Stationarity(states); err == nil {
		p.Say(words{
			"Anderson & Goodman's test asks whether the moves were the same in all months, as a chain takes them to be: p %s. It is a lot to ask; the value for ever leans on it, the value in two years less.",
			"Anderson & Goodman 检验考察各月的迁移是否相同（马尔可夫链的前提）：p %s。这一要求很高；永久价值依赖于它，两年价值较少依赖。"}, note.P(pValue))
	}
}

// Patterns: how relationships ended, and how those alive will.
func patterns(p *note.Page, b *base, journeys []journey) {
	p.Section(words{"Patterns of relationships", "关系模式"}, patterns)
	var moves lifecycle.Transitions
	for _, j := range journeys {
		note.Check(moves.AddStages(j.history, j.history[0].Day, b.today, month))
	}
	chain := note.Must(moves.Chain(lifecycle.NumStages, 1))
	const long = 12 // months in stability that are a long time
	model := note.Must(lifecycle.NewPatternModel(chain, long))
	var mix lifecycle.PatternMix
	for _, j := range journeys {
		if ended := lifecycle.PatternOf(j.history, long*month); ended != 0 {
			note.Check(mix.AddEnded(ended, 0))
			continue
		}
		stage, reached, stable := lifecycle.RelationshipAt(j.history, b.today)
		note.Check(mix.AddAlive(model.Probs(stage, reached, int(stable)/month), 0))
	}
	p.Say(words{
		"Relationships that ended are named for the stage in which they did; those that go on get the probabilities of the chain of stages. Stability for %d months is a long time.",
		"已结束的关系按其结束阶段归类；仍在继续的，由阶段迁移链给出各模式的概率。稳定期满 %d 个月算长久保持。"}, long)
	var rows [][]any
	for _, s := range mix.Shares() {
		rows = append(rows, note.Row(s.Pattern.Label(p.Lang), note.Count(s.Ended), note.Fixed(s.Expected, 1), note.Percent(s.Share, 0)))
	}
	p.Table(words{"pattern | ended | expected of those that go on | share", "模式 | 已结束 | 预计（仍在继续） | 占比"}, rows...)
}
