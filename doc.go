// Package clientele is customer value modelling to build into a program: who is
// worth what, at which stage of the relationship, how loyal, of which segment
// and which key-account tier, and why. It does no input or output and keeps no
// state that its caller did not ask for.
//
// # The way of the data
//
// Transactions go into a [Ledger], which gives one [Record] a customer: a
// [History] of purchases and a [Spend]. A [Panel] counts equal histories; the
// Fit functions of the models run over it and return a [Fit]: the fitted model,
// its uncertainty, and [Warning] values to show beside it. The model's methods
// predict, customer by customer. Packages value, segment, lifecycle, loyalty and
// keyaccount turn histories and predictions into answers, each with a [Reason].
//
// # Vocabulary
//
//	x, Repeats   repeat purchases: those after the first
//	t_x, Last    age of the customer at the last purchase
//	T, Age       time from the first purchase to the end of observation
//	t            length of a forecast, of the window (Age, Age+t]
//	δ, rate      discount rate, continuous, per time unit
//	CLV          customer lifetime value: what is still to come, discounted
//
// "Recency" has two opposite meanings, so no field bears the name alone.
//
// # Units
//
// Times are numbers in one [Unit] of the caller's choice, the one that a model
// was fitted in; units are fixed durations, and the ledger alone turns dates
// into numbers. The unit goes with the data: records say it to the [Panel], the
// panel to the fit, the fit to the model ([Timed]), and what contradicts it is an
// error: a panel in another unit, terms in another unit (package value), a stored
// model in another unit. Amounts are in one currency. Discount rates and horizons
// say their unit where they are given and are converted there.
//
// # Grammar
//
// The same verb means the same everywhere:
//
//	New…       makes a thing from given numbers or a policy
//	Fit…       estimates it from data
//	Collect…   accumulates a sequence
//	Add, Merge one more item, another accumulator of the same kind
//	Check      is this possible? nil or an error that names the value
//	Classify   the verdict on one customer
//	Score      a number with its parts
//	Assess…, Check…, Compare…  judge a model, an assumption, several models
//	Expected…, Prob…, Var…     a mean, a probability, a variance
//	Append…(dst)               more items at the end of a slice
//
// Arguments come in one order: the context, what the function is about, sizes,
// and the confidence level last; options and policies are pointers, of which nil
// and each zero field mean the documented default, checked once where a thing is
// made, and whatever was made from a policy returns it with the defaults written
// out (Policy). A verdict is a value that keeps what was seen and the limits it
// was held against; its AppendReasons needs nothing else. The constants of an
// enumeration begin with its name ([LevelHigh], [LangChinese]); the zero value is
// unassigned. What one package asks another's model is an interface of one method
// in this package ([AliveProber], [PurchaseForecaster], …).
//
// # Quantities of a model
//
// The same quantity has the same method in every model:
//
//	LogProb(h)                                log-likelihood of one customer
//	LogLikelihood(p)                          of a panel
//	ProbAlive(h), ProbAliveAt(h, t)           alive now, or t from now
//	ExpectedPurchases(h, t)                   in (Age, Age+t]
//	VarPurchases(h, t)                        their variance
//	ProbPurchases(h, t, n)                    P(exactly n)
//	DiscountedPurchases(h, rate)              of all time, discounted
//	DiscountedPurchasesWithin(h, rate, t)     in (Age, Age+t], discounted
//	AppendPurchases(dst, r, h, t)             a draw of their times
//	Mean(t), Var(t), Prob(n, t), Survival(t)  a new customer
//	Rand(r, age)                              a draw of a new customer
//	ExpectedSpend(s)                          of a purchase, given what was spent
//
// A model for which a quantity has no closed form computes it
// numerically; one for which it does not exist lacks the method. Models are
// small values with exported parameters: write one down from a paper, decode it
// from JSON ([MarshalModel]), or fit it.
//
// # What is stored
//
// Everything exported has a JSON form: keys in lower case, enumerations by name,
// NaN and ±Inf as null, never an empty object; what cannot be stored says what to
// store instead. Models and fits say their kind, a version, their unit and, of
// fits, the end of observation; another kind, version or unit is an error, and a
// bare object of parameters is read as the type that the caller names.
// Accumulators have a binary form with a checksum, which notices every flipped
// bit, and stand in JSON as its base64.
//
// # Bad input
//
//   - Data (rows, histories, encoded values): an error at the boundary that takes
//     them in, nearly always an [*InputError] with the value and what to do. The
//     receiver is unchanged and nothing is dropped silently.
//   - Mathematics (methods that predict): no error and no panic; NaN outside the
//     domain, exact limits inside it, listed under "Special cases are".
//   - Misuse by the programmer (a level of 1.5, a nil function): a panic with a
//     constant message.
//
// Data that cannot identify a model give [ErrNotIdentified] with the reason; a
// search that stopped early gives [ErrNotConverged] and the best fit so far; an
// answer with a caveat carries warnings.
//
// # Repeatability
//
// The same data in any order, over any number of shards and workers, give the
// same bits on one kind of processor. Kinds that fuse multiplications with sums
// (arm64, ppc64le, s390x, riscv64) round differently from amd64: sums of amounts, counts and
// records are the same, fits agree to 1e-7 of the log-likelihood and 1e-4 of
// what they predict. Parameters agree no better than the data know them: along
// a ridge, which a fit warns of, shape and scale may stop orders of magnitude apart
// where their ratio is the same. Randomness is a *rand.Rand argument, never stored and never global.
// Models are values and safe for concurrent use; accumulators (Ledger, Panel)
// are not while they change: use one a goroutine and Merge.
//
// # Map
//
//	clientele              ledger, histories, panels, models, fits, reasons
//	portrait               the whole answer about one customer; whom to call
//	value                  CLV, customer equity, acquisition, contribution
//	value/btyd             purchases of customers who leave unseen: BG/NBD, Pareto/NBD, …
//	value/btyd/checking    which model, and how good on a holdout
//	value/btyd/mcmc        hierarchical-Bayes models by simulation
//	value/silence          who is lost: silence to come, how long and how sure
//	value/contractual      renewals: SBG, BdW, …
//	value/spend            amounts: Gamma-Gamma, …
//	value/dimension        economic, social, emotional and behavioural value
//	value/referral         the network of referrals
//	value/perceived        value as the customer perceives it
//	segment                axes, value × potential × loyalty, pyramid and ABC, profiles
//	segment/rfm            recency, frequency and money; segment/tree the value tree
//	segment/cluster        behavioural clusters; segment/feature their table
//	lifecycle              stages, patterns, cadence, migration
//	lifecycle/hmm          hidden states
//	loyalty                orientation, score, matrices, win-back
//	loyalty/survey         NPS, CSAT, CES
//	loyalty/retention      cohorts, survival, churn
//	loyalty/programme      points, tiers, liability
//	calibration            are probabilities true, of whichever package
//	keyaccount             tiers, portfolio, concentration
//	keyaccount/criteria    weights and rankings
//	keyaccount/relationship  the people who decide, state, plan
//
// # References
//
//   - Schmittlein, Morrison & Colombo (1987), Counting your customers.
//   - Fader, Hardie & Lee (2005), "Counting your customers" the easy way.
//   - Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves.
//   - Fader & Hardie (2013), The gamma-gamma model of monetary value.
//   - Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison.
//   - Fader & Hardie (2007), How to project customer retention.
//
// Each package names the sources of its own models and rules.
package clientele
