package btyd_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A fit of any model, chosen by name, says in one variable what the model's own
// fit says, is worth the same with the same interval, and comes back from JSON.
func TestFitAny(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	truth := btyd.SwitchingParetoNBD{R: 0.8, Alpha: 3, S: 0.7, Beta: 9, Slow: 0.1, Return: 0.1, Rho: 0.1}
	lines := btyd.TimelinePanel{Unit: clientele.Week}
	var spends spend.SpendPanel
	amounts := spend.GammaGamma{P: 6, Q: 4, Gamma: 15}
	for range 1200 {
		c := truth.RandTimeline(r, 30)
		require.NoError(t, lines.Add(c))
		if n := len(c.Purchases); n > 0 {
			require.NoError(t, spends.Add(amounts.Rand(r, n)))
		}
	}
	p := lines.Panel()
	money, err := spend.FitGammaGamma(context.Background(), &spends, nil)
	require.NoError(t, err)
	terms := value.Terms{Unit: clientele.Week, Horizon: value.Within(52, clientele.Week), Rate: value.Annual(0.1)}
	h, s := clientele.History{Repeats: 3, Last: 20, Age: 30}, clientele.Spend{Count: 3, Mean: 40}
	for _, kind := range btyd.Kinds() {
		fit, err := btyd.FitAnyTimelines(context.Background(), kind, &lines, nil)
		require.NoError(t, err, kind)
		if kind != "btyd.SwitchingParetoNBD" {
			plain, err := btyd.FitAny(context.Background(), kind, p, nil)
			require.NoError(t, err, kind)
			assert.Equal(t, fit, plain, kind)
		}
		assert.Equal(t, kind, fit.Model.Kind())
		data, err := json.Marshal(fit)
		require.NoError(t, err)
		var back clientele.Fit[btyd.AnyModel]
		require.NoError(t, json.Unmarshal(data, &back), kind)
		assert.Equal(t, *fit, back, kind)
		f, err := value.NewFittedCLV(&back, money, terms)
		require.NoError(t, err)
		assert.Positive(t, f.Of(value.Customer{History: h, Spend: s}))
		iv := fit.Interval(clientele.DomainProbability, func(m btyd.AnyModel) float64 { return m.ProbPurchases(h, 10, 0) }, 0.9)
		assert.True(t, iv.Contains(fit.Model.ProbPurchases(h, 10, 0)), "%s: %v", kind, iv)
	}
	own, err := btyd.FitBGNBD(context.Background(), p, nil)
	require.NoError(t, err)
	byName, err := btyd.FitAny(context.Background(), "btyd.BGNBD", p, nil)
	require.NoError(t, err)
	assert.Equal(t, own.Model, byName.Model.Held())
	assert.Equal(t, own.String(), byName.String())
	a, err := value.NewFittedCLV(own, money, terms)
	require.NoError(t, err)
	b, err := value.NewFittedCLV(byName, money, terms)
	require.NoError(t, err)
	assert.Equal(t, a.Of(value.Customer{History: h, Spend: s}), b.Of(value.Customer{History: h, Spend: s}))

	_, err = btyd.FitAny(context.Background(), "btyd.Best", p, nil)
	var bad *clientele.InputError
	require.ErrorAs(t, err, &bad)
	_, err = btyd.FitAnyTimelines(context.Background(), "btyd.Best", &lines, nil)
	require.ErrorAs(t, err, &bad)
	_, err = btyd.FitAny(context.Background(), "btyd.SwitchingParetoNBD", p, nil)
	require.ErrorAs(t, err, &bad)
	c := btyd.Timeline{Purchases: []float64{3, 4, 9}, Age: 30}
	slow := btyd.SwitchingParetoNBD{R: 0.8, Alpha: 3, S: 0.7, Beta: 9, Slow: 0.1, Return: 0.1, Rho: 0.1}
	assert.Equal(t, slow.Follow(c).ProbPurchases(5, 1), btyd.NewAnyModel(slow).ProbPurchasesOf(c, 5, 1))
	assert.Equal(t, slow.Follow(c).ExpectedPurchases(5), btyd.NewAnyModel(slow).ExpectedPurchasesOf(c, 5))
	assert.Equal(t, own.Model.ProbPurchases(c.History(), 5, 0), byName.Model.ProbPurchasesOf(c, 5, 0))
	assert.Equal(t, own.Model.ExpectedPurchases(c.History(), 5), byName.Model.ExpectedPurchasesOf(c, 5))
	var m btyd.AnyModel
	require.ErrorAs(t, json.Unmarshal([]byte(`{"r":1,"alpha":1,"a":1,"b":1}`), &m), &bad)
	assert.Nil(t, m.Held())
	assert.Empty(t, m.Params())
}
