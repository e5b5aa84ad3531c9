package clientele

// The questions that packages ask each other's models, one method each. A
// caller's own model needs the methods that are asked for, and no more.

// AliveProber says whether a customer is still there.
type AliveProber interface {
	// ProbAlive returns P(alive at the end of observation | h).
	ProbAlive(h History) float64
}

// PurchaseForecaster says how many purchases to expect.
type PurchaseForecaster interface {
	// ExpectedPurchases returns E[purchases in (Age, Age+t] | h].
	ExpectedPurchases(h History, t float64) float64
}

// PurchaseProber says how probable a number of purchases is; that of none is
// the probability of silence, which the time to come can confirm or refute.
type PurchaseProber interface {
	// ProbPurchases returns P(exactly n purchases in (Age, Age+t] | h).
	ProbPurchases(h History, t float64, n int) float64
}

// PurchaseDiscounter says how many purchases to expect within t, each
// discounted by exp(−rate·time), rate continuous per time unit; t may be +Inf.
type PurchaseDiscounter interface {
	DiscountedPurchasesWithin(h History, rate, t float64) float64
}

// SpendForecaster says how much a purchase will be worth.
type SpendForecaster interface {
	// ExpectedSpend returns E[mean amount a purchase | s].
	ExpectedSpend(s Spend) float64
}
