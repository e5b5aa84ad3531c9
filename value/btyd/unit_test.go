package btyd_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A fit of every kind says the unit and the end of observation of its panel,
// keeps them through JSON, and is not taken for one in another unit.
func TestFitsKnowTheirUnit(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(11, 1))
	p := new(btyd.TimelinePanel)
	for range 600 {
		require.NoError(t, p.Add(btyd.SwitchingParetoNBD{R: 0.8, Alpha: 3, S: 0.7, Beta: 9, Slow: 0.1, Return: 0.1, Rho: 0.1}.RandTimeline(r, 30)))
	}
	p.Unit, p.AsOf = clientele.Week, time.Date(2024, 3, 31, 0, 0, 0, 0, time.UTC)
	for _, kind := range btyd.Kinds() {
		fit, err := btyd.FitAnyTimelines(ctx, kind, p, nil)
		require.NoError(t, err, kind)
		assert.Equal(t, clientele.Week, fit.Unit(), kind)
		assert.Equal(t, p.AsOf, fit.AsOf, kind)
		for m := range fit.Draws(rand.New(rand.NewPCG(1, 2))) {
			assert.Equal(t, clientele.Week, m.TimeUnit(), kind)
			break
		}
		data, err := json.Marshal(fit)
		require.NoError(t, err, kind)
		var back clientele.Fit[btyd.AnyModel]
		require.NoError(t, json.Unmarshal(data, &back), kind)
		assert.Equal(t, clientele.Week, back.Unit(), kind)
		other := clientele.Fit[btyd.AnyModel]{Model: fit.Model.WithUnit(clientele.Day)}
		assert.Equal(t, clientele.Day, other.Unit(), kind)
		assert.Equal(t, clientele.Week, fit.Unit(), kind)
	}
	var bad *clientele.InputError
	data := []byte(`{"kind":"btyd.ParetoNBD","version":1,"unit":"week","r":1,"alpha":1,"s":1,"beta":1}`)
	assert.ErrorAs(t, json.Unmarshal(data, &btyd.ParetoNBD{Unit: clientele.Day}), &bad)
	assert.NoError(t, json.Unmarshal(data, new(btyd.ParetoNBD)))
}

// What fits again refuses a panel in another unit than the model's.
func TestRefitsRefuseAnotherUnit(t *testing.T) {
	ctx := context.Background()
	p := cdnow(t)
	p.Unit = clientele.Week
	fit, err := btyd.FitBGNBD(ctx, p, nil)
	require.NoError(t, err)
	p.Unit = clientele.Day
	var bad *clientele.InputError
	_, err = btyd.Profile(ctx, fit, p, nil, 0.9)
	assert.ErrorAs(t, err, &bad)
	_, err = btyd.Resample(ctx, fit, p, rand.New(rand.NewPCG(1, 2)), &btyd.ResampleOptions{Replicates: 2})
	assert.ErrorAs(t, err, &bad)
	_, err = btyd.CheckDrift(ctx, fit, p, nil, nil)
	assert.ErrorAs(t, err, &bad)
	p.Unit = 0
	_, err = btyd.CheckDrift(ctx, fit, p, nil, nil)
	assert.NoError(t, err)
}

// A regression has the unit of its panel in its base, and panels of two units
// do not merge.
func TestRegressionsKnowTheirUnit(t *testing.T) {
	p := newShopperPanel(t)
	p.Unit, p.AsOf = clientele.Week, time.Date(2024, 3, 31, 0, 0, 0, 0, time.UTC)
	for _, s := range shoppers(300) {
		require.NoError(t, p.Add(s.h, s.z[:]))
	}
	var back btyd.CovariatePanel
	require.NoError(t, back.UnmarshalBinary(encoded(t, p)))
	assert.Equal(t, p.Unit, back.Unit)
	assert.Equal(t, p.AsOf, back.AsOf)
	other := newShopperPanel(t)
	other.Unit = clientele.Day
	var bad *clientele.InputError
	assert.ErrorAs(t, p.Merge(other), &bad)
	assert.Equal(t, 300, p.Len())
	fit, err := btyd.FitRegression[btyd.BGNBD](context.Background(), p, nil, nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, fit.Model.Base.Unit)
	assert.Equal(t, clientele.Week, fit.Unit())
	assert.Equal(t, p.AsOf, fit.AsOf)
	assert.Equal(t, clientele.Week, fit.Model.At([]float64{0, 0}).Unit)
}
