package spend_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/value/spend"
)

// Single amounts tell the shape p much better than means.
func TestGammaGammaDetailFit(t *testing.T) {
	const runs, level = 60, 0.9
	truth := spend.GammaGamma{P: 4, Q: 3.5, Gamma: 20}
	hits := map[string]int{}
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 4))
		p := new(spend.DetailPanel)
		for range 300 {
			var own spend.PurchaseSums
			for _, a := range truth.AppendAmounts(nil, r, clientele.Spend{}, 1+r.IntN(6)) {
				require.NoError(t, own.Add(0, a))
			}
			require.NoError(t, p.Add(own.Detail()))
		}
		fit, err := spend.FitGammaGammaDetail(background, p, nil)
		require.NoError(t, err)
		for i, e := range fit.Estimates(level) {
			if e.Interval.Contains(truth.Params()[i].Value) {
				hits[e.Name]++
			}
		}
		if seed > 0 {
			continue
		}
		means, err := spend.FitGammaGamma(background, p.Panel(), nil)
		require.NoError(t, err)
		assert.Less(t, 3*fit.Estimates(level)[0].SE, means.Estimates(level)[0].SE)
		sum := 0.0
		for d, n := range p.All() {
			sum += float64(n) * fit.Model.LogProbDetail(d)
		}
		check.Close(t, sum, fit.LogLik, 1e-12, "log-likelihood")
	}
	assertCoverage(t, hits, 3, runs, level)
}

// The density of two amounts integrates to that of their mean.
func TestGammaGammaDetailDensity(t *testing.T) {
	const mean = 20.0
	got := quad.Panels(func(share float64) float64 {
		a := 2 * mean * share
		return math.Exp(published.LogProbDetail(detail(t, a, 2*mean-a))) * 2 * mean
	}, 0, 1, 40)
	// (a, b) ↦ (a, mean) has Jacobian 2.
	check.Close(t, math.Exp(published.LogProb(clientele.Spend{Count: 2, Mean: mean})), 2*got, 1e-10, "density")
}
