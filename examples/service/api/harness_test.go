package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/examples/service/store/memory"
)

// service is an API over a new database, with a tenant whose key is "one" and another
// whose key is "two". Its clock stands still a day after the shop's last.
type service struct {
	t       testing.TB
	api     *API
	bases   *scoring.Bases
	store   *faulty
	tenants [2]store.Tenant
	log     *buffer
	now     time.Time
}

func newService(t testing.TB, l Limits) *service {
	s := memory.Open()
	h := &service{t: t, store: &faulty{Store: s}, log: &buffer{}, now: shop.Opening.AddDate(0, 0, shop.Days)}
	for i, name := range []string{"one", "two"} {
		var err error
		h.tenants[i], err = s.AddTenant(context.Background(), name, store.HashOf(name))
		require.NoError(t, err)
	}
	h.restart(l)
	return h
}

// restart forgets everything that is not in the database.
func (h *service) restart(l Limits) {
	h.bases = scoring.NewBases(h.store, func() time.Time { return h.now }, scoring.Fit)
	h.api = New(h.store, h.bases, slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})), l)
	h.api.SetReady(true)
}

// base returns the base of the first tenant.
func (h *service) base() *scoring.Base {
	b, err := h.bases.Of(context.Background(), h.tenants[0])
	require.NoError(h.t, err)
	return b
}

// do sends a request as the owner of a key, and checks the answer against the
// description.
func (h *service) do(method, path, key string, body any, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	case io.Reader:
		in = b
	default:
		data, err := json.Marshal(b)
		require.NoError(h.t, err)
		in = bytes.NewReader(data)
	}
	r := httptest.NewRequest(method, path, in)
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	checkAnswer(h.t, r, w)
	return w
}

// get sends a request that succeeds, and reads its answer.
func (h *service) get(path, key string, out any, headers ...string) {
	h.t.Helper()
	w := h.do("GET", path, key, nil, headers...)
	require.Equal(h.t, http.StatusOK, w.Code, w.Body.String())
	require.NoError(h.t, json.Unmarshal(w.Body.Bytes(), out))
}

// code returns the code of an answer that is an error.
func code(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	var e errorAnswer
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &e), w.Body.String())
	return fmt.Sprint(w.Code, " ", e.Error.Code)
}

// send sends rows as a client would.
func (h *service) send(key string, rows ...store.Row) *httptest.ResponseRecorder {
	h.t.Helper()
	return h.do("POST", "/transactions", key, rows)
}

// open fills the first tenant with a shop and fits it.
func (h *service) open(customers int) []store.Row {
	h.t.Helper()
	rows := shop.Rows(customers, 1)
	for at := 0; at < len(rows); at += 5000 {
		w := h.send("one", rows[at:min(at+5000, len(rows))]...)
		require.Equal(h.t, http.StatusOK, w.Code, w.Body.String())
	}
	w := h.do("POST", "/models/refit", "one", nil)
	require.Equal(h.t, http.StatusCreated, w.Code, w.Body.String())
	return rows
}

// faulty is a store that fails as it is told.
type faulty struct {
	store.Store
	mu             sync.Mutex
	owner, rows    error // of TenantOf and Rows
	append, models error
	ping           error
	fitted         func() // runs when a model is about to be stored
}

func (f *faulty) fail(set func(*faulty)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	set(f)
}

func (f *faulty) get(of func(*faulty) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return of(f)
}

func (f *faulty) TenantOf(ctx context.Context, key store.Hash) (store.Tenant, error) {
	if err := f.get(func(f *faulty) error { return f.owner }); err != nil {
		return store.Tenant{}, err
	}
	return f.Store.TenantOf(ctx, key)
}

func (f *faulty) Rows(ctx context.Context, tenant, seq int64, yield func(store.Row) error) (int64, error) {
	if err := f.get(func(f *faulty) error { return f.rows }); err != nil {
		return 0, err
	}
	return f.Store.Rows(ctx, tenant, seq, yield)
}

// Append that fails has stored the rows: the answer was lost on the way.
func (f *faulty) Append(ctx context.Context, tenant int64, rows []store.Row) ([]store.Row, int64, error) {
	if err := f.get(func(f *faulty) error { return f.append }); err != nil {
		if err != store.ErrFull {
			_, _, _ = f.Store.Append(ctx, tenant, rows)
		}
		return nil, 0, err
	}
	return f.Store.Append(ctx, tenant, rows)
}

func (f *faulty) AddModel(ctx context.Context, tenant int64, m store.Model) (store.Model, error) {
	if err := f.get(func(f *faulty) error { return f.models }); err != nil {
		return m, err
	}
	f.mu.Lock()
	meanwhile := f.fitted
	f.mu.Unlock()
	if meanwhile != nil {
		meanwhile()
	}
	return f.Store.AddModel(ctx, tenant, m)
}

func (f *faulty) Ping(ctx context.Context) error {
	if err := f.get(func(f *faulty) error { return f.ping }); err != nil {
		return err
	}
	return f.Store.Ping(ctx)
}

// buffer is a log that may be read while it is written.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// sized sends a body that says how long it is, which need not be true, and returns the
// status.
func (h *service) sized(key string, body io.Reader, length int64) int {
	r := httptest.NewRequest("POST", "/transactions", body)
	r.ContentLength = length
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+key)
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	checkAnswer(h.t, r, w)
	return w.Code
}
