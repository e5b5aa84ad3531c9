package btyd

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/special"
)

// evolving is the process of a customer of age from who is alive: a Pareto/NBD
// whose clocks run as the covariates say.
type evolving[C clocking] struct {
	pareto
	m    moving[C]
	c    *course
	from float64
}

func (g evolving[C]) walk(t float64) clocks[C] { return g.m.walk(g.c, g.from, g.from+t) }

// local is the death clock of a piece in its own time: a Pareto/NBD of rate 1,
// and the probability of being alive at its start.
func (g *evolving[C]) local(w *clocks[C]) (local pareto, alive float64) {
	return pareto{1, 1, g.s, (g.beta + w.death) / w.rateD}, math.Exp(-g.s * math.Log1p(w.death/g.beta))
}

func (g evolving[C]) mean(t float64) float64 {
	sum := 0.0
	for w := g.walk(t); w.next(); {
		local, alive := g.local(&w)
		sum += w.ratePurch * alive * meanTo(local, w.length)
	}
	return g.r / g.alpha * sum
}

// variance returns Var[X(t)] from E[X(X−1)] = E[λ²]·2∫₀ᵗ A(u) B(u) S(u) du.
func (g evolving[C]) variance(t float64) float64 {
	sum := 0.0
	for w := g.walk(t); w.next(); {
		local, alive := g.local(&w)
		unit, area := local.ramp(w.length)
		sum += w.ratePurch * alive * (w.purchase*local.mean(w.length) + w.ratePurch*unit*unit*area)
	}
	m := g.mean(t)
	return 2*(g.r/g.alpha)*((g.r+1)/g.alpha*sum) + m - m*m
}

func (g evolving[C]) survival(t float64) float64 {
	_, death := g.walk(t).gained()
	return math.Exp(-g.s * math.Log1p(death/g.beta))
}

func (g evolving[C]) discounted(rate float64) float64 { return g.within(rate, math.Inf(1)) }

func (g evolving[C]) within(rate, t float64) float64 {
	if math.IsInf(rate, 1) {
		return 0
	}
	sum := 0.0
	for w := g.walk(t); w.next(); {
		local, alive := g.local(&w)
		sum += w.ratePurch * alive * math.Exp(-rate*w.start) * withinTo(local, rate, w.length)
	}
	return g.r / g.alpha * sum
}

// prob returns P(X(t) = n): alive with n purchases, or n purchases before a
// death in one of the pieces.
func (g evolving[C]) prob(n, t float64) float64 {
	if t == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	sum := 0.0
	w := g.walk(t)
	for w.next() {
		sum += g.diedWith(n, &w)
	}
	return sum + math.Exp(-g.s*math.Log1p(w.death/g.beta))*newNegbin(g.r, g.alpha, w.purchase).prob(n)
}

// diedWith integrates s C β^s (β+D)^−(s+1) · NB(n; r, α, B) · u over a piece, in z = ln u.
func (g *evolving[C]) diedWith(n float64, w *clocks[C]) float64 {
	piece := w.piece
	constant := special.LogRise(g.r, n) - special.LogRise(1, n) + math.Log(g.s*piece.rateD/g.beta)
	f := func(z float64) float64 {
		u := math.Exp(z)
		b, d := piece.purchase+piece.ratePurch*u, piece.death+piece.rateD*u
		return constant + z - g.r*math.Log1p(b/g.alpha) - n*math.Log1p(g.alpha/b) - (g.s+1)*math.Log1p(d/g.beta)
	}
	slope := func(z float64) float64 {
		u := math.Exp(z)
		b, d := piece.purchase+piece.ratePurch*u, piece.death+piece.rateD*u
		return 1 + u*piece.ratePurch*(n*g.alpha/b-g.r)/(g.alpha+b) - (g.s+1)*u*piece.rateD/(g.beta+d)
	}
	// Below, the integrand is a power of u, the first at least.
	least := math.Log(math.Min((g.alpha+piece.purchase)/piece.ratePurch/(g.r+n), (g.beta+piece.death)/piece.rateD/(g.s+1))) - 5
	hi := math.Log(piece.length)
	return integrateLogSmooth(f, slope, math.Min(least, hi)-allDrop, hi)
}

// path draws a rate, a lifetime and the purchases before it ends, in the time
// of the purchase clock.
func (g evolving[C]) path(r *rand.Rand, t float64) path {
	life := r.ExpFloat64() / randGamma(r, g.s, g.beta) // on the death clock; +Inf where the rate underflows
	span := 0.0
	for w := g.walk(t); w.next(); {
		left := (life - w.death) / w.rateD
		if left <= 0 {
			break
		}
		span = w.purchase + w.ratePurch*math.Min(left, w.length)
	}
	n := randPoisson(r, randGamma(r, g.r, g.alpha)*span)
	return path{n: n, keep: n, span: span}
}

// toTime turns ascending times of the purchase clock into times.
func (g evolving[C]) toTime(times []float64, t float64) {
	w := g.walk(t)
	w.next()
	for i, b := range times {
		for w.at < w.end && b > w.purchase+w.ratePurch*w.length {
			w.next()
		}
		times[i] = math.Min(w.start+(b-w.purchase)/w.ratePurch, t)
	}
}
