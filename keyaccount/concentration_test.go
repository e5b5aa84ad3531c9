package keyaccount

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

func TestConcentrateByHand(t *testing.T) {
	c, err := Concentrate([]float64{10, 50, 30, 10, 0}, nil)
	require.NoError(t, err)
	check.Close(t, .01+.25+.09+.01, c.HHI, 1e-14)
	check.Close(t, 1/.36, c.Effective, 1e-14)
	assert.Equal(t, 5, c.Accounts)
	assert.Equal(t, []float64{.5, 1, 1}, []float64{c.Top1, c.Top5, c.Top10})
	assert.Equal(t, []int{1, 2, 0, 3}, c.Flagged)
	assert.True(t, c.Interval.Contains(c.HHI))
	// By hand: Σs³ = .154, Σs²(s−H)² = .01·.0676·2 + .25·.0196 + .09·.0036.
	centre := math.Log(.36) - math.Log1p(.0625*(1-4*.154/.36+3*.36))
	half := 1.959963984540054 * .5 * math.Sqrt(.001352+.0049+.000324) / .36
	check.Close(t, math.Exp(centre-half), c.Interval.Lo, 1e-12)
	check.Close(t, math.Exp(centre+half), c.Interval.Hi, 1e-12)

	one, err := Concentrate([]float64{7}, nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.Interval{Lo: 1, Hi: 1, Level: .95}, one.Interval)
	c, err = Concentrate([]float64{10, 50, 30, 10, 0}, &ConcentrationOptions{Flag: .3, Level: .5, Swing: .01})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2}, c.Flagged)
	assert.Equal(t, .5, c.Interval.Level)
}

// binomialBounds returns the counts out of n between which the number of
// successes lies but for about one case in a million.
func binomialBounds(n int, p float64) (lo, hi float64) {
	half := distuv.UnitNormal.Quantile(1-5e-7) * math.Sqrt(float64(n)*p*(1-p))
	return float64(n)*p - half, float64(n)*p + half
}

// TestHHIIntervalCovers draws years around usual revenues. The interval is a
// second-order approximation: its coverage was seen between 0.93 and 0.97.
func TestHHIIntervalCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 20))
	const years = 1500
	for _, x := range []struct {
		n     int
		sigma float64
		swing float64
	}{{20, 1, .25}, {40, 1.3, .25}, {80, .7, .15}, {400, 1.2, .25}} {
		usual := make([]float64, x.n)
		for i := range usual {
			usual[i] = math.Exp(x.sigma * r.NormFloat64())
		}
		truth, err := Concentrate(usual, nil)
		require.NoError(t, err)
		inside := 0
		spread := math.Sqrt(math.Log1p(x.swing * x.swing))
		year := make([]float64, x.n)
		for range years {
			for i, u := range usual {
				year[i] = u * math.Exp(spread*r.NormFloat64()-spread*spread/2)
			}
			c, err := Concentrate(year, &ConcentrationOptions{Swing: x.swing})
			require.NoError(t, err)
			if c.Interval.Contains(truth.HHI) {
				inside++
			}
		}
		lo, _ := binomialBounds(years, .925)
		_, hi := binomialBounds(years, .97)
		assert.True(t, float64(inside) > lo && float64(inside) < hi, "%+v: %d of %d", x, inside, years)
		t.Logf("%+v covers %.3f", x, float64(inside)/years)
	}
}

func TestSwing(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 21))
	const n, cv = 4000, .3
	spread := math.Sqrt(math.Log1p(cv * cv))
	before, now := make([]float64, n), make([]float64, n)
	for i := range before {
		usual := math.Exp(2 * r.NormFloat64())
		before[i] = usual * math.Exp(spread*r.NormFloat64())
		now[i] = 1.1 * usual * math.Exp(spread*r.NormFloat64()) // the market grows
		if i%50 == 0 {
			now[i] = 0
		}
	}
	got, err := Swing(before, now)
	require.NoError(t, err)
	assert.InDelta(t, cv, got, .03)
	_, err = Swing(before[:9], now[:9])
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	for _, x := range [][2][]float64{{{1}, {1, 2}}, {{-1}, {1}}, {{1}, {math.NaN()}}} {
		_, err := Swing(x[0], x[1])
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in)
	}
}

// TestStressByBruteForce adds up every combination of accounts leaving.
func TestStressByBruteForce(t *testing.T) {
	revenues := []float64{10, 50, 30, 10, 20}
	churn := []float64{.5, .1, .2, .3, 0}
	got, err := Stress(revenues, churn, 9)
	require.NoError(t, err)
	require.Len(t, got, 5)
	order := []int{1, 2, 4, 0, 3} // of the two with 10, the one more likely to leave first
	for k := 1; k <= 5; k++ {
		mean, square, any, all := 0.0, 0.0, 0.0, 0.0
		for gone := range 1 << k {
			p, loss := 1.0, 0.0
			for b, i := range order[:k] {
				if gone>>b&1 == 1 {
					p *= churn[i]
					loss += revenues[i] / 120
				} else {
					p *= 1 - churn[i]
				}
			}
			mean += p * loss
			square += p * loss * loss
			if gone > 0 {
				any += p
			}
			if gone == 1<<k-1 {
				all += p
			}
		}
		l := got[k-1]
		assert.Equal(t, k, l.Top)
		assert.InDelta(t, mean, l.Expected, 1e-14)
		assert.InDelta(t, math.Sqrt(square-mean*mean), l.SD, 1e-12)
		assert.InDelta(t, any, l.Any, 1e-14)
		assert.InDelta(t, all, l.All, 1e-14)
	}
	check.Close(t, 80.0/120, got[1].Share, 1e-14)
}

func TestConcentrationRefuses(t *testing.T) {
	var in *clientele.InputError
	for _, v := range [][]float64{{0, 0}, {-1, 2}, {math.NaN()}, {math.Inf(1)}} {
		_, err := Concentrate(v, nil)
		assert.ErrorAs(t, err, &in)
		_, err = Stress(v, make([]float64, len(v)), 1)
		assert.ErrorAs(t, err, &in)
	}
	_, err := Concentrate(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, o := range []*ConcentrationOptions{{Flag: 2}, {Swing: -1}, {Level: 1}} {
		_, err := Concentrate([]float64{1}, o)
		assert.ErrorAs(t, err, &in)
	}
	for _, x := range []struct {
		churn []float64
		k     int
	}{{[]float64{.1}, 1}, {[]float64{.1, 2}, 1}, {[]float64{.1, .2}, 0}} {
		_, err := Stress([]float64{1, 2}, x.churn, x.k)
		assert.ErrorAs(t, err, &in)
	}
}

func FuzzConcentrate(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 0.1)
	f.Add(0.0, 0.0, 1e15, 1.0)
	f.Add(1e-300, 1e15, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, a, b, c, p float64) {
		v := []float64{a, b, c}
		got, err := Concentrate(v, nil)
		if err != nil {
			return
		}
		require.True(t, got.HHI >= 1./3-1e-12 && got.HHI <= 1)
		require.True(t, got.Interval.Lo <= got.Interval.Hi && got.Interval.Lo >= 1./3-1e-12 && got.Interval.Hi <= 1, "%+v", got)
		if losses, err := Stress(v, []float64{p, p, p}, 3); err == nil {
			for _, l := range losses {
				require.True(t, l.Expected <= l.Share+1e-12 && l.All <= l.Any+1e-12 && !math.IsNaN(l.SD))
			}
		}
	})
}
