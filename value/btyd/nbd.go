package btyd

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/immortal"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// NBD is the negative binomial model [Ehrenberg 1959]: customers buy at random
// (Poisson) with rate λ for ever, λ gamma distributed with shape R and rate
// Alpha. It has no dropout and is the yardstick of the others, which all come
// down to it when nobody drops out. For x repeats in an age of T,
//
//	L = Γ(r+x)/Γ(r) · α^r · (α+T)^−(r+x)
type NBD struct {
	R     float64 // shape of the purchase rates, > 0
	Alpha float64 // rate of the purchase rates, > 0, in time units of the histories

	Unit clientele.Unit // of the times; 0 if it is not known. A fit has that of its panel
}

func (m *NBD) core() immortal.Model { return immortal.Model{R: m.R, Alpha: m.Alpha} }

// Params returns r and alpha.
func (m NBD) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: m.R, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: m.Alpha, Domain: clientele.DomainPositive},
	}
}

// WithParams returns the model with the parameters v, in the order of Params, and the same Unit.
func (m NBD) WithParams(v []float64) NBD {
	return NBD{R: v[0], Alpha: v[1], Unit: m.Unit}
}

// TimeUnit returns Unit.
func (m NBD) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m NBD) WithUnit(u clientele.Unit) NBD {
	m.Unit = u
	return m
}

// MarshalJSON writes {"r":…,"alpha":…}.
func (m NBD) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *NBD) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// LogProb returns the log-likelihood of one customer, a density in the purchase times.
func (m NBD) LogProb(h clientele.History) float64 { return m.core().LogProb(h) }

// LogLikelihood returns the log-likelihood of all customers of p.
func (m NBD) LogLikelihood(p *clientele.Panel) float64 { return logLikelihood(p, m.LogProb) }

// ProbAlive returns 1: nobody drops out.
func (m NBD) ProbAlive(h clientele.History) float64 { return m.core().ProbAlive(h) }

// ProbAliveAt returns 1, and 0 at t = +Inf by convention.
func (m NBD) ProbAliveAt(h clientele.History, t float64) float64 {
	return process.ProbAliveAt(m.core(), h, t)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h] = t(r+x)/(α+T).
func (m NBD) ExpectedPurchases(h clientele.History, t float64) float64 {
	return process.ExpectedPurchases(m.core(), h, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given h.
func (m NBD) VarPurchases(h clientele.History, t float64) float64 {
	return process.VarPurchases(m.core(), h, t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h).
func (m NBD) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return process.ProbPurchases(m.core(), h, t, n)
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), without end: (r+x)/(α+T)/rate.
func (m NBD) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, endless)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (m NBD) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, t)
}

// DiscountedIfAlive returns what [NBD.DiscountedPurchasesWithin] would be of a
// customer known to be alive; it depends on the repeats and the age alone, so
// that one table serves many customers.
func (m NBD) DiscountedIfAlive(repeats int, age, rate, t float64) float64 {
	return process.DiscountedIfAlive(m.core(), repeats, age, rate, t)
}

// ExpectedRate returns the posterior mean of the purchase rate λ given h.
func (m NBD) ExpectedRate(h clientele.History) float64 {
	return (m.R + float64(h.Repeats)) / (m.Alpha + h.Age) * m.ProbAlive(h)
}

// ExpectedDropout returns 0: nobody drops out.
func (m NBD) ExpectedDropout(h clientele.History) float64 { return 0 * m.ProbAlive(h) }

// Mean returns the expected repeat purchases of a new customer in (0, t].
func (m NBD) Mean(t float64) float64 { return process.NewMean(m.core(), t) }

// Var returns the variance of the repeat purchases of a new customer in (0, t].
func (m NBD) Var(t float64) float64 { return process.NewVariance(m.core(), t) }

// Survival returns 1, and 0 at t = +Inf by convention.
func (m NBD) Survival(t float64) float64 { return process.NewSurvival(m.core(), t) }

// MeanDiscounted returns the expected repeat purchases of a new customer in
// (0, t], discounted at rate ≥ 0 per time unit; t may be +Inf.
func (m NBD) MeanDiscounted(rate, t float64) float64 { return process.NewDiscounted(m.core(), rate, t) }

// Prob returns the probability of exactly n repeat purchases of a new customer in (0, t].
func (m NBD) Prob(n int, t float64) float64 { return process.NewProb(m.core(), n, t) }

// Rand draws the history of a new customer observed to the given age.
func (m NBD) Rand(r *rand.Rand, age float64) clientele.History {
	return process.RandHistory(m.core(), r, age)
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (m NBD) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	return process.AppendPurchases(m.core(), dst, r, h, t)
}

// FitNBD fits the model by maximum likelihood; its errors are those of [FitBGNBD].
func FitNBD(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[NBD], error) {
	return fitPanel(ctx, p, opt, NBD{})
}

func (m NBD) problem(p *clientele.Panel) (*mle.Problem[NBD], *table.Table, error) {
	return immortal.Problem(p, m, "btyd: NBD")
}

func (m NBD) refitter(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[NBD], error) {
	return refitPanel(ctx, m, p, opt)
}
