package btyd

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/geometric"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// MBGNBD is the modified beta-geometric/NBD model [Batislam, Denizel and
// Filiztekin 2007; the CBG/NBD of Hoppe and Wagner 2007]: [BGNBD] with one more
// chance to drop out, right after the first purchase, so that a customer who
// bought only once may be gone. For x repeats, the last at t_x, in an age of T,
//
//	L = B(a,b+x+1)/B(a,b) · Γ(r+x)/Γ(r) · α^r · (α+T)^−(r+x)
//	  + B(a+1,b+x)/B(a,b) · Γ(r+x)/Γ(r) · α^r · (α+t_x)^−(r+x)
//
// Whether one-time buyers are gone or slow must be inferred from the others, so
// r has a wider interval than in BG/NBD.
type MBGNBD struct {
	R     float64 // shape of the purchase rates, > 0
	Alpha float64 // rate of the purchase rates, > 0, in time units of the histories
	A     float64 // dropout, > 0; a new customer buys finitely often if A > 1
	B     float64 // dropout, > 0

	Unit clientele.Unit // of the times; 0 if it is not known. A fit has that of its panel
}

func (m *MBGNBD) core() geometric.Model {
	return geometric.Model{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B, First: true}
}

// Params returns r, alpha, a and b.
func (m MBGNBD) Params() []clientele.Param { return geometric.Params(m.R, m.Alpha, m.A, m.B) }

// WithParams returns the model with the parameters v, in the order of Params, and the same Unit.
func (m MBGNBD) WithParams(v []float64) MBGNBD {
	return MBGNBD{R: v[0], Alpha: v[1], A: v[2], B: v[3], Unit: m.Unit}
}

// TimeUnit returns Unit.
func (m MBGNBD) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m MBGNBD) WithUnit(u clientele.Unit) MBGNBD {
	m.Unit = u
	return m
}

// MarshalJSON writes {"r":…,"alpha":…,"a":…,"b":…}.
func (m MBGNBD) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *MBGNBD) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// LogProb returns the log-likelihood of one customer, a density in the purchase times.
func (m MBGNBD) LogProb(h clientele.History) float64 { return m.core().LogProb(h) }

// LogLikelihood returns the log-likelihood of all customers of p.
func (m MBGNBD) LogLikelihood(p *clientele.Panel) float64 { return logLikelihood(p, m.LogProb) }

// ProbAlive returns P(alive at the end of observation | h).
func (m MBGNBD) ProbAlive(h clientele.History) float64 {
	return geometric.ProbAlive(m.R, m.Alpha, m.A, m.B, true, h)
}

// ProbAliveAt returns P(alive t after the end of observation | h).
func (m MBGNBD) ProbAliveAt(h clientele.History, t float64) float64 {
	return process.ProbAliveAt(m.core(), h, t)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h] (the corrected form of Wagner and Hoppe 2008).
//
// Special cases are:
//
//	ExpectedPurchases(h, +Inf) = +Inf if A ≤ 1
func (m MBGNBD) ExpectedPurchases(h clientele.History, t float64) float64 {
	return process.ExpectedPurchases(m.core(), h, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given h.
func (m MBGNBD) VarPurchases(h clientele.History, t float64) float64 {
	return process.VarPurchases(m.core(), h, t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h).
func (m MBGNBD) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return process.ProbPurchases(m.core(), h, t, n)
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end (DERT).
//
// Special cases are:
//
//	DiscountedPurchases(h, 0) = +Inf if A ≤ 1
func (m MBGNBD) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, endless)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (m MBGNBD) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, t)
}

// DiscountedIfAlive returns what [MBGNBD.DiscountedPurchasesWithin] would be of a
// customer known to be alive; it depends on the repeats and the age alone, so
// that one table serves many customers.
func (m MBGNBD) DiscountedIfAlive(repeats int, age, rate, t float64) float64 {
	return process.DiscountedIfAlive(m.core(), repeats, age, rate, t)
}

// ExpectedRate returns the posterior mean of the purchase rate λ given h.
func (m MBGNBD) ExpectedRate(h clientele.History) float64 { return m.core().ExpectedRate(h) }

// ExpectedDropout returns the posterior mean of the dropout probability p given h.
func (m MBGNBD) ExpectedDropout(h clientele.History) float64 { return m.core().ExpectedDropout(h) }

// Mean returns the expected repeat purchases of a new customer in (0, t].
func (m MBGNBD) Mean(t float64) float64 { return process.NewMean(m.core(), t) }

// Var returns the variance of the repeat purchases of a new customer in (0, t].
func (m MBGNBD) Var(t float64) float64 { return process.NewVariance(m.core(), t) }

// Survival returns the probability that a new customer is alive at t.
func (m MBGNBD) Survival(t float64) float64 { return process.NewSurvival(m.core(), t) }

// MeanDiscounted returns the expected repeat purchases of a new customer in
// (0, t], discounted at rate ≥ 0 per time unit; t may be +Inf.
func (m MBGNBD) MeanDiscounted(rate, t float64) float64 {
	return process.NewDiscounted(m.core(), rate, t)
}

// Prob returns the probability of exactly n repeat purchases of a new customer in (0, t].
func (m MBGNBD) Prob(n int, t float64) float64 { return process.NewProb(m.core(), n, t) }

// Rand draws the history of a new customer observed to the given age.
func (m MBGNBD) Rand(r *rand.Rand, age float64) clientele.History {
	return process.RandHistory(m.core(), r, age)
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (m MBGNBD) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	return process.AppendPurchases(m.core(), dst, r, h, t)
}

// FitMBGNBD fits the model by maximum likelihood. Ridge, if given, is centred on
// the starting point that comes from the data. The error matches
// [clientele.ErrNoData], [clientele.ErrNotIdentified] or
// [clientele.ErrNotConverged], or is the context's cause.
func FitMBGNBD(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[MBGNBD], error) {
	return fitPanel(ctx, p, opt, MBGNBD{})
}

func (m MBGNBD) problem(p *clientele.Panel) (*mle.Problem[MBGNBD], *table.Table, error) {
	return geometric.Problem(p, m, "btyd: MBG/NBD", true)
}

func (m MBGNBD) refitter(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[MBGNBD], error) {
	return refitPanel(ctx, m, p, opt)
}
