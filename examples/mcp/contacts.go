package main

import (
	"cmp"
	"context"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/portrait"
)

// plan is the arguments of list_contacts. What is left out is what the server was
// started with.
type plan struct {
	Budget      float64 `json:"budget,omitempty" jsonschema:"money for all contacts together; default that of the server, or no limit"`
	Cost        float64 `json:"cost,omitempty" jsonschema:"money that one contact costs; default that of the server, or 1"`
	WinBackCost float64 `json:"win_back_cost,omitempty" jsonschema:"money that one contact with a lost customer costs; default cost"`
	Effect      float64 `json:"effect,omitempty" jsonschema:"share, up to 1, of what leaving would cost that a contact saves; default 0.1"`
	AsOf        string  `json:"as_of,omitempty" jsonschema:"the date at which to look, such as 2024-03-31; default that of the base"`
	Top         int     `json:"top,omitempty" jsonschema:"entries of each list; default 10"`
	tongue
}

// policy is that of the server with what the call says.
func (in plan) policy(p portrait.ContactPolicy) portrait.ContactPolicy {
	for _, set := range []struct {
		to    *float64
		given float64
	}{{&p.Budget, in.Budget}, {&p.Cost, in.Cost}, {&p.WinBackCost, in.WinBackCost}} {
		if set.given != 0 {
			*set.to = set.given
		}
	}
	if in.Effect != 0 {
		p.Effect = clientele.Known(in.Effect)
	}
	return p
}

// contact is an entry of a list.
type contact struct {
	Customer string   `json:"customer"`
	Gain     *float64 `json:"gain" jsonschema:"expected of the contact, its cost taken off"`
	Cost     float64  `json:"cost"`
	Reasons  []reason `json:"reasons"`
}

// list is the first entries of one.
type list struct {
	Customers int       `json:"customers" jsonschema:"on the list, those that are not shown too"`
	First     []contact `json:"first"`
}

// planned is the answer of list_contacts.
type planned struct {
	AsOf    string   `json:"as_of"`
	Budget  *float64 `json:"budget" jsonschema:"null if there is no limit"`
	Cost    float64  `json:"cost"`
	Spend   *float64 `json:"spend" jsonschema:"money that the contacts to call and to win back cost"`
	Gain    *float64 `json:"gain" jsonschema:"expected of them beyond that"`
	Call    list     `json:"call"`
	WinBack list     `json:"win_back"`
	Thank   list     `json:"thank"`
	Alone   list     `json:"alone" jsonschema:"a contact would not pay, or the budget ends before"`
}

func contacts(ctx context.Context, b *base, in plan, lang clientele.Lang) (*planned, error) {
	policy := in.policy(b.contacts)
	if err := policy.Check(); err != nil { // before the work
		return nil, err
	}
	asOf, err := b.date("as_of", in.AsOf)
	if err != nil {
		return nil, err
	}
	var made *portrait.ContactPlan[string]
	if err := b.alone(ctx, func() error {
		all, err := b.portraits(ctx, asOf)
		if err == nil {
			made, err = portrait.Plan(all, &policy)
		}
		return err
	}); err != nil {
		return nil, err
	}
	out := &planned{AsOf: dayOf(asOf), Cost: made.Limits.Cost, Spend: number(made.Spend), Gain: number(made.Gain)}
	if made.Limits.Budget > 0 {
		out.Budget = number(made.Limits.Budget)
	}
	for _, l := range []struct {
		from []portrait.Contact[string]
		to   *list
	}{{made.Call, &out.Call}, {made.WinBack, &out.WinBack}, {made.Thank, &out.Thank}, {made.Alone, &out.Alone}} {
		*l.to = list{len(l.from), []contact{}}
		for _, c := range l.from[:min(cmp.Or(in.Top, usualTop), len(l.from))] {
			l.to.First = append(l.to.First, contact{c.Customer, number(c.Gain), c.Cost, reasonsIn(lang, c.AppendReasons(nil))})
		}
	}
	return out, nil
}

func (a *planned) write(p *note.Page) {
	budget := note.Words{"no limit", "不限"}.In(p.Lang)
	if a.Budget != nil {
		budget = note.Fixed(*a.Budget, 2)
	}
	p.Say(note.Words{"At %s, budget %s, %s a contact: %d contacts are worth it; they cost %s and are expected to gain %s beyond that.",
		"%s，预算 %s，每次联系成本 %s：值得联系 %d 位，共花费 %s，预计净得 %s。"},
		a.AsOf, budget, note.Fixed(a.Cost, 2), a.Call.Customers+a.WinBack.Customers, shown(a.Spend), shown(a.Gain))
	a.Call.write(p, note.Words{"To call", "联系挽留"})
	a.WinBack.write(p, note.Words{"To win back", "赢回"})
	a.Thank.write(p, note.Words{"To thank", "感谢并增购"})
	a.Alone.write(p, note.Words{"To leave alone", "不打扰"})
}

func (l *list) write(p *note.Page, title note.Words) {
	p.Say(note.Words{"%s: %d, of whom %d are shown", "%s：%d 位，显示 %d 位"}, title.In(p.Lang), l.Customers, len(l.First))
	var rows [][]any
	for _, c := range l.First {
		rows = append(rows, note.Row(note.Plain(c.Customer), shown(c.Gain), textOf(p.Lang, c.Reasons)))
	}
	p.Table(note.Words{"customer | expected gain | why", "客户 | 预计净得 | 原因"}, rows...)
}

// shown prints a number, a dash if there is none.
func shown(v *float64) string {
	if v == nil {
		return "–"
	}
	return note.Fixed(*v, 2)
}
