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
	Base:    spend.GammaGamma{P: 3, Q: 4, Gamma: 25},
	Names:   []string{"age", "online"},
	Effects: []float64{0.03, -0.4},
}

// shops draws customers whose age is a number about 45 and who buy online or not.
func shops(t testing.TB, seed uint64, customers int) []spend.Group {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	var out []spend.Group
	for range customers {
		z := []float64{math.Round(45 + 10*r.NormFloat64()), float64(r.IntN(2))}
		p := new(spend.SpendPanel)
		require.NoError(t, p.Add(regression.At(z).Rand(r, 1+r.IntN(6))))
		out = append(out, spend.Group{Z: z, Spends: p})
	}
	return out
}

func TestRegressionCoverage(t *testing.T) {
	const runs, level = 80, 0.9
	hits := map[string]int{}
	for seed := range uint64(runs) {
		fit, err := spend.FitRegression(background, regression.Names, shops(t, seed, 500), nil)
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
	fit, err := spend.FitRegression(background, regression.Names, groups, nil)
	require.NoError(t, err)
	sum := 0.0
	for _, g := range groups {
		sum += fit.Model.At(g.Z).LogLikelihood(g.Spends)
	}
	check.Close(t, sum, fit.LogLik, 1e-12, "log-likelihood")

	slices.Reverse(groups)
	again, err := spend.FitRegression(background, regression.Names, groups, &clientele.FitOptions{Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, fit, again, "order and workers")

	// Another unit and origin of age: the same model.
	for i := range groups {
		groups[i].Z = []float64{12*groups[i].Z[0] + 1e4, groups[i].Z[1]}
	}
	months, err := spend.FitRegression(background, regression.Names, groups, nil)
	require.NoError(t, err)
	check.Close(t, fit.LogLik, months.LogLik, 1e-12, "unit")
	a, b := fit.Estimates(0.95), months.Estimates(0.95)
	check.Close(t, a[3].Value/12, b[3].Value, 1e-6, "effect a month")
	check.Close(t, a[3].SE/12, b[3].SE, 1e-6, "standard error")
	check.Close(t, a[4].SE, b[4].SE, 1e-6, "standard error")
	check.Close(t, a[1].Value, b[1].Value, 1e-6, "q")

	start := []float64{3, 4, 25, 0.03, -0.4}
	own, err := spend.FitRegression(background, regression.Names, shops(t, 1, 300), &clientele.FitOptions{Start: start})
	require.NoError(t, err)
	check.Close(t, fit.LogLik, own.LogLik, 1e-12, "start of the caller's")

	// Without a relation, the fit is FitGammaGamma's with effects near 0.
	plain := simulated(published, 3, 500)
	half := [2]*spend.SpendPanel{new(spend.SpendPanel), new(spend.SpendPanel)}
	i := 0
	for s, n := range plain.All() {
		require.NoError(t, half[i%2].AddN(s, n))
		i++
	}
	none, err := spend.FitRegression(background, []string{"half"}, []spend.Group{{Z: []float64{0}, Spends: half[0]}, {Z: []float64{1}, Spends: half[1]}}, nil)
	require.NoError(t, err)
	base, err := spend.FitGammaGamma(background, plain, nil)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, none.LogLik, base.LogLik)
	assert.Less(t, none.LogLik, base.LogLik+2)
}

func TestRegressionErrors(t *testing.T) {
	groups := shops(t, 2, 50)
	var input *clientele.InputError
	_, err := spend.FitRegression(background, []string{"age"}, groups, nil)
	assert.ErrorAs(t, err, &input)
	_, err = spend.FitRegression(background, []string{"age", "age"}, groups, nil)
	assert.ErrorAs(t, err, &input)
	_, err = spend.FitRegression(background, nil, groups, nil)
	assert.ErrorAs(t, err, &input)
	_, err = spend.FitRegression(background, regression.Names, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	bad := slices.Clone(groups)
	bad[3].Z = []float64{nan, 1}
	_, err = spend.FitRegression(background, regression.Names, bad, nil)
	assert.ErrorAs(t, err, &input)
	bad[3] = spend.Group{Z: []float64{4, 1}, Spends: new(spend.SpendPanel)}
	require.NoError(t, bad[3].Spends.Add(clientele.Spend{Count: 1, Mean: -1}))
	_, err = spend.FitRegression(background, regression.Names, bad, nil)
	assert.ErrorAs(t, err, &input)
	bad[3] = spend.Group{Z: []float64{4, 1}}
	for i := range bad {
		bad[i].Z = []float64{bad[i].Z[0], 2 * bad[i].Z[0]}
	}
	_, err = spend.FitRegression(background, regression.Names, bad, nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	for i := range bad {
		bad[i].Z = []float64{bad[i].Z[0], 7}
	}
	_, err = spend.FitRegression(background, regression.Names, bad, nil)
	assert.ErrorContains(t, err, `"online" is 7`)
	assert.Panics(t, func() { regression.At([]float64{1}) })
}

func TestRegressionJSON(t *testing.T) {
	data, err := json.Marshal(regression)
	require.NoError(t, err)
	assert.JSONEq(t, `{"base":{"kind":"spend.GammaGamma","version":1,"p":3,"q":4,"gamma":25},"covariates":["age","online"],"effects":[0.03,-0.4]}`, string(data))
	var m spend.Regression
	require.NoError(t, json.Unmarshal(data, &m))
	assert.Equal(t, regression, m)
	for _, bad := range []string{
		`{"base":{"p":3,"q":4,"gamma":25},"covariates":["age"],"effects":[0.03,-0.4]}`,
		`{"base":{"p":3,"q":4,"gamma":25},"covariates":["age","age"],"effects":[0.03,-0.4]}`,
		`{"base":{"p":-3,"q":4,"gamma":25},"covariates":["age"],"effects":[0.03]}`,
		`{"base":{"p":3,"q":4,"gamma":25},"covariates":[],"effects":[]}`,
		`7`,
	} {
		assert.Error(t, json.Unmarshal([]byte(bad), &m), bad)
	}
	assert.Equal(t, regression, m)
	_, err = json.Marshal(spend.Regression{Names: []string{"x"}, Effects: []float64{nan}})
	assert.Error(t, err)
}
