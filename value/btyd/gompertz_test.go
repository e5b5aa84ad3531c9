package btyd

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/gompertz"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// As b → 0 with β/b fixed, every quantity becomes that of the Pareto/NBD.
func TestGompertzBecomesPareto(t *testing.T) {
	limit := ParetoNBD{R: 0.553, Alpha: 10.578, S: 1.606, Beta: 11.669}
	for _, h := range histories {
		for _, b := range []float64{1e-12, 1e-60} {
			m := GGompertzNBD{R: limit.R, Alpha: limit.Alpha, B: b, S: limit.S, Beta: limit.Beta * b}
			if h.Age > 1000 {
				continue // b·T counts
			}
			check.Close(t, limit.LogProb(h), m.LogProb(h), 1e-9, h)
			check.Close(t, limit.ProbAlive(h), m.ProbAlive(h), 1e-8, h)
			check.Close(t, limit.ExpectedPurchases(h, 39), m.ExpectedPurchases(h, 39), 1e-8, h)
			check.Close(t, limit.VarPurchases(h, 39), m.VarPurchases(h, 39), 1e-8, h)
			check.Close(t, limit.ProbPurchases(h, 39, 2), m.ProbPurchases(h, 39, 2), 1e-8, h)
			check.Close(t, limit.DiscountedPurchases(h, 0.01), m.DiscountedPurchases(h, 0.01), 1e-8, h)
			check.Close(t, limit.DiscountedPurchasesWithin(h, 0.01, 39), m.DiscountedPurchasesWithin(h, 0.01, 39), 1e-8, h)
			check.Close(t, limit.ExpectedRate(h), m.ExpectedRate(h), 1e-8, h)
			check.Close(t, limit.ExpectedDropout(h), m.ExpectedDropout(h), 1e-8, h)
		}
	}
}

// The gradient and Hessian are the differences of the log-likelihood, from an
// even death clock to a steep one.
func TestGompertzDerivatives(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	for range 200 {
		last := math.Exp(4*r.Float64() - 3)
		h := clientele.History{Repeats: 1 + r.IntN(30), Last: last, Age: last * (1 + 3*r.Float64()*r.Float64())}
		if r.IntN(4) == 0 {
			h.Repeats, h.Last = 0, 0
		}
		var p clientele.Panel
		require.NoError(t, p.Add(h))
		tab := table.New(&p)
		v := []float64{math.Exp(2 * r.NormFloat64()), math.Exp(2 * r.NormFloat64()), math.Exp(3*r.NormFloat64() - 3), math.Exp(2 * r.NormFloat64()), math.Exp(2 * r.NormFloat64())}
		at := func(v []float64) mle.Derivatives {
			return mle.At(gompertz.Model{R: v[0], Alpha: v[1], B: v[2], S: v[3], Kappa: v[4] / v[2]}.Rows(tab), 1, 5)
		}
		d := at(v)
		for i := range v {
			const step = 1e-5
			up, down := append([]float64(nil), v...), append([]float64(nil), v...)
			up[i] *= 1 + step
			down[i] *= 1 - step
			a, b := at(up), at(down)
			assert.InDelta(t, (a.LogLik-b.LogLik)/(2*step*v[i]), d.Grad[i], 1e-7*(1+math.Abs(d.Grad[i])+math.Abs(d.LogLik)/v[i]), "%v %v %d", h, v, i)
			for j := range v {
				assert.InDelta(t, (a.Grad[j]-b.Grad[j])/(2*step*v[i]), d.Hess[i][j], 1e-6*(1+math.Abs(d.Hess[i][j])+math.Abs(d.Grad[j])/v[i]+1/(v[i]*v[j])), "%v %v %d %d", h, v, i, j)
			}
		}
	}
}

// The integral of the lifetime against panels in time itself.
func TestGompertzLifetime(t *testing.T) {
	for _, g := range []gompertz.Model{{R: 1, Alpha: 1, B: 0.05, S: 0.6, Kappa: 16}, {R: 1, Alpha: 1, B: 0.01, S: 2.5, Kappa: 320}, {R: 1, Alpha: 1, B: 1.5, S: 0.2, Kappa: 1e4}, {R: 1, Alpha: 1, B: 0.3, S: 30, Kappa: 2}} {
		for _, rate := range []float64{0, 0.003, 0.5} {
			for _, span := range []float64{0.01, 3, 52} {
				f := func(u float64) float64 { return math.Exp(-rate*u) * g.Survival(u) }
				check.Close(t, quad.Panels(f, 0, span, 4000), g.Lifetime(rate, span, false), 1e-11, g, rate, span)
				check.Close(t, quad.Panels(func(u float64) float64 { return u * f(u) }, 0, span, 4000), g.Lifetime(rate, span, true), 1e-11, g, rate, span)
			}
		}
	}
}

// The times of death of a frequent buyer whom only old age takes: the integrand falls
// by a factor of e⁵⁶ and then rises by e⁶⁸.
func TestGompertzFallsAndRises(t *testing.T) {
	g := gompertz.Model{R: 0.5, Alpha: 1, B: 0.5, S: 0.6, Kappa: 2e54}
	e := g.EndTimes(20, 0, 250)
	log := func(u float64) float64 {
		return g.B*u - e.Rx*math.Log1p(u/g.Alpha) - (g.S+1)*endtimes.LogGrowth(g.B*u, g.Beta())
	}
	var q endtimes.Nodes
	check.Close(t, quad.Panels(func(u float64) float64 { return math.Exp(log(u)) }, 0, 250, 4000), q.Sum(&e), 1e-10)
}

// Ageing customers: the longer alive, the sooner gone.
func TestGompertzAges(t *testing.T) {
	m := GGompertzNBD{R: 0.9, Alpha: 6, B: 0.06, S: 0.7, Beta: 4}
	last := 1.0
	for age := 10.0; age < 200; age += 10 {
		h := clientele.History{Repeats: 5, Last: age, Age: age}
		assert.Equal(t, 1.0, m.ProbAlive(h))
		s := m.ProbAliveAt(h, 5)
		assert.Less(t, s, last)
		last = s
	}
	assert.False(t, math.IsInf(m.Mean(endless), 0))
}

func TestGompertzDoesNotAllocate(t *testing.T) {
	m, h := GGompertzNBD{R: 0.9, Alpha: 6, B: 0.06, S: 0.7, Beta: 4}, clientele.History{Repeats: 4, Last: 20, Age: 25}
	sink := 0.0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		sink += m.LogProb(h) + m.ProbAlive(h) + m.ExpectedPurchases(h, 39) + m.ProbAliveAt(h, 39) + m.ProbPurchases(h, 39, 2) + m.DiscountedPurchasesWithin(h, 0.01, 39) + m.DiscountedPurchases(h, 0.01) + m.ExpectedRate(h)
	}))
}

// From where the Pareto/NBD ends, a fit gets as high as from all starts.
func TestGompertzFitFromPareto(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	for range 6 {
		m := GGompertzNBD{R: math.Exp(0.5 * r.NormFloat64()), Alpha: 4, B: 0.05 * math.Exp(1.5*r.NormFloat64()), S: math.Exp(0.7 * r.NormFloat64()), Beta: math.Exp(1.5 * r.NormFloat64())}
		p := new(clientele.Panel)
		for range 200 {
			require.NoError(t, p.Add(m.Rand(r, 20+20*r.Float64())))
		}
		f, err := FitGGompertzNBD(context.Background(), p, nil)
		require.NoError(t, err)
		g, err := fitPanel(context.Background(), p, nil, GGompertzNBD{})
		require.NoError(t, err)
		assert.GreaterOrEqual(t, f.LogLik, g.LogLik-1e-4, m)
	}
}
