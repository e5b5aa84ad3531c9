package dynamic

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/integral"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Process is the process of a customer of age from who is alive: a Pareto/NBD
// whose clocks run as the covariates say.
type Process[C Clocks] struct {
	pareto.Model
	m    Model[C]
	c    *Course
	from float64
}

func (g Process[C]) walk(t float64) walk[C] { return g.m.walk(g.c, g.from, g.from+t) }

// local is the death clock of a piece in its own time: a Pareto/NBD of rate 1,
// and the probability of being alive at its start. All integrals over a piece are
// then those of the plain model (D12, D13), times A and that probability.
func (g *Process[C]) local(w *walk[C]) (local pareto.Model, alive float64) {
	return pareto.Model{R: 1, Alpha: 1, S: g.S, Beta: (g.Beta + w.death) / w.rateD}, math.Exp(-g.S * math.Log1p(w.death/g.Beta))
}

// Mean returns E[X(t)].
func (g Process[C]) Mean(t float64) float64 {
	sum := 0.0
	for w := g.walk(t); w.next(); {
		local, alive := g.local(&w)
		sum += w.ratePurch * alive * process.MeanTo(local, w.length)
	}
	return g.R / g.Alpha * sum
}

// Variance returns Var[X(t)] from E[X(X−1)] = E[λ²]·2∫₀ᵗ A(u) B(u) S(u) du, the
// plain 2∫ u S du on the purchase clock; in a piece B is what it was plus A·u.
func (g Process[C]) Variance(t float64) float64 {
	sum := 0.0
	for w := g.walk(t); w.next(); {
		local, alive := g.local(&w)
		unit, area := local.Ramp(w.length)
		sum += w.ratePurch * alive * (w.purchase*local.Mean(w.length) + w.ratePurch*unit*unit*area)
	}
	m := g.Mean(t)
	return 2*(g.R/g.Alpha)*((g.R+1)/g.Alpha*sum) + m - m*m
}

// Survival returns P(alive at t).
func (g Process[C]) Survival(t float64) float64 {
	_, death := g.walk(t).gained()
	return math.Exp(-g.S * math.Log1p(death/g.Beta))
}

// Discounted returns the expected purchases of all time, discounted.
func (g Process[C]) Discounted(rate float64) float64 { return g.Within(rate, math.Inf(1)) }

// Within returns the expected purchases up to t, discounted.
func (g Process[C]) Within(rate, t float64) float64 {
	if math.IsInf(rate, 1) {
		return 0
	}
	sum := 0.0
	for w := g.walk(t); w.next(); {
		local, alive := g.local(&w)
		sum += w.ratePurch * alive * math.Exp(-rate*w.start) * process.WithinTo(local, rate, w.length)
	}
	return g.R / g.Alpha * sum
}

// Prob returns P(X(t) = n): alive with n purchases, or n purchases before a
// death in one of the pieces.
func (g Process[C]) Prob(n, t float64) float64 {
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
	return sum + math.Exp(-g.S*math.Log1p(w.death/g.Beta))*negbin.New(g.R, g.Alpha, w.purchase).Prob(n)
}

// diedWith integrates s C β^s (β+D)^−(s+1) · NB(n; r, α, B) · u over a piece, in z = ln u.
func (g *Process[C]) diedWith(n float64, w *walk[C]) float64 {
	piece := w.piece
	constant := special.LogRise(g.R, n) - special.LogRise(1, n) + math.Log(g.S*piece.rateD/g.Beta)
	f := func(z float64) float64 {
		u := math.Exp(z)
		b, d := piece.purchase+piece.ratePurch*u, piece.death+piece.rateD*u
		return constant + z - g.R*math.Log1p(b/g.Alpha) - n*math.Log1p(g.Alpha/b) - (g.S+1)*math.Log1p(d/g.Beta)
	}
	slope := func(z float64) float64 {
		u := math.Exp(z)
		b, d := piece.purchase+piece.ratePurch*u, piece.death+piece.rateD*u
		return 1 + u*piece.ratePurch*(n*g.Alpha/b-g.R)/(g.Alpha+b) - (g.S+1)*u*piece.rateD/(g.Beta+d)
	}
	// Below, the integrand is a power of u, the first at least: e^−44 of it at as far
	// below as the walk goes.
	least := math.Log(math.Min((g.Alpha+piece.purchase)/piece.ratePurch/(g.R+n), (g.Beta+piece.death)/piece.rateD/(g.S+1))) - 5
	hi := math.Log(piece.length)
	return integral.LogSmooth(f, slope, math.Min(least, hi)-endtimes.AllDrop, hi)
}

// Path draws a rate, a lifetime and the purchases before it ends, in the time
// of the purchase clock: there they are uniform given their number, which they are
// not in time.
func (g Process[C]) Path(r *rand.Rand, t float64) process.Path {
	life := r.ExpFloat64() / variate.Gamma(r, g.S, g.Beta) // on the death clock; +Inf where the rate underflows
	span := 0.0
	for w := g.walk(t); w.next(); {
		left := (life - w.death) / w.rateD
		if left <= 0 {
			break
		}
		span = w.purchase + w.ratePurch*math.Min(left, w.length)
	}
	n := variate.Poisson(r, variate.Gamma(r, g.R, g.Alpha)*span, clientele.MaxRepeats)
	return process.Path{N: n, Keep: n, Span: span}
}

// ToTime turns ascending times of the purchase clock into times.
func (g Process[C]) ToTime(times []float64, t float64) {
	w := g.walk(t)
	w.next()
	for i, b := range times {
		for w.at < w.end && b > w.purchase+w.ratePurch*w.length {
			w.next()
		}
		times[i] = math.Min(w.start+(b-w.purchase)/w.ratePurch, t)
	}
}
