package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// On CDNOW the likelihood rises to the greatest correlation there is, where the
// two limits of m meet. With the unit kernel the reference's optimisers found
// the same, within the digits that a bend leaves them.
func TestFitCorrelatedCDNOW(t *testing.T) {
	ctx := context.Background()
	ref := check.JSON[struct {
		CDNOW   covariateFit `json:"fits_cdnow"`
		Apparel covariateFit `json:"fits_apparel"`
	}](t, check.Shared(t, "reference", "pnbd_correlation.json"))
	p := cdnow(t)
	for kernel, want := range map[float64]float64{1: -9585.2457, 0: ref.CDNOW.Best.LogLik} {
		f, err := btyd.FitCorrelatedParetoNBD(ctx, p, kernel, nil)
		require.NoError(t, err)
		assert.InDelta(t, want, f.LogLik, 1e-4)
		assert.InDelta(t, f.LogLik, f.Model.LogLikelihood(p), 1e-6)
		require.NotEmpty(t, f.Warnings)
		w := f.Warnings[len(f.Warnings)-1]
		assert.Equal(t, btyd.WarnCorrelationBound, w.Code)
		check.Close(t, f.Model.Correlation(), w.Value, 1e-12)
		e := f.Estimates(0.95)
		assert.True(t, math.IsInf(e[4].SE, 1))
		assert.False(t, math.IsInf(e[0].SE, 1))
		if kernel == 0 {
			check.Close(t, ref.CDNOW.Best.Params["r"], f.Model.R, 1e-4)
			check.Close(t, ref.CDNOW.Best.Params["correlation"], f.Model.Correlation(), 1e-4)
		} else {
			assert.InDelta(t, 0.27, f.Model.Correlation(), 0.005)
		}
		// Against independence.
		plain, err := btyd.FitParetoNBD(ctx, p, nil)
		require.NoError(t, err)
		test, err := btyd.LikelihoodRatio(plain, f)
		require.NoError(t, err)
		assert.Equal(t, 1, test.DF)
		assert.Less(t, test.P, 0.02)
	}
	f, err := btyd.FitCorrelatedParetoNBD(ctx, apparel(t).Panel(), 0, nil)
	require.NoError(t, err)
	assert.InDelta(t, ref.Apparel.Best.LogLik, f.LogLik, 1e-4)
}

// A base whose correlation lies inside the range is recovered, and predictions
// agree with what its customers go on to do.
func TestFitCorrelatedRecovery(t *testing.T) {
	r := rand.New(rand.NewPCG(71, 72))
	m := btyd.CorrelatedParetoNBD{R: 1.5, Alpha: 4, S: 1.2, Beta: 15, Kernel: 1}.WithCorrelation(0.1)
	p := new(clientele.Panel)
	for range 4000 {
		require.NoError(t, p.Add(m.Rand(r, 20+20*r.Float64())))
	}
	f, err := btyd.FitCorrelatedParetoNBD(context.Background(), p, 1, nil)
	require.NoError(t, err)
	assert.Empty(t, f.Warnings)
	for i, e := range f.Estimates(0.9999) {
		assert.True(t, e.Interval.Contains(m.Params()[i].Value), "%v", e)
	}
	rho := f.Interval(clientele.DomainReal, btyd.CorrelatedParetoNBD.Correlation, 0.9999)
	assert.True(t, rho.Contains(0.1), "%v", rho)
	assert.Less(t, rho.Hi-rho.Lo, 0.5)
	assert.InDelta(t, f.LogLik, f.Model.LogLikelihood(p), 1e-6)

	// From a start elsewhere, and with other workers.
	again, err := btyd.FitCorrelatedParetoNBD(context.Background(), p, 1, &clientele.FitOptions{Start: []float64{1, 3, 1, 10, 0.3, 1}, Workers: 2})
	require.NoError(t, err)
	assert.InDelta(t, f.LogLik, again.LogLik, 1e-7)
	check.Close(t, f.Model.Mix, again.Model.Mix, 1e-4)
	check.Close(t, f.Cov[4][4], again.Cov[4][4], 1e-3)
}

// Strong negative dependence leads to the other end.
func TestFitCorrelatedLowest(t *testing.T) {
	r := rand.New(rand.NewPCG(73, 74))
	m := btyd.CorrelatedParetoNBD{R: 1.5, Alpha: 4, S: 1.2, Beta: 15, Mix: 1e-9, Kernel: 1}
	fast, slow := btyd.ParetoNBD{R: 20, Alpha: 20, S: 1.2, Beta: 60}, btyd.ParetoNBD{R: 20, Alpha: 80, S: 1.2, Beta: 4}
	p := new(clientele.Panel)
	for range 500 {
		require.NoError(t, p.Add(fast.Rand(r, 40)))
		require.NoError(t, p.Add(slow.Rand(r, 40)))
	}
	f, err := btyd.FitCorrelatedParetoNBD(context.Background(), p, 1, nil)
	require.NoError(t, err)
	assert.Less(t, f.Model.Mix, 1e-6)
	assert.Negative(t, f.Model.Correlation())
	require.NotEmpty(t, f.Warnings)
	assert.Equal(t, btyd.WarnCorrelationBound, f.Warnings[len(f.Warnings)-1].Code)
	assert.GreaterOrEqual(t, f.LogLik, m.LogLikelihood(p))
	assert.InDelta(t, f.LogLik, f.Model.LogLikelihood(p), 1e-6)
	plain, err := btyd.FitParetoNBD(context.Background(), p, nil)
	require.NoError(t, err)
	assert.Greater(t, f.LogLik, plain.LogLik)
}

func TestFitCorrelatedRefuses(t *testing.T) {
	ctx := context.Background()
	p := new(clientele.Panel)
	_, err := btyd.FitCorrelatedParetoNBD(ctx, p, 1, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	r := rand.New(rand.NewPCG(75, 76))
	for range 50 {
		require.NoError(t, p.Add(btyd.ParetoNBD{R: 1, Alpha: 5, S: 1, Beta: 20}.Rand(r, 30)))
	}
	var input *clientele.InputError
	for _, kernel := range []float64{-1, math.NaN(), math.Inf(1)} {
		_, err := btyd.FitCorrelatedParetoNBD(ctx, p, kernel, nil)
		assert.ErrorAs(t, err, &input)
	}
	for _, opt := range []clientele.FitOptions{{Ridge: 1}, {Start: []float64{1}}, {Start: []float64{1, 1, 1, 1, 1.5, 1}}, {Start: []float64{1, 1, 1, 1, 0.5, 2}}} {
		_, err := btyd.FitCorrelatedParetoNBD(ctx, p, 1, &opt)
		assert.ErrorAs(t, err, &input)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err = btyd.FitCorrelatedParetoNBD(stopped, p, 1, nil)
	assert.ErrorIs(t, err, context.Canceled)
}

// Goal on one core: 0.5 s.
func BenchmarkFitCorrelated(b *testing.B) {
	p := cdnow(b)
	for b.Loop() {
		if _, err := btyd.FitCorrelatedParetoNBD(context.Background(), p, 1, nil); err != nil {
			b.Fatal(err)
		}
	}
}
