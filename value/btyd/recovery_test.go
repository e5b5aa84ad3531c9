package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// simulator draws histories from a model.
type simulator interface {
	Rand(r *rand.Rand, age float64) clientele.History
	ExpectedPurchases(h clientele.History, t float64) float64
	VarPurchases(h clientele.History, t float64) float64
	AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64
	Params() []clientele.Param
}

func simulated(t testing.TB, m simulator, r *rand.Rand, n int) *clientele.Panel {
	t.Helper()
	p := new(clientele.Panel)
	for range n {
		require.NoError(t, p.Add(m.Rand(r, 30+10*r.Float64())))
	}
	return p
}

// binomialBounds returns the counts that a binomial(n, p) stays within but for
// a chance of about 1e-6.
func binomialBounds(n int, p float64) (lo, hi float64) {
	half := 4.9*math.Sqrt(float64(n)*p*(1-p)) + 1
	return float64(n)*p - half, float64(n)*p + half
}

// coverage fits simulated cohorts and counts how often the 95 % intervals hold
// the true parameters, and how often the predictive interval holds what the
// cohort goes on to buy.
func coverage[M interface {
	clientele.Model[M]
	simulator
}](t *testing.T, truth M, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) {
	const cohorts, customers, horizon = 40, 1000, 26
	r := rand.New(rand.NewPCG(7, 77))
	want := truth.Params()
	covered := make([]int, len(want))
	total := 0
	for range cohorts {
		p := simulated(t, truth, r, customers)
		f, err := fit(context.Background(), p, nil)
		require.NoError(t, err)
		for i, e := range f.Estimates(0.95) {
			if e.Interval.Contains(want[i].Value) {
				covered[i]++
			}
		}
		// Of the total: variance of the outcomes plus that of the estimates.
		expected := func(m M) float64 {
			sum := 0.0
			for h, n := range p.All() {
				sum += float64(n) * m.ExpectedPurchases(h, horizon)
			}
			return sum
		}
		mean := expected(f.Model)
		process := 0.0
		bought := 0
		var buffer []float64
		for h, n := range p.All() {
			process += float64(n) * f.Model.VarPurchases(h, horizon)
			for range n { // the cohort's future is drawn with the true parameters
				buffer = truth.AppendPurchases(buffer[:0], r, h, horizon)
				bought += len(buffer)
			}
		}
		iv := f.Interval(clientele.DomainPositive, expected, 0.95)
		se := mean * math.Log(iv.Hi/iv.Lo) / (2 * 1.959964)
		if math.Abs(float64(bought)-mean) < 1.959964*math.Sqrt(process+se*se) {
			total++
		}
	}
	lo, hi := binomialBounds(cohorts, 0.95)
	for i, c := range append(covered, total) {
		assert.True(t, float64(c) >= lo && float64(c) <= hi, "%T: parameter %d covered %d times of %d", truth, i, c, cohorts)
	}
}

func TestIntervalCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	t.Run("BGNBD", func(t *testing.T) { coverage(t, btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}, btyd.FitBGNBD) })
	t.Run("MBGNBD", func(t *testing.T) { coverage(t, btyd.MBGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}, btyd.FitMBGNBD) })
	t.Run("ParetoNBD", func(t *testing.T) {
		coverage(t, btyd.ParetoNBD{R: 0.8, Alpha: 5, S: 0.8, Beta: 9}, btyd.FitParetoNBD)
	})
}

// Any order, any sharding and any number of workers give the same bits.
func TestFitRepeatable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	m := btyd.ParetoNBD{R: 0.8, Alpha: 5, S: 0.8, Beta: 9}
	var hs []clientele.History
	for range 3000 {
		hs = append(hs, m.Rand(r, 30+10*r.Float64()))
	}
	p, err := clientele.Collect(slices.Values(hs))
	require.NoError(t, err)
	r.Shuffle(len(hs), func(i, j int) { hs[i], hs[j] = hs[j], hs[i] })
	a, err := clientele.Collect(slices.Values(hs[:700]))
	require.NoError(t, err)
	b, err := clientele.Collect(slices.Values(hs[700:]))
	require.NoError(t, err)
	b.Merge(a)
	for _, workers := range []int{1, 2, 7} {
		f, err := btyd.FitParetoNBD(context.Background(), p, nil)
		require.NoError(t, err)
		g, err := btyd.FitParetoNBD(context.Background(), b, &clientele.FitOptions{Workers: workers})
		require.NoError(t, err)
		assert.Equal(t, f, g)
		f2, err := btyd.FitBGNBD(context.Background(), p, nil)
		require.NoError(t, err)
		g2, err := btyd.FitBGNBD(context.Background(), b, &clientele.FitOptions{Workers: workers})
		require.NoError(t, err)
		assert.Equal(t, f2, g2)
	}
}

func TestFitRefusals(t *testing.T) {
	ctx := context.Background()
	panel := func(hs ...clientele.History) *clientele.Panel {
		p, err := clientele.Collect(slices.Values(hs))
		require.NoError(t, err)
		return p
	}
	for name, fit := range fitters {
		t.Run(name, func(t *testing.T) {
			_, err := fit(ctx, nil, nil)
			assert.ErrorIs(t, err, clientele.ErrNoData)
			_, err = fit(ctx, new(clientele.Panel), nil)
			assert.ErrorIs(t, err, clientele.ErrNoData)
			_, err = fit(ctx, panel(clientele.History{Repeats: 3, Last: 5, Age: 9}), nil)
			assert.ErrorIs(t, err, clientele.ErrNotIdentified)
			_, err = fit(ctx, panel(clientele.History{Age: 9}, clientele.History{Age: 19}), nil)
			assert.ErrorIs(t, err, clientele.ErrNotIdentified)
			_, err = fit(ctx, panel(clientele.History{}, clientele.History{}), nil)
			assert.ErrorIs(t, err, clientele.ErrNotIdentified)

			r := rand.New(rand.NewPCG(1, 1))
			p := simulated(t, btyd.MBGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}, r, 400)
			stopped, cancel := context.WithCancelCause(ctx)
			cancel(assert.AnError)
			_, err = fit(stopped, p, nil)
			assert.ErrorIs(t, err, assert.AnError)
			_, err = fit(ctx, p, &clientele.FitOptions{MaxIter: 1})
			assert.ErrorIs(t, err, clientele.ErrNotConverged)
			var bad *clientele.InputError
			_, err = fit(ctx, p, &clientele.FitOptions{Start: []float64{1, 2}})
			assert.ErrorAs(t, err, &bad)
			_, err = fit(ctx, p, &clientele.FitOptions{Start: []float64{1, 2, 3, -4}})
			assert.ErrorAs(t, err, &bad)
			_, err = fit(ctx, p, &clientele.FitOptions{Ridge: -1})
			assert.ErrorAs(t, err, &bad)
			start := []float64{2, 3, 2, 3}
			if name == "ggompertz" {
				start = append(start, 3)
			}
			steps := 0
			free, err := fit(ctx, p, &clientele.FitOptions{Start: start, Progress: func(clientele.Progress) { steps++ }})
			require.NoError(t, err)
			assert.Positive(t, steps)
			held, err := fit(ctx, p, &clientele.FitOptions{Ridge: 50})
			require.NoError(t, err)
			assert.Less(t, held.logLik, free.logLik)
		})
	}
}

// Small and odd data sets fit, or say why not; they never make up a number.
func TestFitSmallAndOdd(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	ctx := context.Background()
	r := rand.New(rand.NewPCG(15, 16))
	for trial := range 150 {
		p := new(clientele.Panel)
		for range 2 + r.IntN(40) {
			h := clientele.History{Age: float64(1 + r.IntN(30))}
			if trial%3 == 0 {
				h.Age = 20
			}
			if r.IntN(3) > 0 {
				h.Repeats = 1 + r.IntN(1+trial%5)
				h.Last = math.Max(1, math.Floor(h.Age*r.Float64()))
				if trial%4 == 0 {
					h.Last = h.Age
				}
			}
			require.NoError(t, p.Add(h))
		}
		for name, fit := range fitters {
			f, err := fit(ctx, p, nil)
			if err != nil {
				require.ErrorIs(t, err, clientele.ErrNotIdentified, "%s, trial %d", name, trial)
				continue
			}
			require.False(t, math.IsNaN(f.logLik), name)
			for _, e := range f.estimates {
				require.False(t, math.IsNaN(e.SE) || math.IsNaN(e.Value), "%s, trial %d: %v", name, trial, f.estimates)
				require.True(t, e.Interval.Contains(e.Value), "%s, trial %d: %v", name, trial, e)
			}
		}
	}
}
