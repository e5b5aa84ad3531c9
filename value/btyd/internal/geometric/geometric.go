// Package geometric is the engine of BG/NBD and MBG/NBD: random purchases, and a
// coin tossed after each. The numbers D1, D2, … in its comments are those of
// DERIVATIONS.md in package btyd.
package geometric

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Model is what BG/NBD and MBG/NBD share: Poisson purchases at a gamma
// rate, and a coin with a beta probability of dropping out, tossed after every
// repeat purchase, and in MBG/NBD after the first purchase too.
type Model struct {
	R, Alpha, A, B float64
	First          bool // a coin at time 0
}

// Coins returns m, the number of tosses survived by a customer with x repeats
// who is alive.
func (g Model) Coins(x float64) float64 {
	if g.First {
		return x + 1
	}
	return x
}

// Valid reports whether the parameters are in their domain.
func (g Model) Valid() bool {
	return g.R > 0 && g.Alpha > 0 && g.A > 0 && g.B > 0
}

// logOddsDead returns v of D5, the log odds of having dropped out at the last
// purchase: −Inf if no coin was tossed yet.
func (g Model) logOddsDead(h clientele.History) float64 {
	x := float64(h.Repeats)
	m := g.Coins(x)
	if m == 0 {
		return math.Inf(-1)
	}
	return math.Log(g.A/(g.B+(m-1))) + (g.R+x)*math.Log1p((h.Age-h.Last)/(g.Alpha+h.Last))
}

// LogProb is ln A + ln(1+o) of D1 with the A and o of D5: nothing in it can
// overflow, whatever the number of purchases.
func (g Model) LogProb(h clientele.History) float64 {
	if !g.Valid() || !process.Possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	m := g.Coins(x)
	if x == 0 && g.First { // the two parts nearly cancel if most are lost at once
		return math.Log1p(g.B / (g.A + g.B) * math.Expm1(-g.R*math.Log1p(h.Age/g.Alpha)))
	}
	return special.LogRise(g.R, x) - g.R*math.Log1p(h.Age/g.Alpha) - x*math.Log(g.Alpha+h.Age) +
		special.LogRise(g.B, m) - special.LogRise(g.A+g.B, m) + special.Log1pExp(g.logOddsDead(h))
}

// ProbAlive is 1/(1+odds of having dropped out); odds that overflow give 0.
func (g Model) ProbAlive(h clientele.History) float64 {
	return ProbAlive(g.R, g.Alpha, g.A, g.B, g.First, h)
}

// ProbAlive is Model.ProbAlive of the parameters one by one: a structure of
// more than four fields goes through memory, and this is asked of every customer.
func ProbAlive(r, alpha, a, b float64, first bool, h clientele.History) float64 {
	if !(r > 0 && alpha > 0 && a > 0 && b > 0) || !process.Possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	m := x
	if first {
		m++
	}
	if m == 0 {
		return 1
	}
	odds := a / (b + (m - 1)) * math.Exp((r+x)*math.Log1p((h.Age-h.Last)/(alpha+h.Last)))
	return 1 / (1 + odds)
}

// Alive returns the process of D12 that a customer alive at the end of observation
// goes on with: BG/NBD in either model, because the next coin falls after the
// next purchase.
func (g Model) Alive(h clientele.History) Model {
	x := float64(h.Repeats)
	return Model{R: g.R + x, Alpha: g.Alpha + h.Age, A: g.A, B: g.B + g.Coins(x)}
}

// Restart splits off the coin at time 0 of MBG/NBD: the probability of
// surviving it, and BG/NBD for those who do.
func (g Model) Restart() (survive float64, after Model) {
	if !g.First {
		return 1, g
	}
	return g.B / (g.A + g.B), Model{R: g.R, Alpha: g.Alpha, A: g.A, B: g.B + 1}
}

// ExpectedRate returns E[λ | h]: gamma posteriors, whose clock stopped at the
// last purchase if the customer dropped out there.
func (g Model) ExpectedRate(h clientele.History) float64 {
	pa := g.ProbAlive(h)
	if pa == 1 {
		return (g.R + float64(h.Repeats)) / (g.Alpha + h.Age)
	}
	return (g.R + float64(h.Repeats)) * (pa/(g.Alpha+h.Age) + (1-pa)/(g.Alpha+h.Last))
}

// ExpectedDropout returns E[p | h]: Beta(a, b+m) if alive, Beta(a+1, b+m−1) if not.
func (g Model) ExpectedDropout(h clientele.History) float64 {
	pa := g.ProbAlive(h)
	m := g.Coins(float64(h.Repeats))
	return (pa*g.A + (1-pa)*(g.A+1)) / (g.A + g.B + m)
}
