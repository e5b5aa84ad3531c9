package mcmc

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// cov2 is a symmetric matrix of two rows: [aa ab; ab bb].
type cov2 struct{ aa, ab, bb float64 }

func (m cov2) det() float64 { return m.aa*m.bb - m.ab*m.ab }

func (m cov2) inverse() cov2 {
	d := m.det()
	return cov2{m.bb / d, -m.ab / d, m.aa / d}
}

// root returns the lower triangular matrix L with L·Lᵀ = m.
func (m cov2) root() (aa, ba, bb float64) {
	aa = math.Sqrt(m.aa)
	ba = m.ab / aa
	return aa, ba, math.Sqrt(math.Max(m.bb-ba*ba, 0))
}

// trace returns the trace of m·n.
func (m cov2) trace(n cov2) float64 { return m.aa*n.aa + 2*m.ab*n.ab + m.bb*n.bb }

// randInverseWishart draws a covariance with the given degrees of freedom and
// scale, in two dimensions three variates and no loop.
func randInverseWishart(r *rand.Rand, freedom float64, scale cov2) cov2 {
	aa, ba, bb := scale.inverse().root()
	u := math.Sqrt(distuv.ChiSquared{K: freedom, Src: r}.Rand())
	v := math.Sqrt(distuv.ChiSquared{K: freedom - 1, Src: r}.Rand())
	w := r.NormFloat64()
	// Bartlett: the precision is (L·A)(L·A)ᵀ with A = [u 0; w v].
	p, q, s := aa*u, ba*u+bb*w, bb*v
	return cov2{p * p, p * q, q*q + s*s}.inverse()
}
