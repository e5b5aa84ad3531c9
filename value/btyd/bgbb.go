package btyd

import (
	"context"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/bernoulli"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// BGBB is the beta-geometric/beta-Bernoulli model [Fader, Hardie and Shang
// 2010] of purchases at discrete opportunities 1, 2, …. At the start of each
// opportunity a customer drops out with probability θ; one who is still there
// buys at it with probability p; p is beta distributed with Alpha and Beta, θ
// with Gamma and Delta, independently. For x purchases, the last at t_x, in n
// opportunities,
//
//	L = [ B(α+x,β+n−x) B(γ,δ+n) + Σ_{e=t_x}^{n−1} B(α+x,β+e−x) B(γ+1,δ+e) ] / (B(α,β) B(γ,δ))
//
// It speaks the grammar of the package with opportunities for time: ages and
// horizons are whole numbers of opportunities, at most [MaxOpportunities], a
// rate of discount counts per opportunity, and the next opportunity is
// discounted already, by e^(−rate). The discount factor 1/(1+d) of the paper
// is the rate math.Log1p(d). In finer and finer steps it becomes [ParetoNBD].
type BGBB struct {
	Alpha float64 // purchase probability, > 0
	Beta  float64 // purchase probability, > 0
	Gamma float64 // dropout, > 0; a new customer buys finitely often if Gamma > 1
	Delta float64 // dropout, > 0
}

func (m *BGBB) core() bernoulli.Model {
	return bernoulli.Model{Alpha: m.Alpha, Beta: m.Beta, Gamma: m.Gamma, Delta: m.Delta}
}

// Params returns alpha, beta, gamma and delta.
func (m BGBB) Params() []clientele.Param {
	return []clientele.Param{
		{Name: "alpha", Value: m.Alpha, Domain: clientele.DomainPositive},
		{Name: "beta", Value: m.Beta, Domain: clientele.DomainPositive},
		{Name: "gamma", Value: m.Gamma, Domain: clientele.DomainPositive},
		{Name: "delta", Value: m.Delta, Domain: clientele.DomainPositive},
	}
}

// WithParams returns the model with the parameters v, in the order of Params.
func (BGBB) WithParams(v []float64) BGBB { return BGBB{v[0], v[1], v[2], v[3]} }

// MarshalJSON writes {"alpha":…,"beta":…,"gamma":…,"delta":…}.
func (m BGBB) MarshalJSON() ([]byte, error) { return clientele.MarshalModel(m) }

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *BGBB) UnmarshalJSON(data []byte) error { return clientele.UnmarshalModel(data, m) }

// LogProb returns the log-likelihood of one customer: the logarithm of the
// probability of buying at exactly these opportunities (eq. 5). It is a
// probability and not a density: do not compare it with models in continuous time.
func (m BGBB) LogProb(h DiscreteHistory) float64 { return m.core().LogProb(h.timed()) }

// LogLikelihood returns the log-likelihood of all customers of p.
func (m BGBB) LogLikelihood(p *DiscretePanel) float64 {
	return logLikelihood(&p.timed, m.core().LogProb)
}

// ProbAlive returns P(alive at the end of opportunity n | h): still there at
// the last opportunity observed; 1 if the customer used it. The paper and other
// packages report the probability of being there at the next one, n+1:
// ProbAliveAt(h, 1).
func (m BGBB) ProbAlive(h DiscreteHistory) float64 { return m.core().ProbAlive(h.timed()) }

// ProbAliveAt returns P(alive at opportunity n+t | h); t = 1 is eq. 11 of the paper.
func (m BGBB) ProbAliveAt(h DiscreteHistory, t int) float64 {
	return process.ProbAliveAt(m.core(), h.timed(), horizon(t))
}

// ExpectedPurchases returns the expected purchases at the next t opportunities
// given h (eq. 13). Those of the whole future are DiscountedPurchases(h, 0).
func (m BGBB) ExpectedPurchases(h DiscreteHistory, t int) float64 {
	return process.ExpectedPurchases(m.core(), h.timed(), horizon(t))
}

// VarPurchases returns the variance of the purchases at the next t opportunities given h.
func (m BGBB) VarPurchases(h DiscreteHistory, t int) float64 {
	return process.VarPurchases(m.core(), h.timed(), horizon(t))
}

// ProbPurchases returns P(exactly n purchases at the next t opportunities | h) (eq. 12).
func (m BGBB) ProbPurchases(h DiscreteHistory, t, n int) float64 {
	return process.ProbPurchases(m.core(), h.timed(), horizon(t), n)
}

// DiscountedPurchases returns the expected purchases after opportunity n
// without end, the one at opportunity n+j discounted by e^(−rate·j), rate ≥ 0
// (DERT, eq. 14). With DiscreteHistory{} it is that of a new customer.
//
// Special cases are:
//
//	DiscountedPurchases(h, 0) = +Inf if Gamma ≤ 1
func (m BGBB) DiscountedPurchases(h DiscreteHistory, rate float64) float64 {
	return process.DiscountedPurchases(m.core(), h.timed(), rate, endless)
}

// DiscountedPurchasesWithin returns the same for the next t opportunities.
func (m BGBB) DiscountedPurchasesWithin(h DiscreteHistory, rate float64, t int) float64 {
	return process.DiscountedPurchases(m.core(), h.timed(), rate, horizon(t))
}

// DiscountedIfAlive returns what [BGBB.DiscountedPurchasesWithin] would be of a
// customer known to be alive.
func (m BGBB) DiscountedIfAlive(repeats, age int, rate float64, t int) float64 {
	h := DiscreteHistory{Repeats: repeats, Age: age}
	if repeats > 0 {
		h.Last = age // where it was does not matter to those alive
	}
	return process.DiscountedPurchases(m.core(), h.timed(), rate, horizon(t))
}

// ExpectedRate returns the posterior mean of the purchase probability p given h.
func (m BGBB) ExpectedRate(h DiscreteHistory) float64 {
	rate, _ := m.core().Latent(h.timed())
	return rate
}

// ExpectedDropout returns the posterior mean of the dropout probability θ given h.
func (m BGBB) ExpectedDropout(h DiscreteHistory) float64 {
	_, dropout := m.core().Latent(h.timed())
	return dropout
}

// Mean returns the expected purchases of a new customer at the first t opportunities (eq. 8).
func (m BGBB) Mean(t int) float64 { return process.NewMean(m.core(), horizon(t)) }

// Var returns the variance of the purchases of a new customer at the first t opportunities.
func (m BGBB) Var(t int) float64 { return process.NewVariance(m.core(), horizon(t)) }

// Survival returns the probability that a new customer is alive at opportunity t.
func (m BGBB) Survival(t int) float64 { return process.NewSurvival(m.core(), horizon(t)) }

// MeanDiscounted returns the expected purchases of a new customer at the first
// t opportunities, discounted at rate ≥ 0 per opportunity.
func (m BGBB) MeanDiscounted(rate float64, t int) float64 {
	return process.NewDiscounted(m.core(), rate, horizon(t))
}

// Prob returns the probability of exactly n purchases of a new customer at the first t opportunities (eq. 7).
func (m BGBB) Prob(n, t int) float64 { return process.NewProb(m.core(), n, horizon(t)) }

// Rand draws the history of a new customer observed for age opportunities.
func (m BGBB) Rand(r *rand.Rand, age int) DiscreteHistory {
	h := DiscreteHistory{Age: age}
	for at := range m.core().Purchases(r, age) {
		h.Repeats++
		h.Last = at
	}
	return h
}

// AppendPurchases draws the purchases of a customer at the next t opportunities
// from the posterior predictive distribution and appends their opportunities,
// counted from Age, ascending.
func (m BGBB) AppendPurchases(dst []int, r *rand.Rand, h DiscreteHistory, t int) []int {
	g := m.core()
	pa := g.ProbAlive(h.timed())
	if t > MaxOpportunities || !(pa > 0) || r.Float64() >= pa {
		return dst
	}
	for at := range g.Alive(h.timed()).Purchases(r, t) {
		dst = append(dst, at)
	}
	return dst
}

// FitBGBB fits the model by maximum likelihood. Ridge, if given, is centred on
// the starting point that comes from the data. The error matches
// [clientele.ErrNoData], [clientele.ErrNotIdentified] or
// [clientele.ErrNotConverged], or is the context's cause.
func FitBGBB(ctx context.Context, p *DiscretePanel, opt *clientele.FitOptions) (*clientele.Fit[BGBB], error) {
	return fitPanel(ctx, p.panel(), opt, BGBB{})
}

func (m BGBB) problem(p *clientele.Panel) (*mle.Problem[BGBB], *table.Table, error) {
	if p != nil {
		for h := range p.All() { // those of a CovariatePanel may have any times
			if discrete(h).Check() != nil {
				return nil, nil, &clientele.InputError{Where: "btyd.BGBB", Field: "history", Value: h, Want: "a DiscreteHistory: whole numbers of opportunities, at most one purchase each"}
			}
		}
	}
	return bernoulli.Problem(p, m, "btyd: BG/BB")
}

func (m BGBB) refitter(ctx context.Context, p *DiscretePanel, opt *clientele.FitOptions) (*mle.Refitter[BGBB], error) {
	return refitPanel(ctx, m, p.panel(), opt)
}
