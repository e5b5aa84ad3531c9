// Package contractual models customers who are lost visibly: subscriptions,
// contracts, memberships, policies. A customer is under contract or is not;
// what is unknown is for how long, and why retention rises with tenure.
//
// Four models, two ideas. Each customer has their own propensity to leave, which
// differs between customers (that alone makes the retention rate of a cohort
// rise with age), and it may change as they age:
//
//	                      propensity constant     propensity changes with age
//	renewals (discrete)   SBG                     BdW
//	any moment            ExponentialGamma        WeibullGamma
//
// A renewal model counts periods 1, 2, …: a customer pays for a period, and at
// its end either renews and pays for the next or is lost. Their age is the
// number of renewals behind them, S(t) the probability that they make at least
// t of them, S(0) = 1. In continuous time the age is the time since the
// contract began, in the caller's unit.
//
// All models speak one grammar; t and age are whole periods (int) in a renewal
// model and times (float64) in continuous time:
//
//	LogProb(t Tenure)         log-likelihood of one customer
//	LogLikelihood(ts)         of all
//	Survival(t)               S(t), a new customer
//	SurvivalFrom(age, t)      S(age+t)/S(age), a customer of that age
//	RetentionRate(t)          S(t)/S(t−1)
//	Prob(t)                   lost at renewal t (renewal models); Density(t) in continuous time
//	Mean(t)                   expected renewals, or time under contract, in (0, t]
//	ExpectedTenure()          the mean of the whole tenure
//	ResidualTenure(age)       what is left of it
//	DEL(d), DERL(age, d)      discounted expected (residual) lifetime
//	RetentionElasticity(…)    per cent more value for one per cent more retention
//	Rand(r, span)             a simulated customer, observed for span
//
// Values are per unit of margin: multiply by the margin of a period (or by the
// margin per unit of time). Discount rates are plain numbers: per period and
// effective in renewal models, a payment t periods ahead being worth (1+d)^−t;
// continuous in continuous time, e^−δt.
//
// FitSBG, FitBdW, FitExponentialGamma and FitWeibullGamma estimate from
// Tenures, which hold individual customers (TenureOf reads them from dates) and
// cohort tables alike; FitRegression adds covariates to any of the four, from
// CovariateTenures. ConstantRetention has the simple
// formulas for one retention rate, and says what they miss.
//
// Prediction methods return NaN outside their domain (a negative time or rate,
// a parameter that is not positive).
//
// References:
//
//	Fader, Hardie 2007, How to project customer retention, J. Interactive Marketing 21(1)
//	Fader, Hardie 2010, Customer-base valuation in a contractual setting, Marketing Science 29(1)
//	Fader, Hardie, Liu, Davin, Steenburgh 2018, "How to project customer retention" revisited, J. Interactive Marketing 43
//	Hardie, Fader 2004 and Morrison, Schmittlein 1980: exponential-gamma and Weibull-gamma timing
//	Gupta, Lehmann 2003, Customers as assets, J. Interactive Marketing 17(1)
package contractual
