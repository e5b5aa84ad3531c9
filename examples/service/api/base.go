package api

import (
	"net/http"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// report is what there is to say of a base.
type report struct {
	AsOf      string                 `json:"as_of"`
	Model     store.Model            `json:"model"`
	Choice    []string               `json:"choice"` // why the model was chosen
	Log       clientele.LedgerReport `json:"log"`
	Customers int                    `json:"customers"`
	Lost      int                    `json:"lost"`
	Conflicts int                    `json:"conflicts"` // customers with verdicts that do not go together
	Worth     float64                `json:"worth"`
	Stages    []scoring.Group        `json:"stages"`
	Segments  []scoring.Group        `json:"segments"`
	Bands     []scoring.Group        `json:"bands"`
	Advice    []scoring.Group        `json:"advice"`
	Drift     *drift                 `json:"drift,omitempty"` // of the latest check since the last fit
}

type drift struct {
	Due     bool     `json:"due"` // a refit is
	Reasons []string `json:"reasons"`
}

// reportBase answers how the base as a whole stands, a browser with a page.
func (a *API) reportBase(w http.ResponseWriter, r *http.Request, b *scoring.Base) error {
	q := parameters(r, "as_of")
	asOf := q.day()
	if q.err != nil {
		return q.err
	}
	s, err := b.Report(r.Context(), asOf)
	if err != nil {
		return err
	}
	lang := languageOf(w, r)
	out := report{AsOf: s.AsOf.Format(time.DateOnly), Model: s.Model, Choice: texts(s.Choice, lang), Log: s.Log, Customers: s.Customers, Lost: s.Lost, Conflicts: s.Conflicts, Worth: s.Worth,
		Stages: s.Stages.List(lang), Segments: s.Segments.List(lang), Bands: s.Bands.List(lang), Advice: s.Advice.List(lang)}
	if s.Drift != nil {
		out.Drift = &drift{s.Drift.Due, texts(s.Drift.AppendReasons(nil), lang)}
	}
	if wantsPage(r) {
		return answerPage(w, out, lang)
	}
	return answer(w, http.StatusOK, out)
}
