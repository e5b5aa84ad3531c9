package spend

import (
	"math"
)

// row is a customer in the normal models: amounts or their logarithms.
type row struct {
	x, mean, within        float64 // purchases, mean, Σ(z−mean)²
	time, timeWithin, with float64 // mean time, Σ(t−time)², Σ(t−time)(z−mean)
}

// amounts and logs are the two readings of a detail.
func amounts(d PurchaseDetail) row {
	return row{float64(d.Count), d.Mean, d.Within, d.Times.Mean, d.Times.Within, d.Times.With}
}

func logs(d PurchaseDetail) row {
	return row{float64(d.Count), d.MeanLog, d.WithinLog, d.Times.Mean, d.Times.Within, d.Times.WithLog}
}

// kernel is the likelihood that the normal models share: amounts
//
//	z = μ + δ(t − origin) + a·(customer) + w·(purchase)
//
// with standard normal terms for the customer and the purchase. With x
// purchases, v = w² + x·a², e the mean residual and W the residual sum of
// squares within,
//
//	ln L = −½ [ x ln 2π + (x−1) ln w² + ln v + W/w² + x e²/v ]
//
// since the covariance w²·I + a²·11ᵀ of a customer's amounts has the eigenvalue v
// once, along their mean, and w² for what varies within: no matrix is inverted, and
// four sums say all of a customer. The deviations a and w are the parameters, not
// their squares: a = 0 is an inner point then, and a search may pass it.
type kernel struct{ mu, a, w, delta, origin float64 }

// residuals returns the mean residual, its slope −∂e/∂δ, and W.
func (k kernel) residuals(r row) (e, t, within float64) {
	t = r.time - k.origin
	e = r.mean - k.mu - k.delta*t
	within = r.within
	// Sums of squares about another slope: what rounding leaves below 0 is nothing.
	if k.delta != 0 {
		within = math.Max(0, within-2*k.delta*r.with+k.delta*k.delta*r.timeWithin)
	}
	return e, t, within
}

func (k kernel) logProb(r row) float64 {
	if r.x == 0 {
		return 0
	}
	e, _, within := k.residuals(r)
	v := k.w*k.w + r.x*k.a*k.a
	return -0.5 * (r.x*math.Log(2*math.Pi) + 2*(r.x-1)*math.Log(k.w) + math.Log(v) + within/(k.w*k.w) + r.x*e*e/v)
}

// slopes returns gradient and packed Hessian in μ, a, w, δ.
func (k kernel) slopes(r row) (g [4]float64, h [10]float64) {
	e, t, within := k.residuals(r)
	a, w, x := k.a, k.w, r.x
	v := w*w + x*a*a
	va, vw := 2*x*a, 2*w // ∂v/∂a, ∂v/∂w
	xe := x * e / v      // −∂lnL/∂e
	lv := -0.5 * (1/v - xe*e/v)
	lvv := -0.5 * (2*xe*e/v - 1/v) / v
	wd := -2*r.with + 2*k.delta*r.timeWithin // ∂W/∂δ

	g[0] = xe
	g[1] = lv * va
	g[2] = lv*vw - (x-1)/w + within/(w*w*w)
	g[3] = xe*t - 0.5*wd/(w*w)

	h[0] = -x / v
	h[1] = -xe / v * va
	h[2] = -xe / v * vw
	h[3] = -x / v * t
	h[4] = lvv*va*va + lv*2*x
	h[5] = lvv * va * vw
	h[6] = -xe / v * t * va
	h[7] = lvv*vw*vw + 2*lv + (x-1)/(w*w) - 3*within/(w*w*w*w)
	h[8] = -xe/v*t*vw + wd/(w*w*w)
	h[9] = -x*t*t/v - r.timeWithin/(w*w)
	return g, h
}
