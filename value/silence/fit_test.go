package silence_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// later is a customer as they were known, and what they bought next.
type later struct {
	btyd.Timeline
	after   []float64 // ages at the purchases to come
	amounts []float64 // of a real customer's purchases as they were known, the first too
}

func (c later) silent(t float64) bool { return len(c.after) == 0 || c.after[0] > c.Age+t }

// sharedBase reads a set of transactions, by whole days in weeks.
func sharedBase(t *testing.T, file, customer, date, end string) (p *btyd.TimelinePanel, out []later) {
	t.Helper()
	f, err := os.Open(check.Shared(t, "data", file))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	last, err := time.Parse(time.DateOnly, end)
	require.NoError(t, err)
	id, at, amount := slices.Index(rows[0], customer), slices.Index(rows[0], date), slices.Index(rows[0], "amount")
	days := map[string][]float64{}
	amounts := map[string]map[float64]float64{}
	var ids []string
	for _, r := range rows[1:] {
		d, err := time.Parse(time.DateOnly, r[at])
		require.NoError(t, err)
		if _, known := days[r[id]]; !known {
			ids = append(ids, r[id])
			amounts[r[id]] = map[float64]float64{}
		}
		day := math.Round(d.Sub(last).Hours() / 24)
		days[r[id]] = append(days[r[id]], day)
		money, err := strconv.ParseFloat(r[amount], 64)
		require.NoError(t, err)
		amounts[r[id]][day] += money
	}
	p = &btyd.TimelinePanel{Unit: clientele.Week}
	for _, key := range ids {
		at := days[key]
		slices.Sort(at)
		at = slices.Compact(at)
		if at[0] >= 0 {
			continue
		}
		c := later{Timeline: btyd.Timeline{Age: -at[0] / 7}, amounts: []float64{amounts[key][at[0]]}}
		for _, d := range at[1:] {
			if d <= 0 {
				c.Purchases = append(c.Purchases, (d-at[0])/7)
				c.amounts = append(c.amounts, amounts[key][d])
			} else {
				c.after = append(c.after, (d-at[0])/7)
			}
		}
		require.NoError(t, p.Add(c.Timeline))
		out = append(out, c)
	}
	return p, out
}

func cdnow(t *testing.T) (*btyd.TimelinePanel, []later) {
	return sharedBase(t, "cdnow_sample_transactions.csv", "customer_id", "date", "1997-09-30")
}

func apparel(t *testing.T) (*btyd.TimelinePanel, []later) {
	return sharedBase(t, "apparel_transactions.csv", "customer_id", "date", "2006-12-31")
}

// rules are those that several tests ask for: each is fitted once.
var rules = map[string]*silence.LossRule{}

func ruleOf(t *testing.T, base string, p *btyd.TimelinePanel, horizon float64) *silence.LossRule {
	t.Helper()
	name := fmt.Sprint(base, horizon)
	if rules[name] == nil {
		rule, err := silence.FitLossRule(context.Background(), p, &silence.LossPolicy{Horizon: horizon})
		require.NoError(t, err)
		rules[name] = rule
	}
	return rules[name]
}

// The rule of a real base: stored and restored to the bit, its verdicts refuted as
// seldom as its policy says, and said with reasons.
func TestRuleOfRealBases(t *testing.T) {
	if testing.Short() {
		t.Skip("fits two bases")
	}
	for _, base := range []struct {
		name string
		read func(*testing.T) (*btyd.TimelinePanel, []later)
	}{{"CDNOW", cdnow}, {"apparel", apparel}} {
		p, customers := base.read(t)
		start := time.Now()
		rule := ruleOf(t, base.name, p, 0)
		t.Logf("%s: %v, %+v, %+v", base.name, time.Since(start), rule.Policy(), rule.Rhythm())
		for _, m := range rule.Models() {
			t.Logf("  %.3f %+v", m.Weight, m.Model.Held())
		}
		t.Logf("  %+v", rule.Evidence())
		for _, r := range rule.AppendReasons(nil) {
			t.Log("  ", r.Text(clientele.LangEnglish))
			assert.NotContains(t, r.Text(clientele.LangEnglish), "NaN")
		}
		data, err := json.Marshal(rule)
		require.NoError(t, err)
		back := new(silence.LossRule)
		require.NoError(t, json.Unmarshal(data, back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		assert.JSONEq(t, string(data), string(again))
		assert.Equal(t, rule.Policy(), back.Policy())
		assert.Equal(t, rule.Models(), back.Models())
		var called, bought, same float64
		for _, c := range customers {
			v := rule.ClassifyTimeline(c.Timeline)
			assert.Equal(t, v, back.ClassifyTimeline(c.Timeline))
			if v.Lost() == rule.Classify(c.History()).Lost() {
				same++
			}
			if v.Lost() {
				called++
				if !c.silent(v.Horizon) {
					bought++
				}
			}
		}
		t.Logf("  called %.0f of %d, bought %.4f; the history says the same of %.4f", called, len(customers), bought/called, same/float64(len(customers)))
		assert.Less(t, bought/called, .15)
		assert.Greater(t, same, .97*float64(len(customers)))
	}
}

// A small base, from its histories alone; a rule that is stored is checked when it is read.
func TestRuleFromPanel(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 1))
	truth := btyd.MBGNBD{R: .8, Alpha: 6, A: .9, B: 2}
	p := &clientele.Panel{Unit: clientele.Week}
	for range 800 {
		require.NoError(t, p.Add(truth.Rand(r, 60)))
	}
	rule, err := silence.FitLossRuleFromPanel(context.Background(), p, nil)
	require.NoError(t, err)
	require.Len(t, rule.Models(), 1)
	assert.Equal(t, .85, rule.Policy().Limit)
	assert.Equal(t, clientele.Week, rule.Classify(clientele.History{Age: 3}).Unit)
	codes := []string{}
	for _, r := range rule.AppendReasons(nil) {
		codes = append(codes, r.Code)
	}
	assert.Contains(t, codes, silence.ReasonRuleUnchecked)
	data, err := json.Marshal(rule)
	require.NoError(t, err)
	for _, bad := range []string{`{}`, `{"policy":{},"rhythm":{"gap":1,"weight":1,"leave":0},"models":[{"model":null,"weight":1}]}`,
		`{"rhythm":{"gap":1,"weight":1,"leave":0},"models":[{"model":{"kind":"btyd.NBD","version":1,"r":1,"alpha":1},"weight":0.5}]}`} {
		back := *rule
		assert.Error(t, json.Unmarshal([]byte(bad), &back), bad)
		assert.Equal(t, rule.Models(), back.Models())
	}
	require.NoError(t, json.Unmarshal(data, new(silence.LossRule)))
	_, err = silence.NewLossRule(btyd.AnyModel{}, rule.Rhythm(), nil)
	require.Error(t, err)

	_, err = silence.FitLossRuleFromPanel(context.Background(), nil, nil)
	require.ErrorIs(t, err, clientele.ErrNoData)
	_, err = silence.FitLossRule(context.Background(), nil, nil)
	require.ErrorIs(t, err, clientele.ErrNoData)
	ctx, cancel := context.WithCancelCause(context.Background())
	stop := errors.New("stop")
	cancel(stop)
	_, err = silence.FitLossRuleFromPanel(ctx, p, nil)
	require.Error(t, err)
}

type ownModel struct{}

func (ownModel) ProbPurchases(clientele.History, float64, int) float64 { return .9 }

// A caller's own model decides too, and is not stored.
func TestOwnModel(t *testing.T) {
	rule, err := silence.NewLossRule(ownModel{}, silence.BaseRhythm{Gap: 4, Weight: 1}, nil)
	require.NoError(t, err)
	assert.True(t, rule.Classify(clientele.History{Age: 5}).Lost())
	assert.True(t, rule.ClassifyTimeline(btyd.Timeline{Age: 5}).Lost())
	_, err = json.Marshal(rule)
	require.Error(t, err)
}

// Goal: 1 µs a customer by a model in closed form, 0 allocations.
func BenchmarkClassify(b *testing.B) {
	rhythm := silence.BaseRhythm{Gap: 12, Weight: .5, Leave: .1}
	h := clientele.History{Repeats: 4, Last: 20, Age: 30}
	for _, c := range []struct {
		name  string
		model clientele.PurchaseProber
	}{{"rhythm", nil}, {"MBG/NBD", btyd.MBGNBD{R: .5, Alpha: 6, A: .9, B: 1.6}}, {"Pareto/NBD", btyd.ParetoNBD{R: .55, Alpha: 10.6, S: .6, Beta: 11.7}}} {
		rule, err := silence.NewLossRule(c.model, rhythm, nil)
		require.NoError(b, err)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rule.Classify(h)
			}
		})
	}
}
