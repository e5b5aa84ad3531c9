package special

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
)

// Hyp2F1One returns the Gauss hypergeometric function 2F1(1, b; c; z) for
// c ≥ b ≥ 0, c > 0 and z ≤ 1, the only one the models need:
//
//	2F1(1, b; c; z) = 1/B(b, c−b) ∫₀¹ t^(b−1) (1−t)^(c−b−1) / (1 − z·t) dt
//
// By Gauss's continued fraction, all of whose terms are positive for z < 0;
// 0 < z < 1 is brought there by Pfaff's transformation. Where the fraction is
// slow, at z far below 0, by Gauss-Legendre panels over Euler's integral in a
// logarithmic variable. If 1 − z is known better than z, the caller applies
// Pfaff's transformation itself:
//
//	2F1(1, b; c; z) = 2F1(1, c−b; c; −z/(1−z)) / (1−z)
//
// Special cases are:
//
//	Hyp2F1One(b, c, 0)    = 1
//	Hyp2F1One(0, c, z)    = 1
//	Hyp2F1One(b, b, z)    = 1/(1−z)
//	Hyp2F1One(b, c, 1)    = (c−1)/(c−b−1) for c > b+1, otherwise +Inf
//	Hyp2F1One(b, c, -Inf) = 0 for b > 0
//	Hyp2F1One(b, c, z)    = NaN for b < 0, c < b, c = 0, z > 1, or infinite b or c
func Hyp2F1One(b, c, z float64) float64 {
	switch {
	case !(b >= 0 && c >= b && c > 0 && z <= 1) || math.IsInf(c, 1):
		return math.NaN()
	case z == 0 || b == 0:
		return 1
	case b == c:
		return 1 / (1 - z)
	case z == 1:
		if c-b > 1 {
			return (c - 1) / (c - b - 1)
		}
		return math.Inf(1)
	case z > 0:
		return hyp2F1One(c-b, c, z/(1-z)) / (1 - z)
	case math.IsInf(z, -1):
		return 0
	}
	return hyp2F1One(b, c, -z)
}

// farY is where the continued fraction takes more time than the integral: its
// steps grow like 9√y, though not where c is of y's size.
const farY = 10_000

// hyp2F1One returns 2F1(1, b; c; −y) for c > b > 0 and y > 0.
func hyp2F1One(b, c, y float64) float64 {
	if !(y > max(farY, 10*c)) {
		return gaussFraction(b, c, y)
	}
	// Raise c until the integrand is smooth at t = 1, and come back by
	// (1+y) F(c) = 1 + (c−b)/c·y·F(c+1), whose terms are positive.
	steps := math.Max(0, math.Ceil(smoothC-c))
	f := eulerIntegral(b, c+steps, y)
	for steps--; steps >= 0; steps-- {
		d := c + steps
		f = 1/(1+y) + (d-b)/d*(y/(1+y))*f
	}
	return f
}

// gaussFraction returns 1/(1 + e1·y/(1 + e2·y/(1 + …))), Gauss's continued
// fraction, by the modified Lentz method.
func gaussFraction(b, c, y float64) float64 {
	f := 1 + b/c*y
	num, den := f, 1.0
	for k := 1.0; k < maxTurns; k++ {
		e := k / (c + 2*k - 1) * ((c - b - 1 + k) / (c + 2*k - 2)) * y
		den = 1 / (1 + e*den)
		num = 1 + e/num
		f *= num * den
		e = (b + k) / (c + 2*k - 1) * ((c - 1 + k) / (c + 2*k)) * y
		den = 1 / (1 + e*den)
		num = 1 + e/num
		f *= num * den
		if math.Abs(num*den-1) < 2e-16 {
			break
		}
	}
	return 1 / f
}

const (
	maxTurns = 20_000 // never reached for y ≤ max(farY, 10c)
	smoothC  = 24     // from here, (1−t)^(c−2) is smooth enough at t = 1
	tail     = 44     // the integrand below e^-tail of its greatest value is left out
)

// eulerIntegral returns 2F1(1, b; c; −y) for c ≥ smoothC and y > 10c as
//
//	(c−1)/y ∫ exp((c−2)·ln(1−t) + (1−b)·v) dv,  t = (eᵛ−1)/y,  0 < v < ln(1+y)
//
// in closed form while c·t < 1e-17, and by panels above.
func eulerIntegral(b, c, y float64) float64 {
	log := func(v float64) float64 { return (c-2)*math.Log1p(-math.Expm1(v)/y) + (1-b)*v }
	start := math.Log1p(1e-17 * y / c)
	sum := Phi(b-1, start)

	mode := start
	if b < 1 {
		mode = math.Max(start, math.Log1p(y*(1-b)/(c-1-b)))
	}
	top := log(mode)
	end := math.Log1p(y)
	for i, lo := 0, mode; i < 100 && end-lo > (end-mode)/16; i++ {
		if v := (lo + end) / 2; top-log(v) < tail {
			lo = v
		} else {
			end = v
		}
	}
	n := int(math.Ceil(end - start + (top-log(start)+tail)/14))
	half := (end - start) / float64(2*n)
	above := 0.0
	for i := range n {
		middle := start + half*float64(2*i+1)
		for _, node := range &quad.Legendre16 {
			above += node.W * math.Exp(log(middle+half*node.X)-top)
		}
	}
	return (c - 1) / y * (sum + half*above*math.Exp(top))
}
