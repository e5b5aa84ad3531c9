package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/lifecycle/hmm"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/segment/cluster"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/tree"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
	"github.com/clientele-go/clientele/value/btyd/mcmc"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/clientele-go/clientele/value/referral"
	"github.com/clientele-go/clientele/value/silence"
	"github.com/clientele-go/clientele/value/spend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// somebody is a customer in every form that a fit may want.
type somebody struct {
	times   []float64 // of repeat purchases
	age     float64
	z       float64
	amounts []float64
	lost    bool
}

// bases make customer i of a base: one that is as it should be, and those that
// degenerate in their own ways.
var bases = map[string]func(r *rand.Rand, i int) somebody{
	"ordinary": ordinary,
	"alike":    func(*rand.Rand, int) somebody { return somebody{[]float64{3, 6}, 10, 1, []float64{5, 5, 5}, true} },
	"two kinds": func(_ *rand.Rand, i int) somebody {
		if i%2 == 0 {
			return somebody{nil, 10, 0, []float64{5}, false}
		}
		return somebody{[]float64{2, 4, 6, 8, 10}, 10, 1, []float64{7, 7, 7, 7, 7, 7}, true}
	},
	"nobody lost": func(r *rand.Rand, i int) somebody {
		c := ordinary(r, i)
		c.lost, c.times = false, append(c.times, c.age)
		c.amounts = append(c.amounts, 3)
		return c
	},
	"everybody lost": func(r *rand.Rand, i int) somebody {
		c := ordinary(r, i)
		c.lost, c.age = true, 1+float64(i%2)
		c.times = []float64{0.5}[:i%2]
		return c
	},
	"far covariates": func(r *rand.Rand, i int) somebody {
		c := ordinary(r, i)
		c.z = 1e5 + 1e-4*c.z
		return c
	},
	"separated": func(r *rand.Rand, i int) somebody {
		c := ordinary(r, i)
		if c.z = -1; c.lost {
			c.z = 1
		}
		return c
	},
	"tiny units": func(r *rand.Rand, i int) somebody {
		c := ordinary(r, i)
		for k := range c.times {
			c.times[k] *= 1e-7
		}
		for k := range c.amounts {
			c.amounts[k] *= 1e-9
		}
		c.age *= 1e-7
		return c
	},
	"hardly any variation": func(r *rand.Rand, i int) somebody {
		c := ordinary(r, i)
		for k := range c.amounts {
			c.amounts[k] = 5 + 1e-9*c.amounts[k]
		}
		return c
	},
	"one who is extreme": func(r *rand.Rand, i int) somebody {
		if i > 0 {
			return somebody{nil, 10, float64(i % 2), []float64{5}, i%3 == 0}
		}
		c := somebody{nil, 1000, 1, []float64{1e6}, true}
		for k := range 90 {
			c.times, c.amounts = append(c.times, float64(10*k+1)), append(c.amounts, float64(k*k+1))
		}
		return c
	},
}

func ordinary(r *rand.Rand, i int) somebody {
	c := somebody{age: 20 + float64(i%8), z: r.NormFloat64(), amounts: []float64{math.Exp(r.NormFloat64())}}
	rate, end := r.ExpFloat64()/4, r.ExpFloat64()*15
	for at := r.ExpFloat64() / rate; at < min(c.age, end); at += r.ExpFloat64() / rate {
		c.times = append(c.times, at)
		c.amounts = append(c.amounts, math.Exp(0.5*r.NormFloat64()+c.z/3))
	}
	c.lost = end < c.age
	return c
}

func (c somebody) history() clientele.History {
	h := clientele.History{Repeats: len(c.times), Age: c.age}
	if h.Repeats > 0 {
		h.Last = c.times[h.Repeats-1]
	}
	return h
}

// material is a base in every form.
type material struct {
	people      []somebody
	panel       clientele.Panel
	timelines   btyd.TimelinePanel
	covariates  *btyd.CovariatePanel
	discrete    btyd.DiscretePanel
	tenures     contractual.Tenures
	contracts   *contractual.CovariateTenures
	spends      spend.SpendPanel
	details     spend.DetailPanel
	amounts     *spend.CovariateSpends
	counts      hmm.CountPanel
	spells      *retention.Spells
	ratios      loyalty.Ratios
	rates       loyalty.BaseRates
	labelled    []loyalty.Labelled
	predictions []calibration.Prediction
	courses     []btyd.Trajectory
	sampled     []mcmc.SampledCustomer
	table       *feature.Table
	target      []float64
	network     *referral.Network
	ledger      *clientele.Ledger[string]
}

// newMaterial makes a base of n customers. What a form cannot hold is left out of it.
func newMaterial(n int, make func(r *rand.Rand, i int) somebody) *material {
	m := new(material)
	m.covariates, _ = btyd.NewCovariatePanel("z")
	m.contracts, _ = contractual.NewCovariateTenures("z")
	m.amounts, _ = spend.NewCovariateSpends("z")
	m.spells = retention.NewSpells("z")
	m.table, _ = feature.NewTable("x", "y", "z")
	m.ledger, _ = clientele.NewLedger[string](nil)
	r := rand.New(rand.NewPCG(3, 4))
	begin := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	var edges []referral.NetworkEdge
	for i := range n {
		c := make(r, i)
		m.people = append(m.people, c)
		h := c.history()
		logGaps, before := 0.0, 0.0
		for _, t := range c.times {
			logGaps += math.Log(t - before)
			before = t
		}
		_ = m.panel.AddTimed(h, logGaps)
		_ = m.timelines.Add(btyd.Timeline{Purchases: c.times, Age: c.age})
		_ = m.covariates.Add(h, []float64{c.z})
		ages := int(min(math.Ceil(c.age), 40))
		last := min(int(math.Ceil(h.Last)), ages)
		_ = m.discrete.Add(btyd.DiscreteHistory{Repeats: min(h.Repeats, last), Last: last, Age: ages})
		tenure := contractual.Tenure{Age: math.Max(1, math.Round(h.Last)), Lost: c.lost}
		_ = m.tenures.Add(tenure)
		one := new(contractual.Tenures)
		_ = one.Add(tenure)
		_ = m.contracts.Add([]float64{c.z}, one)
		var sums spend.PurchaseSums
		total := 0.0
		for k, v := range c.amounts {
			_ = sums.Add(v, float64(k))
			total += v
		}
		s := clientele.Spend{Count: len(c.amounts), Mean: total / float64(len(c.amounts))}
		_ = m.spends.Add(s)
		_ = m.details.Add(sums.Detail())
		_ = m.amounts.Add([]float64{c.z}, s)
		counts := append([]int{}, 0, 0, 0, 0, 0, 0)
		for _, t := range c.times {
			counts[min(5, int(t/4))]++
		}
		_ = m.counts.Add(hmm.Sequence{Counts: counts})
		_ = m.spells.Add(retention.Spell{End: ages, Lost: c.lost, Covariates: []float64{c.z}})
		_ = m.ratios.Add(clientele.Ratio{Hits: float64(h.Repeats), Trials: float64(h.Repeats + 2)})
		_ = m.rates.Add(loyalty.Parts{Renewals: clientele.Ratio{Hits: float64(min(h.Repeats, 3)), Trials: 3}, Tenure: clientele.Known(c.age)})
		m.labelled = append(m.labelled, loyalty.Labelled{Markers: loyalty.Markers{Tenure: clientele.Known(c.age), Referrals: clientele.Known(math.Abs(c.z))}, Relationship: c.lost})
		m.predictions = append(m.predictions, calibration.Prediction{Probability: 1 / (1 + math.Exp(-c.z)), Happened: c.lost})
		m.courses = append(m.courses, btyd.Trajectory{Purchases: c.times, Age: c.age, Starts: []float64{0, c.age / 2}, Covariates: [][]float64{{c.z}, {-c.z}}})
		m.sampled = append(m.sampled, mcmc.SampledCustomer{History: h, LogGaps: logGaps})
		_ = m.table.Add(c.z, total, c.age)
		m.target = append(m.target, total)
		for range 3 {
			edges = append(edges, referral.NetworkEdge{From: i, To: (i + 1 + r.IntN(n-1)) % n})
		}
		for k, t := range append([]float64{0}, c.times...) {
			_ = m.ledger.Add(clientele.Transaction[string]{Customer: fmt.Sprint(i), Time: begin.Add(time.Duration((t + 5) * float64(clientele.Week))), Amount: c.amounts[min(k, len(c.amounts)-1)]})
		}
	}
	var err error
	m.network, err = referral.NewNetwork(n, slices.Values(edges))
	must(err)
	return m
}

// longCase is a function that takes a context.
type longCase struct {
	run  func(ctx context.Context, m *material) error
	trip func(t *testing.T, m *material) error // of what it fitted, through JSON; nil for what fits nothing
	n    int                                   // customers of a large base; default 20,000
}

// fitCase is one that returns a fit.
func fitCase[M clientele.Model[M]](n int, fit func(ctx context.Context, m *material) (*clientele.Fit[M], error)) longCase {
	return longCase{n: n,
		run: func(ctx context.Context, m *material) error {
			_, err := fit(ctx, m)
			return err
		},
		trip: func(t *testing.T, m *material) error {
			f, err := fit(context.Background(), m)
			if f != nil {
				storable(t, f)
			}
			return err
		}}
}

// storable stores a fit and reads it again, and looks at its covariances.
func storable[M clientele.Model[M]](t *testing.T, f *clientele.Fit[M]) {
	t.Helper()
	data, err := json.Marshal(f)
	require.NoError(t, err)
	back := new(clientele.Fit[M])
	require.NoError(t, json.Unmarshal(data, back), "%s", data)
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again))
	assert.False(t, math.IsNaN(f.LogLik) || math.IsInf(f.LogLik, 0))
	for _, cov := range [][][]float64{f.Cov, f.Robust} {
		n := len(cov)
		if n == 0 {
			continue
		}
		r := mat.NewSymDense(n, nil)
		for i := range n {
			for j := i; j < n; j++ {
				if v := cov[i][j]; v != 0 {
					r.SetSym(i, j, v/math.Sqrt(cov[i][i])/math.Sqrt(cov[j][j]))
				}
			}
		}
		var e mat.EigenSym
		require.True(t, e.Factorize(r, false))
		assert.Greater(t, e.Values(nil)[0], -1e-6, "%v", cov)
	}
}

// leaveOptions are of posteriors whose customers are left out.
var leaveOptions = &mcmc.SamplingOptions{Chains: 1, Warmup: 5, Draws: 40, Thinned: 4}

var long = map[string]longCase{
	"value/btyd.FitBGNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.BGNBD], error) {
		return btyd.FitBGNBD(ctx, &m.panel, nil)
	}),
	"value/btyd.FitMBGNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.MBGNBD], error) {
		return btyd.FitMBGNBD(ctx, &m.panel, nil)
	}),
	"value/btyd.FitBGCNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.BGCNBD], error) {
		return btyd.FitBGCNBD(ctx, &m.panel, 0, nil)
	}),
	"value/btyd.FitMBGCNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.MBGCNBD], error) {
		return btyd.FitMBGCNBD(ctx, &m.panel, 2, nil)
	}),
	"value/btyd.FitNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.NBD], error) {
		return btyd.FitNBD(ctx, &m.panel, nil)
	}),
	"value/btyd.FitParetoNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.ParetoNBD], error) {
		return btyd.FitParetoNBD(ctx, &m.panel, nil)
	}),
	"value/btyd.FitGGompertzNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.GGompertzNBD], error) {
		return btyd.FitGGompertzNBD(ctx, &m.panel, nil)
	}),
	"value/btyd.FitCorrelatedParetoNBD": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.CorrelatedParetoNBD], error) {
		return btyd.FitCorrelatedParetoNBD(ctx, &m.panel, 1, nil)
	}),
	"value/btyd.FitSwitchingParetoNBD": fitCase(5_000, func(ctx context.Context, m *material) (*clientele.Fit[btyd.SwitchingParetoNBD], error) {
		return btyd.FitSwitchingParetoNBD(ctx, &m.timelines, &clientele.FitOptions{MaxIter: 30})
	}),
	"value/btyd.FitDynamicParetoNBD": fitCase(5_000, func(ctx context.Context, m *material) (*clientele.Fit[btyd.DynamicParetoNBD], error) {
		return btyd.FitDynamicParetoNBD(ctx, m.courses, []string{"z"}, nil, nil)
	}),
	"value/btyd.FitBGBB": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.BGBB], error) {
		return btyd.FitBGBB(ctx, &m.discrete, nil)
	}),
	"value/btyd.FitAny": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.AnyModel], error) {
		return btyd.FitAny(ctx, "btyd.ParetoNBD", &m.panel, nil)
	}),
	"value/btyd.FitRegression": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.Regression[btyd.BGNBD]], error) {
		return btyd.FitRegression[btyd.BGNBD](ctx, m.covariates, nil, nil)
	}),
	"value/btyd.FitRegressionOf": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[btyd.Regression[btyd.MBGCNBD]], error) {
		return btyd.FitRegressionOf(ctx, btyd.MBGCNBD{K: 2}, m.covariates, nil, nil)
	}),
	"value/btyd.Profile": {run: func(ctx context.Context, m *material) error {
		_, err := btyd.Profile(ctx, &clientele.Fit[btyd.ParetoNBD]{Model: usual}, &m.panel, nil, 0.9)
		return err
	}},
	"value/btyd.ProfileOf": {run: func(ctx context.Context, m *material) error {
		_, err := btyd.ProfileOf(ctx, &clientele.Fit[btyd.ParetoNBD]{Model: usual}, &m.panel, clientele.DomainPositive, func(f btyd.ParetoNBD) float64 { return f.Mean(52) }, nil, 0.9)
		return err
	}},
	"value/btyd.Resample": {run: func(ctx context.Context, m *material) error {
		_, err := btyd.Resample(ctx, &clientele.Fit[btyd.ParetoNBD]{Model: usual}, &m.panel, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"value/btyd.CheckDrift": {run: func(ctx context.Context, m *material) error {
		_, err := btyd.CheckDrift(ctx, &clientele.Fit[btyd.ParetoNBD]{Model: usual}, &m.panel, nil, nil)
		return err
	}},
	"value/btyd/checking.Compare": {run: func(ctx context.Context, m *material) error {
		_, err := checking.Compare(ctx, &m.panel, nil)
		return err
	}},
	"value/btyd/checking.Backtest": {run: func(ctx context.Context, m *material) error {
		_, err := checking.Backtest(ctx, m.ledger, []time.Time{time.Date(2020, 4, 1, 0, 0, 0, 0, time.UTC)}, 6, clientele.Week, nil)
		return err
	}},
	"value/btyd/checking.FitSilenceStack": {n: 5_000, run: func(ctx context.Context, m *material) error {
		_, err := checking.FitSilenceStack(ctx, &m.timelines, 10, nil)
		return err
	}},
	"value/btyd/checking.FitTrackRecord": {n: 5_000, run: func(ctx context.Context, m *material) error {
		_, err := checking.FitTrackRecord(ctx, &m.timelines, 10, nil)
		return err
	}},
	"value/btyd/mcmc.SampleParetoNBD": {run: func(ctx context.Context, m *material) error {
		_, err := mcmc.SampleParetoNBD(ctx, &m.panel, nil, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"value/btyd/mcmc.SampleAbe": {run: func(ctx context.Context, m *material) error {
		_, err := mcmc.SampleAbe(ctx, m.sampled, nil, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"value/btyd/mcmc.SampleParetoGGG": {run: func(ctx context.Context, m *material) error {
		_, err := mcmc.SampleParetoGGG(ctx, m.sampled, nil, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"value/btyd/mcmc.ParetoNBDPosterior.LeaveOneOut": {n: 500, run: func(ctx context.Context, m *material) error {
		var few clientele.Panel
		for _, c := range m.sampled[:30] {
			_ = few.Add(c.History)
		}
		p, err := mcmc.SampleParetoNBD(ctx, &few, nil, rand.New(rand.NewPCG(1, 2)), leaveOptions)
		if err != nil {
			return err
		}
		_, err = p.LeaveOneOut(ctx, &few)
		return err
	}},
	"value/btyd/mcmc.AbePosterior.LeaveOneOut": {n: 500, run: func(ctx context.Context, m *material) error {
		p, err := mcmc.SampleAbe(ctx, m.sampled[:30], nil, rand.New(rand.NewPCG(1, 2)), leaveOptions)
		if err != nil {
			return err
		}
		_, err = p.LeaveOneOut(ctx)
		return err
	}},
	"value/btyd/mcmc.ParetoGGGPosterior.LeaveOneOut": {n: 500, run: func(ctx context.Context, m *material) error {
		p, err := mcmc.SampleParetoGGG(ctx, m.sampled[:30], nil, rand.New(rand.NewPCG(1, 2)), leaveOptions)
		if err != nil {
			return err
		}
		_, err = p.LeaveOneOut(ctx)
		return err
	}},
	"value/contractual.FitSBG": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[contractual.SBG], error) {
		return contractual.FitSBG(ctx, &m.tenures, nil)
	}),
	"value/contractual.FitBdW": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[contractual.BdW], error) {
		return contractual.FitBdW(ctx, &m.tenures, nil)
	}),
	"value/contractual.FitExponentialGamma": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[contractual.ExponentialGamma], error) {
		return contractual.FitExponentialGamma(ctx, &m.tenures, nil)
	}),
	"value/contractual.FitWeibullGamma": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[contractual.WeibullGamma], error) {
		return contractual.FitWeibullGamma(ctx, &m.tenures, nil)
	}),
	"value/contractual.FitRegression": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[contractual.Regression[contractual.BdW]], error) {
		return contractual.FitRegression[contractual.BdW](ctx, m.contracts, nil)
	}),
	"value/spend.FitGammaGamma": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.GammaGamma], error) {
		return spend.FitGammaGamma(ctx, &m.spends, nil)
	}),
	"value/spend.FitGammaGammaFinite": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.GammaGamma], error) {
		return spend.FitGammaGammaFinite(ctx, &m.spends, 3, nil)
	}),
	"value/spend.FitGammaGammaDetail": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.GammaGamma], error) {
		return spend.FitGammaGammaDetail(ctx, &m.details, nil)
	}),
	"value/spend.FitNormal": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.Normal], error) {
		return spend.FitNormal(ctx, &m.details, nil)
	}),
	"value/spend.FitLogNormal": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.LogNormal], error) {
		return spend.FitLogNormal(ctx, &m.details, nil)
	}),
	"value/spend.FitNormalTrend": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.NormalTrend], error) {
		return spend.FitNormalTrend(ctx, &m.details, nil)
	}),
	"value/spend.FitLogNormalTrend": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.LogNormalTrend], error) {
		return spend.FitLogNormalTrend(ctx, &m.details, nil)
	}),
	"value/spend.FitRegression": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[spend.Regression], error) {
		return spend.FitRegression(ctx, m.amounts, nil)
	}),
	"value/spend.CheckOutliers": {run: func(ctx context.Context, m *material) error {
		_, err := spend.CheckOutliers(ctx, &m.spends, nil)
		return err
	}},
	"value/spend.CheckIndependence": {run: func(ctx context.Context, m *material) error {
		_, err := spend.CheckIndependence(ctx, &m.spends, nil)
		return err
	}},
	"value/referral.Network.Betweenness": {n: 5_000, run: func(ctx context.Context, m *material) error {
		_, err := m.network.Betweenness(ctx)
		return err
	}},
	"value/referral.Network.BetweennessFrom": {n: 5_000, run: func(ctx context.Context, m *material) error {
		_, err := m.network.BetweennessFrom(ctx, rand.New(rand.NewPCG(1, 2)), 1000)
		return err
	}},
	"value/referral.Network.PageRank": {run: func(ctx context.Context, m *material) error {
		_, err := m.network.PageRank(ctx, nil)
		return err
	}},
	"value/btyd.FitAnyTimelines": fitCase(5_000, func(ctx context.Context, m *material) (*clientele.Fit[btyd.AnyModel], error) {
		return btyd.FitAnyTimelines(ctx, "btyd.MBGNBD", &m.timelines, nil)
	}),
	"value/silence.FitLossRule": {n: 5_000, run: func(ctx context.Context, m *material) error {
		_, err := silence.FitLossRule(ctx, &m.timelines, nil)
		return err
	}},
	"value/silence.FitLossRuleFromPanel": {run: func(ctx context.Context, m *material) error {
		_, err := silence.FitLossRuleFromPanel(ctx, &m.panel, nil)
		return err
	}},
	"value/silence.FitRhythm": {run: func(ctx context.Context, m *material) error {
		_, err := silence.FitRhythm(ctx, &m.panel)
		return err
	}},
	"loyalty.FitBase": {run: func(ctx context.Context, m *material) error {
		_, _, err := loyalty.FitBase(ctx, &m.rates, nil)
		return err
	}},
	"loyalty.FitBetaBinomial": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[loyalty.BetaBinomial], error) {
		return loyalty.FitBetaBinomial(ctx, &m.ratios, nil)
	}),
	"loyalty.FitOrientation": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[loyalty.OrientationModel], error) {
		return loyalty.FitOrientation(ctx, m.labelled, nil)
	}),
	"loyalty.CrossValidate": {run: func(ctx context.Context, m *material) error {
		_, err := loyalty.CrossValidate(ctx, m.labelled, 10, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"calibration.Recalibrate": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[calibration.Map], error) {
		return calibration.Recalibrate(ctx, m.predictions, nil)
	}),
	"loyalty/retention.FitHazard": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[retention.Hazard], error) {
		return retention.FitHazard(ctx, m.spells, nil)
	}),
	"segment/tree.Grow": {run: func(ctx context.Context, m *material) error {
		_, err := tree.Grow(ctx, m.table, m.target, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"segment/cluster.Choose": {run: func(ctx context.Context, m *material) error {
		_, err := cluster.Choose(ctx, m.table, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"segment/cluster.FitMixture": {run: func(ctx context.Context, m *material) error {
		_, err := cluster.FitMixture(ctx, m.table, 5, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"segment/cluster.FitMixtureFrom": {run: func(ctx context.Context, m *material) error {
		few := m.table.Like(m.table.Data()[:300])
		start, err := cluster.FitMixture(context.Background(), few, 3, rand.New(rand.NewPCG(1, 2)), nil)
		if err != nil {
			return err
		}
		_, err = cluster.FitMixtureFrom(ctx, m.table, start.Mixture, nil)
		return err
	}},
	"segment/cluster.KMeans": {run: func(ctx context.Context, m *material) error {
		_, err := cluster.KMeans(ctx, m.table, 8, rand.New(rand.NewPCG(1, 2)), nil)
		return err
	}},
	"segment/cluster.KMeansFrom": {run: func(ctx context.Context, m *material) error {
		_, err := cluster.KMeansFrom(ctx, m.table, [][]float64{m.table.Row(0), m.table.Row(1), m.table.Row(2)}, nil)
		return err
	}},
	"lifecycle/hmm.Fit": fitCase(0, func(ctx context.Context, m *material) (*clientele.Fit[hmm.HiddenMarkov], error) {
		return hmm.Fit(ctx, &m.counts, 3, hmm.FamilyPoisson, nil)
	}),
	"lifecycle/hmm.Choose": {run: func(ctx context.Context, m *material) error {
		_, err := hmm.Choose(ctx, &m.counts, 2, 4, hmm.FamilyPoisson, nil)
		return err
	}},
}

// composed are functions that read a ledger and then do what one of the cases does.
var composed = map[string]string{
	"portrait.Fit":        "btyd.FitAny",
	"portrait.FitRecords": "btyd.FitAny",
	"portrait.CheckDrift": "btyd.CheckDrift",
}

// usual is a model that ordinary customers may have.
var usual = btyd.ParetoNBD{R: 1, Alpha: 4, S: 1, Beta: 15}

// Every exported function that takes a context is among the cases.
func TestEveryContextIsListed(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sources(t) {
		s.functions(func(f *ast.FuncDecl, receiver string) {
			for _, p := range f.Type.Params.List {
				if sel, ok := p.Type.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Context" {
					continue
				}
				name := s.path + "." + f.Name.Name
				if receiver != "" {
					name = s.path + "." + receiver + "." + f.Name.Name
				}
				found[name] = true
				_, listed := long[name]
				assert.True(t, listed || composed[name] != "", "%s takes a context: list it in long", name)
			}
		})
	}
	for name := range long {
		assert.True(t, found[name], "%s takes no context any more", name)
	}
}

// A fit of data that degenerate is one that can be stored and read again, with
// covariances that are some, or none.
func TestFitsCanBeStored(t *testing.T) {
	for base, make := range bases {
		for _, n := range []int{2, 40} {
			m := newMaterial(n, make)
			for name, c := range long {
				if c.trip == nil {
					continue
				}
				t.Run(fmt.Sprintf("%s/%d/%s", base, n, name), func(t *testing.T) { _ = c.trip(t, m) })
			}
		}
	}
}

// Whatever runs long ends soon after its context: within a tenth of a second on a
// quiet machine; the limit leaves room for the other tests that run beside it.
func TestContextsAreLookedAt(t *testing.T) {
	const promptly = 500 * time.Millisecond
	made := map[int]*material{}
	moments := []time.Duration{0, 20 * time.Millisecond, 250 * time.Millisecond}
	if testing.Short() {
		moments = moments[:2]
	}
	for name, c := range long {
		n := c.n
		if n == 0 {
			n = 5_000
		}
		if testing.Short() {
			n /= 10
		}
		if made[n] == nil {
			made[n] = newMaterial(n, ordinary)
		}
		m := made[n]
		t.Run(name, func(t *testing.T) {
			for _, after := range moments {
				late := time.Hour
				for try := 0; try < 4 && late > promptly; try++ { // the machine may be busy elsewhere
					ctx, cancel := context.WithCancel(context.Background())
					var at time.Time
					timer := time.AfterFunc(after, func() { at = time.Now(); cancel() })
					err := c.run(ctx, m)
					if timer.Stop() { // it was faster
						late = 0
						break
					}
					<-ctx.Done()
					late = min(late, time.Since(at))
					if err != nil {
						assert.True(t, errors.Is(err, context.Canceled) || late <= promptly, "%v", err)
					}
				}
				assert.LessOrEqual(t, late, promptly, "cancelled after %v", after)
			}
		})
	}
}
