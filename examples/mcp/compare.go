package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/portrait"
)

// span is the arguments of compare_dates.
type span struct {
	Before string `json:"before" jsonschema:"the earlier date, such as 2023-12-31"`
	After  string `json:"after,omitempty" jsonschema:"the later date; default that of the base"`
	Top    int    `json:"top,omitempty" jsonschema:"customers to list, those whose worth changed most; default 10"`
	tongue
}

// flow is the customers who were at one stage and are at another.
type flow struct {
	From      named    `json:"from" jsonschema:"unassigned for those who came in between"`
	To        named    `json:"to"`
	Customers int      `json:"customers"`
	Before    *float64 `json:"worth_before"`
	After     *float64 `json:"worth_after"`
	Spent     *float64 `json:"spent" jsonschema:"in between"`
}

// mover is a customer whose worth changed.
type mover struct {
	Customer string   `json:"customer"`
	From     named    `json:"from"`
	To       named    `json:"to"`
	Before   *float64 `json:"worth_before"`
	After    *float64 `json:"worth_after"`
	Bought   int      `json:"bought" jsonschema:"purchases in between"`
	Reasons  []reason `json:"reasons"`
}

// compared is the answer of compare_dates.
type compared struct {
	Before      string   `json:"before"`
	After       string   `json:"after"`
	Customers   int      `json:"customers" jsonschema:"at the later date"`
	Came        int      `json:"came" jsonschema:"of them, new in between"`
	Moved       int      `json:"moved" jsonschema:"of the others, to another stage, segment or band"`
	WorthBefore *float64 `json:"worth_before"`
	WorthAfter  *float64 `json:"worth_after"`
	Flows       []flow   `json:"flows"`
	Movers      []mover  `json:"movers"`
}

func compare(ctx context.Context, b *base, in span, lang clientele.Lang) (*compared, error) {
	before, err := b.date("before", in.Before)
	if err != nil {
		return nil, err
	}
	after, err := b.date("after", in.After)
	if err != nil {
		return nil, err
	}
	if !before.Before(after) {
		return nil, fmt.Errorf("before %s is not before after %s", dayOf(before), dayOf(after))
	}
	var made *portrait.BaseMoves[string]
	if err := b.alone(ctx, func() error {
		then, err := b.portraits(ctx, before)
		if err != nil {
			return err
		}
		now, err := b.portraits(ctx, after)
		if err == nil {
			made, err = portrait.Moves(then, now, cmp.Or(in.Top, usualTop))
		}
		return err
	}); err != nil {
		return nil, err
	}
	out := &compared{Before: dayOf(before), After: dayOf(after), Customers: made.Customers, Came: made.Came, Moved: made.Moved,
		WorthBefore: number(made.Worth[0]), WorthAfter: number(made.Worth[1]), Flows: []flow{}, Movers: []mover{}}
	for _, f := range made.Stages {
		out.Flows = append(out.Flows, flow{nameOf(f.From, lang), nameOf(f.To, lang), f.Customers, number(f.Worth[0]), number(f.Worth[1]), number(f.Spent)})
	}
	for _, m := range made.Movers {
		out.Movers = append(out.Movers, mover{m.Customer, nameOf(m.Stage[0], lang), nameOf(m.Stage[1], lang),
			number(m.Worth[0]), number(m.Worth[1]), m.Bought, reasonsIn(lang, m.AppendReasons(nil))})
	}
	return out, nil
}

func (c *compared) write(p *note.Page) {
	p.Say(note.Words{
		"From %s to %s, %d customers came and %d of the others moved to another stage, segment or band. Expected to bring: %s then, %s now.",
		"从 %s 到 %s，新增客户 %d 位，其余客户中有 %d 位的阶段、细分或层级发生变化。预计带来：当时 %s，现在 %s。"},
		c.Before, c.After, c.Came, c.Moved, shown(c.WorthBefore), shown(c.WorthAfter))
	var rows [][]any
	for _, f := range c.Flows {
		rows = append(rows, note.Row(f.From.Text, f.To.Text, f.Customers, shown(f.Spent), shown(f.Before), shown(f.After)))
	}
	p.Table(note.Words{"from | to | customers | spent in between | expected before | expected now", "原阶段 | 现阶段 | 客户数 | 期间消费 | 此前预计 | 现在预计"}, rows...)
	rows = nil
	for _, m := range c.Movers {
		rows = append(rows, note.Row(note.Plain(m.Customer), m.From.Text, m.To.Text, textOf(p.Lang, m.Reasons)))
	}
	p.Table(note.Words{"customer | stage before | stage now | why", "客户 | 原阶段 | 现阶段 | 原因"}, rows...)
}
