package spend_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
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
func readPanel(t testing.TB, path, x, mean string) *spend.SpendPanel {
	t.Helper()
	p := new(spend.SpendPanel)
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

func cdnow(t testing.TB) *spend.SpendPanel {
	return readPanel(t, check.Shared(t, "data", "cdnow_sample_summary.csv"), "x", "monetary_mean_repeat")
}

// simulated draws customers with 1 to 8 purchases.
func simulated(m spend.GammaGamma, seed uint64, customers int) *spend.SpendPanel {
	r := rand.New(rand.NewPCG(seed, 1))
	p := new(spend.SpendPanel)
	for range customers {
		if err := p.Add(m.Rand(r, 1+r.IntN(8))); err != nil {
			panic(err)
		}
	}
	return p
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
	assert.Panics(t, func() { published.SpendInterval(none, 1) })
	assert.Panics(t, func() { published.SpendInterval(none, nan) })
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
		iv := published.SpendInterval(s, 0.9)
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
		if published.SpendInterval(clientele.Spend{Count: x, Mean: mean}, 0.8).Contains(published.P / rate) {
			hits++
		}
	}
	assertCoverage(t, map[string]int{"mean spend": hits}, 1, runs, 0.8)
}

func codes(w []clientele.Warning) []string {
	var out []string
	for _, v := range w {
		out = append(out, v.Code)
	}
	return out
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
	assert.JSONEq(t, `{"kind":"spend.GammaGamma","version":1,"p":6.25,"q":3.74,"gamma":15.44}`, string(data))
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
		iv := m.SpendInterval(s, 0.5)
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
