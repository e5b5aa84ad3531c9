package contractual

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// gammaKernel is the survival function of WeibullGamma; with c = 1 that of
// ExponentialGamma.
//
//	ln S(t1)/S(t0) = −r ln(1 + (τ1−τ0)/(α+τ0)),  τ = t^c
type gammaKernel struct{ r, alpha, c float64 }

func (k gammaKernel) renewals() bool { return false }

func (k gammaKernel) valid() bool {
	return k.r > 0 && k.alpha > 0 && k.c > 0 && !math.IsInf(k.r+k.alpha+k.c, 1)
}

func (k gammaKernel) drop(t0, t1 float64) float64 {
	if !k.valid() {
		return math.NaN()
	}
	tau0, tau1 := clock(t0, k.c), clock(t1, k.c)
	switch {
	case math.IsInf(t1, 1):
		return math.Inf(-1)
	case math.IsInf(tau0, 1): // both beyond the floats, and far beyond α
		return -k.r * k.c * math.Log(t1/t0)
	case math.IsInf(tau1, 1):
		return -k.r * (k.c*math.Log(t1) - math.Log(k.alpha+tau0))
	}
	return -k.r * math.Log1p((tau1-tau0)/(k.alpha+tau0))
}

// logHazard returns ln(r c t^(c−1) / (α+τ)).
func (k gammaKernel) logHazard(t float64) float64 {
	return math.Log(k.r*k.c/(k.alpha+clock(t, k.c))) + (k.c-1)*math.Log(t)
}

func (k gammaKernel) dropJet(t0, t1 float64) jet {
	tau0, tau1 := clock(t0, k.c), clock(t1, k.c)
	low, high := k.alpha+tau0, k.alpha+tau1
	x := (tau1 - tau0) / (low * high)
	j := jet{v: k.drop(t0, t1)}
	j.g = [3]float64{j.v / k.r, k.r * x, 0}
	j.h = [6]float64{0, x, 0, -k.r * x * (1/low + 1/high), 0, 0}
	k.addEnd(&j, tau1, t1, k.r)
	k.addEnd(&j, tau0, t0, -k.r)
	return j
}

// addEnd adds to j the derivatives in c of −weight·ln(α+τ), where weight is r
// or −r.
func (k gammaKernel) addEnd(j *jet, tau, t, weight float64) {
	if t == 0 || t == 1 {
		return
	}
	log := math.Log(t)
	q := tau * log / (k.alpha + tau)
	j.g[2] -= weight * q
	j.h[2] -= weight / k.r * q
	j.h[4] += weight * q / (k.alpha + tau)
	j.h[5] -= weight * q * (log - q)
}

func (k gammaKernel) logHazardJet(t float64) jet {
	tau, log := clock(t, k.c), math.Log(t)
	all := k.alpha + tau
	q := tau * log / all
	return jet{
		v: k.logHazard(t),
		g: [3]float64{1 / k.r, -1 / all, 1/k.c + log - q},
		h: [6]float64{-1 / (k.r * k.r), 0, 0, 1 / (all * all), q / all, -1/(k.c*k.c) - q*(log-q)},
	}
}

// survivedTime returns ∫_0^span u^power · S(age+u)/S(age) · e^−δu du, power 0
// or 1, span possibly +Inf: panels of 16 nodes in ln u.
func survivedTime(k gammaKernel, age, span, delta float64, power int) float64 {
	if !(age >= 0 && span >= 0 && delta >= 0) || !k.valid() || math.IsInf(age, 1) {
		return math.NaN()
	}
	if math.IsInf(span, 1) && delta == 0 && k.r*k.c <= float64(1+power) {
		return math.Inf(1) // S falls as t^−rc
	}
	if math.IsInf(delta, 1) || span == 0 {
		return 0
	}
	f := func(u float64) float64 {
		v := math.Exp(k.drop(age, age+u) - delta*u)
		if power == 1 {
			v *= u
		}
		return v
	}
	// In ln u the integrand is smooth whatever c is; in u, u^c is not at 0. What lies
	// below small, where S is 1 but for rounding, is not seen in the total.
	small := math.Max(math.Min(span, math.Min(k.unit(age), 1/delta))*1e-17, 1e-300)
	if math.IsInf(span, 1) {
		return integralFrom(f, small, k.r*k.c-float64(power))
	}
	length := math.Log(span / small)
	inLog := func(y float64) float64 {
		u := small * math.Exp(y)
		return f(u) * u
	}
	panels := length * math.Max(1, (delta*span+k.r*k.c)/8)
	return quad.Panels(inLog, 0, length, int(math.Min(1e5, math.Ceil(panels))))
}

// unit returns a time in which a customer of that age is lost with a
// probability of the order of a half.
func (k gammaKernel) unit(age float64) float64 {
	// (α+τ1)/(α+τ0) = 2^(1/r), with r at least 0.1: it is a scale only, and 2^(1/r)
	// overflows for small r.
	tau0 := clock(age, k.c)
	if math.IsInf(tau0, 1) { // S falls as a power of the age
		return age * math.Max(math.Expm1(math.Ln2/(math.Max(k.r, 0.1)*k.c)), 1e-16)
	}
	tau1 := tau0 + (k.alpha+tau0)*math.Expm1(math.Ln2/math.Max(k.r, 0.1))
	return math.Max(math.Pow(tau1, 1/k.c)-age, age*1e-16)
}

// randTime draws λ and an exponential (Weibull) lifetime.
func randTime(k gammaKernel, r *rand.Rand, span float64) Tenure {
	if !(span > 0) {
		panic("contractual: Rand needs a span > 0")
	}
	lambda := distuv.Gamma{Alpha: k.r, Beta: k.alpha, Src: r}.Rand()
	lost := math.Pow(r.ExpFloat64()/lambda, 1/k.c)
	if lost > span || math.IsNaN(lost) {
		return Tenure{Age: span}
	}
	return Tenure{Age: math.Max(lost, math.SmallestNonzeroFloat64), Lost: true}
}

// timeSurvivalFrom returns S(age+t)/S(age).
func timeSurvivalFrom(k gammaKernel, age, t float64) float64 {
	if !(age >= 0 && t >= 0) || math.IsInf(age, 1) {
		return math.NaN()
	}
	return math.Exp(k.drop(age, age+t))
}

// hazard returns the rate of loss at age t.
func hazard(k gammaKernel, t float64) float64 {
	if !(t >= 0) || math.IsInf(t, 1) || !k.valid() {
		return math.NaN()
	}
	return k.r * k.c * math.Pow(t, k.c-1) / (k.alpha + clock(t, k.c))
}

// timeElasticity returns the mean distance of the margin that DERL counts.
func timeElasticity(k gammaKernel, age, delta float64) float64 {
	first := survivedTime(k, age, math.Inf(1), delta, 1)
	if math.IsInf(first, 1) {
		return first
	}
	return first / survivedTime(k, age, math.Inf(1), delta, 0)
}
