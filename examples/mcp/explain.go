package main

import (
	"context"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
)

// explained is the answer of explain_customer.
type explained struct {
	Customer   string      `json:"customer"`
	AsOf       string      `json:"as_of"`
	Summary    string      `json:"summary"`
	Statements []statement `json:"statements"`
	Conflicts  []named     `json:"conflicts" jsonschema:"pairs of statements that a practitioner would not say of one customer, for a person to look at"`
	Unknown    []missing   `json:"unknown" jsonschema:"measurements that are missing, the one that would tell most first"`
}

// missing is a measurement that is missing.
type missing struct {
	Ask  reason  `json:"ask"`
	Tell []named `json:"tell" jsonschema:"aspects that it would help to tell"`
}

func explain(_ context.Context, b *base, in who, lang clientele.Lang) (*explained, error) {
	p, err := in.draw(b)
	if err != nil {
		return nil, err
	}
	out := &explained{Customer: in.Customer, AsOf: dayOf(p.AsOf), Summary: p.Summary(lang), Conflicts: []named{}, Unknown: []missing{}}
	for _, s := range p.Statements(lang) {
		out.Statements = append(out.Statements, statement{s.Aspect.String(), s.Aspect.Label(lang), s.Verdict, reasonsIn(lang, s.Reasons)})
	}
	for _, c := range p.Conflicts {
		out.Conflicts = append(out.Conflicts, nameOf(c, lang))
	}
	for _, u := range p.Unknown {
		m := missing{Ask: reasonsIn(lang, []clientele.Reason{u.Ask})[0], Tell: []named{}}
		for _, a := range u.Tell {
			m.Tell = append(m.Tell, nameOf(a, lang))
		}
		out.Unknown = append(out.Unknown, m)
	}
	return out, nil
}

func (e *explained) write(p *note.Page) {
	p.Say(note.Words{"**%s** at %s — %s", "**%s**，%s —— %s"}, note.Plain(e.Customer), e.AsOf, e.Summary)
	p.Table(note.Words{"aspect | verdict | why", "方面 | 判断 | 依据"}, rowsOf(p.Lang, e.Statements, true)...)
	if len(e.Conflicts) == 0 {
		p.Say(note.Words{"No statements contradict each other.", "没有相互矛盾的判断。"})
	}
	for _, c := range e.Conflicts {
		p.Say(note.Words{"- Contradiction, for a person to look at: %s.", "- 相互矛盾，需人工查看：%s。"}, c.Text)
	}
	for _, u := range e.Unknown {
		var tell []string
		for _, t := range u.Tell {
			tell = append(tell, t.Text)
		}
		p.Say(note.Words{"- Not known: %s (%s).", "- 尚不清楚：%s（%s）。"}, u.Ask.Text, strings.Join(tell, note.Words{", ", "、"}.In(p.Lang)))
	}
}

// textOf joins reasons in a cell.
func textOf(lang clientele.Lang, why []reason) string {
	texts := make([]string, len(why))
	for i, r := range why {
		texts[i] = r.Text
	}
	return strings.Join(texts, note.Words{"; ", "；"}.In(lang))
}
