package btyd

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/internal/special"
)

// pareto is the Pareto/NBD model, and the process of a customer who is alive.
type pareto struct{ r, alpha, s, beta float64 }

func (g pareto) valid() bool { return g.r > 0 && g.alpha > 0 && g.s > 0 && g.beta > 0 }

// ends returns the closed form of the odds of having died before T, D/A:
//
//	(s/w)·(e^growth·first − second),  w = r+s+x
//
// with one hypergeometric function at t_x and at T, in whichever of its two
// forms has an argument ≤ 0, where its continued fraction has positive terms only.
func (g pareto) ends(h clientele.History) (share, growth, first, second float64) {
	rx := g.r + float64(h.Repeats)
	w := rx + g.s
	purchase, death := g.alpha+h.Last, g.beta+h.Last
	gap := h.Age - h.Last
	if lead := g.beta - g.alpha; lead > 0 {
		first, second = special.Hyp2F1OnePair(rx, w+1, lead/purchase, lead/(purchase+gap))
	} else {
		first, second = special.Hyp2F1OnePair(g.s+1, w+1, -lead/death, -lead/(death+gap))
		first *= purchase / death
		second *= (purchase + gap) / (death + gap)
	}
	return g.s / w, rx*math.Log1p(gap/purchase) + g.s*math.Log1p(gap/death), first, second
}

// logProb is the likelihood with the part of those alive taken out, so that
// nothing overflows.
func (g pareto) logProb(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	alive := g.logAlive(h)
	share, growth, first, second := g.ends(h)
	if growth < 600 {
		return alive + math.Log1p(share*math.Max(math.Exp(growth)*first-second, 0))
	}
	return alive + math.Log(share) + growth + math.Log(first) // second and 1 are lost beside it
}

// logAlive is the log-likelihood of h together with being alive at its end.
func (g pareto) logAlive(h clientele.History) float64 {
	x := float64(h.Repeats)
	return special.LogRise(g.r, x) - g.r*math.Log1p(h.Age/g.alpha) - x*math.Log(g.alpha+h.Age) - g.s*math.Log1p(h.Age/g.beta)
}

// probAlive is 1/(1 + odds of having died); odds that overflow give 0.
func (g pareto) probAlive(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	share, growth, first, second := g.ends(h)
	odds := share * (math.Exp(growth)*first - second)
	if !(odds > 0) { // rounding, or t_x = T
		return 1
	}
	return 1 / (1 + odds)
}

func (g pareto) alive(h clientele.History) pareto {
	return pareto{g.r + float64(h.Repeats), g.alpha + h.Age, g.s, g.beta + h.Age}
}

func (g pareto) restart() (float64, pareto) { return 1, g }

// mean returns E[X(t)] = (r/α)·β·φ_{s−1}(ln(1+t/β)), regular at s = 1.
func (g pareto) mean(t float64) float64 {
	return g.r / g.alpha * g.beta * special.Phi(g.s-1, math.Log1p(t/g.beta))
}

// variance returns Var[X(t)] from E[X(X−1)] = E[λ²]·2∫₀ᵗ u S(u) du.
func (g pareto) variance(t float64) float64 {
	unit, area := g.ramp(t)
	m := g.mean(t)
	if !(area > 0) {
		return m
	}
	return 2*(g.r/g.alpha*unit)*((g.r+1)/g.alpha*unit)*area + m - m*m
}

// ramp returns ∫₀ᵗ u S(u) du as unit²·area.
func (g pareto) ramp(t float64) (unit, area float64) {
	length := math.Log1p(t / g.beta)
	if length > 1 {
		return g.beta, special.Phi(g.s-2, length) - special.Phi(g.s-1, length)
	}
	// The difference would cancel.
	return t, quad.Panels(func(v float64) float64 { return v * g.survival(v*t) }, 0, 1, 1+int(math.Min(g.s*length/4, 100)))
}

// prob returns P(X(t) = n): alive with n purchases, or n purchases before a
// death at u, integrated over u.
func (g pareto) prob(n, t float64) float64 {
	if t == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	d := newNegbin(g.r, g.alpha, t)
	return g.survival(t)*d.prob(n) + g.diedWith(n, t)
}

// diedWith integrates, in z = ln u, the positive and log-concave
// s β^s (β+u)^−(s+1) · NB(n; r, α, u) · u.
func (g pareto) diedWith(n, t float64) float64 {
	constant := special.LogRise(g.r, n) - special.LogRise(1, n) + math.Log(g.s)
	f := func(z float64) float64 {
		u := math.Exp(z)
		// α^r (α+u)^−r (u/(α+u))^n and β^s (β+u)^−s u/(β+u)
		return constant - g.r*math.Log1p(u/g.alpha) - n*math.Log1p(g.alpha/u) - g.s*math.Log1p(u/g.beta) - math.Log1p(g.beta/u)
	}
	slope := func(z float64) float64 {
		u := math.Exp(z)
		return n + 1 - (g.r+n)*u/(g.alpha+u) - (g.s+1)*u/(g.beta+u)
	}
	return integrateLogConcave(f, slope, math.Log(t))
}

// survival returns P(alive at t) = (β/(β+t))^s.
func (g pareto) survival(t float64) float64 { return math.Exp(-g.s * math.Log1p(t/g.beta)) }

// discounted returns (r/α)·β·e^z E_s(z), z = δβ.
func (g pareto) discounted(rate float64) float64 {
	if rate == 0 {
		if g.s > 1 {
			return g.r / g.alpha * g.beta / (g.s - 1)
		}
		return math.Inf(1)
	}
	return g.r / g.alpha * g.beta * special.ScaledExpInt(g.s, rate*g.beta)
}

// within takes the purchases after t from those of all time, or integrates
// where the difference would cancel.
func (g pareto) within(rate, t float64) float64 {
	if rate*t < 1 {
		return within(rate, t, g.beta, 1.5, func(_, length float64) float64 {
			return g.r / g.alpha * g.beta * special.Phi(g.s-1, length)
		})
	}
	rest := math.Exp(-rate*t) * g.survival(t) * (g.beta + t) * special.ScaledExpInt(g.s, rate*(g.beta+t))
	return g.r / g.alpha * (g.beta*special.ScaledExpInt(g.s, rate*g.beta) - rest)
}

// path draws a rate, a lifetime and the purchases before it ends.
func (g pareto) path(r *rand.Rand, t float64) path {
	lifetime := r.ExpFloat64() / randGamma(r, g.s, g.beta) // +Inf where the rate underflows
	span := math.Min(lifetime, t)
	n := randPoisson(r, randGamma(r, g.r, g.alpha)*span)
	return path{n: n, keep: n, span: span}
}
