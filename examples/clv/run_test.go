package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/reading"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// write puts text into a file of the test's folder.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

// answerOf runs the program with -json.
func answerOf(t *testing.T, args ...string) (d map[string]any, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = clv.Run(context.Background(), append(args, "-json"), &stdout, &stderr)
	require.NoError(t, json.Unmarshal(stdout.Bytes(), &d), stdout.String())
	assert.Equal(t, status == 0, stderr.Len() == 0, "an error is said on stderr too")
	return d, status
}

// orders is a log of 300 customers over a year, as rows of customer, ISO date
// and amount with a point.
func orders() [][3]string {
	r := rand.New(rand.NewPCG(1, 1))
	var rows [][3]string
	s := theShop
	for i := range 300 {
		for _, o := range s.live(r) {
			rows = append(rows, [3]string{fmt.Sprintf("Müller %d", i), o.Time.Format("2006-01-02"), fmt.Sprintf("%.2f", o.Amount)})
		}
	}
	return rows
}

// logText writes the orders with a header and separator, each row as the function says.
func logText(header, sep string, row func(o [3]string) []string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for _, o := range orders() {
		b.WriteString(strings.Join(row(o), sep) + "\n")
	}
	return b.String()
}

func plainRow(o [3]string) []string { return []string{o[0], o[1], o[2]} }

// reordered writes a date's parts as the layout says: Y, M and D.
func reordered(date, layout string) string {
	return strings.NewReplacer("Y", date[:4], "M", date[5:7], "D", date[8:]).Replace(layout)
}

// The same log in any dress gives the same answer.
func TestTransactionsInAnyForm(t *testing.T) {
	plain := logText("customer_id,date,amount", ",", plainRow)
	want, status := answerOf(t, "-transactions", write(t, plain), "-end", "2023-12-31")
	require.Zero(t, status)
	require.Equal(t, 0., want["report"].(map[string]any)["bad"])

	encoded := func(text string, err error) string {
		require.NoError(t, err)
		return text
	}
	comma := func(o [3]string) []string {
		return []string{`"` + o[0] + `"`, reordered(o[1], "D.M.Y"), strings.Replace(o[2], ".", ",", 1)}
	}
	for name, text := range map[string]string{
		"byte order mark":  "\ufeff" + plain,
		"UTF-16":           encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)),
		"UTF-16 BE":        encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(plain)),
		"UTF-16 no mark":   encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(plain)),
		"Latin-1":          encoded(charmap.ISO8859_1.NewEncoder().String(plain)),
		"CR LF":            strings.ReplaceAll(plain, "\n", "\r\n"),
		"CR":               strings.ReplaceAll(plain, "\n", "\r"),
		"blank lines":      "\n\n" + strings.ReplaceAll(plain, "\n", "\n\n"),
		"no last line end": strings.TrimSuffix(plain, "\n"),
		"German":           logText("CUSTOMER;Date;Amount", ";", comma),
		"declared":         "sep=;\n" + logText("Customer ID;Order Date;Revenue", ";", comma),
		"tabs": logText("Amount\tDATE\tCustomer", "\t", func(o [3]string) []string {
			return []string{"$" + o[2], reordered(o[1], "M/D/Y") + " 13:45", o[0]}
		}),
		"bars": logText("order date|order id|user id|total", "|", func(o [3]string) []string {
			return []string{reordered(o[1], "YMD"), "7", o[0], o[2] + " EUR"}
		}),
		"quotes": logText(`"customer","note","date","amount"`, ",", func(o [3]string) []string {
			return []string{`"` + o[0] + `"`, `"said ""hello"", and` + "\n" + `left"`, `"` + o[1] + `T10:00:00Z"`, `"` + o[2] + `"`}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			got, status := answerOf(t, "-transactions", write(t, text), "-end", "2023-12-31")
			require.Zero(t, status, got["error"])
			for _, part := range []string{"model", "spend", "customers", "equity"} {
				assert.Equal(t, want[part], got[part])
			}
		})
	}

	chinese := encoded(simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(
		logText("客户编号,交易日期,金额", ",", func(o [3]string) []string {
			return []string{strings.Replace(o[0], "Müller", "客户", 1), reordered(o[1], "Y年M月D日"), "￥" + o[2]}
		}), "\n", "\r\n")))
	got, status := answerOf(t, "-transactions", write(t, chinese), "-end", "2023-12-31")
	require.Zero(t, status, got["error"])
	assert.Equal(t, want["model"], got["model"])
	assert.Equal(t, want["equity"], got["equity"])
	assert.Equal(t, "GB 18030", got["report"].(map[string]any)["encoding"])
	assert.Equal(t, "客户 0", got["customers"].([]any)[0].(map[string]any)["id"])
}

// Bad rows are counted and named, and cost nothing but themselves.
func TestBadRows(t *testing.T) {
	plain := logText("customer,date,amount", ",", plainRow)
	want, _ := answerOf(t, "-transactions", write(t, plain))
	lines := strings.SplitAfterN(plain, "\n", 4)
	bad := lines[0] + lines[1] +
		"A,2023-02-30,5\n" +
		"A,yesterday,5\n" +
		",2023-02-01,5\n" +
		"A,2023-02-01,five\n" +
		"A,2023-02-01,\n" +
		"A,2023-02-01\n" +
		"A,2023-02-01,5,7\n" +
		"\"A,2023-02-01,5\n" +
		"A,2023-02-01,1e999\n" +
		lines[2] + lines[3]
	got, status := answerOf(t, "-transactions", write(t, bad))
	require.Zero(t, status, got["error"])
	assert.Equal(t, want["model"], got["model"])
	assert.Equal(t, want["customers"], got["customers"])
	report := got["report"].(map[string]any)
	assert.Equal(t, 8., report["bad"])
	assert.Contains(t, fmt.Sprint(report["notes"]), "no customer", "and one row of nobody")
	assert.Equal(t, want["report"].(map[string]any)["kept"], report["kept"])
	problems := report["problems"].([]any)
	require.Len(t, problems, 8)
	where := []float64{3, 4, 6, 7, 8, 9, 10, 11}
	for i, value := range []string{"2023-02-30", "yesterday", "five", "", "A,2023-02-01", "A,2023-02-01,5,7", "\"A,2023-02-01,5", "1e999"} {
		p := problems[i].(map[string]any)
		assert.Equal(t, where[i], p["line"], "line")
		assert.Equal(t, value, p["value"])
		assert.NotEmpty(t, p["problem"])
	}
}

// historyText simulates customers; the columns are in an order of their own.
func historyText(n int, monetary bool) string {
	r := rand.New(rand.NewPCG(2, 2))
	m := btyd.BGNBD{R: 0.5, Alpha: 6, A: 0.8, B: 2.5}
	var b strings.Builder
	b.WriteString("T,X,ID,Monetary,tx\n")
	for i := range n {
		h := m.Rand(r, 30+20*r.Float64())
		mean := ""
		if monetary && h.Repeats > 0 {
			mean = fmt.Sprint(theShop.spend.Rand(r, h.Repeats).Mean)
		}
		fmt.Fprintf(&b, "%v,%d,c%d,%s,%v\n", h.Age, h.Repeats, i, mean, h.Last)
	}
	return b.String()
}

// The document has the promised shape, and its numbers hang together.
func TestHistories(t *testing.T) {
	d, status := answerOf(t, "-histories", write(t, historyText(800, true)), "-model", "mbgnbd", "-horizon", "26", "-rate", "0.08", "-margin", "0.25")
	require.Zero(t, status, d["error"])
	keys := func(v any) (out []string) {
		for k := range v.(map[string]any) {
			out = append(out, k)
		}
		return out
	}
	assert.ElementsMatch(t, []string{"model", "spend", "customers", "equity", "report"}, keys(d))
	fit := []string{"name", "params", "std_err", "log_lik", "customers", "warnings"}
	assert.ElementsMatch(t, fit, keys(d["model"]))
	assert.ElementsMatch(t, fit, keys(d["spend"]))
	model := d["model"].(map[string]any)
	assert.Equal(t, "mbgnbd", model["name"])
	assert.ElementsMatch(t, []string{"r", "alpha", "a", "b"}, keys(model["params"]))
	assert.ElementsMatch(t, []string{"r", "alpha", "a", "b"}, keys(model["std_err"]))
	assert.Equal(t, 800., model["customers"])
	assert.IsType(t, []any{}, model["warnings"])
	assert.ElementsMatch(t, []string{"p", "q", "gamma"}, keys(d["spend"].(map[string]any)["params"]))
	total := 0.0
	customers := d["customers"].([]any)
	require.Len(t, customers, 800)
	for i, c := range customers {
		c := c.(map[string]any)
		assert.ElementsMatch(t, []string{"id", "x", "tx", "T", "p_alive", "expected_purchases", "expected_spend", "clv", "clv_lo", "clv_hi"}, keys(c))
		assert.Equal(t, fmt.Sprintf("c%d", i), c["id"])
		value := c["clv"].(float64)
		assert.LessOrEqual(t, c["clv_lo"], value)
		assert.GreaterOrEqual(t, c["clv_hi"], value)
		undiscounted := 0.25 * c["expected_purchases"].(float64) * c["expected_spend"].(float64)
		assert.Less(t, value, undiscounted)
		assert.Greater(t, value, 0.95*undiscounted, "half a year at 8 %")
		total += value
	}
	equity := d["equity"].(map[string]any)
	assert.Subset(t, []string{"value", "lo", "hi", "cautions"}, keys(equity))
	assert.InEpsilon(t, total, equity["value"], 1e-12)
	assert.Less(t, equity["lo"], equity["value"])
	assert.Greater(t, equity["hi"], equity["value"])
}

func TestWithoutAmounts(t *testing.T) {
	for name, text := range map[string]string{
		"empty column": historyText(500, false),
		"no column":    strings.ReplaceAll(strings.ReplaceAll(historyText(500, false), ",,", ","), "Monetary,", ""),
	} {
		d, status := answerOf(t, "-histories", write(t, text))
		require.Zero(t, status, "%s: %v", name, d["error"])
		assert.Nil(t, d["spend"])
		assert.Nil(t, d["customers"].([]any)[0].(map[string]any)["expected_spend"])
	}
	log := logText("customer,date", ",", func(o [3]string) []string { return []string{o[0], o[1]} })
	d, status := answerOf(t, "-transactions", write(t, log))
	require.Zero(t, status, d["error"])
	assert.Nil(t, d["spend"])
}

// Where the mean of the population does not exist there is no number for it.
func TestInfiniteMean(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	heavy := theShop.spend
	heavy.Q, heavy.P = 0.6, 1
	m := btyd.BGNBD{R: 0.8, Alpha: 6, A: 0.8, B: 2.5}
	var b strings.Builder
	b.WriteString("x;t_x;T;monetary\n")
	for range 800 {
		h := m.Rand(r, 50)
		fmt.Fprintf(&b, "%d;%s;%s;%s\n", h.Repeats, german(h.Last), german(h.Age), german(heavy.Rand(r, h.Repeats).Mean))
	}
	d, status := answerOf(t, "-histories", write(t, b.String()))
	require.Zero(t, status, d["error"])
	none := 0
	for _, c := range d["customers"].([]any) {
		c := c.(map[string]any)
		if c["clv"] == nil {
			none++
			assert.Nil(t, c["expected_spend"])
			assert.Nil(t, c["clv_hi"])
			continue
		}
		assert.GreaterOrEqual(t, c["clv"], 0.)
	}
	assert.Positive(t, none)
	assert.Nil(t, d["equity"].(map[string]any)["value"])
	assert.Contains(t, fmt.Sprint(d["report"]), "does not exist")
	assert.Contains(t, fmt.Sprint(d["spend"]), "spend.infinite-mean")
}

func german(v float64) string { return strings.Replace(fmt.Sprintf("%.4f", v), ".", ",", 1) }

// What cannot be answered is an error with status 1, as JSON if JSON was asked for.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"all x = 0":      {[]string{"-histories", write(t, "x,tx,T\n0,0,10\n0,0,20\n0,0,30\n")}, "none of the 3 customers bought again"},
		"one customer":   {[]string{"-histories", write(t, "x,tx,T\n3,8,10\n")}, "one customer"},
		"no row":         {[]string{"-histories", write(t, "x,tx,T\n")}, "no row below"},
		"empty":          {[]string{"-histories", write(t, "")}, "empty"},
		"no column":      {[]string{"-histories", write(t, "x,tx\n1,2\n")}, `"T"`},
		"no good row":    {[]string{"-histories", write(t, "x,tx,T\n1,2,1\n")}, "line 2"},
		"no date":        {[]string{"-transactions", write(t, "customer,amount\nA,2\n")}, `"date"`},
		"no file":        {[]string{"-transactions", "nowhere.csv"}, "nowhere.csv"},
		"binary":         {[]string{"-transactions", write(t, "PK\x00\x01\xff\xfe\x07\x08")}, "CSV"},
		"end too early":  {[]string{"-transactions", write(t, "customer,date\nA,2024-01-05\nA,2024-01-09\n"), "-end", "2023-01-01"}, "2024-01-05 to 2024-01-09"},
		"bad end":        {[]string{"-end", "soon"}, "-end"},
		"bad unit":       {[]string{"-unit", "fortnight"}, "-unit"},
		"bad horizon":    {[]string{"-horizon", "-3"}, "-horizon"},
		"bad rate":       {[]string{"-rate", "-1"}, "-rate"},
		"bad margin":     {[]string{"-margin", "2"}, "-margin"},
		"bad model":      {[]string{"-model", "nbdd"}, "bgnbd, mbgnbd, paretonbd"},
		"bad flag":       {[]string{"-horizn", "3"}, "horizn"},
		"stray argument": {[]string{"orders.csv"}, "orders.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			d, status := answerOf(t, c.args...)
			assert.Equal(t, 1, status)
			assert.Contains(t, d["error"], c.want)
			assert.Len(t, d, 1)

			var stdout, stderr bytes.Buffer
			assert.Equal(t, 1, clv.Run(context.Background(), c.args, &stdout, &stderr))
			assert.Empty(t, stdout.String())
			assert.Contains(t, stderr.String(), c.want)
		})
	}
}

// A customer's bad history is a bad row that says what is wrong.
func TestBadHistories(t *testing.T) {
	d, status := answerOf(t, "-histories", write(t, historyText(300, false)+"20,2,u,,30\n20,2.5,v,,10\n20,-1,w,,0\n20,0,x,,3\n20,3,y,,0\n-5,0,z,,0\n20,3,zz,lots,5\n"))
	require.Zero(t, status, d["error"])
	report := d["report"].(map[string]any)
	assert.Equal(t, 300., report["kept"])
	assert.Equal(t, 7., report["bad"])
	text := fmt.Sprint(report["problems"])
	for _, want := range []string{"tx must be", "whole number", "x must be", "T must be", "monetary is"} {
		assert.Contains(t, text, want)
	}
}

// The simulated shop: the fit finds the parameters it was made with, and the
// outcome lies where it was said to lie.
func TestShop(t *testing.T) {
	a := reading.Solved(t, clv)
	reading.Story(t, clv, a)
	text := reading.Both(t, clv.Title, a)[0]
	assert.GreaterOrEqual(t, strings.Count(text, "| yes |"), 8, "seven parameters and two totals; three shops of ten have one outside of its 95 %% interval")
}

// For ever, with and without discounting.
func TestForever(t *testing.T) {
	path := write(t, historyText(400, false))
	year, _ := answerOf(t, "-histories", path)
	ever, status := answerOf(t, "-histories", path, "-horizon", "forever")
	require.Zero(t, status)
	assert.Greater(t, ever["equity"].(map[string]any)["value"], year["equity"].(map[string]any)["value"])
	free, status := answerOf(t, "-histories", path, "-horizon", "forever", "-rate", "0", "-model", "bgnbd")
	require.Zero(t, status)
	assert.Nil(t, free["equity"].(map[string]any)["hi"], "unbounded")
}

// A horizon of any length ends: what discounting leaves beyond is nothing.
func TestLongHorizon(t *testing.T) {
	path := write(t, historyText(300, false))
	ever, status := answerOf(t, "-histories", path, "-horizon", "forever", "-model", "bgnbd")
	require.Zero(t, status)
	long, status := answerOf(t, "-histories", path, "-horizon", "1000000", "-model", "bgnbd")
	require.Zero(t, status)
	for _, key := range []string{"value", "lo", "hi"} {
		assert.Equal(t, ever["equity"].(map[string]any)[key], long["equity"].(map[string]any)[key])
	}
	assert.Contains(t, fmt.Sprint(long["equity"]), "1000000 weeks")
	refused, status := answerOf(t, "-histories", path, "-horizon", "1000000", "-rate", "0")
	require.NotZero(t, status)
	assert.Contains(t, refused["error"], "years")
}

// What the equity stands on is said beside it, and its interval is the wider one.
func TestCautions(t *testing.T) {
	path := write(t, historyText(300, false))
	equity := func(args ...string) (e map[string]any, text string) {
		d, status := answerOf(t, append([]string{"-histories", path}, args...)...)
		require.Zero(t, status, d["error"])
		e = d["equity"].(map[string]any)
		return e, fmt.Sprint(e["cautions"])
	}
	near, text := equity("-horizon", "4 weeks")
	assert.NotContains(t, text, "watched", near)
	far, text := equity("-horizon", "20 years")
	assert.Contains(t, text, "20 years")
	assert.Contains(t, text, "watched")
	assert.Contains(t, text, "disagree")
	narrow, text := equity("-horizon", "20 years", "-model", "paretonbd")
	assert.Contains(t, text, "disagree", "also where one was asked for")
	assert.LessOrEqual(t, far["lo"], narrow["value"], "the interval holds what the others say")
	assert.GreaterOrEqual(t, narrow["hi"], far["value"])
}

// A holdout that nobody could foresee widens the interval by the error made.
func TestMissedHoldout(t *testing.T) {
	var b strings.Builder
	b.WriteString("customer,date,amount\n")
	for _, o := range orders() {
		b.WriteString(strings.Join(o[:], ",") + "\n")
		if o[1] > "2023-10-01" { // trade triples
			for k := range 3 {
				fmt.Fprintf(&b, "%s,2024-%02d-%02d,%s\n", o[0], 1+k, 1+k*7, o[2])
			}
		}
	}
	path := write(t, b.String())
	hit, status := answerOf(t, "-transactions", path)
	require.Zero(t, status, hit["error"])
	missed, status := answerOf(t, "-transactions", path, "-end", "2023-12-31")
	require.Zero(t, status, missed["error"])
	e := missed["equity"].(map[string]any)
	assert.Contains(t, fmt.Sprint(e["cautions"]), "holdout was missed")
	assert.NotContains(t, fmt.Sprint(hit["equity"]), "holdout")
	wide := func(d map[string]any) float64 {
		e := d["equity"].(map[string]any)
		return e["hi"].(float64) / e["lo"].(float64)
	}
	assert.Greater(t, wide(missed), 1.5*wide(hit))
	assert.Equal(t, hit["report"].(map[string]any)["end"], missed["report"].(map[string]any)["end"], "both are of the end of all data")
	if hit["model"].(map[string]any)["name"] == missed["model"].(map[string]any)["name"] {
		assert.Equal(t, hit["model"], missed["model"], "the winner is fitted again to all data")
	}
}

// A tie is called one.
func TestTie(t *testing.T) {
	a := &choice{all: []*purchaseFit{{kind: usual[0], logLik: -100}, {kind: usual[1], logLik: -99.7}, {kind: usual[2], logLik: -120}}}
	a.byLikelihood(new(options))
	assert.Equal(t, "btyd.MBGNBD", a.used.kind)
	assert.Contains(t, a.reasons[0], "a tie")
	assert.Contains(t, a.reasons[0], "BG/NBD")
	assert.NotContains(t, a.reasons[0], "Pareto")
}

// Calendar months are opportunities of BG/BB.
func TestCalendarMonths(t *testing.T) {
	log := logText("customer,date,amount", ",", plainRow)
	d, status := answerOf(t, "-transactions", write(t, log), "-model", "bgbb", "-end", "2023-12-31")
	require.Zero(t, status, d["error"])
	assert.Equal(t, "bgbb", d["model"].(map[string]any)["name"])
	report := d["report"].(map[string]any)
	assert.Equal(t, "month", report["unit"])
	assert.Equal(t, 5., report["holdout"], "January to May; June is not over on the last day of the log")
	assert.Equal(t, "1 year", report["terms"].(map[string]any)["until"])
	assert.Equal(t, 12., report["terms"].(map[string]any)["horizon"])
	for _, c := range d["customers"].([]any) {
		c := c.(map[string]any)
		assert.Equal(t, c["T"], float64(int(c["T"].(float64))))
		assert.LessOrEqual(t, c["x"], c["tx"])
	}
	_, status = answerOf(t, "-transactions", write(t, log), "-model", "bgbb", "-unit", "day")
	assert.NotZero(t, status)
}

// A rate above 1 needs a word, which is a flag.
func TestSteepRate(t *testing.T) {
	path := write(t, historyText(200, false))
	d, status := answerOf(t, "-histories", path, "-rate", "1.5")
	require.NotZero(t, status)
	assert.Contains(t, d["error"], "-steep")
	_, status = answerOf(t, "-histories", path, "-rate", "1.5", "-steep")
	assert.Zero(t, status)
}

// A base in which everybody pays one price is valued at that price, and says so.
func TestOnePrice(t *testing.T) {
	file := write(t, "x,tx,T,monetary\n1,3,10,5\n2,8,10,5\n0,0,9,0\n1,1,11,5\n")
	out := new(bytes.Buffer)
	status := clv.Run(context.Background(), []string{"-histories", file}, out, new(bytes.Buffer))
	assert.Zero(t, status)
	assert.Contains(t, out.String(), "that price is used for everybody")
}

// A manager's page: the same value has the same place, a ranking that says nothing is
// not printed, and who is slipping away is listed.
func TestManagersPage(t *testing.T) {
	answer := func(args ...string) (*answer, string) {
		a := reading.Solved(t, clv, args...)
		return a.(*answer), reading.Both(t, clv.Title, a.(*answer))[0]
	}
	alike := write(t, "x,tx,T\n"+strings.Repeat("2,20,50\n1,10,50\n0,0,50\n", 40))
	a, text := answer("-histories", alike, "-top", "5")
	assert.Equal(t, []int{1, 1, 1, 1, 1}, a.ranks())
	assert.Contains(t, text, "A tie: 35 more")
	assert.Len(t, a.top, 5)

	one := write(t, "x,tx,T\n"+strings.Repeat("2,20,50\n", 60)+"5,50,50\n")
	a, _ = answer("-histories", one, "-top", "1000")
	for i := range a.scores {
		a.scores[i].clv = 7
	}
	text = reading.Both(t, clv.Title, a)[0]
	assert.Contains(t, text, "nothing ranks them")
	assert.NotContains(t, text, "rank | value")

	log := write(t, logText("customer,date,amount", ",", plainRow))
	a, text = answer("-transactions", log, "-as-of", "2024-01-31", "-top", "3")
	assert.Contains(t, text, "from 2024-01-31 on")
	assert.Regexp(t, `## Slipping away\n\n\d+ customers`, text)
	list := a.slipping()
	require.NotEmpty(t, list)
	for k, x := range list {
		assert.InDelta(t, x.stays-x.stake, a.scores[x.at].clv, 1e-9)
		if k > 0 {
			assert.LessOrEqual(t, x.stake, list[k-1].stake)
		}
	}
	for i := range a.data.customers { // the date is that of the log
		c := a.data.customers[i]
		day := a.when(note.New(clv.Title, 0), c.data.History)
		last := ""
		for _, o := range orders() {
			if o[0] == c.id && o[1] <= "2024-01-31" {
				last = max(last, o[1])
			}
		}
		require.Equal(t, last, day, c.id)
	}
}

// Every model of the library can be asked for, by one list of names.
func TestEveryModel(t *testing.T) {
	log := write(t, logText("customer,date,amount", ",", plainRow))
	for _, name := range intake.ModelNames() {
		if name == "compare" || !check.All() && !slices.Contains([]string{"auto", "bgbb", "mbgnbd", "switchingparetonbd"}, name) {
			continue // compare fits them all
		}
		args := []string{"-transactions", log, "-model", name}
		if name == "bgbb" {
			args = append(args, "-unit", "month")
		}
		d, status := answerOf(t, args...)
		require.Zero(t, status, "%s: %v", name, d["error"])
		if name != "auto" {
			assert.Equal(t, name, d["model"].(map[string]any)["name"])
		}
	}
}

// The real sets go through unedited, and read well in both languages.
func TestRealSets(t *testing.T) {
	for file, args := range map[string][]string{
		"cdnow_sample_transactions.csv": {"-transactions", "-end", "1997-09-30"}, "apparel_transactions.csv": {"-transactions"}, "rfm_orders.csv": {"-transactions"},
		"cdnow_sample_summary.csv": {"-histories"}, "apparel_summary.csv": {"-histories"}, "donations_rf.csv": {"-histories", "-model", "bgbb", "-unit", "year", "-columns", "t=n,weight=count"},
		"hard_large_spend.csv": {"-histories", "-unit", "day"}, "hard_daily_high_frequency.csv": {"-histories", "-unit", "day"}, "hard_recency_equals_T.csv": {"-histories", "-unit", "day"},
		"sim_ggompertz_summary.csv": {"-histories"}, "sim_regular_mbgcnbd3_summary.csv": {"-histories"},
	} {
		if !check.All() && args[0] == "-histories" && file != "apparel_summary.csv" {
			continue
		}
		t.Run(file, func(t *testing.T) {
			a := reading.Solved(t, clv, append([]string{args[0], check.Shared(t, "data", file)}, args[1:]...)...)
			var ids []string
			for _, c := range a.(*answer).data.customers {
				if c.id[0] > '9' {
					ids = append(ids, c.id)
				}
			}
			reading.Both(t, clv.Title, a.(*answer), ids...)
		})
	}
}
