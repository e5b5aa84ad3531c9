package special

import "math"

// bernoulli holds the Bernoulli numbers B_2, B_4, …, B_16.
var bernoulli = [...]float64{1. / 6, -1. / 30, 1. / 42, -1. / 30, 5. / 66, -691. / 2730, 7. / 6, -3617. / 510}

// The root of ψ on the positive axis, to the nearest float, and ψ there.
const (
	root       = 1.4616321449683623
	psiAtRoot  = -9.2412655217294275e-17
	rootNearby = 0.3 // within, ψ is the difference to the root
)

// Digamma returns ψ(x) = d lnΓ(x)/dx for x > 0: upward recurrence, then the
// asymptotic series; near its root the difference to it, so that the relative
// error is small there too.
//
// Special cases are:
//
//	Digamma(0)    = -Inf
//	Digamma(+Inf) = +Inf
//	Digamma(x)    = NaN for x < 0
func Digamma(x float64) float64 {
	switch {
	case !(x >= 0):
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case math.Abs(x-root) < rootNearby:
		return psiAtRoot + digammaRise(root, x-root)
	}
	shift := 0.0
	for ; x < large; x++ {
		shift += 1 / x
	}
	w := 1 / x
	w2 := w * w
	sum := 0.0
	for k := len(bernoulli) - 1; k >= 0; k-- {
		sum = sum*w2 + bernoulli[k]/float64(2*k+2)
	}
	return math.Log(x) - 0.5*w - sum*w2 - shift
}

// Trigamma returns ψ1(x), the derivative of ψ, for x > 0, by the same method.
//
// Special cases are:
//
//	Trigamma(0)    = +Inf
//	Trigamma(+Inf) = 0
//	Trigamma(x)    = NaN for x < 0
func Trigamma(x float64) float64 {
	if !(x >= 0) {
		return math.NaN()
	}
	shift := 0.0
	for ; x < large; x++ {
		shift += 1 / (x * x)
	}
	w := 1 / x
	w2 := w * w
	sum := 0.0
	for k := len(bernoulli) - 1; k >= 0; k-- {
		sum = sum*w2 + bernoulli[k]
	}
	return shift + w*(1+w*(0.5+w*sum))
}

// DigammaRise returns ψ(a+n) − ψ(a) for a > 0 and n ≥ 0 without cancellation:
// every term carries n as a factor, however large a is.
//
// Special cases are:
//
//	DigammaRise(a, 0)    = 0
//	DigammaRise(0, n)    = +Inf for n > 0
//	DigammaRise(a, +Inf) = +Inf
//	DigammaRise(+Inf, n) = 0 for finite n
//	DigammaRise(a, n)    = NaN for a < 0 or n < 0
func DigammaRise(a, n float64) float64 {
	switch {
	case !(a >= 0 && n >= 0):
		return math.NaN()
	case n == 0 || math.IsInf(a, 1) && !math.IsInf(n, 1):
		return 0
	case a == 0 || math.IsInf(n, 1):
		return math.Inf(1)
	}
	return digammaRise(a, n)
}

// digammaRise is DigammaRise for finite a > 0 and n > −a.
func digammaRise(a, n float64) float64 {
	shift := 0.0
	for ; a < large; a++ {
		shift += n / (a + n) / a
	}
	u, w := 1/a, 1/(a+n)
	gap := n / (a + n) / a // u − w
	// Powers of u less powers of w, divided by u − w.
	u2, w2 := u*u, w*w
	pair := u + w // (u² − w²)/(u − w), and this times g is (u^2k − w^2k)/(u − w)
	sum, g, wk := 0.0, 1.0, 1.0
	for k, b := range bernoulli {
		sum += b / float64(2*k+2) * g
		wk *= w2
		g = g*u2 + wk
	}
	return math.Log1p(n/a) + gap*(0.5+pair*sum) + shift
}

// TrigammaRise returns ψ1(a+n) − ψ1(a) ≤ 0 for a > 0 and n ≥ 0, by the same method.
//
// Special cases are:
//
//	TrigammaRise(a, 0)    = 0
//	TrigammaRise(0, n)    = -Inf for n > 0
//	TrigammaRise(a, +Inf) = −ψ1(a)
//	TrigammaRise(a, n)    = NaN for a < 0 or n < 0
func TrigammaRise(a, n float64) float64 {
	switch {
	case !(a >= 0 && n >= 0):
		return math.NaN()
	case n == 0 || math.IsInf(a, 1):
		return 0
	case a == 0:
		return math.Inf(-1)
	case math.IsInf(n, 1):
		return -Trigamma(a)
	}
	shift := 0.0
	for ; a < large; a++ {
		shift += n / (a + n) / a * (1/a + 1/(a+n))
	}
	u, w := 1/a, 1/(a+n)
	gap := n / (a + n) / a
	u2, uw, w2 := u*u, u*w, w*w
	sum, g, wk := 0.0, u2+uw+w2, w2 // g is (u^m − w^m)/(u − w) for m = 3, 5, …
	for _, b := range bernoulli {
		sum += b * g
		g = g*u2 + wk*(uw+w2)
		wk *= w2
	}
	return -gap*(1+0.5*(u+w)+sum) - shift
}
