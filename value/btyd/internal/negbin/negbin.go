// Package negbin is the negative binomial distribution of the purchases of a
// customer who stays.
package negbin

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
	"gonum.org/v1/gonum/mathext"
)

// Dist is (D4) the number of purchases in t of a customer who stays, when the
// rate is gamma with shape r and rate α: negative binomial with
// P(n) = Γ(r+n)/(Γ(r) n!) · (α/(α+t))^r · (t/(α+t))^n.
type Dist struct {
	r, share float64 // share = t/(α+t)
	Log0     float64 // ln P(0) = −r·ln(1+t/α)
}

// New returns the distribution of the purchases in t.
func New(r, alpha, t float64) Dist {
	return Dist{r: r, share: t / (alpha + t), Log0: -r * math.Log1p(t/alpha)}
}

// LogProb returns ln P(n).
func (d Dist) LogProb(n float64) float64 {
	if n == 0 {
		return d.Log0
	}
	return special.LogRise(d.r, n) - special.LogRise(1, n) + d.Log0 + n*math.Log(d.share)
}

// Prob returns P(X(t) = n).
func (d Dist) Prob(n float64) float64 { return math.Exp(d.LogProb(n)) }

// longTail is the number of terms from which the tail is taken from the
// incomplete beta function, P(N ≥ n) = I_share(n, r): more terms would be slower
// than it and no better. Over random cases the two agree to 2e-13.
const longTail = 4096

// Tail returns P(N ≥ n), added up from n on, never as 1 − cdf, so that small
// tails keep their digits.
func (d Dist) Tail(n float64) float64 {
	if n <= 0 {
		return 1
	}
	if d.share == 0 {
		return 0
	}
	// Terms rise up to the mode, fall over some standard deviations √(mode+1)/(1−share)
	// like a normal density, and then like share^i, by e^−40 in 40/(1−share) of them.
	mode := math.Max(0, d.share*(d.r-1)/(1-d.share))
	if terms := math.Max(0, mode-n) + 40/(1-d.share) + 12*math.Sqrt(mode+1)/(1-d.share); !(terms < longTail) {
		return mathext.RegIncBeta(n, d.r, math.Min(d.share, 1))
	}
	p := d.Prob(n)
	if p == 0 { // beyond what a float holds, or far below the mode
		if n < mode {
			return 1
		}
		return 0
	}
	sum := 0.0
	for i := n; ; i++ {
		sum += p
		ratio := d.share * (d.r + i) / (i + 1)
		p *= ratio
		// The ratio goes on towards share: where it falls, the rest is below p/(1−ratio).
		if ratio < 1 && p <= 1e-17*sum*(1-ratio) {
			return math.Min(sum, 1)
		}
	}
}

// Each calls visit for every count that matters, ascending, with its
// probability: those below the mode whose probability underflows are passed
// over, and it ends when what is left of the counts from first on is below
// 1e-17 of them.
func (d Dist) Each(first int, visit func(i int, p float64)) {
	if d.share == 0 {
		visit(0, 1)
		return
	}
	mode := math.Max(0, math.Floor(d.share*(d.r-1)/(1-d.share)))
	i := 0.0
	// e^−650 is not yet subnormal: below, the recurrence would carry a P(0) of few
	// digits, or 0, to all others. It begins where the probability is e^−60 instead.
	if d.Log0 < -650 {
		i = mode
		for step := 1.0; i > 0 && d.LogProb(i) > -60; step *= 2 {
			i = math.Max(0, i-step)
		}
	}
	sum := 0.0
	for p := d.Prob(i); ; i++ {
		visit(int(i), p)
		if int(i) >= first {
			sum += p
		}
		ratio := d.share * (d.r + i) / (i + 1)
		p *= ratio
		if i > mode && int(i) >= first && ratio < 1 && p <= 1e-18*sum*(1-ratio) {
			return
		}
	}
}
