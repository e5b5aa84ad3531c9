// Package spend holds models of what a purchase is worth. Customers differ in
// their mean amount, and a customer's own amounts vary around it, so the mean
// of the few purchases that were seen is drawn towards that of all customers,
// the more the fewer they are.
//
//	GammaGamma    positive amounts; the standard; needs counts and means only
//	LogNormal     positive amounts whose logarithms look normal; exact from
//	              single amounts (Detail), approximate from count and mean
//	Normal        amounts of any sign, such as margins after returns
//
// All models speak the same grammar. For a customer with spend s (a count of
// purchases and their mean):
//
//	LogProb(s)                       log-likelihood
//	ExpectedSpend(s)                 posterior mean of the customer's mean amount
//	VarSpend(s)                      its posterior variance
//	SpendQuantile(s, prob)           its posterior quantiles; 0.5 is the median
//	SpendInterval(s, level)          an interval that holds it with probability level
//	Posterior(s)                     the same model, updated
//	AppendAmounts(dst, r, s, n)      a draw of the next n amounts
//
// and for a new customer Mean(), Var(), Quantile(prob) and Rand(r, n). The
// intervals here are for a customer's mean at known parameters; that of the
// parameters, and of anything computed from them, is Fit.Interval.
//
// Data go in by accumulators, in any order and in parts that are merged:
// SpendPanel takes count and mean of each customer (CollectRecords those of a
// ledger), CovariateSpends their covariates too; PurchaseSums adds up the single
// amounts of one customer into a PurchaseDetail, and DetailPanel takes those.
// FitGammaGamma, FitGammaGammaFinite (for a tail so heavy that no mean exists)
// and FitRegression (with covariates) use the former; FitGammaGammaDetail,
// FitNormal, FitLogNormal and the trends the latter.
//
// The models take purchases and amounts as independent: frequent customers are
// no richer than others. CheckIndependence tests it and says what to do;
// CheckOutliers says how much a fit owes to a few customers; FitNormalTrend and
// FitLogNormalTrend say whether amounts drift with time.
//
// Outside its domain (an impossible spend, parameters out of range) a method
// returns NaN; none panics. Models are values and safe for concurrent use;
// accumulators are not, while they change.
package spend
