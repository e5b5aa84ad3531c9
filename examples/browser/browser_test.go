package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/chromium"
	"github.com/clientele-go/clientele/examples/internal/shop"
	"github.com/clientele-go/clientele/examples/report/page"
	"github.com/clientele-go/clientele/value/btyd"
)

// folder is what BROWSER_SITE names, or is built now.
func folder(t *testing.T) string {
	if dir := os.Getenv("BROWSER_SITE"); dir != "" {
		return dir
	}
	dir := t.TempDir()
	require.NoError(t, build(context.Background(), dir, false))
	return dir
}

// served serves the page and counts what is asked for.
func served(t *testing.T, dir string) (url string, asked func() []string) {
	var mu sync.Mutex
	var paths []string
	files := site(dir)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		paths = append(paths, r.Method+" "+r.URL.String())
		mu.Unlock()
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/", func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), paths...)
	}
}

// log is a simulated log of purchases as a CSV.
func log(customers int) string {
	truth, r := btyd.ParetoNBD{R: 1.2, Alpha: 60, S: 0.7, Beta: 200}, rand.New(rand.NewPCG(1, 2))
	var out strings.Builder
	out.WriteString("customer,date,amount\n")
	opening := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	for c := range customers {
		came := r.IntN(500)
		for _, day := range truth.AppendPurchases([]float64{0}, r, clientele.History{}, float64(730-came)) {
			fmt.Fprintf(&out, "C%06d,%s,%.2f\n", c, opening.AddDate(0, 0, came+int(day)).Format(time.DateOnly), 10+30*r.Float64())
		}
	}
	return out.String()
}

// text is what a page says, word by word.
func text(page string) []string {
	_, body, _ := strings.Cut(page, "<body>")
	return strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " ")))
}

var tags = regexp.MustCompile(`<[^>]*>`)

const (
	frame = "document.getElementById('report').contentDocument"
	said  = "document.getElementById('error').textContent"
	words = "(() => { let s = '', w = document.createTreeWalker(" + frame + ".body, NodeFilter.SHOW_TEXT); while (w.nextNode()) s += ' ' + w.currentNode.data; return s })()"
)

// The page in a browser, with files dropped on it.
func TestBrowser(t *testing.T) {
	b := chromium.Start(t)
	url, asked := served(t, folder(t))
	p := b.Open(url, 1000, 900)
	p.Until("document.body.dataset.ready")
	loaded := asked()
	assert.ElementsMatch(t, []string{"GET /", "GET /app.js", "GET /style.css", "GET /wasm_exec.js", "GET /worker.js", "GET /clientele.wasm"}, loaded)

	// The shop by the keyboard alone: the very page that examples/report writes.
	p.Eval("document.getElementById('file').focus()")
	p.Press("Tab")
	assert.Equal(t, "shop", p.Eval("document.activeElement.id"))
	p.Press("Enter")
	p.Until("document.body.dataset.shown")
	assert.Equal(t, "result", p.Eval("document.activeElement.id"))
	book, err := shop.Simulate(1)
	require.NoError(t, err)
	var want bytes.Buffer
	require.NoError(t, page.Write(context.Background(), &want, book, page.Options{}))
	assert.Equal(t, text(want.String()), strings.Fields(p.Eval(words).(string)))
	assert.Equal(t, float64(strings.Count(want.String(), "<svg")), p.Eval(frame+".querySelectorAll('svg').length"))
	p.Screenshot("shop-en", true)

	// A file, compressed, in Chinese, on a phone.
	p.Resize(360, 740)
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write([]byte(log(600)))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	path := filepath.Join(dir, "orders.csv.gz")
	require.NoError(t, os.WriteFile(path, packed.Bytes(), 0o644))
	p.Eval("document.getElementById('lang').value = 'zh'; lang = 'zh'; translate()")
	p.Drop(path, 150, 300)
	p.Until("document.body.dataset.shown === 'orders.csv.gz'")
	assert.Equal(t, "zh-CN", p.Eval(frame+".documentElement.lang"))
	assert.Contains(t, p.Eval(frame+".body.textContent"), "600 位客户")
	assert.Equal(t, "orders.csv-report.html", p.Eval("document.getElementById('save').download"))
	for _, inside := range []string{"document", frame} {
		assert.LessOrEqual(t, p.Eval(inside+".documentElement.scrollWidth"), 360., "nothing sticks out")
	}
	p.Eval("scrollTo(0, 0)")
	p.Screenshot("orders-zh-phone", true)

	// Another encoding, which the browser decodes.
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String(strings.NewReplacer("customer,date,amount", "客户,日期,金额", "C0", "顾客").Replace(log(300)))
	require.NoError(t, err)
	path = filepath.Join(dir, "dingdan.csv")
	require.NoError(t, os.WriteFile(path, []byte(chinese), 0o644))
	p.Drop(path, 150, 300)
	p.Until("document.body.dataset.shown === 'dingdan.csv'")
	assert.Contains(t, p.Eval(frame+".body.textContent"), "300 位客户")
	assert.Contains(t, p.Eval(frame+".body.textContent"), "顾客00")

	// What cannot be read is said on the page, with the option that decides it; given
	// that, the file is read.
	var doubtful strings.Builder
	doubtful.WriteString("customer,date,amount\n")
	for i := range 400 {
		fmt.Fprintf(&doubtful, "C%d,%02d/%02d/2024,%d\n", i%40, 1+i%12, 1+(i*5)%12, 10+i%7)
	}
	path = filepath.Join(dir, "doubtful.csv")
	require.NoError(t, os.WriteFile(path, []byte(doubtful.String()), 0o644))
	p.Drop(path, 150, 300)
	p.Until(said)
	assert.Contains(t, p.Eval(said), "day-first")
	assert.Equal(t, "error", p.Eval("document.activeElement.id"))
	p.Eval("document.querySelector('details').open = true; document.getElementById('options').focus()")
	p.Screenshot("refused-zh-phone", true)
	p.Type(`-dates "day-first" -top 3`)
	p.Press("Enter")
	p.Until("document.body.dataset.shown === 'doubtful.csv'")
	assert.Contains(t, p.Eval(frame+".body.textContent"), "40 位客户")

	// A computation can be stopped, and another begun.
	p.Eval("study(null); document.getElementById('stop').click()")
	assert.Equal(t, true, p.Eval("document.getElementById('work').hidden"))
	p.Until("document.body.dataset.ready")

	assert.Equal(t, loaded, asked(), "nothing is asked for once the page has loaded")
	for _, to := range b.Requests() {
		assert.True(t, strings.HasPrefix(to, url) || strings.HasPrefix(to, "blob:"+url) || strings.HasPrefix(to, "data:,"), to)
	}
	assert.Empty(t, b.Consoles(), "errors")

	// Neither the page nor a worker of its kind could send anything.
	const try = "fetch('/?' + 1).then(() => 'sent', () => 'refused')"
	assert.Equal(t, "refused", p.Eval(try))
	assert.Equal(t, "refused", p.Eval(`new Promise((said) => {
		const w = new Worker(URL.createObjectURL(new Blob(["`+try+`.then(postMessage)"])));
		w.onmessage = (e) => said(e.data);
	})`))
	assert.Equal(t, loaded, asked())
}

// A large base, if BROWSER_CUSTOMERS says how large: the time is printed.
func TestSpeed(t *testing.T) {
	customers, err := strconv.Atoi(os.Getenv("BROWSER_CUSTOMERS"))
	if err != nil {
		t.Skip("BROWSER_CUSTOMERS is no number")
	}
	b := chromium.Start(t)
	url, _ := served(t, folder(t))
	p := b.Open(url, 1000, 900)
	p.Until("document.body.dataset.ready")
	orders := log(customers)
	path := filepath.Join(t.TempDir(), "orders.csv")
	require.NoError(t, os.WriteFile(path, []byte(orders), 0o644))
	p.Eval(`seen = []; new MutationObserver(() => seen.push((performance.now() - begun).toFixed(0) + " " + document.getElementById("progress").textContent))
		.observe(document.getElementById("progress"), { childList: true })`)
	p.Drop(path, 150, 300)
	p.Until("document.body.dataset.shown || " + said)
	t.Log(customers, "customers,", strings.Count(orders, "\n")-1, "rows,", len(orders)>>10, "KB:", p.Eval("document.getElementById('took').textContent"), p.Eval(said), p.Eval("seen"))
}

// The server gives a compressed file to those who take it, and no file but the page's.
func TestSite(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{"index.html": "page", "clientele.wasm": "plain", "clientele.wasm.gz": "gz", "clientele.wasm.br": "br", "secret.txt": "s"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644))
	}
	for _, c := range []struct {
		path, accept, body, coding string
		status                     int
	}{
		{"/", "", "page", "", 200},
		{"/clientele.wasm", "", "plain", "", 200},
		{"/clientele.wasm", "gzip, deflate", "gz", "gzip", 200},
		{"/clientele.wasm", "gzip, br;q=1", "br", "br", 200},
		{"/secret.txt", "", "", "", 404},
		{"/../secret.txt", "", "", "", 404},
		{"/a/index.html", "", "", "", 404},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		site(dir).ServeHTTP(w, r)
		require.Equal(t, c.status, w.Code, c.path)
		if c.status == 200 {
			assert.Equal(t, c.body, w.Body.String())
			assert.Equal(t, c.coding, w.Header().Get("Content-Encoding"))
			assert.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
		}
	}
}

func TestErrors(t *testing.T) {
	for _, args := range [][]string{{"orders.csv"}, {"-nonsense"}} {
		var out bytes.Buffer
		assert.Error(t, run(context.Background(), args, &out, &out))
	}
}
