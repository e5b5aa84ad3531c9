package quantile

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var tenths = []float64{0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.999, 1}

// The values of R: quantile(c(1, 2, 4, 8, 16, 32, 64, 128, 256, 512), p, type = t).
func TestRules(t *testing.T) {
	values := []float64{1, 2, 4, 8, 16, 32, 64, 128, 256, 512}
	for _, c := range []struct {
		rule Rule
		p    float64
		want float64
	}{
		{Linear, 0.25, 5}, {Linear, 0.5, 24}, {Linear, 0.9, 281.6}, {Linear, 1, 512}, {Linear, 0, 1},
		{Lower, 0.3, 4}, {Lower, 0.25, 4}, {Lower, 0.5, 16}, {Lower, 0, 1}, {Lower, 1, 512}, {Lower, 0.7, 64},
		{Average, 0.3, 6}, {Average, 0.25, 4}, {Average, 0.5, 24}, {Average, 0, 1}, {Average, 1, 512}, {Average, 0.7, 96},
	} {
		var s Sample
		for _, v := range values {
			s.Add(v)
		}
		check.Close(t, c.want, s.Quantiles(nil, c.rule, c.p)[0], 1e-14, c.rule, c.p)
	}
}

// shapes are samples that a selection can stumble over.
func shapes() map[string][]float64 {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(n int, f func() float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = f()
		}
		return out
	}
	return map[string][]float64{
		"one":         {7},
		"equal":       draw(1000, func() float64 { return 3 }),
		"days":        draw(5000, func() float64 { return float64(r.IntN(700)) }),
		"money":       draw(5000, func() float64 { return math.Exp(2*r.NormFloat64()) * 100 }),
		"signed":      draw(5000, r.NormFloat64),
		"narrow":      draw(5000, func() float64 { return 1.7e9 + float64(r.IntN(5000))/4 }),
		"wide":        draw(5000, func() float64 { return math.Pow(10, 600*r.Float64()-300) * float64(1-2*r.IntN(2)) }),
		"mostly zero": draw(5000, func() float64 { return math.Max(0, r.NormFloat64()-1) }),
		"extreme":     {-math.MaxFloat64, math.MaxFloat64, 0, math.Copysign(0, -1), 5e-324},
	}
}

func TestSampleAgainstSorting(t *testing.T) {
	for name, values := range shapes() {
		sorted := slices.Sorted(slices.Values(values))
		for _, rule := range []Rule{Linear, Lower, Average} {
			var s Sample
			s.Reset(len(values))
			for _, v := range values {
				s.Add(v)
			}
			got := s.Quantiles(nil, rule, tenths...)
			for i, p := range tenths {
				k, part := rule.Position(len(values), p)
				assert.Equal(t, between(sorted[k], sorted[min(k+1, len(sorted)-1)], part), got[i], "%s %v %v", name, rule, p)
			}
		}
	}
}

func summary(values []float64) *Summary {
	s := new(Summary)
	for _, v := range values {
		s.Add(v)
	}
	return s
}

// Up to the capacity the summary is exact.
func TestSummaryExact(t *testing.T) {
	for name, values := range shapes() {
		s := summary(values)
		assert.Zero(t, s.RankError(), name)
		var exact Sample
		for _, v := range values {
			exact.Add(v)
		}
		for i, want := range exact.Quantiles(nil, Linear, tenths...) {
			assert.Equal(t, want, s.Quantile(Linear, tenths[i]), "%s %v", name, tenths[i])
		}
	}
}

// Beyond it, every answer has the rank that the summary promises; and the
// promise is a small one for values as they are: amounts over five orders of
// magnitude 0.03 %, a bell curve 0.1 %.
func TestSummaryRankError(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		name  string
		draw  func() float64
		limit float64
	}{
		{"money", func() float64 { return math.Exp(2 * r.NormFloat64()) }, 3e-4},
		{"signed", r.NormFloat64, 1e-3},
		{"timestamps", func() float64 { return 1.7e9 + 1e7*r.Float64() }, 3e-4},
	} {
		values := make([]float64, 300_000)
		for i := range values {
			values[i] = c.draw()
		}
		s := summary(values)
		slices.Sort(values)
		bound := s.RankError()
		assert.LessOrEqual(t, bound, c.limit, c.name)
		assert.Positive(t, bound, c.name)
		for p := 0.0005; p < 1; p += 0.0005 {
			k, _ := slices.BinarySearch(values, s.Quantile(Lower, p))
			want, _ := Lower.Position(len(values), p)
			assert.LessOrEqual(t, math.Abs(float64(k-want)), bound*float64(len(values))+1, "%s %v", c.name, p)
		}
		assert.Equal(t, values[0], s.Quantile(Linear, 0))
		assert.Equal(t, values[len(values)-1], s.Quantile(Linear, 1))
	}
}

// The same bits, however the values are split, ordered and merged, and
// wherever in between the summary had to become coarser.
func TestSummaryMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	values := make([]float64, 80_000)
	for i := range values {
		values[i] = math.Exp(3 * r.NormFloat64())
	}
	for name, items := range map[string][]float64{"few": values[:500], "many": values} {
		t.Run(name, func(t *testing.T) {
			check.MergeLaws(t, check.Merger[*Summary, float64]{
				New:   func() *Summary { return new(Summary) },
				Add:   func(s *Summary, v float64) { s.Add(v) },
				Merge: func(into, from *Summary) error { into.Merge(from); return nil },
				Equal: func(t *testing.T, want, got *Summary) {
					t.Helper()
					a, _ := want.MarshalBinary()
					b, _ := got.MarshalBinary()
					assert.True(t, slices.Equal(a, b), "%d values and %d", want.Len(), got.Len())
				},
				Items: items,
			})
		})
	}
	s := summary(values)
	s.Merge(s)
	s.Merge(nil)
	assert.Equal(t, 160_000, s.Len())
	assert.Equal(t, summary(append(values, values...)).Quantile(Lower, 0.3), s.Quantile(Lower, 0.3))
}

func TestSummarySpecialCases(t *testing.T) {
	var s Summary
	assert.True(t, math.IsNaN(s.Quantile(Linear, 0.5)))
	assert.Zero(t, s.RankError())
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		assert.False(t, s.Add(v))
	}
	assert.Zero(t, s.Len())
	s.Add(2)
	assert.Equal(t, 2.0, s.Quantile(Linear, 0.5))
	assert.True(t, math.IsNaN(s.Quantile(Linear, math.NaN())))
	assert.True(t, math.IsNaN(s.Quantile(Linear, 1.5)))
}

func TestSummaryBinary(t *testing.T) {
	for name, values := range shapes() {
		s := summary(values)
		data, err := s.MarshalBinary()
		require.NoError(t, err)
		var back Summary
		require.NoError(t, back.UnmarshalBinary(data), name)
		assert.Equal(t, s.cells, back.cells, name)
		assert.Equal(t, s.Len(), back.Len(), name)
		assert.Error(t, back.UnmarshalBinary(data[:len(data)-1]), name)
		assert.Equal(t, s.cells, back.cells, "unchanged on error")
	}
}

func FuzzSummaryBinary(f *testing.F) {
	for _, values := range [][]float64{nil, {1}, {1, 1, 2, -3}, {math.MaxFloat64, -math.MaxFloat64}} {
		data, _ := summary(values).MarshalBinary()
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Summary
		if s.UnmarshalBinary(data) != nil {
			return
		}
		for _, p := range tenths {
			if v := s.Quantile(Linear, p); s.Len() > 0 && (math.IsNaN(v) || math.IsInf(v, 0)) {
				t.Fatal(v)
			}
		}
		var back Summary
		again, _ := s.MarshalBinary()
		require.NoError(t, back.UnmarshalBinary(again))
	})
}

// Four quantiles of a million amounts: at most 15 ms; 4 ms measured.
func BenchmarkSample(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	values := make([]float64, 1_000_000)
	for i := range values {
		values[i] = math.Exp(2 * r.NormFloat64())
	}
	var s Sample
	for b.Loop() {
		s.Reset(len(values))
		for _, v := range values {
			s.Add(v)
		}
		s.Quantiles(nil, Linear, 0.2, 0.4, 0.6, 0.8)
	}
}

// One value added: at most 150 ns; 90 ns measured.
func BenchmarkSummary(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	values := make([]float64, 1<<16)
	for i := range values {
		values[i] = math.Exp(2 * r.NormFloat64())
	}
	var s Summary
	for i := 0; b.Loop(); i++ {
		s.Add(values[i&(1<<16-1)])
	}
}

// Between values whose difference overflows the middle is still found, on
// either side, and ranks that rounding misses are those meant.
func TestBetweenExtremes(t *testing.T) {
	const top = math.MaxFloat64
	var s Sample
	s.Add(-top)
	s.Add(top)
	for p, want := range map[float64]float64{0: -top, .25: -top / 2, .5: 0, .75: top / 2, 1: top} {
		check.Close(t, want, s.Quantiles(nil, Linear, p)[0], 1e-15, p)
	}
	check.Close(t, -top/2, between(top, -top, .75), 1e-15, "downwards")
	for n := 1; n < 400; n++ { // the k-th of n by the share k/n, however it is rounded
		for k := 1; k <= n; k++ {
			at, part := Average.Position(n, float64(k)/float64(n))
			want, half := k-1, .5
			if k == n {
				half = 0
			}
			if at != want || part != half {
				t.Fatalf("%d of %d: %d, %v", k, n, at, part)
			}
		}
	}
	for _, v := range []float64{-top, -1, -math.SmallestNonzeroFloat64, 0, math.SmallestNonzeroFloat64, 1, top} {
		assert.Equal(t, v, value(key(v)))
	}
}
