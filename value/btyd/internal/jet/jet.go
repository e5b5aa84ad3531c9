// Package jet carries exact first and second derivatives through a chain of formulas.
package jet

import "math"

// Jet is a quantity with its first and second derivatives in five variables:
// exact derivatives of a formula that is a chain of simple steps. Dd is the upper
// triangle, row by row. It is for formulas taken once an evaluation; a row's
// derivatives are written out, as a jet's product is some fifty multiplications.
type Jet struct {
	V  float64
	D  [5]float64
	Dd [15]float64
}

// Variable is the i-th variable, at v.
func Variable(i int, v float64) Jet {
	x := Jet{V: v}
	x.D[i] = 1
	return x
}

// Constant is v, with derivatives 0.
func Constant(v float64) Jet { return Jet{V: v} }

// apply is f(x), given the value of f and its first two derivatives there.
func (x Jet) apply(f, f1, f2 float64) Jet {
	y := Jet{V: f}
	at := 0
	for i := range x.D {
		y.D[i] = f1 * x.D[i]
		for j := i; j < len(x.D); j++ {
			y.Dd[at] = f1*x.Dd[at] + f2*x.D[i]*x.D[j]
			at++
		}
	}
	return y
}

// Times is x·y.
func (x Jet) Times(y Jet) Jet {
	z := Jet{V: x.V * y.V}
	at := 0
	for i := range x.D {
		z.D[i] = x.D[i]*y.V + x.V*y.D[i]
		for j := i; j < len(x.D); j++ {
			z.Dd[at] = x.Dd[at]*y.V + x.V*y.Dd[at] + x.D[i]*y.D[j] + x.D[j]*y.D[i]
			at++
		}
	}
	return z
}

// Plus is x + c·y.
func (x Jet) Plus(c float64, y Jet) Jet {
	x.V += c * y.V
	for i := range x.D {
		x.D[i] += c * y.D[i]
	}
	for i := range x.Dd {
		x.Dd[i] += c * y.Dd[i]
	}
	return x
}

// Exp is e^x.
func (x Jet) Exp() Jet {
	e := math.Exp(x.V)
	return x.apply(e, e, e)
}

// Log1p is ln(1+x).
func (x Jet) Log1p() Jet {
	inv := 1 / (1 + x.V)
	return x.apply(math.Log1p(x.V), inv, -inv*inv)
}

// Inverse is 1/x.
func (x Jet) Inverse() Jet {
	inv := 1 / x.V
	return x.apply(inv, -inv*inv, 2*inv*inv*inv)
}

// Expm1 is e^x − 1.
func (x Jet) Expm1() Jet {
	e := math.Exp(x.V)
	return x.apply(math.Expm1(x.V), e, e)
}
