package checking_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fixed forecasts 0, 1 or 2 purchases with given probabilities, for those who bought again.
type fixed [3]float64

func (f fixed) ProbPurchases(h clientele.History, t float64, n int) float64 {
	switch {
	case h.Repeats == 0 && n == 0:
		return 1
	case h.Repeats == 0 || n > 2:
		return 0
	}
	return f[n]
}

func (f fixed) ExpectedPurchases(h clientele.History, t float64) float64 {
	return f.ProbPurchases(h, t, 1) + 2*f.ProbPurchases(h, t, 2)
}

func holdout(t *testing.T, all ...checking.HoldoutObservation) *checking.Holdout {
	t.Helper()
	d := &checking.Holdout{Length: 10}
	for _, o := range all {
		require.NoError(t, d.Add(o))
	}
	return d
}

var (
	once  = clientele.History{Age: 20}
	twice = clientele.History{Repeats: 1, Last: 5, Age: 20}
	often = clientele.History{Repeats: 4, Last: 20, Age: 20}
)

func TestAssessByHand(t *testing.T) {
	m := fixed{0.5, 0.3, 0.2} // mean 0.7
	d := holdout(t, checking.HoldoutObservation{History: once}, checking.HoldoutObservation{History: twice, Purchases: 1}, checking.HoldoutObservation{History: often, Purchases: 3}, checking.HoldoutObservation{History: often, Purchases: 0})
	a, err := checking.Assess(m, d)
	require.NoError(t, err)
	assert.Equal(t, 4, a.N)
	check.Close(t, 2.1, a.Expected, 1e-12)
	check.Close(t, 4, a.Actual, 0)
	check.Close(t, 2.1/4-1, a.Bias, 1e-12)
	check.Close(t, (0.3+2.3+0.7)/4, a.MAE, 1e-12)
	check.Close(t, math.Sqrt((0.09+2.3*2.3+0.49)/4), a.RMSE, 1e-12)
	// x=1: 0.5² + 0.2²; x=3: 0.5² + 0.8² + 1²; x=0: 0.5² + 0.2²; once: 0.
	check.Close(t, (0.29+1.89+0.29)/4, a.CRPS, 1e-12)
	assert.True(t, math.IsInf(a.LogScore, -1), "three was impossible")
	d = holdout(t, checking.HoldoutObservation{History: once}, checking.HoldoutObservation{History: twice, Purchases: 1}, checking.HoldoutObservation{History: often, Purchases: 2})
	a, err = checking.Assess(m, d)
	require.NoError(t, err)
	check.Close(t, (math.Log(0.3)+math.Log(0.2))/3, a.LogScore, 1e-12)
	// Forecasts 0, 0.7, 0.7 and outcomes 0, 1, 2: ranks 1, 2.5, 2.5 and 1, 2, 3.
	check.Close(t, math.Sqrt(3)/2, a.RankCorrelation, 1e-12)
	check.Close(t, math.Sqrt(3)/2, a.Correlation, 1e-12)
}

func TestGroupsByHand(t *testing.T) {
	m := fixed{0.5, 0.3, 0.2}
	d := holdout(t, checking.HoldoutObservation{History: once, Purchases: 1}, checking.HoldoutObservation{History: once}, checking.HoldoutObservation{History: twice, Purchases: 1}, checking.HoldoutObservation{History: often, Purchases: 3}, checking.HoldoutObservation{History: often, Purchases: 0})
	groups, err := checking.ByFrequency(m, d, 2)
	require.NoError(t, err)
	require.Len(t, groups, 3)
	assert.Equal(t, checking.HoldoutGroup{From: 0, To: 0, N: 2, Expected: 0, Actual: 0.5, SE: math.Sqrt(0.5 / 2)}, groups[0])
	assert.Equal(t, 1, groups[1].N)
	assert.True(t, math.IsNaN(groups[1].SE))
	assert.Equal(t, checking.HoldoutGroup{From: 4, To: 4, N: 2, Expected: groups[2].Expected, Actual: 1.5, SE: 1.5}, groups[2])
	check.Close(t, 0.7, groups[2].Expected, 1e-12)
	assert.Equal(t, "0–0: 2 customers, expected 0.0000, actual 0.5000 ± 0.5000", groups[0].String())

	recency, err := checking.ByRecency(m, d, 3)
	require.NoError(t, err)
	require.Len(t, recency, 3)
	for i, want := range []struct {
		at float64
		n  int
	}{{0, 2}, {0.25, 1}, {1, 2}} {
		assert.Equal(t, want.at, recency[i].From)
		assert.Equal(t, want.n, recency[i].N, i)
	}
	one, err := checking.ByRecency(m, d, 1)
	require.NoError(t, err)
	assert.Len(t, one, 2)
	many, err := checking.ByRecency(m, d, 100)
	require.NoError(t, err)
	assert.Len(t, many, 3)
	only, err := checking.ByRecency(m, holdout(t, checking.HoldoutObservation{History: once}), 3)
	require.NoError(t, err)
	assert.Len(t, only, 1)
}

func TestGainByHand(t *testing.T) {
	m := fixed{0.5, 0.3, 0.2}
	d := holdout(t, checking.HoldoutObservation{History: once, Purchases: 1}, checking.HoldoutObservation{History: twice, Purchases: 1}, checking.HoldoutObservation{History: often, Purchases: 2}, checking.HoldoutObservation{History: once})
	g, err := checking.Gain(m, d)
	require.NoError(t, err)
	assert.Equal(t, []checking.GainPoint{{}, {Customers: 0.5, Purchases: 0.75}, {Customers: 1, Purchases: 1}}, g.Points, "ties are one piece")
	check.Close(t, 0.25, g.Gini, 1e-12)
	check.Close(t, 0.25*0.5+0.5*1.5+0.25*2-1, g.Perfect, 1e-12)
	check.Close(t, g.Gini/g.Perfect, g.Normalised, 1e-12)
	check.Close(t, 0.375, g.Top(0.25), 1e-12)
	assert.Equal(t, 1.0, g.Top(1))
	assert.True(t, math.IsNaN(g.Top(1.5)))
	_, err = checking.Gain(m, holdout(t, checking.HoldoutObservation{History: once}))
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
}

func TestBaselinesByHand(t *testing.T) {
	d := holdout(t, checking.HoldoutObservation{History: once, Before: 0}, checking.HoldoutObservation{History: twice, Purchases: 1, Before: 0}, checking.HoldoutObservation{History: often, Purchases: 2, Before: 3})
	all, err := checking.Baselines(d)
	require.NoError(t, err)
	got := map[string]*checking.Accuracy{}
	for _, b := range all {
		got[b.Name] = b.Accuracy
		assert.Equal(t, b.MAE, b.CRPS)
	}
	// 5 repeats in 60; a gap of 25/5.
	check.Close(t, 3*10*5.0/60, got[checking.BaselinePooled].Expected, 1e-12)
	check.Close(t, 0+0.5+2, got[checking.BaselineOwn].Expected, 1e-12)
	check.Close(t, 0+0.5+2, got[checking.BaselineHiatus].Expected, 1e-12) // 15 is the limit
	check.Close(t, 3, got[checking.BaselineLast].Expected, 1e-12)
	assert.Equal(t, checking.Hiatus{Limit: 15}, checking.FitHiatus(d.Panel()))
	assert.Zero(t, checking.Hiatus{Limit: 14}.ExpectedPurchases(twice, 10))
	assert.Zero(t, checking.OwnRate{}.ExpectedPurchases(clientele.History{}, 10))
	assert.Zero(t, checking.FitPooledMean(new(clientele.Panel)).Rate)
	assert.True(t, math.IsInf(checking.FitHiatus(new(clientele.Panel)).Limit, 1))
	require.NoError(t, d.Add(checking.HoldoutObservation{History: once, Before: -1}))
	all, err = checking.Baselines(d)
	require.NoError(t, err)
	assert.Len(t, all, 3)
}

func TestHoldout(t *testing.T) {
	var bad *clientele.InputError
	d := &checking.Holdout{Length: 10}
	for _, o := range []checking.HoldoutObservation{{History: clientele.History{Age: -1}}, {History: once, Purchases: -1}, {History: once, Before: -2}} {
		assert.ErrorAs(t, d.Add(o), &bad)
	}
	assert.ErrorAs(t, new(checking.Holdout).Add(checking.HoldoutObservation{History: once}), &bad)
	assert.Zero(t, d.Len())
	other := &checking.Holdout{Length: 9}
	require.NoError(t, other.Add(checking.HoldoutObservation{History: once}))
	require.NoError(t, d.Add(checking.HoldoutObservation{History: once}))
	assert.ErrorAs(t, d.Merge(other), &bad)
	_, err := checking.Assess(fixed{1}, new(checking.Holdout))
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = checking.Assess(fixed{math.NaN()}, holdout(t, checking.HoldoutObservation{History: twice}))
	assert.ErrorAs(t, err, &bad)
	_, err = checking.ByFrequency(fixed{1}, d, 0)
	assert.ErrorAs(t, err, &bad)
	_, err = checking.ByRecency(fixed{1}, d, 0)
	assert.ErrorAs(t, err, &bad)
	_, err = checking.AssessCalibration(fixed{1}, d, -1)
	assert.ErrorAs(t, err, &bad)
	_, err = checking.AssessCalibration(fixed{1}, nil, 0)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = checking.Baselines(nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)

	r := rand.New(rand.NewPCG(1, 1))
	var items []checking.HoldoutObservation
	for range 200 {
		items = append(items, checking.HoldoutObservation{History: clientele.History{Age: float64(r.IntN(5))}, Purchases: r.IntN(3), Before: -1})
	}
	check.MergeLaws(t, check.Merger[*checking.Holdout, checking.HoldoutObservation]{
		New:   func() *checking.Holdout { return &checking.Holdout{Length: 3} },
		Add:   func(d *checking.Holdout, o checking.HoldoutObservation) { require.NoError(t, d.Add(o)) },
		Merge: (*checking.Holdout).Merge,
		Equal: func(t *testing.T, want, got *checking.Holdout) { assert.Equal(t, want, got) },
		Items: items,
	})
}

// steady buys t/10 times.
type steady struct{}

func (steady) Mean(t float64) float64 { return t / 10 }

func TestTrackingByHand(t *testing.T) {
	var k checking.Tracker
	require.NoError(t, k.Add(0, 5, 10, 10.5))
	require.NoError(t, k.Add(4))
	assert.Equal(t, []checking.TrackedPeriod{
		{End: 10, Expected: 1.6, Actual: 2, CumulativeExpected: 1.6, CumulativeActual: 2},
		{End: 20, Expected: 2, Actual: 1, CumulativeExpected: 3.6, CumulativeActual: 3},
	}, k.Track(steady{}, 0, 10, 2))
	assert.Equal(t, []checking.TrackedPeriod{{End: 20, Expected: 2, Actual: 1, CumulativeExpected: 2, CumulativeActual: 1}}, k.Track(steady{}, 10, 10, 1))
	var bad *clientele.InputError
	assert.ErrorAs(t, k.Add(math.NaN()), &bad)
	assert.ErrorAs(t, k.Add(3, 3), &bad)
	assert.Equal(t, 2, k.Len())
	assert.Panics(t, func() { k.Track(steady{}, 0, 0, 1) })

	r := rand.New(rand.NewPCG(1, 1))
	var items [][]float64
	for range 200 {
		b := float64(r.IntN(9))
		items = append(items, []float64{b, b + 1 + r.Float64()})
	}
	check.MergeLaws(t, check.Merger[*checking.Tracker, []float64]{
		New:   func() *checking.Tracker { return new(checking.Tracker) },
		Add:   func(k *checking.Tracker, x []float64) { require.NoError(t, k.Add(x[0], x[1:]...)) },
		Merge: (*checking.Tracker).Merge,
		Equal: func(t *testing.T, want, got *checking.Tracker) {
			assert.Equal(t, want.Track(steady{}, 0, 1, 12), got.Track(steady{}, 0, 1, 12))
		},
		Items: items,
	})
}

// simulated draws a base from a model.
func simulated(t testing.TB, m interface {
	Rand(r *rand.Rand, age float64) clientele.History
}, r *rand.Rand, n int) *clientele.Panel {
	t.Helper()
	p := new(clientele.Panel)
	for range n {
		require.NoError(t, p.Add(m.Rand(r, 30+10*r.Float64())))
	}
	return p
}

// Under the true model the χ² of the frequencies is one, and P uniform; another
// model is refused.
func TestFrequencies(t *testing.T) {
	truth := btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}
	r := rand.New(rand.NewPCG(3, 3))
	small := 0
	const bases = 200
	for range bases {
		p := simulated(t, truth, r, 400)
		f, err := checking.Frequencies(truth, p, 7, 0)
		require.NoError(t, err)
		require.Len(t, f.Cells, 8)
		require.Equal(t, 7, f.DF)
		observed, expected := 0.0, 0.0
		for _, c := range f.Cells {
			observed += c.Observed
			expected += c.Expected
		}
		require.Equal(t, 400.0, observed)
		require.InDelta(t, 400, expected, 1e-9)
		if f.P < 0.2 {
			small++
		}
	}
	assert.InDelta(t, 0.2*bases, small, 4.9*math.Sqrt(0.2*0.8*bases))
	p := simulated(t, truth, r, 2000)
	f, err := checking.Frequencies(btyd.NBD{R: 0.6, Alpha: 5}, p, 7, 4)
	require.NoError(t, err)
	assert.Equal(t, 3, f.DF)
	assert.Less(t, f.P, 1e-6)
	// Cells that expect fewer than five are joined.
	f, err = checking.Frequencies(truth, simulated(t, truth, r, 20), 7, 0)
	require.NoError(t, err)
	assert.Less(t, f.DF, 4)
	var bad *clientele.InputError
	_, err = checking.Frequencies(truth, nil, 7, 0)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = checking.Frequencies(truth, p, 0, 0)
	assert.ErrorAs(t, err, &bad)
	_, err = checking.Frequencies(btyd.BGNBD{}, p, 3, 0)
	assert.ErrorAs(t, err, &bad)
}

// The forecast that is true is calibrated, and beats a false one in every proper score.
func TestProperScores(t *testing.T) {
	truth, other := btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}, btyd.NBD{R: 0.6, Alpha: 5}
	r := rand.New(rand.NewPCG(9, 9))
	d := &checking.Holdout{Length: 26}
	for range 4000 {
		h := truth.Rand(r, 30)
		require.NoError(t, d.Add(checking.HoldoutObservation{History: h, Purchases: len(truth.AppendPurchases(nil, r, h, 26)), Before: -1}))
	}
	right, err := checking.Assess(truth, d)
	require.NoError(t, err)
	wrong, err := checking.Assess(other, d)
	require.NoError(t, err)
	assert.Less(t, right.CRPS, wrong.CRPS)
	assert.Greater(t, right.LogScore, wrong.LogScore)
	assert.InDelta(t, 0, right.Bias, 0.1)
	c, err := checking.AssessCalibration(truth, d, 10)
	require.NoError(t, err)
	bad, err := checking.AssessCalibration(other, d, 10)
	require.NoError(t, err)
	assert.Less(t, c.ECE, 0.03)
	assert.Greater(t, bad.ECE, 0.1)
	held := 0
	for _, b := range c.Bins {
		if b.Interval.Contains(b.Mean) {
			held++
		}
	}
	assert.GreaterOrEqual(t, held, len(c.Bins)-2)
}

func TestVuong(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	p := simulated(t, btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}, r, 3000)
	ctx := context.Background()
	a, err := btyd.FitBGNBD(ctx, p, nil)
	require.NoError(t, err)
	b, err := btyd.FitNBD(ctx, p, nil)
	require.NoError(t, err)
	v, err := checking.Vuong(a, b, p)
	require.NoError(t, err)
	check.Close(t, a.LogLik-b.LogLik, v.Difference, 1e-9)
	assert.Greater(t, v.Statistic, 5.0)
	assert.Less(t, v.P, 1e-6)
	assert.Less(t, v.Corrected, v.Statistic, "two parameters more")
	back, err := checking.Vuong(b, a, p)
	require.NoError(t, err)
	assert.InDelta(t, -v.Statistic, back.Statistic, 1e-9)
	same, err := checking.Vuong(a, a, p)
	require.NoError(t, err)
	assert.True(t, math.IsNaN(same.Statistic))
	// By hand: two customers.
	two := new(clientele.Panel)
	require.NoError(t, two.Add(once))
	require.NoError(t, two.Add(twice))
	fa, fb := &clientele.Fit[btyd.BGNBD]{Model: a.Model, N: 2}, &clientele.Fit[btyd.NBD]{Model: b.Model, N: 2}
	v, err = checking.Vuong(fa, fb, two)
	require.NoError(t, err)
	d1, d2 := a.Model.LogProb(once)-b.Model.LogProb(once), a.Model.LogProb(twice)-b.Model.LogProb(twice)
	check.Close(t, (d1+d2)/math.Sqrt(2*(d1-d2)*(d1-d2)/4), v.Statistic, 1e-9)
	check.Close(t, (d1+d2-math.Log(2))/math.Sqrt(2*(d1-d2)*(d1-d2)/4), v.Corrected, 1e-9)

	var bad *clientele.InputError
	_, err = checking.Vuong(a, b, two)
	assert.ErrorAs(t, err, &bad)
	_, err = checking.Vuong(a, b, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	regular := &clientele.Fit[btyd.BGCNBD]{Model: btyd.BGCNBD{K: 2, R: 1, Alpha: 1, A: 1, B: 1}, N: 2}
	_, err = checking.Vuong(regular, fb, two)
	assert.ErrorAs(t, err, &bad)
}

func TestReasonTexts(t *testing.T) {
	known := reason.Codes("checking.")
	assert.Len(t, known, 22)
	for _, code := range known {
		r := clientele.Reason{Code: code, Value: 1, Limit: 2}
		assert.NotEqual(t, r.Text(clientele.LangEnglish), r.Text(clientele.LangChinese))
	}
	for c := checking.CriterionAIC; c <= checking.CriterionHoldoutError; c++ {
		text, err := json.Marshal(c)
		require.NoError(t, err)
		var back checking.Criterion
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, c, back)
		assert.NotEmpty(t, c.Label(clientele.LangChinese))
	}
}
