package api

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// hostile are names that mean something to a database, a browser or a file system. A
// lone "/" is not among them: net/http takes it for no segment, escaped or not.
var hostile = []string{
	`x'; DROP TABLE transactions; --`, `x' OR '1'='1`, `"; DELETE FROM tenants; --`, `\'; SELECT pg_sleep(5); --`,
	`<script>alert("x")</script>`, `"><img src=x onerror=alert(1)>`, `{{.}}`, `${jndi:ldap://x}`, `%s%n%d`,
	`../../etc/passwd`, `..`, `.`, `//`, `a/b`, `%2e%2e%2f`, `C:\Windows`, `a?b=c&d#e`, `a;b`, ` `, `+`,
	"客户", "a\r\nSet-Cookie: x=1", "\u2028", "\U0001F600", strings.Repeat("x", 200),
}

// Names with SQL, HTML and pieces of paths are names like others: they are stored and
// shown as they are, and do nothing.
func TestHostileNames(t *testing.T) {
	h := newService(t, Limits{})
	h.open(60)
	var rows []store.Row
	for i, name := range hostile {
		rows = append(rows, store.Row{ID: name, Customer: name, Time: h.now.AddDate(0, 0, -i), Amount: 10})
	}
	w := h.send("one", rows...)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	h.restart(Limits{})
	for _, name := range hostile {
		var got customer
		path := "/customers/" + strings.ReplaceAll(url.PathEscape(name), ".", "%2E")
		w := h.do("GET", path, "one", nil)
		require.Equal(t, 200, w.Code, "%q", path)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
		assert.Equal(t, name, got.Customer)
		assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
		assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		assert.NotContains(t, w.Body.String(), "<", "JSON escapes what could be markup")
		assert.Equal(t, "409 no-model", code(t, h.do("GET", path, "two", nil)), name)
	}
	h.silent(t, hostile[0], hostile[4], hostile[9], "C-00001", "T-00001")
}

// silent checks that the log names nobody.
func (h *service) silent(t *testing.T, names ...string) {
	t.Helper()
	log := h.log.String()
	require.NotEmpty(t, log)
	for _, name := range names {
		quoted, err := json.Marshal(name)
		require.NoError(t, err)
		assert.NotContains(t, log, name)
		assert.NotContains(t, log, strings.Trim(string(quoted), `"`))
		assert.NotContains(t, log, url.PathEscape(name))
	}
}

// One tenant sees nothing of another, and changes nothing of theirs: neither with the
// same ids, nor with wrong keys.
func TestTenantsDoNotSeeEachOther(t *testing.T) {
	h := newService(t, Limits{})
	rows := h.open(60)
	before := h.do("GET", "/base", "one", nil).Body.String()

	var receipt scoring.Receipt
	same := rows[0]
	same.Amount *= 7
	w := h.send("two", same)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &receipt))
	assert.Equal(t, 1, receipt.Added, "the same id of another tenant is another transaction")
	for _, path := range []string{"/customers/" + rows[0].Customer, "/base", "/lists/call"} {
		assert.Equal(t, "409 no-model", code(t, h.do("GET", path, "two", nil)))
	}
	var models []store.Model
	h.get("/models", "two", &models)
	assert.Empty(t, models)

	for _, r := range otherShop(60, h.now) {
		require.Equal(t, http.StatusOK, h.send("two", r).Code)
	}
	require.Equal(t, http.StatusCreated, h.do("POST", "/models/refit", "two", nil).Code)
	assert.Equal(t, "404 no-such-customer", code(t, h.do("GET", "/customers/"+rows[len(rows)-1].Customer, "two", nil)))
	for _, path := range []string{"/base", "/lists/call?limit=1000"} {
		body := h.do("GET", path, "two", nil).Body.String()
		assert.NotContains(t, body, "C-0")
	}
	assert.Equal(t, before, h.do("GET", "/base", "one", nil).Body.String())

	for _, header := range []string{"", "Bearer", "Bearer ", "Bearer three", "Bearer one ", "bearer", "Basic b25lOm9uZQ==", "Bearer " + strings.Repeat("x", 10_000), "Bearer ' OR 1=1 --"} {
		r := h.do("GET", "/base", "", nil, "Authorization", header)
		assert.Equal(t, http.StatusUnauthorized, r.Code, header)
		assert.Equal(t, "Bearer", r.Header().Get("WWW-Authenticate"))
	}
	h.silent(t, "C-00001", "T-00001", rows[0].ID, "Bearer", "OR 1=1")
}

// otherShop is a shop of other customers, who buy a few times.
func otherShop(customers int, end time.Time) (rows []store.Row) {
	for c := range customers {
		for i := range 1 + c%5 {
			rows = append(rows, store.Row{ID: fmt.Sprintf("%d.%d", c, i), Customer: fmt.Sprintf("other %d", c), Time: end.AddDate(0, 0, -10-3*c-20*i*(1+c%3)), Amount: float64(5 + c%7 + i)})
		}
	}
	return rows
}

// Keys that are nobody's are looked up at a limited rate, and a known one gets in
// meanwhile.
func TestGuessing(t *testing.T) {
	h := newService(t, Limits{Unknown: 1})
	require.Equal(t, http.StatusOK, h.do("GET", "/models", "one", nil).Code)
	counts := map[string]int{}
	for i := range 100 {
		counts[code(t, h.do("GET", "/models", fmt.Sprint("guess ", i), nil))]++
	}
	assert.InDelta(t, 90, counts["429 too-many-requests"], 2)
	assert.Equal(t, http.StatusOK, h.do("GET", "/models", "one", nil).Code)
}

// endless is a body that says how much of it was read.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += int64(len(p))
	return len(p), nil
}

// A body of 100 MB is refused: without a look if it says so, and else at the limit. One
// without a key is not read at all.
func TestLargeBodies(t *testing.T) {
	h := newService(t, Limits{})
	body := &endless{}
	large := io.LimitReader(body, 100<<20)
	for _, in := range []struct {
		key    string
		length int64
		status int
		most   int64
	}{{"one", 100 << 20, 413, 0}, {"", -1, 401, 0}, {"one", -1, 413, 9 << 20}} {
		body.read = 0
		assert.Equal(t, in.status, h.sized(in.key, large, in.length))
		assert.LessOrEqual(t, body.read, in.most)
	}
	w := h.do("POST", "/transactions", "one", strings.Repeat("[", 1<<20))
	assert.Equal(t, "400 bad-request", code(t, w), "as deep as it is long")
}
