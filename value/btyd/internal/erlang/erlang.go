// Package erlang is the engine of BG/CNBD-k and MBG/CNBD-k: regular purchases, and a
// coin tossed after each.
package erlang

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd/internal/geometric"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// maxShape is the largest Erlang shape; beyond it purchases are as good as clockwork.
const maxShape = 60

// Model is what BG/CNBD-k and MBG/CNBD-k share: [geometric] with Erlang-k
// gaps (D8 of DERIVATIONS.md in package btyd). Micro-events come at a gamma rate λ, and every k-th is a purchase.
type Model struct {
	K int
	geometric.Model
}

func (g Model) valid() bool { return g.K >= 1 && g.K <= maxShape && g.Model.Valid() }

// shape returns ρ, the posterior shape of λ after x purchases.
func (g Model) shape(x float64) float64 { return g.R + float64(g.K)*x }

// logStages returns the logarithm of S₂ = Σ_{j<k} (ρ)_j/j!·u^j, u = (T−t_x)/(α+T): the
// chance that fewer than k micro-events followed the last purchase, relative to that of
// none. It is a negative binomial cdf but for a factor, and added up as it is at most
// maxShape terms of one sign.
func logStages(k int, rho, u float64) float64 {
	sum, term := 1.0, 1.0
	for j := 0.0; j < float64(k-1); j++ {
		term *= (rho + j) / (j + 1) * u
		sum += term
	}
	if sum < math.MaxFloat64 {
		return math.Log(sum)
	}
	// The terms rise: from the last down.
	last := float64(k - 1)
	log := special.LogRise(rho, last) - special.LogRise(1, last) + last*math.Log(u)
	sum, term = 1, 1
	for j := last; j > 0; j-- {
		term *= j / ((rho + j - 1) * u)
		sum += term
	}
	return log + math.Log(sum)
}

// logOdds returns the log odds of having dropped out at the last purchase
// against being alive with no micro-event since: −Inf if no coin was tossed.
func (g Model) logOdds(h clientele.History) float64 {
	x := float64(h.Repeats)
	m := g.Coins(x)
	if m == 0 {
		return math.Inf(-1)
	}
	return math.Log(g.A/(g.B+(m-1))) + g.shape(x)*math.Log1p((h.Age-h.Last)/(g.Alpha+h.Last))
}

// LogProb leaves out (k−1)·Σ ln gap − x·lnΓ(k), which hold no parameter but k.
func (g Model) LogProb(h clientele.History) float64 {
	if !g.valid() || !process.Possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	m, kx := g.Coins(x), float64(g.K)*x
	if x == 0 { // certain but for k micro-events that were not a purchase
		survive, _ := g.Restart()
		// Of those who bought nothing nearly all are certain to have: 1 − lost keeps the
		// digits that the sum of alive and dead would round away.
		if lost := survive * negbin.New(g.R, g.Alpha, h.Age).Tail(float64(g.K)); lost < 0.5 {
			return math.Log1p(-lost)
		}
	}
	// S₂ ≥ 1, while the odds of the dead grow without bound: they stay a logarithm.
	alive := logStages(g.K, g.shape(x), (h.Age-h.Last)/(g.Alpha+h.Age))
	return special.LogRise(g.R, kx) - g.R*math.Log1p(h.Age/g.Alpha) - kx*math.Log(g.Alpha+h.Age) +
		special.LogRise(g.B, m) - special.LogRise(g.A+g.B, m) + special.LogAddExp(alive, g.logOdds(h))
}

// Timing returns what logProb leaves out.
func (g Model) Timing(h clientele.History, logGaps float64) float64 {
	lgamma, _ := math.Lgamma(float64(g.K))
	return float64(g.K-1)*logGaps - float64(h.Repeats)*lgamma
}

// ProbAlive returns P(alive at the end of observation); NaN for an impossible history.
func (g Model) ProbAlive(h clientele.History) float64 {
	if !g.valid() || !process.Possible(h) {
		return math.NaN()
	}
	alive := logStages(g.K, g.shape(float64(h.Repeats)), (h.Age-h.Last)/(g.Alpha+h.Age))
	return 1 / (1 + math.Exp(g.logOdds(h)-alive))
}

// Alive returns the process of a customer known to be alive: j of k
// micro-events since the last purchase have happened with a known chance. Who has
// been silent for long is likely to be close to the next purchase: that makes a
// regular customer's recency say more than a random one's.
func (g Model) Alive(h clientele.History) Renewal {
	x := float64(h.Repeats)
	return Renewal{k: g.K, rho: g.shape(x), alpha: g.Alpha + h.Age, a: g.A, b: g.B + g.Coins(x), since: (h.Age - h.Last) / (g.Alpha + h.Age)}
}

// Restart returns the process of a new customer, and the chance not to be lost at once.
func (g Model) Restart() (survive float64, after Renewal) {
	survive, after.b = 1, g.B
	if g.First {
		survive, after.b = g.B/(g.A+g.B), g.B+1
	}
	after.k, after.rho, after.alpha, after.a = g.K, g.R, g.Alpha, g.A
	return survive, after
}

// ExpectedRate returns the posterior mean of the purchase rate λ/k.
func (g Model) ExpectedRate(h clientele.History) float64 {
	pa := g.ProbAlive(h)
	if math.IsNaN(pa) {
		return pa
	}
	p := g.Alive(h)
	mean := 0.0
	weights := p.stages()
	for j, w := range weights[:g.K] {
		mean += w * (p.rho + float64(j)) / p.alpha
	}
	return (pa*mean + (1-pa)*p.rho/(g.Alpha+h.Last)) / float64(g.K)
}

// ExpectedDropout returns the posterior mean of the dropout rate or probability.
func (g Model) ExpectedDropout(h clientele.History) float64 {
	pa := g.ProbAlive(h)
	m := g.Coins(float64(h.Repeats))
	return (pa*g.A + (1-pa)*(g.A+1)) / (g.A + g.B + m)
}

// RandTimed draws a new customer together with the sum of the logarithms of the gaps.
func (g Model) RandTimed(r *rand.Rand, age float64) (h clientele.History, logGaps float64) {
	h.Age = age
	survive, after := g.Restart()
	if survive < 1 && r.Float64() >= survive {
		return h, 0
	}
	for _, t := range after.Path(r, age).AppendTimes(nil, r) {
		logGaps += math.Log(t - h.Last)
		h.Repeats, h.Last = h.Repeats+1, t
	}
	return h, logGaps
}
