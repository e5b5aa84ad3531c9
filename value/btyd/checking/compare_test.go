package checking_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// timed draws a base of a regular model with its gaps.
func timed(t testing.TB, m interface {
	RandTimed(r *rand.Rand, age float64) (clientele.History, float64)
}, r *rand.Rand, n int) *clientele.Panel {
	t.Helper()
	p := new(clientele.Panel)
	for range n {
		require.NoError(t, p.AddTimed(m.RandTimed(r, 40)))
	}
	return p
}

func row(t *testing.T, c *checking.ModelComparison, name string) *checking.ComparisonRow {
	t.Helper()
	for i := range c.Rows {
		if c.Rows[i].Fit != nil && c.Rows[i].Name == name {
			return &c.Rows[i]
		}
	}
	require.Fail(t, "no row "+name)
	return nil
}

// Each base gets the reason that it was made with.
func TestReasons(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	ctx := context.Background()
	r := rand.New(rand.NewPCG(11, 12))
	random := checking.ModelCandidates(nil)[:4] // NBD, BG/NBD, MBG/NBD, Pareto/NBD

	c, err := checking.Compare(ctx, timed(t, btyd.BGCNBD{K: 3, R: 0.9, Alpha: 1, A: 0.6, B: 2.2}, r, 800), nil)
	require.NoError(t, err)
	assert.Contains(t, []string{"BG/CNBD-k", "MBG/CNBD-k"}, c.Best().Name)
	assert.Contains(t, codes(row(t, c, "BG/CNBD-k")), checking.ReasonRegular)
	assert.Equal(t, checking.ReasonBest, c.Best().Reasons[0].Code)
	assert.Contains(t, codes(row(t, c, "BG/NBD")), checking.ReasonWorse)

	c, err = checking.Compare(ctx, simulated(t, btyd.MBGNBD{R: 0.9, Alpha: 3, A: 1, B: 1.5}, r, 4000), &checking.CompareOptions{By: checking.CriterionBIC, Candidates: random})
	require.NoError(t, err)
	assert.Equal(t, "MBG/NBD", c.Best().Name)
	assert.Contains(t, codes(c.Best()), checking.ReasonFromFirst)
	assert.NotContains(t, codes(row(t, c, "BG/NBD")), checking.ReasonAfterPurchase)

	c, err = checking.Compare(ctx, simulated(t, btyd.BGNBD{R: 0.9, Alpha: 3, A: 1, B: 1.5}, r, 4000), &checking.CompareOptions{Candidates: random})
	require.NoError(t, err)
	assert.Contains(t, codes(row(t, c, "BG/NBD")), checking.ReasonAfterPurchase)
	assert.Contains(t, codes(row(t, c, "NBD")), checking.ReasonDropout)

	c, err = checking.Compare(ctx, simulated(t, btyd.ParetoNBD{R: 0.8, Alpha: 5, S: 0.8, Beta: 9}, r, 8000), &checking.CompareOptions{Candidates: random})
	require.NoError(t, err)
	assert.Contains(t, codes(row(t, c, "Pareto/NBD")), checking.ReasonAnyTime)

	c, err = checking.Compare(ctx, simulated(t, btyd.NBD{R: 1, Alpha: 5}, r, 500), &checking.CompareOptions{Candidates: []checking.ModelCandidate{
		checking.NewModelCandidate("NBD", btyd.FitNBD), checking.NewModelCandidate("BG/NBD", btyd.FitBGNBD)}})
	require.NoError(t, err)
	assert.Equal(t, "NBD", c.Best().Name)
	assert.Contains(t, codes(c.Best()), checking.ReasonNoDropout)
	assert.Contains(t, codes(row(t, c, "BG/NBD")), checking.ReasonRidge)
}

// Candidates that fail stay in the list; if all do, that is the answer.
func TestCompareFailures(t *testing.T) {
	ctx := context.Background()
	p := simulated(t, btyd.BGNBD{R: 0.9, Alpha: 3, A: 1, B: 1.5}, rand.New(rand.NewPCG(1, 1)), 300)
	broken := checking.ModelCandidate{Name: "broken", Fit: func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[btyd.AnyModel], error) {
		return nil, clientele.ErrNotIdentified
	}}
	c, err := checking.Compare(ctx, p, &checking.CompareOptions{Candidates: []checking.ModelCandidate{broken, checking.NewModelCandidate("NBD", btyd.FitNBD)}})
	require.NoError(t, err)
	require.Len(t, c.Rows, 2)
	assert.Equal(t, "NBD", c.Rows[0].Name)
	assert.Equal(t, 1.0, c.Rows[0].Weight)
	assert.ErrorIs(t, c.Rows[1].Err, clientele.ErrNotIdentified)
	assert.ErrorContains(t, c.Rows[1].Err, "broken")
	assert.Zero(t, c.Rows[1].Rank)
	assert.True(t, math.IsNaN(c.Rows[1].Delta))

	_, err = checking.Compare(ctx, p, &checking.CompareOptions{Candidates: []checking.ModelCandidate{broken}})
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, err = checking.Compare(ctx, new(clientele.Panel), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = checking.Compare(ctx, p, &checking.CompareOptions{Candidates: []checking.ModelCandidate{}})
	assert.ErrorIs(t, err, clientele.ErrNoData)
	var bad *clientele.InputError
	_, err = checking.Compare(ctx, p, &checking.CompareOptions{By: checking.CriterionHoldoutError})
	assert.ErrorAs(t, err, &bad)
	_, err = checking.Compare(ctx, p, &checking.CompareOptions{By: 77})
	assert.ErrorAs(t, err, &bad)
	stopped, cancel := context.WithCancelCause(ctx)
	cancel(assert.AnError)
	_, err = checking.Compare(stopped, p, nil)
	assert.ErrorIs(t, err, assert.AnError)

	slow, err := checking.Compare(ctx, p, &checking.CompareOptions{Fit: &clientele.FitOptions{MaxIter: 1, Start: []float64{1}},
		Candidates: []checking.ModelCandidate{checking.NewModelCandidate("BG/NBD", btyd.FitBGNBD)}})
	require.NoError(t, err)
	assert.ErrorIs(t, slow.Best().Err, clientele.ErrNotConverged, "beside the best so far")
}
