// Package pareto is the engine of Pareto/NBD: random purchases, and a lifetime that
// is exponential given its rate.
package pareto

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/integral"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Model is the Pareto/NBD model, and the process of a customer who is alive.
type Model struct{ R, Alpha, S, Beta float64 }

// Valid reports whether the parameters are in their domain.
func (g Model) Valid() bool { return g.R > 0 && g.Alpha > 0 && g.S > 0 && g.Beta > 0 }

// ends returns the closed form (D9 of DERIVATIONS.md in package btyd) of the
// odds of having died before T, D/A:
//
//	(s/w)·(e^growth·first − second),  w = r+s+x
//
// with one hypergeometric function at t_x and at T, in whichever of its two
// forms has an argument ≤ 0, where its continued fraction has positive terms only.
func (g Model) ends(h clientele.History) (share, growth, first, second float64) {
	rx := g.R + float64(h.Repeats)
	w := rx + g.S
	purchase, death := g.Alpha+h.Last, g.Beta+h.Last
	gap := h.Age - h.Last
	// Euler's transformation has the argument of the other sign (D9); only at ≤ 0 is the
	// fraction free of cancellation, and fast.
	if lead := g.Beta - g.Alpha; lead > 0 {
		first, second = special.Hyp2F1OnePair(rx, w+1, lead/purchase, lead/(purchase+gap))
	} else {
		first, second = special.Hyp2F1OnePair(g.S+1, w+1, -lead/death, -lead/(death+gap))
		first *= purchase / death
		second *= (purchase + gap) / (death + gap)
	}
	return g.S / w, rx*math.Log1p(gap/purchase) + g.S*math.Log1p(gap/death), first, second
}

// LogProb is the likelihood with the part of those alive taken out, so that
// nothing overflows.
func (g Model) LogProb(h clientele.History) float64 {
	if !g.Valid() || !process.Possible(h) {
		return math.NaN()
	}
	return g.logProb(h)
}

// logProb is LogProb for any age: the horizon of a forecast may be longer than a
// history is allowed to be.
func (g Model) logProb(h clientele.History) float64 {
	alive := g.LogAlive(h)
	share, growth, first, second := g.ends(h)
	// Beyond, e^growth overflows, and ln(1 + odds) is ln odds to the last digit.
	if growth < 600 {
		return alive + math.Log1p(share*math.Max(math.Exp(growth)*first-second, 0))
	}
	return alive + math.Log(share) + growth + math.Log(first) // second and 1 are lost beside it
}

// LogAlive is the log-likelihood of h together with being alive at its end.
func (g Model) LogAlive(h clientele.History) float64 {
	x := float64(h.Repeats)
	return special.LogRise(g.R, x) - g.R*math.Log1p(h.Age/g.Alpha) - x*math.Log(g.Alpha+h.Age) - g.S*math.Log1p(h.Age/g.Beta)
}

// ProbAlive is 1/(1 + odds of having died); odds that overflow give 0.
func (g Model) ProbAlive(h clientele.History) float64 {
	if !g.Valid() || !process.Possible(h) {
		return math.NaN()
	}
	share, growth, first, second := g.ends(h)
	odds := share * (math.Exp(growth)*first - second)
	if !(odds > 0) { // rounding, or t_x = T
		return 1
	}
	return 1 / (1 + odds)
}

// ProbSilent returns P(no purchase in (Age, Age+t] | h): the likelihood of the longer
// silence to that of the one seen,
//
//	(e^(−d)·q·(1 − (s/w)·F(T+t)) + (s/w)·F(t_x)) / (q·(1 − (s/w)·F(T)) + (s/w)·F(t_x)),
//
// q = e^(−growth) and d the growth in t of D9. No term is negative, and the three F
// cost little more than the two of P(alive).
func (g Model) ProbSilent(h clientele.History, t float64) float64 {
	if !g.Valid() || !process.Possible(h) || !(t >= 0) || math.IsInf(t, 1) {
		return math.NaN()
	}
	rx := g.R + float64(h.Repeats)
	w := rx + g.S
	share, gap := g.S/w, h.Age-h.Last
	purchase, death := g.Alpha+h.Last, g.Beta+h.Last
	buying, living := g.Alpha+h.Age, g.Beta+h.Age
	var first, now, then float64 // F at t_x, T and T + t
	if lead := g.Beta - g.Alpha; lead > 0 {
		first, now, then = special.Hyp2F1OneTriple(rx, w+1, lead/purchase, lead/buying, lead/(buying+t))
	} else {
		first, now, then = special.Hyp2F1OneTriple(g.S+1, w+1, -lead/death, -lead/living, -lead/(living+t))
		first *= purchase / death
		now *= buying / living
		then *= (buying + t) / (living + t)
	}
	q := math.Exp(-rx*math.Log1p(gap/purchase) - g.S*math.Log1p(gap/death))
	rest := math.Exp(-rx*math.Log1p(t/buying) - g.S*math.Log1p(t/living))
	gone := share * first
	return math.Min((rest*q*math.Max(1-share*then, 0)+gone)/(q*math.Max(1-share*now, 0)+gone), 1)
}

// Alive returns the process of a customer known to be alive at the end of observation.
func (g Model) Alive(h clientele.History) Model {
	return Model{g.R + float64(h.Repeats), g.Alpha + h.Age, g.S, g.Beta + h.Age}
}

// Restart returns the process of a new customer, and the chance not to be lost at once.
func (g Model) Restart() (float64, Model) { return 1, g }

// Mean returns (D12) E[X(t)] = (r/α)·β·φ_{s−1}(ln(1+t/β)), regular at s = 1.
func (g Model) Mean(t float64) float64 {
	return g.R / g.Alpha * g.Beta * special.Phi(g.S-1, math.Log1p(t/g.Beta))
}

// Variance returns Var[X(t)] from E[X(X−1)] = E[λ²]·2∫₀ᵗ u S(u) du.
func (g Model) Variance(t float64) float64 {
	unit, area := g.Ramp(t)
	m := g.Mean(t)
	// No time for two purchases, or none but rounding: then X is 0 or 1, and Var = E.
	if !(area > 0) {
		return m
	}
	return 2*(g.R/g.Alpha*unit)*((g.R+1)/g.Alpha*unit)*area + m - m*m
}

// Ramp returns ∫₀ᵗ u S(u) du as unit²·area.
func (g Model) Ramp(t float64) (unit, area float64) {
	length := math.Log1p(t / g.Beta)
	if length > 1 {
		return g.Beta, special.Phi(g.S-2, length) - special.Phi(g.S-1, length)
	}
	// The difference would cancel.
	return t, quad.Panels(func(v float64) float64 { return v * g.Survival(v*t) }, 0, 1, 1+int(math.Min(g.S*length/4, 100)))
}

// Prob returns P(X(t) = n): alive with n purchases, or n purchases before a
// death at u, integrated over u; n = 0 has a closed form.
func (g Model) Prob(n, t float64) float64 {
	if t == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	if n == 0 { // the likelihood of a silent customer, in closed form: a hundredth of the integral's time
		return math.Exp(g.logProb(clientele.History{Age: t}))
	}
	d := negbin.New(g.R, g.Alpha, t)
	return g.Survival(t)*d.Prob(n) + g.diedWith(n, t)
}

// diedWith integrates (D12), in z = ln u, the positive and log-concave
// s β^s (β+u)^−(s+1) · NB(n; r, α, u) · u.
func (g Model) diedWith(n, t float64) float64 {
	constant := special.LogRise(g.R, n) - special.LogRise(1, n) + math.Log(g.S)
	f := func(z float64) float64 {
		u := math.Exp(z)
		// α^r (α+u)^−r (u/(α+u))^n and β^s (β+u)^−s u/(β+u)
		return constant - g.R*math.Log1p(u/g.Alpha) - n*math.Log1p(g.Alpha/u) - g.S*math.Log1p(u/g.Beta) - math.Log1p(g.Beta/u)
	}
	slope := func(z float64) float64 {
		u := math.Exp(z)
		return n + 1 - (g.R+n)*u/(g.Alpha+u) - (g.S+1)*u/(g.Beta+u)
	}
	return integral.LogConcave(f, slope, math.Log(t))
}

// Survival returns P(alive at t) = (β/(β+t))^s.
func (g Model) Survival(t float64) float64 { return math.Exp(-g.S * math.Log1p(t/g.Beta)) }

// Discounted returns (r/α)·β·e^z E_s(z), z = δβ.
func (g Model) Discounted(rate float64) float64 {
	if rate == 0 {
		if g.S > 1 {
			return g.R / g.Alpha * g.Beta / (g.S - 1)
		}
		return math.Inf(1)
	}
	return g.R / g.Alpha * g.Beta * special.ScaledExpInt(g.S, rate*g.Beta)
}

// Within takes the purchases after t from those of all time, or integrates
// where the difference would cancel.
func (g Model) Within(rate, t float64) float64 {
	if rate*t < 1 {
		return integral.Discounted(rate, t, g.Beta, 1.5, func(_, length float64) float64 {
			return g.R / g.Alpha * g.Beta * special.Phi(g.S-1, length)
		})
	}
	// What comes after t is at most e^−1 of all, so that the difference keeps its digits.
	rest := math.Exp(-rate*t) * g.Survival(t) * (g.Beta + t) * special.ScaledExpInt(g.S, rate*(g.Beta+t))
	return g.R / g.Alpha * (g.Beta*special.ScaledExpInt(g.S, rate*g.Beta) - rest)
}

// Path draws a rate, a lifetime and the purchases before it ends.
func (g Model) Path(r *rand.Rand, t float64) process.Path {
	lifetime := r.ExpFloat64() / variate.Gamma(r, g.S, g.Beta) // +Inf where the rate underflows
	return process.Poisson(r, g.R, g.Alpha, lifetime, t)
}

// Probs returns P(X(t) = 0), …, P(X(t) = n).
func (g Model) Probs(n int, t float64) []float64 {
	return integral.Counts{
		R: g.R, Alpha: g.Alpha, T: t, Survival: g.Survival(t), Scale: g.Beta / (g.S + 1), Last: t,
		Death: func(u float64) float64 { return g.S / (g.Beta + u) * g.Survival(u) },
		Bend: func(u float64) float64 {
			w := u / (g.Beta + u)
			return (g.S + 1) * w * (1 - w)
		},
	}.Probs(n)
}
