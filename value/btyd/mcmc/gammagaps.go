package mcmc

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/variate"
)

// gammaGaps is a customer of Pareto/GGG whose rates are known: times between
// purchases are gamma distributed with shape k and rate κ = kλ, so that their
// mean is 1/λ, in an exponential lifetime with rate μ.
type gammaGaps struct{ k, lambda, mu float64 }

// silence returns what the purchases leave to say after the last one, d ago:
//
//	P(no purchase within d, dead or alive) = 1 − φ + φ·Q(k, (κ+μ)d),  φ = (κ/(κ+μ))^k
//
// given ln d, ln κ and ln Γ(k). It follows by parts from ∫₀ᵈ μe^{−μv}Q(k, κv) dv +
// e^{−μd}Q(k, κd), the customer who died at v and the one who is alive. Both parts are
// positive: nothing cancels but 1 − φ, where few die within a gap, hence its series.
func (p gammaGaps) silence(d, logD, logKappa, logGammaK float64) float64 {
	if d == 0 {
		return 1
	}
	kappa := p.k * p.lambda
	ratio := math.Log1p(p.mu / kappa)
	power := p.k * ratio
	phi := exp(-power)
	dead := 1 - phi
	if power < 1e-3 {
		dead = power * (1 - power/2*(1-power/3*(1-power/4)))
	}
	return math.Max(dead+phi*upperGamma(p.k, (kappa+p.mu)*d, logKappa+ratio+logD, logGammaK), 1e-300)
}

// probAlive returns P(alive | no purchase within d after the last one)
//
//	Q(k, κd) e^{−μd} / none
func (p gammaGaps) probAlive(d float64) float64 {
	if d == 0 {
		return 1
	}
	logGammaK, logKappa, logD := lgamma(p.k), math.Log(p.k*p.lambda), math.Log(d)
	stayed := upperGamma(p.k, p.k*p.lambda*d, logKappa+logD, logGammaK) * math.Exp(-p.mu*d)
	return math.Min(1, stayed/p.silence(d, logD, logKappa, logGammaK))
}

// silentDeath draws the time from the last purchase to the death of a customer
// who died within d of it and bought nothing before: of density ∝ e^{−μv}Q(k, κv).
// It draws a next gap G too, that the death came before: a pair (v, G) with v < G, of
// which v is kept. The first loop draws v and tries G, the second G, weighted by
// μG as Gamma(k+1) is by G, and then v below it: each where it is rarely refused.
func (p gammaGaps) silentDeath(r *rand.Rand, d float64) float64 {
	kappa := p.k * p.lambda
	if math.Max(p.mu, 1/d) > p.lambda { // most deaths come before most gaps end
		for {
			v := randWithin(r, p.mu, d)
			if variate.Gamma(r, p.k, 1) > kappa*v {
				return v
			}
		}
	}
	for { // gaps weighted by the chance to die in them, at most μG
		gap := variate.Gamma(r, p.k+1, 1) / kappa
		if end := math.Min(gap, d); r.Float64()*p.mu*gap <= -math.Expm1(-p.mu*end) {
			return randWithin(r, p.mu, end)
		}
	}
}

// firstGap draws the time from now to the next purchase of a customer who is
// alive and bought last d ago, were there no death.
func (p gammaGaps) firstGap(r *rand.Rand, d float64) float64 {
	kappa := p.k * p.lambda
	return randGammaAbove(r, p.k, kappa*d)/kappa - d
}

// discounted returns the expected purchases of all time of a customer who is
// alive and bought last d ago: with θ = μ + rate and φ = (κ/(κ+θ))^k, the next
// one is worth E[e^{−θ·gap}] and each later one φ of the one before,
//
//	e^{θd} φ Q(k, (κ+θ)d)/Q(k, κd) / (1 − φ)
func (p gammaGaps) discounted(d, rate float64) float64 {
	kappa, theta := p.k*p.lambda, p.mu+rate
	if math.IsInf(theta, 1) {
		return 0
	}
	power := -p.k * math.Log1p(theta/kappa)
	next := math.Exp(power)
	if d > 0 {
		next *= p.tilt(d, theta)
	}
	return next / -math.Expm1(power)
}

// tilt returns e^{θd}·Q(k, (κ+θ)d)/Q(k, κd), which is ((κ+θ)/κ)^k · E[e^{−θ(G−d)} | G > d].
func (p gammaGaps) tilt(d, theta float64) float64 {
	kappa := p.k * p.lambda
	return math.Exp(theta*d + logUpperGamma(p.k, (kappa+theta)*d) - logUpperGamma(p.k, kappa*d))
}

// logUpperGamma returns ln Q(k, z), where Q underflows by its asymptote
// z^(k−1) e^−z/Γ(k) · 1/(1 − (k−1)/(z+1)): z is hundreds there, and k small beside it.
func logUpperGamma(k, z float64) float64 {
	if q := upperGamma(k, z, math.Log(z), lgamma(k)); q > 1e-280 {
		return math.Log(q)
	}
	return (k-1)*math.Log(z) - z - lgamma(k) - math.Log1p(-(k-1)/(z+1))
}
