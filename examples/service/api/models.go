package api

import (
	"net/http"
	"time"

	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// refit fits the base anew and answers with the model when it scores.
func (a *API) refit(w http.ResponseWriter, r *http.Request, b *scoring.Base) error {
	begun := time.Now()
	m, err := b.Refit(r.Context(), scoring.TriggerAsked)
	a.Refitted(scoring.TriggerAsked, time.Since(begun), err)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, m)
}

// listModels answers with the latest versions, the latest first.
func (a *API) listModels(w http.ResponseWriter, r *http.Request, b *scoring.Base) error {
	models, err := b.Models(r.Context())
	if err != nil {
		return err
	}
	if models == nil {
		models = []store.Model{}
	}
	return answer(w, http.StatusOK, models)
}
