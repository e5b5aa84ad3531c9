package special

import "math"

// ScaledExpInt returns eᶻ·E_s(z), E_s the generalised exponential integral, for
// real s ≥ 0 and z ≥ 0:
//
//	eᶻ·E_s(z) = ∫₁^∞ e^(−z(t−1)) t^(−s) dt = U(1, 2−s, z)
//
// By a continued fraction for z ≥ 1, and below by the power series with the
// pole at integer s taken out.
//
// Special cases are:
//
//	ScaledExpInt(s, 0)    = 1/(s−1) for s > 1, otherwise +Inf
//	ScaledExpInt(0, z)    = 1/z
//	ScaledExpInt(s, +Inf) = 0
//	ScaledExpInt(+Inf, z) = 0
//	ScaledExpInt(s, z)    = NaN for s < 0 or z < 0
func ScaledExpInt(s, z float64) float64 {
	switch {
	case !(s >= 0 && z >= 0):
		return math.NaN()
	case math.IsInf(s, 1) || math.IsInf(z, 1):
		return 0
	case z == 0:
		if s > 1 {
			return 1 / (s - 1)
		}
		return math.Inf(1)
	case s == 0:
		return 1 / z
	case z+s > 1e16:
		return 1 / (z + s)
	case z >= 1:
		return expIntFraction(s, z)
	}
	return math.Exp(z) * expIntSeries(s, z)
}

// expIntFraction returns 1/(z+s − 1·s/(z+s+2 − 2(s+1)/(z+s+4 − …))) by the
// modified Lentz method; it takes at most about 95 steps for z ≥ 1.
func expIntFraction(s, z float64) float64 {
	b := z + s
	d := 1 / b
	c := math.Inf(1)
	f := d
	for k := 1.0; k < 1000; k++ {
		a := -k * (s + k - 1) // d and c stay positive: no step can divide by 0
		b += 2
		d = 1 / (b + a*d)
		c = b + a/c
		f *= c * d
		if math.Abs(c*d-1) < 2e-16 {
			break
		}
	}
	return f
}

// expIntSeries returns E_s(z) for s > 0 and 0 < z < 1. With n the integer
// nearest to s and ε = s − n, the term of power n−1 of the series and the
// term in z^(s−1) each have a pole at ε = 0; their sum is
//
//	(−1)ⁿ z^(n−1)/Γ(n) · (e^(εL) − 1)/ε,  L = ln z + ln(πε/sin πε)/ε − (lnΓ(n+ε) − lnΓ(n))/ε
func expIntSeries(s, z float64) float64 {
	n := math.Round(s)
	eps := s - n
	sum, power := 0.0, 1.0 // power is (−z)^k/k!
	for k := 0.0; k < 100; k++ {
		if k != n-1 { // that one is in the pole
			term := power / (1 - s + k)
			sum -= term
			if k > n && math.Abs(term) <= 1e-18*math.Abs(sum) || power == 0 {
				break
			}
		}
		power *= -z / (k + 1)
	}
	switch {
	case n == 0:
		return math.Gamma(1-s)*math.Pow(z, s-1) + sum
	case n > 40: // z^(n−1)/Γ(n) is below the last digit
		return sum
	}
	L := math.Log(z) + logSinc(eps)
	if eps != 0 {
		L -= logRise(n, eps) / eps
	} else {
		L -= Digamma(n)
	}
	pole := math.Exp((n-1)*math.Log(z)-LogRise(1, n-1)) * Phi(-eps, L)
	if math.Mod(n, 2) == 1 {
		pole = -pole
	}
	return pole + sum
}

// logSinc returns ln(πε/sin πε)/ε for |ε| ≤ ½.
func logSinc(eps float64) float64 {
	x := math.Pi * eps
	if math.Abs(eps) > 1./32 { // closer to 0 the quotient loses its digits
		return math.Log(x/math.Sin(x)) / eps
	}
	x2 := x * x
	return math.Pi * x * (1./6 + x2*(1./180+x2*(1./2835+x2*(1./37800+x2/467775))))
}
