package btyd_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A model chosen at run time has the intervals of the model it holds, to the bit.
func TestRefitsOfAnyModel(t *testing.T) {
	ctx := context.Background()
	p := simulated(t, btyd.BGNBD{R: 0.8, Alpha: 5, A: 0.8, B: 2.5}, rand.New(rand.NewPCG(81, 82)), 400)
	plain, err := btyd.FitBGNBD(ctx, p, nil)
	require.NoError(t, err)
	held := btyd.AnyFit(plain)
	a, err := btyd.Profile(ctx, plain, p, nil, 0.9)
	require.NoError(t, err)
	b, err := btyd.Profile(ctx, held, p, nil, 0.9)
	require.NoError(t, err)
	assert.Equal(t, a, b)
	x, err := btyd.Resample(ctx, plain, p, rand.New(rand.NewPCG(1, 2)), &btyd.ResampleOptions{Replicates: 5})
	require.NoError(t, err)
	y, err := btyd.Resample(ctx, held, p, rand.New(rand.NewPCG(1, 2)), &btyd.ResampleOptions{Replicates: 5})
	require.NoError(t, err)
	for i, m := range y.Models {
		assert.Equal(t, x.Models[i], m.Held())
	}
	drift, err := btyd.CheckDrift(ctx, held, p, p, nil)
	require.NoError(t, err)
	assert.InDelta(t, 0, drift.Change, 1e-6)

	for _, kind := range []string{"btyd.MBGNBD", "btyd.CorrelatedParetoNBD"} { // the latter here at its limit
		f, err := btyd.FitAny(ctx, kind, p, nil)
		require.NoError(t, err, kind)
		_, err = btyd.ProfileOf(ctx, f, p, clientele.DomainPositive, func(m btyd.AnyModel) float64 { return m.Mean(52) }, nil, 0.9)
		assert.NoError(t, err, kind)
	}
	var input *clientele.InputError
	for _, m := range []btyd.AnyModel{{}, btyd.NewAnyModel(btyd.SwitchingParetoNBD{R: 1, Alpha: 5, S: 1, Beta: 9, Slow: 0.1, Return: 0.1, Rho: 0.5})} {
		_, err = btyd.Profile(ctx, &clientele.Fit[btyd.AnyModel]{Model: m}, p, nil, 0.9)
		assert.ErrorAs(t, err, &input)
	}
}
