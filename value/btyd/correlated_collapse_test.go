package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// On small bases of any kind a fit is a model that its own check accepts; where
// all customers drop out alike, the range of the mix has no length, and the fit
// is the independent one and says so.
func TestCorrelatedFitsAreModels(t *testing.T) {
	n := 40
	if testing.Short() {
		n = 15
	}
	ctx := context.Background()
	alike := 0
	for i := range n {
		r := rand.New(rand.NewPCG(17, uint64(i)))
		var p clientele.Panel
		truth := btyd.BGNBD{R: 0.4 + r.Float64(), Alpha: 3 + 6*r.Float64(), A: 0.3 + r.Float64(), B: 1 + 3*r.Float64()}
		for range 100 + 40*(i%8) {
			require.NoError(t, p.Add(truth.Rand(r, 20+20*r.Float64())))
		}
		fit, err := btyd.FitCorrelatedParetoNBD(ctx, &p, 1, nil)
		require.NoError(t, err, "base %d", i)
		require.NoError(t, clientele.Validate(fit.Model), "base %d: %+v", i, fit.Model)
		plain, err := btyd.FitParetoNBD(ctx, &p, nil)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, fit.LogLik, plain.LogLik-1e-6, "base %d", i)
		if !slices.ContainsFunc(fit.Warnings, func(w clientele.Warning) bool { return w.Code == btyd.WarnNoCorrelation }) {
			continue
		}
		alike++
		assert.InDelta(t, 0, fit.Model.Correlation(), 1e-12)
		assert.InDelta(t, plain.LogLik, fit.Model.LogLikelihood(&p), 1e-4)
		e := fit.Estimates(0.95)
		assert.True(t, math.IsInf(e[4].SE, 1))
		assert.Equal(t, plain.Estimates(0.95)[0].SE, e[0].SE)
	}
	t.Logf("%d of %d at independence", alike, n)
	assert.Positive(t, alike)
}
