package main

import (
	"cmp"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/portrait"
)

// Write implements program.Answer.
func (a *answer) Write(p *note.Page) {
	a.writeBase(p)
	a.writePortraits(p)
	a.writeLists(p)
	if a.moves != nil {
		a.writeMoves(p)
	}
}

func (a *answer) writeBase(p *note.Page) {
	made := a.portrayer
	p.Section(note.Words{"The base", "客户群"}, draw)
	a.report.Write(p)
	days := made.Policy().Horizon.In(clientele.Day)
	p.Say(note.Words{
		"Up to %s there are %s customers, expected to bring %s in the next %.0f days.",
		"截至 %[1]s 共有 %[2]s 位客户，预计未来 %.0[4]f 天带来 %[3]s。"},
		intake.Day(a.asOf), note.Count(made.Customers), note.Money(made.Worth), days)
	p.Say(note.Words{"The purchase model is %s:", "购买模型为 %s："}, intake.ModelTitle(made.Kind(), p.Lang))
	p.Reasons(made.AppendReasons(nil))
	var warnings []string
	for _, w := range made.Warnings {
		warnings = append(warnings, note.Words{"Warning: ", "警告："}.In(p.Lang)+w.Text(p.Lang)+note.Words{".", "。"}.In(p.Lang))
	}
	p.List(warnings...)
	var rows [][]any
	for _, g := range a.stages {
		rows = append(rows, note.Row(g.Stage.Label(p.Lang), note.Count(g.Customers), note.Money(g.Worth), note.Percent(g.Silent, 0)))
	}
	p.Table(note.Words{"stage | customers | expected to bring | no purchase any more, mean probability", "阶段 | 客户数 | 预计带来 | 不再购买的平均概率"}, rows...)
	if a.conflicts == 0 {
		p.Say(note.Words{"No portrait holds verdicts that contradict each other.", "没有任何画像含有相互矛盾的判断。"})
	} else {
		p.Say(note.Words{"Portraits with verdicts that contradict each other, for a person to look at: %d.", "含有相互矛盾判断、需人工查看的画像：%d 份。"}, a.conflicts)
	}
}

func (a *answer) writePortraits(p *note.Page) {
	if a.customer == "" {
		p.Section(note.Words{"Portraits: the most valuable customer of each kind of advice", "画像：每类建议中价值最高的一位客户"}, (*answer).choose, (*answer).withIntervals)
	} else {
		p.Section(note.Words{"Portrait", "画像"}, (*answer).withIntervals)
	}
	for _, d := range a.shown {
		p.Say(note.Words{"**%s** — %s", "**%s** —— %s"}, note.Plain(d.Customer), d.Portrait.Summary(p.Lang))
		var rows [][]any
		for _, s := range d.Portrait.Statements(p.Lang) {
			rows = append(rows, note.Row(s.Aspect.Label(p.Lang), s.Verdict, cmp.Or(note.Text(p.Lang, s.Reasons), "–")))
		}
		p.Table(note.Words{"aspect | verdict | why", "方面 | 判断 | 依据"}, rows...)
		var ask []clientele.Reason
		for _, u := range d.Portrait.Unknown {
			ask = u.AppendReasons(ask)
		}
		if len(ask) > 0 {
			p.Say(note.Words{"Not known:", "尚不清楚："})
			p.Reasons(ask)
		}
	}
}

func (a *answer) writeLists(p *note.Page) {
	plan := a.plan
	p.Section(note.Words{"Whom to contact", "联系名单"}, solve)
	l := plan.Limits
	if l.Budget > 0 {
		p.Say(note.Words{"With a budget of %s, at %s a contact, %s contacts are worth it; they cost %s and are expected to gain %s beyond that.",
			"预算 %s，每次联系成本 %s：值得联系 %s 位，共花费 %s，预计净得 %s。"},
			note.Money(l.Budget), note.Money(l.Cost), note.Count(len(plan.Call)+len(plan.WinBack)), note.Money(plan.Spend), note.Money(plan.Gain))
	} else {
		p.Say(note.Words{"At %s a contact and without a limit of money, %s contacts are worth it; they cost %s and are expected to gain %s beyond that.",
			"每次联系成本 %s，不限预算：值得联系 %s 位，共花费 %s，预计净得 %s。"},
			note.Money(l.Cost), note.Count(len(plan.Call)+len(plan.WinBack)), note.Money(plan.Spend), note.Money(plan.Gain))
	}
	p.Say(note.Words{"A contact is taken to save %s of what leaving would cost, and to bring back %s of those who have left: conventions, until a trial measures them.",
		"假定一次联系可挽回流失损失的 %s，并使 %s 的已流失客户回来：在用试验测得之前，这只是约定。"},
		note.Percent(l.Effect.Or(0), 0), note.Percent(l.WinBackEffect.Or(0), 0))
	a.writeList(p, note.Words{"To call", "联系挽留"}, plan.Call)
	a.writeList(p, note.Words{"To win back", "赢回"}, plan.WinBack)
	a.writeList(p, note.Words{"To thank", "感谢并增购"}, plan.Thank)
	a.writeList(p, note.Words{"To leave alone", "不打扰"}, plan.Alone)
}

func (a *answer) writeList(p *note.Page, title note.Words, list []portrait.Contact[string]) {
	p.Say(note.Words{"%s: %s", "%s：%s 位"}, title.In(p.Lang), note.Count(len(list)))
	var rows [][]any
	for _, c := range list[:min(a.Top, len(list))] {
		rows = append(rows, note.Row(note.Plain(c.Customer), note.Fixed(c.Gain, 2), note.Text(p.Lang, c.AppendReasons(nil))))
	}
	p.Table(note.Words{"customer | expected gain | why", "客户 | 预计净得 | 原因"}, rows...)
}

func (a *answer) writeMoves(p *note.Page) {
	m := a.moves
	p.Section(note.Words{"Who moved", "客户变动"}, (*answer).checkDrift)
	p.Say(note.Words{
		"From %s to %s %s customers came and %s of the others moved to another stage, segment or band. Those who were there were expected to bring %s then; all together are expected to bring %s now.",
		"从 %s 到 %s，新增客户 %s 位，其余客户中有 %s 位的阶段、细分或层级发生变化。当时预计带来 %s；现在全部客户预计带来 %s。"},
		intake.Day(a.since), intake.Day(a.asOf), note.Count(m.Came), note.Count(m.Moved), note.Money(m.Worth[0]), note.Money(m.Worth[1]))
	var rows [][]any
	for _, f := range m.Stages {
		from := f.From.Label(p.Lang)
		if f.From == 0 {
			from = note.Words{"(new)", "（新客户）"}.In(p.Lang)
		}
		rows = append(rows, note.Row(from, f.To.Label(p.Lang), note.Count(f.Customers), note.Money(f.Spent), note.Money(f.Worth[0]), note.Money(f.Worth[1])))
	}
	p.Table(note.Words{"from | to | customers | spent in between | expected before | expected now", "原阶段 | 现阶段 | 客户数 | 期间消费 | 此前预计 | 现在预计"}, rows...)
	rows = nil
	for _, c := range m.Movers {
		rows = append(rows, note.Row(note.Plain(c.Customer), c.Stage[0].Label(p.Lang), c.Stage[1].Label(p.Lang), note.Text(p.Lang, c.AppendReasons(nil))))
	}
	p.Say(note.Words{"Those whose worth changed most:", "价值变化最大的客户："})
	p.Table(note.Words{"customer | stage before | stage now | why", "客户 | 原阶段 | 现阶段 | 原因"}, rows...)
	if a.drift != nil {
		p.Say(note.Words{"Is a refit of the models of %s due?", "%s 的模型是否需要重新拟合？"}, intake.Day(a.since))
		p.Reasons(a.drift.AppendReasons(nil))
	}
}
