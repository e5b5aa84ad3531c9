package main

import (
	"context"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/portrait"
)

// who is the arguments of a tool about one customer.
type who struct {
	Customer string `json:"customer" jsonschema:"id of the customer, as it stands in the file"`
	AsOf     string `json:"as_of,omitempty" jsonschema:"the date at which to look, such as 2024-03-31; default that of the base"`
	tongue
}

// draw returns the customer's portrait.
func (w who) draw(b *base) (portrait.Portrait, error) {
	asOf, err := b.date("as_of", w.AsOf)
	if err != nil {
		return portrait.Portrait{}, err
	}
	return b.portrait(w.Customer, asOf)
}

// statement is what a portrait says of one aspect.
type statement struct {
	Aspect  string   `json:"aspect" jsonschema:"permanent name"`
	Label   string   `json:"label"`
	Verdict string   `json:"verdict"`
	Reasons []reason `json:"reasons,omitempty"`
}

// reason is why: a rule, what it saw and the limit it was held against.
type reason struct {
	Code  string   `json:"code" jsonschema:"permanent name of the rule"`
	Value *float64 `json:"value" jsonschema:"what the rule saw, null if it looks at no number"`
	Limit *float64 `json:"limit" jsonschema:"what it was held against, null if there is none"`
	Text  string   `json:"text"`
}

// named is an entry of a list of the library, by its permanent name and in words.
type named struct {
	Name string `json:"name" jsonschema:"permanent name"`
	Text string `json:"text"`
}

// labelled is a value of one of the library's enumerations.
type labelled interface {
	String() string
	Label(clientele.Lang) string
}

func nameOf(v labelled, lang clientele.Lang) named { return named{v.String(), v.Label(lang)} }

// number is v, or null in JSON if it is not finite.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// dayOf prints a date, nothing if there is none.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return intake.Day(t)
}

func reasonsIn(lang clientele.Lang, why []clientele.Reason) []reason {
	out := []reason{}
	for _, r := range why {
		out = append(out, reason{r.Code, number(r.Value), number(r.Limit), r.Text(lang)})
	}
	return out
}

// worth is what a customer is expected to bring.
type worth struct {
	Value     *float64 `json:"value" jsonschema:"expected in the horizon, discounted, in money"`
	Low       *float64 `json:"low" jsonschema:"lower end of the 95 % interval of value, given that the parameters are estimates"`
	High      *float64 `json:"high"`
	Alive     *float64 `json:"alive" jsonschema:"probability that they have not left"`
	Purchases *float64 `json:"purchases" jsonschema:"expected in the horizon"`
	Days      float64  `json:"days" jsonschema:"the horizon"`
}

// scored is the answer of score_customer.
type scored struct {
	Customer   string      `json:"customer"`
	AsOf       string      `json:"as_of"`
	Summary    string      `json:"summary"`
	Advice     named       `json:"advice" jsonschema:"what to do next"`
	First      string      `json:"first" jsonschema:"day of the first purchase"`
	Last       string      `json:"last" jsonschema:"day of the last one"`
	Purchases  int         `json:"purchases" jsonschema:"days with a purchase"`
	Money      *float64    `json:"money" jsonschema:"spent, all in all"`
	Worth      worth       `json:"worth"`
	Next       string      `json:"next,omitempty" jsonschema:"day by which half of such customers buy again"`
	Stage      named       `json:"stage"`
	Lost       bool        `json:"lost"`
	Silent     *float64    `json:"silent" jsonschema:"probability that they do not buy within the horizon of loss"`
	Statements []statement `json:"statements"`
	Conflicts  int         `json:"conflicts" jsonschema:"pairs of statements that contradict each other: see explain_customer"`
	Unknown    int         `json:"unknown" jsonschema:"measurements that are missing: see explain_customer"`
}

func score(_ context.Context, b *base, in who, lang clientele.Lang) (*scored, error) {
	p, err := in.draw(b)
	if err != nil {
		return nil, err
	}
	w := p.Worth
	out := &scored{
		Customer: in.Customer, AsOf: dayOf(p.AsOf), Summary: p.Summary(lang), Advice: nameOf(p.Advice, lang),
		First: dayOf(p.First), Last: dayOf(p.Last), Purchases: p.Purchases, Money: number(p.Money),
		Worth: worth{number(w.Value), number(w.Interval.Lo), number(w.Interval.Hi), number(w.Alive), number(w.Purchases), w.Days},
		Next:  dayOf(p.Next.Likely), Stage: nameOf(p.Stage.Stage, lang), Lost: p.Loss.Lost(), Silent: number(p.Loss.ProbSilent),
		Conflicts: len(p.Conflicts), Unknown: len(p.Unknown),
	}
	for _, s := range p.Statements(lang) {
		out.Statements = append(out.Statements, statement{Aspect: s.Aspect.String(), Label: s.Aspect.Label(lang), Verdict: s.Verdict})
	}
	return out, nil
}

func (s *scored) write(p *note.Page) {
	p.Say(note.Words{"**%s** at %s — %s", "**%s**，%s —— %s"}, note.Plain(s.Customer), s.AsOf, s.Summary)
	p.Table(note.Words{"aspect | verdict", "方面 | 判断"}, rowsOf(p.Lang, s.Statements, false)...)
	p.Say(note.Words{"Contradictions: %d; not known: %d measurements (explain_customer).", "相互矛盾：%d 处；尚不清楚：%d 项（explain_customer）。"}, s.Conflicts, s.Unknown)
}

// rowsOf are the rows of a table of statements, with their reasons or without.
func rowsOf(lang clientele.Lang, all []statement, why bool) [][]any {
	var rows [][]any
	for _, s := range all {
		row := note.Row(s.Label, note.Plain(s.Verdict))
		if why {
			row = append(row, textOf(lang, s.Reasons))
		}
		rows = append(rows, row)
	}
	return rows
}
