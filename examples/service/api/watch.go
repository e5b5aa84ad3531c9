package api

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/clientele-go/clientele"
)

// guarded turns a panic into an error. The value of the panic may hold personal data
// and is not logged; the stack tells where it was.
func (a *API) guarded(do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			a.log.Error("panic", "type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	return do()
}

// note logs and counts a request: its route, never its path, in which the customer
// stands, nor what was sent.
func (a *API) note(rt route, r *http.Request, status int, took time.Duration, tenant int64, err error) {
	a.metrics.request(rt, status, took)
	level := slog.LevelDebug
	switch {
	case status >= 500:
		level = slog.LevelError
	case status >= 400:
		level = slog.LevelInfo
	}
	if !a.log.Enabled(r.Context(), level) {
		return
	}
	attrs := []any{"method", rt.method, "route", rt.path, "status", status, "ms", took.Milliseconds(), "tenant", tenant}
	if err != nil {
		attrs = append(attrs, "code", failureOf(r, err).code, "error", Nameless(err))
	}
	a.log.Log(r.Context(), level, "request", attrs...)
}

// Nameless says what an error is without what it says, in which a customer may be
// named.
func Nameless(err error) string {
	var f *failure
	var input *clientele.InputError
	var sql interface{ SQLState() string } // of PostgreSQL
	switch {
	case errors.As(err, &f):
		return f.code
	case errors.As(err, &input):
		return input.Where + ": " + input.Field
	case errors.As(err, &sql):
		return "SQLSTATE " + sql.SQLState()
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return fmt.Sprintf("%T", err)
		}
		err = inner
	}
}
