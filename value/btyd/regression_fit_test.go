package btyd_test

import (
	"context"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// apparel reads the summary of the apparel retailer with gender and channel.
func apparel(t testing.TB) *btyd.CovariatePanel {
	t.Helper()
	p, err := btyd.NewCovariatePanel("gender", "channel")
	require.NoError(t, err)
	for _, row := range check.CSV(t, check.Shared(t, "data", "apparel_summary.csv")) {
		h := clientele.History{Repeats: int(check.Number(t, row["x"])), Last: check.Number(t, row["tx"]), Age: check.Number(t, row["T"])}
		require.NoError(t, p.Add(h, []float64{check.Number(t, row["gender"]), check.Number(t, row["channel"])}))
	}
	return p
}

type covariateFit struct {
	Best struct {
		LogLik float64            `json:"loglik"`
		Params map[string]float64 `json:"params"`
		SE     map[string]float64 `json:"std_errors"`
	} `json:"best_of_many_starts"`
}

// The reference calls the processes "trans" and "life".
var referenceName = map[string]string{
	"purchase.gender": "trans.gender", "purchase.channel": "trans.channel",
	"dropout.gender": "life.gender", "dropout.channel": "life.channel",
}

func TestRegressionApparelPareto(t *testing.T) {
	ref := check.JSON[struct{ Fits covariateFit }](t, check.Shared(t, "reference", "pnbd_static.json")).Fits.Best
	p := apparel(t)
	f, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), p, nil, nil)
	require.NoError(t, err)
	t.Log(f)
	assert.InDelta(t, ref.LogLik, f.LogLik, 1e-6)
	assert.InDelta(t, f.LogLik, f.Model.LogLikelihood(p), 1e-7)
	for _, e := range f.Estimates(0.95) {
		name := e.Name
		if other, ok := referenceName[name]; ok {
			name = other
		}
		check.Close(t, ref.Params[name], e.Value, 1e-4, e.Name)
		check.Close(t, ref.SE[name], e.SE, 1e-4, "SE", e.Name)
	}
}

func TestRegressionApparelOthers(t *testing.T) {
	p := apparel(t)
	f, err := btyd.FitRegression[btyd.BGNBD](context.Background(), p, []btyd.Term{
		{Covariate: "gender", On: btyd.OnPurchase}, {Covariate: "channel", On: btyd.OnPurchase},
		{Covariate: "gender", On: btyd.OnAB}, {Covariate: "channel", On: btyd.OnAB}}, nil)
	require.NoError(t, err)
	t.Log(f)
	f, err = btyd.FitRegression[btyd.BGNBD](context.Background(), p, nil, nil)
	require.NoError(t, err)
	t.Log(f)
	g, err := btyd.FitRegression[btyd.MBGNBD](context.Background(), p, nil, nil)
	require.NoError(t, err)
	t.Log(g)
}

// Goal on one core: 10 ms (CLVTools 712 ms).
func BenchmarkFitRegression(b *testing.B) {
	p := apparel(b)
	for b.Loop() {
		if _, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), p, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}
