package mle

import (
	"errors"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

// Checked is the end of every fit of the library. It refuses an answer that no
// caller could use or store, parameters outside of their domains or a likelihood
// that is no number, and drops covariances that are none. A nil fit stays nil,
// with its error.
func Checked[M clientele.Model[M]](name string, fit *clientele.Fit[M], err error) (*clientele.Fit[M], error) {
	if fit == nil {
		return nil, err
	}
	var bad error
	switch {
	case clientele.Validate(fit.Model) != nil:
		bad = fmt.Errorf("%s: %w: the search ended outside of the model's domain: %v", name, clientele.ErrNotConverged, clientele.Validate(fit.Model))
	case math.IsNaN(fit.LogLik) || math.IsInf(fit.LogLik, 0):
		bad = fmt.Errorf("%s: %w: the log-likelihood is %v at the estimate", name, clientele.ErrNotConverged, fit.LogLik)
	}
	if bad != nil {
		return nil, errors.Join(bad, err)
	}
	fit.Cov, fit.Robust = covariance(fit.Cov), covariance(fit.Robust)
	return fit, err
}

// rounding is how far below 0, or correlations beyond 1, the eigenvalues of a
// correlation matrix may be by rounding.
const rounding = 1e-8

// covariance returns cov if it is one: finite, symmetric and without negative
// eigenvalues but for rounding; otherwise nil.
func covariance(cov [][]float64) [][]float64 {
	r, _, ok := correlation(cov)
	if !ok {
		return nil
	}
	values, _, ok := eigen(r)
	if !ok || len(values) > 0 && values[0] < -rounding*float64(len(values)) {
		return nil
	}
	return cov
}

// correlation returns the correlations behind a covariance, and the standard
// deviations; what has variance 0 is uncorrelated.
func correlation(cov [][]float64) (r *mat.SymDense, sd []float64, ok bool) {
	n := len(cov)
	if n == 0 {
		return nil, nil, false
	}
	sd = make([]float64, n)
	for i, row := range cov {
		if len(row) != n || !(row[i] >= 0) || math.IsInf(row[i], 1) {
			return nil, nil, false
		}
		sd[i] = math.Sqrt(row[i])
	}
	r = mat.NewSymDense(n, nil)
	for i, row := range cov {
		for j := i; j < n; j++ {
			scale := sd[i] * sd[j]
			v := row[j]/2 + cov[j][i]/2
			switch {
			case math.IsNaN(v) || math.IsInf(v, 0):
				return nil, nil, false
			case scale > 0:
				r.SetSym(i, j, v/sd[i]/sd[j])
			case i != j && v != 0:
				return nil, nil, false
			}
		}
	}
	return r, sd, true
}

// Moved returns a·cov·aᵀ, the covariance of what has slopes a in estimates with
// the covariance cov: a product of a root with itself, as the plain product of
// slopes of different size can have variances below 0. Nil, or a cov that is no
// covariance, gives nil.
func Moved(a, cov [][]float64) [][]float64 {
	r, sd, ok := correlation(cov)
	if !ok {
		return nil
	}
	left := mat.NewDense(len(a), len(sd), nil)
	for i, row := range a {
		for j, v := range row {
			left.Set(i, j, v*sd[j])
		}
	}
	product, ok := sandwich(left, r)
	if !ok {
		return nil
	}
	out := make([][]float64, len(a))
	for i := range out {
		out[i] = make([]float64, len(a))
		for j := range out[i] {
			if out[i][j] = product.At(i, j); math.IsNaN(out[i][j]) || math.IsInf(out[i][j], 0) {
				return nil
			}
		}
	}
	return out
}
