package api

import (
	_ "embed"
	"net/http"
)

type status struct {
	Status string `json:"status"`
}

// healthy answers that the process lives.
func (a *API) healthy(w http.ResponseWriter, r *http.Request) error {
	return answer(w, http.StatusOK, status{"ok"})
}

// readiness answers whether requests can be served.
func (a *API) readiness(w http.ResponseWriter, r *http.Request) error {
	if !a.ready.Load() {
		return errNotReady
	}
	if err := a.store.Ping(r.Context()); err != nil {
		return err
	}
	return answer(w, http.StatusOK, status{"ok"})
}

//go:embed openapi.json
var openapi []byte

func describe(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(openapi)
	return nil
}
