package contractual_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// group is customers with the same covariates.
type group struct {
	Z       []float64
	Tenures *contractual.Tenures
}

// withCovariates collects groups under names.
func withCovariates(t testing.TB, names []string, groups ...group) *contractual.CovariateTenures {
	t.Helper()
	p, err := contractual.NewCovariateTenures(names...)
	require.NoError(t, err)
	for _, g := range groups {
		require.NoError(t, p.Add(g.Z, g.Tenures))
	}
	return p
}

func TestRegressionRecovers(t *testing.T) {
	truth := contractual.Regression[contractual.SBG]{Base: contractual.SBG{A: 0.9, B: 3}, Covariates: []string{"annual", "discount"}, Coefficients: []float64{-0.5, 0.3}}
	names := truth.Covariates
	draw := func(seed uint64) []group {
		var groups []group
		for _, z := range [][]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			groups = append(groups, group{Z: z, Tenures: simulate(t, seed, 600, 8, truth.At(z).Rand)})
		}
		return groups
	}
	coverage(t, "effect", 60, func(run int) bool {
		fit, err := contractual.FitRegression[contractual.SBG](ctx, withCovariates(t, names, draw(uint64(run))...), nil)
		require.NoError(t, err)
		est := fit.Estimates(0.95)[2]
		assert.Equal(t, "loss.annual", est.Name)
		return est.Interval.Contains(-0.5)
	})

	groups := draw(77)
	fit, err := contractual.FitRegression[contractual.SBG](ctx, withCovariates(t, names, groups...), nil)
	require.NoError(t, err)
	// The order of the groups does not matter, nor whether they are split.
	split := []group{groups[3], groups[0], groups[2], {Z: groups[1].Z, Tenures: new(contractual.Tenures)}, {Z: groups[1].Z, Tenures: new(contractual.Tenures)}}
	i := 0
	for tenure, n := range groups[1].Tenures.All() {
		require.NoError(t, split[3+i%2].Tenures.AddN(tenure, n))
		i++
	}
	again, err := contractual.FitRegression[contractual.SBG](ctx, withCovariates(t, names, split...), &clientele.FitOptions{Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, fit, again)

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
	fitAll := func(seed uint64, draw func(z float64) func(*rand.Rand, int) contractual.Tenure) *contractual.CovariateTenures {
		var groups []group
		for _, z := range []float64{0, 1} {
			groups = append(groups, group{Z: []float64{z}, Tenures: simulate(t, seed, 4000, 12, draw(z))})
		}
		return withCovariates(t, names, groups...)
	}
	bdw := contractual.Regression[contractual.BdW]{Base: contractual.BdW{A: 0.6, B: 2, C: 1.4}, Covariates: names, Coefficients: []float64{0.4}}
	f1, err := contractual.FitRegression[contractual.BdW](ctx, fitAll(1, func(z float64) func(*rand.Rand, int) contractual.Tenure { return bdw.At([]float64{z}).Rand }), nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.4, f1.Model.Coefficients[0], 4*math.Sqrt(f1.Cov[3][3]))
	eg := contractual.Regression[contractual.ExponentialGamma]{Base: contractual.ExponentialGamma{R: 1.5, Alpha: 9}, Covariates: names, Coefficients: []float64{-0.6}}
	f2, err := contractual.FitRegression[contractual.ExponentialGamma](ctx, fitAll(2, func(z float64) func(*rand.Rand, int) contractual.Tenure {
		return func(r *rand.Rand, span int) contractual.Tenure { return eg.At([]float64{z}).Rand(r, float64(span)) }
	}), nil)
	require.NoError(t, err)
	assert.InDelta(t, -0.6, f2.Model.Coefficients[0], 4*math.Sqrt(f2.Cov[2][2]))
	wg := contractual.Regression[contractual.WeibullGamma]{Base: contractual.WeibullGamma{R: 1, Alpha: 20, C: 1.5}, Covariates: names, Coefficients: []float64{0.8}}
	f3, err := contractual.FitRegression[contractual.WeibullGamma](ctx, fitAll(3, func(z float64) func(*rand.Rand, int) contractual.Tenure {
		return func(r *rand.Rand, span int) contractual.Tenure { return wg.At([]float64{z}).Rand(r, float64(span)) }
	}), nil)
	require.NoError(t, err)
	assert.InDelta(t, 0.8, f3.Model.Coefficients[0], 4*math.Sqrt(f3.Cov[3][3]))
	for _, se := range []float64{f1.Cov[3][3], f2.Cov[2][2], f3.Cov[3][3]} {
		assert.Less(t, math.Sqrt(se), 0.1)
	}
}

func TestCovariateTenures(t *testing.T) {
	names := []string{"plan", "web"}
	var items []group
	r := rand.New(rand.NewPCG(4, 5))
	for range 60 {
		ts := new(contractual.Tenures)
		require.NoError(t, ts.Add(contractual.SBG{A: 1, B: 2}.Rand(r, 6)))
		items = append(items, group{[]float64{float64(r.IntN(2)), float64(r.IntN(3))}, ts})
	}
	check.MergeLaws(t, check.Merger[*contractual.CovariateTenures, group]{
		New:   func() *contractual.CovariateTenures { return withCovariates(t, names) },
		Add:   func(p *contractual.CovariateTenures, g group) { require.NoError(t, p.Add(g.Z, g.Tenures)) },
		Merge: (*contractual.CovariateTenures).Merge,
		Equal: func(t *testing.T, want, got *contractual.CovariateTenures) {
			a, err := want.MarshalBinary()
			require.NoError(t, err)
			b, err := got.MarshalBinary()
			require.NoError(t, err)
			require.Equal(t, a, b)
		},
		Items: items,
	})
	p := withCovariates(t, names, items...)
	assert.Equal(t, 60, p.Len())
	var input *clientele.InputError
	for _, bad := range [][]float64{nil, {1}, {1, math.NaN()}, {1, 1e7}} {
		assert.ErrorAs(t, p.Add(bad, items[0].Tenures), &input)
	}
	assert.ErrorAs(t, p.Merge(withCovariates(t, []string{"web", "plan"})), &input)
	require.NoError(t, p.Add([]float64{5, 5}, &contractual.Tenures{Unit: clientele.Week}))
	assert.ErrorAs(t, p.Add([]float64{0, 0}, &contractual.Tenures{Unit: clientele.Day}), &input, "another unit")
	assert.Equal(t, 60, p.Len())
	for _, bad := range [][]string{nil, {""}, {"a", "a"}} {
		_, err := contractual.NewCovariateTenures(bad...)
		assert.ErrorAs(t, err, &input)
	}
	_, err := contractual.FitRegression[contractual.SBG](ctx, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
}

// A fit says the unit and the end of observation of its data, and reading it
// back keeps both; renewals have no unit of time.
func TestFitsKeepTheUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	ts := &contractual.Tenures{Unit: clientele.Week, AsOf: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)}
	for range 300 {
		require.NoError(t, ts.Add(contractual.WeibullGamma{R: 1, Alpha: 20, C: 1.5}.Rand(r, 30)))
	}
	fit, err := contractual.FitWeibullGamma(ctx, ts, nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, fit.Model.Unit)
	assert.Equal(t, ts.AsOf, fit.AsOf)
	eg, err := contractual.FitExponentialGamma(ctx, ts, nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, eg.Model.After(3).TimeUnit())
	two, err := contractual.FitRegression[contractual.ExponentialGamma](ctx, withCovariates(t, []string{"x"}, group{[]float64{0}, ts}, group{[]float64{1}, ts}), nil)
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, two.Unit())
	data, err := json.Marshal(two)
	require.NoError(t, err)
	var back clientele.Fit[contractual.Regression[contractual.ExponentialGamma]]
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, clientele.Week, back.Unit())
	assert.Equal(t, ts.AsOf, back.AsOf)
	assert.Error(t, (&contractual.Tenures{Unit: clientele.Day}).Merge(ts))
}
