// Package btyd holds models of customers who buy till they silently stop
// ("buy till you die"): nobody says goodbye, so whether a customer is still
// there must be inferred from the history of purchases.
//
// All models speak the same grammar. For a customer with a history h, and
// times counted in the unit of the histories:
//
//	LogProb(h)                               log-likelihood
//	ProbAlive(h), ProbAliveAt(h, t)          alive at the end of observation, and t later
//	ExpectedPurchases(h, t), VarPurchases    in (Age, Age+t]
//	ProbPurchases(h, t, n)                   exactly n in (Age, Age+t]
//	DiscountedPurchases(h, rate)             of the whole future, rate continuous per time unit
//	DiscountedPurchasesWithin(h, rate, t)    of (Age, Age+t]
//	ExpectedRate(h), ExpectedDropout(h)      posterior means of the latent rates
//	AppendPurchases(dst, r, h, t)            a draw from the posterior predictive distribution
//
// For a new customer, whose first purchase is at 0 and is not counted:
//
//	Mean(t), Var(t), Prob(n, t), Survival(t), MeanDiscounted(rate, t), Rand(r, age)
//
// A horizon t may be +Inf for expected and discounted purchases; distributions
// and variances of counts need a finite one. Outside its domain (an impossible
// history, a negative time, parameters that are not positive) every method
// returns NaN; none panics. The methods of a
// model value are safe for concurrent use.
//
// How certain a fit is, beside the intervals of [clientele.Fit]:
//
//	Profile, ProfileOf                       profile-likelihood intervals of the parameters, and of any function of them
//	Resample                                 weighted bootstrap, for the same
//	PurchaseInterval, TotalPurchases         what a customer, a segment or a base will buy
//	WeakRidge                                the prior for small bases
//	checking.FitTrackRecord                  what a base will buy, by a model that may be wrong
//
// In service:
//
//	ScoreAll                                 a stream of customers, over several goroutines, in order
//	Bought, Waited                           one customer's history after an event
//	CheckDrift                               is a refit due?
//
// QUANTITIES.md, beside this package, is the table of models and quantities, with what
// is known of their errors.
//
// Package checking compares the models and holds them against a holdout.
//
// Covariates that do not change make no new models: [FitRegression] fits a
// [Regression], whose At gives the plain model of a customer with covariates z.
// Covariates that change do: [DynamicParetoNBD] speaks the same grammar of a
// [Trajectory]. A season that all customers share needs neither: a [Calendar]
// turns histories and horizons into time without it.
//
// Who falls silent may come back: [SwitchingParetoNBD] has a slow state beside the
// dropout for good, and looks at every gap of a [Timeline].
//
// [BGBB] speaks the same grammar in discrete time: of a [DiscreteHistory], with
// numbers of opportunities for times.
package btyd
