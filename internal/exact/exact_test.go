package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
)

// total adds in arithmetic that is wide enough for any two floats, and rounds once.
func total(values []float64) *big.Float {
	sum := new(big.Float).SetPrec(4000)
	for _, v := range values {
		sum.Add(sum, new(big.Float).SetFloat64(v))
	}
	return sum
}

func rounded(values []float64) float64 {
	v, _ := total(values).Float64()
	return v
}

// numbers draws floats whose sums cancel, carry and leave half an ulp over.
func numbers(r *rand.Rand, n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		switch r.IntN(5) {
		case 0:
			values[i] = math.Ldexp(r.NormFloat64(), r.IntN(2000)-1070)
		case 1:
			values[i] = math.Ldexp(1, r.IntN(120)-60)
		case 2:
			values[i] = float64(r.IntN(10000)) / 100
		case 3:
			values[i] = -math.Nextafter(math.Ldexp(1, r.IntN(120)-60), 2)
		case 4:
			if i > 0 {
				values[i] = -values[r.IntN(i)]
			}
		}
	}
	return values
}

func TestSumIsCorrectlyRounded(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		values := numbers(r, 1+r.IntN(12))
		var s Sum
		for _, v := range values {
			s.Add(v)
		}
		require.Equal(t, rounded(values), s.Value(), values)
		assert.Zero(t, total(values).Cmp(total(s.Parts())), "the parts add up to the total: %v", values)
	}
}

func TestSumRoundsTiesToEven(t *testing.T) {
	half := math.Ldexp(1, -53) // half an ulp of 1
	for _, test := range []struct{ values []float64 }{
		{[]float64{1, half}},
		{[]float64{1, half, 5e-324}},
		{[]float64{1, half, -5e-324}},
		{[]float64{1, 2 * half, half}},
		{[]float64{1, 2 * half, half, -5e-324}},
		{[]float64{-1, -half, -5e-324}},
		{[]float64{1, -half / 2}},
		{[]float64{1, -half / 2, 5e-324}},
		{[]float64{1e100, 1, -1e100}},
		{[]float64{0.1, 0.2, -0.3}},
		{nil},
	} {
		var s Sum
		for _, v := range test.values {
			s.Add(v)
		}
		assert.Equal(t, rounded(test.values), s.Value(), test.values)
	}
}

func TestDrainIsTheSameForEqualTotals(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		values := numbers(r, 1+r.IntN(12))
		var s Sum
		for _, v := range values {
			s.Add(v)
		}
		want := s.Drain(nil)
		require.Zero(t, total(values).Cmp(total(want)), values)
		require.Zero(t, s.Value())
		for i := range want {
			require.Equal(t, rounded(want[i:]), want[i], "each part is the rest, rounded")
		}
		r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		for _, v := range values {
			s.Add(v)
		}
		require.Equal(t, want, s.Drain(nil))
	}
}

func TestTwo(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 5000 {
		v := numbers(r, 2)
		sum, rest := Two(v[0], v[1])
		require.Equal(t, rounded(v), sum)
		require.Zero(t, total(v).Cmp(total([]float64{sum, rest})))
	}
}

func TestSumMergeLaws(t *testing.T) {
	check.MergeLaws(t, check.Merger[*Sum, float64]{
		New:   func() *Sum { return new(Sum) },
		Add:   (*Sum).Add,
		Merge: func(into, from *Sum) error { into.Merge(*from); return nil },
		Equal: func(t *testing.T, want, got *Sum) {
			require.Zero(t, total(want.Parts()).Cmp(total(got.Parts())))
			require.Equal(t, want.Value(), got.Value())
		},
		Items: numbers(rand.New(rand.NewPCG(9, 10)), 300),
	})
}

func FuzzSum(f *testing.F) {
	f.Add(1.0, 1e-16, 5e-324, -1.0)
	f.Add(1e100, -1e-100, 1e84, -1e100)
	f.Fuzz(func(t *testing.T, a, b, c, d float64) {
		values := []float64{a, b, c, d}
		var s Sum
		for _, v := range values {
			if !(math.Abs(v) <= 1e300) {
				return
			}
			s.Add(v)
		}
		require.Equal(t, rounded(values), s.Value())
	})
}
