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
// grow: the error stays near 1e-11 of the whole.
var panelDrop = [...]float64{6.5, 8, 12, 20}

// maxPanel bounds a panel's length in y: the moments are smooth in y, not constant.
const maxPanel = 1.5

// nodes walks the quadrature over the times of death, a panel of 8 nodes at a
// time. The nodes are equally dense in y = ln((m+u)/(m+t_x)), m = min(α, β), in
// which the integrand is nearly exponential; working from t_x makes
// T − t_x → 0 exact.
type nodes struct {
	lesser, ratio     float64 // m + t_x, and it over the other of α+t_x, β+t_x
	nLesser, nGreater float64 // exponents that belong to the two
	swapped           bool    // β < α
	y, end, fallen    float64
	panel             int

	// The panel: weight of a death relative to e^logAtLast, u − t_x, and the
	// logs of (α+u)/(α+t_x) and (β+u)/(β+t_x).
	weight, du, logPurchase, logDeath [8]float64
}

// reset starts the walk for a customer.
func (q *nodes) reset(e *endTimes) {
	purchase, death := e.alpha+e.last, e.beta+e.last
	q.swapped = e.beta < e.alpha
	q.lesser, q.ratio, q.nLesser, q.nGreater = purchase, purchase/death, e.rx, e.s+1
	q.end = e.logPurchase
	if q.swapped {
		q.lesser, q.ratio, q.nLesser, q.nGreater = death, death/purchase, e.s+1, e.rx
		q.end = e.logDeath
	}
	q.y, q.fallen, q.panel = 0, 0, 0
}

// slope returns how fast the log integrand falls at y, given e^y.
func (q *nodes) slope(exp float64) float64 {
	return q.nLesser - 1 + q.nGreater*exp*q.ratio/(1+(exp-1)*q.ratio)
}

// next fills the panel, and reports whether there was one left. e^v − 1 is
// taken without expm1: its error, relative to 1, is below that of the weights.
func (q *nodes) next() bool {
	if !(q.y < q.end) || q.fallen >= 44 {
		return false
	}
	drop := panelDrop[min(q.panel, len(panelDrop)-1)]
	exp := math.Exp(q.y)
	length := math.Min(maxPanel, drop/math.Max(q.slope(exp), 1e-9))
	if length > 0.1 { // the slope may rise on the way
		length = math.Min(length, drop/math.Max(q.slope(exp*math.Exp(length)), 1e-9))
	}
	if q.end-q.y < 1.2*length {
		length = q.end - q.y
	}
	half := length / 2
	scale := half * q.lesser
	one, other := &q.logPurchase, &q.logDeath
	if q.swapped {
		one, other = other, one
	}
	for k := range 8 {
		v := q.y + half*(1+quad.Legendre8[k].X)
		grown := math.Exp(v) - 1
		l := math.Log(1 + grown*q.ratio)
		q.weight[k] = scale * quad.Legendre8[k].W * math.Exp(v*(1-q.nLesser)-q.nGreater*l)
		q.du[k] = grown * q.lesser
		one[k], other[k] = v, l
	}
	q.fallen += length * q.slope(exp*math.Exp(half))
	q.y += length
	q.panel++
	return true
}

// expectedRates returns the posterior means of λ and μ.
func (g pareto) expectedRates(h clientele.History) (purchase, death float64) {
	if !g.valid() || !possible(h) {
		return math.NaN(), math.NaN()
	}
	e := g.endTimes(float64(h.Repeats), h.Last, h.Age-h.Last)
	var sum, rate, dropout float64
	var q nodes
	for q.reset(&e); q.next(); {
		for k, w := range q.weight {
			sum += w
			rate += w * e.rx / (g.alpha + h.Last + q.du[k])
			dropout += w * (g.s + 1) / (g.beta + h.Last + q.du[k])
		}
	}
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
