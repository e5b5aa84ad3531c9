package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/internal/reading"
	"github.com/clientele-go/clientele/internal/buyer"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
)

// theShop solves the default program, once for all tests.
var theShop = sync.OnceValues(func() (*answer, error) {
	o, err := parseOptions(nil, nil)
	if err != nil {
		return nil, err
	}
	a, err := solve(context.Background(), o, new(program.Progress))
	if err != nil {
		return nil, err
	}
	return a.(*answer), nil
})

// The document has the keys that its readers know, with their types.
func TestDocument(t *testing.T) {
	a, err := theShop()
	require.NoError(t, err)
	raw, err := json.Marshal(a.Document())
	require.NoError(t, err)
	var d map[string]any
	require.NoError(t, json.Unmarshal(raw, &d))
	keys := func(v any) (out []string) {
		for k := range v.(map[string]any) {
			out = append(out, k)
		}
		return out
	}
	assert.ElementsMatch(t, []string{"lost", "calibration", "stages", "contradictions", "stationary", "delay"}, keys(d))
	assert.ElementsMatch(t, []string{"called", "bought_later", "mean_prob", "verdicts", "revoked"}, keys(d["lost"]))
	for list, want := range map[string][]string{
		"calibration":    {"said", "seen", "n"},
		"contradictions": {"a", "b", "n", "of"},
		"stationary":     {"gap", "shape", "false_loss_per_customer_year", "time_in_decline", "changes_per_year"},
		"delay":          {"gap", "shape", "drop", "ours", "best"},
	} {
		rows := d[list].([]any)
		require.NotEmpty(t, rows, list)
		for _, row := range rows {
			require.ElementsMatch(t, want, keys(row), list)
			for k, v := range row.(map[string]any) {
				switch k {
				case "a", "b":
					require.NotEmpty(t, v.(string))
				case "ours", "best": // null where it is never found
				default:
					require.IsType(t, 0., v, "%s %s", list, k)
				}
			}
		}
	}
	sum := 0.0
	for name, share := range d["stages"].(map[string]any) {
		var s lifecycle.Stage
		require.NoError(t, s.UnmarshalText([]byte(name)))
		sum += share.(float64)
	}
	assert.InDelta(t, 1, sum, 1e-9)
	lost := d["lost"].(map[string]any)
	assert.LessOrEqual(t, lost["revoked"], lost["verdicts"])
}

// holds asserts that in every bin of some size the probabilities said came true.
func holds(t *testing.T, a *answer, least int) {
	t.Helper()
	for _, bin := range a.calibration {
		if bin.n >= least && math.Abs(bin.meanSaid()-bin.seen()) > 0.05 {
			assert.True(t, bin.interval().Contains(bin.meanSaid()), "said %.3f, seen %.3f of %d", bin.meanSaid(), bin.seen(), bin.n)
		}
	}
}

// What is true of the simulated shop is found.
func TestTruthOfTheShop(t *testing.T) {
	a, err := theShop()
	require.NoError(t, err)
	k := a.known
	assert.Greater(t, float64(k.goneCalled)/float64(k.gone), 0.55, "who left long enough ago")
	assert.Less(t, float64(k.stayCalled)/float64(k.stay), 0.08, "pauses look like losses")
	assert.Greater(t, float64(k.fallenNoticed)/float64(k.fallen), 0.55)
	assert.Less(t, float64(k.steadyDecline)/float64(k.steady), 0.10)
	assert.Less(t, float64(a.loss.bought)/float64(a.loss.called), 0.15)
	holds(t, a, 100)
}

// Customers who never change are left in peace, and those who change are noticed
// not much later than by the best detector there is.
func TestSimulatedTrades(t *testing.T) {
	a, err := theShop()
	require.NoError(t, err)
	for i := range a.stationary {
		s := &a.stationary[i]
		assert.Less(t, s.lives.EverLost(), 0.05, "gap %v shape %v", s.gap, s.shape)
		assert.Less(t, s.lives.DeclineShare(), 0.02, "gap %v shape %v", s.gap, s.shape)
		assert.Less(t, s.lives.ChangeRate(), 0.15, "gap %v shape %v", s.gap, s.shape)
	}
	for _, d := range a.delay {
		name := fmt.Sprintf("gap %v shape %v drop %v", d.gap, d.shape, d.drop)
		switch {
		case d.drop == 1 && d.shape == 1:
			assert.Less(t, d.ours/d.best, 1.5, name)
		case d.drop == 1 && d.shape == 2:
			assert.Less(t, d.ours/d.best, 1.45, name)
		case d.drop == 1:
			assert.Less(t, d.ours/d.best, 1.35, name)
		case d.gap == 30 && d.shape == 1 && d.drop == 0.5:
			assert.Greater(t, d.foundOurs, 0.36, name)
		case d.gap == 30 && d.shape == 1:
			assert.Greater(t, d.foundOurs, 0.86, name)
		}
		assert.GreaterOrEqual(t, d.foundBest, d.foundOurs-0.05, "nothing is better than the best: %s", name)
	}
}

// Both languages say everything, and the folder holds what they say.
func TestStory(t *testing.T) {
	a, err := theShop()
	require.NoError(t, err)
	reading.Story(t, verdicts, a)
	assert.Equal(t, 9, strings.Count(reading.Both(t, verdicts.Title, a)[1], "\n## "))
}

// judged runs the program on a log as far as the verdicts, without simulations.
func judged(t *testing.T, path string, args ...string) *answer {
	t.Helper()
	o, err := parseOptions(append([]string{"-transactions", path}, args...), nil)
	require.NoError(t, err)
	b, err := openBase(o, new(program.Progress))
	require.NoError(t, err)
	f, err := fit(context.Background(), b, o)
	require.NoError(t, err)
	said, err := f.judge(b)
	require.NoError(t, err)
	return &answer{base: b, fitted: f, said: said, loss: countLoss(b, f, said), monthly: monthByMonth(b, f), calibration: calibrate(said), groups: groupsOf(said), contradictions: contradict(said)}
}

// both returns how many customers have two verdicts that contradict each other.
func (a *answer) both(one, other string) int {
	for _, c := range a.contradictions {
		if c.pair[0].name == one && c.pair[1].name == other {
			return len(c.both)
		}
	}
	return -1
}

// The real sets, with the bars that can be held against them.
func TestRealBases(t *testing.T) {
	if testing.Short() {
		t.Skip("fits three bases")
	}
	for _, c := range []struct {
		file, split, horizon string
		right, revoked       float64 // at least of the called silent; at most revoked of the verdicts
	}{
		{"cdnow_sample_transactions.csv", "1997-09-30", "39 weeks", 0.85, 0.15},
		{"apparel_transactions.csv", "2006-12-31", "52 weeks", 0.86, 0.19}, // an oracle has .187: lifecycle.TestRealBases
	} {
		started := time.Now()
		a := judged(t, check.Shared(t, "data", c.file), "-split", c.split, "-horizon", c.horizon)
		n, m := a.loss, a.monthly
		t.Logf("%s: called %d, of them silent %.3f, said %.3f; verdicts %d, revoked %.3f; champions or loyal and lost by stage %d; %v", c.file, n.called,
			1-float64(n.bought)/float64(n.called), n.meanProb, m.verdicts, float64(m.revoked)/float64(m.verdicts), a.both("rfm: champions or loyal", "stage: lost"), time.Since(started).Round(time.Second))
		for _, bin := range a.calibration {
			if bin.n > 0 {
				t.Logf("said %.3f, seen %.3f of %d, interval %v", bin.meanSaid(), bin.seen(), bin.n, bin.interval())
			}
		}
		assert.Greater(t, 1-float64(n.bought)/float64(n.called), c.right)
		assert.Less(t, float64(m.revoked)/float64(m.verdicts), c.revoked)
		assert.LessOrEqual(t, a.both("rfm: champions or loyal", "stage: lost"), 20)
		holds(t, a, 100)
		reading.Both(t, verdicts.Title, a)
	}
	path := check.Shared(t, "data", "rfm_orders.csv")
	reading.Both(t, verdicts.Title, judged(t, path, "-split", "2006-06-30"), reading.Names(t, path)...)
}

// write makes a log of customers' events.
func write(t *testing.T, customers [][]lifecycle.Event) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("customer,date,amount\n")
	for i, events := range customers {
		for _, e := range events {
			fmt.Fprintf(&b, "C%d,%v,%.2f\n", i, e.Day, e.Amount)
		}
	}
	path := filepath.Join(t.TempDir(), "log.csv")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
	return path
}

// A garden shop sells from April to September and nobody leaves: with the calendar
// given, or learned from the months, hardly anybody is lost or declining at the
// end of December.
func TestSeasonalShop(t *testing.T) {
	if testing.Short() {
		t.Skip("fits a base of seven years")
	}
	weights := []float64{0.02, 0.02, 0.02, 2, 2, 2, 2, 2, 2, 0.02, 0.02, 0.02}
	year, err := btyd.NewCalendar(0, 365.25/12, weights)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(19, 7))
	first := lifecycle.DayOf(time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC))
	var base [][]lifecycle.Event
	for range 1000 {
		b := buyer.New(r, 30, 1)
		events := b.Until(nil, 7*365)
		for k := range events {
			events[k].Day = first + lifecycle.Day(year.Elapse(float64(first), float64(events[k].Day)))
		}
		base = append(base, events)
	}
	path := write(t, base)
	for _, calendar := range []string{"0.02,0.02,0.02,2,2,2,2,2,2,0.02,0.02,0.02", "months"} {
		a := judged(t, path, "-split", "2022-12-31", "-calendar", calendar)
		wrong := 0
		for i := range a.said {
			if a.said[i].stage.Stage() >= lifecycle.StageDecline {
				wrong++
			}
		}
		t.Logf("calendar %s: %d of %d lost or declining in December", calendar, wrong, len(a.said))
		assert.LessOrEqual(t, wrong, 50)
		assert.Empty(t, a.fitted.warnings)
	}
	o, err := parseOptions([]string{"-transactions", path, "-split", "2022-12-31"}, nil)
	require.NoError(t, err)
	b, err := openBase(o, new(program.Progress))
	require.NoError(t, err)
	require.Len(t, b.warnings, 1, "without a calendar the season is warned of")
}

// One large order is a large order: whichever it is, it makes nobody decline.
func TestOneLargeOrder(t *testing.T) {
	declining := func(seed uint64, at int, factor float64) (n int) {
		r := rand.New(rand.NewPCG(19, seed))
		var base [][]lifecycle.Event
		for range 200 {
			b := buyer.New(r, 30, 1)
			events := b.Until(nil, 5*365)
			for k := range events {
				events[k].Day += lifecycle.DayOf(time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC))
			}
			which := min(at, len(events)-1)
			if at < 0 {
				which = len(events) / 3
			}
			events[which].Amount *= factor
			base = append(base, events)
		}
		a := judged(t, write(t, base), "-split", "2022-06-30")
		for i := range a.said {
			if a.said[i].stage.Stage() == lifecycle.StageDecline {
				n++
			}
		}
		return n
	}
	for seed, at := range []int{-1, 0, 1} { // one in the middle, the first, the second
		without, with := declining(uint64(seed), at, 1), declining(uint64(seed), at, 6)
		t.Logf("declining of 200: %d, with order %d of six times the usual %d", without, at, with)
		assert.LessOrEqual(t, with, without+4)
	}
}

// An error names the value and the way out, on stderr and in the document.
func TestErrors(t *testing.T) {
	path := write(t, [][]lifecycle.Event{{{Day: 18000, Amount: 5}, {Day: 18100, Amount: 5}}, {{Day: 18050, Amount: 5}, {Day: 18300, Amount: 5}}})
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"-transactions", path, "-split", "2031-01-01"}, []string{"2031-01-01", "2020-02-08", "such as"}},
		{[]string{"-transactions", path, "-split", "soon"}, []string{"soon", "2024-03-31"}},
		{[]string{"-transactions", "nowhere.csv", "-split", "2019-10-01"}, []string{"nowhere.csv"}},
		{[]string{"-horizon", "a while"}, []string{"a while", "12 months"}},
		{[]string{"-horizon", "100 years"}, []string{"100 years", "50 years"}},
		{[]string{"-calendar", "1,2,x"}, []string{`"x"`, "months"}},
		{[]string{"-calendar", "1"}, []string{"12 for months"}},
		{[]string{"-lang", "fr"}, []string{"fr", "en or zh"}},
		{[]string{"orders.csv"}, []string{"orders.csv", "-transactions"}},
		{[]string{"-refunds", "keep"}, []string{"keep", "net-period"}},
	} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, 1, verdicts.Run(context.Background(), append(c.args, "-json"), &stdout, &stderr), c.args)
		var d map[string]string
		require.NoError(t, json.Unmarshal(stdout.Bytes(), &d))
		for _, want := range c.want {
			assert.Contains(t, stderr.String(), want)
			assert.Contains(t, d["error"], want)
		}
	}
}
