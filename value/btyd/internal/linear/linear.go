// Package linear holds points of a search in which all parameters are real.
package linear

import "github.com/clientele-go/clientele"

// Point is a point of a search in which all parameters are real, or fixed. It is a
// clientele.Model, so that a search can run over it.
type Point struct{ params []clientele.Param }

// New returns the point at which the parameters stand; of their domains only whether
// they are fixed matters.
func New(params []clientele.Param) Point { return Point{params} }

// Params returns the parameters, real or fixed.
func (l Point) Params() []clientele.Param {
	out := make([]clientele.Param, len(l.params))
	for i, p := range l.params {
		out[i] = clientele.Param{Name: p.Name, Value: p.Value, Domain: clientele.DomainReal}
		if p.Domain == clientele.DomainFixed {
			out[i].Domain = clientele.DomainFixed
		}
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
