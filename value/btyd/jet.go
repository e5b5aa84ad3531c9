package btyd

import "math"

// jet is a quantity with its first and second derivatives in five variables:
// exact derivatives of a formula that is a chain of simple steps. Dd is the upper
// triangle, row by row.
type jet struct {
	v  float64
	d  [5]float64
	dd [15]float64
}

// variable is the i-th variable, at v.
func variable(i int, v float64) jet {
	x := jet{v: v}
	x.d[i] = 1
	return x
}

func constant(v float64) jet { return jet{v: v} }

// apply is f(x), given the value of f and its first two derivatives there.
func (x jet) apply(f, f1, f2 float64) jet {
	y := jet{v: f}
	at := 0
	for i := range x.d {
		y.d[i] = f1 * x.d[i]
		for j := i; j < len(x.d); j++ {
			y.dd[at] = f1*x.dd[at] + f2*x.d[i]*x.d[j]
			at++
		}
	}
	return y
}

func (x jet) times(y jet) jet {
	z := jet{v: x.v * y.v}
	at := 0
	for i := range x.d {
		z.d[i] = x.d[i]*y.v + x.v*y.d[i]
		for j := i; j < len(x.d); j++ {
			z.dd[at] = x.dd[at]*y.v + x.v*y.dd[at] + x.d[i]*y.d[j] + x.d[j]*y.d[i]
			at++
		}
	}
	return z
}

// plus is x + c·y.
func (x jet) plus(c float64, y jet) jet {
	x.v += c * y.v
	for i := range x.d {
		x.d[i] += c * y.d[i]
	}
	for i := range x.dd {
		x.dd[i] += c * y.dd[i]
	}
	return x
}

func (x jet) exp() jet {
	e := math.Exp(x.v)
	return x.apply(e, e, e)
}

func (x jet) log1p() jet {
	inv := 1 / (1 + x.v)
	return x.apply(math.Log1p(x.v), inv, -inv*inv)
}

func (x jet) inverse() jet {
	inv := 1 / x.v
	return x.apply(inv, -inv*inv, 2*inv*inv*inv)
}

// expm1 is e^x − 1.
func (x jet) expm1() jet {
	e := math.Exp(x.v)
	return x.apply(math.Expm1(x.v), e, e)
}
