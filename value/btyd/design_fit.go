package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/linear"
	"gonum.org/v1/gonum/floats"
)

// start takes a caller's starting values to the scale of the design.
func (d *design) start(template interface{ Params() []clientele.Param }, v, scale []float64, where string) ([]float64, error) {
	params := template.Params()
	if len(v) != len(params) {
		return nil, &clientele.InputError{Where: where, Field: "Start", Value: v, Want: "one value for each parameter and each coefficient"}
	}
	theta := make([]float64, len(v))
	for i, p := range params {
		theta[i] = v[i]
		if i < d.params {
			theta[i] = math.Log(v[i] / scale[i])
		}
		if math.IsNaN(theta[i]) || math.IsInf(theta[i], 0) {
			return nil, &clientele.InputError{Where: where, Field: "Start of " + p.Name, Value: v[i], Want: "a number in the parameter's domain"}
		}
	}
	for k, e := range d.effects {
		for i := range d.params {
			theta[i] += e.add[i] * e.shift * v[d.params+k]
		}
		theta[d.params+k] *= e.scale
	}
	return theta, nil
}

// natural takes a point on the scale of the design to parameters and coefficients.
func (d *design) natural(l linear.Point, scale []float64) []float64 {
	at := l.Values()
	v := make([]float64, len(at))
	for i, row := range d.back() {
		for j, a := range row {
			v[i] += a * at[j]
		}
		if i < d.params {
			v[i] = math.Exp(v[i]) * scale[i]
		}
	}
	return v
}

// direction takes a flat direction to the logarithms of the parameters and the coefficients.
func (d *design) direction(u []float64) []float64 {
	out := make([]float64, len(u))
	for i, row := range d.back() {
		out[i] = floats.Dot(row, u)
	}
	floats.Scale(1/floats.Norm(out, 2), out)
	return out
}

// limit names the limit model behind a flat direction, as the model without
// covariates has it, if the base takes part.
func limit[M Regressable[M]](d *design, prob *mle.Problem[M], u, at []float64) string {
	u = d.direction(u)
	if floats.Norm(u[:d.params], math.Inf(1)) < 0.3 {
		return ""
	}
	return prob.Limit(prob.Model.WithParams(at[:d.params]), u[:d.params])
}

// concludeRegression takes a fit on the scale of the design to the model's own.
func concludeRegression[M Regressable[M]](d *design, m Regression[M], fit *clientele.Fit[linear.Point], scale []float64) *clientele.Fit[Regression[M]] {
	v := d.natural(fit.Model, scale)
	out := &clientele.Fit[Regression[M]]{Model: m.WithParams(v), LogLik: fit.LogLik, N: fit.N, Iters: fit.Iters, Warnings: fit.Warnings}
	out.Cov, out.Robust = d.covariance(fit.Cov, v), d.covariance(fit.Robust, v)
	for _, u := range fit.Flat {
		out.Flat = append(out.Flat, d.direction(u))
	}
	return out
}

// covariance takes a covariance on the scale of the design to that of
// parameters v; nil stays nil.
func (d *design) covariance(cov [][]float64, v []float64) [][]float64 {
	slopes := d.back()
	for i := range d.params {
		floats.Scale(v[i], slopes[i])
	}
	return mle.Moved(slopes, cov)
}
