package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/internal/batch"
	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/portrait"
)

// model returns the document of the latest model, as it is stored.
func (h *service) model() []byte {
	m, err := h.store.Models(context.Background(), h.tenants[0].ID, 1)
	require.NoError(h.t, err)
	return m[0].Document
}

// agrees holds every portrait of the service against that of a batch run.
func (h *service) agrees(t *testing.T, rows []store.Row) {
	t.Helper()
	want, err := batch.Portraits(h.model(), rows)
	require.NoError(t, err)
	for customer, portrait := range want {
		var got struct{ Portrait json.RawMessage }
		h.get("/customers/"+customer+"?full=1", "one", &got)
		require.Equal(t, portrait, string(got.Portrait), customer)
	}
}

// Portraits are those of a batch run over the same rows, to the bit: with rows that
// come late, twice, in any order, several a day, with refunds, while a refit looks
// elsewhere, and after a restart.
func TestScoresAreThoseOfABatchRun(t *testing.T) {
	h := newService(t, Limits{})
	rows := shop.Rows(120, 3)
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 60 { // refunds, and orders of several rows
		again := rows[r.IntN(len(rows))]
		again.ID = fmt.Sprint("more ", i)
		if i%2 == 0 {
			again.Amount = -again.Amount / float64(1+i%3)
		} else {
			again.Amount *= r.Float64()
		}
		rows = append(rows, again)
	}
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	early, late := rows[:len(rows)/2], rows[len(rows)/2:]
	require.Equal(t, http.StatusOK, h.send("one", early...).Code)

	meanwhile := late[:50]
	late = late[50:]
	h.store.fail(func(f *faulty) {
		f.fitted = func() { assert.Equal(t, http.StatusOK, h.send("one", meanwhile...).Code) }
	})
	require.Equal(t, http.StatusCreated, h.do("POST", "/models/refit", "one", nil).Code)
	h.store.fail(func(f *faulty) { f.fitted = nil })
	h.agrees(t, slices.Concat(early, meanwhile))

	for len(late) > 0 {
		n := min(1+r.IntN(60), len(late))
		var got scoring.Receipt
		w := h.send("one", append(slices.Clone(late[:n]), early[:n]...)...)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got), w.Body.String())
		assert.Equal(t, []int{2 * n, n}, []int{got.Rows, got.Added})
		late = late[n:]
	}
	h.agrees(t, rows)
	h.restart(Limits{})
	h.agrees(t, rows)
}

// The followed detectors are those of the portraits of a batch run.
func TestStagesAreFollowed(t *testing.T) {
	h := newService(t, Limits{})
	rows := shop.Rows(150, 4)
	slices.SortFunc(rows, func(a, b store.Row) int { return a.Time.Compare(b.Time) })
	half := len(rows) / 2
	require.Equal(t, http.StatusOK, h.send("one", rows[:half]...).Code)
	require.Equal(t, http.StatusCreated, h.do("POST", "/models/refit", "one", nil).Code)
	changes := 0
	for at := half; at < len(rows); at += 40 {
		var got scoring.Receipt
		w := h.send("one", rows[at:min(at+40, len(rows))]...)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
		changes += len(got.Changes)
		for _, c := range got.Changes {
			assert.NotEqual(t, c.From, c.To)
		}
	}
	assert.Positive(t, changes)
	p := new(portrait.Portrayer)
	require.NoError(t, json.Unmarshal(h.model(), p))
	l, err := clientele.NewLedger[string](&scoring.Policy)
	require.NoError(t, err)
	require.NoError(t, l.AddBatch(rows))
	last := map[string]time.Time{}
	for _, r := range rows {
		last[r.Customer] = r.Time
	}
	for customer, at := range last {
		want, err := portrait.DossierOf(p, l, customer, at, nil)
		require.NoError(t, err)
		got, err := h.base().Stage(context.Background(), customer)
		require.NoError(t, err)
		assert.Equal(t, want.Detector.Probs(), got.Probs(), customer)
		assert.Equal(t, want.Detector.Stage(), got.Stage(), customer)
	}
}

// A batch of which it is not known whether it was stored is known with the next one:
// nothing is lost, nothing counts twice.
func TestLostAnswer(t *testing.T) {
	h := newService(t, Limits{})
	rows := h.open(80)
	extra := func(i int) store.Row {
		return store.Row{ID: fmt.Sprint("extra ", i), Customer: "C-00002", Time: h.now, Amount: float64(i)}
	}
	h.store.fail(func(f *faulty) { f.append = errors.New("connection reset") })
	for i := 1; i <= 3; i++ {
		assert.Equal(t, "503 no-database", code(t, h.send("one", extra(i))))
	}
	h.store.fail(func(f *faulty) { f.append, f.rows = nil, errors.New("connection reset") })
	assert.Equal(t, "503 no-database", code(t, h.send("one", extra(4))))
	h.store.fail(func(f *faulty) { f.rows = nil })
	for i := 1; i <= 4; i++ {
		rows = append(rows, extra(i))
		require.Equal(t, http.StatusOK, h.send("one", extra(i)).Code)
	}
	h.agrees(t, rows)
	h.store.fail(func(f *faulty) { f.append = store.ErrFull })
	assert.Equal(t, "507 disk-full", code(t, h.send("one", extra(5))))
	h.agrees(t, rows)
	h.store.fail(func(f *faulty) { f.append = nil })
	require.Equal(t, http.StatusOK, h.send("one", extra(5)).Code)
	h.agrees(t, append(rows, extra(5)))
}

// The clock decides which rows lie in the future, and nothing else: scores do not move
// with it, nothing that was acknowledged is lost, and a row that was refused is taken
// when the clock is right.
func TestClockJumps(t *testing.T) {
	h := newService(t, Limits{})
	rows := h.open(60)
	today := store.Row{ID: "today", Customer: "C-00003", Time: h.now, Amount: 5}
	was := h.now
	for _, jump := range []time.Duration{-20 * 365 * 24 * time.Hour, -48 * time.Hour, 30 * 365 * 24 * time.Hour} {
		h.now = was.Add(jump)
		h.agrees(t, rows)
		if jump < 0 {
			w := h.send("one", today)
			assert.Equal(t, "422 bad-rows", code(t, w))
			assert.Contains(t, w.Body.String(), h.now.Format(time.RFC3339), "the clock is named")
		}
		h.restart(Limits{})
		h.agrees(t, rows)
	}
	h.now = was
	old := store.Row{ID: "old", Customer: "C-00003", Time: time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC), Amount: 5}
	older := old
	older.Time = older.Time.Add(-time.Second)
	assert.Equal(t, "422 bad-rows", code(t, h.send("one", older)))
	require.Equal(t, http.StatusOK, h.send("one", today).Code)
	rows = append(rows, today)
	h.agrees(t, rows)
	ahead := today
	ahead.ID, ahead.Time = "ahead", h.now.Add(25*time.Hour)
	assert.Equal(t, "422 bad-rows", code(t, h.send("one", ahead)))
}

// Each bad row of a batch is named, with what would be taken, and nothing of the batch
// is stored.
func TestPoisonedRows(t *testing.T) {
	h := newService(t, Limits{})
	good := `{"id":"g","customer":"c","time":"2024-01-01","amount":1}`
	for _, in := range []struct{ row, field string }{
		{`{"id":"x","customer":"c","time":"2024-01-01","amount":1e300}`, "amount"},
		{`{"id":"x","customer":"c","time":"2024-01-01","amount":1e999}`, "amount"},
		{`{"id":"x","customer":"c","time":"2024-01-01","amount":"1"}`, "amount"},
		{`{"id":"x","customer":"c","time":"2024-01-01","amount":null}`, "amount"},
		{`{"id":"x","customer":"c","time":"2024-13-01","amount":1}`, "time"},
		{`{"id":"x","customer":"c","time":"2224-01-01","amount":1}`, "time"},
		{`{"id":"x","customer":"c","time":"1024-01-01","amount":1}`, "time"},
		{`{"id":"x","customer":"c","time":5,"amount":1}`, "time"},
		{`{"id":"x","customer":"c","amount":1}`, "time"},
		{`{"id":"x","customer":"","time":"2024-01-01","amount":1}`, "customer"},
		{`{"id":"x","customer":"a\u0000b","time":"2024-01-01","amount":1}`, "customer"},
		{`{"id":"x","time":"2024-01-01","amount":1}`, "customer"},
		{`{"id":"","customer":"c","time":"2024-01-01","amount":1}`, "id"},
		{`{"customer":"c","time":"2024-01-01","amount":1}`, "id"},
		{`{"id":"` + strings.Repeat("x", 201) + `","customer":"c","time":"2024-01-01","amount":1}`, "id"},
		{`{"id":"g","customer":"c","time":"2024-01-01","amount":2}`, "id"},
		{`{"id":"x","customer":"c","time":"2024-01-01","amount":1,"currency":"EUR"}`, ""},
		{`[]`, ""}, {`null`, "id"}, {`7`, ""},
	} {
		w := h.do("POST", "/transactions", "one", "["+good+","+in.row+","+good+"]")
		require.Equal(t, "422 bad-rows", code(t, w), in.row)
		var e errorAnswer
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &e))
		require.Len(t, e.Rows, 1, in.row)
		assert.Equal(t, 1, e.Rows[0].Row, in.row)
		assert.Equal(t, in.field, e.Rows[0].Field, in.row)
		assert.NotEmpty(t, e.Rows[0].Want, in.row)
	}
	var got scoring.Receipt
	w := h.do("POST", "/transactions", "one", good)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
	assert.Equal(t, 1, got.Added, "nothing was stored before")
}

// The answer is in the language that is liked best of those that there are.
func TestLanguages(t *testing.T) {
	h := newService(t, Limits{})
	h.open(60)
	for accept, want := range map[string]string{"": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh-CN", "zh-TW;q=0.1, en;q=0.2": "en", "fr, zh;q=0.5": "zh-CN", "de": "en", "x; ;;": "en"} {
		for _, path := range []string{"/customers/C-00001", "/lists/call?budget=5", "/base"} {
			w := h.do("GET", path, "one", nil, "Accept-Language", accept)
			assert.Equal(t, want, w.Header().Get("Content-Language"), accept)
			if path != "/lists/call?budget=5" {
				assert.Equal(t, want == "zh-CN", strings.ContainsAny(w.Body.String(), "的为期"), "%s %s", accept, path)
			}
		}
	}
}

// A browser gets a page, in which every group of the report stands.
func TestPage(t *testing.T) {
	h := newService(t, Limits{})
	h.open(60)
	for accept, lang := range map[string]clientele.Lang{"en": clientele.LangEnglish, "zh": clientele.LangChinese} {
		var r report
		h.get("/base", "one", &r, "Accept-Language", accept)
		w := h.do("GET", "/base", "one", nil, "Accept-Language", accept, "Accept", "text/html,*/*;q=0.8")
		require.Equal(t, http.StatusOK, w.Code)
		page := w.Body.String()
		assert.Contains(t, page, headings[lang].Title)
		for _, groups := range [][]scoring.Group{r.Stages, r.Segments, r.Bands, r.Advice} {
			for _, g := range groups {
				assert.Contains(t, page, fmt.Sprintf("<tr><td>%s<td class=\"n\">%d<td", template.HTMLEscapeString(g.Label), g.Customers))
			}
		}
		assert.NotContains(t, page, "<script")
		assert.NotContains(t, page, "http")
	}
}
