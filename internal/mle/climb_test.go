package mle

import (
	"context"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// place1 is one real parameter.
type place1 struct{ X float64 }

func (m place1) Params() []clientele.Param {
	return []clientele.Param{{Name: "x", Value: m.X, Domain: clientele.DomainReal}}
}
func (place1) WithParams(v []float64) place1 { return place1{v[0]} }

// hill is a likelihood of one parameter with its derivatives.
func hill(f func(x float64) (v, slope, curve float64), starts ...float64) Problem[place1] {
	p := Problem[place1]{Name: "test: hill", N: 1, Rows: 1, At: func(p []float64) Rows {
		return func(s *Sums, lo, hi int) {
			v, g, h := f(p[0])
			s.Add(1, v, []float64{g}, []float64{h})
		}
	}}
	for _, x := range starts {
		p.Starts = append(p.Starts, []float64{x})
	}
	return p
}

// cliff is x − e^{8x}/8: Newton's step from the left shoots over its top at 0.
func cliff(x float64) (v, slope, curve float64) {
	e := math.Exp(8 * x)
	return x - e/8, 1 - e, -8 * e
}

// A step goes up, and not far, wherever Newton's own would end.
func TestStepGoesUp(t *testing.T) {
	for _, from := range []float64{-9, -3, -1, -0.5, 0.3, 2, 20} {
		prob := hill(cliff, from)
		s, err := newSearch(context.Background(), &prob, &clientele.FitOptions{})
		require.NoError(t, err)
		at := s.evaluate([]float64{from}, allRows)
		dir, _, ok := s.direction(at)
		require.True(t, ok)
		next := s.step(at, dir, allRows)
		require.NotNil(t, next, from)
		assert.Greater(t, next.value, at.value, from)
		assert.LessOrEqual(t, math.Abs(next.x[0]-from), 2.0*maxStep, from)
	}
	fit, err := Fit(context.Background(), hill(cliff, -9), nil)
	require.NoError(t, err)
	assert.InDelta(t, 0, fit.Model.X, 1e-9)
	assert.InDelta(t, 0.125, fit.Cov[0][0], 1e-9)
}

// twin has a maximum of 0 near −3 and a higher one, of about 1.2, near 3.
func twin(x float64) (v, slope, curve float64) {
	u := x*x - 9
	return -u*u/36 + 0.2*(x+3), -u*x/9 + 0.2, -(3*x*x - 9) / 9
}

// The further starts find the higher of two maxima, unless the caller said where to begin.
func TestFurtherStarts(t *testing.T) {
	prob := hill(twin, -3)
	prob.More = [][]float64{{4}}
	fit, err := Fit(context.Background(), prob, nil)
	require.NoError(t, err)
	assert.InDelta(t, 3.1, fit.Model.X, 0.1)
	fit, err = Fit(context.Background(), prob, &clientele.FitOptions{Start: []float64{-3}})
	require.NoError(t, err)
	assert.InDelta(t, -2.9, fit.Model.X, 0.1)
}

// A Start far away that leads to the lower maximum, to a ridge or to nothing
// finite is not the last word.
func TestStartFarAway(t *testing.T) {
	for _, start := range []float64{-30, -4} {
		prob := hill(twin, 4)
		fit, err := Fit(context.Background(), prob, &clientele.FitOptions{Start: []float64{start}})
		require.NoError(t, err)
		assert.InDelta(t, 3.1, fit.Model.X, 0.1, "%v", start)
	}
	bell := hill(func(x float64) (v, slope, curve float64) { // flat beyond a hill at 0
		e := math.Exp(-x * x / 2)
		return e, -x * e, (x*x - 1) * e
	}, 1)
	fit, err := Fit(context.Background(), bell, &clientele.FitOptions{Start: []float64{40}})
	require.NoError(t, err)
	assert.InDelta(t, 0, fit.Model.X, 1e-6)
	assert.Empty(t, fit.Flat)
}

// At the lowest point between two maxima there is no slope, and still a way up.
func TestSaddleIsLeft(t *testing.T) {
	fit, err := Fit(context.Background(), hill(func(x float64) (v, slope, curve float64) {
		return -(x*x - 9) * (x*x - 9) / 36, -(x*x - 9) * x / 9, -(3*x*x - 9) / 9
	}, 0), nil)
	require.NoError(t, err)
	assert.InDelta(t, 3, math.Abs(fit.Model.X), 1e-9)
}

// Sums lose nothing to large terms that cancel.
func TestSumsAreCompensated(t *testing.T) {
	s := newSums(0)
	for _, v := range []float64{1, 1e100, 1, -1e100} {
		s.AddLogLik(v)
	}
	assert.Equal(t, 2.0, s.LogLik())
	s = newSums(0)
	for _, v := range []float64{1e100, 1, -1e100, 1} {
		s.AddLogLik(v)
	}
	assert.Equal(t, 2.0, s.LogLik())
}

// A sample stands for all rows: its weights add up to theirs, heavy rows are in
// it for certain, and equal ones at equal distances.
func TestSystematicSample(t *testing.T) {
	weight := func(i int) float64 {
		if i == 500 {
			return 1000
		}
		return 1
	}
	of := systematic(weight, 10_000, 100)
	total, heavy := 0.0, false
	for k, p := range of.rows {
		total += p.factor * weight(p.row)
		heavy = heavy || p.row == 500
		if k > 0 {
			assert.Greater(t, p.row, of.rows[k-1].row)
		}
	}
	assert.InDelta(t, 10_999, total, 1e-6)
	assert.InDelta(t, 109.99, of.scale, 1e-9)
	assert.True(t, heavy)
	assert.LessOrEqual(t, len(of.rows), 100)
	even := systematic(func(int) float64 { return 2 }, 1000, 100)
	require.Len(t, even.rows, 100)
	for k, p := range even.rows {
		assert.Equal(t, pick{10*k + 4, 10}, p)
	}
}
