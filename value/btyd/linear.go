package btyd

import (
	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/mat"
)

// linear is a point of a search in which all parameters are real.
type linear struct{ params []clientele.Param }

func (l linear) Params() []clientele.Param {
	out := make([]clientele.Param, len(l.params))
	for i, p := range l.params {
		out[i] = clientele.Param{Name: p.Name, Value: p.Value, Domain: clientele.DomainReal}
	}
	return out
}

func (l linear) WithParams(v []float64) linear {
	out := linear{l.Params()}
	for i := range out.params {
		out.params[i].Value = v[i]
	}
	return out
}

func (l linear) values() []float64 {
	v := make([]float64, len(l.params))
	for i, p := range l.params {
		v[i] = p.Value
	}
	return v
}

// moved returns a·cov·aᵀ, the covariance of what has slopes a in the estimates;
// nil stays nil.
func moved(a, cov [][]float64) [][]float64 {
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
