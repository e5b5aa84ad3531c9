package mle

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// toyRows has rows ln v₀ − v₀v₁x, of three customers each.
func toyRows(x []float64, v []float64) Rows {
	return func(s *Sums, lo, hi int) {
		for i := lo; i < hi; i++ {
			y := v[0] * v[1]
			s.Add(3, math.Log(v[0])-y*x[i], []float64{1/v[0] - v[1]*x[i], -v[0] * x[i]}, []float64{-1 / (v[0] * v[0]), -x[i], 0})
		}
	}
}

// A likelihood in ln v = constant + J·θ has the derivatives that differences show.
func TestAddLogLinear(t *testing.T) {
	x := []float64{0.5, 1, 2.5}
	j := []float64{1, 0, 2, 0.5, -1, 0.3}
	at := func(theta []float64) Derivatives {
		v := []float64{math.Exp(0.1 + theta[0] + 2*theta[2]), math.Exp(0.5*theta[0] - theta[1] + 0.3*theta[2])}
		return At(func(s *Sums, lo, hi int) {
			s.AddLogLinear(toyRows(x, v), lo, hi, v, j)
		}, len(x), 3)
	}
	theta := []float64{0.2, -0.3, 0.1}
	d := at(theta)
	const step = 1e-5
	for i := range theta {
		up, down := append([]float64(nil), theta...), append([]float64(nil), theta...)
		up[i] += step
		down[i] -= step
		u, w := at(up), at(down)
		assert.InDelta(t, (u.LogLik-w.LogLik)/(2*step), d.Grad[i], 1e-7)
		for k := range theta {
			assert.InDelta(t, (u.Grad[k]-w.Grad[k])/(2*step), d.Hess[i][k], 1e-6)
		}
	}
}

// The outer products of the scores go through J, and samples keep their factor.
func TestAddLogLinearScores(t *testing.T) {
	x, v := []float64{0.5, 1, 2.5}, []float64{2, 3}
	s := newSums(1)
	s.reset(true, true)
	s.factor = 2
	s.AddLogLinear(toyRows(x, v), 0, 3, v, []float64{1, 0.5})
	want, logLik := 0.0, 0.0
	for _, y := range x {
		score := v[0]*(1/v[0]-v[1]*y) + 0.5*v[1]*-v[0]*y
		want += 2 * 3 * score * score
		logLik += 2 * 3 * (math.Log(v[0]) - v[0]*v[1]*y)
	}
	assert.InDelta(t, want, s.outer[0], 1e-9)
	assert.InDelta(t, logLik, s.LogLik(), 1e-12)
}

func TestRow(t *testing.T) {
	x, v := []float64{0.5, 1, 2.5}, []float64{2, 3}
	s := newSums(1)
	s.reset(true, true)
	g, h := make([]float64, 2), make([]float64, 3)
	assert.InDelta(t, math.Log(2)-6, s.Row(toyRows(x, v), 1, 2, 3, g, h), 1e-14)
	assert.InDelta(t, -2.5, g[0], 1e-14)
	assert.InDelta(t, -0.25, h[0], 1e-14)
	assert.InDelta(t, -1, h[1], 1e-14)
	assert.Zero(t, s.LogLik())
}
