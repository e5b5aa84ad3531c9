package logistic

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The gradient and Hessian are those of the value, the prior included.
func TestDerivativesOfThePenalisedValue(t *testing.T) {
	d := NewData(2)
	for i := range 40 {
		require.NoError(t, d.Add([]float64{float64(i % 7), float64(i * i % 5)}, float64(i%3), 3))
	}
	s := newSolver(d.design(), []float64{0.7, 30})
	s.coef = []float64{-0.2, 0.4, -0.9}
	s.derivatives()
	grad := append([]float64(nil), s.grad...)
	const step = 1e-5
	for j := range s.coef {
		up, down := append([]float64(nil), s.coef...), append([]float64(nil), s.coef...)
		up[j] += step
		down[j] -= step
		assert.InDelta(t, (s.value(up)-s.value(down))/(2*step), grad[j], 1e-6)
		for l := range s.coef {
			want := s.hess.At(j, l)
			keep := s.coef
			s.coef = up
			s.derivatives()
			high := s.grad[l]
			s.coef = down
			s.derivatives()
			low := s.grad[l]
			s.coef = keep
			s.derivatives()
			assert.InDelta(t, want, -(high-low)/(2*step), 1e-5)
		}
	}
}
