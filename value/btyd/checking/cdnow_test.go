package checking_test

import (
	"context"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cdnow returns the CDNOW sample with its holdout of 39 weeks.
func cdnow(t testing.TB) (*clientele.Panel, *checking.Holdout) {
	t.Helper()
	p, d := new(clientele.Panel), &checking.Holdout{Length: 39}
	for _, row := range check.CSV(t, check.Shared(t, "data", "cdnow_sample_summary.csv")) {
		x, err := strconv.Atoi(row["x"])
		require.NoError(t, err)
		later, err := strconv.Atoi(row["x_holdout"])
		require.NoError(t, err)
		h := clientele.History{Repeats: x, Last: check.Number(t, row["tx"]), Age: check.Number(t, row["T"])}
		require.NoError(t, p.AddTimed(h, check.Number(t, row["litt"])))
		require.NoError(t, d.Add(checking.HoldoutObservation{History: h, Purchases: later, Before: -1}))
	}
	return p, d
}

// What BG/NBD says of CDNOW at its estimate, in weeks.
func TestHoldoutCDNOW(t *testing.T) {
	p, d := cdnow(t)
	f, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	a, err := checking.Assess(f.Model, d)
	require.NoError(t, err)
	assert.Equal(t, 2357, a.N)
	assert.InDelta(t, 1653.409, a.Expected, 5e-4)
	assert.Equal(t, 1882.0, a.Actual)
	assert.InDelta(t, 0.785454, a.MAE, 5e-7)
	assert.InDelta(t, 1.607982, a.RMSE, 5e-7)
	assert.InDelta(t, 0.625647, a.Correlation, 5e-7)
	assert.InDelta(t, 0.449, a.RankCorrelation, 5e-4)
	assert.Less(t, a.CRPS, a.MAE)

	path := checking.ForecastPath(f.Model, p, 1, 39)
	check.Close(t, a.Expected, path[38], 1e-12)
	assert.Less(t, path[37], path[38])

	g, err := checking.Gain(f.Model, d)
	require.NoError(t, err)
	assert.InDelta(t, 0.5561, g.Gini, 5e-5)
	assert.InDelta(t, 0.8395, g.Perfect, 5e-5)

	groups, err := checking.ByFrequency(f.Model, d, 7)
	require.NoError(t, err)
	expected := []float64{0.2251, 0.5231, 1.0441, 1.5203, 2.1639, 2.6538, 3.5040, 6.1572}
	actual := []float64{0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594}
	require.Len(t, groups, 8)
	for i, g := range groups {
		assert.InDelta(t, expected[i], g.Expected, 5e-5, i)
		assert.InDelta(t, actual[i], g.Actual, 5e-5, i)
	}

	c, err := checking.AssessCalibration(f.Model, d, 10)
	require.NoError(t, err)
	assert.Less(t, c.Brier, c.Rate*(1-c.Rate))
	assert.Less(t, c.ECE, 0.06)
	assert.Greater(t, c.AUC, 0.7)
}

// Every model beats every rule, and the reasons say what the literature says of
// this base: random timing, dropout, no ageing.
func TestCompareCDNOW(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	p, d := cdnow(t)
	byAIC, err := checking.Compare(context.Background(), p, nil)
	require.NoError(t, err)
	assert.Equal(t, checking.CriterionAIC, byAIC.By)
	names, weights := map[string]*checking.ComparisonRow{}, 0.0
	for i := range byAIC.Rows {
		r := &byAIC.Rows[i]
		require.NoError(t, r.Err)
		names[r.Name] = r
		assert.Equal(t, i+1, r.Rank)
		weights += r.Weight
	}
	assert.InDelta(t, 1, weights, 1e-12)
	assert.InDelta(t, -9582.429, names["BG/NBD"].Fit.LogLik, 1e-3)
	assert.Contains(t, codes(names["NBD"]), checking.ReasonDropout)
	assert.Contains(t, codes(names["BG/CNBD-k"]), checking.ReasonRandom)
	assert.Contains(t, codes(names["GGompertz/NBD"]), checking.ReasonSameDropout)

	c, err := checking.Compare(context.Background(), p, &checking.CompareOptions{Holdout: d, Candidates: checking.ModelCandidates(nil)[:4]})
	require.NoError(t, err)
	assert.Equal(t, checking.CriterionHoldoutError, c.By)
	require.Len(t, c.Baselines, 3)
	for _, r := range c.Rows {
		if r.Name != "NBD" { // without dropout it is no better than a rule
			assert.Contains(t, codes(&r), checking.ReasonBeats, r.Name)
		}
	}
	assert.True(t, math.IsNaN(c.Rows[0].Weight))
}

// cdnowLedger returns the transactions themselves.
func cdnowLedger(t testing.TB) *clientele.Ledger[string] {
	t.Helper()
	l := new(clientele.Ledger[string])
	for _, row := range check.CSV(t, check.Shared(t, "data", "cdnow_sample_transactions.csv")) {
		at, err := time.Parse(time.DateOnly, row["date"])
		require.NoError(t, err)
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: row["customer_id"], Time: at, Amount: check.Number(t, row["amount"])}))
	}
	return l
}

func day(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, s)
	require.NoError(t, err)
	return at
}

func TestBacktestCDNOW(t *testing.T) {
	l := cdnowLedger(t)
	candidates := []checking.ModelCandidate{checking.NewModelCandidate("NBD", btyd.FitNBD), checking.NewModelCandidate("BG/NBD", btyd.FitBGNBD)}
	origins, err := checking.Backtest(context.Background(), l, []time.Time{day(t, "1997-09-30"), day(t, "1997-12-30")}, 26, clientele.Week, &checking.CompareOptions{Candidates: candidates})
	require.NoError(t, err)
	require.Len(t, origins, 2)
	for _, o := range origins {
		assert.Equal(t, 2357, o.Holdout.Len())
		assert.Equal(t, 26.0, o.Holdout.Length)
		assert.Len(t, o.Comparison.Baselines, 4)
	}
	scores := checking.Summarise(origins)
	assert.Len(t, scores, 6)
	assert.Equal(t, "BG/NBD", scores[0].Name)
	assert.Equal(t, 2, scores[0].Origins)
	for i, s := range scores[1:] {
		assert.GreaterOrEqual(t, s.CRPS, scores[i].CRPS)
		assert.Equal(t, s.Baseline, math.IsNaN(s.LogScore))
	}
	// The last period is what it says: half a year before and after the end of September.
	before, after := 0, 0
	for o, n := range origins[0].Holdout.All() {
		before += n * o.Before
		after += n * o.Purchases
	}
	r, err := l.Split(day(t, "1997-09-30"), day(t, "1998-03-31"), clientele.Week)
	require.NoError(t, err)
	repeats := 0
	for rec := range r.All() {
		after -= rec.Holdout.Count
		repeats += rec.History.Repeats
	}
	assert.Zero(t, after)
	assert.Less(t, before, repeats)

	whole, err := checking.FromRecords(r)
	require.NoError(t, err)
	assert.Equal(t, 2357, whole.Len())
	open, err := l.Records(day(t, "1997-09-30"), clientele.Week)
	require.NoError(t, err)
	var bad *clientele.InputError
	_, err = checking.FromRecords(open)
	assert.ErrorAs(t, err, &bad)
	_, err = checking.Backtest(context.Background(), l, nil, 26, clientele.Week, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = checking.Backtest(context.Background(), l, []time.Time{day(t, "1997-09-30")}, 0, clientele.Week, nil)
	assert.ErrorAs(t, err, &bad)
}

// The base as a whole, week by week: the totals of the papers' figures.
func TestTrackingCDNOW(t *testing.T) {
	l := cdnowLedger(t)
	start := day(t, "1996-12-31")
	r, err := l.Records(day(t, "1998-06-30"), clientele.Week)
	require.NoError(t, err)
	var k checking.Tracker
	for rec := range r.All() {
		var repeats []float64
		birth, first := 0.0, true
		for at := range l.Purchases(rec.Customer) {
			weeks := at.Sub(start).Hours() / 24 / 7
			if first {
				birth, first = weeks, false
				continue
			}
			repeats = append(repeats, weeks)
		}
		require.NoError(t, k.Add(birth, repeats...))
	}
	p, _ := cdnow(t)
	f, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	weeks := k.Track(f.Model, 0, 1, 78)
	end := weeks[38]
	repeats := 0
	expected := 0.0
	for h, n := range p.All() {
		repeats += n * h.Repeats
		expected += float64(n) * f.Model.Mean(h.Age)
	}
	assert.Equal(t, float64(repeats), end.CumulativeActual, "in calibration, all of them")
	assert.InDelta(t, expected, end.CumulativeExpected, 1e-9*expected)
	assert.Equal(t, 1882.0, weeks[77].CumulativeActual-end.CumulativeActual, "in the holdout")
	assert.InDelta(t, 1, end.CumulativeExpected/end.CumulativeActual, 0.05)
	sum := 0.0
	for _, w := range weeks {
		sum += w.Expected
	}
	assert.InDelta(t, weeks[77].CumulativeExpected, sum, 1e-9*sum)
}

func codes(r *checking.ComparisonRow) []string {
	var out []string
	for _, x := range r.Reasons {
		out = append(out, x.Code)
	}
	return out
}
