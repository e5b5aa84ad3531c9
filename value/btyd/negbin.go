package btyd

import (
	"math"

	"github.com/clientele-go/clientele/internal/special"
	"gonum.org/v1/gonum/mathext"
)

// negbin is the number of purchases in t of a customer who stays, when the
// rate is gamma with shape r and rate α: negative binomial with
// P(n) = Γ(r+n)/(Γ(r) n!) · (α/(α+t))^r · (t/(α+t))^n.
type negbin struct {
	r, share float64 // share = t/(α+t)
	log0     float64 // ln P(0) = −r·ln(1+t/α)
}

func newNegbin(r, alpha, t float64) negbin {
	return negbin{r: r, share: t / (alpha + t), log0: -r * math.Log1p(t/alpha)}
}

// logProb returns ln P(n).
func (d negbin) logProb(n float64) float64 {
	if n == 0 {
		return d.log0
	}
	return special.LogRise(d.r, n) - special.LogRise(1, n) + d.log0 + n*math.Log(d.share)
}

func (d negbin) prob(n float64) float64 { return math.Exp(d.logProb(n)) }

// longTail is the number of terms from which the tail is taken from the
// incomplete beta function: more terms would be slower than it and no better.
const longTail = 4096

// tail returns P(N ≥ n), added up from n on, never as 1 − cdf, so that small
// tails keep their digits.
func (d negbin) tail(n float64) float64 {
	if n <= 0 {
		return 1
	}
	if d.share == 0 {
		return 0
	}
	// Terms fall by less than share·(r+i)/(i+1) once past the mode.
	mode := math.Max(0, d.share*(d.r-1)/(1-d.share))
	if terms := math.Max(0, mode-n) + 40/(1-d.share) + 12*math.Sqrt(mode+1)/(1-d.share); !(terms < longTail) {
		return mathext.RegIncBeta(n, d.r, math.Min(d.share, 1))
	}
	p := d.prob(n)
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
		if ratio < 1 && p <= 1e-17*sum*(1-ratio) {
			return math.Min(sum, 1)
		}
	}
}
