// Package endtimes sees a customer as a mixture over the end of activity, for all
// models in which a lifetime runs beside the purchases: Pareto/NBD, its variants
// with covariates and correlation, and GGompertz/NBD.
package endtimes

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
)

// Mixture is a customer seen (D1) as a mixture over the end of activity U: alive at
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
type Mixture struct {
	Rx, S           float64 // r + x, s
	Purchase, Death float64 // α and β at t_x
	Gap             float64 // T − t_x
	Bend            float64 // b of a Gompertz clock, 0 for an even one
	LogPurchase     float64 // growth of ln(α+u) from t_x to T
	LogDeath        float64 // growth of ln(β+v) from t_x to T
	LogAtLast       float64 // log of the death integrand at t_x, relative to the alive term
}

// Even returns the end times of a customer whose two clocks run evenly.
func Even(rx, purchase, s, death, gap float64) Mixture {
	e := Mixture{Rx: rx, S: s, Purchase: purchase, Death: death, Gap: gap}
	e.LogPurchase = math.Log1p(gap / purchase)
	e.LogDeath = math.Log1p(gap / death)
	e.LogAtLast = rx*e.LogPurchase + s*e.LogDeath - math.Log(death/s)
	return e
}

// panelDrop is how far the logarithm of the integrand may fall in the k-th
// panel of 8 nodes. The rule's error for a pure exponential grows like the 17th
// power of the fall: 5e-11 of the integral at 6.5. What is left is smaller with
// every panel, e^−6.5 of the integrand in the second, so the next may be longer.
// A last panel is stretched by up to a fifth sooner than followed by a short one,
// at an error of up to 6e-10.
var panelDrop = [...]float64{6.5, 8, 12, 20}

// maxPanel bounds a panel's length in y where the integrand hardly falls: it is
// an exponential in y only away from the farther singularity, and the moments are
// smooth in y, not constant: with 3 the error is 7e-9. AllDrop is the fall after
// which the rest does not matter: e^−44 is 8e-20.
const (
	maxPanel = 1.5
	AllDrop  = 44
)

// Nodes walks the quadrature over the times of death, a panel of 8 nodes at a
// time. The nodes are equally dense in y = ln(1 + v/m), where m is the lesser
// of the distances to the integrand's two singularities; in y it is nearly
// exponential (D10): in u itself a customer with a small α or β has all of the
// integral next to t_x, and the far tail of one with small shapes takes as many
// panels again. Working from t_x makes T − t_x → 0 exact.
type Nodes struct {
	lesser, ratio     float64 // m, and it over the other distance
	nLesser, nGreater float64 // exponents that belong to the two
	swapped           bool    // the singularity of the death clock is the nearer
	y, end, fallen    float64
	panel             int
	Bent              bentClock

	// The panel: weight of a death relative to e^logAtLast, u − t_x, and the
	// growth of ln(α+u) and ln(β+v) since t_x.
	Weight, Du, LogPurchase, LogDeath [8]float64
}

// Reset starts the walk for a customer.
func (q *Nodes) Reset(e *Mixture) {
	q.y, q.fallen, q.panel = 0, 0, 0
	if e.Bend > 0 {
		q.resetBent(e)
		return
	}
	q.Bent.b = 0
	q.swapped = e.Death < e.Purchase
	q.lesser, q.ratio, q.nLesser, q.nGreater = e.Purchase, e.Purchase/e.Death, e.Rx, e.S+1
	q.end = e.LogPurchase
	if q.swapped {
		q.lesser, q.ratio, q.nLesser, q.nGreater = e.Death, e.Death/e.Purchase, e.S+1, e.Rx
		q.end = e.LogDeath
	}
}

// slope returns how fast the log integrand falls at y, given e^y. It grows with
// y, since the logarithm of the farther clock is convex in it; where r+x or s is
// below 1 it may begin below 0, when only maxPanel limits the panel.
func (q *Nodes) slope(exp float64) float64 {
	return q.nLesser - 1 + q.nGreater*exp*q.ratio/(1+(exp-1)*q.ratio)
}

// Next fills the panel (D10), and reports whether there was one left. e^v − 1 is
// taken without expm1: its error, relative to 1, is below that of the weights.
func (q *Nodes) Next() bool {
	if q.Bent.b > 0 {
		return q.nextBent()
	}
	if !(q.y < q.end) || q.fallen >= AllDrop {
		return false
	}
	drop := panelDrop[min(q.panel, len(panelDrop)-1)]
	exp := math.Exp(q.y)
	length := math.Min(maxPanel, drop/math.Max(q.slope(exp), 1e-9))
	// Where the slope has risen at the other end, the panel falls by more than at
	// its first slope: the steeper end decides. Short panels end before it has.
	if length > 0.1 {
		length = math.Min(length, drop/math.Max(q.slope(exp*math.Exp(length)), 1e-9))
	}
	if q.end-q.y < 1.2*length {
		length = q.end - q.y
	}
	half := length / 2
	scale := half * q.lesser
	one, other := &q.LogPurchase, &q.LogDeath
	if q.swapped {
		one, other = other, one
	}
	for k := range 8 {
		v := q.y + half*(1+quad.Legendre8[k].X)
		grown := math.Exp(v) - 1
		l := math.Log(1 + grown*q.ratio)
		q.Weight[k] = scale * quad.Legendre8[k].W * math.Exp(v*(1-q.nLesser)-q.nGreater*l)
		q.Du[k] = grown * q.lesser
		one[k], other[k] = v, l
	}
	q.fallen += length * q.slope(exp*math.Exp(half))
	q.y += length
	q.panel++
	return true
}

// Sum returns the integral over the times of death, relative to e^logAtLast.
func (q *Nodes) Sum(e *Mixture) float64 {
	sum := 0.0
	for q.Reset(e); q.Next(); {
		for _, w := range q.Weight {
			sum += w
		}
	}
	return sum
}

// Rates returns the posterior means of the purchase rate, and of the dropout
// rate as it stood at t_x.
func (e *Mixture) Rates() (purchase, death float64) {
	// Given an end at u, λ is Gamma(r+x, α+u), and μ Gamma(s+1, β+u), or Gamma(s, β+T)
	// of those alive. A death weighs e^LogAtLast against 1 for being alive, and may
	// weigh more than a float holds: divide by the larger.
	alive, dead := 1.0, 1.0
	if e.LogAtLast > 0 {
		alive = math.Exp(-e.LogAtLast)
	} else {
		dead = math.Exp(e.LogAtLast)
	}
	total := alive
	purchase = alive / (e.Purchase + e.Gap)
	death = alive * e.S * math.Exp(-e.LogDeath)
	var q Nodes
	for q.Reset(e); q.Next(); {
		for k, w := range q.Weight {
			w *= dead
			total += w
			purchase += w / (e.Purchase + q.Du[k])
			death += w * (e.S + 1) * math.Exp(-q.LogDeath[k])
		}
	}
	return e.Rx * purchase / total, death / (e.Death * total)
}
