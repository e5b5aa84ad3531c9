package btyd_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The recency–frequency table of a radio station's 11,104 donors.
func donations(t testing.TB) *btyd.DiscretePanel {
	t.Helper()
	p := new(btyd.DiscretePanel)
	for _, row := range check.CSV(t, check.Shared(t, "data", "donations_rf.csv")) {
		number := func(name string) int {
			v, err := strconv.Atoi(row[name])
			require.NoError(t, err)
			return v
		}
		require.NoError(t, p.AddN(btyd.DiscreteHistory{Repeats: number("x"), Last: number("tx"), Age: number("n")}, number("count")))
	}
	return p
}

func TestFitBGBBDonations(t *testing.T) {
	p := donations(t)
	assert.Equal(t, 11104, p.Len())
	assert.Equal(t, 22, p.Distinct())
	ref := check.JSON[struct {
		Fits struct {
			Best struct {
				LogLik float64            `json:"loglik"`
				Params map[string]float64 `json:"params"`
				SE     map[string]float64 `json:"std_errors"`
			} `json:"best_of_many_starts"`
		}
	}](t, check.Shared(t, "reference", "bgbb.json")).Fits.Best
	f, err := btyd.FitBGBB(context.Background(), p, nil)
	require.NoError(t, err)
	assert.InDelta(t, -33225.581274, f.LogLik, 1e-6)
	assert.InDelta(t, ref.LogLik, f.LogLik, 1e-6)
	assert.InDelta(t, f.LogLik, f.Model.LogLikelihood(p), 1e-7)
	for i, want := range []float64{1.2035224, 0.7497164, 0.6567182, 2.7834422} {
		assert.InDelta(t, want, f.Model.Params()[i].Value, 1e-6)
	}
	for _, e := range f.Estimates(0.95) {
		check.Close(t, ref.SE[e.Name], e.SE, 1e-5, e.Name)
	}
	assert.Empty(t, f.Warnings)
}

func simulatedDonors(t testing.TB, m btyd.BGBB, r *rand.Rand, n int) *btyd.DiscretePanel {
	t.Helper()
	p := new(btyd.DiscretePanel)
	for range n {
		require.NoError(t, p.Add(m.Rand(r, 8+r.IntN(8))))
	}
	return p
}

func TestFitBGBBCoverage(t *testing.T) {
	const cohorts = 40
	r := rand.New(rand.NewPCG(71, 72))
	truth := btyd.BGBB{Alpha: 1.2, Beta: 1.6, Gamma: 0.8, Delta: 4}
	covered := make([]int, 4)
	for range cohorts {
		f, err := btyd.FitBGBB(context.Background(), simulatedDonors(t, truth, r, 1500), nil)
		require.NoError(t, err)
		for i, e := range f.Estimates(0.95) {
			if e.Interval.Contains(truth.Params()[i].Value) {
				covered[i]++
			}
		}
	}
	lo, hi := binomialBounds(cohorts, 0.95)
	for i, c := range covered {
		assert.True(t, float64(c) >= lo && float64(c) <= hi, "parameter %d covered %d times of %d", i, c, cohorts)
	}
}

// Data of a simpler process lead to a fit that names it.
func TestFitBGBBBoundaries(t *testing.T) {
	codes := func(m btyd.BGBB, n int) []string {
		r := rand.New(rand.NewPCG(85, 82))
		f, err := btyd.FitBGBB(context.Background(), simulatedDonors(t, m, r, n), nil)
		require.NoError(t, err)
		var out []string
		for _, w := range f.Warnings {
			out = append(out, w.Code)
			assert.NotEmpty(t, w.Text(clientele.LangChinese))
		}
		return out
	}
	assert.Contains(t, codes(btyd.BGBB{Alpha: 3e6, Beta: 7e6, Gamma: 0.8, Delta: 4}, 400), btyd.WarnCommonRate)
	assert.Contains(t, codes(btyd.BGBB{Alpha: 1, Beta: 1, Gamma: 1e6, Delta: 9e6}, 400), btyd.WarnCommonDropout)
	assert.Contains(t, codes(btyd.BGBB{Alpha: 1, Beta: 1, Gamma: 1e-9, Delta: 1}, 400), btyd.WarnNoDropout)
	assert.Contains(t, codes(btyd.BGBB{Alpha: 1e-9, Beta: 1e-9, Gamma: 2, Delta: 9}, 400), btyd.WarnPolarRate)
	assert.Contains(t, codes(btyd.BGBB{Alpha: 400, Beta: 100, Gamma: 1e-9, Delta: 1e-9}, 400), btyd.WarnPolarDropout)
	assert.Contains(t, codes(btyd.BGBB{Alpha: 1, Beta: 1, Gamma: 1, Delta: 1}, 5), clientele.WarnFewRepeats)
}

func TestFitBGBBRefusals(t *testing.T) {
	ctx := context.Background()
	panel := func(hs ...btyd.DiscreteHistory) *btyd.DiscretePanel {
		p, err := btyd.CollectDiscrete(slices.Values(hs))
		require.NoError(t, err)
		return p
	}
	_, err := btyd.FitBGBB(ctx, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = btyd.FitBGBB(ctx, new(btyd.DiscretePanel), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, p := range []*btyd.DiscretePanel{
		panel(btyd.DiscreteHistory{Repeats: 3, Last: 5, Age: 9}),
		panel(btyd.DiscreteHistory{Age: 9}, btyd.DiscreteHistory{Age: 19}),
		panel(btyd.DiscreteHistory{}, btyd.DiscreteHistory{}),
	} {
		_, err = btyd.FitBGBB(ctx, p, nil)
		assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	}
	stopped, cancel := context.WithCancelCause(ctx)
	cancel(assert.AnError)
	p := simulatedDonors(t, btyd.BGBB{Alpha: 1, Beta: 1, Gamma: 1, Delta: 4}, rand.New(rand.NewPCG(1, 1)), 300)
	_, err = btyd.FitBGBB(stopped, p, nil)
	assert.ErrorIs(t, err, assert.AnError)
	_, err = btyd.CollectDiscrete(slices.Values([]btyd.DiscreteHistory{{Repeats: 2, Last: 1, Age: 3}}))
	var bad *clientele.InputError
	assert.ErrorAs(t, err, &bad)
}

func TestDiscretePanelMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(91, 92))
	m := btyd.BGBB{Alpha: 1, Beta: 1, Gamma: 1, Delta: 4}
	var hs []btyd.DiscreteHistory
	for range 300 {
		hs = append(hs, m.Rand(r, r.IntN(9)))
	}
	check.MergeLaws(t, check.Merger[*btyd.DiscretePanel, btyd.DiscreteHistory]{
		New:   func() *btyd.DiscretePanel { return new(btyd.DiscretePanel) },
		Add:   func(p *btyd.DiscretePanel, h btyd.DiscreteHistory) { require.NoError(t, p.Add(h)) },
		Merge: (*btyd.DiscretePanel).Merge,
		Equal: func(t *testing.T, want, got *btyd.DiscretePanel) {
			a, err := want.MarshalBinary()
			require.NoError(t, err)
			b, err := got.MarshalBinary()
			require.NoError(t, err)
			require.Equal(t, a, b)
		},
		Items: hs,
	})
	p, err := btyd.CollectDiscrete(slices.Values(hs))
	require.NoError(t, err)
	p.Merge(nil)
	assert.Equal(t, 300, p.Len())
	var last *btyd.DiscreteHistory
	sum := 0
	for h, n := range p.All() {
		require.True(t, last == nil || last.Compare(h) < 0)
		last, sum = &h, sum+n
	}
	assert.Equal(t, 300, sum)
}

func TestDiscretePanelEncoding(t *testing.T) {
	p, err := btyd.CollectDiscrete(slices.Values([]btyd.DiscreteHistory{{Age: 4}, {Repeats: 2, Last: 3, Age: 4}, {Age: 4}}))
	require.NoError(t, err)
	data, err := p.MarshalBinary()
	require.NoError(t, err)
	q := new(btyd.DiscretePanel)
	require.NoError(t, q.UnmarshalBinary(data))
	assert.Equal(t, p, q)
	for cut := range data {
		require.Error(t, q.UnmarshalBinary(data[:cut]))
	}
	require.Error(t, q.UnmarshalBinary(append(data, 0)))
	assert.Equal(t, p, q)

	// Times between opportunities are refused.
	for _, h := range []clientele.History{{Repeats: 1, Last: 1.5, Age: 3}, {Repeats: 3, Last: 2, Age: 3}} {
		var timed clientele.Panel
		require.NoError(t, timed.Add(h))
		inner, err := timed.MarshalBinary()
		require.NoError(t, err)
		require.Error(t, q.UnmarshalBinary(append(slices.Clone(data[:5]), inner...)))
	}
	assert.Equal(t, p, q)
}

// Goal: the 11,104 donors in 1 ms on one core, panel compiled from 22 rows.
func BenchmarkFitBGBB(b *testing.B) {
	p := donations(b)
	for b.Loop() {
		if _, err := btyd.FitBGBB(context.Background(), p, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// What is discounted is the chance to be alive times what the living will do.
func TestBGBBDiscountedIfAlive(t *testing.T) {
	m := btyd.BGBB{Alpha: 1.2, Beta: 0.75, Gamma: 0.66, Delta: 2.78}
	h := btyd.DiscreteHistory{Repeats: 2, Last: 4, Age: 6}
	check.Close(t, m.DiscountedPurchasesWithin(h, 0.1, 8), m.ProbAlive(h)*m.DiscountedIfAlive(h.Repeats, h.Age, 0.1, 8), 1e-13)
}
