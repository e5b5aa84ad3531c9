package btyd

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quad"
)

// endTimes is a customer of the Pareto/NBD seen as a mixture over the end of
// activity U: alive at T, or dead at one of the nodes u in (t_x, T) of a
// quadrature. Given U everything is elementary, so the gradient and Hessian of
// the log-likelihood are posterior moments over the nodes [Fisher, Louis 1982],
// and all terms are positive.
type endTimes struct {
	pareto
	rx          float64 // r + x
	gap         float64 // T − t_x
	last        float64 // t_x
	logPurchase float64 // ln((α+T)/(α+t_x))
	logDeath    float64 // ln((β+T)/(β+t_x))
	logAtLast   float64 // log of the death integrand at t_x, relative to the alive term
}

func (g pareto) endTimes(x, last, gap float64) endTimes {
	e := endTimes{pareto: g, rx: g.r + x, gap: gap, last: last}
	e.logPurchase = math.Log1p(gap / (g.alpha + last))
	e.logDeath = math.Log1p(gap / (g.beta + last))
	e.logAtLast = e.rx*e.logPurchase + g.s*e.logDeath - math.Log((g.beta+last)/g.s)
	return e
}

// panelDrop is how far the logarithm of the integrand may fall in the k-th
// panel of 8 nodes. What is left is smaller with every panel, so the panels may
// grow: the error stays near 1e-14 of the whole.
var panelDrop = [...]float64{4, 5, 7, 11, 17}

// maxPanel bounds a panel's length in y: the moments are smooth in y, not constant.
const maxPanel = 1.5

// each calls visit for every node with the weight of a death there, relative
// to e^logAtLast, with du = u − t_x, and with the logs of (α+u)/(α+t_x) and
// (β+u)/(β+t_x). The nodes are equally dense in y = ln((m+u)/(m+t_x)),
// m = min(α, β), in which the integrand is nearly exponential; working from t_x
// makes T − t_x → 0 exact.
func (e *endTimes) each(visit func(weight, du, logPurchase, logDeath float64)) {
	purchase, death := e.alpha+e.last, e.beta+e.last
	lesser, greater := purchase, death
	nLesser, nGreater := e.rx, e.s+1
	if e.beta < e.alpha {
		lesser, greater = death, purchase
		nLesser, nGreater = nGreater, nLesser
	}
	ratio := lesser / greater
	end := math.Log1p(e.gap / lesser)
	slope := func(y float64) float64 { // of the fall of the log integrand
		grown := math.Expm1(y) * ratio
		return nLesser + nGreater*(grown+ratio)/(1+grown) - 1
	}
	fallen := 0.0
	for y, k := 0.0, 0; y < end && fallen < 44; k++ {
		drop := panelDrop[min(k, len(panelDrop)-1)]
		length := math.Min(maxPanel, drop/math.Max(slope(y), 1e-9))
		length = math.Min(length, drop/math.Max(slope(y+length), 1e-9))
		length = math.Min(length, end-y)
		if end-y-length < 0.2*length {
			length = end - y
		}
		half := length / 2
		for _, node := range quad.Legendre8 {
			v := y + half*(1+node.X)
			grown := math.Expm1(v)
			other := math.Log1p(grown * ratio)
			weight := node.W * half * lesser * math.Exp(v-nLesser*v-nGreater*other)
			if e.beta < e.alpha {
				visit(weight, grown*lesser, other, v)
			} else {
				visit(weight, grown*lesser, v, other)
			}
		}
		fallen += length * slope(y+half)
		y += length
	}
}

// expectedRates returns the posterior means of λ and μ.
func (g pareto) expectedRates(h clientele.History) (purchase, death float64) {
	if !g.valid() || !possible(h) {
		return math.NaN(), math.NaN()
	}
	e := g.endTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	var sum, rate, dropout float64
	e.each(func(w, du, _, _ float64) {
		sum += w
		rate += w * e.rx / (g.alpha + h.Last + du)
		dropout += w * (g.s + 1) / (g.beta + h.Last + du)
	})
	// A death weighs e^logAtLast against 1 for being alive: divide by the larger.
	alive, dead := 1.0, 1.0
	if e.logAtLast > 0 {
		alive = math.Exp(-e.logAtLast)
	} else {
		dead = math.Exp(e.logAtLast)
	}
	total := alive + dead*sum
	return (alive*e.rx/(g.alpha+h.Age) + dead*rate) / total, (alive*g.s/(g.beta+h.Age) + dead*dropout) / total
}

func (g pareto) expectedRate(h clientele.History) float64 {
	rate, _ := g.expectedRates(h)
	return rate
}

func (g pareto) expectedDropout(h clientele.History) float64 {
	_, rate := g.expectedRates(h)
	return rate
}
