package special

import "math"

// Beyond large, the asymptotic series below are exact to the last digit.
const large = 12

// stirling holds B_2k / (2k(2k−1)), the coefficients of 1/z^(2k−1) in lnΓ.
var stirling = [...]float64{1. / 12, -1. / 360, 1. / 1260, -1. / 1680, 1. / 1188, -691. / 360360, 1. / 156}

// Stirling returns what Stirling's formula leaves of lnΓ(z) for z > 0, about
// 1/(12z):
//
//	lnΓ(z) = (z−½) ln z − z + ½ ln 2π + Stirling(z)
//
// Special cases are:
//
//	Stirling(0)    = +Inf
//	Stirling(+Inf) = 0
//	Stirling(z)    = NaN for z < 0
func Stirling(z float64) float64 {
	switch {
	case !(z >= 0):
		return math.NaN()
	case z == 0:
		return math.Inf(1)
	case z >= large:
		return remainder(z)
	}
	v, _ := math.Lgamma(z)
	return v - (z-0.5)*math.Log(z) + z - halfLog2Pi
}

const halfLog2Pi = 0.9189385332046727417803297364056176

// remainder is Stirling for z ≥ large.
func remainder(z float64) float64 {
	w := 1 / z
	w2 := w * w
	sum := 0.0
	for k := len(stirling) - 1; k >= 0; k-- {
		sum = sum*w2 + stirling[k]
	}
	return sum * w
}

// LogRise returns ln Γ(a+n) − ln Γ(a), the logarithm of the rising factorial
// a(a+1)…(a+n−1) for n of any kind, for a > 0 and n ≥ 0: the log of a product
// if n is a small integer, differences of Stirling's series where a is large,
// so that nothing cancels.
//
// Special cases are:
//
//	LogRise(a, 0)    = 0
//	LogRise(0, n)    = -Inf for n > 0
//	LogRise(a, +Inf) = +Inf
//	LogRise(a, n)    = NaN for a < 0 or n < 0
func LogRise(a, n float64) float64 {
	switch {
	case !(a >= 0 && n >= 0):
		return math.NaN()
	case n == 0:
		return 0 * a
	case a == 0:
		return math.Inf(-1)
	case math.IsInf(a, 1) || math.IsInf(n, 1):
		return math.Inf(1)
	// A product costs less than one logarithm a factor, and cannot overflow here.
	case n <= 16 && a < 1e15 && n == math.Trunc(n):
		product := a
		for i := 1.0; i < n; i++ {
			product *= a + i
		}
		return math.Log(product)
	case a < large && (n >= 1 || n > 1000*a):
		top, _ := math.Lgamma(a + n)
		bottom, _ := math.Lgamma(a)
		return top - bottom
	}
	return logRise(a, n)
}

// logRise is LogRise without cancellation for any finite a > 0 and n > −a:
// every term carries n as a factor.
func logRise(a, n float64) float64 {
	shift := 0.0
	for ; a < large; a++ {
		shift += math.Log1p(n / a)
	}
	u, w := 1/a, 1/(a+n)
	sum, g, wm := 0.0, 1.0, w // g is (u^m − w^m)/(u − w) for m = 1, 3, …
	for _, c := range stirling {
		sum += c * g
		g = g*u*u + wm*(u+w)
		wm *= w * w
	}
	gap := n / (a + n) / a // u − w
	// (a−½)·log1p(n/a) and n nearly cancel if n is small against a, but both
	// are then small against n·ln(a+n).
	return (a-0.5)*math.Log1p(n/a) + n*(math.Log(a+n)-1) - gap*sum - shift
}

// LogBeta returns ln B(a, b) = lnΓ(a) + lnΓ(b) − lnΓ(a+b) for a, b > 0.
//
// Special cases are:
//
//	LogBeta(0, b)    = +Inf
//	LogBeta(a, +Inf) = -Inf for a > 0
//	LogBeta(a, b)    = NaN for a < 0, b < 0, or a = 0 and b = +Inf
func LogBeta(a, b float64) float64 {
	a, b = min(a, b), max(a, b)
	switch {
	case !(a >= 0):
		return math.NaN()
	case math.IsInf(b, 1):
		if a == 0 {
			return math.NaN()
		}
		return math.Inf(-1)
	case a == 0:
		return math.Inf(1)
	case a < large:
		v, _ := math.Lgamma(a)
		return v - LogRise(b, a)
	}
	return halfLog2Pi - 0.5*math.Log(b) - (a-0.5)*math.Log1p(b/a) - b*math.Log1p(a/b) + remainder(a) + remainder(b) - remainder(a+b)
}
