package retention

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRevenue(t *testing.T) {
	var r Revenue
	for _, p := range [][2]float64{{100, 100}, {100, 0}, {200, 150}, {100, 160}, {0, 50}, {0, 0}} {
		require.NoError(t, r.Add(p[0], p[1]))
	}
	assert.Equal(t, 5, r.Len())
	assert.Equal(t, Bridge{Opening: 500, Churned: 100, Contraction: 50, Expansion: 60, New: 50, Closing: 460}, r.Bridge())
	assert.Equal(t, 0.25, r.LogoChurn())
	assert.True(t, r.LogoChurnInterval(0.95).Contains(0.25))
	assert.Equal(t, 0.7, r.GRR())
	assert.Equal(t, 0.82, r.NRR())
	assert.InDelta(t, 0.3, r.GrossChurn(), 1e-15)
	// n/(n−1) Σ(after − 0.82 before)² / 500², by hand.
	sum := 18.0*18 + 82*82 + 14*14 + 78*78
	iv := r.NRRInterval(0.95)
	check.Close(t, 0.82+1.959963984540054*math.Sqrt(4.0/3*sum)/500, iv.Hi, 1e-12)
	assert.LessOrEqual(t, r.GRRInterval(0.95).Hi, 1.0)

	var in *clientele.InputError
	for _, p := range [][2]float64{{-1e101, 0}, {1, math.NaN()}, {math.Inf(1), 1}} {
		assert.ErrorAs(t, r.Add(p[0], p[1]), &in)
	}
	assert.Equal(t, 5, r.Len())
	var none Revenue
	assert.True(t, math.IsNaN(none.GRR()) && math.IsNaN(none.NRR()) && math.IsNaN(none.LogoChurn()))
	assert.Equal(t, clientele.Interval{Lo: 0, Hi: 1, Level: 0.9}, none.GRRInterval(0.9))
	assert.True(t, math.IsInf(none.NRRInterval(0.9).Hi, 1))
	assert.Panics(t, func() { r.NRRInterval(0) })
}

func TestCompound(t *testing.T) {
	assert.InDelta(t, 0.4596, Compound(0.05, 12), 5e-5)
	check.Close(t, 1e-12, Compound(1e-12, 1), 1e-12)
	assert.Equal(t, 1.0, Compound(1, 2))
	assert.Zero(t, Compound(1, 0))
	for _, bad := range [][2]float64{{-0.1, 1}, {1.1, 1}, {0.5, -1}, {math.NaN(), 1}} {
		assert.True(t, math.IsNaN(Compound(bad[0], bad[1])))
	}
}

// TestRevenueCoverage: customers of very different size; the interval of NRR holds
// the ratio of the means.
func TestRevenueCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(111, 112))
	const runs, truth = 2000, 0.8*1.1 + 0.2*0
	hit := 0
	for range runs {
		var v Revenue
		for range 150 {
			before := math.Exp(r.NormFloat64())
			after := 0.0
			if r.Float64() < 0.8 {
				after = before * (0.6 + r.Float64())
			}
			require.NoError(t, v.Add(before, after))
		}
		if v.NRRInterval(0.95).Contains(truth) {
			hit++
		}
	}
	assert.InDelta(t, 0.95, float64(hit)/runs, 0.04)
}

// TestGRRCoverage: where one customer in twenty-five leaves, a small base often
// loses none, and its interval holds the truth all the same.
func TestGRRCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(113, 114))
	const runs = 2000
	hit := 0
	for range runs {
		var v Revenue
		for range 30 {
			before := math.Exp(r.NormFloat64() / 2)
			require.NoError(t, v.Add(before, before*float64(bit(r.Float64() < .96))))
		}
		hit += bitOf(v.GRRInterval(.95).Contains(.96))
	}
	assert.Greater(t, float64(hit)/runs, .93)
}

func TestRevenueMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(121, 122))
	items := make([][2]float64, 200)
	for i := range items {
		items[i] = [2]float64{math.Max(r.NormFloat64(), 0) * 1e3, math.Max(r.NormFloat64(), 0) * 1e5}
	}
	equal := func(t *testing.T, want, got *Revenue) {
		assert.Equal(t, want.Bridge(), got.Bridge())
		assert.Equal(t, [2]int{want.Len(), want.lost}, [2]int{got.Len(), got.lost})
		assert.Equal(t, want.NRRInterval(0.9), got.NRRInterval(0.9))
		assert.Equal(t, want.GRRInterval(0.9), got.GRRInterval(0.9))
	}
	check.MergeLaws(t, check.Merger[*Revenue, [2]float64]{
		New: func() *Revenue { return new(Revenue) }, Add: func(v *Revenue, p [2]float64) { require.NoError(t, v.Add(p[0], p[1])) },
		Merge: (*Revenue).Merge, Equal: equal, Items: items,
	})
	v := new(Revenue)
	for _, p := range items {
		require.NoError(t, v.Add(p[0], p[1]))
	}
	data, err := v.MarshalBinary()
	require.NoError(t, err)
	var back Revenue
	require.NoError(t, back.UnmarshalBinary(data))
	equal(t, v, &back)
	for cut := range data {
		require.Error(t, back.UnmarshalBinary(data[:cut]))
	}
	equal(t, v, &back)
}

// Nets below 0 stay in the books: the bridge leads from all that was paid to all
// that is paid, and the rates are those of the sums.
func TestRevenueNetsBelowZero(t *testing.T) {
	r := rand.New(rand.NewPCG(131, 132))
	for range 200 {
		var v Revenue
		before, after, opening := 0.0, 0.0, 0.0
		for range 1 + r.IntN(20) {
			b, a := float64(r.IntN(12)-3), float64(r.IntN(12)-3)
			require.NoError(t, v.Add(b, a))
			before, after = before+b, after+a
			if b != 0 {
				opening += a
			}
		}
		m := v.Bridge()
		assert.Equal(t, before, m.Opening)
		assert.Equal(t, after, m.Closing)
		assert.Equal(t, m.Closing, m.Opening-m.Churned-m.Contraction+m.Expansion+m.New)
		if before > 0 {
			assert.Equal(t, opening/before, v.NRR())
			assert.InDelta(t, (m.Opening-m.Churned-m.Contraction)/before, v.GRR(), 1e-12)
			assert.LessOrEqual(t, v.GRR(), 1.0)
		} else {
			assert.True(t, math.IsNaN(v.NRR()) && math.IsNaN(v.GRR()))
			assert.Equal(t, clientele.Interval{Lo: 0, Hi: 1, Level: 0.9}, v.GRRInterval(0.9))
		}
	}
}
