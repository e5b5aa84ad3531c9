package mcmc

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// large is a shape of thousands of terms.
const large = 1000

// upperGamma returns Q(k, z) = Γ(k, z)/Γ(k) for k > 0 and z > 0, given ln z and
// ln Γ(k), which the samplers have at hand. Relative error below 1e-11 unless Q
// is 1 but for rounding. Above large, where the sums grow long, Temme's expansion
// takes over.
func upperGamma(k, z, logZ, logGammaK float64) float64 {
	if k > large {
		return mathext.GammaIncRegComp(k, z)
	}
	lead := exp(k*logZ - z - logGammaK) // z^k e^−z / Γ(k)
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
	// The series was that of P = 1 − Q; here Q may be less than what 1 − P rounds by.
	// Legendre's continued fraction by its convergents n/d, which need no division.
	b := z + 1 - k
	n0, d0, n1, d1 := 0.0, 1.0, 1.0, b
	for i := 1.0; i < 10_000; i++ {
		a := i * (k - i)
		b += 2
		n0, n1 = n1, b*n1+a*n0
		d0, d1 = d1, b*d1+a*d0
		if cross := n1 * d0; math.Abs(cross-n0*d1) <= 1e-13*math.Abs(cross) {
			break
		}
		if math.Abs(d1) > 1e100 {
			n0, n1, d0, d1 = n0*1e-100, n1*1e-100, d0*1e-100, d1*1e-100
		}
	}
	return lead * n1 / d1
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
