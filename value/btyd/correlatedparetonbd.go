package btyd

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/pareto"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
	"github.com/clientele-go/clientele/value/btyd/internal/sarmanov"
)

// CorrelatedParetoNBD is [ParetoNBD] with dependence between how fast a
// customer buys and how fast the customer drops out [Park and Fader 2004]. The
// rates keep their gamma distributions; their joint density is that of
// independent rates times
//
//	1 + m·(e^{−w₁λ} − L₁)·(e^{−w₂μ} − L₂),  L₁ = (α/(α+w₁))^r,  L₂ = (β/(β+w₂))^s
//
// where m lies in a range that keeps the density positive. It is a mixture of
// four Pareto/NBD, and so is every prediction, weighted by what the customer did.
// Mix gives the place of m in its range: 0 the lowest correlation of the rates, 1
// the highest. The range of correlations is narrow, some −0.14 … 0.28, and many
// data sets lead to its end.
type CorrelatedParetoNBD struct {
	R     float64 // shape of the purchase rates, > 0
	Alpha float64 // rate of the purchase rates, > 0, in time units of the histories
	S     float64 // shape of the dropout rates, > 0; a new customer buys finitely often if S > 1
	Beta  float64 // rate of the dropout rates, > 0, in time units of the histories
	Mix   float64 // between 0 and 1: see Correlation and WithCorrelation
	// Kernel is c ≥ 0: w₁ = c·Alpha and w₂ = c·Beta, 1 being the usual choice. 0
	// stands for w₁ = w₂ = 1 per time unit, the kernel of CLVTools, under which
	// the model depends on the unit of time.
	Kernel float64

	Unit clientele.Unit // of the times; 0 if it is not known. A fit has that of its panel
}

func (m *CorrelatedParetoNBD) core() sarmanov.Model {
	return sarmanov.Of(m.R, m.Alpha, m.S, m.Beta, m.Mix, m.Kernel)
}

// Correlation returns the correlation of λ and μ.
func (m CorrelatedParetoNBD) Correlation() float64 {
	return m.core().Correlation()
}

// WithCorrelation returns the model with Mix set so that λ and μ have
// correlation rho; Mix is NaN if the model cannot have it. WithCorrelation(0) is
// the Pareto/NBD.
func (m CorrelatedParetoNBD) WithCorrelation(rho float64) CorrelatedParetoNBD {
	m.Mix = 0
	g := m.core()
	lo, hi := g.Limits()
	m.Mix = (rho/g.CorrelationUnit() - lo) / (hi - lo)
	if !(m.Mix >= 0 && m.Mix <= 1) {
		m.Mix = math.NaN()
	}
	return m
}

// Params returns r, alpha, s, beta, mix and kernel, which is not estimated.
func (m CorrelatedParetoNBD) Params() []clientele.Param {
	return append(pareto.Params(m.R, m.Alpha, m.S, m.Beta),
		clientele.Param{Name: "mix", Value: m.Mix, Domain: clientele.DomainProbability},
		clientele.Param{Name: "kernel", Value: m.Kernel, Domain: clientele.DomainFixed})
}

// WithParams returns the model with the parameters v, in the order of Params, and the same Unit.
func (m CorrelatedParetoNBD) WithParams(v []float64) CorrelatedParetoNBD {
	return CorrelatedParetoNBD{R: v[0], Alpha: v[1], S: v[2], Beta: v[3], Mix: v[4], Kernel: v[5], Unit: m.Unit}
}

// Check returns an *[clientele.InputError] if Kernel is negative, or another
// parameter not in its domain.
func (m CorrelatedParetoNBD) Check() error {
	if !(m.Kernel >= 0) {
		return &clientele.InputError{Where: "btyd.CorrelatedParetoNBD", Field: "kernel", Value: m.Kernel, Want: "a number >= 0"}
	}
	return clientele.Validate(m)
}

// TimeUnit returns Unit.
func (m CorrelatedParetoNBD) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m CorrelatedParetoNBD) WithUnit(u clientele.Unit) CorrelatedParetoNBD {
	m.Unit = u
	return m
}

// MarshalJSON writes {"r":…,"alpha":…,"s":…,"beta":…,"mix":…,"kernel":…}.
func (m CorrelatedParetoNBD) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *CorrelatedParetoNBD) UnmarshalJSON(data []byte) error {
	return clientele.UnmarshalModel(data, m)
}

// LogProb returns the log-likelihood of one customer, a density in the purchase times.
func (m CorrelatedParetoNBD) LogProb(h clientele.History) float64 { return m.core().LogProb(h) }

// LogLikelihood returns the log-likelihood of all customers of p.
func (m CorrelatedParetoNBD) LogLikelihood(p *clientele.Panel) float64 {
	return logLikelihood(p, m.LogProb)
}

// ProbAlive returns P(alive at the end of observation | h).
func (m CorrelatedParetoNBD) ProbAlive(h clientele.History) float64 { return m.core().ProbAlive(h) }

// ProbAliveAt returns P(alive t after the end of observation | h).
func (m CorrelatedParetoNBD) ProbAliveAt(h clientele.History, t float64) float64 {
	return process.ProbAliveAt(m.core(), h, t)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h].
//
// Special cases are:
//
//	ExpectedPurchases(h, +Inf) = +Inf if S ≤ 1
func (m CorrelatedParetoNBD) ExpectedPurchases(h clientele.History, t float64) float64 {
	return process.ExpectedPurchases(m.core(), h, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given h.
func (m CorrelatedParetoNBD) VarPurchases(h clientele.History, t float64) float64 {
	return process.VarPurchases(m.core(), h, t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h).
func (m CorrelatedParetoNBD) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return process.ProbPurchases(m.core(), h, t, n)
}

// probs returns ProbPurchases of 0, …, n.
func (m CorrelatedParetoNBD) probs(h clientele.History, t float64, n int) []float64 {
	return process.ProbsPurchases(m.core(), h, t, n)
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end (DERT).
//
// Special cases are:
//
//	DiscountedPurchases(h, 0) = +Inf if S ≤ 1
func (m CorrelatedParetoNBD) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, endless)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (m CorrelatedParetoNBD) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, t)
}

// DiscountedIfAlive returns what [CorrelatedParetoNBD.DiscountedPurchasesWithin] would be of a
// customer known to be alive; it depends on the repeats and the age alone, so
// that one table serves many customers.
func (m CorrelatedParetoNBD) DiscountedIfAlive(repeats int, age, rate, t float64) float64 {
	return process.DiscountedIfAlive(m.core(), repeats, age, rate, t)
}

// ExpectedRate returns the posterior mean of the purchase rate λ given h.
func (m CorrelatedParetoNBD) ExpectedRate(h clientele.History) float64 {
	return m.core().ExpectedRate(h)
}

// ExpectedDropout returns the posterior mean of the dropout rate μ given h.
func (m CorrelatedParetoNBD) ExpectedDropout(h clientele.History) float64 {
	return m.core().ExpectedDropout(h)
}

// Mean returns the expected repeat purchases of a new customer in (0, t].
func (m CorrelatedParetoNBD) Mean(t float64) float64 { return process.NewMean(m.core(), t) }

// Var returns the variance of the repeat purchases of a new customer in (0, t].
func (m CorrelatedParetoNBD) Var(t float64) float64 { return process.NewVariance(m.core(), t) }

// Survival returns the probability that a new customer is alive at t.
func (m CorrelatedParetoNBD) Survival(t float64) float64 { return process.NewSurvival(m.core(), t) }

// MeanDiscounted returns the expected repeat purchases of a new customer in
// (0, t], discounted at rate ≥ 0 per time unit; t may be +Inf.
func (m CorrelatedParetoNBD) MeanDiscounted(rate, t float64) float64 {
	return process.NewDiscounted(m.core(), rate, t)
}

// Prob returns the probability of exactly n repeat purchases of a new customer in (0, t].
func (m CorrelatedParetoNBD) Prob(n int, t float64) float64 { return process.NewProb(m.core(), n, t) }

// Rand draws the history of a new customer observed to the given age.
func (m CorrelatedParetoNBD) Rand(r *rand.Rand, age float64) clientele.History {
	return process.RandHistory(m.core(), r, age)
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (m CorrelatedParetoNBD) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	return process.AppendPurchases(m.core(), dst, r, h, t)
}

// FitCorrelatedParetoNBD fits the model by maximum likelihood with the given
// kernel, which 1 is a good choice of. Where the likelihood rises to the end of
// the range of m, the fit is the best one there: a warning says so, Mix has no
// standard error, and the others are those under the highest (or lowest)
// correlation. [LikelihoodRatio] against the fit of [ParetoNBD] tests
// independence. Where customers do not differ in one of the rates, the data tell
// no correlation: the fit is that of ParetoNBD, at independence, with the
// warning WarnNoCorrelation and without a standard error of Mix. A Ridge is not
// taken. The error is otherwise as of [FitBGNBD].
func FitCorrelatedParetoNBD(ctx context.Context, p *clientele.Panel, kernel float64, opt *clientele.FitOptions) (*clientele.Fit[CorrelatedParetoNBD], error) {
	return sarmanov.Fit(ctx, p, CorrelatedParetoNBD{}, kernel, correlatedName, opt)
}

const correlatedName = "btyd: Pareto/NBD with correlation"

func (m CorrelatedParetoNBD) refitter(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[CorrelatedParetoNBD], error) {
	return sarmanov.Refitter(ctx, p, m, correlatedName, opt)
}
