package erlang

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd/internal/geometric"
	"github.com/clientele-go/clientele/value/btyd/internal/integral"
	"github.com/clientele-go/clientele/value/btyd/internal/negbin"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// Renewal is the process (D8, D12) of a customer who is alive in the (M)BG/CNBD-k: j of
// the k micro-events before the next purchase have happened, with weight
// w_j ∝ (ρ)_j/j!·u^j; given j, λ is gamma with shape ρ+j and rate α. The
// conditional expectation is the exact mixture over j (models of the R package
// take the BG/NBD formula with kα instead).
type Renewal struct {
	k                int
	rho, alpha, a, b float64
	since            float64 // u
}

// manyStages is where the weights of the stages are taken in another unit, lest they
// overflow: a power of 2, so that nothing is rounded.
const manyStages = 0x1p600

// stages returns the weights w_j, of which the first k count. An array of the
// largest k there is, and not a slice: predictions allocate nothing.
func (g Renewal) stages() (w [maxShape]float64) {
	total := 0.0
	term := 1.0
	for j := range g.k {
		if term > manyStages {
			for i := range j {
				w[i] /= manyStages
			}
			total, term = total/manyStages, term/manyStages
		}
		w[j] = term
		total += term
		term *= (g.rho + float64(j)) / float64(j+1) * g.since
	}
	for j := range g.k {
		w[j] /= total
	}
	return w
}

// mix returns Σ_j w_j f(j, NB of the micro-events given j).
func (g Renewal) mix(t float64, f func(j float64, d negbin.Dist) float64) float64 {
	w := g.stages()
	sum := 0.0
	for j := range g.k {
		if w[j] > 0 {
			sum += w[j] * f(float64(j), negbin.New(g.rho+float64(j), g.alpha, t))
		}
	}
	return sum
}

// kept returns the probability R_n of surviving n coins.
func (g Renewal) kept(n float64) float64 {
	return math.Exp(special.LogRise(g.b, n) - special.LogRise(g.a+g.b, n))
}

// manyEvents is the number of micro-events from which their grouping into
// purchases no longer matters: the process is then BG/NBD at rate λ/k, to
// within k over their number.
const manyEvents = 200_000

// plain is that BG/NBD.
func (g Renewal) plain() geometric.Model {
	return geometric.Model{R: g.rho, Alpha: g.alpha * float64(g.k), A: g.a, B: g.b}
}

// counts adds up, over the distribution of the micro-events, the expectation of
// X, that of Σ_{n≤X}(2n−1) = X², and the probability of being alive.
func (g Renewal) counts(t float64) (mean, square, alive float64) {
	if t == 0 {
		return 0, 0, 1
	}
	// Mean and far tail of the events, from above: the sum below has about as many terms.
	if events := (g.rho+float64(g.k))/g.alpha*t + 40*(1+t/g.alpha); !(events < manyEvents) {
		p := g.plain()
		mean, alive = p.Mean(t), p.Survival(t)
		return mean, p.Variance(t) + mean*mean, alive
	}
	w := g.stages()
	for j := range g.k {
		// A weight that underflowed has nothing to add.
		if w[j] == 0 {
			continue
		}
		m, s, a := g.countsFrom(j, t)
		mean, square, alive = mean+w[j]*m, square+w[j]*s, alive+w[j]*a
	}
	return mean, square, alive
}

// countsFrom is counts given that j micro-events have happened.
func (g Renewal) countsFrom(j int, t float64) (mean, square, alive float64) {
	var bought, boughtSquare float64 // Σ_{l≤n} R_{l−1} and Σ_{l≤n} (2l−1)R_{l−1}
	kept, n := 1.0, 0                // R_n
	negbin.New(g.rho+float64(j), g.alpha, t).Each(g.k-j, func(i int, p float64) {
		// Events come one by one, purchases every k-th: both sums are carried along, and the
		// coins' survival by its factor, so that a term costs a multiplication.
		for ; (n+1)*g.k-j <= i; n++ {
			bought += kept
			boughtSquare += float64(2*n+1) * kept
			kept *= (g.b + float64(n)) / (g.a + g.b + float64(n))
		}
		mean += p * bought
		square += p * boughtSquare
		alive += p * kept
	})
	return mean, square, alive
}

// Mean returns E[X(t)].
func (g Renewal) Mean(t float64) float64 {
	mean, _, _ := g.counts(t)
	return mean
}

// Variance returns Var[X(t)].
func (g Renewal) Variance(t float64) float64 {
	mean, square, _ := g.counts(t)
	return math.Max(square-mean*mean, 0)
}

// Survival returns P(alive at t).
func (g Renewal) Survival(t float64) float64 {
	_, _, alive := g.counts(t)
	return alive
}

// Prob returns P(X = n): between kn−j and k(n+1)−j micro-events and all coins
// survived, or at least kn−j and the n-th coin lost. The k terms of the former are
// added up, not taken as the difference of two tails, which for improbable n are equal.
func (g Renewal) Prob(n, t float64) float64 {
	if t == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	k := float64(g.k)
	survived, lost := g.kept(n), 0.0
	if n > 0 {
		lost = math.Exp(math.Log(g.a/(g.a+g.b)) + special.LogRise(g.b, n-1) - special.LogRise(g.a+g.b+1, n-1))
	}
	return g.mix(t, func(j float64, d negbin.Dist) float64 {
		within := 0.0
		for i := math.Max(0, k*n-j); i < k*(n+1)-j; i++ {
			within += d.Prob(i)
		}
		if n == 0 {
			return within
		}
		return survived*within + lost*d.Tail(k*n-j)
	})
}

// Discounted returns (D13) E[q^k·₂F₁(1, b; a+b; q^k)·B/W], q = λ/(λ+δ): a purchase is
// worth a factor q for each micro-event before it: E e^−δ·gap = q for an exponential gap.
// Given λ, the n-th purchase comes after kn−j of them, with the chance
// B(a, b+n−1)/B(a, b) that n−1 coins were survived; summed over n that is the ₂F₁. The
// mixture over the stages j is in B = Σ_j (αu(λ+δ))^j/j!, against W = Σ_j (ρ)_j/j!·u^j, so
// that one integral serves all.
func (g Renewal) Discounted(rate float64) float64 {
	if rate == 0 {
		if g.a > 1 {
			return (g.a + g.b - 1) / (g.a - 1)
		}
		return math.Inf(1)
	}
	if math.IsInf(rate, 1) {
		return 0
	}
	v := g.valued(rate)
	if math.IsNaN(v) { // shapes beyond what the integral can hold
		return g.plain().Discounted(rate)
	}
	return v
}

// valued integrates over d, λ = ρ/α·e^d: the gamma density is then e^(ρ(d−(e^d−1))), which
// keeps its digits where the shape is large, as ρ·ln λ − αλ would not. With q^k and B it is
// log-concave. On the strip |Im d| ≤ π/2 the integrand is at most that of the real line
// times cos^−αλ, so that the trapezoidal rule needs the steps that the gamma density at the
// mode does.
func (g Renewal) valued(rate float64) float64 {
	k := float64(g.k)
	scale := g.rho / g.alpha
	logQ := func(d float64) float64 { return -math.Log1p(rate / scale * math.Exp(-d)) }
	seen := g.alpha * g.since // u·α
	f := func(d float64) float64 {
		b, _ := logExpPart(g.k, seen*(scale*math.Exp(d)+rate))
		return g.rho*(d-math.Expm1(d)) + k*logQ(d) + b
	}
	slope := func(d float64) float64 {
		lambda := scale * math.Exp(d)
		_, last := logExpPart(g.k, seen*(lambda+rate))
		return -g.rho*math.Expm1(d) + k*(rate/(lambda+rate)) + seen*lambda*(1-last)
	}
	// The slope is below 0 where the micro-events expected, ρe^d, are more than ρ and two gaps.
	hi := math.Log1p(2*k/g.rho) + 1
	// Γ(ρ) ρ^−ρ e^ρ is what the density integrates to.
	whole := 0.5*math.Log(2*math.Pi/g.rho) + special.Stirling(g.rho) + logStages(g.k, g.rho, g.since)
	return integral.LogConcaveSteps(f, slope, hi, whole, func(mode float64) float64 {
		return 0.3 / math.Sqrt(1+g.rho*math.Exp(mode)/4)
	}, func(d float64) float64 {
		l := k * logQ(d)
		// Pfaff's transformation again: at q^k near 1 the plain series does not end.
		share, rest := math.Exp(l), -math.Expm1(l)
		return special.Hyp2F1One(g.a, g.a+g.b, -share/rest) / rest
	})
}

// logExpPart returns the logarithm of the first k terms of eˣ, and the share of the last
// of them. From x = k on they rise, and are added up from the last.
func logExpPart(k int, x float64) (log, last float64) {
	sum, term := 1.0, 1.0
	if x > float64(k) {
		for j := k - 1; j > 0; j-- {
			term *= float64(j) / x
			sum += term
		}
		lgamma, _ := math.Lgamma(float64(k))
		return float64(k-1)*math.Log(x) - lgamma + math.Log(sum), 1 / sum
	}
	for j := 1; j < k; j++ {
		term *= x / float64(j)
		sum += term
	}
	return math.Log(sum), term / sum
}

// Within returns the expected purchases up to t, discounted, by parts (D13). Of
// regular purchases E(u) is not smooth on the scale of α but rises in steps, a gap
// apart, that blur as time goes on: the variable's scale is the mean gap, and the
// panels are a third as long as those of random purchases.
func (g Renewal) Within(rate, t float64) float64 {
	gap := g.alpha * float64(g.k) / (g.rho + float64(g.k))
	return integral.Discounted(rate, t, gap, 0.5, func(u, _ float64) float64 { return g.Mean(u) })
}

// Path draws the micro-events, of which every k-th is a purchase.
func (g Renewal) Path(r *rand.Rand, t float64) process.Path {
	w := g.stages()
	j, u := 0, r.Float64()
	for ; j < g.k-1 && u >= w[j]; j++ {
		u -= w[j]
	}
	n := variate.Poisson(r, variate.Gamma(r, g.rho+float64(j), g.alpha)*t, clientele.MaxRepeats)
	lost := variate.Geometric(r, variate.Beta(r, g.a, g.b))
	return process.Path{N: n, Keep: int(math.Min(float64((n+j)/g.k), lost)), Span: t, Every: g.k, Done: j}
}
