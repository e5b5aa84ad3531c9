package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
)

// endTimes is a customer seen as a mixture over the end of activity U: alive at
// T, or dead at one of the nodes u in (t_x, T) of a quadrature. Given U
// everything is elementary, so the gradient and Hessian of the log-likelihood
// are posterior moments over the nodes [Fisher, Louis 1982], and all terms are
// positive. Two clocks run from t_x on: that of the purchases, which is even,
// and that of death, D(u) = u or, for a Gompertz lifetime, (e^{bu} − 1)/b. With
// v = D(u) the integral is one over the death clock,
//
//	s ∫ (α+u)^−(r+x) (β+v)^−(s+1) dv
//
// with α and β as they stand at t_x, whatever the clock is.
type endTimes struct {
	rx, s           float64 // r + x, s
	purchase, death float64 // α and β at t_x
	gap             float64 // T − t_x
	bend            float64 // b of a Gompertz clock, 0 for an even one
	logPurchase     float64 // growth of ln(α+u) from t_x to T
	logDeath        float64 // growth of ln(β+v) from t_x to T
	logAtLast       float64 // log of the death integrand at t_x, relative to the alive term
}

// evenTimes returns the end times of a customer whose two clocks run evenly.
func evenTimes(rx, purchase, s, death, gap float64) endTimes {
	e := endTimes{rx: rx, s: s, purchase: purchase, death: death, gap: gap}
	e.logPurchase = math.Log1p(gap / purchase)
	e.logDeath = math.Log1p(gap / death)
	e.logAtLast = rx*e.logPurchase + s*e.logDeath - math.Log(death/s)
	return e
}

// panelDrop is how far the logarithm of the integrand may fall in the k-th
// panel of 8 nodes. What is left is smaller with every panel, so the panels may
// grow: the error stays near 1e-11 of the whole.
var panelDrop = [...]float64{6.5, 8, 12, 20}

// maxPanel bounds a panel's length in y: the moments are smooth in y, not
// constant. allDrop is the fall after which the rest does not matter.
const (
	maxPanel = 1.5
	allDrop  = 44
)

// nodes walks the quadrature over the times of death, a panel of 8 nodes at a
// time. The nodes are equally dense in y = ln(1 + v/m), where m is the lesser
// of the distances to the integrand's two singularities; in y it is nearly
// exponential. Working from t_x makes T − t_x → 0 exact.
type nodes struct {
	lesser, ratio     float64 // m, and it over the other distance
	nLesser, nGreater float64 // exponents that belong to the two
	swapped           bool    // the singularity of the death clock is the nearer
	y, end, fallen    float64
	panel             int
	bent              bentClock

	// The panel: weight of a death relative to e^logAtLast, u − t_x, and the
	// growth of ln(α+u) and ln(β+v) since t_x.
	weight, du, logPurchase, logDeath [8]float64
}

// reset starts the walk for a customer.
func (q *nodes) reset(e *endTimes) {
	q.y, q.fallen, q.panel = 0, 0, 0
	if e.bend > 0 {
		q.resetBent(e)
		return
	}
	q.bent.b = 0
	q.swapped = e.death < e.purchase
	q.lesser, q.ratio, q.nLesser, q.nGreater = e.purchase, e.purchase/e.death, e.rx, e.s+1
	q.end = e.logPurchase
	if q.swapped {
		q.lesser, q.ratio, q.nLesser, q.nGreater = e.death, e.death/e.purchase, e.s+1, e.rx
		q.end = e.logDeath
	}
}

// slope returns how fast the log integrand falls at y, given e^y.
func (q *nodes) slope(exp float64) float64 {
	return q.nLesser - 1 + q.nGreater*exp*q.ratio/(1+(exp-1)*q.ratio)
}

// next fills the panel, and reports whether there was one left. e^v − 1 is
// taken without expm1: its error, relative to 1, is below that of the weights.
func (q *nodes) next() bool {
	if q.bent.b > 0 {
		return q.nextBent()
	}
	if !(q.y < q.end) || q.fallen >= allDrop {
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

// sum returns the integral over the times of death, relative to e^logAtLast.
func (q *nodes) sum(e *endTimes) float64 {
	sum := 0.0
	for q.reset(e); q.next(); {
		for _, w := range q.weight {
			sum += w
		}
	}
	return sum
}

// rates returns the posterior means of the purchase rate, and of the dropout
// rate as it stood at t_x.
func (e *endTimes) rates() (purchase, death float64) {
	// A death weighs e^logAtLast against 1 for being alive: divide by the larger.
	alive, dead := 1.0, 1.0
	if e.logAtLast > 0 {
		alive = math.Exp(-e.logAtLast)
	} else {
		dead = math.Exp(e.logAtLast)
	}
	total := alive
	purchase = alive / (e.purchase + e.gap)
	death = alive * e.s * math.Exp(-e.logDeath)
	var q nodes
	for q.reset(e); q.next(); {
		for k, w := range q.weight {
			w *= dead
			total += w
			purchase += w / (e.purchase + q.du[k])
			death += w * (e.s + 1) * math.Exp(-q.logDeath[k])
		}
	}
	return e.rx * purchase / total, death / (e.death * total)
}
