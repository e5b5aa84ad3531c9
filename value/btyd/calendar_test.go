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

func TestCalendarByHand(t *testing.T) {
	c, err := btyd.NewCalendar(10, 2, []float64{1, 1, 4}) // scaled: ½, ½, 2 in cycles of 6
	require.NoError(t, err)
	assert.Equal(t, []float64{0.5, 0.5, 2, 0.5, 2}, []float64{c.Weight(10), c.Weight(13.9), c.Weight(14), c.Weight(16), c.Weight(9)})
	for _, s := range [][3]float64{{10, 2, 1}, {10, 4, 2}, {10, 5, 4}, {10, 6, 6}, {10, 601, 600.5}, {13, 2, 2.5}, {9, 2, 2.5}, {-2, 1, 0.5}, {14.5, 1e-9, 2e-9}, {10, 0, 0}} {
		check.Close(t, s[2], c.Span(s[0], s[1]), 1e-12, s)
		check.Close(t, s[1], c.Elapse(s[0], s[2]), 1e-12, s)
	}
	h := clientele.History{Repeats: 3, Last: 4, Age: 5}
	assert.Equal(t, clientele.History{Repeats: 3, Last: 2, Age: 4}, c.History(10, h))
	assert.True(t, math.IsInf(c.Span(3, math.Inf(1)), 1) && math.IsInf(c.Elapse(3, math.Inf(1)), 1))
	for _, v := range []float64{c.Span(3, -1), c.Elapse(3, -1), c.Span(math.NaN(), 1), c.Weight(math.NaN())} {
		assert.True(t, math.IsNaN(v))
	}
}

// Span and Elapse are inverse, additive and increasing, for any calendar.
func TestCalendarLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(101, 102))
	for range 2000 {
		weights := make([]float64, 1+r.IntN(12))
		for i := range weights {
			weights[i] = math.Exp(2 * r.NormFloat64())
		}
		c, err := btyd.NewCalendar(100*r.NormFloat64(), math.Exp(r.NormFloat64()), weights)
		require.NoError(t, err)
		at, u, v := 100*r.NormFloat64(), 50*r.Float64(), 50*r.Float64()
		check.Close(t, u, c.Elapse(at, c.Span(at, u)), 1e-9)
		check.Close(t, c.Span(at, u+v), c.Span(at, u)+c.Span(at+u, v), 1e-9)
		h := c.History(at, clientele.History{Repeats: 1, Last: math.Min(u, v), Age: math.Max(u, v)})
		assert.NoError(t, h.Check())
		last := c.History(at, clientele.History{Repeats: 1, Last: math.Nextafter(v, 0), Age: v})
		assert.NoError(t, last.Check())
		tiny := c.History(at, clientele.History{Repeats: 1, Last: 1e-300, Age: 1e-300})
		assert.NoError(t, tiny.Check())
	}
}

// Equal weights change nothing, to the bit.
func TestCalendarOfEqualWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(103, 104))
	c, err := btyd.NewCalendar(3, 0.7, []float64{5, 5, 5, 5, 5})
	require.NoError(t, err)
	m := btyd.ParetoNBD{R: 0.9, Alpha: 8, S: 0.7, Beta: 12}
	plain, seasonal := new(clientele.Panel), new(clientele.Panel)
	for range 500 {
		first, h := 100*r.Float64(), m.Rand(r, 30+20*r.Float64())
		require.Equal(t, h, c.History(first, h))
		require.NoError(t, plain.Add(h))
		require.NoError(t, seasonal.Add(c.History(first, h)))
		assert.Equal(t, 26.0, c.Span(first, 26))
		check.Close(t, m.DiscountedPurchasesWithin(h, 0.01, 52), c.DiscountedPurchasesWithin(m, first, h, 0.01, 52), 1e-11, h)
	}
	f, err := btyd.FitParetoNBD(context.Background(), plain, nil)
	require.NoError(t, err)
	g, err := btyd.FitParetoNBD(context.Background(), seasonal, nil)
	require.NoError(t, err)
	assert.Equal(t, f, g)
}

func TestCalendarRefusals(t *testing.T) {
	for i, f := range []func() (*btyd.Calendar, error){
		func() (*btyd.Calendar, error) { return btyd.NewCalendar(math.NaN(), 1, []float64{1}) },
		func() (*btyd.Calendar, error) { return btyd.NewCalendar(0, 0, []float64{1}) },
		func() (*btyd.Calendar, error) { return btyd.NewCalendar(0, 1, nil) },
		func() (*btyd.Calendar, error) { return btyd.NewCalendar(0, 1, []float64{1, 0}) },
		func() (*btyd.Calendar, error) { return btyd.NewCalendar(0, 1, []float64{1, math.NaN()}) },
	} {
		_, err := f()
		var bad *clientele.InputError
		assert.ErrorAs(t, err, &bad, i)
	}
}

// A model with the season in covariates, the logarithms of the weights with
// coefficient 1 on both rates, is the plain model in operational time.
func TestCalendarIsACovariate(t *testing.T) {
	weights := []float64{0.6, 1, 2.4, 0.5}
	c, err := btyd.NewCalendar(0, 3, weights)
	require.NoError(t, err)
	m := btyd.ParetoNBD{R: 0.9, Alpha: 8, S: 0.7, Beta: 12}
	dynamic := btyd.DynamicParetoNBD{Regression: btyd.Regression[btyd.ParetoNBD]{
		Base: m, Covariates: []string{"season"}, Effects: []btyd.Effect{{Covariate: "season", On: btyd.TargetBoth, Coefficient: 1}},
	}}
	const first = 4.5
	path := btyd.Trajectory{Purchases: []float64{2, 3.5, 11}, Age: 17}
	for u := -3 * 4.; u < 300; u += 3 {
		if u+3 > first {
			path.Starts = append(path.Starts, math.Max(u-first, -1e3))
			path.Covariates = append(path.Covariates, []float64{math.Log(c.Weight(u + 1))})
		}
	}
	h, own := path.History(), c.History(first, path.History())
	jacobian := 0.0
	for _, u := range path.Purchases {
		jacobian += math.Log(c.Weight(first + u))
	}
	check.Close(t, dynamic.LogProb(&path), m.LogProb(own)+jacobian, 1e-10)
	check.Close(t, dynamic.ProbAlive(&path), m.ProbAlive(own), 1e-10)
	check.Close(t, dynamic.ExpectedPurchases(&path, 31), m.ExpectedPurchases(own, c.Span(first+h.Age, 31)), 1e-10)
	check.Close(t, dynamic.DiscountedPurchasesWithin(&path, 0.02, 31), c.DiscountedPurchasesWithin(m, first, h, 0.02, 31), 1e-10)
	check.Close(t, dynamic.DiscountedPurchasesWithin(&path, 2, 31), c.DiscountedPurchasesWithin(m, first, h, 2, 31), 1e-9)
}

// Customers simulated with a season: the fit in operational time finds the
// parameters and a higher likelihood, and predicts a low season as it comes.
func TestCalendarRecovery(t *testing.T) {
	c, err := btyd.NewCalendar(0, 13, []float64{0.6, 0.9, 0.5, 2})
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(105, 106))
	for _, truth := range []btyd.ParetoNBD{{R: 0.9, Alpha: 6, S: 0.7, Beta: 14}} {
		seasonal, plain := new(clientele.Panel), new(clientele.Panel)
		const n, ends, horizon = 4000, 52, 26
		jacobian, bought, expected, naive, variance := 0.0, 0.0, 0.0, 0.0, 0.0
		type customer struct {
			first float64
			h     clientele.History
		}
		var cs []customer
		for range n {
			first := 20 * r.Float64()
			var h clientele.History
			h.Age = ends - first
			for _, u := range truth.AppendPurchases(nil, r, clientele.History{}, c.Span(first, ends+horizon-first)) {
				at := c.Elapse(first, u)
				if at > h.Age {
					bought++
					continue
				}
				h.Repeats++
				h.Last = at
				jacobian += math.Log(c.Weight(first + at))
			}
			cs = append(cs, customer{first, h})
			require.NoError(t, plain.Add(h))
			require.NoError(t, seasonal.Add(c.History(first, h)))
		}
		f, err := btyd.FitParetoNBD(context.Background(), seasonal, nil)
		require.NoError(t, err)
		g, err := btyd.FitParetoNBD(context.Background(), plain, nil)
		require.NoError(t, err)
		for i, e := range f.Estimates(0.9999) {
			assert.True(t, e.Interval.Contains(truth.Params()[i].Value), e)
		}
		assert.Greater(t, f.LogLik+jacobian, g.LogLik+1000)
		for _, k := range cs {
			own, span := c.History(k.first, k.h), c.Span(ends, horizon)
			expected += f.Model.ExpectedPurchases(own, span)
			variance += f.Model.VarPurchases(own, span)
			naive += g.Model.ExpectedPurchases(k.h, horizon)
		}
		assert.Less(t, math.Abs(bought-expected), 6*math.Sqrt(variance)) // estimates are uncertain, too
		assert.Greater(t, naive, 1.2*bought)
	}
}
