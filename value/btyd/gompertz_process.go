package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/quad"
	"github.com/clientele-go/clientele/internal/special"
)

// survival returns P(alive at t) = (κ/(κ+v(t)))^s.
func (g gompertz) survival(t float64) float64 { return math.Exp(-g.s * logGrowth(g.b*t, g.beta())) }

// mean returns E[X(t)] = (r/α)·∫₀ᵗ S(u) du.
func (g gompertz) mean(t float64) float64 { return g.r / g.alpha * g.lifetime(0, t, false) }

// variance returns Var[X(t)] from E[X(X−1)] = E[λ²]·2∫₀ᵗ u S(u) du.
func (g gompertz) variance(t float64) float64 {
	m := g.mean(t)
	return 2*(g.r/g.alpha)*((g.r+1)/g.alpha*g.lifetime(0, t, true)) + m - m*m
}

func (g gompertz) discounted(rate float64) float64 { return g.within(rate, math.Inf(1)) }

func (g gompertz) within(rate, t float64) float64 {
	return g.r / g.alpha * g.lifetime(rate, t, false)
}

// lifetime returns ∫₀ᵗ e^{−δu} S(u) du, t up to +Inf, or the same of u·S(u). It
// runs over y = ln(1 + v/m), m = min(κ, 1/b), in which the logarithm of the
// integrand is concave and its singularities lie beyond ±πi.
func (g gompertz) lifetime(rate, t float64, timesU bool) float64 {
	if g.kappa*rate > 1e150 { // S is 1 as long as anything counts
		return math.Min(t, 1/rate)
	}
	l := lifetime{b: g.b, s: g.s, rate: rate, growth: math.Min(g.beta(), 1), ratio: math.Min(1/g.beta(), 1), timesU: timesU}
	l.unit = l.growth / g.b
	return l.integral(logGrowth(g.b*t, l.growth))
}

// lifetime is the integrand: ln(1 + growth·(e^y − 1)) = bu, and
// ln(1 + ratio·(e^y − 1)) is the growth of ln(κ+v); one of the two is y.
type lifetime struct {
	b, s, rate, unit, growth, ratio float64
	timesU                          bool
}

// log returns u, and the logarithm of e^{−δu} S(u) du/dy up to the unit.
func (l *lifetime) log(y float64) (u, log float64) {
	bu := logMix(l.growth, y)
	u = bu / l.b
	return u, y - l.s*logMix(l.ratio, y) - bu - l.rate*u
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
		if peak = math.Max(peak, here); slope < 0 && here < peak-allDrop {
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

// prob returns P(X(t) = n): alive with n purchases, or n purchases before a
// death at u, integrated over u.
func (g gompertz) prob(n, t float64) float64 {
	if t == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	d := newNegbin(g.r, g.alpha, t)
	return g.survival(t)*d.prob(n) + g.diedWith(n, t)
}

// diedWith integrates s e^{bu} κ^s (κ+v)^−(s+1) · NB(n; r, α, u) · u in z = ln u.
func (g gompertz) diedWith(n, t float64) float64 {
	constant := special.LogRise(g.r, n) - special.LogRise(1, n) + math.Log(g.s/g.kappa)
	beta := g.beta()
	f := func(z float64) float64 {
		u := math.Exp(z)
		bu := g.b * u
		hazard := math.Log(beta) - math.Log(beta*math.Exp(-bu)-math.Expm1(-bu)) // bu less the growth of ln(κ+v)
		return constant + z - g.r*math.Log1p(u/g.alpha) - n*math.Log1p(g.alpha/u) + hazard - g.s*logGrowth(bu, beta)
	}
	slope := func(z float64) float64 {
		u := math.Exp(z)
		bu := g.b * u
		// bu less (s+1)·bu·e^{bu}/(β−1+e^{bu}), for bu → ∞ too
		decay := math.Exp(-bu)
		share := 1 / (beta*decay - math.Expm1(-bu))
		return 1 + n - (g.r+n)*u/(g.alpha+u) + bu*((beta-1)*decay*share-g.s*share)
	}
	// Below, the integrand is a power of u.
	least := math.Log(math.Min(g.alpha/(g.r+n), math.Min(g.kappa/(g.s+1), 1/g.b))) - 5
	// And at hi, nobody is left.
	hi := math.Log(math.Min(t, logGrowth(800/g.s, 1/beta)/g.b))
	return integrateLogSmooth(f, slope, math.Min(least, hi)-allDrop/(n+1), hi)
}
