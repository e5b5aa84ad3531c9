package special

import "math"

// LogAddExp returns ln(eˣ + eʸ) without overflow.
//
// Special cases are:
//
//	LogAddExp(-Inf, y) = y
//	LogAddExp(+Inf, y) = +Inf for y not NaN
func LogAddExp(x, y float64) float64 {
	if x < y {
		x, y = y, x
	}
	if math.IsInf(x, 0) && !math.IsNaN(y) { // y is no larger
		return x
	}
	return x + math.Log1p(math.Exp(y-x))
}

// LogSumExp returns ln Σ exp(x_i) without overflow; -Inf if x is empty.
func LogSumExp(x []float64) float64 {
	top := math.Inf(-1)
	for _, v := range x {
		top = max(top, v) // NaN stays
	}
	if math.IsInf(top, 0) {
		return top
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum)
}

// Log1pExp returns ln(1 + eˣ), the softplus function, for any x.
func Log1pExp(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

// Log1mExp returns ln(1 − eˣ) for x ≤ 0.
//
// Special cases are:
//
//	Log1mExp(0) = -Inf
//	Log1mExp(x) = NaN for x > 0
func Log1mExp(x float64) float64 {
	if x > -math.Ln2 {
		return math.Log(-math.Expm1(x))
	}
	return math.Log1p(-math.Exp(x))
}

// Logistic returns 1/(1 + e⁻ˣ), to full relative precision in both tails.
func Logistic(x float64) float64 {
	if x < 0 {
		e := math.Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-x))
}

// Phi returns φ_e(L) = (1 − exp(−e·L))/e, the integral of exp(−e·u) over
// [0, L]; e and L are any numbers.
//
// Special cases are:
//
//	Phi(0, L)    = L
//	Phi(e, +Inf) = 1/e for e > 0, +Inf for e ≤ 0
func Phi(e, L float64) float64 {
	if e == 0 || math.Abs(e*L) < 1e-17 {
		return L + 0*e
	}
	return -math.Expm1(-e*L) / e
}
