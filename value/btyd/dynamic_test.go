package btyd

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/dynamic"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seasonal is a model with a season that comes and goes, and a trait that stays.
func seasonal() DynamicParetoNBD {
	return DynamicParetoNBD{Regression[ParetoNBD]{
		Base:       ParetoNBD{R: 0.9, Alpha: 8, S: 0.7, Beta: 12},
		Covariates: []string{"season", "trait"},
		Effects: []Effect{
			{"season", TargetPurchase, 0.8}, {"trait", TargetPurchase, -0.3},
			{"season", TargetDropout, -0.6}, {"trait", TargetDropout, 0.4},
		},
	}}
}

// trajectory draws a customer of the model, whose season lasts 4 of 13 weeks.
func trajectory(m DynamicParetoNBD, r *rand.Rand, age float64) Trajectory {
	c := Trajectory{}
	shift, trait := 13*r.Float64(), float64(r.IntN(2))
	for u := -shift; u < 200; u += 13 {
		c.Starts = append(c.Starts, u, u+9)
		c.Covariates = append(c.Covariates, []float64{0, trait}, []float64{1, trait})
	}
	c.Purchases = m.AppendPurchases(nil, r, &c, age)
	c.Age = age
	return c
}

// With covariates that do not change it is the model with fixed covariates, in
// however many rows they come.
func TestDynamicWithoutChange(t *testing.T) {
	m := seasonal()
	for _, h := range histories {
		if h.Repeats > 1000 {
			continue
		}
		z := []float64{0.7, 1}
		c := Trajectory{Age: h.Age, Starts: []float64{-1, 4, 20, 31.5, 60}, Covariates: [][]float64{z, {0.7, 1}, z, z, z}}
		for i := range h.Repeats {
			c.Purchases = append(c.Purchases, h.Last*float64(i+1)/float64(h.Repeats))
		}
		require.NoError(t, c.Check())
		fixed := m.At(z)
		check.Close(t, fixed.LogProb(h), m.LogProb(&c), 1e-10, h)
		check.Close(t, fixed.ProbAlive(h), m.ProbAlive(&c), 1e-10, h)
		check.Close(t, fixed.ProbAliveAt(h, 9), m.ProbAliveAt(&c, 9), 1e-10, h)
		check.Close(t, fixed.ExpectedPurchases(h, 50), m.ExpectedPurchases(&c, 50), 1e-10, h)
		check.Close(t, fixed.VarPurchases(h, 50), m.VarPurchases(&c, 50), 1e-10, h)
		check.Close(t, fixed.ProbPurchases(h, 50, 3), m.ProbPurchases(&c, 50, 3), 1e-9, h)
		check.Close(t, fixed.ProbPurchases(h, 50, 0), m.ProbPurchases(&c, 50, 0), 1e-9, h)
		check.Close(t, fixed.DiscountedPurchases(h, 0.01), m.DiscountedPurchases(&c, 0.01), 1e-10, h)
		check.Close(t, fixed.DiscountedPurchasesWithin(h, 0.01, 50), m.DiscountedPurchasesWithin(&c, 0.01, 50), 1e-10, h)
		p, d := dynamicClocks{m.Covariates, m.Effects}.Rates(z)
		check.Close(t, fixed.ExpectedRate(h), m.ExpectedRate(&c)*p, 1e-9, h)
		check.Close(t, fixed.ExpectedDropout(h), m.ExpectedDropout(&c)*d, 1e-9, h)
	}
}

// Laws that hold with covariates that change: rows that say the same may be
// split, distributions sum to one, and their moments are the closed forms.
func TestDynamicLaws(t *testing.T) {
	m, r := seasonal(), rand.New(rand.NewPCG(61, 62))
	for range 20 {
		c := trajectory(m, r, 40)
		split := c
		split.Starts, split.Covariates = nil, nil
		for k, u := range c.Starts {
			split.Starts = append(split.Starts, u, u+2)
			split.Covariates = append(split.Covariates, c.Covariates[k], append([]float64(nil), c.Covariates[k]...))
		}
		check.Close(t, m.LogProb(&c), m.LogProb(&split), 1e-13)
		check.Close(t, m.ExpectedPurchases(&c, 52), m.ExpectedPurchases(&split, 52), 1e-13)
		total, mean, square := 0.0, 0.0, 0.0
		for n := range 1000 {
			p := m.ProbPurchases(&c, 20, n)
			total += p
			mean += float64(n) * p
			square += float64(n*n) * p
			if n > 50 && 1-total < 1e-13 {
				break
			}
		}
		check.Close(t, 1, total, 1e-10)
		check.Close(t, m.ExpectedPurchases(&c, 20), mean, 1e-8)
		check.Close(t, m.VarPurchases(&c, 20), square-mean*mean, 1e-7)
		check.Close(t, m.DiscountedPurchases(&c, 0.05), m.DiscountedPurchasesWithin(&c, 0.05, 2000), 1e-9)
		check.Close(t, m.ExpectedPurchases(&c, 52), m.DiscountedPurchasesWithin(&c, 0, 52), 1e-13)
		check.Close(t, m.ProbAlive(&c), m.ProbAliveAt(&c, 0), 1e-14)
		// By parts: d/dt E = the rate of those alive.
		const step = 1e-4
		slope := (m.ExpectedPurchases(&c, 5+step) - m.ExpectedPurchases(&c, 5-step)) / (2 * step)
		assert.Positive(t, slope)
	}
}

// Posterior means, averaged over new customers, are the prior means, and the
// conditional expectation is what simulated customers go on to buy.
func TestDynamicSimulation(t *testing.T) {
	m, r := seasonal(), rand.New(rand.NewPCG(71, 72))
	const n = 20_000
	var rate, rate2, drop, drop2, gap, gap2 float64
	for range n {
		c := trajectory(m, r, 60)
		seen := c
		seen.Age = 30
		for len(seen.Purchases) > 0 && seen.Purchases[len(seen.Purchases)-1] > 30 {
			seen.Purchases = seen.Purchases[:len(seen.Purchases)-1]
		}
		a, b := m.ExpectedRate(&seen), m.ExpectedDropout(&seen)
		d := float64(len(c.Purchases)-len(seen.Purchases)) - m.ExpectedPurchases(&seen, 30)
		rate, rate2, drop, drop2, gap, gap2 = rate+a, rate2+a*a, drop+b, drop2+b*b, gap+d, gap2+d*d
	}
	z := func(sum, square, want float64) float64 {
		mean := sum / n
		return (mean - want) / math.Sqrt((square/n-mean*mean)/n)
	}
	assert.Less(t, math.Abs(z(rate, rate2, 0.9/8)), 4.5)
	assert.Less(t, math.Abs(z(drop, drop2, 0.7/12)), 4.5)
	assert.Less(t, math.Abs(z(gap, gap2, 0)), 4.5)
}

// The gradient and Hessian are the differences of the log-likelihood, and the
// compiled likelihood is that of the model.
func TestDynamicDerivatives(t *testing.T) {
	m, r := seasonal(), rand.New(rand.NewPCG(81, 82))
	both := m
	both.Effects = []Effect{{"season", TargetBoth, 0.4}, {"trait", TargetPurchase, -0.3}, {"trait", TargetDropout, 0.2}, {"season", TargetDropout, 0.1}}
	for _, m := range []DynamicParetoNBD{m, both} {
		var cs []Trajectory
		for range 12 {
			cs = append(cs, trajectory(seasonal(), r, 20+20*r.Float64()))
		}
		tab := dynamic.NewTable(len(cs), func(i int) *dynamic.Course { return (*dynamic.Course)(&cs[i]) }, dynamicClocks{m.Covariates, m.Effects}.columns(), 1)
		var v []float64
		for _, p := range m.Params() {
			v = append(v, p.Value)
		}
		at := func(v []float64) mle.Derivatives {
			return mle.At(dynamic.Rows(pareto.Model{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]}, tab, v[4:]), tab.Len(), len(v))
		}
		d := at(v)
		check.Close(t, m.LogLikelihood(cs), d.LogLik, 1e-11)
		for i := range v {
			const step = 1e-5
			up, down := append([]float64(nil), v...), append([]float64(nil), v...)
			up[i] += step
			down[i] -= step
			a, b := at(up), at(down)
			assert.InDelta(t, (a.LogLik-b.LogLik)/(2*step), d.Grad[i], 1e-6*(1+math.Abs(d.Grad[i])), "%d", i)
			for j := range v {
				assert.InDelta(t, (a.Grad[j]-b.Grad[j])/(2*step), d.Hess[i][j], 1e-6*(1+math.Abs(d.Hess[i][j])), "%d %d", i, j)
			}
		}
	}
}

func TestDynamicJSON(t *testing.T) {
	m := seasonal()
	data, err := json.Marshal(m)
	require.NoError(t, err)
	var back DynamicParetoNBD
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, m, back)
	assert.Error(t, json.Unmarshal([]byte(`{"base":{"r":1,"alpha":1,"s":1,"beta":1},"covariates":["x"],"effects":[{"covariate":"x","on":"a","coefficient":1}]}`), &back))
	assert.Equal(t, m, back)
}

func TestTrajectoryCheck(t *testing.T) {
	good := Trajectory{Purchases: []float64{1, 2, 5}, Age: 7, Starts: []float64{0, 3}, Covariates: [][]float64{{0}, {1}}}
	require.NoError(t, good.Check())
	assert.Equal(t, clientele.History{Repeats: 3, Last: 5, Age: 7}, good.History())
	for i, spoil := range []func(c *Trajectory){
		func(c *Trajectory) { c.Purchases = []float64{2, 1} },
		func(c *Trajectory) { c.Purchases = []float64{0, 1} },
		func(c *Trajectory) { c.Purchases = []float64{8} },
		func(c *Trajectory) { c.Purchases = []float64{math.NaN()} },
		func(c *Trajectory) { c.Age = math.NaN() },
		func(c *Trajectory) { c.Starts = []float64{1, 3} },
		func(c *Trajectory) { c.Starts = []float64{0, 0} },
		func(c *Trajectory) { c.Starts = []float64{0} },
		func(c *Trajectory) { c.Starts, c.Covariates = nil, nil },
		func(c *Trajectory) { c.Covariates = [][]float64{{0}, {1, 2}} },
		func(c *Trajectory) { c.Covariates = [][]float64{{0}, {math.Inf(1)}} },
	} {
		c := good
		spoil(&c)
		var bad *clientele.InputError
		assert.ErrorAs(t, c.Check(), &bad, i)
		m := DynamicParetoNBD{Regression[ParetoNBD]{Base: ParetoNBD{R: 1, Alpha: 1, S: 1, Beta: 1}, Covariates: []string{"x"}}}
		for _, v := range []float64{m.LogProb(&c), m.ProbAlive(&c), m.ExpectedPurchases(&c, 1), m.ProbPurchases(&c, 1, 0), m.ExpectedRate(&c), m.ExpectedDropout(&c), m.DiscountedPurchases(&c, 0.1)} {
			assert.True(t, math.IsNaN(v), i)
		}
	}
}

func TestDynamicDoesNotAllocate(t *testing.T) {
	m, c := seasonal(), trajectory(seasonal(), rand.New(rand.NewPCG(5, 6)), 40)
	sink := 0.0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		sink += m.LogProb(&c) + m.ProbAlive(&c) + m.ExpectedPurchases(&c, 39) + m.ProbPurchases(&c, 39, 2) + m.DiscountedPurchasesWithin(&c, 0.01, 39)
	}))
}
