package mcmc

import "math"

// upperGamma returns Q(k, z) = Γ(k, z)/Γ(k) for k > 0 and z > 0, given ln z and
// ln Γ(k), which the samplers have at hand. Relative error below 1e-11 unless Q
// is 1 but for rounding.
func upperGamma(k, z, logZ, logGammaK float64) float64 {
	lead := math.Exp(k*logZ - z - logGammaK) // z^k e^−z / Γ(k)
	if z < k+1 || z < 1 {
		term := 1 / k
		sum := term
		for i := k + 1; term > 1e-16*sum; i++ {
			term *= z / i
			sum += term
		}
		return math.Max(0, 1-lead*sum)
	}
	if lead == 0 {
		return 0
	}
	// Legendre's continued fraction by Lentz's method.
	b := z + 1 - k
	c, d := 1e300, 1/b
	f := d
	for i := 1.0; i < 10_000; i++ {
		a := i * (k - i)
		b += 2
		d = 1 / (a*d + b)
		c = b + a/c
		delta := c * d
		f *= delta
		if math.Abs(delta-1) < 1e-13 {
			break
		}
	}
	return lead * f
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
