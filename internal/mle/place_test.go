package mle

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pair is two positive parameters and a likelihood written by the test.
type pair struct{ A, B float64 }

func (m pair) Params() []clientele.Param {
	return []clientele.Param{{Name: "a", Value: m.A, Domain: clientele.DomainPositive}, {Name: "b", Value: m.B, Domain: clientele.DomainPositive}}
}
func (pair) WithParams(v []float64) pair { return pair{v[0], v[1]} }

// hyperbola is 100·(−1/(c + ln a) − (ln b − 1)²) up to a factor on the first
// part: it still rises in a where the reach ends.
func hyperbola(c float64) Problem[pair] {
	return Problem[pair]{
		Name: "test: hyperbola", N: 100, Rows: 1, Starts: [][]float64{{1, 1}},
		At: func(p []float64) Rows {
			return func(s *Sums, lo, hi int) {
				u, v := c+math.Log(p[0]), math.Log(p[1])-1
				ga, gb := 1/(u*u), -2*v // by the logarithms
				ha, hb := -2/(u*u*u), -2.0
				s.Add(100, -1/u-v*v, []float64{ga / p[0], gb / p[1]}, []float64{(ha - ga) / (p[0] * p[0]), 0, (hb - gb) / (p[1] * p[1])})
			}
		},
	}
}

func newPairSearch(t *testing.T, o clientele.FitOptions) *search {
	t.Helper()
	prob := hyperbola(2)
	s, err := newSearch(context.Background(), &prob, &o)
	require.NoError(t, err)
	return s
}

// The line search, which probes with the value alone, climbs the hill whose
// derivatives it follows: with a prior too, whose slope is that of its value.
func TestValueIsThatOfThePlace(t *testing.T) {
	s := newPairSearch(t, clientele.FitOptions{Ridge: 50})
	s.prior.Mean = []float64{0.3, -0.7}
	for _, x := range [][]float64{{0, 0}, {1, -0.5}, {-1, 2}} {
		at := s.evaluate(x, allRows)
		assert.Equal(t, at.value, s.value(x, allRows))
		assert.InDelta(t, at.logLik-25*((x[0]-0.3)*(x[0]-0.3)+(x[1]+0.7)*(x[1]+0.7)), at.value, 1e-10)
		const step = 1e-5
		for i := range x {
			up, down := append([]float64(nil), x...), append([]float64(nil), x...)
			up[i] += step
			down[i] -= step
			assert.InDelta(t, (s.value(up, allRows)-s.value(down, allRows))/(2*step), at.grad[i], 1e-4)
			assert.InDelta(t, (s.evaluate(up, allRows).grad[i]-s.evaluate(down, allRows).grad[i])/(2*step), at.hess.At(i, i), 1e-3)
		}
	}
}

// What overflows on its way from the free scale does not reach the rows, nor
// anything at all once the context is done.
func TestRowsSeeFiniteParametersOnly(t *testing.T) {
	s := newPairSearch(t, clientele.FitOptions{})
	s.at = func([]float64) Rows { t.Error("the rows were prepared"); return func(*Sums, int, int) {} }
	for _, x := range [][]float64{{math.NaN(), 0}, {0, 800}} {
		assert.True(t, math.IsNaN(s.value(x, allRows)))
		assert.False(t, s.evaluate(x, allRows).finite())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s.ctx = ctx
	assert.True(t, math.IsNaN(s.value([]float64{0, 0}, allRows)))
	_, err := s.climb([]float64{0, 0}, 0, allRows, goal)
	assert.ErrorIs(t, err, context.Canceled)
}

// A context that ends within a pass ends the pass, and the fit.
func TestContextEndsAPass(t *testing.T) {
	for _, workers := range []int{1, 2} {
		ctx, cancel := context.WithCancel(context.Background())
		seen := 0
		prob := hyperbola(2)
		prob.Rows = 100_000
		prob.At = func(p []float64) Rows {
			return func(s *Sums, lo, hi int) {
				if workers == 1 {
					seen += hi - lo
				}
				cancel()
				s.Add(1, -p[0]*p[0], []float64{-2 * p[0], 0}, []float64{-2, 0, 0})
			}
		}
		_, err := Fit(ctx, prob, &clientele.FitOptions{Workers: workers, Start: []float64{1, 1}})
		assert.ErrorIs(t, err, context.Canceled)
		assert.LessOrEqual(t, seen, 1000)
	}
}

// A likelihood that still rises where the reach ends is at its limit for that
// parameter, which is not identified; the others have their standard errors.
func TestVerdictAtTheEndOfReach(t *testing.T) {
	fit, err := Fit(context.Background(), hyperbola(2), nil)
	require.NoError(t, err)
	assert.InDelta(t, reach, math.Log(fit.Model.A), 1e-5)
	assert.InDelta(t, 1, math.Log(fit.Model.B), 1e-8)
	require.Len(t, fit.Flat, 1)
	assert.InDelta(t, 1, math.Abs(fit.Flat[0][0]), 1e-12)
	assert.Zero(t, fit.Cov[0][0])
	assert.InDelta(t, math.E*math.E/200, fit.Cov[1][1], 1e-9)
	require.Len(t, fit.Warnings, 1)
	assert.Equal(t, "a", fit.Warnings[0].Subject)
}

// Only a parameter at the end, whose likelihood does not fall beyond, is held.
func TestAtEnd(t *testing.T) {
	s := newPairSearch(t, clientele.FitOptions{})
	for _, c := range []struct {
		x, grad float64
		want    bool
	}{
		{reach, 1, true}, {-reach, -1, true}, // rises beyond
		{reach, 0, true}, {-reach, 0.5 * noise / reach, true}, // level within rounding
		{reach, -1, false}, {-reach, 1, false}, // falls beyond
		{reach - 1e-3, 1, false}, {1e-3 - reach, -1, false}, {0, 1, false}, // not there yet
	} {
		p := &place{x: []float64{c.x, 0}, grad: []float64{c.grad, 0}}
		assert.Equal(t, c.want, s.atEnd(p, 0), c)
	}
}

// No step is longer than two on the free scale, or leads out of reach.
func TestLongest(t *testing.T) {
	s := newPairSearch(t, clientele.FitOptions{})
	from := &place{x: []float64{20, -20}}
	assert.Equal(t, 2.0, s.longest(from, []float64{2, 1}))
	assert.Equal(t, 4.0, s.longest(from, []float64{0.5, -1}))
	assert.Equal(t, 22.0, s.longest(from, []float64{-2, 0}))
	assert.Zero(t, s.longest(&place{x: []float64{reach + 1, 0}}, []float64{1, 0}))
	assert.True(t, math.IsInf(s.longest(from, []float64{0, 0}), 1))
}

// The sandwich of a wide bread and a thin filling keeps its variances >= 0.
func TestSandwichIsSemidefinite(t *testing.T) {
	prob := hyperbola(2)
	s, err := newSearch(context.Background(), &prob, &clientele.FitOptions{})
	require.NoError(t, err)
	for n := range 200 {
		a, b := math.Pow(10, float64(n%40-20)), math.Pow(10, float64(20-n%37))
		filling := s.freeOuter([]float64{1, 1}, []float64{a * a, a * b, b * b}) // of rank 1
		bread := s.freeOuter([]float64{1, 1}, []float64{b * b, -a * b * 0.999999, a * a})
		product, ok := sandwich(bread, filling)
		require.True(t, ok)
		assert.True(t, product.At(0, 0) >= 0 && product.At(1, 1) >= 0, n)
		assert.LessOrEqual(t, math.Abs(product.At(0, 1)), math.Sqrt(product.At(0, 0))*math.Sqrt(product.At(1, 1))*(1+1e-9), n)
	}
	_, ok := sandwich(s.freeOuter([]float64{1, 1}, []float64{1, 0, 1}), s.freeOuter([]float64{1, 1}, []float64{math.NaN(), 0, 1}))
	assert.False(t, ok)
}

// A covariance that overflows on the natural scale is absent.
func TestCovarianceIsFiniteOrAbsent(t *testing.T) {
	s := newPairSearch(t, clientele.FitOptions{})
	one := s.freeOuter([]float64{1, 1}, []float64{1, 0, 1})
	assert.Equal(t, [][]float64{{4, 0}, {0, 9}}, s.naturalCov(one, []float64{2, 3}))
	assert.Nil(t, s.naturalCov(one, []float64{1e200, 1}))
}

// A fit that nobody could use or store is an error, and no fit.
func TestCheckOfTheAnswer(t *testing.T) {
	good := &clientele.Fit[pair]{Model: pair{1, 2}, LogLik: -1, Cov: [][]float64{{1, 1}, {1, 1}}, Robust: [][]float64{{1, 1.1}, {1.1, 1}}}
	fit, err := Checked("x", good, nil)
	assert.NoError(t, err)
	assert.NotNil(t, fit.Cov, "semidefinite")
	assert.Nil(t, fit.Robust, "a correlation of 1.1")
	for _, bad := range []clientele.Fit[pair]{{Model: pair{0, 1}}, {Model: pair{1, math.Inf(1)}}, {Model: pair{math.NaN(), 1}}, {Model: pair{1, 1}, LogLik: math.NaN()}, {Model: pair{1, 1}, LogLik: math.Inf(1)}} {
		fit, err := Checked("x", &bad, nil)
		assert.ErrorIs(t, err, clientele.ErrNotConverged)
		assert.Nil(t, fit)
	}
	for _, cov := range [][][]float64{{{-1, 0}, {0, 1}}, {{math.NaN(), 0}, {0, 1}}, {{1, 0}, {0, math.Inf(1)}}, {{0, 1}, {1, 1}}, {{1, 0}}, {{1, math.NaN()}, {0, 1}}} {
		assert.Nil(t, covariance(cov), cov)
	}
}

// What is moved is a covariance whatever the sizes of the slopes, where the plain
// product has variances below 0.
func TestMovedIsACovariance(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 300 {
		var root [3][3]float64
		for i := range root {
			for j := range root {
				root[i][j] = r.NormFloat64() * math.Pow(10, float64(n%31-15))
			}
		}
		root[2] = root[1] // singular
		cov, a := make([][]float64, 3), make([][]float64, 3)
		for i := range cov {
			cov[i], a[i] = make([]float64, 3), []float64{math.Pow(10, float64(n%23-11)), r.NormFloat64(), -r.NormFloat64() * math.Pow(10, float64(n%17-8))}
			for j := range cov {
				for k := range root {
					cov[i][j] += root[i][k] * root[j][k]
				}
			}
		}
		moved := Moved(a, cov)
		assert.NotNil(t, moved, n)
		assert.NotNil(t, covariance(moved), n)
		want := 0.0
		for i := range cov {
			for j := range cov {
				want += a[0][i] * cov[i][j] * a[0][j]
			}
		}
		assert.InEpsilon(t, want, moved[0][0], 1e-6)
	}
	assert.Nil(t, Moved([][]float64{{1}}, nil))
}
