package spend_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/spend"
)

var (
	normal    = spend.Normal{Mu: 40, SigmaA: 8, SigmaW: 12}
	lognormal = spend.LogNormal{Mu: 3.2, SigmaA: 0.5, SigmaW: 0.6}
)

// shop draws the single purchases of customers: amounts are level plus a
// customer's term, a purchase's term and a drift, or the exponential of that.
func shop(t testing.TB, m spend.Normal, drift float64, log bool, seed uint64, customers int) *spend.DetailPanel {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 2))
	out := new(spend.DetailPanel)
	for range customers {
		theta := m.Mu + m.SigmaA*r.NormFloat64()
		var p spend.PurchaseSums
		for range 1 + r.IntN(6) {
			at := 52 * r.Float64()
			v := theta + drift*at + m.SigmaW*r.NormFloat64()
			if log {
				v = math.Exp(v)
			}
			require.NoError(t, p.Add(at, v))
		}
		require.NoError(t, out.Add(p.Detail()))
	}
	return out
}

func detail(t testing.TB, amounts ...float64) spend.PurchaseDetail {
	t.Helper()
	var p spend.PurchaseSums
	for i, a := range amounts {
		require.NoError(t, p.Add(float64(i), a))
	}
	return p.Detail()
}

func TestNormalChecks(t *testing.T) {
	of := func(in map[string]float64) (spend.Normal, clientele.Spend) {
		return spend.Normal{Mu: in["mu"], SigmaA: in["sigmaA"], SigmaW: in["sigmaW"]}, clientele.Spend{Count: int(in["x"]), Mean: in["mbar"]}
	}
	for _, c := range checks(t, "Normal-Normal", "loglik_individual of mbar") {
		m, s := of(c.Inputs)
		check.Close(t, c.Value.(float64), m.LogProb(s), 1e-14, c.Inputs)
	}
	for _, c := range checks(t, "Normal-Normal", "posterior mean, sd of theta") {
		m, s := of(c.Inputs)
		check.Close(t, c.Value.([]any)[0].(float64), m.ExpectedSpend(s), 1e-14, c.Inputs)
		check.Close(t, c.Value.([]any)[1].(float64), math.Sqrt(m.VarSpend(s)), 1e-14, c.Inputs)
	}
	for _, c := range checks(t, "Lognormal-Normal", "E[Z_future | x, mean log spend]") {
		in := c.Inputs
		m := spend.LogNormal{Mu: in["mu"], SigmaA: in["sigmaA"], SigmaW: in["sigmaW"]}
		l := in["lbar"]
		d := detail(t, math.Exp(l-0.2), math.Exp(l), math.Exp(l+0.2))
		check.Close(t, c.Value.(float64), m.PosteriorDetail(d).Mean(), 1e-14, in)
	}
}

// The likelihood of single amounts is that of a normal vector with equal correlations.
func TestNormalLogProbDetail(t *testing.T) {
	amounts := []float64{31, 55, 47.5, 60}
	k := len(amounts)
	sigma := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			v := normal.SigmaA * normal.SigmaA
			if i == j {
				v += normal.SigmaW * normal.SigmaW
			}
			sigma.SetSym(i, j, v)
		}
	}
	vector, ok := distmv.NewNormal([]float64{40, 40, 40, 40}, sigma, nil)
	require.True(t, ok)
	want := vector.LogProb(amounts)
	check.Close(t, want, normal.LogProbDetail(detail(t, amounts...)), 1e-13, "normal")
	// Lognormal: the density of the logs over the amounts.
	logs := detail(t, math.Exp(3.1), math.Exp(5.5))
	m := spend.LogNormal(normal)
	check.Close(t, normal.LogProbDetail(detail(t, 3.1, 5.5))-8.6, m.LogProbDetail(logs), 1e-13, "lognormal")
	// Drift: the residuals of the line.
	trend := spend.NormalTrend{Mu: 40, SigmaA: 8, SigmaW: 12, Delta: 2, Origin: 1}
	check.Close(t, normal.LogProbDetail(detail(t, 31+2, 55, 47.5-2, 60-4)), trend.LogProbDetail(detail(t, amounts...)), 1e-13, "trend")
	logTrend := spend.LogNormalTrend(trend)
	check.Close(t, trend.LogProbDetail(detail(t, 3.1, 5.5))-8.6, logTrend.LogProbDetail(logs), 1e-13, "log trend")
}

// For one purchase the answer from the amount is exact; for more, the
// approximation is near the answer from the logarithms.
func TestLogNormalApproximation(t *testing.T) {
	one := detail(t, 55)
	check.Close(t, lognormal.PosteriorDetail(one).Mean(), lognormal.ExpectedSpend(one.Spend()), 1e-13, "one")
	check.Close(t, lognormal.LogProbDetail(one), lognormal.LogProb(one.Spend()), 1e-13, "one")
	r := rand.New(rand.NewPCG(1, 1))
	const runs = 2000
	off, squares := 0.0, 0.0
	for range runs {
		var p spend.PurchaseSums
		theta := 3.2 + 0.5*r.NormFloat64()
		for range 5 {
			require.NoError(t, p.Add(0, math.Exp(theta+0.6*r.NormFloat64())))
		}
		e := math.Log(lognormal.ExpectedSpend(p.Spend()) / lognormal.PosteriorDetail(p.Detail()).Mean())
		off += e / runs
		squares += e * e / runs
	}
	t.Logf("bias %.3f, root mean square %.3f", off, math.Sqrt(squares))
	assert.Less(t, math.Abs(off), 0.02)
	assert.Less(t, math.Sqrt(squares), 0.1)
	total := quad.Panels(func(u float64) float64 {
		return math.Exp(lognormal.LogProb(clientele.Spend{Count: 4, Mean: math.Exp(u)}) + u)
	}, -5, 12, 30)
	check.Close(t, 1, total, 1e-12, "density of the mean")
}

func TestNormalSpecialCases(t *testing.T) {
	none := clientele.Spend{}
	for _, c := range []struct {
		name      string
		want, got float64
	}{
		{"no purchase", 40, normal.ExpectedSpend(none)},
		{"no purchase, density", 0, normal.LogProb(none)},
		{"no purchase, detail", 0, normal.LogProbDetail(spend.PurchaseDetail{})},
		{"mean 0", 20, spend.Normal{Mu: 40, SigmaA: 1, SigmaW: 1}.ExpectedSpend(clientele.Spend{Count: 1})},
		{"negative", -20, spend.Normal{Mu: 40, SigmaA: 1, SigmaW: 1}.ExpectedSpend(clientele.Spend{Count: 1, Mean: -80})},
		{"NaN", nan, normal.ExpectedSpend(clientele.Spend{Count: 1, Mean: nan})},
		{"count < 0", nan, normal.ExpectedSpend(clientele.Spend{Count: -1})},
		{"sigma", nan, spend.Normal{Mu: 1, SigmaA: 1, SigmaW: -1}.Mean()},
		{"median", 40, normal.Quantile(0.5)},
		{"quantile", nan, normal.Quantile(-1)},
		{"variance", 64, normal.Var()},
		{"lognormal, no purchase", math.Exp(3.2 + 0.125 + 0.18), lognormal.ExpectedSpend(none)},
		{"lognormal, median", math.Exp(3.2 + 0.18), lognormal.Quantile(0.5)},
		{"lognormal, mean ≤ 0", nan, lognormal.ExpectedSpend(clientele.Spend{Count: 1})},
		{"lognormal, amounts ≤ 0", nan, lognormal.LogProbDetail(detail(t, 3, -1))},
		{"lognormal, sigma", nan, spend.LogNormal{SigmaA: 1}.Mean()},
	} {
		check.Close(t, c.want, c.got, 1e-13, c.name)
	}
	mean := lognormal.Mean()
	check.Close(t, mean*mean*math.Expm1(0.25), lognormal.Var(), 1e-13, "lognormal variance")
	assert.True(t, lognormal.SpendInterval(none, 0.5).Contains(lognormal.Quantile(0.5)))
	assert.True(t, normal.SpendInterval(clientele.Spend{Count: 3, Mean: 50}, 0.5).Contains(normal.ExpectedSpend(clientele.Spend{Count: 3, Mean: 50})))
}

func TestNormalCoverage(t *testing.T) {
	const runs, level = 80, 0.9
	small := spend.Normal{Mu: 3.2, SigmaA: 0.5, SigmaW: 0.6}
	hits := map[string]int{}
	count := func(prefix string, truth []clientele.Param, estimates []clientele.Estimate) {
		for i, e := range estimates {
			if e.Interval.Contains(truth[i].Value) {
				hits[prefix+e.Name]++
			}
		}
	}
	for seed := range uint64(runs) {
		fit, err := spend.FitNormal(background, shop(t, normal, 0, false, seed, 200), nil)
		require.NoError(t, err)
		count("normal ", normal.Params(), fit.Estimates(level))
		logs, err := spend.FitLogNormal(background, shop(t, small, 0, true, seed, 200), nil)
		require.NoError(t, err)
		count("log ", small.Params(), logs.Estimates(level))
		trend, err := spend.FitNormalTrend(background, shop(t, normal, 0.3, false, seed, 200), nil)
		require.NoError(t, err)
		truth := spend.NormalTrend{Mu: 40 + 0.3*trend.Model.Origin, SigmaA: 8, SigmaW: 12, Delta: 0.3}
		count("trend ", truth.Params(), trend.Estimates(level)[:4])
	}
	assertCoverage(t, hits, 10, runs, level)
}

// The reported log-likelihood, on a standardised scale inside, is that of the model.
func TestNormalLogLikelihood(t *testing.T) {
	p := shop(t, spend.Normal{Mu: -4e6, SigmaA: 8e5, SigmaW: 1e6}, 0, false, 1, 200)
	fit, err := spend.FitNormal(background, p, nil)
	require.NoError(t, err)
	check.Close(t, fit.Model.LogLikelihood(p), fit.LogLik, 1e-12, "normal")
	again, err := spend.FitNormal(background, p, &clientele.FitOptions{Start: []float64{-4e6, 1e6, 1e6}})
	require.NoError(t, err)
	check.Close(t, fit.Model.Mu, again.Model.Mu, 1e-7, "from a start of the caller's")

	q := shop(t, spend.Normal{Mu: 3, SigmaA: 0.5, SigmaW: 0.6}, 0.01, true, 1, 300)
	logs, err := spend.FitLogNormal(background, q, nil)
	require.NoError(t, err)
	check.Close(t, logs.Model.LogLikelihood(q), logs.LogLik, 1e-12, "lognormal")
	trend, err := spend.FitLogNormalTrend(background, q, nil)
	require.NoError(t, err)
	sum := 0.0
	for d, n := range q.All() {
		sum += float64(n) * trend.Model.LogProbDetail(d)
	}
	check.Close(t, sum, trend.LogLik, 1e-12, "log trend")
	drift := spend.DriftOf(trend, 0.95)
	assert.Equal(t, spend.ReasonRising, drift.AppendReasons(nil)[0].Code)
	assert.True(t, drift.Slope.Interval.Contains(0.01))
	// Wald and likelihood ratio say the same of a drift.
	check.Close(t, 2*(trend.LogLik-logs.LogLik), math.Pow(drift.Slope.Value/drift.Slope.SE, 2), 0.1, "tests")
	check.Close(t, math.Expm1(trend.Model.Delta), trend.Model.Growth(), 1e-15, "growth")
}

func TestNormalFitErrors(t *testing.T) {
	of := func(details ...spend.PurchaseDetail) *spend.DetailPanel {
		p := new(spend.DetailPanel)
		for _, d := range details {
			require.NoError(t, p.Add(d))
		}
		return p
	}
	for name, c := range map[string]struct {
		p    *spend.DetailPanel
		want error
	}{
		"nil":              {nil, clientele.ErrNoData},
		"no purchases":     {of(spend.PurchaseDetail{}), clientele.ErrNoData},
		"one customer":     {of(detail(t, 3, 4)), clientele.ErrNotIdentified},
		"single purchases": {of(detail(t, 3), detail(t, 4)), clientele.ErrNotIdentified},
		"no variation":     {of(detail(t, 3, 3), detail(t, 4, 4)), clientele.ErrNotIdentified},
	} {
		_, err := spend.FitNormal(background, c.p, nil)
		assert.ErrorIs(t, err, c.want, name)
		_, err = spend.FitLogNormal(background, c.p, nil)
		assert.ErrorIs(t, err, c.want, name)
		_, err = spend.FitNormalTrend(background, c.p, nil)
		assert.ErrorIs(t, err, c.want, name)
	}
	_, err := spend.FitGammaGammaDetail(background, of(detail(t, 3, 3), detail(t, 4, 4)), nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	negative := of(detail(t, 3, -3), detail(t, 4, 5))
	var input *clientele.InputError
	_, err = spend.FitLogNormal(background, negative, nil)
	assert.ErrorAs(t, err, &input)
	_, err = spend.FitGammaGammaDetail(background, negative, nil)
	assert.ErrorAs(t, err, &input)
	var a, b spend.PurchaseSums
	for _, v := range []float64{3, 4} {
		require.NoError(t, a.Add(7, v))
		require.NoError(t, b.Add(7, v+1))
	}
	_, err = spend.FitNormalTrend(background, of(a.Detail(), b.Detail()), nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	assert.ErrorContains(t, err, "same time")
}

// Customers who do not differ: SigmaA runs to 0, and the fit says so.
func TestNormalNoBetween(t *testing.T) {
	found := false
	for seed := range uint64(6) { // sampling decides whether the estimate is 0
		p := shop(t, spend.Normal{Mu: 10, SigmaA: 0, SigmaW: 3}, 0, false, seed, 300)
		fit, err := spend.FitNormal(background, p, nil)
		require.NoError(t, err)
		if len(fit.Flat) > 0 {
			assert.Equal(t, []string{spend.WarnNoBetween}, codes(fit.Warnings))
			assert.Less(t, fit.Model.SigmaA, 0.5, "which gains nothing over 0")
			check.Close(t, 3, fit.Model.SigmaW, 0.1, "within")
			found = true
		}
	}
	assert.True(t, found)
}

func TestNormalRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	s := clientele.Spend{Count: 3, Mean: 55}
	for name, m := range map[string]interface { // what a CLV takes, and new customers
		clientele.SpendForecaster
		value.SpendSimulator
		Rand(r *rand.Rand, n int) clientele.Spend
		Mean() float64
	}{"normal": normal, "lognormal": lognormal, "gamma-gamma": published} {
		sum, fresh := 0.0, 0.0
		const runs = 8000
		var amounts []float64
		for range runs {
			amounts = m.AppendAmounts(amounts[:0], r, s, 2)
			sum += (amounts[0] + amounts[1]) / 2
			fresh += m.Rand(r, 2).Mean
		}
		check.Close(t, m.ExpectedSpend(s), sum/runs, 0.03, name)
		check.Close(t, m.Mean(), fresh/runs, 0.05, name)
		assert.Equal(t, clientele.Spend{}, m.Rand(r, 0))
	}
	assert.True(t, math.IsNaN(normal.AppendAmounts(nil, r, clientele.Spend{Count: 1, Mean: nan}, 1)[0]))
}

func TestNormalJSON(t *testing.T) {
	roundTrip(t, normal, `{"kind":"spend.Normal","version":1,"mu":40,"sigma_a":8,"sigma_w":12}`)
	roundTrip(t, lognormal, `{"kind":"spend.LogNormal","version":1,"mu":3.2,"sigma_a":0.5,"sigma_w":0.6}`)
	roundTrip(t, spend.NormalTrend{Mu: -1, SigmaA: 2, SigmaW: 3, Delta: -4, Origin: 5}, `{"kind":"spend.NormalTrend","version":1,"mu":-1,"sigma_a":2,"sigma_w":3,"delta":-4,"origin":5}`)
	roundTrip(t, spend.LogNormalTrend{Mu: -1, SigmaA: 2, SigmaW: 3, Delta: -4, Origin: 5}, `{"kind":"spend.LogNormalTrend","version":1,"mu":-1,"sigma_a":2,"sigma_w":3,"delta":-4,"origin":5}`)
}

// roundTrip checks the JSON of m, and that a bad document leaves a model alone.
func roundTrip[M any](t *testing.T, m M, want string) {
	t.Helper()
	data, err := json.Marshal(m)
	require.NoError(t, err)
	assert.JSONEq(t, want, string(data))
	var got M
	require.NoError(t, json.Unmarshal(data, &got))
	assert.Equal(t, m, got)
	assert.Error(t, json.Unmarshal([]byte(`{"mu":1}`), &got))
	assert.Equal(t, m, got, fmt.Sprintf("%T", m))
}

func TestNormalNoAllocations(t *testing.T) {
	d := detail(t, 20, 30, 45)
	s := d.Spend()
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		normal.ExpectedSpend(s)
		normal.LogProbDetail(d)
		normal.SpendQuantile(s, 0.1)
		lognormal.ExpectedSpend(s)
		lognormal.LogProbDetail(d)
		lognormal.PosteriorDetail(d)
		published.LogProbDetail(d)
	}))
}

func FuzzNormal(f *testing.F) {
	f.Add(40.0, 8.0, 12.0, 3, 50.0)
	f.Add(1e100, 1e-100, 1e100, 10_000_000, -1e100)
	f.Add(700.0, 1e-100, 1e-100, 1, 1e-300)
	f.Add(nan, inf, 0.0, -1, inf)
	f.Fuzz(func(t *testing.T, mu, a, w float64, count int, mean float64) {
		m, s := spend.Normal{Mu: mu, SigmaA: a, SigmaW: w}, clientele.Spend{Count: count, Mean: mean}
		l := spend.LogNormal(m)
		answers := []float64{m.ExpectedSpend(s), m.VarSpend(s), m.SpendQuantile(s, 0.5), m.Mean(), m.Var(), m.Quantile(0.5)}
		m.LogProb(s)
		m.LogProbDetail(spend.PurchaseDetail{Count: count, Mean: mean, Within: a})
		logs := []float64{l.ExpectedSpend(s), l.SpendQuantile(s, 0.5), l.Mean()}
		l.LogProb(s)
		l.VarSpend(s)
		l.LogProbDetail(spend.PurchaseDetail{Count: count, Mean: mean, MeanLog: mu, WithinLog: a})
		if clientele.Validate(m) != nil || s.Check() != nil || math.Abs(mean) > 1e100 {
			return
		}
		for i, v := range answers {
			if math.IsNaN(v) {
				t.Errorf("%v of %v, answer %d is NaN", s, m, i)
			}
		}
		if !(mean > 1e-100) && count > 0 || math.Abs(mu) > 500 || a > 20 || w > 20 {
			return
		}
		for i, v := range logs {
			if math.IsNaN(v) || v < 0 {
				t.Errorf("%v of %v, answer %d is %g", s, l, i, v)
			}
		}
	})
}
