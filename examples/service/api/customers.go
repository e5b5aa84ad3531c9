package api

import (
	"net/http"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/portrait"
)

// customer is the answer about one customer, in the language that was asked for.
type customer struct {
	Customer   string             `json:"customer"`
	AsOf       string             `json:"as_of"`
	Model      store.Model        `json:"model"`
	Summary    string             `json:"summary"`
	Advice     portrait.Advice    `json:"advice"`
	Stage      lifecycle.Stage    `json:"stage"`
	Lost       bool               `json:"lost"`
	Worth      float64            `json:"worth"` // expected up to the horizon
	Alive      float64            `json:"alive"` // probability that they have not left
	Days       float64            `json:"days"`  // the horizon
	Statements []statement        `json:"statements"`
	Unknown    []string           `json:"unknown"`            // what to ask, the most telling first
	Conflicts  []string           `json:"conflicts"`          // verdicts that do not go together
	Portrait   *portrait.Portrait `json:"portrait,omitempty"` // every number, if it is asked for
}

// statement is a verdict, and why.
type statement struct {
	Aspect  portrait.Aspect `json:"aspect"`
	Label   string          `json:"label"`
	Verdict string          `json:"verdict"`
	Reasons []string        `json:"reasons"`
}

// showCustomer answers who a customer is, what they are worth, and why.
func (a *API) showCustomer(w http.ResponseWriter, r *http.Request, b *scoring.Base) error {
	q := parameters(r, "as_of", "level", "full")
	asOf, level, full := q.day(), q.number("level", 0, 0.5, 0.999), q.flag("full")
	if q.err != nil {
		return q.err
	}
	c, err := b.Customer(r.Context(), r.PathValue("id"), asOf, level)
	if err != nil {
		return err
	}
	out := describeCustomer(c, languageOf(w, r))
	if full {
		out.Portrait = &c.Portrait
	}
	return answer(w, http.StatusOK, out)
}

func describeCustomer(c scoring.Customer, lang clientele.Lang) customer {
	p := &c.Portrait
	out := customer{Customer: c.ID, AsOf: p.AsOf.Format(time.DateOnly), Model: c.Model, Summary: p.Summary(lang), Advice: p.Advice, Stage: p.Stage.Stage,
		Lost: p.Loss.Lost(), Worth: p.Worth.Value, Alive: p.Worth.Alive, Days: p.Worth.Days, Unknown: []string{}, Conflicts: []string{}}
	for _, s := range p.Statements(lang) {
		out.Statements = append(out.Statements, statement{s.Aspect, s.Aspect.Label(lang), s.Verdict, texts(s.Reasons, lang)})
	}
	for _, u := range p.Unknown {
		out.Unknown = append(out.Unknown, u.Ask.Text(lang))
	}
	for _, v := range p.Conflicts {
		out.Conflicts = append(out.Conflicts, v.Label(lang))
	}
	return out
}
