package api

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// The description has the operations of the handlers, and no others.
func TestRoutes(t *testing.T) {
	h := newService(t, Limits{})
	want := map[string]bool{}
	for path, methods := range described.Paths {
		for method, op := range methods {
			want[strings.ToUpper(method)+" "+path] = len(op.Security) > 0
		}
	}
	got := map[string]bool{}
	for _, r := range h.api.routes() {
		got[r.method+" "+r.path] = r.base != nil
	}
	assert.Equal(t, want, got, "true are those that ask for a key")
}

// Every answer that is described happens, as described (which do checks), and with the
// code that is named here.
func TestEveryAnswer(t *testing.T) {
	h := newService(t, Limits{Body: 20_000, Rows: 100})
	seen := map[string]bool{}
	answers := func(h *service, method, path, key string, body any, want string) *httptest.ResponseRecorder {
		t.Helper()
		w := h.do(method, path, key, body)
		got := strconv.Itoa(w.Code)
		if w.Code >= 400 {
			got = code(t, w)
		}
		assert.Equal(t, want, got, "%s %s: %s", method, path, w.Body.String())
		template, _, _ := strings.Cut(path, "?")
		if strings.HasPrefix(template, "/customers/") {
			template = "/customers/{id}"
		}
		seen[method+" "+template+" "+strconv.Itoa(w.Code)] = true
		return w
	}
	scored := [][2]string{{"GET", "/customers/C-00001"}, {"GET", "/lists/call"}, {"GET", "/base"}}
	guarded := append(slices.Clone(scored), [2]string{"GET", "/models"}, [2]string{"POST", "/models/refit"}, [2]string{"POST", "/transactions"})

	for _, open := range []string{"/healthz", "/readyz", "/metrics", "/openapi.json"} {
		answers(h, "GET", open, "", nil, "200")
	}
	answers(h, "GET", "/models", "one", nil, "200")
	answers(h, "POST", "/models/refit", "one", nil, "422 too-little-data")
	for _, r := range scored {
		answers(h, r[0], r[1], "one", nil, "409 no-model")
	}

	row := shop.Rows(1, 1)[0]
	answers(h, "POST", "/transactions", "one", row, "200")
	answers(h, "POST", "/transactions", "one", []store.Row{row, row}, "200")
	other := row
	other.Amount++
	answers(h, "POST", "/transactions", "one", other, "409 id-taken")
	other.ID, other.Amount = "poison", 1e300
	answers(h, "POST", "/transactions", "one", []store.Row{row, other}, "422 bad-rows")
	answers(h, "POST", "/transactions", "one", "[{]", "400 bad-request")
	answers(h, "POST", "/transactions", "one", strings.Repeat(" ", 30_000), "413 too-large")
	answers(h, "POST", "/transactions", "one", "["+strings.Repeat("1,", 100)+"1]", "413 too-large")
	assert.Equal(t, "415 not-json", code(t, h.do("POST", "/transactions", "one", "x", "Content-Type", "text/plain")))
	seen["POST /transactions 415"] = true

	rows := shop.Rows(150, 1)
	for at := 0; at < len(rows); at += 100 {
		require.Equal(t, http.StatusOK, h.send("one", rows[at:min(at+100, len(rows))]...).Code)
	}
	h.store.fail(func(f *faulty) { f.fitted = func() { answers(h, "POST", "/models/refit", "one", nil, "409 fitting") } })
	answers(h, "POST", "/models/refit", "one", nil, "201")
	h.store.fail(func(f *faulty) { f.fitted = nil })
	for _, r := range scored {
		answers(h, r[0], r[1], "one", nil, "200")
		answers(h, r[0], r[1]+"?as_of=soon", "one", nil, "400 bad-request")
		answers(h, r[0], r[1]+"?as-of=2024-01-01", "one", nil, "400 bad-request")
	}
	answers(h, "GET", "/customers/C-00001?level=0.95&full=true&as_of=2024-06-30", "one", nil, "200")
	answers(h, "GET", "/customers/C-00001?level=95", "one", nil, "400 bad-request")
	answers(h, "GET", "/customers/C-00001?full=perhaps", "one", nil, "400 bad-request")
	answers(h, "GET", "/customers/nobody", "one", nil, "404 no-such-customer")
	answers(h, "GET", "/lists/call?budget=20&cost=2&limit=3", "one", nil, "200")
	answers(h, "GET", "/lists/call?budget=-1", "one", nil, "400 bad-request")
	answers(h, "GET", "/lists/call?budget=1&budget=2", "one", nil, "400 bad-request")

	h.store.fail(func(f *faulty) { f.append, f.models = store.ErrFull, store.ErrFull })
	other.Amount = 1
	answers(h, "POST", "/transactions", "one", other, "507 disk-full")
	answers(h, "POST", "/models/refit", "one", nil, "507 disk-full")
	h.store.fail(func(f *faulty) { f.append, f.models = nil, nil })

	for _, r := range guarded {
		answers(h, r[0], r[1], "", nil, "401 no-such-key")
		answers(h, r[0], r[1], "three", nil, "401 no-such-key")
	}
	lost := errors.New("connection refused to host 10.0.0.7")
	h.store.fail(func(f *faulty) { f.owner, f.ping = lost, lost })
	h.restart(Limits{})
	answers(h, "GET", "/readyz", "", nil, "503 no-database")
	for _, r := range guarded {
		w := answers(h, r[0], r[1], "one", nil, "503 no-database")
		assert.NotContains(t, w.Body.String(), "10.0.0.7")
		assert.Equal(t, "1", w.Header().Get("Retry-After"))
	}
	bad := fmt.Errorf("store: %w", &clientele.InputError{})
	h.store.fail(func(f *faulty) { f.owner, f.ping, f.rows = nil, nil, fmt.Errorf("%w: %w", scoring.ErrStored, bad) })
	for _, r := range guarded {
		answers(h, r[0], r[1], "one", nil, "500 stored-data")
	}
	h.store.fail(func(f *faulty) { f.rows = nil })
	h.restart(Limits{Rate: 1e-9})
	for _, r := range guarded {
		h.restart(Limits{Rate: 1e-9})
		h.do("GET", "/models", "one", nil)
		answers(h, r[0], r[1], "one", nil, "429 too-many-requests")
	}
	h.api.SetReady(false)
	answers(h, "GET", "/readyz", "", nil, "503 not-ready")
	h.do("GET", "/", "", nil)
	h.do("DELETE", "/customers/C-00001", "one", nil)

	want := map[string]bool{}
	for path, methods := range described.Paths {
		for method, op := range methods {
			for status := range op.Responses {
				want[strings.ToUpper(method)+" "+path+" "+status] = true
			}
		}
	}
	assert.Equal(t, slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(seen)))
}
