package spend_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/spend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOnePrice: where everybody pays one price, that is what everybody is
// expected to pay, however often they bought and at any scale, with a note.
func TestOnePrice(t *testing.T) {
	for _, price := range []float64{1e-6, 9.99, 5e9} {
		p := new(spend.SpendPanel)
		for count := range 30 {
			require.NoError(t, p.AddN(clientele.Spend{Count: count, Mean: price * float64(min(count, 1))}, 3))
		}
		for name, fit := range map[string]func() (*clientele.Fit[spend.GammaGamma], error){
			"free": func() (*clientele.Fit[spend.GammaGamma], error) {
				return spend.FitGammaGamma(context.Background(), p, nil)
			},
			"finite": func() (*clientele.Fit[spend.GammaGamma], error) {
				return spend.FitGammaGammaFinite(context.Background(), p, 2, nil)
			},
		} {
			f, err := fit()
			require.NoError(t, err, name)
			require.NotEmpty(t, f.Warnings)
			assert.Equal(t, spend.WarnOnePrice, f.Warnings[0].Code)
			check.Close(t, price, f.Warnings[0].Value, 1e-12)
			assert.Equal(t, 87, f.N)
			for _, s := range []clientele.Spend{{}, {Count: 1, Mean: price}, {Count: 1e6, Mean: price}} {
				check.Close(t, price, f.Model.ExpectedSpend(s), 1e-9, name, s)
				assert.True(t, f.Model.SpendInterval(s, .99).Contains(price))
			}
			check.Close(t, f.Model.LogLikelihood(p), f.LogLik, 1e-9)
			data, err := json.Marshal(f)
			require.NoError(t, err)
			var back clientele.Fit[spend.GammaGamma]
			require.NoError(t, json.Unmarshal(data, &back))
			assert.Equal(t, f.Model, back.Model)
		}
	}
}

// onePrice returns details and covariates of customers who all pay one price.
func onePrice(t *testing.T, price float64, counts ...int) (*spend.DetailPanel, *spend.CovariateSpends) {
	details, err := spend.NewCovariateSpends("online", "age")
	require.NoError(t, err)
	panel := new(spend.DetailPanel)
	for i, count := range counts {
		var sums spend.PurchaseSums
		for k := range count {
			require.NoError(t, sums.Add(float64(i+3*k), price))
		}
		require.NoError(t, panel.Add(sums.Detail()))
		require.NoError(t, details.Add([]float64{float64(i % 2), float64(i % 7)}, sums.Spend()))
	}
	return panel, details
}

// TestOnePriceOfAllModels: the same of every model that is fitted to amounts.
func TestOnePriceOfAllModels(t *testing.T) {
	ctx := context.Background()
	for _, price := range []float64{1e-6, 9.99, 5e9, -3.1, 0} {
		for name, counts := range map[string][]int{"repeated": {1, 2, 3, 4, 0, 5, 100, 1}, "single purchases": {1, 1, 1, 0, 1}} {
			panel, covariates := onePrice(t, price, counts...)
			check := func(model string, warnings []clientele.Warning, err error, logLik, want float64, means ...float64) {
				t.Helper()
				require.NoError(t, err, "%s: %s at %g", model, name, price)
				require.NotEmpty(t, warnings)
				assert.Equal(t, clientele.Warning{Code: spend.WarnOnePrice, Value: warnings[0].Value}, warnings[0])
				check.Close(t, price, warnings[0].Value, 1e-12)
				check.Close(t, want, logLik, 1e-9, model, name, price)
				for _, mean := range means { // of a lognormal within its chosen variance of 1e-6
					check.Close(t, price, mean, 1e-6, model, name, price)
				}
			}
			known := clientele.Spend{Count: 3, Mean: price}
			n, err := spend.FitNormal(ctx, panel, nil)
			require.NoError(t, err)
			check("normal", n.Warnings, err, n.LogLik, n.Model.LogLikelihood(panel), n.Model.Mean(), n.Model.ExpectedSpend(known))
			assert.True(t, n.Model.SpendInterval(known, .99).Contains(price))
			trend, err := spend.FitNormalTrend(ctx, panel, nil)
			require.NoError(t, err)
			assert.Zero(t, trend.Model.Delta)
			check("trend", trend.Warnings, err, trend.LogLik, n.LogLik, trend.Model.At(50).Mean())
			drift := spend.DriftOf(trend, .95)
			assert.False(t, drift.Seen)
			if price <= 0 {
				_, err = spend.FitLogNormal(ctx, panel, nil)
				assert.Error(t, err)
				continue
			}
			l, err := spend.FitLogNormal(ctx, panel, nil)
			require.NoError(t, err)
			check("lognormal", l.Warnings, err, l.LogLik, l.Model.LogLikelihood(panel), l.Model.Mean(), l.Model.ExpectedSpend(known))
			logTrend, err := spend.FitLogNormalTrend(ctx, panel, nil)
			require.NoError(t, err)
			check("trend of logarithms", logTrend.Warnings, err, logTrend.LogLik, l.LogLik, logTrend.Model.At(50).Mean())
			g, err := spend.FitGammaGammaDetail(ctx, panel, nil)
			require.NoError(t, err)
			want := 0.
			for d, n := range panel.All() {
				want += float64(n) * g.Model.LogProbDetail(d)
			}
			check("gamma-gamma", g.Warnings, err, g.LogLik, want, g.Model.ExpectedSpend(clientele.Spend{}), g.Model.ExpectedSpend(known))
			r, err := spend.FitRegression(ctx, covariates, nil)
			require.NoError(t, err)
			check("regression", r.Warnings, err, r.LogLik, r.Model.LogLikelihood(covariates), r.Model.At([]float64{1, 5}).ExpectedSpend(known))
			assert.Equal(t, []float64{0, 0}, r.Model.Coefficients)
			for _, f := range []any{n, trend, l, logTrend, g, r} {
				data, err := json.Marshal(f)
				require.NoError(t, err)
				assert.Contains(t, string(data), `"`+spend.WarnOnePrice+`"`)
			}
		}
	}
	// A penny more is no longer one price.
	panel, _ := onePrice(t, 9.99, 2, 2)
	var other spend.PurchaseSums
	for _, v := range []float64{9.99, 10} {
		require.NoError(t, other.Add(0, v))
	}
	require.NoError(t, panel.Add(other.Detail()))
	f, err := spend.FitNormal(ctx, panel, nil)
	if err == nil {
		for _, w := range f.Warnings {
			assert.NotEqual(t, spend.WarnOnePrice, w.Code)
		}
	}
	var level spend.PurchaseSums // the mean of the others, but not their price
	for _, v := range []float64{9, 10.98} {
		require.NoError(t, level.Add(0, v))
	}
	panel, _ = onePrice(t, 9.99, 2, 2)
	require.NoError(t, panel.Add(level.Detail()))
	_, err = spend.FitGammaGammaDetail(ctx, panel, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	n, err := spend.FitNormal(ctx, panel, nil)
	if err == nil {
		assert.NotEqual(t, spend.WarnOnePrice, n.Warnings[0].Code)
	}
}
