package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// apparel reads the summary of the apparel retailer with gender and channel.
func apparel(t testing.TB) *btyd.CovariatePanel {
	t.Helper()
	p, err := btyd.NewCovariatePanel("gender", "channel")
	require.NoError(t, err)
	for _, row := range check.CSV(t, check.Shared(t, "data", "apparel_summary.csv")) {
		h := clientele.History{Repeats: int(check.Number(t, row["x"])), Last: check.Number(t, row["tx"]), Age: check.Number(t, row["T"])}
		require.NoError(t, p.Add(h, []float64{check.Number(t, row["gender"]), check.Number(t, row["channel"])}))
	}
	return p
}

type covariateFit struct {
	Best struct {
		LogLik float64            `json:"loglik"`
		Params map[string]float64 `json:"params"`
		SE     map[string]float64 `json:"std_errors"`
	} `json:"best_of_many_starts"`
}

// The reference calls the processes "trans" and "life".
var referenceName = map[string]string{
	"purchase.gender": "trans.gender", "purchase.channel": "trans.channel",
	"dropout.gender": "life.gender", "dropout.channel": "life.channel",
}

func TestRegressionApparelPareto(t *testing.T) {
	ref := check.JSON[struct{ Fits covariateFit }](t, check.Shared(t, "reference", "pnbd_static.json")).Fits.Best
	p := apparel(t)
	f, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), p, nil, nil)
	require.NoError(t, err)
	assert.InDelta(t, ref.LogLik, f.LogLik, 1e-6)
	assert.InDelta(t, f.LogLik, f.Model.LogLikelihood(p), 1e-7)
	for _, e := range f.Estimates(0.95) {
		name := e.Name
		if other, ok := referenceName[name]; ok {
			name = other
		}
		check.Close(t, ref.Params[name], e.Value, 1e-4, e.Name)
		check.Close(t, ref.SE[name], e.SE, 1e-4, "SE", e.Name)
	}
}

// The models of geometric dropout. Where CLVTools' coefficient acts on a and b
// alike, the likelihood runs to a limit, which the fit names; the coefficient on
// the mean of the dropout probability has a maximum, and a higher one.
func TestRegressionApparelGeometric(t *testing.T) {
	ctx := context.Background()
	ref := check.JSON[struct {
		Fits covariateFit `json:"fits_bgnbd_static"`
	}](t, check.Shared(t, "reference", "pnbd_static.json")).Fits.Best
	p := apparel(t)
	purchases := []btyd.Term{{Covariate: "gender", On: btyd.TargetPurchase}, {Covariate: "channel", On: btyd.TargetPurchase}}
	with := func(on ...btyd.Target) []btyd.Term {
		terms := append([]btyd.Term(nil), purchases...)
		for _, o := range on {
			terms = append(terms, btyd.Term{Covariate: "gender", On: o}, btyd.Term{Covariate: "channel", On: o})
		}
		return terms
	}
	peer, err := btyd.FitRegression[btyd.BGNBD](ctx, p, with(btyd.TargetAB), nil)
	require.NoError(t, err)
	assert.InDelta(t, ref.LogLik, peer.LogLik, 1e-4)
	check.Close(t, ref.Params["r"], peer.Model.Base.R, 1e-3)
	check.Close(t, ref.Params["trans.gender"], peer.Model.Effects[0].Coefficient, 1e-3)
	require.NotEmpty(t, peer.Warnings)
	assert.Equal(t, btyd.WarnCommonDropout, peer.Warnings[0].Code)

	mean, err := btyd.FitRegression[btyd.BGNBD](ctx, p, nil, nil)
	require.NoError(t, err)
	assert.Greater(t, mean.LogLik, peer.LogLik+1)
	assert.Empty(t, mean.Warnings)
	free, err := btyd.FitRegression[btyd.BGNBD](ctx, p, with(btyd.TargetA, btyd.TargetB), nil)
	require.NoError(t, err)
	assert.Greater(t, free.LogLik, mean.LogLik) // both are restrictions of it
	assert.Greater(t, free.LogLik, peer.LogLik)
	assert.Equal(t, 10, free.DF())

	mbg, err := btyd.FitRegression[btyd.MBGNBD](ctx, p, nil, nil)
	require.NoError(t, err)
	assert.InDelta(t, -5819.9031, mbg.LogLik, 1e-3) // found from five starting points
}

// The GGompertz/NBD has no ageing to find here and ends at the Pareto/NBD.
func TestRegressionApparelGGompertz(t *testing.T) {
	p := apparel(t)
	f, err := btyd.FitRegression[btyd.GGompertzNBD](context.Background(), p, nil, nil)
	require.NoError(t, err)
	assert.InDelta(t, -5821.0627, f.LogLik, 1e-3) // CLVTools -5821.0628
	require.NotEmpty(t, f.Warnings)
	assert.Equal(t, btyd.WarnParetoLimit, f.Warnings[0].Code)
}

// Goal on one core: 10 ms (CLVTools 712 ms).
func BenchmarkFitRegression(b *testing.B) {
	p := apparel(b)
	for b.Loop() {
		if _, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), p, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// drawn draws a base with a continuous covariate of mean 40 and a two-valued one.
func drawn(t testing.TB, m btyd.Regression[btyd.ParetoNBD], n int, r *rand.Rand) *btyd.CovariatePanel {
	t.Helper()
	p, err := btyd.NewCovariatePanel(m.Covariates...)
	require.NoError(t, err)
	for range n {
		z := []float64{40 + 10*r.NormFloat64(), float64(r.IntN(2))}
		require.NoError(t, p.Add(m.At(z).Rand(r, 50+50*r.Float64()), z))
	}
	return p
}

var known = btyd.Regression[btyd.ParetoNBD]{
	Base:       btyd.ParetoNBD{R: 1.2, Alpha: 25, S: 0.9, Beta: 30},
	Covariates: []string{"age", "web"},
	Effects: []btyd.Effect{{Covariate: "age", On: btyd.TargetPurchase, Coefficient: 0.02}, {Covariate: "web", On: btyd.TargetPurchase, Coefficient: 0.5},
		{Covariate: "age", On: btyd.TargetDropout, Coefficient: -0.03}, {Covariate: "web", On: btyd.TargetDropout, Coefficient: 0.6}},
}

// Intervals of 90 % hold the true parameters about as often as they say.
func TestRegressionRecovery(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	const trials = 25
	held := make([]int, len(known.Params()))
	for range trials {
		f, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), drawn(t, known, 700, r), nil, nil)
		require.NoError(t, err)
		for i, e := range f.Estimates(0.9) {
			if e.Interval.Contains(known.Params()[i].Value) {
				held[i]++
			}
		}
	}
	for i, n := range held { // 25 trials of 0.9: P(below 15) is 1e-6
		assert.GreaterOrEqual(t, n, 15, known.Params()[i].Name)
	}
	total := 0
	for _, n := range held {
		total += n
	}
	assert.Less(t, total, trials*len(held), "intervals that always hold are too wide")
}

// A covariate in other units is the same covariate: the likelihood stays, the
// coefficients and everything about them follow.
func TestRegressionUnits(t *testing.T) {
	ctx := context.Background()
	p := drawn(t, known, 300, rand.New(rand.NewPCG(53, 54)))
	q, err := btyd.NewCovariatePanel(p.Names()...)
	require.NoError(t, err)
	var rows []func()
	for h, z := range p.All() {
		rows = append(rows, func() { require.NoError(t, q.Add(h, []float64{1000 * (z[0] + 7), z[1]})) })
	}
	for i := range rows {
		rows[len(rows)-1-i]()
	}
	for _, ridge := range []float64{0, 100} {
		f, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, nil, &clientele.FitOptions{Ridge: ridge})
		require.NoError(t, err)
		g, err := btyd.FitRegression[btyd.ParetoNBD](ctx, q, nil, &clientele.FitOptions{Ridge: ridge})
		require.NoError(t, err)
		assert.InDelta(t, f.LogLik, g.LogLik, 1e-7)
		a, b := f.Estimates(0.95), g.Estimates(0.95)
		for i := range a {
			unit := 1.0
			if i == 4 || i == 6 {
				unit = 1000
			}
			if i == 1 || i == 3 { // α and β are those at age 0
				continue
			}
			check.Close(t, a[i].Value, b[i].Value*unit, 1e-5, a[i].Name)
			check.Close(t, a[i].SE, b[i].SE*unit, 1e-5, a[i].Name)
		}
		z := []float64{45, 1}
		moved := []float64{1000 * (45 + 7), 1}
		check.Close(t, f.Model.At(z).Mean(52), g.Model.At(moved).Mean(52), 1e-6)
		one := f.Interval(clientele.DomainPositive, func(m btyd.Regression[btyd.ParetoNBD]) float64 { return m.At(z).Mean(52) }, 0.95)
		other := g.Interval(clientele.DomainPositive, func(m btyd.Regression[btyd.ParetoNBD]) float64 { return m.At(moved).Mean(52) }, 0.95)
		check.Close(t, one.Lo, other.Lo, 1e-4)
		check.Close(t, one.Hi, other.Hi, 1e-4)
	}
}

// The order of the customers and the number of workers change no bit; a start
// elsewhere ends at the same place.
func TestRegressionRepeats(t *testing.T) {
	ctx := context.Background()
	p := drawn(t, known, 300, rand.New(rand.NewPCG(55, 56)))
	q, err := btyd.NewCovariatePanel(p.Names()...)
	require.NoError(t, err)
	half, err := btyd.NewCovariatePanel(p.Names()...)
	require.NoError(t, err)
	i := 0
	for h, z := range p.All() {
		if i++; i%3 == 0 {
			require.NoError(t, half.Add(h, z))
		} else {
			require.NoError(t, q.Add(h, z))
		}
	}
	require.NoError(t, q.Merge(half))
	require.NoError(t, q.Merge(nil))
	f, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, nil, nil)
	require.NoError(t, err)
	g, err := btyd.FitRegression[btyd.ParetoNBD](ctx, q, nil, &clientele.FitOptions{Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, f, g)
	start := []float64{2, 40, 0.5, 50, 0.01, 0.1, 0.01, 0.1}
	g, err = btyd.FitRegression[btyd.ParetoNBD](ctx, q, nil, &clientele.FitOptions{Start: start})
	require.NoError(t, err)
	assert.InDelta(t, f.LogLik, g.LogLik, 1e-8)

	// Without effects it is the plain fit.
	plain, err := btyd.FitParetoNBD(ctx, p.Panel(), nil)
	require.NoError(t, err)
	none, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, []btyd.Term{}, nil)
	require.NoError(t, err)
	assert.InDelta(t, plain.LogLik, none.LogLik, 1e-8)
	check.Close(t, plain.Model.Beta, none.Model.Base.Beta, 1e-5)
	check.Close(t, plain.Cov[3][3], none.Cov[3][3], 1e-4)
}

// One coefficient for purchases and dropout is a restriction of two.
func TestRegressionConstraint(t *testing.T) {
	ctx := context.Background()
	p := apparel(t)
	full, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, nil, nil)
	require.NoError(t, err)
	both, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, []btyd.Term{{Covariate: "gender", On: btyd.TargetBoth}, {Covariate: "channel", On: btyd.TargetBoth}}, nil)
	require.NoError(t, err)
	assert.Equal(t, "both.gender", both.Model.Params()[4].Name)
	test, err := btyd.LikelihoodRatio(both, full)
	require.NoError(t, err)
	assert.Equal(t, 2, test.DF)
	assert.InDelta(t, 2*(full.LogLik-both.LogLik), test.Statistic, 1e-12)
	check.Close(t, math.Exp(-test.Statistic/2), test.P, 1e-9) // χ² with 2 degrees of freedom
	assert.Less(t, test.P, 0.05)

	plain, err := btyd.FitParetoNBD(ctx, p.Panel(), nil)
	require.NoError(t, err)
	test, err = btyd.LikelihoodRatio(plain, full)
	require.NoError(t, err)
	assert.Equal(t, 4, test.DF)
	assert.InDelta(t, 2*(5848.0978-5821.0627), test.Statistic, 1e-3)

	var input *clientele.InputError
	_, err = btyd.LikelihoodRatio(full, plain)
	assert.ErrorAs(t, err, &input)
	other := *full
	other.LogLik = plain.LogLik - 1
	_, err = btyd.LikelihoodRatio(plain, &other)
	assert.ErrorAs(t, err, &input)
	other.N--
	_, err = btyd.LikelihoodRatio(plain, &other)
	assert.ErrorAs(t, err, &input)
}

// Ridge pulls the coefficients to 0 and leaves the base to the data.
func TestRegressionRidge(t *testing.T) {
	ctx := context.Background()
	p := apparel(t)
	free, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, nil, nil)
	require.NoError(t, err)
	last := math.Inf(1)
	for _, ridge := range []float64{0, 10, 1000, 1e9} {
		f, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, nil, &clientele.FitOptions{Ridge: ridge})
		require.NoError(t, err)
		size := 0.0
		for _, e := range f.Model.Effects {
			size += e.Coefficient * e.Coefficient
		}
		assert.Less(t, size, last)
		assert.InDelta(t, f.Model.LogLikelihood(p), f.LogLik, 1e-7, "without the penalty")
		last = size
		if ridge == 1e9 {
			plain, err := btyd.FitParetoNBD(ctx, p.Panel(), nil)
			require.NoError(t, err)
			assert.InDelta(t, plain.LogLik, f.LogLik, 1e-3)
			check.Close(t, plain.Model.R, f.Model.Base.R, 1e-4)
		}
	}
	// A precision for one coefficient alone. At the maximum the slope of the
	// likelihood is that of the penalty, with a standard deviation as the unit.
	terms := []btyd.Term{{Covariate: "gender", On: btyd.TargetPurchase}, {Covariate: "channel", On: btyd.TargetPurchase, Ridge: 50},
		{Covariate: "gender", On: btyd.TargetDropout}, {Covariate: "channel", On: btyd.TargetDropout}}
	one, err := btyd.FitRegression[btyd.ParetoNBD](ctx, p, terms, nil)
	require.NoError(t, err)
	assert.Less(t, one.Model.Effects[1].Coefficient, free.Model.Effects[1].Coefficient)
	n, sum := 0.0, 0.0
	for _, z := range p.All() {
		n++
		sum += z[1]
	}
	slope := func(k int) float64 {
		up, down := one.Model.WithParams(values(one.Model)), one.Model.WithParams(values(one.Model))
		up.Effects[k].Coefficient += 1e-4
		down.Effects[k].Coefficient -= 1e-4
		return (up.LogLikelihood(p) - down.LogLikelihood(p)) / 2e-4
	}
	check.Close(t, 50*sum/n*(1-sum/n)*one.Model.Effects[1].Coefficient, slope(1), 1e-4)
	assert.InDelta(t, 0, slope(0), 1e-4)
}

func values[M clientele.Model[M]](m M) []float64 {
	var v []float64
	for _, p := range m.Params() {
		v = append(v, p.Value)
	}
	return v
}

// Nobody in one cell bought again: the fit says which, and the rest of it stands.
func TestRegressionSeparation(t *testing.T) {
	p := drawn(t, known, 300, rand.New(rand.NewPCG(57, 58)))
	q, err := btyd.NewCovariatePanel("age", "web", "shop")
	require.NoError(t, err)
	i := 0
	for h, z := range p.All() {
		shop := 0.0
		if i++; i%10 == 0 {
			h, shop = clientele.History{Age: h.Age}, 1
		}
		require.NoError(t, q.Add(h, []float64{z[0], z[1], shop}))
	}
	require.NoError(t, q.Add(clientele.History{}, []float64{40, 0, 2})) // not observed yet
	terms := []btyd.Term{{Covariate: "age", On: btyd.TargetPurchase}, {Covariate: "shop", On: btyd.TargetPurchase}}
	f, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), q, terms, nil)
	require.NoError(t, err)
	require.NotEmpty(t, f.Warnings)
	w := f.Warnings[len(f.Warnings)-1]
	assert.Equal(t, btyd.WarnSeparation, w.Code)
	assert.Equal(t, "shop", w.Subject)
	assert.Equal(t, 1.0, w.Value)
	assert.Contains(t, w.Text(clientele.LangEnglish), "shop = 1")
	e := f.Estimates(0.95)
	assert.Less(t, e[5].Value, -5.0)
	assert.True(t, math.IsInf(e[5].SE, 1))
	assert.False(t, math.IsInf(e[4].SE, 1))
	assert.Less(t, f.Model.At([]float64{40, 0, 1}).Mean(52), 0.01)

	held, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), q, terms, &clientele.FitOptions{Ridge: 5})
	require.NoError(t, err)
	assert.Greater(t, held.Model.Effects[1].Coefficient, -5.0)
	assert.False(t, math.IsInf(held.Estimates(0.95)[5].SE, 1))
}

func TestRegressionRefuses(t *testing.T) {
	ctx := context.Background()
	var input *clientele.InputError
	for _, names := range [][]string{nil, {""}, {"a", "b", "a"}} {
		_, err := btyd.NewCovariatePanel(names...)
		assert.ErrorAs(t, err, &input)
	}
	p, err := btyd.NewCovariatePanel("age", "web", "shop", "one")
	require.NoError(t, err)
	good := clientele.History{Repeats: 2, Last: 5, Age: 9}
	for field, z := range map[string][]float64{"covariates": {1, 2, 3}, "web": {1, math.NaN(), 0, 0}, "shop": {1, 2, math.Inf(-1), 0}} {
		require.ErrorAs(t, p.Add(good, z), &input)
		assert.Equal(t, field, input.Field)
	}
	assert.ErrorAs(t, p.Add(clientele.History{Repeats: 1, Age: 3}, []float64{1, 2, 3, 4}), &input)
	assert.Zero(t, p.Len())
	_, err = btyd.FitRegression[btyd.BGNBD](ctx, p, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = btyd.FitRegression[btyd.BGNBD](ctx, nil, nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)

	r := rand.New(rand.NewPCG(59, 60))
	for range 60 {
		web := float64(r.IntN(2))
		h := btyd.BGNBD{R: 1, Alpha: 5, A: 1, B: 3}.Rand(r, 30)
		require.NoError(t, p.Add(h, []float64{r.NormFloat64(), web, 1 - web, 1}))
	}
	other, err := btyd.NewCovariatePanel("web")
	require.NoError(t, err)
	assert.ErrorAs(t, p.Merge(other), &input)

	on := func(names ...string) (terms []btyd.Term) {
		for _, n := range names {
			terms = append(terms, btyd.Term{Covariate: n, On: btyd.TargetPurchase})
		}
		return terms
	}
	for field, terms := range map[string][]btyd.Term{
		"one":                   on("age", "one"),
		"purchase.shop":         on("age", "web", "shop"),
		"covariate":             on("income"),
		"effects":               on("age", "age"),
		"both.age":              append(append(on("age"), btyd.Term{Covariate: "age", On: btyd.TargetDropout}), btyd.Term{Covariate: "age", On: btyd.TargetBoth}),
		"target of age":         {{Covariate: "age"}},
		"ab.age":                {{Covariate: "age", On: btyd.TargetA}, {Covariate: "age", On: btyd.TargetB}, {Covariate: "age", On: btyd.TargetAB}},
		"Ridge of purchase.age": {{Covariate: "age", On: btyd.TargetPurchase, Ridge: -1}},
	} {
		_, err := btyd.FitRegression[btyd.BGNBD](ctx, p, terms, nil)
		require.ErrorAs(t, err, &input, field)
		assert.Equal(t, field, input.Field)
	}
	for _, start := range [][]float64{{1}, {1, 1, -1, 1, 0}, {1, 1, 1, 1, math.NaN()}} {
		_, err := btyd.FitRegression[btyd.BGNBD](ctx, p, on("age"), &clientele.FitOptions{Start: start})
		assert.ErrorAs(t, err, &input)
	}
	_, err = btyd.FitRegression[btyd.BGNBD](ctx, p, on("age"), &clientele.FitOptions{Ridge: math.NaN()})
	assert.ErrorAs(t, err, &input)
	_, err = btyd.FitRegression[btyd.ParetoNBD](ctx, p, []btyd.Term{{Covariate: "age", On: btyd.TargetA}}, nil)
	assert.ErrorAs(t, err, &input)
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err = btyd.FitRegression[btyd.BGNBD](stopped, p, on("age"), nil)
	assert.ErrorIs(t, err, context.Canceled)
	f, err := btyd.FitRegression[btyd.BGNBD](ctx, p, on("age"), &clientele.FitOptions{MaxIter: 1})
	assert.ErrorIs(t, err, clientele.ErrNotConverged)
	assert.NotNil(t, f)
}

// regressed fits what it draws, over and over: intervals of 90 % hold the true
// parameters about as often as they say, and those of the total what comes.
func regressed[M btyd.Regressable[M]](t *testing.T, truth btyd.Regression[M], terms []btyd.Term, draw func(m M, r *rand.Rand) clientele.History, ahead func(m M, r *rand.Rand, h clientele.History) int) {
	t.Helper()
	r := rand.New(rand.NewPCG(61, 62))
	trials, n := 8, 400
	held, asked, totals := 0, 0, 0
	for range trials {
		p, err := btyd.NewCovariatePanel(truth.Covariates...)
		require.NoError(t, err)
		bought := 0
		for i := range n {
			z := []float64{float64(i % 2), float64(i % 3)}
			h := draw(truth.At(z), r)
			require.NoError(t, p.Add(h, z))
			bought += ahead(truth.At(z), r, h)
		}
		f, err := btyd.FitRegressionOf(context.Background(), truth.Base, p, terms, nil)
		require.NoError(t, err)
		assert.InDelta(t, f.Model.LogLikelihood(p), f.LogLik, 1e-6)
		for i, e := range f.Estimates(0.9) {
			q := truth.Params()[i]
			if q.Domain == clientele.DomainFixed {
				assert.Equal(t, q.Value, e.Value)
				continue
			}
			asked++
			if e.Interval.Contains(q.Value) {
				held++
			}
		}
		if btyd.TotalPurchases(f, p.Customers(), 10, 0.9).Contains(float64(bought)) {
			totals++
		}
	}
	t.Logf("%T: %d of %d parameters, %d of %d totals", truth.Base, held, asked, totals, trials)
	lo, _ := binomialBounds(asked, 0.9)
	assert.GreaterOrEqual(t, float64(held), lo, "%T", truth.Base)
	assert.GreaterOrEqual(t, totals, 4, "%T", truth.Base) // of 8 at 0.9: P(below 4) is 1e-5
}

// Of regular purchases and of opportunities too.
func TestRegressionRecoveryOfOthers(t *testing.T) {
	terms := []btyd.Term{{Covariate: "web", On: btyd.TargetPurchase}, {Covariate: "size", On: btyd.TargetDropout}}
	names := []string{"web", "size"}
	effects := []btyd.Effect{{Covariate: "web", On: btyd.TargetPurchase, Coefficient: 0.5}, {Covariate: "size", On: btyd.TargetDropout, Coefficient: -0.4}}
	regressed(t, btyd.Regression[btyd.BGCNBD]{Base: btyd.BGCNBD{K: 2, R: 1.2, Alpha: 4, A: 0.8, B: 2.5}, Covariates: names, Effects: effects}, terms,
		func(m btyd.BGCNBD, r *rand.Rand) clientele.History { return m.Rand(r, 40) },
		func(m btyd.BGCNBD, r *rand.Rand, h clientele.History) int {
			return len(m.AppendPurchases(nil, r, h, 10))
		})
	regressed(t, btyd.Regression[btyd.MBGCNBD]{Base: btyd.MBGCNBD{K: 3, R: 1.2, Alpha: 3, A: 0.8, B: 2.5}, Covariates: names, Effects: effects}, terms,
		func(m btyd.MBGCNBD, r *rand.Rand) clientele.History { return m.Rand(r, 40) },
		func(m btyd.MBGCNBD, r *rand.Rand, h clientele.History) int {
			return len(m.AppendPurchases(nil, r, h, 10))
		})
	regressed(t, btyd.Regression[btyd.BGBB]{Base: btyd.BGBB{Alpha: 1.2, Beta: 1.5, Gamma: 0.8, Delta: 4}, Covariates: names, Effects: effects}, terms,
		func(m btyd.BGBB, r *rand.Rand) clientele.History { return m.Rand(r, 12).History() },
		func(m btyd.BGBB, r *rand.Rand, h clientele.History) int {
			return len(m.AppendPurchases(nil, r, btyd.DiscreteHistory{Repeats: h.Repeats, Last: int(h.Last), Age: int(h.Age)}, 10))
		})
}

// What is fixed must be given, and opportunities are whole numbers.
func TestRegressionRefusesOfOthers(t *testing.T) {
	ctx := context.Background()
	p := drawn(t, known, 50, rand.New(rand.NewPCG(63, 64)))
	var input *clientele.InputError
	_, err := btyd.FitRegression[btyd.BGCNBD](ctx, p, nil, nil)
	require.ErrorAs(t, err, &input)
	assert.Equal(t, "k", input.Field)
	_, err = btyd.FitRegression[btyd.BGBB](ctx, p, nil, nil)
	require.ErrorAs(t, err, &input)
	assert.Equal(t, "history", input.Field)
	m := btyd.Regression[btyd.BGBB]{Base: btyd.BGBB{Alpha: 1, Beta: 1, Gamma: 1, Delta: 1}, Covariates: []string{"a"}}
	c := btyd.CovariateHistory{History: btyd.DiscreteHistory{Repeats: 1, Last: 2, Age: 4}.History(), Covariates: []float64{0}}
	assert.Equal(t, m.Base.ProbPurchases(btyd.DiscreteHistory{Repeats: 1, Last: 2, Age: 4}, 3, 1), m.ProbPurchases(c, 3, 1))
	assert.True(t, math.IsNaN(m.ExpectedPurchases(c, 2.5)))
	c.History.Last = 1.5
	assert.True(t, math.IsNaN(m.VarPurchases(c, 2)))
}
