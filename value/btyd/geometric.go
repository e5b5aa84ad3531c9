package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// geometric is what BG/NBD and MBG/NBD share: Poisson purchases at a gamma
// rate, and a coin with a beta probability of dropping out, tossed after every
// repeat purchase, and in MBG/NBD after the first purchase too.
type geometric struct {
	r, alpha, a, b float64
	first          bool // a coin at time 0
}

// coins returns m, the number of tosses survived by a customer with x repeats
// who is alive.
func (g geometric) coins(x float64) float64 {
	if g.first {
		return x + 1
	}
	return x
}

func (g geometric) valid() bool {
	return g.r > 0 && g.alpha > 0 && g.a > 0 && g.b > 0
}

// logOddsDead returns v, the log odds of having dropped out at the last
// purchase: −Inf if no coin was tossed yet.
func (g geometric) logOddsDead(h clientele.History) float64 {
	x := float64(h.Repeats)
	m := g.coins(x)
	if m == 0 {
		return math.Inf(-1)
	}
	return math.Log(g.a/(g.b+(m-1))) + (g.r+x)*math.Log1p((h.Age-h.Last)/(g.alpha+h.Last))
}

// logProb is equation 4.3 of the family in its stable form: nothing in it can
// overflow, whatever the number of purchases.
func (g geometric) logProb(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	m := g.coins(x)
	if x == 0 && g.first { // the two parts nearly cancel if most are lost at once
		return math.Log1p(g.b / (g.a + g.b) * math.Expm1(-g.r*math.Log1p(h.Age/g.alpha)))
	}
	return special.LogRise(g.r, x) - g.r*math.Log1p(h.Age/g.alpha) - x*math.Log(g.alpha+h.Age) +
		special.LogRise(g.b, m) - special.LogRise(g.a+g.b, m) + special.Log1pExp(g.logOddsDead(h))
}

// probAlive is 1/(1+odds of having dropped out); odds that overflow give 0.
func (g geometric) probAlive(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	m := g.coins(x)
	if m == 0 {
		return 1
	}
	odds := g.a / (g.b + (m - 1)) * math.Exp((g.r+x)*math.Log1p((h.Age-h.Last)/(g.alpha+h.Last)))
	return 1 / (1 + odds)
}

// alive returns the process that a customer alive at the end of observation
// goes on with: BG/NBD in either model, because the next coin falls after the
// next purchase.
func (g geometric) alive(h clientele.History) geometric {
	x := float64(h.Repeats)
	return geometric{r: g.r + x, alpha: g.alpha + h.Age, a: g.a, b: g.b + g.coins(x)}
}

// restart splits off the coin at time 0 of MBG/NBD: the probability of
// surviving it, and BG/NBD for those who do.
func (g geometric) restart() (survive float64, after geometric) {
	if !g.first {
		return 1, g
	}
	return g.b / (g.a + g.b), geometric{r: g.r, alpha: g.alpha, a: g.a, b: g.b + 1}
}

// expectedRate returns E[λ | h]: gamma posteriors, whose clock stopped at the
// last purchase if the customer dropped out there.
func (g geometric) expectedRate(h clientele.History) float64 {
	pa := g.probAlive(h)
	if pa == 1 {
		return (g.r + float64(h.Repeats)) / (g.alpha + h.Age)
	}
	return (g.r + float64(h.Repeats)) * (pa/(g.alpha+h.Age) + (1-pa)/(g.alpha+h.Last))
}

// expectedDropout returns E[p | h]: Beta(a, b+m) if alive, Beta(a+1, b+m−1) if not.
func (g geometric) expectedDropout(h clientele.History) float64 {
	pa := g.probAlive(h)
	m := g.coins(float64(h.Repeats))
	return (pa*g.a + (1-pa)*(g.a+1)) / (g.a + g.b + m)
}
