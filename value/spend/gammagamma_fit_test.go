package spend_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/spend"
)

type bestFit struct {
	LogLik float64            `json:"loglik"`
	Params map[string]float64 `json:"params"`
	SE     map[string]float64 `json:"std_errors"`
}

// The CDNOW estimates of the literature, and the reference's likelihood and standard errors.
func TestFitReference(t *testing.T) {
	ref := check.JSON[struct {
		Fits struct {
			Best bestFit `json:"best_of_many_starts"`
		}
		Apparel struct {
			Best bestFit `json:"best_of_many_starts"`
		} `json:"fits_apparel"`
	}](t, check.Shared(t, "reference", "gammagamma.json"))
	for name, c := range map[string]struct {
		panel *spend.SpendPanel
		best  bestFit
	}{
		"cdnow":   {cdnow(t), ref.Fits.Best},
		"apparel": {readPanel(t, check.Shared(t, "data", "apparel_summary.csv"), "x", "monetary_mean_repeat"), ref.Apparel.Best},
	} {
		fit, err := spend.FitGammaGamma(background, c.panel, nil)
		require.NoError(t, err)
		assert.InDelta(t, c.best.LogLik, fit.LogLik, 1e-7, name)
		assert.InDelta(t, fit.LogLik, fit.Model.LogLikelihood(c.panel), 1e-8, name)
		for _, e := range fit.Estimates(0.95) {
			check.Close(t, c.best.Params[e.Name], e.Value, 1e-6, name, e.Name)
			check.Close(t, c.best.SE[e.Name], e.SE, 1e-5, name, "SE", e.Name)
		}
		assert.Empty(t, fit.Warnings, name)
	}
}

// A look-alike of failure reports: the population mean does not exist.
func TestFitHardLargeSpend(t *testing.T) {
	p := readPanel(t, check.Shared(t, "data", "hard_large_spend.csv"), "x", "monetary")
	best := check.JSON[struct {
		Sets struct {
			Hard struct {
				Best struct{ GammaGamma bestFit }
			} `json:"hard_large_spend"`
		}
	}](t, check.Shared(t, "reference", "hard_sets.json")).Sets.Hard.Best.GammaGamma
	fit, err := spend.FitGammaGamma(background, p, nil)
	require.NoError(t, err)
	assert.InDelta(t, best.LogLik, fit.LogLik, 1e-6)
	require.Len(t, fit.Warnings, 1)
	assert.Equal(t, clientele.Warning{Code: spend.WarnInfiniteMean, Subject: "q", Value: fit.Model.Q}, fit.Warnings[0])
	assert.Equal(t, inf, fit.Model.Mean())
	assert.Equal(t, inf, fit.Model.ExpectedSpend(clientele.Spend{}))
	assert.InDelta(t, 4000, fit.Model.Quantile(0.5), 1500)
	assert.False(t, math.IsInf(fit.Model.ExpectedSpend(clientele.Spend{Count: 1, Mean: 5000}), 1))
}

// With a constraint the mean exists: the fit is the best with q at the bound,
// and one that obeys the constraint is left alone.
func TestFitGammaGammaFinite(t *testing.T) {
	p := simulated(spend.GammaGamma{P: 2, Q: 0.9, Gamma: 50}, 4, 3000)
	free, err := spend.FitGammaGamma(background, p, nil)
	require.NoError(t, err)
	require.Less(t, free.Model.Q, 1.0)
	held, err := spend.FitGammaGammaFinite(background, p, 1.1, nil)
	require.NoError(t, err)
	assert.Equal(t, 1.1, held.Model.Q)
	check.Close(t, held.Model.P*held.Model.Gamma/0.1, held.Model.Mean(), 1e-12)
	assert.InDelta(t, held.LogLik, held.Model.LogLikelihood(p), 1e-8)
	require.Len(t, held.Warnings, 1)
	assert.Equal(t, clientele.Warning{Code: spend.WarnConstrained, Subject: "q", Value: free.LogLik - held.LogLik}, held.Warnings[0])
	assert.Greater(t, held.Warnings[0].Value, 1.0)
	for _, step := range []float64{0.999, 1.001} { // no better p and γ for this q, and no better q within the constraint
		for _, m := range []spend.GammaGamma{{P: step, Q: 1, Gamma: 1}, {P: 1, Q: 1, Gamma: step}, {P: 1, Q: math.Max(step, 1/step), Gamma: 1}} {
			m = spend.GammaGamma{P: m.P * held.Model.P, Q: m.Q * held.Model.Q, Gamma: m.Gamma * held.Model.Gamma}
			assert.Less(t, m.LogLikelihood(p), held.LogLik, m)
		}
	}
	assert.Equal(t, 0.0, held.Estimates(0.95)[1].SE)
	assert.Greater(t, held.Estimates(0.95)[2].SE, 0.0)
	own, err := spend.FitGammaGammaFinite(background, p, 1.1, &clientele.FitOptions{Start: []float64{1, 3, 40}})
	require.NoError(t, err)
	check.Close(t, held.Model.P, own.Model.P, 1e-6)

	// The mean is the caller's choice; customers with purchases hardly notice.
	near, err := spend.FitGammaGammaFinite(background, p, 1.01, nil)
	require.NoError(t, err)
	assert.InDelta(t, 10, near.Model.Mean()/held.Model.Mean(), 2)
	s := clientele.Spend{Count: 5, Mean: 200}
	check.Close(t, free.Model.ExpectedSpend(s), near.Model.ExpectedSpend(s), 0.03)

	light := simulated(published, 5, 1000)
	a, err := spend.FitGammaGamma(background, light, nil)
	require.NoError(t, err)
	b, err := spend.FitGammaGammaFinite(background, light, 1.1, nil)
	require.NoError(t, err)
	assert.Equal(t, a, b)
	for _, q := range []float64{1, 0, nan, inf} {
		var bad *clientele.InputError
		_, err := spend.FitGammaGammaFinite(background, light, q, nil)
		assert.ErrorAs(t, err, &bad)
	}
}

// Estimates cover the truth as often as they promise (binomial, q ≈ 1e-6).
func TestGammaGammaCoverage(t *testing.T) {
	const runs, level = 200, 0.9
	truth := spend.GammaGamma{P: 2.5, Q: 3.2, Gamma: 40}
	hits := map[string]int{}
	for seed := range uint64(runs) {
		p := simulated(truth, seed, 800)
		fit, err := spend.FitGammaGamma(background, p, nil)
		require.NoError(t, err)
		for i, e := range fit.Estimates(level) {
			if e.Interval.Contains(truth.Params()[i].Value) {
				hits[e.Name]++
			}
		}
		if fit.Interval(clientele.DomainPositive, spend.GammaGamma.Mean, level).Contains(truth.Mean()) {
			hits["mean"]++
		}
	}
	assertCoverage(t, hits, 4, runs, level)
}

func TestFitOrderAndWorkers(t *testing.T) {
	p := simulated(published, 9, 3000)
	var rows []clientele.Spend
	for s, n := range p.All() {
		for range n {
			rows = append(rows, s)
		}
	}
	want, err := spend.FitGammaGamma(background, p, nil)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	a, err := spend.Collect(slices.Values(rows[:1000]))
	require.NoError(t, err)
	b, err := spend.Collect(slices.Values(rows[1000:]))
	require.NoError(t, err)
	b.Merge(a)
	got, err := spend.FitGammaGamma(background, b, &clientele.FitOptions{Workers: 4})
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestFitErrors(t *testing.T) {
	panel := func(rows ...clientele.Spend) *spend.SpendPanel {
		p, err := spend.Collect(slices.Values(rows))
		require.NoError(t, err)
		return p
	}
	for name, c := range map[string]struct {
		panel *spend.SpendPanel
		want  error
	}{
		"nil":          {nil, clientele.ErrNoData},
		"empty":        {new(spend.SpendPanel), clientele.ErrNoData},
		"no purchases": {panel(clientele.Spend{}, clientele.Spend{}), clientele.ErrNoData},
		"one customer": {panel(clientele.Spend{Count: 3, Mean: 5}), clientele.ErrNotIdentified},
	} {
		fit, err := spend.FitGammaGamma(background, c.panel, nil)
		assert.ErrorIs(t, err, c.want, name)
		assert.Nil(t, fit, name)
	}
	p := panel(clientele.Spend{Count: 3, Mean: 5}, clientele.Spend{Count: 2, Mean: -5})
	var input *clientele.InputError
	_, err := spend.FitGammaGamma(background, p, nil)
	require.ErrorAs(t, err, &input)
	assert.Equal(t, -5.0, input.Value)
	assert.Contains(t, input.Want, "Positive")

	ctx, cancel := context.WithCancelCause(background)
	why := errors.New("closing time")
	cancel(why)
	_, err = spend.FitGammaGamma(ctx, simulated(published, 1, 50), nil)
	assert.ErrorIs(t, err, why)

	_, err = spend.FitGammaGamma(background, simulated(published, 1, 300), &clientele.FitOptions{MaxIter: 1})
	assert.ErrorIs(t, err, clientele.ErrNotConverged)
}

// Where the likelihood has no maximum, the fit says which limit it is.
func TestFitLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	same, common, single := new(spend.SpendPanel), new(spend.SpendPanel), new(spend.SpendPanel)
	for range 300 {
		x := 1 + r.IntN(6)
		mean := 100 / distuv.Gamma{Alpha: 3, Beta: 1, Src: r}.Rand()
		if x == 1 { // one purchase is less scattered than many: no variation within is too much
			mean = 38 * math.Pow(mean/38, 0.8)
		}
		require.NoError(t, same.Add(clientele.Spend{Count: x, Mean: mean}))
		own := distuv.Gamma{Alpha: 2 * float64(x), Beta: 2 * float64(x) / 30, Src: r}.Rand()
		require.NoError(t, common.Add(clientele.Spend{Count: x, Mean: own})) // everybody's mean is 30
		require.NoError(t, single.Add(published.Rand(r, 1)))
	}
	fit, err := spend.FitGammaGamma(background, same, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{spend.WarnNoWithin}, codes(fit.Warnings), fit)
	check.Close(t, 50, fit.Model.Mean(), 0.15, "mean of the inverse gamma")
	iv := fit.Interval(clientele.DomainPositive, spend.GammaGamma.Mean, 0.95)
	assert.True(t, iv.Lo > 35 && iv.Hi < 70, "%v: the mean is known although p is not", iv)

	fit, err = spend.FitGammaGamma(background, common, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{spend.WarnNoBetween}, codes(fit.Warnings), fit)
	check.Close(t, 30, fit.Model.Mean(), 0.1, "common mean")
	check.Close(t, 2, fit.Model.P, 0.2, "p")

	fit, err = spend.FitGammaGamma(background, single, nil)
	require.NoError(t, err)
	assert.Contains(t, codes(fit.Warnings), spend.WarnSinglePurchases)

	few := simulated(published, 4, 20)
	require.NoError(t, few.Add(clientele.Spend{Count: 2, Mean: -1}))
	fit, err = spend.FitGammaGamma(background, few.Positive(), nil)
	require.NoError(t, err)
	assert.Subset(t, codes(fit.Warnings), []string{spend.WarnFewCustomers, spend.WarnExcluded})
	assert.Equal(t, 20, fit.N)
}

// A change of currency changes gamma and nothing else.
func TestFitCurrency(t *testing.T) {
	p, q := simulated(published, 11, 700), new(spend.SpendPanel)
	for s, n := range p.All() {
		s.Mean *= 1e6
		require.NoError(t, q.AddN(s, n))
	}
	a, err := spend.FitGammaGamma(background, p, nil)
	require.NoError(t, err)
	b, err := spend.FitGammaGamma(background, q, nil)
	require.NoError(t, err)
	check.Close(t, a.Model.P, b.Model.P, 1e-7, "p")
	check.Close(t, a.Model.Q, b.Model.Q, 1e-7, "q")
	check.Close(t, a.Model.Gamma*1e6, b.Model.Gamma, 1e-7, "gamma")
}
