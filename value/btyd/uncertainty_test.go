package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shares counts how often intervals of one kind held.
type shares map[string]*[2]int

func (s shares) count(name string, held bool) {
	if s[name] == nil {
		s[name] = new([2]int)
	}
	s[name][1]++
	if held {
		s[name][0]++
	}
}

// Profile, percentile, total and single-customer intervals hold as often as they say.
func TestCoverageOfRefits(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	truth := btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}
	const level, horizon = 0.9, 26
	r := rand.New(rand.NewPCG(21, 22))
	ctx := context.Background()
	held := shares{}
	for range 40 {
		p := simulated(t, truth, r, 250)
		f, err := btyd.FitBGNBD(ctx, p, nil)
		require.NoError(t, err)
		profile, err := btyd.Profile(ctx, f, p, nil, level)
		require.NoError(t, err)
		b, err := btyd.Resample(ctx, f, p, r, &btyd.ResampleOptions{Replicates: 100})
		require.NoError(t, err)
		for i, e := range b.Estimates(f, level) {
			want := truth.Params()[i].Value
			held.count("profile", profile[i].Interval.Contains(want))
			held.count("resampled", e.Interval.Contains(want))
			assert.True(t, profile[i].Interval.Contains(e.Value))
		}
		bought, k := 0.0, 0
		for h, n := range p.All() {
			for range n {
				x := float64(len(truth.AppendPurchases(nil, r, h, horizon)))
				bought += x
				if k++; k%25 == 0 {
					held.count("one", btyd.PurchaseInterval(f, r, 20, h, horizon, level).Contains(x))
				}
			}
		}
		held.count("total", btyd.TotalPurchases(f, p, horizon, level).Contains(bought))
	}
	for name, s := range held {
		lo, hi := binomialBounds(s[1], level)
		if name == "one" {
			hi = float64(s[1]) // a count's interval holds at least its level
		}
		t.Log(name, s[0], s[1])
		assert.True(t, float64(s[0]) >= lo && float64(s[0]) <= hi, "%s: held %d of %d", name, s[0], s[1])
	}
}

func TestPurchaseInterval(t *testing.T) {
	m := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	f := &clientele.Fit[btyd.BGNBD]{Model: m} // no covariance
	r := rand.New(rand.NewPCG(1, 1))
	for _, h := range []clientele.History{{Age: 38.86}, {Repeats: 2, Last: 30.43, Age: 38.86}, {Repeats: 26, Last: 30.86, Age: 31}} {
		iv := btyd.PurchaseInterval(f, r, 10, h, 39, 0.8)
		inside, below := 0.0, 0.0
		for n := 0.0; n <= iv.Hi; n++ {
			if q := m.ProbPurchases(h, 39, int(n)); n >= iv.Lo {
				inside += q
			} else {
				below += q
			}
		}
		assert.GreaterOrEqual(t, inside, 0.8)
		assert.LessOrEqual(t, below, 0.1+1e-12)
		assert.Less(t, inside-m.ProbPurchases(h, 39, int(iv.Hi)), 0.9)
	}
	assert.True(t, math.IsNaN(btyd.PurchaseInterval(f, r, 10, clientele.History{Age: -1}, 39, 0.8).Lo))
	assert.True(t, math.IsNaN(btyd.PurchaseInterval(f, r, 10, clientele.History{Age: 1}, math.Inf(1), 0.8).Hi))
	var p clientele.Panel
	require.NoError(t, p.Add(clientele.History{Age: 9}))
	whole := btyd.TotalPurchases(f, &p, 9, 0.9)
	assert.Equal(t, clientele.Interval{Lo: 0, Hi: math.Inf(1), Level: 0.9}, whole)
	assert.Equal(t, clientele.Interval{Level: 0.9}, btyd.TotalPurchases(f, &p, 0, 0.9))
}

// The total's variance has both parts, that of chance and that of the estimates.
func TestTotalPurchases(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	p := simulated(t, btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}, r, 400)
	f, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	mean, chance := 0.0, 0.0
	for h, n := range p.All() {
		mean += float64(n) * f.Model.ExpectedPurchases(h, 26)
		chance += float64(n) * f.Model.VarPurchases(h, 26)
	}
	estimate := f.Interval(clientele.DomainPositive, func(m btyd.BGNBD) float64 {
		sum := 0.0
		for h, n := range p.All() {
			sum += float64(n) * m.ExpectedPurchases(h, 26)
		}
		return sum
	}, 0.9)
	got := btyd.TotalPurchases(f, p, 26, 0.9)
	assert.InEpsilon(t, mean, math.Sqrt(got.Lo*got.Hi), 1e-9)
	const z = 1.6448536269514722
	width := math.Log(estimate.Hi/estimate.Lo) / (2 * z)
	assert.InEpsilon(t, math.Log1p(chance/(mean*mean))+width*width, math.Pow(math.Log(got.Hi/got.Lo)/(2*z), 2), 1e-9)
}

// The same numbers from any number of workers, and other numbers from another seed.
func TestResampleRepeatable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	p := simulated(t, btyd.MBGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}, r, 300)
	f, err := btyd.FitMBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	run := func(seed uint64, workers int) *btyd.Resampled[btyd.MBGNBD] {
		b, err := btyd.Resample(context.Background(), f, p, rand.New(rand.NewPCG(seed, 0)), &btyd.ResampleOptions{Replicates: 30, Workers: workers})
		require.NoError(t, err)
		return b
	}
	assert.Equal(t, run(1, 1), run(1, 3))
	assert.NotEqual(t, run(1, 1), run(2, 1))
}

// A base without dropout has no maximum: the profile is open and replicates run to the limit.
func TestRefitsOnRidge(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	p := simulated(t, btyd.NBD{R: 1, Alpha: 5}, r, 300)
	ctx := context.Background()
	f, err := btyd.FitBGNBD(ctx, p, nil)
	require.NoError(t, err)
	require.NotEmpty(t, f.Flat)
	profile, err := btyd.Profile(ctx, f, p, nil, 0.95)
	require.NoError(t, err)
	assert.False(t, math.IsInf(profile[0].Interval.Hi, 1), "r is identified")
	assert.True(t, profile[2].Interval.Lo == 0 || math.IsInf(profile[3].Interval.Hi, 1), "%v", profile)
	b, err := btyd.Resample(ctx, f, p, r, &btyd.ResampleOptions{Replicates: 50})
	require.NoError(t, err)
	assert.Greater(t, b.Boundary, 25)
	assert.Equal(t, 50, len(b.Models)+b.Failed)
}

// Fixed parameters stay, and a model of one kind or another can be refitted.
func TestRefitsOfAllModels(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(7, 8))
	p := simulated(t, btyd.MBGNBD{R: 0.8, Alpha: 4, A: 0.8, B: 2.5}, r, 500)
	refit(t, p, btyd.FitNBD)
	refit(t, p, btyd.FitMBGNBD)
	refit(t, p, btyd.FitParetoNBD)
	refit(t, p, func(ctx context.Context, p *clientele.Panel, o *clientele.FitOptions) (*clientele.Fit[btyd.BGCNBD], error) {
		return btyd.FitBGCNBD(ctx, p, 2, o)
	})
	refit(t, p, func(ctx context.Context, p *clientele.Panel, o *clientele.FitOptions) (*clientele.Fit[btyd.MBGCNBD], error) {
		return btyd.FitMBGCNBD(ctx, p, 2, o)
	})
	f, err := btyd.FitNBD(ctx, p, nil)
	require.NoError(t, err)
	wide, err := btyd.Profile(ctx, f, p, nil, 0.99)
	require.NoError(t, err)
	narrow, err := btyd.Profile(ctx, f, p, nil, 0.5)
	require.NoError(t, err)
	assert.Less(t, wide[0].Interval.Lo, narrow[0].Interval.Lo)
	_, err = btyd.Profile(ctx, f, new(clientele.Panel), nil, 0.5)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var bad *clientele.InputError
	_, err = btyd.Resample(ctx, f, p, r, &btyd.ResampleOptions{Replicates: -1})
	assert.ErrorAs(t, err, &bad)
	_, err = btyd.Resample(ctx, f, p, r, &btyd.ResampleOptions{Ridge: -1})
	assert.ErrorAs(t, err, &bad)
	stopped, cancel := context.WithCancelCause(ctx)
	cancel(assert.AnError)
	_, err = btyd.Resample(stopped, f, p, r, nil)
	assert.ErrorIs(t, err, assert.AnError)
	_, err = btyd.Profile(stopped, f, p, nil, 0.9)
	assert.ErrorIs(t, err, assert.AnError)
}

func refit[M btyd.Fittable[M, *clientele.Panel]](t *testing.T, p *clientele.Panel, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) {
	t.Helper()
	ctx := context.Background()
	f, err := fit(ctx, p, nil)
	require.NoError(t, err)
	profile, err := btyd.Profile(ctx, f, p, nil, 0.9)
	require.NoError(t, err)
	b, err := btyd.Resample(ctx, f, p, rand.New(rand.NewPCG(1, 1)), &btyd.ResampleOptions{Replicates: 20})
	require.NoError(t, err)
	assert.Len(t, b.Models, 20)
	for i, e := range f.Estimates(0.9) {
		got := profile[i].Interval
		if f.Model.Params()[i].Domain == clientele.DomainFixed {
			assert.Equal(t, e.Interval, got)
			assert.Equal(t, e.Value, b.Models[3].Params()[i].Value)
			continue
		}
		// Far from a limit the profile is much like the normal interval.
		assert.InDelta(t, math.Log(e.Interval.Hi/e.Value), math.Log(got.Hi/e.Value), 0.35*math.Log(e.Interval.Hi/e.Value), "%T %s", f.Model, e.Name)
		assert.InDelta(t, math.Log(e.Interval.Lo/e.Value), math.Log(got.Lo/e.Value), 0.35*math.Log(e.Value/e.Interval.Lo), "%T %s", f.Model, e.Name)
	}
}

// Fifty customers: without a prior the estimate is often a limit, with the
// weak one it never is, the intervals hold, and forecasts are better.
func TestWeakRidge(t *testing.T) {
	truth := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	r := rand.New(rand.NewPCG(5, 5))
	ctx := context.Background()
	limits, held, wide := 0, 0, 0
	free, weak := 0.0, 0.0
	const bases = 100
	for range bases {
		p := simulated(t, truth, r, 50)
		expected := func(m btyd.BGNBD) float64 {
			sum := 0.0
			for h, n := range p.All() {
				sum += float64(n) * m.ExpectedPurchases(h, 39)
			}
			return sum
		}
		want := expected(truth)
		f, err := btyd.FitBGNBD(ctx, p, nil)
		require.NoError(t, err)
		if len(f.Flat) > 0 {
			limits++
		}
		free += math.Abs(math.Log(expected(f.Model) / want))
		f, err = btyd.FitBGNBD(ctx, p, &clientele.FitOptions{Ridge: btyd.WeakRidge})
		require.NoError(t, err)
		assert.Empty(t, f.Flat)
		weak += math.Abs(math.Log(expected(f.Model) / want))
		iv := f.Interval(clientele.DomainPositive, expected, 0.95)
		if iv.Contains(want) {
			held++
		}
		if iv.Hi/iv.Lo > 1.5 {
			wide++
		}
	}
	t.Log(limits, held, wide, free/bases, weak/bases)
	lo, _ := binomialBounds(bases, 0.95)
	assert.Greater(t, limits, bases/4)
	assert.GreaterOrEqual(t, float64(held), lo)
	assert.Greater(t, wide, bases*9/10)
	assert.Less(t, weak, free)
}
