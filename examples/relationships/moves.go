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

// journey is a café's way through the stages.
type journey struct {
	history  []lifecycle.StageEntry
	detector lifecycle.Detector
}

func follow(rules *lifecycle.Rules, base []cafe) []journey {
	out := make([]journey, len(base))
	for i := range base {
		history, d, err := lifecycle.Trace(rules, base[i].events, today)
		note.Check(err)
		out[i] = journey{history, d}
	}
	return out
}

// longLost is the state of those lost for three months or more; the others are
// stage − 1.
const longLost = lifecycle.NumStages

// state returns the state of the café on a day. A chain forgets how long
// somebody has been where he is, and for the lost that makes a difference.
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

// The hidden-state model: is it the truth again?
func hidden(b *note.Book, base []cafe) {
	b.Section("Hidden states")
	var panel hmm.CountPanel
	for i := range base {
		note.Check(panel.Add(base[i].counts))
	}
	choice := note.Must(hmm.Choose(context.Background(), &panel, 2, 4, hmm.FamilyPoisson, &hmm.StateOptions{Starts: 4}))
	var rows [][]any
	for _, f := range choice.Fits {
		rows = append(rows, note.Row(f.Model.States(), f.DF(), note.Fixed(f.LogLik, 1), note.Fixed(f.BIC(), 1)))
	}
	fit := choice.Fits[choice.Best]
	b.Say("From the orders a month alone, how many states are there? BIC says %d.", fit.Model.States())
	b.Table("states | parameters | log-likelihood | BIC", rows...)
	if fit.Model.States() != truth.States() {
		return
	}
	rows = nil
	row := func(name string, want float64, d clientele.Domain, get func(hmm.HiddenMarkov) float64) {
		rows = append(rows, note.Row(name, note.Fixed(get(fit.Model), 3), note.Range(fit.Interval(d, get, 0.95), 3), want))
	}
	for k := range 3 {
		row(fmt.Sprintf("orders a month in state %d", k), truth.Mean[k], clientele.DomainPositive, func(m hmm.HiddenMarkov) float64 { return m.Mean[k] })
	}
	for k := range 3 {
		row(fmt.Sprintf("P(stay in state %d)", k), truth.Transition[k][k], clientele.DomainProbability, func(m hmm.HiddenMarkov) float64 { return m.Transition[k][k] })
	}
	b.Table("quantity | estimate | 95 % interval | truth", rows...)

	proposals := note.Must(lifecycle.ProposeStages(fit.Model))
	rows = nil
	for _, p := range proposals {
		rows = append(rows, note.Row(p.State, p.Stage.Label(clientele.LangEnglish), p.Reason.Text(clientele.LangEnglish)))
	}
	right := 0
	for i := range base {
		p := fit.Model.Filtered(base[i].counts)
		best := 0
		for k := range p {
			if p[k] > p[best] {
				best = k
			}
		}
		if best == base[i].state() {
			right++
		}
	}
	b.Say("As stages, for somebody to confirm:")
	b.Table("state | stage | because", rows...)
	b.Say("The most probable state today is the true one for %s of the cafés.", note.Percent(float64(right)/float64(len(base)), 0))
}

// What a stage is worth: moves between stages month by month, and the margin
// that each stage brings.
func worth(b *note.Book, base []cafe, journeys []journey) {
	b.Section("What a stage is worth")
	const states, d = longLost + 1, 0.015
	var moves lifecycle.Transitions
	var sales, stays [states]float64
	for i, j := range journeys {
		for day := j.history[0].Day; day+month <= today; day += month {
			from, period := j.state(day), int(day-opening)/month
			note.Check(moves.Add(period, from, j.state(day+month)))
			sales[from] += base[i].bought(day+1, day+month+1)
			stays[from]++
		}
	}
	chain := note.Must(moves.Chain(states, 0))
	reward := make([]float64, states)
	for k := range reward {
		reward[k] = margin * sales[k] / max(stays[k], 1)
	}
	soon := note.Must(chain.ValueWithin(reward, d, 24))
	value := note.Must(chain.Value(reward, d))
	intervals := note.Must(chain.ValueIntervals(reward, d, 0.95))
	variance := note.Must(chain.ValueVariance(reward, d))
	b.Say("Stages month by month make a Markov chain (Pfeifer & Carraway 2000); a stage brings the margin of the month after, discounted at %.1f %% a month. "+
		"A chain forgets, so those lost for three months are a state of their own: hardly any of them come back. "+
		"The interval is about how few moves were seen, the last column about one café's luck.", 100*d)
	var rows [][]any
	for k := int(lifecycle.StageExploration) - 1; k < states; k++ {
		name := "Lost for three months"
		if k < longLost {
			name = lifecycle.Stage(k + 1).Label(clientele.LangEnglish)
		}
		p := chain.P[k]
		rows = append(rows, note.Row(name, note.Fixed(p[k], 2), note.Fixed(p[lifecycle.StageStability-1], 2), note.Fixed(p[lifecycle.StageLost-1], 2), note.Fixed(reward[k], 1),
			note.Fixed(soon[k], 0), note.Fixed(value[k], 0), note.Range(intervals[k], 0), note.Fixed(math.Sqrt(variance[k]), 0)))
	}
	b.Table("stage | stays | to stability | to lost | margin a month | value in two years | value for ever | 95 % interval | standard deviation of one café", rows...)
	_, _, p, err := moves.Stationarity(states)
	note.Check(err)
	b.Say("Anderson & Goodman's test asks whether the moves were the same in all months, as a chain takes them to be: p = %.1g. "+
		"It is a lot to ask; the value for ever leans on it, the value in two years less.", p)
}

// Patterns: how relationships ended, and how those alive will.
func patterns(b *note.Book, journeys []journey) {
	b.Section("关系模式")
	var moves lifecycle.Transitions
	for _, j := range journeys {
		note.Check(moves.AddStages(j.history, j.history[0].Day, today, month))
	}
	chain := note.Must(moves.Chain(lifecycle.NumStages, 1))
	const long = 12 // months in stability that are a long time
	model := note.Must(lifecycle.NewPatternModel(chain, long))
	var mix lifecycle.PatternMix
	for _, j := range journeys {
		if p := lifecycle.PatternOf(j.history, long*month); p != 0 {
			note.Check(mix.AddEnded(p, 0))
			continue
		}
		stage, reached, stable := lifecycle.RelationshipAt(j.history, today)
		note.Check(mix.AddAlive(model.Probs(stage, reached, int(stable)/month), 0))
	}
	b.Say("已结束的关系按其结束阶段归类；仍在继续的，由阶段迁移链给出各模式的概率。稳定期满 %d 个月算长久保持。", long)
	var rows [][]any
	for _, s := range mix.Shares() {
		rows = append(rows, note.Row(s.Pattern.Label(clientele.LangChinese), s.Ended, note.Fixed(s.Expected, 1), note.Percent(s.Share, 0)))
	}
	b.Table("模式 | 已结束 | 预计（仍在继续） | 占比", rows...)
}
