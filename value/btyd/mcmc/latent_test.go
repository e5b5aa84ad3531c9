package mcmc

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mathext"
)

func TestUpperGamma(t *testing.T) {
	for _, k := range []float64{0.05, 0.4, 1, 1.7, 6, 40, 300, 999, 2000} {
		for _, z := range []float64{1e-6, 0.01, 0.3, 0.999, 1.001, 2.5, 7, 39, 45, 280, 330} {
			want := mathext.GammaIncRegComp(k, z)
			got := upperGamma(k, z, math.Log(z), lgamma(k))
			assert.InDelta(t, want, got, 1e-13+1e-10*want, "%g %g", k, z)
			if want > 0 {
				assert.InDelta(t, math.Log(want), logUpperGamma(k, z), 1e-9*(1+math.Abs(math.Log(want))), "%g %g", k, z)
			}
		}
		assert.InDelta(t, 1, upperGamma(1, 1e-300, math.Log(1e-300), 0), 1e-15)
	}
	assert.InEpsilon(t, -5000+0.5*math.Log(5000)-lgamma(1.5), logUpperGamma(1.5, 5000), 1e-6)
}

var people = []gammaGaps{{1, 0.1, 0.03}, {0.7, 0.05, 0.1}, {3, 0.4, 0.02}, {0.2, 1.5, 0.3}, {12, 0.2, 1.1}, {2, 5, 1e-4}}

// The closed forms of silence and P(alive) agree with the integrals over the death.
func TestSilenceIsAnIntegral(t *testing.T) {
	for _, p := range people {
		for _, d := range []float64{0.3, 4, 38.86} {
			kappa := p.k * p.lambda
			q := func(u float64) float64 { return mathext.GammaIncRegComp(p.k, kappa*u) }
			// u = e^z: the integrand is smooth in z, whatever the scale.
			dead := quad.Panels(func(z float64) float64 {
				u := math.Exp(z)
				return u * p.mu * math.Exp(-p.mu*u) * q(u)
			}, math.Log(d)-60, math.Log(d), 120)
			alive := q(d) * math.Exp(-p.mu*d)
			check.Close(t, dead+alive, p.silence(d, math.Log(d), math.Log(kappa), lgamma(p.k)), 1e-10, p, d)
			check.Close(t, alive/(dead+alive), p.probAlive(d), 1e-9, p, d)
		}
		assert.Equal(t, 1.0, p.probAlive(0))
	}
	assert.InDelta(t, 0, gammaGaps{2, 50, 1e-3}.probAlive(39), 1e-200)
}

// moments collects draws and holds their mean against an expectation.
type moments struct{ n, sum, square float64 }

func (m *moments) add(v float64) { m.n, m.sum, m.square = m.n+1, m.sum+v, m.square+v*v }

// near reports the distance to want in standard errors.
func (m *moments) near(t *testing.T, want float64, what ...any) {
	t.Helper()
	mean := m.sum / m.n
	se := math.Sqrt(math.Max(m.square/m.n-mean*mean, 1e-30) / m.n)
	assert.Less(t, math.Abs(mean-want), 4.9*se+1e-12, "%v: mean %g, want %g", what, mean, want)
}

func TestSilentDeath(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range people {
		for _, d := range []float64{0.3, 38.86} {
			density := func(u float64) float64 {
				return math.Exp(-p.mu*u) * mathext.GammaIncRegComp(p.k, p.k*p.lambda*u)
			}
			over := func(f func(u float64) float64) float64 {
				return quad.Panels(func(z float64) float64 { u := math.Exp(z); return u * f(u) }, math.Log(d)-40, math.Log(d), 120)
			}
			mass := over(density)
			var first, second moments
			for range 20_000 {
				v := p.silentDeath(r, d)
				assert.True(t, v > 0 && v <= d)
				first.add(v)
				second.add(v * v)
			}
			first.near(t, over(func(u float64) float64 { return u * density(u) })/mass, p, d)
			second.near(t, over(func(u float64) float64 { return u * u * density(u) })/mass, p, d)
		}
	}
}

func TestGammaAbove(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, k := range []float64{0.1, 0.7, 1, 2.5, 30} {
		for _, z := range []float64{0, 0.05, 0.5, 3, 40, 60} {
			var m moments
			for range 10_000 {
				g := randGammaAbove(r, k, z)
				assert.GreaterOrEqual(t, g, z)
				m.add(g)
			}
			m.near(t, k*mathext.GammaIncRegComp(k+1, z)/mathext.GammaIncRegComp(k, z), k, z)
		}
	}
}

// What a customer of known rates goes on to buy: the closed form of the
// discounted purchases is that of a simulation.
func TestGammaGapsDiscounted(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, p := range people[:5] {
		for _, gap := range []float64{0, 2, 30} {
			var m moments
			var times []float64
			for range 20_000 {
				sum := 0.0
				times = p.appendTimes(times[:0], r, gap, r.ExpFloat64()/(p.mu+0.02))
				m.add(sum + float64(len(times)))
			}
			m.near(t, p.discounted(gap, 0.02), p, gap)
		}
	}
	// k = 1 is Poisson.
	assert.InEpsilon(t, poisson{0.1, 0.03}.within(0.02, math.Inf(1)), people[0].discounted(7, 0.02), 1e-12)
	assert.Zero(t, people[0].discounted(7, math.Inf(1)))
}

func TestPoissonPerson(t *testing.T) {
	h := clientele.History{Repeats: 3, Last: 20, Age: 38}
	for _, p := range []poisson{{0.1, 0.03}, {2, 1e-9}, {0.02, 3}} {
		gap := h.Age - h.Last
		dead := quad.Panels(func(u float64) float64 { return p.mu * math.Exp(-(p.lambda+p.mu)*u) }, 0, gap, 20)
		alive := math.Exp(-(p.lambda + p.mu) * gap)
		given := abeIntegral{ma: math.Log(p.lambda), mb: math.Log(p.mu), sdA: 1, sdB: 1}
		fit := given.log(&abePerson{x: 3, last: h.Last, gap: gap}, given.ma, given.mb)
		check.Close(t, 3*math.Log(p.lambda)-(p.lambda+p.mu)*h.Last+math.Log(dead+alive), fit, 1e-12, p)
		check.Close(t, alive/(dead+alive), p.probAlive(h), 1e-12, p)
		check.Close(t, gammaGaps{1, p.lambda, p.mu}.probAlive(gap), p.probAlive(h), 1e-11, p)
		const span = 26
		var total, mean, square float64
		for n := range 200 {
			q := p.prob(float64(n), span)
			total, mean, square = total+q, mean+float64(n)*q, square+float64(n*n)*q
		}
		check.Close(t, 1, total, 1e-12, p)
		check.Close(t, mean, p.within(0, span), 1e-10, p)
		check.Close(t, square, p.square(span), 1e-9, p)
		check.Close(t, quad.Panels(func(u float64) float64 { return p.lambda * math.Exp(-(p.mu+0.1)*u) }, 0, span, 20), p.within(0.1, span), 1e-12, p)
	}
	check.Close(t, poisson{1, 0.0010001}.square(1), poisson{1, 0.0009999}.square(1), 1e-6)
}

func TestInverseWishart(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	scale := cov2{3, 1, 2}
	var aa, ab, bb moments
	for range 40_000 {
		m := randInverseWishart(r, 9, scale)
		assert.Positive(t, m.det())
		aa.add(m.aa)
		ab.add(m.ab)
		bb.add(m.bb)
	}
	aa.near(t, 3./6, "aa") // scale/(freedom − 3)
	ab.near(t, 1./6, "ab")
	bb.near(t, 2./6, "bb")
}

func TestExp(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 200_000 {
		x := 1400*r.Float64() - 700
		if want := math.Exp(x); math.Abs(exp(x)/want-1) > 1e-13 {
			t.Fatalf("exp(%v) is %v, want %v", x, exp(x), want)
		}
	}
	for _, x := range []float64{0, 1e-300, -1e-17, math.Inf(1), math.Inf(-1), 720, -720, -740} {
		assert.Equal(t, math.Exp(x), exp(x), x)
	}
	assert.True(t, math.IsNaN(exp(math.NaN())))
}

// Condensed customers have the likelihood of all.
func TestCondense(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for _, youngest := range []float64{27, 3, 0.5} {
		var all []crowd
		for range 800 {
			all = append(all, crowd{clientele.History{Age: youngest + (39-youngest)*r.Float64()}, float64(1 + r.IntN(2))})
		}
		slices.SortFunc(all, func(a, b crowd) int { return a.h.Compare(b.h) })
		all = append(all, crowd{clientele.History{Repeats: 1, Last: 3, Age: 30}, 2})
		few := condense(all)
		assert.Less(t, len(few), 250)
		assert.Equal(t, all[800], few[len(few)-1])
		for range 200 {
			m := btyd.ParetoNBD{R: exp(2 * r.NormFloat64()), Alpha: exp(2 + 3*r.NormFloat64()), S: exp(2 * r.NormFloat64()), Beta: exp(2 + 3*r.NormFloat64())}
			want, got := 0.0, 0.0
			for _, c := range all {
				want += c.n * m.LogProb(c.h)
			}
			for _, c := range few {
				got += c.n * m.LogProb(c.h)
			}
			assert.InDelta(t, want, got, 1e-8+1e-11*math.Abs(want), "%v from %v", m, youngest)
		}
	}
	// Too few of them, or ages from 0 on, stay.
	assert.Len(t, condense([]crowd{{clientele.History{Age: 1}, 1}, {clientele.History{Age: 2}, 1}}), 2)
	var young []crowd
	for i := range 100 {
		young = append(young, crowd{clientele.History{Age: 1e-9 + float64(i)}, 1})
	}
	assert.Len(t, condense(young), 100)
	assert.Len(t, condense(young[:1]), 1)
}
