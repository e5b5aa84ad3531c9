package gompertz

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/value/btyd/internal/endtimes"
	"github.com/clientele-go/clientele/value/btyd/internal/integral"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
)

// Survival returns P(alive at t) = (κ/(κ+v(t)))^s.
func (g Model) Survival(t float64) float64 {
	return math.Exp(-g.S * endtimes.LogGrowth(g.B*t, g.Beta()))
}

// Mean returns E[X(t)] = (r/α)·∫₀ᵗ S(u) du.
func (g Model) Mean(t float64) float64 { return g.R / g.Alpha * g.Lifetime(0, t, false) }

// Variance returns Var[X(t)] from E[X(X−1)] = E[λ²]·2∫₀ᵗ u S(u) du.
func (g Model) Variance(t float64) float64 {
	m := g.Mean(t)
	return 2*(g.R/g.Alpha)*((g.R+1)/g.Alpha*g.Lifetime(0, t, true)) + m - m*m
}

// Discounted returns the expected purchases of all time, discounted.
func (g Model) Discounted(rate float64) float64 { return g.Within(rate, math.Inf(1)) }

// Within returns the expected purchases up to t, discounted.
func (g Model) Within(rate, t float64) float64 {
	return g.R / g.Alpha * g.Lifetime(rate, t, false)
}

// Lifetime returns ∫₀ᵗ e^{−δu} S(u) du, t up to +Inf, or the same of u·S(u). It
// runs over y = ln(1 + v/m), m = min(κ, 1/b), in which the logarithm of the
// integrand is concave and its singularities lie beyond ±πi.
func (g Model) Lifetime(rate, t float64, timesU bool) float64 {
	if g.Kappa*rate > 1e150 { // S is 1 as long as anything counts
		return math.Min(t, 1/rate)
	}
	l := lifetime{b: g.B, s: g.S, rate: rate, growth: math.Min(g.Beta(), 1), ratio: math.Min(1/g.Beta(), 1), timesU: timesU}
	l.unit = l.growth / g.B
	return l.integral(endtimes.LogGrowth(g.B*t, l.growth))
}

// lifetime is the integrand: ln(1 + growth·(e^y − 1)) = bu, and
// ln(1 + ratio·(e^y − 1)) is the growth of ln(κ+v); one of the two is y.
type lifetime struct {
	b, s, rate, unit, growth, ratio float64
	timesU                          bool
}

// log returns u, and the logarithm of e^{−δu} S(u) du/dy up to the unit.
func (l *lifetime) log(y float64) (u, log float64) {
	bu := endtimes.LogMix(l.growth, y)
	u = bu / l.b
	return u, y - l.s*endtimes.LogMix(l.ratio, y) - bu - l.rate*u
}

func (l *lifetime) slope(y float64) float64 {
	exp := math.Exp(math.Min(y, 690))
	one := 1 + l.growth*(exp-1)
	return 1 - l.s*(l.ratio*exp/(1+l.ratio*(exp-1))) - l.growth*exp/one - l.rate*(l.unit*exp/one)
}

// integral takes panels of 16 nodes in which the logarithm moves by less than
// 14; the last ends where no more than e^−44 of the peak is left. Far out the
// integrand is a pure exponential and the panels may be long.
func (l *lifetime) integral(end float64) float64 {
	const maxPanel, drop = 3, 14
	far := 40 - math.Log(l.growth) - math.Log(l.ratio)
	total, peak := 0.0, math.Inf(-1)
	for y := 0.0; y < end; {
		_, here := l.log(y)
		slope := l.slope(y)
		if peak = math.Max(peak, here); slope < 0 && here < peak-endtimes.AllDrop {
			break
		}
		length := end - y
		if y < far {
			length = math.Min(length, maxPanel)
		}
		length = math.Min(length, drop/math.Abs(slope))
		length = math.Min(length, drop/math.Abs(l.slope(y+length)))
		half := length / 2
		for _, node := range &quad.Legendre16 {
			u, log := l.log(y + half*(1+node.X))
			w := half * node.W * math.Exp(log)
			if l.timesU {
				w *= u
			}
			total += w
		}
		y += length
	}
	return total * l.unit
}

// Prob returns P(X(t) = n): alive with n purchases, or n purchases before a
// death at u, integrated over u.
func (g Model) Prob(n, t float64) float64 {
	if t == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	d := negbin.New(g.R, g.Alpha, t)
	return g.Survival(t)*d.Prob(n) + g.diedWith(n, t)
}

// diedWith integrates s e^{bu} κ^s (κ+v)^−(s+1) · NB(n; r, α, u) · u in z = ln u.
func (g Model) diedWith(n, t float64) float64 {
	constant := special.LogRise(g.R, n) - special.LogRise(1, n) + math.Log(g.S/g.Kappa)
	beta := g.Beta()
	f := func(z float64) float64 {
		u := math.Exp(z)
		bu := g.B * u
		hazard := math.Log(beta) - math.Log(beta*math.Exp(-bu)-math.Expm1(-bu)) // bu less the growth of ln(κ+v)
		return constant + z - g.R*math.Log1p(u/g.Alpha) - n*math.Log1p(g.Alpha/u) + hazard - g.S*endtimes.LogGrowth(bu, beta)
	}
	slope := func(z float64) float64 {
		u := math.Exp(z)
		bu := g.B * u
		// bu less (s+1)·bu·e^{bu}/(β−1+e^{bu}), for bu → ∞ too
		decay := math.Exp(-bu)
		share := 1 / (beta*decay - math.Expm1(-bu))
		return 1 + n - (g.R+n)*u/(g.Alpha+u) + bu*((beta-1)*decay*share-g.S*share)
	}
	// Below, the integrand is a power of u.
	least := math.Log(math.Min(g.Alpha/(g.R+n), math.Min(g.Kappa/(g.S+1), 1/g.B))) - 5
	hi := math.Log(math.Min(t, g.oldest()))
	return integral.LogSmooth(f, slope, math.Min(least, hi)-endtimes.AllDrop/(n+1), hi)
}

// oldest is the age that nobody reaches.
func (g Model) oldest() float64 { return endtimes.LogGrowth(800/g.S, 1/g.Beta()) / g.B }

// Probs returns P(X(t) = 0), …, P(X(t) = n).
func (g Model) Probs(n int, t float64) []float64 {
	beta := g.Beta()
	return integral.Counts{
		R: g.R, Alpha: g.Alpha, T: t, Survival: g.Survival(t), Scale: math.Min(g.Kappa/(g.S+1), 1/g.B), Last: g.oldest(),
		Death: func(u float64) float64 {
			decay := math.Exp(-g.B * u)
			return g.S / g.Kappa * beta / (beta*decay - math.Expm1(-g.B*u)) * g.Survival(u)
		},
		Bend: func(u float64) float64 {
			x := g.B * u
			old := 1 / (1 + (beta-1)*math.Exp(-x)) // the share of v in κ+v, which bends most half way
			return (g.S + 1) * (x + x*x*math.Abs(old*(1-old)))
		},
	}.Probs(n)
}
