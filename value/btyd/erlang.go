package btyd

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// maxShape is the largest Erlang shape; beyond it purchases are as good as clockwork.
const maxShape = 60

// erlang is what BG/CNBD-k and MBG/CNBD-k share: [geometric] with Erlang-k
// gaps. Micro-events come at a gamma rate λ, and every k-th is a purchase.
type erlang struct {
	k int
	geometric
}

func (g erlang) valid() bool { return g.k >= 1 && g.k <= maxShape && g.geometric.valid() }

// shape returns ρ, the posterior shape of λ after x purchases.
func (g erlang) shape(x float64) float64 { return g.r + float64(g.k)*x }

// stages returns S₂ = Σ_{j<k} (ρ)_j/j!·u^j, u = (T−t_x)/(α+T): the chance that
// fewer than k micro-events followed the last purchase, relative to that of none.
func stages(k int, rho, u float64) float64 {
	sum, term := 1.0, 1.0
	for j := 0.0; j < float64(k-1); j++ {
		term *= (rho + j) / (j + 1) * u
		sum += term
	}
	return sum
}

// logOdds returns the log odds of having dropped out at the last purchase
// against being alive with no micro-event since: −Inf if no coin was tossed.
func (g erlang) logOdds(h clientele.History) float64 {
	x := float64(h.Repeats)
	m := g.coins(x)
	if m == 0 {
		return math.Inf(-1)
	}
	return math.Log(g.a/(g.b+(m-1))) + g.shape(x)*math.Log1p((h.Age-h.Last)/(g.alpha+h.Last))
}

// logProb leaves out (k−1)·Σ ln gap − x·lnΓ(k), which hold no parameter but k.
func (g erlang) logProb(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	x := float64(h.Repeats)
	m, kx := g.coins(x), float64(g.k)*x
	if x == 0 { // certain but for k micro-events that were not a purchase
		survive, _ := g.restart()
		if lost := survive * newNegbin(g.r, g.alpha, h.Age).tail(float64(g.k)); lost < 0.5 {
			return math.Log1p(-lost)
		}
	}
	alive := math.Log(stages(g.k, g.shape(x), (h.Age-h.Last)/(g.alpha+h.Age)))
	return special.LogRise(g.r, kx) - g.r*math.Log1p(h.Age/g.alpha) - kx*math.Log(g.alpha+h.Age) +
		special.LogRise(g.b, m) - special.LogRise(g.a+g.b, m) + special.LogAddExp(alive, g.logOdds(h))
}

// timing returns what logProb leaves out.
func (g erlang) timing(h clientele.History, logGaps float64) float64 {
	lgamma, _ := math.Lgamma(float64(g.k))
	return float64(g.k-1)*logGaps - float64(h.Repeats)*lgamma
}

func (g erlang) probAlive(h clientele.History) float64 {
	if !g.valid() || !possible(h) {
		return math.NaN()
	}
	alive := stages(g.k, g.shape(float64(h.Repeats)), (h.Age-h.Last)/(g.alpha+h.Age))
	return 1 / (1 + math.Exp(g.logOdds(h)-math.Log(alive)))
}

// alive returns the process of a customer known to be alive: j of k
// micro-events since the last purchase have happened with a known chance.
func (g erlang) alive(h clientele.History) renewal {
	x := float64(h.Repeats)
	return renewal{k: g.k, rho: g.shape(x), alpha: g.alpha + h.Age, a: g.a, b: g.b + g.coins(x), since: (h.Age - h.Last) / (g.alpha + h.Age)}
}

func (g erlang) restart() (survive float64, after renewal) {
	survive, after.b = 1, g.b
	if g.first {
		survive, after.b = g.b/(g.a+g.b), g.b+1
	}
	after.k, after.rho, after.alpha, after.a = g.k, g.r, g.alpha, g.a
	return survive, after
}

// expectedRate returns the posterior mean of the purchase rate λ/k.
func (g erlang) expectedRate(h clientele.History) float64 {
	pa := g.probAlive(h)
	if math.IsNaN(pa) {
		return pa
	}
	p := g.alive(h)
	mean := 0.0
	weights := p.stages()
	for j, w := range weights[:g.k] {
		mean += w * (p.rho + float64(j)) / p.alpha
	}
	return (pa*mean + (1-pa)*p.rho/(g.alpha+h.Last)) / float64(g.k)
}

func (g erlang) expectedDropout(h clientele.History) float64 {
	pa := g.probAlive(h)
	m := g.coins(float64(h.Repeats))
	return (pa*g.a + (1-pa)*(g.a+1)) / (g.a + g.b + m)
}

// randTimed draws a new customer together with the sum of the logarithms of the gaps.
func (g erlang) randTimed(r *rand.Rand, age float64) (h clientele.History, logGaps float64) {
	h.Age = age
	survive, after := g.restart()
	if survive < 1 && r.Float64() >= survive {
		return h, 0
	}
	for _, t := range after.path(r, age).appendTimes(nil, r) {
		logGaps += math.Log(t - h.Last)
		h.Repeats, h.Last = h.Repeats+1, t
	}
	return h, logGaps
}
