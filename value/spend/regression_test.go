package spend_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/spend"
)

var regression = spend.Regression{
	Base:         spend.GammaGamma{P: 3, Q: 4, Gamma: 25},
	Covariates:   []string{"age", "online"},
	Coefficients: []float64{0.03, -0.4},
}

// shopper is a customer with covariates.
type shopper struct {
	Z     []float64
	Spend clientele.Spend
}

// panelOf collects shoppers under the names of regression.
func panelOf(t testing.TB, all []shopper, names ...string) *spend.CovariateSpends {
	t.Helper()
	if names == nil {
		names = regression.Covariates
	}
	p, err := spend.NewCovariateSpends(names...)
	require.NoError(t, err)
	for _, x := range all {
		require.NoError(t, p.Add(x.Z, x.Spend))
	}
	return p
}

// shops draws customers whose age is a number about 45 and who buy online or not.
func shops(t testing.TB, seed uint64, customers int) []shopper {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	var out []shopper
	for range customers {
		z := []float64{math.Round(45 + 10*r.NormFloat64()), float64(r.IntN(2))}
		out = append(out, shopper{z, regression.At(z).Rand(r, 1+r.IntN(6))})
	}
	return out
}

func TestRegressionCoverage(t *testing.T) {
	const runs, level = 80, 0.9
	hits := map[string]int{}
	for seed := range uint64(runs) {
		fit, err := spend.FitRegression(background, panelOf(t, shops(t, seed, 500)), nil)
		require.NoError(t, err)
		for i, e := range fit.Estimates(level) {
			if e.Interval.Contains(regression.Params()[i].Value) {
				hits[e.Name]++
			}
		}
		// The mean at 45 years, offline: the covariance of gamma and the effects matters.
		at := func(m spend.Regression) float64 { return m.At([]float64{45, 0}).Mean() }
		if fit.Interval(clientele.DomainPositive, at, level).Contains(at(regression)) {
			hits["mean"]++
		}
	}
	assertCoverage(t, hits, 6, runs, level)
}

// With effects of groups only, the fit is that of the groups' own scale.
func TestRegressionInvariance(t *testing.T) {
	groups := shops(t, 1, 300)
	fit, err := spend.FitRegression(background, panelOf(t, groups), nil)
	require.NoError(t, err)
	sum := 0.0
	for _, g := range groups {
		sum += fit.Model.At(g.Z).LogProb(g.Spend)
	}
	check.Close(t, sum, fit.Model.LogLikelihood(panelOf(t, groups)), 1e-12, "log-likelihood of the model")
	check.Close(t, sum, fit.LogLik, 1e-12, "log-likelihood")

	slices.Reverse(groups)
	again, err := spend.FitRegression(background, panelOf(t, groups), &clientele.FitOptions{Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, fit, again, "order and workers")

	// Another unit and origin of age: the same model.
	for i := range groups {
		groups[i].Z = []float64{12*groups[i].Z[0] + 1e4, groups[i].Z[1]}
	}
	months, err := spend.FitRegression(background, panelOf(t, groups), nil)
	require.NoError(t, err)
	check.Close(t, fit.LogLik, months.LogLik, 1e-12, "unit")
	a, b := fit.Estimates(0.95), months.Estimates(0.95)
	check.Close(t, a[3].Value/12, b[3].Value, 1e-6, "effect a month")
	check.Close(t, a[3].SE/12, b[3].SE, 1e-6, "standard error")
	check.Close(t, a[4].SE, b[4].SE, 1e-6, "standard error")
	check.Close(t, a[1].Value, b[1].Value, 1e-6, "q")

	start := []float64{3, 4, 25, 0.03, -0.4}
	own, err := spend.FitRegression(background, panelOf(t, shops(t, 1, 300)), &clientele.FitOptions{Start: start})
	require.NoError(t, err)
	check.Close(t, fit.LogLik, own.LogLik, 1e-12, "start of the caller's")

	// Without a relation, the fit is FitGammaGamma's with effects near 0.
	plain := simulated(published, 3, 500)
	var halves []shopper
	for s, n := range plain.All() {
		for range n {
			halves = append(halves, shopper{[]float64{float64(len(halves) % 2)}, s})
		}
	}
	none, err := spend.FitRegression(background, panelOf(t, halves, "half"), nil)
	require.NoError(t, err)
	base, err := spend.FitGammaGamma(background, plain, nil)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, none.LogLik, base.LogLik)
	assert.Less(t, none.LogLik, base.LogLik+2)
}

func TestRegressionErrors(t *testing.T) {
	groups := shops(t, 2, 50)
	var input *clientele.InputError
	for _, names := range [][]string{nil, {"age", "age"}, {""}} {
		_, err := spend.NewCovariateSpends(names...)
		assert.ErrorAs(t, err, &input)
	}
	p := panelOf(t, groups)
	for _, bad := range []shopper{
		{[]float64{4}, groups[0].Spend}, {[]float64{nan, 1}, groups[0].Spend}, {[]float64{1e31, 1}, groups[0].Spend},
		{[]float64{4, 1}, clientele.Spend{Count: -1}}, {[]float64{4, 1}, clientele.Spend{Count: 1, Mean: 1e31}},
	} {
		assert.ErrorAs(t, p.Add(bad.Z, bad.Spend), &input)
	}
	assert.ErrorAs(t, p.Merge(panelOf(t, nil, "online", "age")), &input)
	assert.Equal(t, 50, p.Len())
	_, err := spend.FitRegression(background, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = spend.FitRegression(background, panelOf(t, nil), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)

	require.NoError(t, p.Add([]float64{4, 1}, clientele.Spend{Count: 1, Mean: -1}))
	_, err = spend.FitRegression(background, p, nil)
	assert.ErrorAs(t, err, &input)
	fit, err := spend.FitRegression(background, p.Positive(), nil)
	require.NoError(t, err)
	assert.Equal(t, 1, p.Positive().Excluded())
	assert.Equal(t, spend.WarnExcluded, fit.Warnings[len(fit.Warnings)-1].Code)

	for i := range groups {
		groups[i].Z = []float64{groups[i].Z[0], 2 * groups[i].Z[0]}
	}
	_, err = spend.FitRegression(background, panelOf(t, groups), nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	for i := range groups {
		groups[i].Z = []float64{groups[i].Z[0], 7}
	}
	_, err = spend.FitRegression(background, panelOf(t, groups), nil)
	assert.ErrorContains(t, err, `"online" is 7`)
	assert.Panics(t, func() { regression.At([]float64{1}) })
	assert.Panics(t, func() { regression.LogLikelihood(panelOf(t, nil, "half")) })
}

func TestCovariateSpends(t *testing.T) {
	all := shops(t, 5, 30)
	check.MergeLaws(t, check.Merger[*spend.CovariateSpends, shopper]{
		New:   func() *spend.CovariateSpends { return panelOf(t, nil) },
		Add:   func(p *spend.CovariateSpends, x shopper) { require.NoError(t, p.Add(x.Z, x.Spend)) },
		Merge: (*spend.CovariateSpends).Merge,
		Equal: func(t *testing.T, want, got *spend.CovariateSpends) {
			a, err := want.MarshalBinary()
			require.NoError(t, err)
			b, err := got.MarshalBinary()
			require.NoError(t, err)
			require.Equal(t, a, b)
		},
		Items: all,
	})
}

func TestRegressionJSON(t *testing.T) {
	data, err := json.Marshal(regression)
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind":"spend.Regression","version":1,"base":{"kind":"spend.GammaGamma","version":1,"p":3,"q":4,"gamma":25},"covariates":["age","online"],"coefficients":[0.03,-0.4]}`, string(data))
	var m spend.Regression
	require.NoError(t, json.Unmarshal(data, &m))
	assert.Equal(t, regression, m)
	for _, bad := range []string{
		`{"base":{"p":3,"q":4,"gamma":25},"covariates":["age"],"coefficients":[0.03,-0.4]}`,
		`{"base":{"p":3,"q":4,"gamma":25},"covariates":["age","age"],"coefficients":[0.03,-0.4]}`,
		`{"base":{"p":-3,"q":4,"gamma":25},"covariates":["age"],"coefficients":[0.03]}`,
		`{"base":{"p":3,"q":4,"gamma":25},"covariates":[],"coefficients":[]}`,
		`{"kind":"contractual.Regression","base":{"p":3,"q":4,"gamma":25},"covariates":["age"],"coefficients":[1]}`,
		`{"version":2,"base":{"p":3,"q":4,"gamma":25},"covariates":["age"],"coefficients":[1]}`,
		`7`,
	} {
		assert.Error(t, json.Unmarshal([]byte(bad), &m), bad)
	}
	assert.Equal(t, regression, m)
	_, err = json.Marshal(spend.Regression{Covariates: []string{"x"}, Coefficients: []float64{nan}})
	assert.Error(t, err)
}
