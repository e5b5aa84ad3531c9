package btyd

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/value/btyd/internal/dynamic"
	"github.com/clientele-go/clientele/value/btyd/internal/process"
)

// DynamicParetoNBD is the Pareto/NBD model with time-varying covariates
// [Bachmann, Meierer and Näf 2021]: [ParetoNBD] in which the rates of a customer
// are at age u
//
//	λ·A(u), A(u) = e^{Σ g·z(u)}   and   μ·C(u), C(u) = e^{Σ h·z(u)}
//
// with g the coefficients of the effects on purchases and h of those on
// dropout, for covariates z that change in steps. With B(u) = ∫₀ᵘ A and
// D(u) = ∫₀ᵘ C, for x repeats at t_1 … t_x in an age of T,
//
//	L = ∏A(t_j) · Γ(r+x)/Γ(r) · α^r β^s · [ (α+B(T))^−(r+x) (β+D(T))^−s
//	  + s ∫_{t_x}^T C(u) (α+B(u))^−(r+x) (β+D(u))^−(s+1) du ]
//
// Base holds r, α, s and β at covariates of 0; effects are on [TargetPurchase],
// [TargetDropout] or [TargetBoth]. Predictions go on along the customer's covariates,
// whose last row holds for ever: give the rows of the future too. A new
// customer is one of Age 0.
//
// If covariates are the same for all customers and only seasonal, see
// [Calendar]; if they do not change, see [Regression].
type DynamicParetoNBD struct{ Regression[ParetoNBD] }

// follow returns the engine's view of a customer; one that is not possible has
// no valid model.
func (m *DynamicParetoNBD) follow(c *Trajectory) dynamic.Customer[dynamicClocks] {
	g := dynamic.Model[dynamicClocks]{Model: m.Base.core(), Clocks: dynamicClocks{m.Covariates, m.Effects}}
	if c.Check() != nil || len(c.Covariates[0]) != len(m.Covariates) {
		g.R = math.NaN()
	}
	return dynamic.Follow(g, (*dynamic.Course)(c))
}

// dynamicClocks are the effects of a model, which say how fast the clocks run.
type dynamicClocks struct {
	covariates []string
	effects    []Effect
}

// Rates returns the factors of the two rates at covariates z.
func (d dynamicClocks) Rates(z []float64) (purchase, death float64) {
	for i := range d.effects {
		e := &d.effects[i]
		gz := e.Coefficient * z[slices.Index(d.covariates, e.Covariate)]
		if e.On.purchases() {
			purchase += gz
		}
		if e.On != TargetPurchase {
			death += gz
		}
	}
	return math.Exp(purchase), math.Exp(death)
}

// columns are the effects as the fit takes them.
func (d dynamicClocks) columns() []dynamic.Effect {
	out := make([]dynamic.Effect, len(d.effects))
	for i, e := range d.effects {
		out[i] = dynamic.Effect{Column: slices.Index(d.covariates, e.Covariate), Purchase: e.On.purchases(), Dropout: e.On != TargetPurchase}
	}
	return out
}

// WithParams returns the model with the parameters v, in the order of Params.
func (m DynamicParetoNBD) WithParams(v []float64) DynamicParetoNBD {
	return DynamicParetoNBD{m.Regression.WithParams(v)}
}

// WithUnit returns the model with the unit u written to it; no parameter changes.
func (m DynamicParetoNBD) WithUnit(u clientele.Unit) DynamicParetoNBD {
	return DynamicParetoNBD{m.Regression.WithUnit(u)}
}

// MarshalJSON writes what a [Regression] writes, under its own kind.
func (m DynamicParetoNBD) MarshalJSON() ([]byte, error) {
	return m.Regression.marshal(clientele.Kind(m))
}

// UnmarshalJSON reads and validates what MarshalJSON writes; m is unchanged on error.
func (m *DynamicParetoNBD) UnmarshalJSON(data []byte) error {
	return wire.UnmarshalKind(data, clientele.Kind(*m), regressionVersion, m)
}

// Check is that of a [Regression], for the targets that change in time.
func (m DynamicParetoNBD) Check() error {
	if err := dynamicTargets(m.Effects, clientele.Kind(m)); err != nil {
		return err
	}
	return m.Regression.Check()
}

// dynamicTargets returns nil if the Pareto/NBD has the targets of all effects.
func dynamicTargets(effects []Effect, where string) error {
	for _, e := range effects {
		if !slices.Contains([]Target{TargetPurchase, TargetDropout, TargetBoth}, e.On) {
			return &clientele.InputError{Where: where, Field: "target of " + e.Covariate, Value: e.On, Want: "TargetPurchase, TargetDropout or TargetBoth"}
		}
	}
	return nil
}

// LogProb returns the log-likelihood of one customer, a density in the purchase times.
func (m DynamicParetoNBD) LogProb(c *Trajectory) float64 { return m.follow(c).LogProb() }

// LogLikelihood returns the log-likelihood of the customers.
func (m DynamicParetoNBD) LogLikelihood(customers []Trajectory) float64 {
	return mle.Total(func(s *mle.Sums) {
		for i := range customers {
			s.AddLogLik(m.LogProb(&customers[i]))
		}
	})
}

// ProbAlive returns P(alive at the end of observation | c).
func (m DynamicParetoNBD) ProbAlive(c *Trajectory) float64 {
	return m.follow(c).ProbAlive(clientele.History{})
}

// ProbAliveAt returns P(alive t after the end of observation | c).
func (m DynamicParetoNBD) ProbAliveAt(c *Trajectory, t float64) float64 {
	return process.ProbAliveAt(m.follow(c), clientele.History{}, t)
}

// ExpectedPurchases returns E[purchases in (Age, Age+t] | c].
//
// Special cases are:
//
//	ExpectedPurchases(c, +Inf) = +Inf if S ≤ 1
func (m DynamicParetoNBD) ExpectedPurchases(c *Trajectory, t float64) float64 {
	return process.ExpectedPurchases(m.follow(c), clientele.History{}, t)
}

// VarPurchases returns the variance of the purchases in (Age, Age+t] given c.
func (m DynamicParetoNBD) VarPurchases(c *Trajectory, t float64) float64 {
	return process.VarPurchases(m.follow(c), clientele.History{}, t)
}

// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | c).
func (m DynamicParetoNBD) ProbPurchases(c *Trajectory, t float64, n int) float64 {
	return process.ProbPurchases(m.follow(c), clientele.History{}, t, n)
}

// DiscountedPurchases returns the expected purchases after Age, each
// discounted by e^(−rate·time), rate ≥ 0 per time unit, without end (DERT).
//
// Special cases are:
//
//	DiscountedPurchases(c, 0) = +Inf if S ≤ 1
func (m DynamicParetoNBD) DiscountedPurchases(c *Trajectory, rate float64) float64 {
	return process.DiscountedPurchases(m.follow(c), clientele.History{}, rate, endless)
}

// DiscountedPurchasesWithin returns the same for the purchases in (Age, Age+t].
func (m DynamicParetoNBD) DiscountedPurchasesWithin(c *Trajectory, rate, t float64) float64 {
	return process.DiscountedPurchases(m.follow(c), clientele.History{}, rate, t)
}

// ExpectedRate returns the posterior mean of λ given c, the purchase rate at covariates of 0.
func (m DynamicParetoNBD) ExpectedRate(c *Trajectory) float64 {
	rate, _ := m.follow(c).ExpectedRates()
	return rate
}

// ExpectedDropout returns the posterior mean of μ given c, the dropout rate at covariates of 0.
func (m DynamicParetoNBD) ExpectedDropout(c *Trajectory) float64 {
	_, rate := m.follow(c).ExpectedRates()
	return rate
}

// AppendPurchases draws the purchases of a customer in (Age, Age+t] from the
// posterior predictive distribution and appends their times, counted from Age,
// ascending. Of a customer of Age 0 they are those of a new customer.
func (m DynamicParetoNBD) AppendPurchases(dst []float64, r *rand.Rand, c *Trajectory, t float64) []float64 {
	f, start := m.follow(c), len(dst)
	dst = process.AppendPurchases(f, dst, r, clientele.History{}, t)
	if len(dst) > start {
		f.Alive(clientele.History{}).ToTime(dst[start:], t)
	}
	return dst
}

// FitDynamicParetoNBD fits the Pareto/NBD with time-varying covariates by
// maximum likelihood, with exact gradient and Hessian. Covariates are the names
// of the columns of the trajectories' rows. Nil terms mean every covariate on
// the purchase rate and on dropout, each with a coefficient of its own.
//
// Ridge, if given, is the precision of a normal prior on the coefficients,
// centred on 0, in units in which each covariate has standard deviation 1 over
// the time of all customers; the parameters of the base have none.
//
// The error is a [*clientele.InputError] if a trajectory is impossible, names
// the covariate if one never changes anywhere, and is otherwise one of those of
// [FitBGNBD].
func FitDynamicParetoNBD(ctx context.Context, customers []Trajectory, covariates []string, terms []Term, opt *clientele.FitOptions) (*clientele.Fit[DynamicParetoNBD], error) {
	m, err := dynamicTemplate(customers, covariates, terms, dynamicName)
	if err != nil {
		return nil, err
	}
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	return dynamic.Fit(ctx, len(customers), courses(customers), *m, dynamicClocks{m.Covariates, m.Effects}.columns(), m.effects(terms, o.Ridge), dynamicName, o)
}

const dynamicName = "btyd: Pareto/NBD with time-varying covariates"

// courses are the customers as the engine sees them.
func courses(customers []Trajectory) func(i int) *dynamic.Course {
	return func(i int) *dynamic.Course { return (*dynamic.Course)(&customers[i]) }
}

func (m DynamicParetoNBD) refitter(ctx context.Context, customers []Trajectory, opt *clientele.FitOptions) (*mle.Refitter[DynamicParetoNBD], error) {
	if err := checkCustomers(customers, m.Covariates, dynamicName); err != nil {
		return nil, err
	}
	var o clientele.FitOptions
	if opt != nil {
		o = *opt
	}
	prob, _, err := dynamic.Problem(len(customers), courses(customers), m, dynamicClocks{m.Covariates, m.Effects}.columns(), m.effects(nil, o.Ridge), dynamicName)
	if err != nil {
		return nil, err
	}
	o.Ridge = 0 // it is in the prior
	return mle.NewRefitter(ctx, prob, m, itself, &o)
}

// dynamicTemplate is the model that the terms ask for, its coefficients 0; it
// checks the customers too.
func dynamicTemplate(customers []Trajectory, covariates []string, terms []Term, where string) (*DynamicParetoNBD, error) {
	empty, err := NewCovariatePanel(covariates...)
	if err != nil {
		return nil, err
	}
	r, err := template[ParetoNBD](empty, terms, where)
	if err != nil {
		return nil, err
	}
	if err := dynamicTargets(r.Effects, where); err != nil {
		return nil, err
	}
	return &DynamicParetoNBD{r}, checkCustomers(customers, covariates, where)
}

// checkCustomers returns nil if every customer is possible, with all covariates.
func checkCustomers(customers []Trajectory, covariates []string, where string) error {
	for i := range customers {
		c := &customers[i]
		err := c.Check()
		if err == nil && len(c.Covariates[0]) != len(covariates) {
			err = &clientele.InputError{Where: "btyd.Trajectory", Field: "Covariates", Value: c.Covariates[0], Want: "one number for each of " + list(covariates)}
		}
		if err != nil {
			return fmt.Errorf("%s: customer %d: %w", where, i, err)
		}
	}
	return nil
}
