package main

import (
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/lifecycle"
)

// group is the customers of one stage.
type group struct {
	Stage     named    `json:"stage"`
	Customers int      `json:"customers"`
	Worth     *float64 `json:"worth" jsonschema:"expected in the horizon"`
	Silent    *float64 `json:"silent" jsonschema:"mean probability of no purchase within the horizon of loss"`
}

// described is the answer of describe_base.
type described struct {
	Source    string   `json:"source"`
	Rows      int      `json:"rows"`
	Kept      int      `json:"kept"`
	Notes     []string `json:"notes" jsonschema:"what became of the rows, and what to know of them"`
	First     string   `json:"first" jsonschema:"day of the first row"`
	Last      string   `json:"last" jsonschema:"day of the last one"`
	AsOf      string   `json:"as_of" jsonschema:"up to which everything is known: the default of the other tools"`
	Amounts   bool     `json:"amounts" jsonschema:"false if the file has none, and money counts purchases"`
	Customers int      `json:"customers"`
	Worth     *float64 `json:"worth" jsonschema:"expected of all in the horizon"`
	Days      float64  `json:"days" jsonschema:"the horizon"`
	Model     string   `json:"model" jsonschema:"kind of the purchase model"`
	Reasons   []reason `json:"reasons" jsonschema:"why the models were chosen"`
	Warnings  []string `json:"warnings"`
	Stages    []group  `json:"stages"`
	Conflicts int      `json:"conflicts" jsonschema:"customers with statements that contradict each other"`
}

func describe(ctx context.Context, b *base, _ tongue, lang clientele.Lang) (*described, error) {
	made, all := b.portrayer, b.book.Ledger.Report()
	out := &described{
		Source: b.book.Report.Source, Rows: b.book.Report.Rows, Kept: b.book.Report.Kept, Notes: b.book.Report.Notes,
		First: dayOf(all.First), Last: dayOf(all.Last), AsOf: dayOf(b.asOf), Amounts: b.book.Amounts,
		Customers: made.Customers, Worth: number(made.Worth), Days: made.Policy().Horizon.In(clientele.Day),
		Model: made.Kind(), Reasons: reasonsIn(lang, made.AppendReasons(nil)), Warnings: []string{},
	}
	for _, w := range made.Warnings {
		out.Warnings = append(out.Warnings, w.Text(lang))
	}
	return out, b.alone(ctx, func() error { return out.count(ctx, b, lang) })
}

// count counts the customers of each stage.
func (d *described) count(ctx context.Context, b *base, lang clientele.Lang) error {
	all, err := b.portraits(ctx, b.asOf)
	if err != nil {
		return err
	}
	var groups [lifecycle.NumStages + 1]struct {
		n             int
		worth, silent float64
	}
	for one := range all {
		if one.Err != nil {
			return one.Err
		}
		g := &groups[one.Portrait.Stage.Stage]
		g.n++
		g.worth += one.Portrait.Worth.Value
		g.silent += one.Portrait.Loss.ProbSilent
		if len(one.Portrait.Conflicts) > 0 {
			d.Conflicts++
		}
	}
	d.Stages = []group{}
	for stage, g := range groups {
		if g.n > 0 {
			d.Stages = append(d.Stages, group{nameOf(lifecycle.Stage(stage), lang), g.n, number(g.worth), number(g.silent / float64(g.n))})
		}
	}
	return nil
}

func (d *described) write(p *note.Page) {
	p.Say(note.Words{
		"Source: %s; %d of %d rows were kept, from %s to %s. Up to %s there are %d customers, expected to bring %s in the next %.0f days.",
		"数据来源：%[1]s；共 %[3]d 行，采用 %[2]d 行，从 %[4]s 到 %[5]s。截至 %[6]s 共有 %[7]d 位客户，预计未来 %.0[9]f 天带来 %[8]s。"},
		note.Plain(d.Source), d.Kept, d.Rows, d.First, d.Last, d.AsOf, d.Customers, shown(d.Worth), d.Days)
	for _, n := range d.Notes {
		p.Say(note.Words{"- Note: %s.", "- 说明：%s。"}, note.Plain(n))
	}
	p.Say(note.Words{"The purchase model is %s: %s.", "购买模型为 %s：%s。"}, d.Model, textOf(p.Lang, d.Reasons))
	for _, w := range d.Warnings {
		p.Say(note.Words{"- Warning: %s.", "- 警告：%s。"}, w)
	}
	var rows [][]any
	for _, g := range d.Stages {
		silent := "–"
		if g.Silent != nil {
			silent = note.Percent(*g.Silent, 0)
		}
		rows = append(rows, note.Row(g.Stage.Text, g.Customers, shown(g.Worth), silent))
	}
	p.Table(note.Words{"stage | customers | expected to bring | P(silent), mean", "阶段 | 客户数 | 预计带来 | 不再购买的平均概率"}, rows...)
	p.Say(note.Words{"Customers with statements that contradict each other: %d.", "含有相互矛盾判断的客户：%d 位。"}, d.Conflicts)
}
