package btyd

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/switching"
)

// SwitchingParetoNBD is the Pareto/NBD of customers who slow down and come back: a
// Markov-modulated Poisson process [Fischer and Meier-Hellstern 1993] beside the
// dropout for good. All begin on, and buy at rate λ; at rate Slow they turn slow,
// buying at Rho·λ, and at rate Return they turn on again. Beside that they leave for
// good at rate δ. λ is gamma distributed with shape R and rate Alpha, δ with shape S
// and rate Beta, independently. With K the matrix that leads from state to state
// without a purchase, Λ = diag(λ, Rho·λ), gaps g and F(t) = (Beta/(Beta+t))^S,
//
//	L = ∫ [ (1,0) ∏ e^(K·g)Λ · ( e^(K(T−t_x)) F(T) − ∫_{t_x}^T e^(K(u−t_x)) dF(u) ) · 1 ] dG(λ)
//
// [ParetoNBD] is Slow = 0, its relatives with an always-a-share customer are those of
// Ma and Büschken (2011), Schweidel and Knox (2013) and Romero, van der Lans and
// Wierenga (2013). Where a customer of the Pareto/NBD who buys often and falls silent
// is surely gone, here they may come back.
//
// The gaps matter, not only their number and sum: [SwitchingParetoNBD.Follow] takes a
// [Timeline] and answers all that the methods here answer of a history. A history
// hides the gaps; of it LogProb is that of timelines averaged over all places of the
// purchases between the first and the last, and the answers are less sharp.
type SwitchingParetoNBD struct {
	R      float64        // shape of the purchase rates, > 0
	Alpha  float64        // rate of the purchase rates, > 0, in time units of the histories
	S      float64        // shape of the dropout rates, > 0
	Beta   float64        // rate of the dropout rates, > 0, in time units of the histories
	Slow   float64        // rate at which those who are on turn slow, > 0, per time unit
	Return float64        // rate at which those who are slow turn on, > 0, per time unit
	Rho    float64        // purchase rate of those who are slow, as a share of the one when on, in (0, 1)
	Unit   clientele.Unit // of the times; 0 if it is not known. A fit has that of its panel
}

func (m *SwitchingParetoNBD) core() switching.Model {
	return switching.Model{R: m.R, Alpha: m.Alpha, S: m.S, Beta: m.Beta, Slow: m.Slow, Return: m.Return, Rho: m.Rho}
}

// Params returns r, alpha, s, beta, slow, return and rho.
func (m SwitchingParetoNBD) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "r", Value: m.R, Domain: clientele.DomainPositive},
		{Name: "alpha", Value: m.Alpha, Domain: clientele.DomainPositive},
		{Name: "s", Value: m.S, Domain: clientele.DomainPositive},
		{Name: "beta", Value: m.Beta, Domain: clientele.DomainPositive},
		{Name: "slow", Value: m.Slow, Domain: clientele.DomainPositive},
		{Name: "return", Value: m.Return, Domain: clientele.DomainPositive},
		{Name: "rho", Value: m.Rho, Domain: clientele.DomainProbability},
	}
}

// WithParams returns the model with the parameters v, in the order of Params, and the same Unit.
func (m SwitchingParetoNBD) WithParams(v []float64) SwitchingParetoNBD {
	return SwitchingParetoNBD{v[0], v[1], v[2], v[3], v[4], v[5], v[6], m.Unit}
}

// TimeUnit returns Unit.
func (m SwitchingParetoNBD) TimeUnit() clientele.Unit { return m.Unit }

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m SwitchingParetoNBD) WithUnit(u clientele.Unit) SwitchingParetoNBD {
	m.Unit = u
	return m
}

// MarshalJSON writes kind, version, unit and parameters.
func (m SwitchingParetoNBD) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *SwitchingParetoNBD) UnmarshalJSON(data []byte) error {
	return clientele.UnmarshalModel(data, m)
}

// Follow returns what the model knows of a customer with all their purchases. Of a
// timeline that fails its Check, and of parameters outside their domain, every answer is NaN.
func (m SwitchingParetoNBD) Follow(c Timeline) SwitchingCustomer {
	if c.Check() != nil {
		return SwitchingCustomer{}
	}
	return SwitchingCustomer{m.core().Follow(c.gaps(), c.Age, 0)}
}

func (m SwitchingParetoNBD) of(h clientele.History) SwitchingCustomer {
	return SwitchingCustomer{m.core().Count(h, 0)}
}

// LogProb returns the log-likelihood of one customer, a density in the purchase
// times, those between the first and the last averaged out.
func (m SwitchingParetoNBD) LogProb(h clientele.History) float64 { return m.of(h).LogProb() }

// LogLikelihood returns the log-likelihood of the histories of p, the places of their
// purchases averaged out. A fit maximises that of timelines, TimelineLogLikelihood.
func (m SwitchingParetoNBD) LogLikelihood(p *clientele.Panel) float64 {
	return logLikelihood(p, m.LogProb)
}

// TimelineLogLikelihood returns the log-likelihood of the timelines of p.
func (m SwitchingParetoNBD) TimelineLogLikelihood(p *TimelinePanel) float64 {
	return mle.Total(func(s *mle.Sums) {
		for c := range p.All() {
			s.AddLogLik(m.Follow(c).LogProb())
		}
	})
}

// ProbAlive returns P(not gone for good at the end of observation | h), on or slow.
func (m SwitchingParetoNBD) ProbAlive(h clientele.History) float64 { return m.of(h).ProbAlive() }

// ProbOn returns P(not gone for good, and not slow, at the end of observation | h).
func (m SwitchingParetoNBD) ProbOn(h clientele.History) float64 { return m.of(h).ProbOn() }

// ProbAliveAt returns P(not gone for good t after the end of observation | h).
func (m SwitchingParetoNBD) ProbAliveAt(h clientele.History, t float64) float64 {
	return m.of(h).ProbAliveAt(t)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | h].
//
// Special cases are:
//
//	ExpectedPurchases(h, +Inf) = +Inf if S ≤ 1
func (m SwitchingParetoNBD) ExpectedPurchases(h clientele.History, t float64) float64 {
	return m.of(h).ExpectedPurchases(t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given h.
func (m SwitchingParetoNBD) VarPurchases(h clientele.History, t float64) float64 {
	return m.of(h).VarPurchases(t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h).
func (m SwitchingParetoNBD) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return m.of(h).ProbPurchases(t, n)
}

// probs returns ProbPurchases of 0, …, n.
func (m SwitchingParetoNBD) probs(h clientele.History, t float64, n int) []float64 {
	c, out := m.of(h), make([]float64, n+1)
	for k := range out {
		out[k] = c.ProbPurchases(t, k)
	}
	return out
}

// DiscountedPurchases returns the expected purchases after Age, each discounted by
// e^(−rate·time), rate ≥ 0 per time unit, without end (DERT).
//
// Special cases are:
//
//	DiscountedPurchases(h, 0) = +Inf if S ≤ 1
func (m SwitchingParetoNBD) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return m.of(h).DiscountedPurchases(rate)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (m SwitchingParetoNBD) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	return m.of(h).DiscountedPurchasesWithin(rate, t)
}

// ExpectedRate returns the posterior mean of the purchase rate λ when on, given h.
func (m SwitchingParetoNBD) ExpectedRate(h clientele.History) float64 { return m.of(h).ExpectedRate() }

// ExpectedDropout returns the posterior mean of the dropout rate δ given h.
func (m SwitchingParetoNBD) ExpectedDropout(h clientele.History) float64 {
	return m.of(h).ExpectedDropout()
}

// Mean returns the expected repeat purchases of a new customer in (0, t].
func (m SwitchingParetoNBD) Mean(t float64) float64 {
	return m.ExpectedPurchases(clientele.History{}, t)
}

// Var returns the variance of the repeat purchases of a new customer in (0, t].
func (m SwitchingParetoNBD) Var(t float64) float64 { return m.VarPurchases(clientele.History{}, t) }

// Survival returns the probability that a new customer is not gone for good at t.
func (m SwitchingParetoNBD) Survival(t float64) float64 {
	return m.ProbAliveAt(clientele.History{}, t)
}

// MeanDiscounted returns the expected repeat purchases of a new customer in (0, t],
// discounted at rate ≥ 0 per time unit; t may be +Inf.
func (m SwitchingParetoNBD) MeanDiscounted(rate, t float64) float64 {
	return m.DiscountedPurchasesWithin(clientele.History{}, rate, t)
}

// Prob returns the probability of exactly n repeat purchases of a new customer in (0, t].
func (m SwitchingParetoNBD) Prob(n int, t float64) float64 {
	return m.ProbPurchases(clientele.History{}, t, n)
}

// RandTimeline draws a new customer observed to the given age, with all their purchases.
func (m SwitchingParetoNBD) RandTimeline(r *rand.Rand, age float64) Timeline {
	return Timeline{m.core().New(nil, r, age), age}
}

// Rand draws the history of a new customer observed to the given age.
func (m SwitchingParetoNBD) Rand(r *rand.Rand, age float64) clientele.History {
	return m.RandTimeline(r, age).History()
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age, ascending.
func (m SwitchingParetoNBD) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	return SwitchingCustomer{m.core().Count(h, r.Float64())}.AppendPurchases(dst, r, t)
}

// AppendPurchasesOf draws the same for a customer with all their purchases.
func (m SwitchingParetoNBD) AppendPurchasesOf(dst []float64, r *rand.Rand, c Timeline, t float64) []float64 {
	if c.Check() != nil {
		return dst
	}
	return SwitchingCustomer{m.core().Follow(c.gaps(), c.Age, r.Float64())}.AppendPurchases(dst, r, t)
}

// FitSwitchingParetoNBD fits the model by maximum likelihood, with exact gradient
// and Hessian. It takes timelines and not histories, because it needs the gaps.
// Ridge, if given, is centred on the starting point that comes from the data.
// Errors are those of [FitBGNBD].
//
// Many bases ask for less: the fit names the nested model that a flat likelihood
// leads to ([WarnNoReturn], [WarnNoPurchaseSlow], [WarnNoDropout],
// [WarnCommonDropout], [WarnCommonRate]), and [WarnNeverSlow] says that by Schwarz's
// criterion the [ParetoNBD], which is fitted too, explains the purchases as well.
func FitSwitchingParetoNBD(ctx context.Context, p *TimelinePanel, opt *clientele.FitOptions) (*clientele.Fit[SwitchingParetoNBD], error) {
	return switching.Fit(ctx, p.Panel(), p.rows(), SwitchingParetoNBD{}, switchingName, opt)
}

const switchingName = "btyd: Pareto/NBD with a slow state"

func (m SwitchingParetoNBD) refitter(ctx context.Context, p *TimelinePanel, opt *clientele.FitOptions) (*mle.Refitter[SwitchingParetoNBD], error) {
	prob, _, err := switching.Problem(p.Panel(), p.rows(), m, switchingName)
	if err != nil {
		return nil, err
	}
	return mle.NewRefitter(ctx, prob, m, itself, opt)
}

// rows are the timelines as the fit sees them.
func (p *TimelinePanel) rows() []switching.Row {
	out := make([]switching.Row, 0, p.Len())
	for c := range p.All() {
		out = append(out, switching.Row{Gaps: c.gaps(), Last: c.History().Last, Age: c.Age})
	}
	return out
}
