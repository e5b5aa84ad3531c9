package contractual_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRegressionRecovers(t *testing.T) {
	truth := contractual.Regression[contractual.SBG]{Base: contractual.SBG{A: 0.9, B: 3}, Names: []string{"annual", "discount"}, Effects: []float64{-0.5, 0.3}}
	names := truth.Names
	draw := func(seed uint64) []contractual.Group {
		var groups []contractual.Group
		for _, z := range [][]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			groups = append(groups, contractual.Group{Z: z, Tenures: simulate(t, seed, 600, 8, truth.At(z).Rand)})
		}
		return groups
	}
	coverage(t, "effect", 60, func(run int) bool {
		fit, err := contractual.FitSBGRegression(ctx, names, draw(uint64(run)), nil)
		require.NoError(t, err)
		est := fit.Estimates(0.95)[2]
		assert.Equal(t, "effect.annual", est.Name)
		return est.Interval.Contains(-0.5)
	})

	groups := draw(77)
	fit, err := contractual.FitSBGRegression(ctx, names, groups, nil)
	require.NoError(t, err)
	// The order of the groups does not matter, nor whether they are split.
	split := []contractual.Group{groups[3], groups[0], groups[2], {Z: groups[1].Z, Tenures: new(contractual.Tenures)}, {Z: groups[1].Z, Tenures: new(contractual.Tenures)}}
	i := 0
	for tenure, n := range groups[1].Tenures.All() {
		require.NoError(t, split[3+i%2].Tenures.AddN(tenure, n))
		i++
	}
	again, err := contractual.FitSBGRegression(ctx, names, split, &clientele.FitOptions{Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, fit, again)

	// Without an effect it is the model itself.
	plain, err := contractual.FitSBG(ctx, groups[0].Tenures, nil)
	require.NoError(t, err)
	none, err := contractual.FitSBGRegression(ctx, nil, []contractual.Group{{Tenures: groups[0].Tenures}}, nil)
	require.NoError(t, err)
	check.Close(t, plain.Model.A, none.Model.Base.A, 1e-9)
	check.Close(t, plain.LogLik, none.LogLik, 1e-13)

	data, err := json.Marshal(fit)
	require.NoError(t, err)
	var back clientele.Fit[contractual.Regression[contractual.SBG]]
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, fit.Model, back.Model)
	check.Close(t, fit.Model.At([]float64{1, 1}).DERL(2, 0.1), back.Model.At([]float64{1, 1}).DERL(2, 0.1), 0)
	assert.Panics(t, func() { fit.Model.At([]float64{1}) })
}

func TestOtherRegressions(t *testing.T) {
	names := []string{"plan"}
	fitAll := func(seed uint64, draw func(z float64) func(*rand.Rand, int) contractual.Tenure) []contractual.Group {
		var groups []contractual.Group
		for _, z := range []float64{0, 1} {
			groups = append(groups, contractual.Group{Z: []float64{z}, Tenures: simulate(t, seed, 4000, 12, draw(z))})
		}
		return groups
	}
	bdw := contractual.Regression[contractual.BdW]{Base: contractual.BdW{A: 0.6, B: 2, C: 1.4}, Names: names, Effects: []float64{0.4}}
	f1, err := contractual.FitBdWRegression(ctx, names, fitAll(1, func(z float64) func(*rand.Rand, int) contractual.Tenure { return bdw.At([]float64{z}).Rand }), nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.4, f1.Model.Effects[0], 4*math.Sqrt(f1.Cov[3][3]))
	eg := contractual.Regression[contractual.ExponentialGamma]{Base: contractual.ExponentialGamma{R: 1.5, Alpha: 9}, Names: names, Effects: []float64{-0.6}}
	f2, err := contractual.FitExponentialGammaRegression(ctx, names, fitAll(2, func(z float64) func(*rand.Rand, int) contractual.Tenure {
		return func(r *rand.Rand, span int) contractual.Tenure { return eg.At([]float64{z}).Rand(r, float64(span)) }
	}), nil)
	require.NoError(t, err)
	assert.InDelta(t, -0.6, f2.Model.Effects[0], 4*math.Sqrt(f2.Cov[2][2]))
	wg := contractual.Regression[contractual.WeibullGamma]{Base: contractual.WeibullGamma{R: 1, Alpha: 20, C: 1.5}, Names: names, Effects: []float64{0.8}}
	f3, err := contractual.FitWeibullGammaRegression(ctx, names, fitAll(3, func(z float64) func(*rand.Rand, int) contractual.Tenure {
		return func(r *rand.Rand, span int) contractual.Tenure { return wg.At([]float64{z}).Rand(r, float64(span)) }
	}), nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.8, f3.Model.Effects[0], 4*math.Sqrt(f3.Cov[3][3]))
	for _, se := range []float64{f1.Cov[3][3], f2.Cov[2][2], f3.Cov[3][3]} {
		assert.Less(t, math.Sqrt(se), 0.1)
	}
}
