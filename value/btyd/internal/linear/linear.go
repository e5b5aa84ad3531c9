// Package linear holds points of a search in which all parameters are real, and
// takes the covariance found there to that of the model's own parameters.
package linear

import (
	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

// Point is a point of a search in which all parameters are real. It is a
// clientele.Model, so that a search can run over it.
type Point struct{ params []clientele.Param }

// New returns the point at which the parameters stand; their domains do not matter.
func New(params []clientele.Param) Point { return Point{params} }

// Params returns the parameters, all of them real.
func (l Point) Params() []clientele.Param {
	out := make([]clientele.Param, len(l.params))
	for i, p := range l.params {
		out[i] = clientele.Param{Name: p.Name, Value: p.Value, Domain: clientele.DomainReal}
	}
	return out
}

// WithParams returns the point at v.
func (l Point) WithParams(v []float64) Point {
	out := Point{l.Params()}
	for i := range out.params {
		out.params[i].Value = v[i]
	}
	return out
}

// Values returns the coordinates.
func (l Point) Values() []float64 {
	v := make([]float64, len(l.params))
	for i, p := range l.params {
		v[i] = p.Value
	}
	return v
}

// Moved returns a·cov·aᵀ, the covariance of what has slopes a in the estimates;
// nil stays nil.
func Moved(a, cov [][]float64) [][]float64 {
	if cov == nil {
		return nil
	}
	n, k := len(a), len(cov)
	left, c := mat.NewDense(n, k, nil), mat.NewDense(k, k, nil)
	for i, row := range a {
		left.SetRow(i, row)
	}
	for i, row := range cov {
		c.SetRow(i, row)
	}
	var half, whole mat.Dense
	half.Mul(left, c)
	whole.Mul(&half, left.T())
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		for j := range out[i] {
			out[i][j] = (whole.At(i, j) + whole.At(j, i)) / 2
		}
	}
	return out
}
