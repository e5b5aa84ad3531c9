package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachModel runs a test for every model at its CDNOW parameters and for every history.
func eachModel(t *testing.T, f func(t *testing.T, mc modelCase, m anyModel, h clientele.History)) {
	for _, mc := range modelCases {
		t.Run(mc.name, func(t *testing.T) {
			m := mc.build(mc.cdnow)
			for _, h := range histories {
				f(t, mc, m, h)
			}
		})
	}
}

func TestDistributionSumsToOne(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	eachModel(t, func(t *testing.T, mc modelCase, m anyModel, h clientele.History) {
		if h.Repeats > 1000 {
			return // its distribution has 100,000 entries
		}
		const horizon = 20
		total, mean, square := 0.0, 0.0, 0.0
		for n := 0; n < 20_000; n++ {
			p := m.ProbPurchases(h, horizon, n)
			require.GreaterOrEqual(t, p, 0.0)
			total += p
			mean += float64(n) * p
			square += float64(n) * float64(n) * p
			if 1-total < 1e-14 && n > 600 {
				break
			}
		}
		check.Close(t, 1, total, 1e-11, h)
		check.Close(t, m.ExpectedPurchases(h, horizon), mean, 1e-9, h)
		check.Close(t, m.VarPurchases(h, horizon), square-mean*mean, 1e-7, h)
	})
}

func TestLimitsInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	eachModel(t, func(t *testing.T, mc modelCase, m anyModel, h clientele.History) {
		pa := m.ProbAlive(h)
		assert.True(t, pa >= 0 && pa <= 1)
		assert.Zero(t, m.ExpectedPurchases(h, 0))
		check.Close(t, pa, m.ProbAliveAt(h, 0), 1e-14, h)
		assert.InDelta(t, 1, m.ProbPurchases(h, 0, 0), 1e-15)
		assert.Zero(t, m.ProbPurchases(h, 0, 3))
		assert.Zero(t, m.ProbPurchases(h, 9, -1))
		last, alive := 0.0, pa
		for _, u := range []float64{1e-6, 0.1, 1, 5, 39, 200, 1e4, 1e6} {
			if u*float64(h.Repeats) > 1e5 {
				break // millions of events to add up
			}
			e, a := m.ExpectedPurchases(h, u), m.ProbAliveAt(h, u)
			assert.GreaterOrEqual(t, e, last)
			assert.LessOrEqual(t, a, alive*(1+1e-9))
			last, alive = e, a
			// Discounting by nothing changes nothing, and by something takes away.
			check.Close(t, e, m.DiscountedPurchasesWithin(h, 0, u), 1e-12, h, u)
			d := m.DiscountedPurchasesWithin(h, 0.01, u)
			assert.LessOrEqual(t, d, e)
			assert.GreaterOrEqual(t, d, e*math.Exp(-0.01*u)*(1-1e-12))
		}
		if h.Repeats > 1000 {
			return
		}
		// A long horizon is an endless one.
		check.Close(t, m.DiscountedPurchases(h, 0.05), m.DiscountedPurchasesWithin(h, 0.05, 800), 1e-8, h)
		check.Close(t, m.ExpectedPurchases(h, endless), m.DiscountedPurchases(h, 0), 0, h)
	})
}

// The log-likelihood of a panel is the sum over its customers.
func TestLogLikelihood(t *testing.T) {
	for _, mc := range modelCases {
		m := mc.build(mc.cdnow).(interface {
			anyModel
			LogLikelihood(p *clientele.Panel) float64
		})
		var p clientele.Panel
		want := 0.0
		for i, h := range histories {
			require.NoError(t, p.AddN(h, i+1))
			want += float64(i+1) * m.LogProb(h)
		}
		check.Close(t, want, m.LogLikelihood(&p), 1e-13, mc.name)
	}
}

// What a customer would be worth if alive, times P(alive), is what the customer is worth.
func TestDiscountedIfAlive(t *testing.T) {
	eachModel(t, func(t *testing.T, _ modelCase, m anyModel, h clientele.History) {
		a, ok := m.(interface {
			DiscountedIfAlive(repeats int, age, rate, t float64) float64
		})
		if !ok {
			return // depends on the last purchase in models with regular timing
		}
		check.Close(t, m.DiscountedPurchasesWithin(h, 0.003, 52), m.ProbAlive(h)*a.DiscountedIfAlive(h.Repeats, h.Age, 0.003, 52), 1e-12, h)
		assert.True(t, math.IsNaN(a.DiscountedIfAlive(-1, 3, 0.1, 5)))
	})
}

// P(alive) falls with silence, and rises with every purchase made in the same rhythm.
func TestSilenceLowersProbAlive(t *testing.T) {
	for _, mc := range modelCases {
		m := mc.build(mc.cdnow)
		if mc.name == "NBD" {
			continue // nobody ever dies
		}
		last := 2.0
		for age := 10.0; age < 500; age += 7 {
			pa := m.ProbAlive(clientele.History{Repeats: 5, Last: 10, Age: age})
			assert.Less(t, pa, last, mc.name)
			last = pa
		}
	}
}

// The unit of time is the caller's: scaling it with the parameters changes nothing.
func TestUnitOfTime(t *testing.T) {
	const c = 7
	eachModel(t, func(t *testing.T, mc modelCase, m anyModel, h clientele.History) {
		var v []float64
		for _, p := range m.Params() {
			v = append(v, p.Value*math.Pow(c, unitPower(m, p.Name)))
		}
		days := mc.build(v)
		g := h.Scaled(c)
		check.Close(t, m.ProbAlive(h), days.ProbAlive(g), 1e-9, h)
		check.Close(t, m.ExpectedPurchases(h, 39), days.ExpectedPurchases(g, 39*c), 1e-9, h)
		check.Close(t, m.DiscountedPurchases(h, 0.003), days.DiscountedPurchases(g, 0.003/c), 1e-9, h)
		k := 1.0 // a density in the micro-events
		if p := m.Params()[0]; p.Name == "k" {
			k = p.Value
		}
		assert.InDelta(t, m.LogProb(h)-k*float64(h.Repeats)*math.Log(c), days.LogProb(g), 1e-9*(1+math.Abs(m.LogProb(h))+float64(h.Repeats)))
	})
}

// The posterior means, averaged over simulated customers, are the prior means.
func TestPosteriorMeansIntegrateToPrior(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	prior := map[string][2]float64{
		"BG/NBD":                {0.243 / 4.414, 0.793 / (0.793 + 2.426)},
		"MBG/NBD":               {0.525 / 6.183, 0.891 / (0.891 + 1.614)},
		"Pareto/NBD":            {0.553 / 10.578, 0.606 / 11.669},
		"Pareto/NBD correlated": {0.553 / 10.578, 0.606 / 11.669},
		"GGompertz/NBD":         {0.55 / 10.5, 0.6 * 0.01 / 0.12},
		"NBD":                   {0.385 / 12.07, 0},
		"BG/CNBD-k":             {0.227 / 1.463 / 2, 0.944 / (0.944 + 2.074)},
		"MBG/CNBD-k":            {0.49 / 1.34 / 3, 0.9 / 2.4},

		"Pareto/NBD with a slow state": {0.499 / 7.27, 0.175 / 5.26},
	}
	for _, mc := range modelCases {
		m := mc.build(mc.cdnow)
		n := 40_000.0
		if mc.slow {
			n = 1500
		}
		var rate, drop, rate2, drop2 float64
		for range int(n) {
			h := m.Rand(r, 40)
			a, b := m.ExpectedRate(h), m.ExpectedDropout(h)
			rate, drop, rate2, drop2 = rate+a, drop+b, rate2+a*a, drop2+b*b
		}
		z := func(sum, square, want float64) float64 {
			mean := sum / n
			if mean == want {
				return 0
			}
			return (mean - want) / math.Sqrt((square/n-mean*mean)/n)
		}
		assert.Less(t, math.Abs(z(rate, rate2, prior[mc.name][0])), 4.5, mc.name)
		assert.Less(t, math.Abs(z(drop, drop2, prior[mc.name][1])), 4.5, mc.name)
	}
}

// Simulated customers have the model's mean, variance, distribution and survival.
func TestRandAgreesWithDistribution(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	for _, mc := range modelCases {
		m := mc.build(mc.cdnow)
		const n, age = 60_000, 52
		var sum, square float64
		var counts [6]float64
		for range n {
			h := m.Rand(r, age)
			require.NoError(t, h.Check())
			x := float64(h.Repeats)
			sum, square = sum+x, square+x*x
			if h.Repeats < len(counts) {
				counts[h.Repeats]++
			}
		}
		mean := sum / n
		assert.Less(t, math.Abs(mean-m.Mean(age)), 4.5*math.Sqrt(m.Var(age)/n), mc.name)
		assert.InEpsilon(t, m.Var(age), square/n-mean*mean, 0.15, mc.name)
		for k, c := range counts {
			p := m.Prob(k, age)
			assert.Less(t, math.Abs(c/n-p), 4.5*math.Sqrt(p*(1-p)/n), "%s %d", mc.name, k)
		}
	}
}

// The posterior predictive draws have the conditional mean and stay in the window.
func TestAppendPurchases(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	h := clientele.History{Repeats: 8, Last: 30, Age: 38}
	for _, mc := range modelCases {
		m := mc.build(mc.cdnow)
		const horizon = 30
		n := 20_000.0
		if mc.slow {
			n = 1500
		}
		sum := 0.0
		var times []float64
		for range int(n) {
			times = m.AppendPurchases(times[:0], r, h, horizon)
			for i, u := range times {
				require.True(t, u > 0 && u <= horizon && (i == 0 || u >= times[i-1]))
			}
			sum += float64(len(times))
		}
		assert.Less(t, math.Abs(sum/n-m.ExpectedPurchases(h, horizon)), 4.5*math.Sqrt(m.VarPurchases(h, horizon)/n), mc.name)
	}
}

// Drawn values are frozen: a change of the stream is a change of behaviour.
func TestRandFrozen(t *testing.T) {
	want := map[string]int{"BG/NBD": 355, "MBG/NBD": 340, "Pareto/NBD": 286, "Pareto/NBD correlated": 210, "NBD": 320, "GGompertz/NBD": 309, "BG/CNBD-k": 240, "MBG/CNBD-k": 283, "Pareto/NBD with a slow state": 332}
	for _, mc := range modelCases {
		r := rand.New(rand.NewPCG(1, 2))
		total := 0
		for range 200 {
			total += mc.build(mc.cdnow).Rand(r, 52).Repeats
		}
		assert.Equal(t, want[mc.name], total, mc.name)
	}
}

func TestLimitsOfModels(t *testing.T) {
	h := clientele.History{Repeats: 4, Last: 20, Age: 25}
	// Nobody drops out: all become the NBD.
	rate := (0.5 + 4) / (8 + 25)
	for _, m := range []anyModel{BGNBD{R: 0.5, Alpha: 8, A: 1e-12, B: 3}, MBGNBD{R: 0.5, Alpha: 8, A: 1e-12, B: 3}, ParetoNBD{R: 0.5, Alpha: 8, S: 1e-12, Beta: 3}, GGompertzNBD{R: 0.5, Alpha: 8, B: 0.02, S: 1e-12, Beta: 0.1}} {
		check.Close(t, 1, m.ProbAlive(h), 1e-10)
		check.Close(t, rate*39, m.ExpectedPurchases(h, 39), 1e-9, typeName(m))
		check.Close(t, rate*39, m.VarPurchases(h, 39)/(1+39/(8.+25)), 1e-8, typeName(m))
	}
	// Removable singularities are limits: a neighbour says the same.
	for _, d := range []float64{-1e-9, 0, 1e-9} {
		check.Close(t, BGNBD{R: 0.5, Alpha: 8, A: 1.0001, B: 3}.ExpectedPurchases(h, 39), BGNBD{R: 0.5, Alpha: 8, A: 1 + d, B: 3}.ExpectedPurchases(h, 39), 1e-4)
		check.Close(t, BGNBD{R: 0.5, Alpha: 8, A: 0.4001, B: 0.6}.Mean(39), BGNBD{R: 0.5, Alpha: 8, A: 0.4 + d, B: 0.6}.Mean(39), 1e-3)
		check.Close(t, ParetoNBD{R: 0.5, Alpha: 8, S: 1.0001, Beta: 3}.ExpectedPurchases(h, 39), ParetoNBD{R: 0.5, Alpha: 8, S: 1 + d, Beta: 3}.ExpectedPurchases(h, 39), 1e-4)
		check.Close(t, ParetoNBD{R: 0.5, Alpha: 8, S: 1.0001, Beta: 8}.LogProb(h), ParetoNBD{R: 0.5, Alpha: 8, S: 1 + d, Beta: 8 + d}.LogProb(h), 1e-4)
	}
}

func TestSpecialCases(t *testing.T) {
	h := clientele.History{Repeats: 4, Last: 20, Age: 25}
	bad := []clientele.History{{Repeats: -1, Last: 0, Age: 3}, {Repeats: 1, Last: 5, Age: 3}, {Repeats: 0, Last: 1, Age: 3},
		{Repeats: 2, Last: 0, Age: 3}, {Repeats: 2, Last: math.NaN(), Age: 3}, {Repeats: 0, Last: 0, Age: math.NaN()}, {Repeats: 0, Last: 0, Age: math.Inf(1)}}
	for _, mc := range modelCases {
		m := mc.build(mc.cdnow)
		for _, b := range bad {
			for i, v := range []float64{m.LogProb(b), m.ProbAlive(b), m.ProbAliveAt(b, 1), m.ExpectedPurchases(b, 1), m.VarPurchases(b, 1),
				m.ProbPurchases(b, 1, 0), m.ProbPurchases(b, 1, 2), m.DiscountedPurchases(b, 0.1), m.DiscountedPurchasesWithin(b, 0.1, 1), m.ExpectedRate(b), m.ExpectedDropout(b)} {
				assert.True(t, math.IsNaN(v), "%s %v %d: %v", mc.name, b, i, v)
			}
		}
		for i, v := range []float64{m.ExpectedPurchases(h, -1), m.ExpectedPurchases(h, math.NaN()), m.ProbAliveAt(h, -1), m.DiscountedPurchases(h, -1),
			m.DiscountedPurchasesWithin(h, 0.1, -1), m.Mean(-1), m.Prob(1, -1), m.Var(math.NaN()), m.Survival(-1)} {
			assert.True(t, math.IsNaN(v), "%s %d: %v", mc.name, i, v)
		}
		if mc.name != "GGompertz/NBD" { // whose lifetimes have a mean
			assert.True(t, math.IsInf(m.ExpectedPurchases(h, endless), 1), mc.name) // a, s ≤ 1
		}
		assert.Zero(t, m.DiscountedPurchases(h, endless))
		v := append([]float64(nil), mc.cdnow...)
		for i := range v {
			v[i] = -v[i]
			assert.True(t, math.IsNaN(mc.build(v).ProbAlive(h)), "%s: parameter %d < 0", mc.name, i)
			assert.True(t, math.IsNaN(mc.build(v).Mean(10)))
			v[i] = -v[i]
		}
	}
	// BG/NBD gives everybody who bought once for certain alive; MBG/NBD does not.
	once := clientele.History{Repeats: 0, Last: 0, Age: 1000}
	assert.Equal(t, 1.0, BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}.ProbAlive(once))
	assert.Less(t, MBGNBD{R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614}.ProbAlive(once), 0.7)
	check.Close(t, (1.5+2-1)/(1.5-1), BGNBD{R: 0.5, Alpha: 8, A: 1.5, B: 2}.Mean(endless), 1e-12)
	check.Close(t, 0.5*8/(4*(1.5-1)), ParetoNBD{R: 0.5, Alpha: 4, S: 1.5, Beta: 8}.Mean(endless), 1e-12)
}

func TestHotPathsDoNotAllocate(t *testing.T) {
	h := clientele.History{Repeats: 4, Last: 20, Age: 25}
	bg, mbg, pareto := BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}, MBGNBD{R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614}, ParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	sink := 0.0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		sink += bg.LogProb(h) + bg.ProbAlive(h) + bg.ExpectedPurchases(h, 39) + bg.ProbAliveAt(h, 39) + bg.ProbPurchases(h, 39, 2) + bg.DiscountedPurchasesWithin(h, 0.01, 39) + bg.DiscountedPurchases(h, 0.01)
		sink += mbg.LogProb(h) + mbg.ProbAlive(h) + mbg.ExpectedPurchases(h, 39) + mbg.ProbAliveAt(h, 39) + mbg.ProbPurchases(h, 39, 2) + mbg.DiscountedPurchasesWithin(h, 0.01, 39)
		sink += pareto.LogProb(h) + pareto.ProbAlive(h) + pareto.ExpectedPurchases(h, 39) + pareto.ProbAliveAt(h, 39) + pareto.ProbPurchases(h, 39, 2) + pareto.DiscountedPurchasesWithin(h, 0.01, 39) + pareto.DiscountedPurchases(h, 0.01) + pareto.ExpectedRate(h)
	}))
}
