package design

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"gonum.org/v1/gonum/floats"
)

// back returns the matrix that takes a change on the design's scale to one of
// the logarithms of the base's parameters and of the coefficients (D19): a
// coefficient of (z − m)/d is d times that of z, and the base of z − m stands where
// z = m, not where z = 0.
func (d *design) back() [][]float64 {
	n := d.params + len(d.effects)
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, n)
		a[i][i] = 1
	}
	for k, e := range d.effects {
		at := d.params + k
		a[at][at] = 1 / e.scale
		for i := range d.params {
			a[i][at] = -e.Shift[i] * e.shift / e.scale
		}
	}
	return a
}

// start takes a caller's starting values to the scale of the design.
func (d *design) start(params []clientele.Param, v, scale []float64, where string) ([]float64, error) {
	if len(v) != len(params) {
		return nil, &clientele.InputError{Where: where, Field: "Start", Value: v, Want: "one value for each parameter and each coefficient"}
	}
	theta := make([]float64, len(v))
	for i, p := range params {
		theta[i] = v[i]
		if i < d.params {
			theta[i] = d.free(i, v[i]/scaleOf(scale, i))
		}
		if math.IsNaN(theta[i]) || math.IsInf(theta[i], 0) {
			return nil, &clientele.InputError{Where: where, Field: "Start of " + p.Name, Value: v[i], Want: "a number in the parameter's domain"}
		}
	}
	for k, e := range d.effects {
		for i := range d.params {
			theta[i] += e.Shift[i] * e.shift * v[d.params+k]
		}
		theta[d.params+k] *= e.scale
	}
	return theta, nil
}

// natural takes a point on the scale of the design to parameters and coefficients.
func (d *design) natural(at, scale []float64) []float64 {
	v := make([]float64, len(at))
	for i, row := range d.back() {
		for j, a := range row {
			v[i] += a * at[j]
		}
		if i < d.params {
			v[i] = d.bind(i, v[i]) * scaleOf(scale, i)
		}
	}
	return v
}

// direction takes a flat direction to the logarithms of the parameters and the
// coefficients, with length 1 again, as limits compare its parts with a constant.
func (d *design) direction(u []float64) []float64 {
	out := make([]float64, len(u))
	for i, row := range d.back() {
		out[i] = floats.Dot(row, u)
	}
	floats.Scale(1/floats.Norm(out, 2), out)
	return out
}

// covariance takes a covariance on the scale of the design to that of
// parameters v, whose logarithms the search had: ∂v/∂ln v = v. Nil stays nil.
func (d *design) covariance(cov [][]float64, v []float64) [][]float64 {
	slopes := d.back()
	for i := range d.params {
		floats.Scale(v[i], slopes[i])
	}
	return mle.Moved(slopes, cov)
}

// scaleOf returns the unit of parameter i; without a scale all are 1.
func scaleOf(scale []float64, i int) float64 {
	if scale == nil {
		return 1
	}
	return scale[i]
}
