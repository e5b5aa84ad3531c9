package btyd

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/erlang"
	"github.com/clientele-go/clientele/value/btyd/internal/geometric"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// MBGCNBD is the modified BG/CNBD-k model [Platzer and Reutterer 2016]: [MBGNBD] with
// regular timing. The gaps between purchases are Erlang distributed with shape
// K, common to all customers, and mean K/λ; λ is gamma distributed with shape R
// and rate Alpha; after the first and every other purchase the customer drops out
// with probability p, beta distributed with A and B. With K = 1 it is MBGNBD.
//
// Predictions are exact: a mixture over the stage of the running gap.
type MBGCNBD struct {
	K     int     // regularity of the gaps, 1 to 60; 1 is random timing
	R     float64 // shape of the stage rates, > 0
	Alpha float64 // rate of the stage rates, > 0, in time units of the histories
	A     float64 // dropout, > 0; a new customer buys finitely often if A > 1
	B     float64 // dropout, > 0

	Unit clientele.Unit // of the times; 0 if it is not known. A fit has that of its panel
}

func (m *MBGCNBD) core() erlang.Model {
	return erlang.Model{K: m.K, Model: geometric.Model{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B, First: true}}
}

// Params returns k, which is fixed, and r, alpha, a and b.
func (m MBGCNBD) Params() []clientele.Param { return erlang.Params(m.K, m.R, m.Alpha, m.A, m.B) }

// WithParams returns the model with the parameters v, in the order of Params, and the same Unit.
func (m MBGCNBD) WithParams(v []float64) MBGCNBD {
	return MBGCNBD{K: int(v[0]), R: v[1], Alpha: v[2], A: v[3], B: v[4], Unit: m.Unit}
}

// Check returns an *[clientele.InputError] if K is not one of 1 to 60, or another
// parameter not in its domain.
func (m MBGCNBD) Check() error {
	if err := erlang.Check("btyd.MBGCNBD", m.K); err != nil {
		return err
	}
	return clientele.Validate(m)
}

// TimeUnit returns Unit.
func (m MBGCNBD) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m MBGCNBD) WithUnit(u clientele.Unit) MBGCNBD {
	m.Unit = u
	return m
}

// MarshalJSON writes {"k":…,"r":…,"alpha":…,"a":…,"b":…}.
func (m MBGCNBD) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *MBGCNBD) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// LogProbTimed returns the log-likelihood of one customer, a density in the
// purchase times, given the sum of the logarithms of the gaps between them.
func (m MBGCNBD) LogProbTimed(h clientele.History, logGaps float64) float64 {
	return m.LogProb(h) + m.core().Timing(h, logGaps)
}

// LogProb returns the log-likelihood of one customer without
// (K−1)·Σ ln(gap) − x·ln Γ(K), which a history does not hold; it serves to
// compare parameters at one K, and [MBGCNBD.LogProbTimed] to compare K.
func (m MBGCNBD) LogProb(h clientele.History) float64 { return m.core().LogProb(h) }

// LogLikelihood returns the sum of LogProb over the customers of p.
func (m MBGCNBD) LogLikelihood(p *clientele.Panel) float64 { return logLikelihood(p, m.LogProb) }

// ProbAlive returns P(alive at the end of observation | h).
func (m MBGCNBD) ProbAlive(h clientele.History) float64 { return m.core().ProbAlive(h) }

// ProbAliveAt returns P(alive t after the end of observation | h).
func (m MBGCNBD) ProbAliveAt(h clientele.History, t float64) float64 {
	return process.ProbAliveAt(m.core(), h, t)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h].
//
// Special cases are:
//
//	ExpectedPurchases(h, +Inf) = +Inf if A ≤ 1
func (m MBGCNBD) ExpectedPurchases(h clientele.History, t float64) float64 {
	return process.ExpectedPurchases(m.core(), h, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given h.
func (m MBGCNBD) VarPurchases(h clientele.History, t float64) float64 {
	return process.VarPurchases(m.core(), h, t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h).
func (m MBGCNBD) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return process.ProbPurchases(m.core(), h, t, n)
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end (DERT).
//
// Special cases are:
//
//	DiscountedPurchases(h, 0) = +Inf if A ≤ 1
func (m MBGCNBD) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, endless)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (m MBGCNBD) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, t)
}

// ExpectedRate returns the posterior mean of the purchase rate λ/K given h.
func (m MBGCNBD) ExpectedRate(h clientele.History) float64 { return m.core().ExpectedRate(h) }

// ExpectedDropout returns the posterior mean of the dropout probability p given h.
func (m MBGCNBD) ExpectedDropout(h clientele.History) float64 { return m.core().ExpectedDropout(h) }

// Mean returns the expected repeat purchases of a new customer in (0, t].
func (m MBGCNBD) Mean(t float64) float64 { return process.NewMean(m.core(), t) }

// Var returns the variance of the repeat purchases of a new customer in (0, t].
func (m MBGCNBD) Var(t float64) float64 { return process.NewVariance(m.core(), t) }

// Survival returns the probability that a new customer is alive at t.
func (m MBGCNBD) Survival(t float64) float64 { return process.NewSurvival(m.core(), t) }

// MeanDiscounted returns the expected repeat purchases of a new customer in
// (0, t], discounted at rate ≥ 0 per time unit; t may be +Inf.
func (m MBGCNBD) MeanDiscounted(rate, t float64) float64 {
	return process.NewDiscounted(m.core(), rate, t)
}

// Prob returns the probability of exactly n repeat purchases of a new customer in (0, t].
func (m MBGCNBD) Prob(n int, t float64) float64 { return process.NewProb(m.core(), n, t) }

// Rand draws the history of a new customer observed to the given age.
func (m MBGCNBD) Rand(r *rand.Rand, age float64) clientele.History {
	return process.RandHistory(m.core(), r, age)
}

// RandTimed draws the history of a new customer observed to the given age, and
// the sum of the logarithms of the gaps between the purchases.
func (m MBGCNBD) RandTimed(r *rand.Rand, age float64) (h clientele.History, logGaps float64) {
	return m.core().RandTimed(r, age)
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (m MBGCNBD) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	return process.AppendPurchases(m.core(), dst, r, h, t)
}

// FitMBGCNBD fits the model by maximum likelihood, with regularity k, or, if k is
// 0, with the k from 1 to 12 that has the highest likelihood (the search ends
// after two declines). Choosing k needs the gaps between purchases, see
// [clientele.Panel.AddTimed]; without them k = 0 is not identified, and the
// log-likelihood of the fit leaves out the terms that depend on k alone. Other
// errors are those of [FitBGNBD].
func FitMBGCNBD(ctx context.Context, p *clientele.Panel, k int, opt *clientele.FitOptions) (*clientele.Fit[MBGCNBD], error) {
	return erlang.Fit(ctx, p, k, opt, func(k int) MBGCNBD { return MBGCNBD{K: k} }, "btyd: MBG/CNBD-k", true)
}

func (m MBGCNBD) problem(p *clientele.Panel) (*mle.Problem[MBGCNBD], *table.Table, error) {
	return erlang.Problem(p, m, m.core(), "btyd: MBG/CNBD-k")
}

func (m MBGCNBD) refitter(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[MBGCNBD], error) {
	return refitPanel(ctx, m, p, opt)
}
