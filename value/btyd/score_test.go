package btyd_test

import (
	"context"
	"iter"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScoreAll(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 10_000} {
		for _, workers := range []int{-1, 1, 3} {
			var drawn, given atomic.Int64
			numbers := func(yield func(int) bool) {
				for i := range n {
					drawn.Add(1)
					if !yield(i) {
						return
					}
				}
			}
			want := 0
			for got := range btyd.ScoreAll(numbers, workers, func(i int) int { return 2 * i }) {
				require.Equal(t, 2*want, got)
				want++
				given.Add(1)
				require.LessOrEqual(t, drawn.Load()-given.Load(), int64(5*256*max(workers, 1)+256), "memory is bounded")
			}
			assert.Equal(t, n, want)
		}
	}
}

func TestScoreAllStops(t *testing.T) {
	endless := iter.Seq[int](func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	})
	n := 0
	for range btyd.ScoreAll(endless, 2, func(i int) int { return i }) {
		if n++; n == 700 {
			break
		}
	}
	assert.Equal(t, 700, n)
	n = 0
	assert.PanicsWithValue(t, "bad", func() {
		for range btyd.ScoreAll(endless, 2, func(i int) int {
			if i == 300 {
				panic("bad")
			}
			return i
		}) {
			n++
		}
	})
	assert.Equal(t, 300, n)
	assert.Panics(t, func() { btyd.ScoreAll[int, int](endless, 1, nil) })
}

func TestBought(t *testing.T) {
	h := clientele.History{Repeats: 2, Last: 30, Age: 38}
	next, err := btyd.Bought(h, 40)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 3, Last: 40, Age: 40}, next)
	next, err = btyd.Waited(next, 45)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 3, Last: 40, Age: 45}, next)
	first, err := btyd.Bought(clientele.History{}, 0.5)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 1, Last: 0.5, Age: 0.5}, first)

	var bad *clientele.InputError
	nan := 0.0
	nan /= nan
	for _, when := range []float64{37, -1, nan, 1e13} {
		got, err := btyd.Bought(h, when)
		assert.ErrorAs(t, err, &bad)
		assert.Equal(t, h, got)
		got, err = btyd.Waited(h, when)
		assert.ErrorAs(t, err, &bad)
		assert.Equal(t, h, got)
	}
	_, err = btyd.Bought(clientele.History{}, 0)
	assert.ErrorAs(t, err, &bad, "the first purchase again")
	_, err = btyd.Bought(clientele.History{Repeats: 1}, 4)
	assert.ErrorAs(t, err, &bad)
	_, err = btyd.Waited(clientele.History{Repeats: 1}, 4)
	assert.ErrorAs(t, err, &bad)
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, _ = btyd.Bought(h, 40) }))
}

// A refit from the last estimate arrives where a fresh one does, in fewer steps.
func TestRefitFromStart(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	truth := btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}
	p := simulated(t, truth, r, 800)
	f, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	p.Merge(simulated(t, truth, r, 50))
	fresh, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	warm, err := btyd.FitBGNBD(context.Background(), p, &clientele.FitOptions{Start: []float64{f.Model.R, f.Model.Alpha, f.Model.A, f.Model.B}})
	require.NoError(t, err)
	assert.InDelta(t, fresh.LogLik, warm.LogLik, 1e-9)
	assert.InEpsilon(t, fresh.Model.R, warm.Model.R, 1e-7)
	assert.Less(t, warm.Iters, fresh.Iters)
}

func codes(reasons []clientele.Reason) []string {
	var out []string
	for _, r := range reasons {
		out = append(out, r.Code)
	}
	return out
}

// The score test rejects as often as it says when nothing changed, and always
// when the base buys twice as often.
func TestCheckDrift(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	ctx := context.Background()
	r := rand.New(rand.NewPCG(41, 42))
	truth := btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}
	rejected := 0
	const bases = 100
	for range bases {
		before, now := simulated(t, truth, r, 300), simulated(t, truth, r, 300)
		f, err := btyd.FitBGNBD(ctx, before, nil)
		require.NoError(t, err)
		d, err := btyd.CheckDrift(ctx, f, now, before, nil)
		require.NoError(t, err)
		require.Equal(t, 4, d.DF)
		if d.P < 0.1 {
			rejected++
		}
		assert.Less(t, d.Frequency+d.Silence+d.Age, 0.6)
	}
	lo, hi := binomialBounds(bases, 0.1)
	assert.True(t, float64(rejected) >= lo && float64(rejected) <= hi, "%d of %d", rejected, bases)

	before := simulated(t, truth, r, 1000)
	f, err := btyd.FitBGNBD(ctx, before, nil)
	require.NoError(t, err)
	d, err := btyd.CheckDrift(ctx, f, before, before, nil)
	require.NoError(t, err)
	assert.False(t, d.Due)
	assert.InDelta(t, 0, d.Statistic, 1e-6)
	assert.InDelta(t, 0, d.Change, 1e-6)
	assert.Zero(t, d.Frequency+d.Silence+d.Age)
	assert.Equal(t, []string{btyd.ReasonDriftNone}, codes(d.AppendReasons(nil)))

	often := simulated(t, btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.3, B: 5}, r, 1000)
	d, err = btyd.CheckDrift(ctx, f, often, before, nil)
	require.NoError(t, err)
	assert.True(t, d.Due)
	refit, err := btyd.FitBGNBD(ctx, often, nil)
	require.NoError(t, err)
	age := 0.0
	for h, n := range often.All() {
		age += float64(n) * h.Age / 1000
	}
	was, is := 0.0, 0.0
	for h, n := range often.All() {
		was += float64(n) * f.Model.ExpectedPurchases(h, age)
		is += float64(n) * refit.Model.ExpectedPurchases(h, age)
	}
	assert.InDelta(t, is/was-1, d.Change, 1e-6, "what a refit changes")
	assert.Equal(t, []string{btyd.ReasonDriftParameters, btyd.ReasonDriftPurchases}, codes(d.AppendReasons(nil)))
	for _, reason := range d.AppendReasons(nil) {
		assert.NotEqual(t, reason.Code, reason.Text(clientele.LangEnglish))
		assert.NotEqual(t, reason.Text(clientele.LangEnglish), reason.Text(clientele.LangChinese))
	}

	var p clientele.Panel
	for range 500 {
		require.NoError(t, p.Add(truth.Rand(r, 90)))
	}
	d, err = btyd.CheckDrift(ctx, f, &p, before, nil)
	require.NoError(t, err)
	assert.Greater(t, d.Age, 0.25, "older")
	assert.Contains(t, codes(d.AppendReasons(nil)), btyd.ReasonDriftAge)

	var bad *clientele.InputError
	_, err = btyd.CheckDrift(ctx, f, often, nil, &btyd.DriftPolicy{Change: -1})
	assert.ErrorAs(t, err, &bad)
	_, err = btyd.CheckDrift(ctx, f, new(clientele.Panel), nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
}

// Goal on one core: 100 ns a customer more than the score itself.
func BenchmarkScoreAll(b *testing.B) {
	hs := dailyHistories(100_000)
	m := btyd.BGNBD{R: 0.243, Alpha: 30.9, A: 0.793, B: 2.426}
	for b.Loop() {
		n := 0
		for range btyd.ScoreAll(slices.Values(hs), 1, m.ProbAlive) {
			n++
		}
		if n != len(hs) {
			b.Fatal(n)
		}
	}
}
