package btyd

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/gompertz"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// GGompertzNBD is the gamma/Gompertz/NBD model [Bemmaor and Glady 2012; Adler
// 2022]: [ParetoNBD] with a tendency to drop out that grows with age. While
// alive, a customer buys at random (Poisson) with rate λ; the lifetime is
// Gompertz with hazard ηb·e^{bu} at age u, and unobserved; λ is gamma
// distributed with shape R and rate Alpha, η with shape S and rate Beta,
// independently. With κ = β/b and v(u) = (e^{bu} − 1)/b, for x repeats, the last
// at t_x, in an age of T,
//
//	L = Γ(r+x)/Γ(r) · α^r κ^s · [ (α+T)^−(r+x) (κ+v(T))^−s
//	  + s ∫_{t_x}^T e^{bu} (α+u)^−(r+x) (κ+v(u))^−(s+1) du ]
//
// As b → 0 with β/b fixed it becomes the Pareto/NBD with rate β/b, smoothly;
// data that show no ageing lead there. Lifetimes are short-tailed: expected
// purchases are finite for ever.
type GGompertzNBD struct {
	R     float64 // shape of the purchase rates, > 0
	Alpha float64 // rate of the purchase rates, > 0, in time units of the histories
	B     float64 // ageing, > 0, per time unit of the histories
	S     float64 // shape of η, > 0
	Beta  float64 // rate of η, > 0, without a unit

	Unit clientele.Unit // of the times; 0 if it is not known. A fit has that of its panel
}

func (m *GGompertzNBD) core() gompertz.Model {
	return gompertz.Model{R: m.R, Alpha: m.Alpha, B: m.B, S: m.S, Kappa: m.Beta / m.B}
}

// Params returns r, alpha, b, s and beta.
func (m GGompertzNBD) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: m.R, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: m.Alpha, Domain: clientele.DomainPositive},
		{Name: "b", Value: m.B, Domain: clientele.DomainPositive},
		{Name: "s", Value: m.S, Domain: clientele.DomainPositive},
		{Name: "beta", Value: m.Beta, Domain: clientele.DomainPositive},
	}
}

// WithParams returns the model with the parameters v, in the order of Params, and the same Unit.
func (m GGompertzNBD) WithParams(v []float64) GGompertzNBD {
	return GGompertzNBD{R: v[0], Alpha: v[1], B: v[2], S: v[3], Beta: v[4], Unit: m.Unit}
}

// TimeUnit returns Unit.
func (m GGompertzNBD) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m GGompertzNBD) WithUnit(u clientele.Unit) GGompertzNBD {
	m.Unit = u
	return m
}

// MarshalJSON writes {"r":…,"alpha":…,"b":…,"s":…,"beta":…}.
func (m GGompertzNBD) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *GGompertzNBD) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// LogProb returns the log-likelihood of one customer, a density in the purchase times .
func (m GGompertzNBD) LogProb(h clientele.History) float64 { return m.core().LogProb(h) }

// LogLikelihood returns the log-likelihood of all customers of p.
func (m GGompertzNBD) LogLikelihood(p *clientele.Panel) float64 { return logLikelihood(p, m.LogProb) }

// ProbAlive returns P(alive at the end of observation | h).
func (m GGompertzNBD) ProbAlive(h clientele.History) float64 { return m.core().ProbAlive(h) }

// ProbAliveAt returns P(alive t after the end of observation | h).
func (m GGompertzNBD) ProbAliveAt(h clientele.History, t float64) float64 {
	return process.ProbAliveAt(m.core(), h, t)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h].
func (m GGompertzNBD) ExpectedPurchases(h clientele.History, t float64) float64 {
	return process.ExpectedPurchases(m.core(), h, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given h.
func (m GGompertzNBD) VarPurchases(h clientele.History, t float64) float64 {
	return process.VarPurchases(m.core(), h, t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h).
func (m GGompertzNBD) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return process.ProbPurchases(m.core(), h, t, n)
}

// probs returns ProbPurchases of 0, …, n.
func (m GGompertzNBD) probs(h clientele.History, t float64, n int) []float64 {
	return process.ProbsPurchases(m.core(), h, t, n)
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end (DERT).
func (m GGompertzNBD) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, endless)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (m GGompertzNBD) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	return process.DiscountedPurchases(m.core(), h, rate, t)
}

// DiscountedIfAlive returns what [GGompertzNBD.DiscountedPurchasesWithin] would be of a
// customer known to be alive; it depends on the repeats and the age alone, so
// that one table serves many customers.
func (m GGompertzNBD) DiscountedIfAlive(repeats int, age, rate, t float64) float64 {
	return process.DiscountedIfAlive(m.core(), repeats, age, rate, t)
}

// ExpectedRate returns the posterior mean of the purchase rate λ given h.
func (m GGompertzNBD) ExpectedRate(h clientele.History) float64 { return m.core().ExpectedRate(h) }

// ExpectedDropout returns the posterior mean of ηb given h: the dropout rate at
// age 0, per time unit, whose mean over all customers is S·B/Beta.
func (m GGompertzNBD) ExpectedDropout(h clientele.History) float64 {
	return m.core().ExpectedDropout(h)
}

// Mean returns the expected repeat purchases of a new customer in (0, t].
func (m GGompertzNBD) Mean(t float64) float64 { return process.NewMean(m.core(), t) }

// Var returns the variance of the repeat purchases of a new customer in (0, t].
func (m GGompertzNBD) Var(t float64) float64 { return process.NewVariance(m.core(), t) }

// Survival returns the probability that a new customer is alive at t.
func (m GGompertzNBD) Survival(t float64) float64 { return process.NewSurvival(m.core(), t) }

// MeanDiscounted returns the expected repeat purchases of a new customer in
// (0, t], discounted at rate ≥ 0 per time unit; t may be +Inf.
func (m GGompertzNBD) MeanDiscounted(rate, t float64) float64 {
	return process.NewDiscounted(m.core(), rate, t)
}

// Prob returns the probability of exactly n repeat purchases of a new customer in (0, t].
func (m GGompertzNBD) Prob(n int, t float64) float64 { return process.NewProb(m.core(), n, t) }

// Rand draws the history of a new customer observed to the given age.
func (m GGompertzNBD) Rand(r *rand.Rand, age float64) clientele.History {
	return process.RandHistory(m.core(), r, age)
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (m GGompertzNBD) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	return process.AppendPurchases(m.core(), dst, r, h, t)
}

// FitGGompertzNBD fits the model by maximum likelihood. Ridge, if given, is centred on
// the starting point that comes from the data. The error matches
// [clientele.ErrNoData], [clientele.ErrNotIdentified] or
// [clientele.ErrNotConverged], or is the context's cause.
func FitGGompertzNBD(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*clientele.Fit[GGompertzNBD], error) {
	return gompertz.Fit(ctx, p, GGompertzNBD{}, gompertzName, opt)
}

const gompertzName = "btyd: GGompertz/NBD"

func (m GGompertzNBD) problem(p *clientele.Panel) (*mle.Problem[GGompertzNBD], *table.Table, error) {
	return gompertz.Problem(p, m, gompertzName)
}

func (m GGompertzNBD) refitter(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*mle.Refitter[GGompertzNBD], error) {
	return refitPanel(ctx, m, p, opt)
}
