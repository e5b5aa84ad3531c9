package mle

import "context"

// Derivatives are the log-likelihood and its natural gradient and Hessian.
type Derivatives struct {
	LogLik float64
	Grad   []float64
	Hess   [][]float64
}

// At evaluates the rows at one point, for models that need derivatives outside
// a fit, and for their tests. K is the number of parameters.
func At(rows Rows, n, k int) Derivatives {
	s := newEvaluator(n, k, 1).sum(context.Background(), rows, allRows, true)
	d := Derivatives{LogLik: s.LogLik(), Grad: append([]float64(nil), s.grad...), Hess: make([][]float64, k)}
	for i := range k {
		d.Hess[i] = make([]float64, k)
		for j := range k {
			d.Hess[i][j] = s.hess[packed(min(i, j), max(i, j), k)]
		}
	}
	return d
}
