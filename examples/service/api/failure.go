package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// failure is an error as a client sees it.
type failure struct {
	status  int
	code    string // permanent
	message string // for people: what is wrong, and what to do
}

func (f *failure) Error() string { return f.code }

var (
	errNoRoute  = &failure{http.StatusNotFound, "no-such-path", "there is no such path or method; GET /openapi.json lists them"}
	errNoKey    = &failure{http.StatusUnauthorized, "no-such-key", "send Authorization: Bearer KEY, with a key that 'service tenant add NAME' printed"}
	errTooMany  = &failure{http.StatusTooManyRequests, "too-many-requests", "too many requests; wait a second"}
	errTooLarge = &failure{http.StatusRequestEntityTooLarge, "too-large", "the request is too large; send smaller batches"}
	errNotJSON  = &failure{http.StatusUnsupportedMediaType, "not-json", "send Content-Type: application/json"}
	errNotReady = &failure{http.StatusServiceUnavailable, "not-ready", "the service is starting or stopping"}
	errPanic    = &failure{http.StatusInternalServerError, "internal", "something is wrong here; it is logged"}
	errGone     = &failure{499, "client-gone", "the client went away"}
)

func badRequest(format string, args ...any) error {
	return &failure{http.StatusBadRequest, "bad-request", fmt.Sprintf(format, args...)}
}

// failureOf returns what a client is told of an error.
func failureOf(r *http.Request, err error) *failure {
	var f *failure
	var rows *scoring.RowsError
	var large *http.MaxBytesError
	var input *clientele.InputError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &large):
		return errTooLarge
	case errors.As(err, &rows) && rows.Conflict:
		return &failure{http.StatusConflict, "id-taken", rows.Error()}
	case errors.As(err, &rows):
		return &failure{http.StatusUnprocessableEntity, "bad-rows", rows.Error()}
	case errors.Is(err, scoring.ErrNoCustomer):
		return &failure{http.StatusNotFound, "no-such-customer", "the customer bought nothing up to the end of observation"}
	case errors.Is(err, scoring.ErrNoModel):
		return &failure{http.StatusConflict, "no-model", "no model was fitted yet: send transactions, then POST /models/refit or wait a minute"}
	case errors.Is(err, scoring.ErrFitting):
		return &failure{http.StatusConflict, "fitting", "a refit is under way; its model will be under GET /models"}
	case errors.Is(err, scoring.ErrStored):
		return &failure{http.StatusInternalServerError, "stored-data", "the stored data of this tenant cannot be read; it is logged, and nothing was changed"}
	case errors.Is(err, clientele.ErrNoData), errors.Is(err, clientele.ErrNotIdentified):
		return &failure{http.StatusUnprocessableEntity, "too-little-data", "the transactions are too few to tell a model: " + err.Error()}
	case errors.As(err, &input):
		return &failure{http.StatusBadRequest, "bad-request", input.Error()}
	case errors.Is(err, store.ErrFull):
		return &failure{http.StatusInsufficientStorage, "disk-full", "the disk of the database is full; nothing of this request was stored, and what was acknowledged is kept"}
	case errors.Is(r.Context().Err(), context.Canceled):
		return errGone
	case errors.Is(err, context.DeadlineExceeded):
		return &failure{http.StatusServiceUnavailable, "too-slow", "this took too long; whether it was done is not known: send the same request again, ids make that safe"}
	}
	return &failure{http.StatusServiceUnavailable, "no-database", "the database does not answer; whether it was done is not known: send the same request again, ids make that safe"}
}

// errorAnswer is the body of an answer that is not a success.
type errorAnswer struct {
	Error errorText          `json:"error"`
	Rows  []scoring.RowError `json:"rows,omitempty"`
}

type errorText struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

const mostRowErrors = 100

// fail answers with an error.
func fail(w *seen, r *http.Request, err error) {
	f := failureOf(r, err)
	if w.status != 0 { // the answer had begun
		return
	}
	out := errorAnswer{Error: errorText{f.code, f.message}}
	var rows *scoring.RowsError
	if errors.As(err, &rows) {
		out.Rows = rows.Rows[:min(len(rows.Rows), mostRowErrors)]
	}
	switch f.status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "1")
	case http.StatusRequestEntityTooLarge:
		w.Header().Set("Connection", "close") // the rest of the body is not read
	}
	_ = answer(w, f.status, out)
}
