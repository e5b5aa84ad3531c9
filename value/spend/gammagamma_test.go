package spend_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/spend"
)

// readPanel reads count and mean from a summary file.
func readPanel(t testing.TB, path, x, mean string) *spend.Panel {
	t.Helper()
	p := new(spend.Panel)
	for _, row := range check.CSV(t, path) {
		n, err := strconv.Atoi(row[x])
		require.NoError(t, err)
		s := clientele.Spend{Count: n}
		if n > 0 {
			s.Mean = check.Number(t, row[mean])
		}
		require.NoError(t, p.Add(s))
	}
	return p
}

func cdnow(t testing.TB) *spend.Panel {
	return readPanel(t, check.Shared(t, "data", "cdnow_sample_summary.csv"), "x", "monetary_mean_repeat")
}

type bestFit struct {
	LogLik float64            `json:"loglik"`
	Params map[string]float64 `json:"params"`
	SE     map[string]float64 `json:"std_errors"`
}

// The CDNOW estimates of the literature, and the reference's likelihood and standard errors.
func TestFitCDNOW(t *testing.T) {
	ref := check.JSON[struct {
		Fits struct {
			Best bestFit `json:"best_of_many_starts"`
		}
		Apparel struct {
			Best bestFit `json:"best_of_many_starts"`
		} `json:"fits_apparel"`
	}](t, check.Shared(t, "reference", "gammagamma.json"))
	for name, c := range map[string]struct {
		panel *spend.Panel
		best  bestFit
	}{
		"cdnow":   {cdnow(t), ref.Fits.Best},
		"apparel": {readPanel(t, check.Shared(t, "data", "apparel_summary.csv"), "x", "monetary_mean_repeat"), ref.Apparel.Best},
	} {
		fit, err := spend.FitGammaGamma(context.Background(), c.panel, nil)
		require.NoError(t, err)
		t.Log(name, fit)
		assert.InDelta(t, c.best.LogLik, fit.LogLik, 1e-7)
		assert.InDelta(t, fit.LogLik, fit.Model.LogLikelihood(c.panel), 1e-8)
		for _, e := range fit.Estimates(0.95) {
			check.Close(t, c.best.Params[e.Name], e.Value, 1e-6, name, e.Name)
			check.Close(t, c.best.SE[e.Name], e.SE, 1e-5, name, "SE", e.Name)
		}
		assert.Empty(t, fit.Warnings)
		t.Log(fit.Iters)
	}
}

func TestFitHardLargeSpend(t *testing.T) {
	p := readPanel(t, check.Shared(t, "data", "hard_large_spend.csv"), "x", "monetary")
	fit, err := spend.FitGammaGamma(context.Background(), p, nil)
	require.NoError(t, err)
	t.Log(fit, fit.Iters)
	assert.InDelta(t, -14342.337134343765, fit.LogLik, 1e-6)
	require.Len(t, fit.Warnings, 1)
	assert.Equal(t, spend.WarnInfiniteMean, fit.Warnings[0].Code)
}

func BenchmarkFitCDNOW(b *testing.B) {
	p := cdnow(b)
	for b.Loop() {
		if _, err := spend.FitGammaGamma(context.Background(), p, nil); err != nil {
			b.Fatal(err)
		}
	}
}
