package spend_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/spend"
)

// Without a drift the test fires as often as it promises.
func TestDriftSize(t *testing.T) {
	hits := map[string]int{}
	const runs = 100
	for seed := range uint64(runs) {
		fit, err := spend.FitNormalTrend(background, shop(t, normal, 0, false, seed+1000, 120), nil)
		require.NoError(t, err)
		if spend.DriftOf(fit, 0.9).AppendReasons(nil)[0].Code == spend.ReasonNoDrift {
			hits["no drift"]++
		}
	}
	assertCoverage(t, hits, 1, runs, 0.9)
}

func TestTrendPredicts(t *testing.T) {
	m := spend.LogNormalTrend{Mu: 3, SigmaA: 0.5, SigmaW: 0.6, Delta: 0.02, Origin: 10}
	assert.Equal(t, spend.LogNormal{Mu: 3.2, SigmaA: 0.5, SigmaW: 0.6}, m.At(20))
	d := detail(t, 20, 30, 40) // at times 0, 1, 2
	// A customer's level moves along with everybody's.
	check.Close(t, m.PosteriorAt(d, 1).Mean()*math.Exp(0.2), m.PosteriorAt(d, 11).Mean(), 1e-13, "drift")
	check.Close(t, m.At(11).Mean(), m.PosteriorAt(spend.PurchaseDetail{}, 11).Mean(), 1e-15, "no purchase")
	n := spend.NormalTrend(m)
	// As without a drift, from amounts each brought to the same time.
	check.Close(t, n.At(11).ExpectedSpend(detail(t, 20+0.02*11, 30+0.02*10, 40+0.02*9).Spend()), n.PosteriorAt(d, 11).Mean(), 1e-13, "brought forward")
	check.Close(t, m.At(11).PosteriorDetail(detail(t, 20*math.Exp(0.02*11), 30*math.Exp(0.02*10), 40*math.Exp(0.02*9))).Mean(), m.PosteriorAt(d, 11).Mean(), 1e-13, "brought forward")
	check.Close(t, n.PosteriorAt(d, 1).Mean()+0.2, n.PosteriorAt(d, 11).Mean(), 1e-13, "drift")
	assert.True(t, math.IsNaN(m.PosteriorAt(detail(t, 1, -1), 1).Mean()))
}
