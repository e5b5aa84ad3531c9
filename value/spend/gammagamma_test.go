package spend_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/value/spend"
)

var (
	background = context.Background()
	inf        = math.Inf(1)
	nan        = math.NaN()
	published  = spend.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44} // CDNOW
)

// readPanel reads count and mean from a summary file.
func readPanel(t testing.TB, path, x, mean string) *spend.Panel {
	t.Helper()
	p := new(spend.Panel)
	for _, row := range check.CSV(t, path) {
		n, err := strconv.Atoi(row[x])
		require.NoError(t, err)
		s := clientele.Spend{Count: n}
		if n > 0 {
			s.Mean = check.Number(t, row[mean])
		}
		require.NoError(t, p.Add(s))
	}
	return p
}

func cdnow(t testing.TB) *spend.Panel {
	return readPanel(t, check.Shared(t, "data", "cdnow_sample_summary.csv"), "x", "monetary_mean_repeat")
}

// simulated draws customers with 1 to 8 purchases.
func simulated(m spend.GammaGamma, seed uint64, customers int) *spend.Panel {
	r := rand.New(rand.NewPCG(seed, 1))
	p := new(spend.Panel)
	for range customers {
		if err := p.Add(m.Rand(r, 1+r.IntN(8))); err != nil {
			panic(err)
		}
	}
	return p
}

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
		panel *spend.Panel
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

type truthRow struct {
	Params         []float64   `json:"params"`
	X              int         `json:"x"`
	M              float64     `json:"m"`
	LogProb        check.Float `json:"ll"`
	ExpectedMean   check.Float `json:"expected_mean"`
	PopulationMean check.Float `json:"population_mean"`
}

func testTruth(t *testing.T, m spend.GammaGamma, rows []truthRow) {
	t.Helper()
	require.NotEmpty(t, rows)
	for _, r := range rows {
		own := m
		if r.Params != nil {
			own = m.WithParams(r.Params)
			check.Close(t, float64(r.PopulationMean), own.Mean(), 1e-12, own)
		}
		s := clientele.Spend{Count: r.X, Mean: r.M}
		check.Close(t, float64(r.LogProb), own.LogProb(s), 1e-11, own, s)
		check.Close(t, float64(r.ExpectedMean), own.ExpectedSpend(s), 1e-12, own, s)
	}
}

// testdata/gammagamma_extreme.json was computed for this project, see there.
func TestTruthExtreme(t *testing.T) {
	testTruth(t, spend.GammaGamma{}, check.JSON[struct{ Rows []truthRow }](t, "testdata/gammagamma_extreme.json").Rows)
}

func TestTruthSample(t *testing.T) {
	truth := check.JSON[struct {
		Sample struct{ Rows []truthRow }
	}](t, check.Shared(t, "reference", "truth_gammagamma.json"))
	testTruth(t, published, truth.Sample.Rows)
}

// checks are the values of testdata/checks.json for a model and quantity.
func checks(t *testing.T, model, quantity string) []checkValue {
	t.Helper()
	var out []checkValue
	for _, c := range check.JSON[struct{ Checks []checkValue }](t, "testdata/checks.json").Checks {
		if c.Model == model && c.Quantity == quantity {
			out = append(out, c)
		}
	}
	require.NotEmpty(t, out)
	return out
}

type checkValue struct {
	Model, Quantity string
	Inputs          map[string]float64
	Value           any
}

func TestGammaGammaChecks(t *testing.T) {
	for quantity, of := range map[string]func(m spend.GammaGamma, s clientele.Spend) float64{
		"loglik_individual (mean of x transactions)": spend.GammaGamma.LogProb,
		"E[mean spend | x, mbar]":                    spend.GammaGamma.ExpectedSpend,
	} {
		for _, c := range checks(t, "Gamma-Gamma", quantity) {
			in := c.Inputs
			m := spend.GammaGamma{P: in["p"], Q: in["q"], Gamma: in["gamma"]}
			check.Close(t, c.Value.(float64), of(m, clientele.Spend{Count: int(in["x"]), Mean: in["mbar"]}), 1e-13, quantity, in)
		}
	}
}

func TestGammaGammaSpecialCases(t *testing.T) {
	heavy := spend.GammaGamma{P: 0.2, Q: 0.7, Gamma: 100}
	none := clientele.Spend{}
	for _, c := range []struct {
		name      string
		want, got float64
	}{
		{"LogProb, no purchase", 0, published.LogProb(none)},
		{"LogProb, mean 0", nan, published.LogProb(clientele.Spend{Count: 2})},
		{"LogProb, mean < 0", nan, published.LogProb(clientele.Spend{Count: 2, Mean: -3})},
		{"LogProb, no parameters", nan, spend.GammaGamma{}.LogProb(none)},
		{"ExpectedSpend, no purchase", published.Mean(), published.ExpectedSpend(none)},
		{"ExpectedSpend, q ≤ 1", inf, heavy.ExpectedSpend(none)},
		{"ExpectedSpend, px+q ≤ 1", inf, heavy.ExpectedSpend(clientele.Spend{Count: 1, Mean: 7})},
		{"ExpectedSpend, px+q > 1", 0.2 * (100 + 14) / (0.4 + 0.7 - 1), heavy.ExpectedSpend(clientele.Spend{Count: 2, Mean: 7})},
		{"ExpectedSpend, mean < 0", nan, published.ExpectedSpend(clientele.Spend{Count: 1, Mean: -7})},
		{"ExpectedSpend, mean without count", nan, published.ExpectedSpend(clientele.Spend{Mean: 7})},
		{"ExpectedSpend, count < 0", nan, published.ExpectedSpend(clientele.Spend{Count: -1, Mean: 7})},
		{"ExpectedSpend, NaN", nan, published.ExpectedSpend(clientele.Spend{Count: 1, Mean: nan})},
		{"VarSpend, px+q ≤ 2", inf, heavy.VarSpend(clientele.Spend{Count: 2, Mean: 7})},
		{"Var, q ≤ 2", inf, spend.GammaGamma{P: 1, Q: 2, Gamma: 1}.Var()},
		{"Mean, q = 1", inf, spend.GammaGamma{P: 1, Q: 1, Gamma: 1}.Mean()},
		{"Mean, p < 0", nan, spend.GammaGamma{P: -1, Q: 3, Gamma: 1}.Mean()},
		{"Quantile 0", 0, published.Quantile(0)},
		{"Quantile 1", inf, published.Quantile(1)},
		{"Quantile 2", nan, published.Quantile(2)},
		{"Quantile NaN", nan, published.Quantile(nan)},
	} {
		check.Close(t, c.want, c.got, 1e-13, c.name)
	}
	assert.Panics(t, func() { published.SpendInterval(1, none) })
	assert.Panics(t, func() { published.SpendInterval(nan, none) })
}

// The density of the mean integrates to one and has the mean and the quantiles stated.
func TestGammaGammaDensity(t *testing.T) {
	for _, x := range []int{1, 3, 40} {
		moment := func(g func(m float64) float64) float64 {
			return quad.Panels(func(u float64) float64 { // m = e^u
				m := math.Exp(u)
				return g(m) * math.Exp(published.LogProb(clientele.Spend{Count: x, Mean: m})) * m
			}, -12, 25, 60)
		}
		check.Close(t, 1, moment(func(float64) float64 { return 1 }), 1e-12, x)
		check.Close(t, published.Mean(), moment(func(m float64) float64 { return m }), 1e-9, x)
		// Posterior means average to the population's.
		check.Close(t, published.Mean(), moment(func(m float64) float64 { return published.ExpectedSpend(clientele.Spend{Count: x, Mean: m}) }), 1e-9, x)
	}
	for _, s := range []clientele.Spend{{}, {Count: 2, Mean: 20}, {Count: 50, Mean: 300}} {
		post := published.Posterior(s)
		rate := distuv.Gamma{Alpha: post.Q, Beta: post.Gamma}
		for _, prob := range []float64{0.001, 0.3, 0.5, 0.99} {
			q := published.SpendQuantile(s, prob)
			check.Close(t, prob, rate.Survival(post.P/q), 1e-9, s, prob)
		}
		// Moments over the rates ν = e^u.
		moment := func(k float64) float64 {
			return quad.Panels(func(u float64) float64 {
				v := math.Exp(u)
				return math.Pow(post.P/v, k) * rate.Prob(v) * v
			}, math.Log(post.Q/post.Gamma)-12, math.Log(post.Q/post.Gamma)+5, 200)
		}
		mean := moment(1)
		check.Close(t, mean, published.ExpectedSpend(s), 1e-9, s)
		check.Close(t, moment(2)-mean*mean, published.VarSpend(s), 1e-5, s)
		iv := published.SpendInterval(0.9, s)
		check.Close(t, post.Quantile(0.05), iv.Lo, 1e-12, "lo")
		check.Close(t, post.Quantile(0.95), iv.Hi, 1e-12, "hi")
		assert.True(t, iv.Contains(published.ExpectedSpend(s)))
	}
}

// Shrinkage: the expectation lies between the customer's mean and the
// population's, and nears the former with the count.
func TestGammaGammaShrinkage(t *testing.T) {
	last := inf
	for _, x := range []int{1, 2, 5, 20, 1000, 10_000_000} {
		e := published.ExpectedSpend(clientele.Spend{Count: x, Mean: 100})
		assert.Less(t, e, 100.0)
		assert.Greater(t, e, published.Mean())
		assert.Less(t, 100-e, last)
		last = 100 - e
	}
	assert.Less(t, last, 1e-4)
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
		if fit.Interval(level, clientele.Positive, spend.GammaGamma.Mean).Contains(truth.Mean()) {
			hits["mean"]++
		}
	}
	assertCoverage(t, hits, 4, runs, level)
}

// assertCoverage checks counts of hits against binomial bounds at 1e-6.
func assertCoverage(t *testing.T, hits map[string]int, quantities, runs int, level float64) {
	t.Helper()
	require.Len(t, hits, quantities)
	b := distuv.Binomial{N: float64(runs), P: level}
	for name, n := range hits {
		assert.Greater(t, b.CDF(float64(n)), 1e-6, "%s: %d of %d", name, n, runs)
		assert.Greater(t, 1-b.CDF(float64(n-1)), 1e-6, "%s: %d of %d", name, n, runs)
	}
}

// Intervals of a customer's mean spend hold it as often as they promise.
func TestSpendIntervalCoverage(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	const runs = 4000
	hits := 0
	for range runs {
		rate := distuv.Gamma{Alpha: published.Q, Beta: published.Gamma, Src: r}.Rand()
		x := 1 + r.IntN(5)
		mean := distuv.Gamma{Alpha: published.P * float64(x), Beta: rate * float64(x), Src: r}.Rand()
		if published.SpendInterval(0.8, clientele.Spend{Count: x, Mean: mean}).Contains(published.P / rate) {
			hits++
		}
	}
	assertCoverage(t, map[string]int{"mean spend": hits}, 1, runs, 0.8)
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
	panel := func(rows ...clientele.Spend) *spend.Panel {
		p, err := spend.Collect(slices.Values(rows))
		require.NoError(t, err)
		return p
	}
	for name, c := range map[string]struct {
		panel *spend.Panel
		want  error
	}{
		"nil":          {nil, clientele.ErrNoData},
		"empty":        {new(spend.Panel), clientele.ErrNoData},
		"no purchases": {panel(clientele.Spend{}, clientele.Spend{}), clientele.ErrNoData},
		"one customer": {panel(clientele.Spend{Count: 3, Mean: 5}), clientele.ErrNotIdentified},
		"all equal":    {panel(clientele.Spend{Count: 3, Mean: 5}, clientele.Spend{Count: 1, Mean: 5}), clientele.ErrNotIdentified},
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

func codes(w []clientele.Warning) []string {
	var out []string
	for _, v := range w {
		out = append(out, v.Code)
	}
	return out
}

// Where the likelihood has no maximum, the fit says which limit it is.
func TestFitLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	same, common, single := new(spend.Panel), new(spend.Panel), new(spend.Panel)
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
	iv := fit.Interval(0.95, clientele.Positive, spend.GammaGamma.Mean)
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
	p, q := simulated(published, 11, 700), new(spend.Panel)
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

func TestGammaGammaRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	s := published.Rand(r, 3)
	assert.Equal(t, 3, s.Count)
	check.Close(t, 23.147618725379992, s.Mean, 1e-12, "frozen draw")
	amounts := published.AppendAmounts(nil, r, clientele.Spend{Count: 4, Mean: 80}, 20000)
	// One customer's rate is drawn once, so the mean varies around the posterior mean.
	sum := 0.0
	for range 3000 {
		amounts = published.AppendAmounts(amounts[:0], r, clientele.Spend{Count: 4, Mean: 80}, 4)
		for _, a := range amounts {
			sum += a
		}
	}
	check.Close(t, published.ExpectedSpend(clientele.Spend{Count: 4, Mean: 80}), sum/12000, 0.03, "posterior predictive mean")
	assert.Equal(t, clientele.Spend{}, published.Rand(r, 0))
	assert.True(t, math.IsNaN(published.AppendAmounts(nil, r, clientele.Spend{Count: 1, Mean: -1}, 1)[0]))
	assert.NoError(t, spend.GammaGamma{P: 1e-5, Q: 1e-5, Gamma: 1}.Rand(r, 1).Check())
}

func TestGammaGammaJSON(t *testing.T) {
	data, err := json.Marshal(published)
	require.NoError(t, err)
	assert.JSONEq(t, `{"p":6.25,"q":3.74,"gamma":15.44}`, string(data))
	var m spend.GammaGamma
	require.NoError(t, json.Unmarshal(data, &m))
	assert.Equal(t, published, m)
	assert.Error(t, json.Unmarshal([]byte(`{"p":6.25,"q":-3.74,"gamma":15.44}`), &m))
	assert.Error(t, json.Unmarshal([]byte(`{"p":6.25,"q":3.74}`), &m))
	assert.Equal(t, published, m)
}

func TestGammaGammaNoAllocations(t *testing.T) {
	s := clientele.Spend{Count: 3, Mean: 20}
	r := rand.New(rand.NewPCG(1, 1))
	amounts := make([]float64, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		published.LogProb(s)
		published.ExpectedSpend(s)
		published.VarSpend(s)
		published.SpendQuantile(s, 0.5)
		amounts = published.AppendAmounts(amounts[:0], r, s, 8)
	}))
}

func FuzzGammaGamma(f *testing.F) {
	f.Add(6.25, 3.74, 15.44, 3, 20.0)
	f.Add(1e-100, 1e100, 1e-100, 10_000_000, 1e100)
	f.Add(1e8, 0.5, 1e-9, 1, 1e-100)
	f.Add(nan, 1.0, inf, -1, -inf)
	f.Fuzz(func(t *testing.T, p, q, gamma float64, count int, mean float64) {
		m := spend.GammaGamma{P: p, Q: q, Gamma: gamma}
		s := clientele.Spend{Count: count, Mean: mean}
		answers := []float64{m.LogProb(s), m.ExpectedSpend(s), m.VarSpend(s), m.SpendQuantile(s, 0.5), m.Mean(), m.Var(), m.Quantile(0.5)}
		iv := m.SpendInterval(0.5, s)
		m.Rand(rand.New(rand.NewPCG(1, 1)), min(count, 3))
		if clientele.Validate(m) != nil || s.Check() != nil || count > 0 && !(mean > 1e-100 && mean < 1e100) {
			return
		}
		for i, v := range answers {
			if math.IsNaN(v) || i > 0 && v < 0 {
				t.Errorf("%v of %v, answer %d: %g", s, m, i, v)
			}
		}
		if !(iv.Lo <= iv.Hi) {
			t.Errorf("%v of %v: interval %v", s, m, iv)
		}
	})
}
