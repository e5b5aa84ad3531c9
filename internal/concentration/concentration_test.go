package concentration

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func rank(t *testing.T, values ...float64) *Ranked {
	t.Helper()
	r, err := Rank("test", values)
	require.NoError(t, err)
	return r
}

// By hand: 1 … 5 has Σ(2i−6)i = 20 over 4·15, shares 1/15 … 5/15.
func TestByHand(t *testing.T) {
	r := rank(t, 3, 1, 5, 2, 4)
	check.Close(t, 1.0/3, r.Gini(), 1e-15, "gini")
	check.Close(t, 55.0/225, r.HHI(), 1e-15, "hhi")
	check.Close(t, 5.0/15, r.Top(0.2), 1e-15, "top fifth")
	check.Close(t, 7.0/15, r.Top(0.3), 1e-15, "top 30 %: half of the second customer")
	check.Close(t, 9.0/15, r.Ratio(2), 1e-15, "CR2")
	assert.Equal(t, 1.0, r.Ratio(99))
	assert.Equal(t, 0.0, r.Ratio(0))
	check.Close(t, 3.0/15, r.Lorenz(0.4), 1e-14, "poorest two")
	assert.Equal(t, 15.0, r.Total())
	curve := r.LorenzCurve()
	require.Len(t, curve, 6)
	assert.Equal(t, Point{0, 0}, curve[0])
	assert.Equal(t, Point{1, 1}, curve[5])
	check.Close(t, 1.0/15, curve[1].Value, 1e-14, "poorest")
	check.Close(t, 0.2, curve[1].Heads, 1e-14, "poorest")
}

func TestWhaleCurve(t *testing.T) {
	r := rank(t, -30, 100, 0, 50, -20)
	heads, value := r.Peak()
	assert.Equal(t, 2, heads)
	assert.Equal(t, 150.0, value)
	assert.Equal(t, []Point{{0, 0}, {0.2, 1}, {0.4, 1.5}, {0.6, 1.5}, {0.8, 1.3}, {1, 1}}, r.WhaleCurve())
	assert.Equal(t, 1.5, r.Top(0.4))

	heads, value = rank(t, -1, -2).Peak()
	assert.Equal(t, 0, heads)
	assert.Equal(t, 0.0, value)
}

func TestSpecialCases(t *testing.T) {
	nan := func(v float64, what string) { t.Helper(); assert.True(t, math.IsNaN(v), what) }
	nan(rank(t, 7).Gini(), "one customer")
	nan(rank(t, 0, 0).Gini(), "nothing to share")
	nan(rank(t, -1, 5).Gini(), "a negative value")
	nan(rank(t, -1, 5).HHI(), "a negative value")
	nan(rank(t, 0).HHI(), "nothing to share")
	nan(rank(t, -1, 1).Ratio(1), "total 0")
	nan(rank(t, 1).Ratio(-1), "k < 0")
	nan(rank(t, 1).Top(1.1), "p > 1")
	nan(rank(t, 1).Top(math.NaN()), "p NaN")
	assert.Nil(t, rank(t, 0).LorenzCurve())
	assert.Equal(t, 1.0, rank(t, 7).HHI())
	assert.Equal(t, 1.0, rank(t, 0, 0, 9).Gini())
	assert.Equal(t, 0.0, rank(t, 4, 4, 4, 4).Gini())
	assert.Equal(t, 0.25, rank(t, 4, 4, 4, 4).HHI())
	check.Close(t, 0.5, rank(t, 1e290, 1e290).HHI(), 1e-15, "large values")
	check.Close(t, 0.5, rank(t, 5e-324, 5e-324).HHI(), 1e-15, "tiny values")

	_, err := Rank("where", nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e291} {
		_, err := Rank("where", []float64{1, v})
		var bad *clientele.InputError
		require.ErrorAs(t, err, &bad)
		assert.Equal(t, "value 1", bad.Field)
	}
}

// Order and scale make no difference, to the last bit; the mean difference
// over all pairs is the definition that the fast formula must meet.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	values := make([]float64, 400)
	for i := range values {
		values[i] = math.Exp(2*r.NormFloat64()) * math.Pow(2, float64(r.IntN(3)))
	}
	a := rank(t, values...)
	pairs, total := 0.0, 0.0
	for i, x := range values {
		total += x
		for _, y := range values[:i] {
			pairs += math.Abs(x - y)
		}
	}
	n := float64(len(values))
	check.Close(t, pairs/(n*(n-1)/2)/(2*total/n), a.Gini(), 1e-12, "half the relative mean difference")

	shuffled := append([]float64(nil), values...)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	b := rank(t, shuffled...)
	assert.Equal(t, a, b)
	assert.Equal(t, a.Gini(), b.Gini())
	for i := range shuffled {
		shuffled[i] *= 1024
	}
	c := rank(t, shuffled...)
	assert.Equal(t, a.Gini(), c.Gini())
	assert.Equal(t, a.HHI(), c.HHI())
	last := 0.0
	for p := 0.0; p <= 1; p += 0.01 {
		assert.GreaterOrEqual(t, a.Top(p), last)
		assert.LessOrEqual(t, a.Lorenz(p), p+1e-15)
		last = a.Top(p)
	}
}

// A million values ranked and their Gini coefficient: at most 0.25 s; 0.15 s measured.
func BenchmarkRank(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	values := make([]float64, 1_000_000)
	for i := range values {
		values[i] = math.Exp(2 * r.NormFloat64())
	}
	for b.Loop() {
		ranked, err := Rank("bench", values)
		if err != nil {
			b.Fatal(err)
		}
		ranked.Gini()
	}
}
