package contractual_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

var ctx = context.Background()

// cohorts returns cohorts with the given survivors.
func cohorts(t testing.TB, survivors ...[]int) *contractual.Tenures {
	t.Helper()
	ts := new(contractual.Tenures)
	for _, s := range survivors {
		require.NoError(t, ts.AddCohort(contractual.Cohort{Survivors: s}))
	}
	return ts
}

// simulate draws n customers, each watched for a span from 1 to most, some of
// them seen only from an entry age on.
func simulate(t testing.TB, seed uint64, n, most int, draw func(*rand.Rand, int) contractual.Tenure) *contractual.Tenures {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 9))
	ts := new(contractual.Tenures)
	for range n {
		tenure := draw(r, 1+r.IntN(most))
		if entry := float64(r.IntN(3)); tenure.Age > entry { // those lost before are never seen
			tenure.Entry = entry
			require.NoError(t, ts.Add(tenure))
		}
	}
	return ts
}

// coverage counts in how many of runs an interval holds the truth, and fails
// unless a binomial count with the interval's level could be so small with
// probability 1e-6.
func coverage(t *testing.T, what string, runs int, holds func(run int) bool) {
	t.Helper()
	hits := 0
	for run := range runs {
		if holds(run) {
			hits++
		}
	}
	least := 0
	for (distuv.Binomial{N: float64(runs), P: 0.95}).CDF(float64(least)) < 1e-6 {
		least++
	}
	assert.GreaterOrEqual(t, hits, least, "%s: %d of %d intervals of 95%% hold the truth", what, hits, runs)
}

func TestRecoveryAndCoverage(t *testing.T) {
	t.Run("SBG", func(t *testing.T) {
		truth := contractual.SBG{A: 0.8, B: 2.5}
		coverage(t, "DERL", 100, func(run int) bool {
			fit, err := contractual.FitSBG(ctx, simulate(t, uint64(run), 1000, 8, truth.Rand), nil)
			require.NoError(t, err)
			derl := func(m contractual.SBG) float64 { return m.DERL(3, 0.1) }
			assert.InDelta(t, 0, math.Log(fit.Model.A/truth.A), 1)
			return fit.Interval(clientele.DomainPositive, derl, 0.95).Contains(derl(truth))
		})
	})
	t.Run("BdW", func(t *testing.T) {
		truth := contractual.BdW{A: 0.5, B: 2, C: 1.5}
		coverage(t, "retention", 60, func(run int) bool {
			fit, err := contractual.FitBdW(ctx, simulate(t, uint64(run), 1500, 10, truth.Rand), nil)
			require.NoError(t, err)
			rate := func(m contractual.BdW) float64 { return m.RetentionRate(5) }
			return fit.Interval(clientele.DomainProbability, rate, 0.95).Contains(rate(truth))
		})
	})
	t.Run("ExponentialGamma", func(t *testing.T) {
		truth := contractual.ExponentialGamma{R: 1.5, Alpha: 6}
		draw := func(r *rand.Rand, span int) contractual.Tenure { return truth.Rand(r, float64(span)) }
		coverage(t, "DERL", 60, func(run int) bool {
			fit, err := contractual.FitExponentialGamma(ctx, simulate(t, uint64(run), 1000, 12, draw), nil)
			require.NoError(t, err)
			derl := func(m contractual.ExponentialGamma) float64 { return m.DERL(3, 0.1) }
			return fit.Interval(clientele.DomainPositive, derl, 0.95).Contains(derl(truth))
		})
	})
	t.Run("WeibullGamma", func(t *testing.T) {
		truth := contractual.WeibullGamma{R: 0.8, Alpha: 12, C: 1.6}
		draw := func(r *rand.Rand, span int) contractual.Tenure { return truth.Rand(r, float64(span)) }
		coverage(t, "survival", 40, func(run int) bool {
			fit, err := contractual.FitWeibullGamma(ctx, simulate(t, uint64(run), 1000, 15, draw), nil)
			require.NoError(t, err)
			s := func(m contractual.WeibullGamma) float64 { return m.Survival(10) }
			return fit.Interval(clientele.DomainProbability, s, 0.95).Contains(s(truth))
		})
	})
}

// TestFlatRetention is a cohort of which nine in ten renew, whatever the age.
func TestFlatRetention(t *testing.T) {
	ts := cohorts(t, []int{10000, 9000, 8100, 7290, 6561})
	fit, err := contractual.FitSBG(ctx, ts, nil)
	require.NoError(t, err)
	require.Len(t, fit.Warnings, 1)
	assert.Equal(t, contractual.WarnGeometric, fit.Warnings[0].Code)
	assert.Equal(t, "a, b", fit.Warnings[0].Subject)
	// θ = losses/renewals due, and its geometric log-likelihood.
	theta := 3439.0 / (10000 + 9000 + 8100 + 7290)
	check.Close(t, theta, fit.Model.Prob(1), 1e-4)
	check.Close(t, 3439*math.Log(theta)+(34390-3439)*math.Log1p(-theta), fit.LogLik, 1e-9)
	assert.True(t, math.IsInf(fit.Estimates(0.95)[0].SE, 1))
	band := fit.Interval(clientele.DomainProbability, func(m contractual.SBG) float64 { return m.RetentionRate(9) }, 0.95)
	half := 1.96 * math.Sqrt(theta*(1-theta)/34390)
	assert.InDelta(t, 1-theta-half, band.Lo, 1e-4)
	assert.InDelta(t, 1-theta+half, band.Hi, 1e-4)

	falling := cohorts(t, []int{1000, 980, 900, 700, 400})
	for want, got := range map[string]func() []clientele.Warning{
		contractual.WarnGeometric: func() []clientele.Warning {
			f, err := contractual.FitSBG(ctx, falling, nil)
			require.NoError(t, err)
			return f.Warnings
		},
		contractual.WarnDiscreteWeibull: func() []clientele.Warning {
			f, err := contractual.FitBdW(ctx, falling, nil)
			require.NoError(t, err)
			return f.Warnings
		},
		contractual.WarnExponential: func() []clientele.Warning {
			f, err := contractual.FitExponentialGamma(ctx, falling, nil)
			require.NoError(t, err)
			return f.Warnings
		},
		contractual.WarnWeibull: func() []clientele.Warning {
			f, err := contractual.FitWeibullGamma(ctx, falling, nil)
			require.NoError(t, err)
			return f.Warnings
		},
	} {
		codes := []string{}
		for _, w := range got() {
			codes = append(codes, w.Code)
		}
		assert.Contains(t, codes, want)
	}
	polarised, err := contractual.FitSBG(ctx, cohorts(t, []int{1000, 400, 400, 400, 400}), nil)
	require.NoError(t, err)
	require.NotEmpty(t, polarised.Warnings)
	assert.Equal(t, contractual.WarnPolarised, polarised.Warnings[0].Code)
	assert.InDelta(t, 0.4, polarised.Model.Survival(4), 1e-3)
	few, err := contractual.FitSBG(ctx, cohorts(t, []int{30, 20, 16, 14}), nil)
	require.NoError(t, err)
	assert.Contains(t, few.Warnings, clientele.Warning{Code: contractual.WarnFewLosses, Value: 16})
}

func TestNothingToIdentify(t *testing.T) {
	one := cohorts(t, []int{100, 80})
	two := cohorts(t, []int{100, 80, 70})
	for what, err := range map[string]error{
		"one period":      second(contractual.FitSBG(ctx, one, nil)),
		"two periods":     second(contractual.FitBdW(ctx, two, nil)),
		"nobody lost":     second(contractual.FitSBG(ctx, cohorts(t, []int{100, 100, 100}), nil)),
		"nobody lost, EG": second(contractual.FitExponentialGamma(ctx, cohorts(t, []int{100, 100, 100}), nil)),
		"nobody renewed":  second(contractual.FitSBG(ctx, cohorts(t, []int{100, 0, 0}), nil)),
		"one date":        second(contractual.FitWeibullGamma(ctx, cohorts(t, []int{100, 90}), nil)),
		"constant":        second(contractual.FitRegression[contractual.SBG](ctx, withCovariates(t, []string{"x"}, group{Z: []float64{1}, Tenures: two}), nil)),
		"always 0":        second(contractual.FitRegression[contractual.SBG](ctx, withCovariates(t, []string{"x"}, group{Z: []float64{0}, Tenures: two}), nil)),
		"collinear":       second(contractual.FitRegression[contractual.SBG](ctx, withCovariates(t, []string{"x", "y"}, group{Z: []float64{1, 2}, Tenures: two}, group{Z: []float64{2, 3}, Tenures: two}, group{Z: []float64{5, 6}, Tenures: two}), nil)),
	} {
		assert.ErrorIs(t, err, clientele.ErrNotIdentified, what)
	}
	for _, ts := range []*contractual.Tenures{nil, {}} {
		assert.ErrorIs(t, second(contractual.FitSBG(ctx, ts, nil)), clientele.ErrNoData)
		assert.ErrorIs(t, second(contractual.FitWeibullGamma(ctx, ts, nil)), clientele.ErrNoData)
	}
	assert.NoError(t, second(contractual.FitSBG(ctx, two, nil)))
	// Two cohorts of which each was seen at one age only are enough for two parameters.
	late := new(contractual.Tenures)
	require.NoError(t, late.AddCohort(contractual.Cohort{Survivors: []int{100, 80}}))
	require.NoError(t, late.AddCohort(contractual.Cohort{Survivors: []int{100, 90}, First: 3}))
	fit, err := contractual.FitSBG(ctx, late, nil)
	require.NoError(t, err)
	check.Close(t, 0.8, fit.Model.RetentionRate(1), 1e-6)
	check.Close(t, 0.9, fit.Model.RetentionRate(4), 1e-6)

	var input *clientele.InputError
	half := new(contractual.Tenures)
	require.NoError(t, half.Add(contractual.Tenure{Age: 2.5, Lost: true}))
	require.ErrorAs(t, second(contractual.FitSBG(ctx, half, nil)), &input)
	stopped, cancel := context.WithCancelCause(ctx)
	why := errors.New("stop")
	cancel(why)
	assert.ErrorIs(t, second(contractual.FitSBG(stopped, two, nil)), why)
}

func second[T any](_ T, err error) error { return err }

// TestSameDataSameBits fits one base added in two orders and three shardings.
func TestSameDataSameBits(t *testing.T) {
	truth := contractual.BdW{A: 0.5, B: 2, C: 1.3}
	r := rand.New(rand.NewPCG(5, 5))
	var all []contractual.Tenure
	for range 3000 {
		all = append(all, truth.Rand(r, 1+r.IntN(9)))
	}
	collect := func(part []contractual.Tenure) *contractual.Tenures {
		ts, err := contractual.CollectTenures(func(yield func(contractual.Tenure) bool) {
			for _, x := range part {
				if !yield(x) {
					return
				}
			}
		})
		require.NoError(t, err)
		return ts
	}
	want, err := contractual.FitBdW(ctx, collect(all), nil)
	require.NoError(t, err)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	ts := collect(all[:700])
	ts.Merge(collect(all[700:701]))
	ts.Merge(collect(all[701:]))
	got, err := contractual.FitBdW(ctx, ts, &clientele.FitOptions{Workers: 4})
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// TestWeights: a weight of 2 is two customers to the likelihood, but one to
// the number of customers and the sandwich.
func TestWeights(t *testing.T) {
	double, twice := new(contractual.Tenures), new(contractual.Tenures)
	require.NoError(t, double.AddCohort(contractual.Cohort{Survivors: []int{500, 400, 350, 320}, Weight: 2}))
	require.NoError(t, twice.AddCohort(contractual.Cohort{Survivors: []int{1000, 800, 700, 640}}))
	a, err := contractual.FitSBG(ctx, double, nil)
	require.NoError(t, err)
	b, err := contractual.FitSBG(ctx, twice, nil)
	require.NoError(t, err)
	check.Close(t, b.Model.A, a.Model.A, 1e-9)
	check.Close(t, b.LogLik, a.LogLik, 1e-13)
	check.Close(t, b.Cov[0][0], a.Cov[0][0], 1e-8)
	check.Close(t, 2*b.Robust[0][0], a.Robust[0][0], 1e-8)
	assert.Equal(t, 500, a.N)
	check.Close(t, 2*a.Model.LogLikelihood(cohorts(t, []int{500, 400, 350, 320})), a.Model.LogLikelihood(double), 1e-14)
}

// TestIntervalCensoring: the table of a cohort is the same data as its
// customers with their losses dated to the year.
func TestIntervalCensoring(t *testing.T) {
	table := cohorts(t, []int{100, 80, 70, 64})
	single := new(contractual.Tenures)
	for k, n := range []int{20, 10, 6} {
		require.NoError(t, single.AddN(contractual.Tenure{Age: float64(k + 1), Lost: true, Width: 1}, n))
	}
	require.NoError(t, single.AddN(contractual.Tenure{Age: 3}, 64))
	a, err := contractual.FitWeibullGamma(ctx, table, nil)
	require.NoError(t, err)
	b, err := contractual.FitWeibullGamma(ctx, single, nil)
	require.NoError(t, err)
	assert.Equal(t, a, b)
	// Dated to some time in three years only, the loss has the sum of the probabilities.
	m := contractual.SBG{A: 0.7, B: 2}
	check.Close(t, math.Log(m.Prob(2)+m.Prob(3)+m.Prob(4)), m.LogProb(contractual.Tenure{Age: 4, Lost: true, Width: 3}), 1e-13)
}

func TestRidgeAndStart(t *testing.T) {
	ts := cohorts(t, []int{1000, 900, 810, 729, 656})
	fit, err := contractual.FitSBG(ctx, ts, &clientele.FitOptions{Ridge: 1})
	require.NoError(t, err)
	assert.Less(t, fit.Model.A, 1e3, "a prior keeps the limit at bay")
	start, err := contractual.FitSBG(ctx, cohorts(t, []int{1000, 869, 743, 653}), &clientele.FitOptions{Start: []float64{2, 9}})
	require.NoError(t, err)
	plain, err := contractual.FitSBG(ctx, cohorts(t, []int{1000, 869, 743, 653}), nil)
	require.NoError(t, err)
	check.Close(t, plain.Model.A, start.Model.A, 1e-7)
}

func TestRandIsFrozen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var got []contractual.Tenure
	got = append(got, contractual.SBG{A: 0.7, B: 2}.Rand(r, 9), contractual.SBG{A: 0.7, B: 2}.Rand(r, 9), contractual.BdW{A: 0.7, B: 2, C: 1.5}.Rand(r, 9))
	assert.Equal(t, []contractual.Tenure{{Age: 9, Lost: true}, {Age: 1, Lost: true}, {Age: 8, Lost: true}}, got)
	eg := contractual.ExponentialGamma{R: 1, Alpha: 3}.Rand(r, 100)
	assert.Equal(t, contractual.Tenure{Age: 3.578371438588055, Lost: true}, eg)
	assert.Panics(t, func() { contractual.SBG{A: 1, B: 1}.Rand(r, -1) })
	assert.Panics(t, func() { contractual.ExponentialGamma{R: 1, Alpha: 1}.Rand(r, 0) })
}

// TestRandFollowsSurvival compares simulated shares with S within 5 standard errors.
func TestRandFollowsSurvival(t *testing.T) {
	const n = 40000
	r := rand.New(rand.NewPCG(3, 3))
	bdw, wg := contractual.BdW{A: 0.6, B: 2, C: 1.4}, contractual.WeibullGamma{R: 0.8, Alpha: 5, C: 1.3}
	made, there := [9]int{}, [9]int{}
	for range n {
		a, b := bdw.Rand(r, 8), wg.Rand(r, 8)
		for k := 1; k <= 8; k++ {
			if a.Age > float64(k) || !a.Lost {
				made[k]++
			}
			if b.Age > float64(k) || !b.Lost {
				there[k]++
			}
		}
	}
	for k := 1; k <= 8; k++ {
		assert.InDelta(t, bdw.Survival(k), float64(made[k])/n, 5*math.Sqrt(0.25/n))
		assert.InDelta(t, wg.Survival(float64(k)), float64(there[k])/n, 5*math.Sqrt(0.25/n))
	}
}

// Only renewals under observation count: what a customer had renewed before is
// not in the data, because those who had not would not be.
func TestRenewalsBeforeEntryAreNotSeen(t *testing.T) {
	ts := new(contractual.Tenures)
	for entry := range 3 {
		require.NoError(t, ts.AddN(contractual.Tenure{Age: 3 + float64(entry), Lost: true, Entry: 2 + float64(entry)}, 40))
	}
	err := second(contractual.FitSBG(ctx, ts, nil))
	require.ErrorIs(t, err, clientele.ErrNotIdentified)
	assert.ErrorContains(t, err, "nobody renewed")

	ts = new(contractual.Tenures)
	require.NoError(t, ts.AddN(contractual.Tenure{Age: 3, Lost: true, Entry: 2}, 40))
	require.NoError(t, ts.AddN(contractual.Tenure{Age: 3, Entry: 2}, 60))
	err = second(contractual.FitSBG(ctx, ts, nil))
	require.ErrorIs(t, err, clientele.ErrNotIdentified)
	assert.ErrorContains(t, err, "renewals of 1 age(s)")
	assert.ErrorContains(t, err, "rate 0.6")
}

func TestTenureOf(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2024, 1, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		end     time.Time
		periods bool
		want    contractual.Tenure
	}{
		{time.Time{}, false, contractual.Tenure{Age: 3.5}},
		{time.Time{}, true, contractual.Tenure{Age: 3}},
		{day(12), false, contractual.Tenure{Age: 11.0 / 7, Lost: true}},
		{day(12), true, contractual.Tenure{Age: 2, Lost: true}},
		{day(15), true, contractual.Tenure{Age: 2, Lost: true}},
		{day(30), true, contractual.Tenure{Age: 3}},
	} {
		got, err := contractual.TenureOf(day(1), c.end, time.Date(2024, 1, 25, 12, 0, 0, 0, time.UTC), clientele.Week, c.periods)
		require.NoError(t, err)
		assert.Equal(t, c.want, got, "%v", c)
	}
	for _, bad := range []struct {
		begin, end time.Time
		unit       clientele.Unit
	}{{day(28), time.Time{}, clientele.Week}, {day(2), day(1), clientele.Week}, {day(2), day(3), 0}, {time.Time{}, day(3), clientele.Week}} {
		_, err := contractual.TenureOf(bad.begin, bad.end, day(25), bad.unit, false)
		var input *clientele.InputError
		assert.ErrorAs(t, err, &input)
	}
}
