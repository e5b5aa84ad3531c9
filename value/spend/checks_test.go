package spend_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/value/spend"
)

// related draws customers whose mean amount goes with count^effect; amounts
// are lognormal, so that the gamma-gamma model is not even true.
func related(t testing.TB, effect float64, seed uint64, customers int) *spend.SpendPanel {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 6))
	p := new(spend.SpendPanel)
	for range customers {
		n := 1 + r.IntN(12)
		s := spend.LogNormal{Mu: 3, SigmaA: 0.5, SigmaW: 0.8}.Rand(r, n)
		s.Mean *= math.Pow(float64(n), effect)
		require.NoError(t, p.Add(s))
	}
	return p
}

// The published correlation of the CDNOW sample is .11 (Fader, Hardie and Lee 2005).
func TestIndependenceCDNOW(t *testing.T) {
	got, err := spend.CheckIndependence(background, cdnow(t), nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.11, got.Correlation, 0.005)
	assert.Equal(t, 946, got.Customers)
	// The effect by an iteratively reweighted fit of the same mean, computed apart.
	check.Close(t, 0.08585872530002181, got.Doubling, 1e-7, "doubling")
	check.Close(t, math.Expm1(math.Ln2*(0.11883641477472565-1.959963984540054*0.04183543092570767)), got.Interval.Lo, 1e-4, "robust interval")
	assert.Equal(t, spend.ReasonWeaklyDependent, got.AppendReasons(nil)[0].Code)
	assert.False(t, got.Dependent)
}

func TestIndependenceVerdicts(t *testing.T) {
	for _, c := range []struct {
		effect float64
		code   string
	}{
		{0, spend.ReasonIndependent},
		{0.08, spend.ReasonWeaklyDependent},
		{0.4, spend.ReasonFrequentSpendMore},
		{-0.4, spend.ReasonFrequentSpendLess},
	} {
		got, err := spend.CheckIndependence(background, related(t, c.effect, 1, 3000), nil)
		require.NoError(t, err)
		assert.Equal(t, c.code, got.AppendReasons(nil)[0].Code, "%+v", got)
		assert.Equal(t, math.Abs(c.effect) > 0.1, got.Dependent)
		assert.True(t, got.Interval.Contains(math.Exp2(c.effect)-1), "%+v", got)
	}
	few, err := spend.CheckIndependence(background, related(t, 0.4, 1, 20), nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.Reason{Code: spend.ReasonFewCustomers, Value: 20, Limit: 30}, few.AppendReasons(nil)[0])
	none, err := spend.CheckIndependence(background, nil, nil)
	require.NoError(t, err)
	assert.Equal(t, spend.ReasonFewCustomers, none.AppendReasons(nil)[0].Code)
	// A population without a mean takes the gamma-gamma route.
	heavy, err := spend.CheckIndependence(background, simulated(spend.GammaGamma{P: 0.9, Q: 0.9, Gamma: 3000}, 1, 1000), nil)
	require.NoError(t, err)
	assert.Equal(t, spend.ReasonIndependent, heavy.AppendReasons(nil)[0].Code)
	assert.Less(t, heavy.Interval.Hi-heavy.Interval.Lo, 0.5)
}

// Under independence the test fires as often as it promises, although the
// amounts are not gamma distributed.
func TestIndependenceSize(t *testing.T) {
	const runs = 100
	hits := map[string]int{}
	for seed := range uint64(runs) {
		got, err := spend.CheckIndependence(background, related(t, 0, seed+50, 500), &spend.IndependencePolicy{Level: 0.9})
		require.NoError(t, err)
		if got.AppendReasons(nil)[0].Code == spend.ReasonIndependent {
			hits["independent"]++
		}
	}
	assertCoverage(t, hits, 1, runs, 0.9)
}

func TestCheckOutliers(t *testing.T) {
	clean := simulated(published, 21, 1000)
	got, err := spend.CheckOutliers(background, clean, nil)
	require.NoError(t, err)
	assert.Equal(t, 10, got.Top)
	require.Len(t, got.AppendReasons(nil), 1)
	assert.Equal(t, spend.ReasonTopSteady, got.AppendReasons(nil)[0].Code)
	assert.Less(t, got.Moved, 0.0)
	assert.Equal(t, 990, got.Without.N)

	for range 5 { // a keying error, or wholesale buyers
		require.NoError(t, clean.Add(clientele.Spend{Count: 3, Mean: 5e4}))
	}
	got, err = spend.CheckOutliers(background, clean, nil)
	require.NoError(t, err)
	require.Len(t, got.AppendReasons(nil), 2, "%+v", got)
	assert.Equal(t, spend.ReasonTopShare, got.AppendReasons(nil)[0].Code)
	assert.Equal(t, spend.ReasonTopMoves, got.AppendReasons(nil)[1].Code)
	assert.Greater(t, got.Share, 0.8)

	heavy, err := spend.CheckOutliers(background, simulated(spend.GammaGamma{P: 1, Q: 0.7, Gamma: 100}, 1, 800), nil)
	require.NoError(t, err)
	assert.False(t, math.IsNaN(heavy.Moved) || math.IsInf(heavy.Moved, 0))
}

func TestCheckErrors(t *testing.T) {
	p := simulated(published, 1, 100)
	var input *clientele.InputError
	for _, policy := range []spend.OutlierPolicy{{Top: -1}, {Top: 0.7}, {Top: nan}, {Share: 2}, {Moves: -1}, {Moves: inf}} {
		_, err := spend.CheckOutliers(background, p, &policy)
		assert.ErrorAs(t, err, &input, "%+v", policy)
	}
	for _, policy := range []spend.IndependencePolicy{{Level: 1}, {Level: nan}, {Limit: -1}, {Limit: 3}} {
		_, err := spend.CheckIndependence(background, p, &policy)
		assert.ErrorAs(t, err, &input, "%+v", policy)
	}
	_, err := spend.CheckOutliers(background, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	require.NoError(t, p.Add(clientele.Spend{Count: 1, Mean: -2}))
	_, err = spend.CheckOutliers(background, p, nil)
	assert.ErrorAs(t, err, &input)
	_, err = spend.CheckIndependence(background, p, nil)
	assert.ErrorAs(t, err, &input)
}

// Every code of the package has texts, and numbers in them.
func TestReasonTexts(t *testing.T) {
	known := reason.Codes("spend.")
	assert.ElementsMatch(t, known, []string{
		spend.WarnInfiniteMean, spend.WarnConstrained, spend.WarnOnePrice, spend.WarnNoWithin, spend.WarnNoBetween, spend.WarnSinglePurchases, spend.WarnFewCustomers, spend.WarnExcluded,
		spend.ReasonIndependent, spend.ReasonWeaklyDependent, spend.ReasonFrequentSpendMore, spend.ReasonFrequentSpendLess, spend.ReasonFewCustomers,
		spend.ReasonNoDrift, spend.ReasonRising, spend.ReasonFalling, spend.ReasonTopShare, spend.ReasonTopMoves, spend.ReasonTopSteady,
	})
	text := clientele.Reason{Code: spend.ReasonFrequentSpendMore, Value: 0.32, Limit: 0.1}.Text(clientele.LangChinese)
	assert.Contains(t, text, "0.32")
	assert.Contains(t, text, "单次消费更高")
}

// FuzzFits feeds three customers of any kind: a fit, or a typed refusal.
func FuzzFits(f *testing.F) {
	f.Add(1, 10.0, 2, 20.0, 3, 15.0)
	f.Add(1, 1e30, 2, 1e-30, 10_000_000, 1.0)
	f.Add(5, 1.0, 5, 1.0, 5, 1.0000000001)
	f.Fuzz(func(t *testing.T, n1 int, m1 float64, n2 int, m2 float64, n3 int, m3 float64) {
		p := new(spend.SpendPanel)
		for _, s := range []clientele.Spend{{Count: n1, Mean: m1}, {Count: n2, Mean: m2}, {Count: n3, Mean: m3}} {
			_ = p.Add(s)
		}
		fit, err := spend.FitGammaGamma(background, p.Positive(), nil)
		if fit != nil && clientele.Validate(fit.Model) != nil && err == nil {
			t.Errorf("%v", fit)
		}
		if fit == nil && err == nil {
			t.Error("neither a fit nor an error")
		}
		if fit != nil && err == nil && math.IsNaN(fit.LogLik) {
			t.Errorf("%v", fit)
		}
	})
}
