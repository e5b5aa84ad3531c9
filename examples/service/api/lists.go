package api

import (
	"math"
	"net/http"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/portrait"
)

// callList is whom to call, and whom else to contact.
type callList struct {
	AsOf    string                 `json:"as_of"`
	Model   store.Model            `json:"model"`
	Spend   float64                `json:"spend"`
	Gain    float64                `json:"gain"`
	Limits  portrait.ContactPolicy `json:"limits"`
	Call    []contact              `json:"call"`
	WinBack []contact              `json:"win_back"`
	Thank   []contact              `json:"thank"`
	Alone   int                    `json:"alone"` // customers whom a contact would not pay, or the budget does not reach
}

type contact struct {
	Customer string   `json:"customer"`
	Gain     float64  `json:"gain"`
	Cost     float64  `json:"cost"`
	Reasons  []string `json:"reasons"`
}

// listCalls answers whom to call under a budget.
func (a *API) listCalls(w http.ResponseWriter, r *http.Request, b *scoring.Base) error {
	q := parameters(r, "as_of", "budget", "cost", "limit")
	asOf, limit := q.day(), int(q.number("limit", 100, 1, 1000))
	policy := portrait.ContactPolicy{
		Budget: q.number("budget", 0, math.SmallestNonzeroFloat64, 1e15),
		Cost:   q.number("cost", 0, math.SmallestNonzeroFloat64, 1e12)}
	if q.err != nil {
		return q.err
	}
	plan, err := b.Plan(r.Context(), asOf, &policy)
	if err != nil {
		return err
	}
	lang := languageOf(w, r)
	return answer(w, http.StatusOK, callList{AsOf: plan.AsOf.Format(time.DateOnly), Model: plan.Model, Spend: plan.Spend, Gain: plan.Gain, Limits: plan.Limits,
		Call: contacts(plan.Call, limit, lang), WinBack: contacts(plan.WinBack, limit, lang), Thank: contacts(plan.Thank, limit, lang), Alone: len(plan.Alone)})
}

func contacts(list []portrait.Contact[string], limit int, lang clientele.Lang) []contact {
	out := []contact{}
	for _, c := range list[:min(limit, len(list))] {
		out = append(out, contact{c.Customer, c.Gain, c.Cost, texts(c.AppendReasons(nil), lang)})
	}
	return out
}
