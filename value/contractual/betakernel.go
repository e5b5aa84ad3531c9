package contractual

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/special"
	"gonum.org/v1/gonum/stat/distuv"
)

// betaKernel is the survival function of BdW; with c = 1 that of SBG.
//
//	ln S(t1)/S(t0) = lnrise(b+τ0, τ1−τ0) − lnrise(a+b+τ0, τ1−τ0),  τ = t^c
type betaKernel struct{ a, b, c float64 }

func (k betaKernel) renewals() bool { return true }

// valid reports whether predictions mean anything.
func (k betaKernel) valid() bool {
	return k.a > 0 && k.b > 0 && k.c > 0 && !math.IsInf(k.a+k.b+k.c, 1)
}

func (k betaKernel) drop(t0, t1 float64) float64 {
	if !k.valid() {
		return math.NaN()
	}
	tau0, tau1 := clock(t0, k.c), clock(t1, k.c)
	switch {
	case t1 == t0:
		return 0
	// One step of the SBG, S(t+1)/S(t) = (b+t)/(a+b+t): the commonest call, without lnΓ.
	case tau1-tau0 == 1:
		return -math.Log1p(k.a / (k.b + tau0))
	case math.IsInf(t1, 1):
		return math.Inf(-1)
	// Both beyond the floats: Γ(b+τ)/Γ(a+b+τ) → τ^−a, so that S is a power, t^−ac.
	case math.IsInf(tau0, 1):
		return -k.a * k.c * math.Log(t1/t0)
	case math.IsInf(tau1, 1):
		return special.LogRise(k.b+tau0, k.a) - k.a*k.c*math.Log(t1)
	}
	// Γ(b+τ1)Γ(a+b+τ0)/(Γ(b+τ0)Γ(a+b+τ1)) is a difference of rises over τ1−τ0, or over a:
	// the shorter rises are the smaller numbers, and lose less in their difference.
	if k.a < tau1-tau0 {
		return special.LogRise(k.b+tau0, k.a) - special.LogRise(k.b+tau1, k.a)
	}
	return special.LogRise(k.b+tau0, tau1-tau0) - special.LogRise(k.a+k.b+tau0, tau1-tau0)
}

// dropJet differentiates drop in a, b and c. With D(x, n) = ψ(x+n) − ψ(x) and
// D1 the same of ψ1:
//
//	∂a = −D(a+b+τ0, Δ)     ∂b = D(b+τ0, Δ) − D(a+b+τ0, Δ)     ∂τ = −D(b+τ, a)
//
// the last at both ends, times ∂τ/∂c = τ ln t; ∂²τ/∂c² is τ ln² t.
func (k betaKernel) dropJet(t0, t1 float64) jet {
	tau0, tau1 := clock(t0, k.c), clock(t1, k.c)
	all, x := k.a+k.b, tau1-tau0
	da, db := special.DigammaRise(all+tau0, x), special.DigammaRise(k.b+tau0, x)
	daa, dbb := special.TrigammaRise(all+tau0, x), special.TrigammaRise(k.b+tau0, x)
	j := jet{v: k.drop(t0, t1)}
	j.g = [3]float64{-da, db - da, 0}
	j.h = [6]float64{-daa, -daa, 0, dbb - daa, 0, 0}
	k.addEnd(&j, tau1, t1, 1)
	k.addEnd(&j, tau0, t0, -1)
	return j
}

// addEnd adds to j, with a sign, the derivatives in c at one end.
func (k betaKernel) addEnd(j *jet, tau, t, sign float64) {
	if t == 0 || t == 1 {
		return // 0^c and 1^c do not change with c
	}
	log := math.Log(t)
	slope := tau * log // ∂τ/∂c
	first := -special.DigammaRise(k.b+tau, k.a)
	second := -special.TrigammaRise(k.b+tau, k.a)
	j.g[2] += sign * first * slope
	j.h[2] -= sign * special.Trigamma(k.a+k.b+tau) * slope
	j.h[4] += sign * second * slope
	j.h[5] += sign * (second*slope*slope + first*slope*log)
}

func (k betaKernel) logHazard(float64) float64 { panic("contractual: renewals have no hazard") }
func (k betaKernel) logHazardJet(float64) jet  { panic("contractual: renewals have no hazard") }

// survivalFrom returns S(age+t)/S(age).
func survivalFrom(k betaKernel, age, t int) float64 {
	if age < 0 || t < 0 {
		return math.NaN()
	}
	return math.Exp(k.drop(float64(age), float64(age)+float64(t)))
}

// probLost returns S(t−1) − S(t).
func probLost(k betaKernel, t int) float64 {
	if t < 1 {
		return math.NaN()
	}
	return math.Exp(k.drop(0, float64(t-1))) * -math.Expm1(k.drop(float64(t-1), float64(t)))
}

// meanRenewals returns S(1) + … + S(t).
func meanRenewals(k betaKernel, t int) float64 {
	if t < 0 || !k.valid() {
		return math.NaN()
	}
	sum := 0.0
	for i := t; i >= 1; i-- { // small terms first
		sum += math.Exp(k.drop(0, float64(i)))
	}
	return sum
}

// randRenewals draws θ and a geometric (discrete Weibull) lifetime:
// T = ⌈(E/−ln(1−θ))^(1/c)⌉ with E ~ Exp(1), as P(T > t) = (1−θ)^(t^c) = P(E > −ln(1−θ)·t^c).
func randRenewals(k betaKernel, r *rand.Rand, span int) Tenure {
	if span < 0 {
		panic("contractual: Rand needs a span >= 0")
	}
	theta := distuv.Beta{Alpha: k.a, Beta: k.b, Src: r}.Rand()
	lost := math.Ceil(math.Pow(r.ExpFloat64()/-math.Log1p(-theta), 1/k.c))
	if lost > float64(span) || math.IsNaN(lost) {
		return Tenure{Age: float64(span)}
	}
	return Tenure{Age: math.Max(lost, 1), Lost: true}
}
