package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var apparelCovariates = []string{"high_season", "gender", "channel"}

// dynamicApparel reads the purchases and weekly covariates of the apparel
// retailer's customers, sorted by number, calibration to the end of 2006.
func dynamicApparel(t testing.TB) []btyd.Trajectory {
	t.Helper()
	day := func(s string) float64 {
		d, err := time.Parse(time.DateOnly, s)
		require.NoError(t, err)
		return d.Sub(time.Date(2005, 1, 2, 0, 0, 0, 0, time.UTC)).Hours() / 24
	}
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		require.NoError(t, err)
		return n
	}
	customers := make([]btyd.Trajectory, 600)
	for _, row := range check.CSV(t, check.Shared(t, "data", "apparel_dynamic_covariates.csv")) {
		c := &customers[number(row["customer_id"])-1]
		var z []float64
		for _, name := range apparelCovariates {
			z = append(z, check.Number(t, row[name]))
		}
		c.Starts = append(c.Starts, day(row["period_start"])/7)
		c.Covariates = append(c.Covariates, z)
	}
	for _, row := range check.CSV(t, check.Shared(t, "data", "apparel_transactions.csv")) {
		c := &customers[number(row["customer_id"])-1]
		if d := day(row["date"]); d > 0 && d <= 728 && !slices.Contains(c.Purchases, d/7) {
			c.Purchases = append(c.Purchases, d/7)
		}
	}
	for i := range customers {
		slices.Sort(customers[i].Purchases)
		customers[i].Age = 104
	}
	return customers
}

type dynamicReference struct {
	CustomerID []int     `json:"customer_id"`
	X          []int     `json:"x"`
	TX         []float64 `json:"tx"`
	Sets       map[string]struct {
		Params map[string]float64
		Peer   struct {
			LL []float64 `json:"ll"`
		} `json:"clvtools"`
		Truth struct {
			LL    []check.Float `json:"ll"`
			Alive []check.Float `json:"palive"`
		} `json:"mpmath"`
	} `json:"fixed_sets"`
	Fit struct {
		Params  map[string]float64
		LogLik  float64 `json:"loglik"`
		Predict struct {
			ID    []string  `json:"Id"`
			Alive []float64 `json:"PAlive"`
			CET   []float64
			DECT  []float64
		}
	} `json:"fit_clvtools"`
}

// dynamicModel builds the model from the reference's names.
func dynamicModel(p map[string]float64) btyd.DynamicParetoNBD {
	m := btyd.DynamicParetoNBD{Regression: btyd.Regression[btyd.ParetoNBD]{
		Base:       btyd.ParetoNBD{R: p["r"], Alpha: p["alpha"], S: p["s"], Beta: p["beta"]},
		Covariates: apparelCovariates,
	}}
	names := []string{"High.Season", "Gender", "Channel"}
	for i, c := range apparelCovariates {
		m.Effects = append(m.Effects, btyd.Effect{Covariate: c, On: btyd.TargetPurchase, Coefficient: p["trans."+names[i]]})
	}
	for i, c := range apparelCovariates {
		m.Effects = append(m.Effects, btyd.Effect{Covariate: c, On: btyd.TargetDropout, Coefficient: p["life."+names[i]]})
	}
	return m
}

// Individual log-likelihoods and P(alive) of five parameter sets.
func TestDynamicApparelReference(t *testing.T) {
	customers := dynamicApparel(t)
	ref := check.JSON[dynamicReference](t, check.Shared(t, "reference", "pnbd_dyncov.json"))
	for name, set := range ref.Sets {
		m := dynamicModel(set.Params)
		for k, id := range ref.CustomerID {
			c := &customers[id-1]
			require.Len(t, c.Purchases, ref.X[k])
			ll := m.LogProb(c)
			check.Close(t, set.Peer.LL[k], ll, 1e-11, name, id)
			if set.Truth.LL != nil {
				check.Close(t, float64(set.Truth.LL[k]), ll, 1e-12, name, id)
				check.Close(t, float64(set.Truth.Alive[k]), m.ProbAlive(c), 1e-10, name, id)
			}
		}
	}
}

// P(alive), expected and discounted purchases at the reference's fit, over the
// 1,450 days to the end of the data, at ln 1.1 a week.
func TestDynamicApparelPredictions(t *testing.T) {
	customers := dynamicApparel(t)
	ref := check.JSON[dynamicReference](t, check.Shared(t, "reference", "pnbd_dyncov.json")).Fit
	m := dynamicModel(ref.Params)
	for k, id := range ref.Predict.ID {
		n, err := strconv.Atoi(id)
		require.NoError(t, err)
		c := &customers[n-1]
		check.Close(t, ref.Predict.Alive[k], m.ProbAlive(c), 1e-11, id)
		check.Close(t, ref.Predict.CET[k], m.ExpectedPurchases(c, 1450./7), 1e-11, id)
		check.Close(t, ref.Predict.DECT[k], m.DiscountedPurchasesWithin(c, math.Log(1.1), 1450./7), 1e-11, id)
	}
}

// The fit is better than the reference's, whose search stops 0.3 below the
// limit that the likelihood rises to: in this sample nobody is lost in season.
func TestDynamicApparelFit(t *testing.T) {
	customers := dynamicApparel(t)
	ref := check.JSON[dynamicReference](t, check.Shared(t, "reference", "pnbd_dyncov.json")).Fit
	f, err := btyd.FitDynamicParetoNBD(context.Background(), customers, apparelCovariates, nil, nil)
	require.NoError(t, err)
	assert.InDelta(t, -5752.6232, f.LogLik, 1e-3)
	assert.Greater(t, f.LogLik, ref.LogLik+0.3)
	assert.InDelta(t, f.LogLik, f.Model.LogLikelihood(customers), 1e-6)
	assert.InDelta(t, ref.LogLik, dynamicModel(ref.Params).LogLikelihood(customers), 1e-6)
}

// Goal on one core, 600 customers, 104 weeks, 3 covariates: 2 s (CLVTools 70 s).
func BenchmarkFitDynamicParetoNBD(b *testing.B) {
	customers := dynamicApparel(b)
	for b.Loop() {
		if _, err := btyd.FitDynamicParetoNBD(context.Background(), customers, apparelCovariates, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// seasonCustomers draws customers whose season lasts 4 of 13 weeks.
func seasonCustomers(m btyd.DynamicParetoNBD, r *rand.Rand, n int) []btyd.Trajectory {
	var out []btyd.Trajectory
	for range n {
		var c btyd.Trajectory
		shift, trait := 13*r.Float64(), float64(r.IntN(2))
		for u := -shift; u < 60; u += 13 {
			c.Starts = append(c.Starts, u, u+9)
			c.Covariates = append(c.Covariates, []float64{0, trait}, []float64{1, trait})
		}
		age := 30 + 20*r.Float64()
		c.Purchases = m.AppendPurchases(nil, r, &c, age)
		c.Age = age
		out = append(out, c)
	}
	return out
}

func TestDynamicRecovery(t *testing.T) {
	m := btyd.DynamicParetoNBD{Regression: btyd.Regression[btyd.ParetoNBD]{
		Base:       btyd.ParetoNBD{R: 0.9, Alpha: 4, S: 0.8, Beta: 12},
		Covariates: []string{"season", "trait"},
		Effects: []btyd.Effect{
			{Covariate: "season", On: btyd.TargetPurchase, Coefficient: 0.8}, {Covariate: "trait", On: btyd.TargetPurchase, Coefficient: -0.3},
			{Covariate: "season", On: btyd.TargetDropout, Coefficient: 0.7}, {Covariate: "trait", On: btyd.TargetDropout, Coefficient: 0.5},
		},
	}}
	customers := seasonCustomers(m, rand.New(rand.NewPCG(91, 92)), 1500)
	f, err := btyd.FitDynamicParetoNBD(context.Background(), customers, m.Covariates, nil, nil)
	require.NoError(t, err)
	for i, e := range f.Estimates(0.9999) {
		assert.True(t, e.Interval.Contains(m.Params()[i].Value), e)
	}
	assert.GreaterOrEqual(t, f.LogLik, m.LogLikelihood(customers))
	// A ridge pulls the coefficients to 0; workers change nothing.
	held, err := btyd.FitDynamicParetoNBD(context.Background(), customers, m.Covariates, nil, &clientele.FitOptions{Ridge: 1e6, Workers: 3})
	require.NoError(t, err)
	for _, e := range held.Model.Effects {
		assert.Less(t, math.Abs(e.Coefficient), 0.1)
	}
	again, err := btyd.FitDynamicParetoNBD(context.Background(), customers, m.Covariates, nil, &clientele.FitOptions{Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, f, again)
}

func TestDynamicRefusals(t *testing.T) {
	ctx := context.Background()
	var bad *clientele.InputError
	fit := func(cs []btyd.Trajectory, terms []btyd.Term, o *clientele.FitOptions, names ...string) error {
		_, err := btyd.FitDynamicParetoNBD(ctx, cs, names, terms, o)
		return err
	}
	c := btyd.Trajectory{Purchases: []float64{2, 5}, Age: 9, Starts: []float64{0, 4}, Covariates: [][]float64{{0, 1}, {1, 1}}}
	d := c
	d.Purchases = nil
	cs := []btyd.Trajectory{c, d}
	assert.ErrorIs(t, fit(nil, nil, nil, "a", "b"), clientele.ErrNoData)
	assert.ErrorAs(t, fit(cs, nil, nil, "a"), &bad)
	assert.ErrorAs(t, fit(cs, nil, nil, "a", "a"), &bad)
	assert.ErrorAs(t, fit(cs, nil, nil, "a", "b"), &bad) // b never changes
	assert.ErrorAs(t, fit(cs, []btyd.Term{{Covariate: "a", On: btyd.TargetA}}, nil, "a", "b"), &bad)
	assert.ErrorAs(t, fit(cs, []btyd.Term{{Covariate: "c", On: btyd.TargetPurchase}}, nil, "a", "b"), &bad)
	assert.ErrorAs(t, fit(cs, []btyd.Term{{Covariate: "a", On: btyd.TargetPurchase}}, &clientele.FitOptions{Ridge: -1}, "a", "b"), &bad)
	assert.ErrorAs(t, fit(cs, []btyd.Term{{Covariate: "a", On: btyd.TargetPurchase}}, &clientele.FitOptions{Start: []float64{1}}, "a", "b"), &bad)
	c.Purchases = []float64{5, 2}
	assert.ErrorAs(t, fit([]btyd.Trajectory{c, d}, nil, nil, "a", "b"), &bad)
}
