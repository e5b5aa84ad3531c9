package btyd_test

import (
	"context"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// On CDNOW the likelihood rises towards b = 0, the Pareto/NBD, and says so:
// b and beta have no standard error, beta/b and all predictions have one.
func TestFitGompertzWithoutAgeing(t *testing.T) {
	p := cdnow(t)
	f, err := btyd.FitGGompertzNBD(context.Background(), p, nil)
	require.NoError(t, err)
	g, err := btyd.FitParetoNBD(context.Background(), p, nil)
	require.NoError(t, err)
	assert.InDelta(t, g.LogLik, f.LogLik, 1e-3)
	require.Len(t, f.Warnings, 1)
	assert.Equal(t, btyd.WarnParetoLimit, f.Warnings[0].Code)
	e := f.Estimates(0.95)
	check.Close(t, math.Sqrt(g.Cov[0][0]), e[0].SE, 1e-3)
	assert.True(t, math.IsInf(e[2].SE, 1) && math.IsInf(e[4].SE, 1))
	check.Close(t, g.Model.Beta, f.Model.Beta/f.Model.B, 1e-3)
	want := g.Estimates(0.95)[3].Interval
	got := f.Interval(clientele.DomainPositive, func(m btyd.GGompertzNBD) float64 { return m.Beta / m.B }, 0.95)
	check.Close(t, want.Lo, got.Lo, 1e-2)
	check.Close(t, want.Hi, got.Hi, 1e-2)
}

// Customers simulated with ageing, and the reference's maximum; its standard
// errors are good to three digits.
func TestFitGompertzWithAgeing(t *testing.T) {
	p := readPanel(t, check.Shared(t, "data", "sim_ggompertz_summary.csv"))
	ref := check.JSON[struct {
		Fits struct {
			GGompertz struct {
				LogLik float64            `json:"loglik"`
				Params map[string]float64 `json:"params"`
				SE     map[string]float64 `json:"std_errors"`
			}
		} `json:"fits_sim_ggompertz"`
	}](t, check.Shared(t, "reference", "ggompertz.json")).Fits.GGompertz
	f, err := btyd.FitGGompertzNBD(context.Background(), p, nil)
	require.NoError(t, err)
	assert.InDelta(t, ref.LogLik, f.LogLik, 1e-6)
	assert.Empty(t, f.Warnings)
	truth := []float64{0.9, 6, 0.06, 0.7, 4}
	for i, e := range f.Estimates(0.999) {
		assert.True(t, e.Interval.Contains(truth[i]), e)
	}
	for _, e := range f.Estimates(0.95) {
		check.Close(t, ref.Params[e.Name], e.Value, 1e-5, e.Name)
		check.Close(t, ref.SE[e.Name], e.SE, 1e-3, e.Name)
	}
}
