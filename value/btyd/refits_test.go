package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every model that is fitted has profile and bootstrap intervals, of its parameters and
// of any function: not far from the normal ones where the likelihood is nearly a
// parabola, and the profile interval of a parameter is that of it as a function.
func TestRefitsOfEveryKindOfData(t *testing.T) {
	ctx, r := context.Background(), rand.New(rand.NewPCG(71, 72))
	const n, level = 500, 0.9

	truth := btyd.ParetoNBD{R: 1.2, Alpha: 6, S: 1.5, Beta: 30}
	plain := simulated(t, truth, r, 700)
	f, err := btyd.FitCorrelatedParetoNBD(ctx, plain, 1, nil)
	require.NoError(t, err)
	refits(t, f, plain, func(m btyd.CorrelatedParetoNBD) float64 { return m.Mean(52) })
	g, err := btyd.FitGGompertzNBD(ctx, plain, nil)
	require.NoError(t, err)
	refits(t, g, plain, func(m btyd.GGompertzNBD) float64 { return m.Mean(52) })

	bb := btyd.BGBB{Alpha: 1.2, Beta: 0.75, Gamma: 0.7, Delta: 2.8}
	discrete := new(btyd.DiscretePanel)
	for range n {
		require.NoError(t, discrete.Add(bb.Rand(r, 12)))
	}
	h, err := btyd.FitBGBB(ctx, discrete, nil)
	require.NoError(t, err)
	likely := btyd.PurchaseInterval(h, r, 20, btyd.DiscreteHistory{Repeats: 3, Last: 9, Age: 12}, 10, level)
	assert.True(t, likely.Lo <= 3 && likely.Hi >= 4 && likely.Hi <= 10, "%v", likely)
	total := 0.0
	for c, k := range discrete.All() {
		total += float64(k) * h.Model.ExpectedPurchases(c, 10)
	}
	assert.True(t, btyd.TotalPurchases(h, discrete, 10, level).Contains(total))
	refits(t, h, discrete, func(m btyd.BGBB) float64 { return m.Mean(20) })
	keen, other := new(btyd.DiscretePanel), rand.New(rand.NewPCG(75, 76))
	for range n {
		require.NoError(t, keen.Add(btyd.BGBB{Alpha: 1.2, Beta: 0.75, Gamma: 0.2, Delta: 2.8}.Rand(other, 12)))
	}
	drift, err := btyd.CheckDrift(ctx, h, keen, discrete, nil)
	require.NoError(t, err)
	assert.True(t, drift.Due && drift.Change > 0.05, "%+v", drift)

	covariates, err := btyd.NewCovariatePanel("shop")
	require.NoError(t, err)
	for i := range n {
		z := []float64{float64(i % 2)}
		m := truth
		m.Alpha *= math.Exp(-0.5 * z[0])
		require.NoError(t, covariates.Add(m.Rand(r, 40), z))
	}
	c, err := btyd.FitRegression[btyd.ParetoNBD](ctx, covariates, []btyd.Term{{Covariate: "shop", On: btyd.TargetPurchase}}, nil)
	require.NoError(t, err)
	refits(t, c, covariates, func(m btyd.Regression[btyd.ParetoNBD]) float64 { return m.At([]float64{1}).Mean(52) })
	likely = btyd.PurchaseInterval(c, other, 5, btyd.CovariateHistory{Covariates: []float64{1}}, 52, level)
	assert.True(t, likely.Lo < c.Model.At([]float64{1}).Mean(52) && likely.Hi > c.Model.At([]float64{1}).Mean(52), "%v", likely)
	total = 0
	for past, z := range covariates.All() {
		total += c.Model.At(z).ExpectedPurchases(past, 10)
	}
	assert.True(t, btyd.TotalPurchases(c, covariates.Customers(), 10, level).Contains(total))

	var courses []btyd.Trajectory
	dynamic := btyd.DynamicParetoNBD{Regression: btyd.Regression[btyd.ParetoNBD]{Base: truth, Covariates: []string{"sale"}, Effects: []btyd.Effect{{Covariate: "sale", On: btyd.TargetPurchase, Coefficient: 0.6}}}}
	for range n / 3 {
		c := btyd.Trajectory{Starts: []float64{0, 8, 12, 30, 35}, Covariates: [][]float64{{0}, {1}, {0}, {1}, {0}}}
		c.Purchases = dynamic.AppendPurchases(nil, r, &c, 40)
		c.Age = 40
		courses = append(courses, c)
	}
	d, err := btyd.FitDynamicParetoNBD(ctx, courses, []string{"sale"}, []btyd.Term{{Covariate: "sale", On: btyd.TargetPurchase}}, nil)
	require.NoError(t, err)
	fresh := &btyd.Trajectory{Starts: []float64{0}, Covariates: [][]float64{{1}}}
	likely = btyd.PurchaseInterval(d, r, 5, fresh, 52, level)
	assert.True(t, likely.Lo < d.Model.ExpectedPurchases(fresh, 52) && likely.Hi > d.Model.ExpectedPurchases(fresh, 52), "%v", likely)
	total = 0
	for i := range courses {
		total += d.Model.ExpectedPurchases(&courses[i], 10)
	}
	assert.True(t, btyd.TotalPurchases(d, btyd.Trajectories(courses), 10, level).Contains(total))
	refits(t, d, courses, func(m btyd.DynamicParetoNBD) float64 { return m.ExpectedPurchases(fresh, 52) })
}

// refits holds the refits of a fit against its normal intervals; of g, too.
func refits[M btyd.Fittable[M, D], D any](t *testing.T, f *clientele.Fit[M], data D, g func(M) float64) {
	t.Helper()
	ctx := context.Background()
	const level = 0.9
	profile, err := btyd.Profile(ctx, f, data, nil, level)
	require.NoError(t, err, "%T", f.Model)
	b, err := btyd.Resample(ctx, f, data, rand.New(rand.NewPCG(1, 1)), &btyd.ResampleOptions{Replicates: 20, Workers: 2})
	require.NoError(t, err, "%T", f.Model)
	assert.Equal(t, 20, len(b.Models)+b.Failed, "%T", f.Model)
	assert.Less(t, b.Failed, 8, "%T", f.Model)
	for i, e := range f.Estimates(level) {
		q := f.Model.Params()[i]
		t.Logf("%T %s %.4g: normal %.4g profile %.4g", f.Model, e.Name, e.Value, e.Interval, profile[i].Interval)
		assert.True(t, profile[i].Interval.Contains(e.Value))
		if q.Domain == clientele.DomainFixed {
			continue
		}
		if i > 0 {
			continue
		}
		alone, err := btyd.ProfileOf(ctx, f, data, q.Domain, func(m M) float64 { return m.Params()[i].Value }, nil, level)
		require.NoError(t, err)
		assert.Equal(t, profile[i].Interval, alone)
	}
	// Its own data do not tell of a drift.
	drift, err := btyd.CheckDrift(ctx, f, data, data, nil)
	require.NoError(t, err, "%T", f.Model)
	assert.False(t, drift.Due, "%T", f.Model)
	assert.InDelta(t, 0, drift.Change, 1e-3, "%T", f.Model)
	assert.Zero(t, drift.Frequency+drift.Silence+drift.Age, "%T", f.Model)

	normal := f.Interval(clientele.DomainPositive, g, level)
	iv, err := btyd.ProfileOf(ctx, f, data, clientele.DomainPositive, g, nil, level)
	require.NoError(t, err)
	sampled := b.Interval(g, level)
	t.Logf("%T function %.4g: normal %.4g profile %.4g bootstrap %.4g", f.Model, g(f.Model), normal, iv, sampled)
	width := math.Log(normal.Hi / normal.Lo)
	if math.IsInf(normal.Hi, 1) { // at a limit of the model only the profile knows
		assert.True(t, iv.Hi/iv.Lo > 1 && iv.Hi/iv.Lo < 2, "%T", f.Model)
		return
	}
	assert.InEpsilon(t, width, math.Log(iv.Hi/iv.Lo), 0.35, "%T", f.Model)
	assert.InEpsilon(t, width, math.Log(sampled.Hi/sampled.Lo), 0.7, "%T", f.Model)
}

// A customer's own purchases tell what a fit to timelines is sure of.
func TestRefitsOfTimelines(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	ctx, r := context.Background(), rand.New(rand.NewPCG(73, 74))
	truth := btyd.SwitchingParetoNBD{R: 2, Alpha: 4, S: 1.5, Beta: 60, Slow: 0.15, Return: 0.1, Rho: 0.1}
	p := new(btyd.TimelinePanel)
	for range 200 {
		require.NoError(t, p.Add(truth.RandTimeline(r, 50)))
	}
	f, err := btyd.FitSwitchingParetoNBD(ctx, p, nil)
	require.NoError(t, err)
	share := func(m btyd.SwitchingParetoNBD) float64 { return m.Return / (m.Return + m.Slow) }
	iv, err := btyd.ProfileOf(ctx, f, p, clientele.DomainProbability, share, nil, 0.9)
	require.NoError(t, err)
	normal := f.Interval(clientele.DomainProbability, share, 0.9)
	t.Log(share(f.Model), normal, iv)
	assert.InDelta(t, normal.Hi-normal.Lo, iv.Hi-iv.Lo, 0.5*(normal.Hi-normal.Lo))
	b, err := btyd.Resample(ctx, f, p, r, &btyd.ResampleOptions{Replicates: 8, Workers: 2})
	require.NoError(t, err)
	assert.Len(t, b.Models, 8)
}
