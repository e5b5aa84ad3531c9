package contractual

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
)

// directTerms is the number of terms a sum over renewals adds one by one. A
// sum that has not converged by then changes by less than a per cent a term,
// and the rest is an integral with a correction: without a discount S falls as a
// power only. The closed form of the SBG, a ₂F₁, has none for power 1 or c ≠ 1.
const directTerms = 4096

// renewalSum returns Σ_{k≥1} k^power · S(age+k)/S(age) · (1+d)^−k, power 0 or 1.
func renewalSum(k betaKernel, age int, d float64, power int) float64 {
	if age < 0 || !(d >= 0) || !k.valid() {
		return math.NaN()
	}
	if d == 0 && k.a*k.c <= float64(1+power) {
		return math.Inf(1) // S falls as t^−ac
	}
	at, force := float64(age), math.Log1p(d)
	term := func(u float64) float64 {
		v := math.Exp(k.drop(at, at+u) - force*u)
		if power == 1 {
			v *= u
		}
		return v
	}
	sum := 0.0
	previous := math.Inf(1)
	for i := 1; i <= directTerms; i++ {
		v := term(float64(i))
		sum += v
		if i > 1 && v < previous && v*v <= 1e-18*sum*(previous-v) { // what is left of a geometric tail
			return sum
		}
		previous = v
	}
	// Σ_{k>n} f(k) = ∫_{n+½}^∞ f + (f(n+1)−f(n))/24 − …, the Euler-Maclaurin
	// formula about the middles, f(n+1)−f(n) for f′(n+½); the next term, in f‴, is below
	// the last digit of the sum.
	n := float64(directTerms)
	tail := integralFrom(term, n+0.5, k.a*k.c-float64(power))
	return sum + tail + (term(n+1)-term(n))/24
}

// elasticity returns the mean k of the payments that renewalSum counts.
func elasticity(k betaKernel, age int, d float64) float64 {
	first := renewalSum(k, age, d, 1)
	if math.IsInf(first, 1) {
		return first
	}
	return first / renewalSum(k, age, d, 0)
}

// integralFrom returns ∫_x^∞ f(u) du, x > 0, for an f that falls smoothly in
// ln u, in the end faster than u^−1 (as u^−power, or exponentially): panels of
// 16 nodes in ln u, halved where f·u falls by more than e^10 in a panel. From
// farthest on f is taken as the power.
func integralFrom(f func(u float64) float64, x, power float64) float64 {
	sum, width := 0.0, 1.0
	value := f(x) * x
	for x < farthest {
		next := x * math.Exp(width)
		nextValue := f(next) * next
		for nextValue < value*math.Exp(-10) && width > 1.0/64 {
			width /= 2
			next = x * math.Exp(width)
			nextValue = f(next) * next
		}
		part := quad.Panels(func(y float64) float64 {
			u := x * math.Exp(y)
			return f(u) * u
		}, 0, width, 1)
		sum += part
		if part <= 1e-18*sum && nextValue <= value {
			return sum
		}
		x, value = next, nextValue
	}
	if power <= 1 { // a discount that does not show until here
		return sum + value
	}
	return sum + value/(power-1) // ∫ u^−power
}

// farthest is a time beyond which nothing is asked, and S a power for every
// practical purpose.
const farthest = 1e150
