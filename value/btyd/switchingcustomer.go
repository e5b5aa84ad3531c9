package btyd

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd/internal/switching"
)

// SwitchingCustomer is a customer as [SwitchingParetoNBD.Follow] knows them: many
// questions, one pass through the purchases. It is safe for concurrent use.
type SwitchingCustomer struct{ known *switching.Posterior }

// MarshalJSON refuses: what is known of a customer is made of the model and the timeline.
func (c SwitchingCustomer) MarshalJSON() ([]byte, error) {
	return nil, &clientele.InputError{Where: "btyd.SwitchingCustomer", Field: "JSON", Value: "a posterior", Want: "the SwitchingParetoNBD and the Timeline stored in its place"}
}

// ask returns f of a possible customer and a time t ≥ 0, and NaN otherwise.
func (c SwitchingCustomer) ask(t float64, f func(*switching.Posterior) float64) float64 {
	if c.known == nil || !(t >= 0) {
		return math.NaN()
	}
	return f(c.known)
}

// LogProb returns the log-likelihood, a density in the purchase times.
func (c SwitchingCustomer) LogProb() float64 { return c.ask(0, (*switching.Posterior).LogProb) }

// ProbAlive returns P(not gone for good at the end of observation), on or slow.
func (c SwitchingCustomer) ProbAlive() float64 { return c.ask(0, (*switching.Posterior).ProbAlive) }

// ProbOn returns P(not gone for good, and not slow, at the end of observation).
func (c SwitchingCustomer) ProbOn() float64 { return c.ask(0, (*switching.Posterior).ProbOn) }

// ProbAliveAt returns P(not gone for good t later).
func (c SwitchingCustomer) ProbAliveAt(t float64) float64 {
	return c.ask(t, func(p *switching.Posterior) float64 { return p.ProbAliveAt(t) })
}

// ExpectedPurchases returns E[purchases in (Age, Age+t]].
func (c SwitchingCustomer) ExpectedPurchases(t float64) float64 {
	return c.DiscountedPurchasesWithin(0, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t].
func (c SwitchingCustomer) VarPurchases(t float64) float64 {
	return c.ask(t, func(p *switching.Posterior) float64 { return p.Variance(t) })
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t]).
func (c SwitchingCustomer) ProbPurchases(t float64, n int) float64 {
	return c.ask(t, func(p *switching.Posterior) float64 { return p.Prob(n, t) })
}

// DiscountedPurchases returns the expected purchases after Age, discounted at rate.
func (c SwitchingCustomer) DiscountedPurchases(rate float64) float64 {
	return c.DiscountedPurchasesWithin(rate, endless)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (c SwitchingCustomer) DiscountedPurchasesWithin(rate, t float64) float64 {
	return c.ask(t, func(p *switching.Posterior) float64 { return p.Discounted(rate, t) })
}

// ExpectedRate returns the posterior mean of the purchase rate λ when on.
func (c SwitchingCustomer) ExpectedRate() float64 { return c.ask(0, (*switching.Posterior).Rate) }

// ExpectedDropout returns the posterior mean of the dropout rate δ.
func (c SwitchingCustomer) ExpectedDropout() float64 {
	return c.ask(0, (*switching.Posterior).Dropout)
}

// AppendPurchases draws the purchases in (Age, Age+t] and appends their times,
// counted from Age, ascending. Draws of λ are those of the nodes of one grid, which
// every moment of it gives as the integral does.
func (c SwitchingCustomer) AppendPurchases(dst []float64, r *rand.Rand, t float64) []float64 {
	if c.known == nil {
		return dst
	}
	return c.known.Append(dst, r, t)
}
