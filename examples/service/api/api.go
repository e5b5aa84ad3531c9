// Package api is the service's HTTP: JSON in, JSON out, as openapi.json says.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// Limits bound what one client can ask for. Zero fields mean the default.
type Limits struct {
	Body     int64         // bytes of a request; default 8 MiB
	Rows     int           // of a batch; default 10,000
	Rate     float64       // requests a second of a tenant; default 5,000, and as many at once
	InFlight int           // requests of a tenant at one time; default 64
	Unknown  float64       // keys a second that are looked up and may be nobody's; default 20
	Answer   time.Duration // for an answer about one customer or a batch; default 15 s
	Survey   time.Duration // for one about the whole base; default 60 s
	Fit      time.Duration // for a refit; default 10 min
}

func (l Limits) filled() Limits {
	set(&l.Body, 8<<20)
	set(&l.Rows, 10_000)
	set(&l.Rate, 5000)
	set(&l.InFlight, 64)
	set(&l.Unknown, 20)
	set(&l.Answer, 15*time.Second)
	set(&l.Survey, time.Minute)
	set(&l.Fit, 10*time.Minute)
	return l
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// API answers requests.
type API struct {
	store   store.Store
	bases   *scoring.Bases
	keys    *keys
	log     *slog.Logger
	limits  Limits
	metrics *metrics
	mux     *http.ServeMux
	ready   atomic.Bool
}

// New returns the handler over a store and its bases. It answers that it is not ready
// until it is told.
func New(s store.Store, bases *scoring.Bases, log *slog.Logger, limits Limits) *API {
	a := &API{store: s, bases: bases, log: log, limits: limits.filled(), metrics: newMetrics(), mux: http.NewServeMux()}
	a.keys = newKeys(s, a.limits)
	for _, r := range a.routes() {
		a.mux.Handle(r.method+" "+r.path, a.watched(r))
	}
	a.mux.Handle("/", a.watched(route{path: "/", open: func(http.ResponseWriter, *http.Request) error { return errNoRoute }}))
	return a
}

// SetReady says whether the service takes requests: not before the bases are loaded,
// and not any more when it is about to stop.
func (a *API) SetReady(ready bool) { a.ready.Store(ready) }

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// route is one operation: open to all, or about the base of whose key it is.
type route struct {
	method, path string
	open         func(http.ResponseWriter, *http.Request) error
	base         func(http.ResponseWriter, *http.Request, *scoring.Base) error
	within       time.Duration
}

func (a *API) routes() []route {
	l := a.limits
	return []route{
		{"POST", "/transactions", nil, a.addTransactions, l.Answer},
		{"GET", "/customers/{id}", nil, a.showCustomer, l.Answer},
		{"GET", "/lists/call", nil, a.listCalls, l.Survey},
		{"GET", "/base", nil, a.reportBase, l.Survey},
		{"GET", "/models", nil, a.listModels, l.Answer},
		{"POST", "/models/refit", nil, a.refit, l.Fit},
		{"GET", "/healthz", a.healthy, nil, 0},
		{"GET", "/readyz", a.readiness, nil, l.Answer},
		{"GET", "/metrics", a.metrics.show, nil, 0},
		{"GET", "/openapi.json", describe, nil, 0},
	}
}

// watched is a route with everything around it: time limit, key, limits, the answer
// to an error, log and metrics.
func (a *API) watched(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &seen{ResponseWriter: w}
		begun := time.Now()
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		if rt.within > 0 {
			ctx, cancel := context.WithTimeout(r.Context(), rt.within)
			defer cancel()
			r = r.WithContext(ctx)
			// The server's own limit of writing is shorter than a refit.
			_ = http.NewResponseController(w).SetWriteDeadline(begun.Add(rt.within + 10*time.Second))
		}
		var tenant int64
		err := a.guarded(func() error {
			if rt.open != nil {
				return rt.open(seen, r)
			}
			t, release, err := a.keys.admit(r)
			if err != nil {
				return err
			}
			defer release()
			tenant = t.ID
			b, err := a.bases.Of(r.Context(), t)
			if err != nil {
				return err
			}
			return rt.base(seen, r, b)
		})
		if err != nil {
			fail(seen, r, err)
		}
		a.note(rt, r, seen.status, time.Since(begun), tenant, err)
	})
}

// seen remembers the status of an answer.
type seen struct {
	http.ResponseWriter
	status int
}

func (s *seen) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *seen) Write(p []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return s.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController find what is inside.
func (s *seen) Unwrap() http.ResponseWriter { return s.ResponseWriter }
