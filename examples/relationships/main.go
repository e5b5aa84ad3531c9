// Command relationships asks where the relationships with customers stand, how
// they will end and what they are worth, on the simulated cafés of a coffee
// roaster. The README of this folder is what it prints:
//
//	go run ./examples/relationships
package main

import (
	"context"
	"os"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
)

func main() {
	b := note.New(os.Stdout, "Where do relationships stand?")
	defer b.Close()
	base := openBase()
	theBase(b, base)
	rhythm := cadence(b, base)
	fit, loss := alive(b, base)
	rules := note.Must(lifecycle.NewRules(&lifecycle.StagePolicy{Gap: rhythm.Gap, GapWeight: rhythm.Weight * rhythm.Shape, Shape: rhythm.Shape}, loss, nil))
	journeys := follow(rules, base)
	stages(b, base, journeys)
	oneCafe(b, base, journeys, fit.Model)
	growth(b, base)
	hidden(b, base)
	worth(b, base, journeys)
	patterns(b, journeys)
}

// The data.
func theBase(b *note.Book, base []cafe) {
	count := make([]int, truth.States())
	orders := 0
	for i := range base {
		count[base[i].state()]++
		orders += len(base[i].events)
	}
	b.Say("A coffee roaster sells to %d cafés, which joined in the course of 2024 and placed %d orders until %v. "+
		"The data are simulated: each month a café is in one of three states that nobody sees, and the state decides how often it orders.",
		size, orders, today)
	var rows [][]any
	for k, name := range []string{"gone", "trying", "regular"} {
		q := truth.Transition[k]
		rows = append(rows, note.Row(name, truth.Mean[k], q[0], q[1], q[2], count[k]))
	}
	b.Table("truth | orders a month | to gone | to trying | to regular | cafés there today", rows...)
}

// Cadence: when is the next order due?
func cadence(b *note.Book, base []cafe) lifecycle.Rhythm {
	b.Section("Rhythm")
	var all lifecycle.Rhythms
	for i := range base {
		silence := float64(today - base[i].events[len(base[i].events)-1].Day)
		if silence > 60 {
			silence = 0 // may have left: the gaps that are over are known
		}
		note.Check(all.Add(base[i].cadence(), silence))
	}
	rhythm := note.Must(all.Rhythm())
	b.Say("A café orders every %.1f days on average. The regularity of the gaps is %.2f (1 is chance, more is regular), "+
		"and what is expected of a new café counts as much as %.1f gaps of its own. So each café has its own idea of late; the first with an order in the last two months:", rhythm.Gap, rhythm.Shape, rhythm.Weight)
	var rows [][]any
	for i := range base {
		gaps := base[i].cadence()
		silence := float64(today - base[i].events[len(base[i].events)-1].Day)
		if gaps.Gaps < 3 || silence > 60 || len(rows) == 6 {
			continue
		}
		rows = append(rows, note.Row(i, gaps.Gaps, note.Fixed(rhythm.Expected(gaps), 1), note.Fixed(silence, 0), note.Fixed(rhythm.Overdue(gaps, silence), 1),
			note.Fixed(rhythm.Late(gaps, silence), 3), note.Range(rhythm.Window(gaps, silence, 0.8), 0)))
	}
	b.Table("café | gaps | expected gap | silent for | overdue ratio | chance of such a silence | next order in (80 %), if still a customer", rows...)
	return rhythm
}

// P(alive), from a transaction model, and the loss rule that it makes.
func alive(b *note.Book, base []cafe) (*clientele.Fit[btyd.MBGNBD], *silence.LossRule) {
	b.Section("Who is still there?")
	panel := clientele.Panel{Unit: clientele.Week}
	for i := range base {
		note.Check(panel.Add(base[i].history()))
	}
	fit := note.Must(btyd.FitMBGNBD(context.Background(), &panel, nil))
	var cafes, truly [5]int
	var sum [5]float64
	for i := range base {
		p := fit.Model.ProbAlive(base[i].history())
		k := min(int(5*p), 4)
		cafes[k]++
		sum[k] += p
		if base[i].state() != gone {
			truly[k]++
		}
	}
	b.Say("MBG/NBD, fitted to the histories in weeks, gives each café its probability of still being a customer. " +
		"It is not the model that the data were made with, so it is worth looking whether its probabilities are right:")
	b.Block(fit)
	var rows [][]any
	for k := range cafes {
		n := float64(max(cafes[k], 1))
		rows = append(rows, note.Row(note.Fixed(0.2*float64(k), 1)+" … "+note.Fixed(0.2*float64(k+1), 1), cafes[k], note.Percent(sum[k]/n, 0), note.Percent(float64(truly[k])/n, 0)))
	}
	b.Table("P(alive) | cafés | mean P(alive) | truly not gone", rows...)
	rhythm := note.Must(silence.FitRhythm(context.Background(), &panel))
	return fit, note.Must(silence.NewLossRule(fit.Model, rhythm, nil))
}

// Stages: the model's probability of silence decides what silence means, the
// level of orders does the rest.
func stages(b *note.Book, base []cafe, journeys []journey) {
	b.Section("客户生命周期")
	var count [lifecycle.NumStages + 1][3]int
	example := map[lifecycle.Stage][]clientele.Reason{}
	for i := range journeys {
		s := journeys[i].detector.Stage()
		count[s][base[i].state()]++
		why := journeys[i].detector.AppendReasons(nil)
		if example[s] == nil || len(why) < len(example[s]) {
			example[s] = why
		}
	}
	b.Say("阶段由客户自身的购买频率、金额变化和未购买的天数判定；何时算退化或流失，由 MBG/NBD 给出的“今后一段时间不再购买”的概率决定。右侧三列是模拟的真实状态，阶段判定并不知道。")
	var rows [][]any
	for s := lifecycle.StageExploration; s <= lifecycle.StageLost; s++ {
		n := count[s]
		rows = append(rows, note.Row(s.Label(clientele.LangChinese), n[0]+n[1]+n[2], n[gone], n[trying], n[regular], note.Text(clientele.LangChinese, example[s])))
	}
	b.Table("阶段 | 客户数 | 实为已离开 | 实为尝试 | 实为固定 | 举例：理由", rows...)
}

// One café from the first order to today: the first that saw everything.
func oneCafe(b *note.Book, base []cafe, journeys []journey, model btyd.MBGNBD) {
	i := slices.IndexFunc(journeys, func(j journey) bool {
		saw := func(s lifecycle.Stage) bool {
			return slices.ContainsFunc(j.history, func(e lifecycle.StageEntry) bool { return e.Stage == s })
		}
		return saw(lifecycle.StageFormation) && saw(lifecycle.StageStability) && saw(lifecycle.StageDecline)
	})
	j := journeys[i]
	b.Section("One café")
	b.Say("Café %d placed %d orders. Its stages:", i, len(base[i].events))
	var rows [][]any
	for _, e := range j.history {
		rows = append(rows, note.Row(e.Stage.Label(clientele.LangEnglish), e.Day))
	}
	b.Table("stage | since", rows...)
	p := j.detector.Probs()
	b.Say("Today it is %v with P(alive) = %.2f, P(decline) = %.2f and P(lost) = %.2f, because", j.detector.Stage(),
		model.ProbAlive(base[i].history()), p.Of(lifecycle.StageDecline), p.Of(lifecycle.StageLost))
	b.Reasons(clientele.LangEnglish, j.detector.AppendReasons(nil))
}

// Growth accounting, by quarters of ninety days.
func growth(b *note.Book, base []cafe) {
	b.Section("Growth accounting")
	var g lifecycle.Growth
	const quarter, quarters = 3 * month, months / 3
	for i := range base {
		var active []lifecycle.ActivePeriod
		for q := range quarters {
			from := opening + lifecycle.Day(quarter*q)
			if amount := base[i].bought(from, from+quarter); amount > 0 {
				active = append(active, lifecycle.ActivePeriod{Period: q + 1, Amount: amount})
			}
		}
		note.Check(g.Add(active, 0))
	}
	b.Say("New cafés stopped coming after the fourth quarter; the quick ratio (what came over what went) says what that does.")
	var rows [][]any
	for r := range g.Rows(1, quarters) {
		rows = append(rows, note.Row(r.Period, r.New, r.Retained, r.Resurrected, r.Dormant, note.Number(r.Retention(), 2), note.Number(r.QuickRatio(), 2),
			note.Fixed(r.Money(), 0), note.Number(r.MoneyQuickRatio(), 2)))
	}
	b.Table("quarter | new | retained | resurrected | dormant | retention | quick ratio | sales | quick ratio in money", rows...)
}
