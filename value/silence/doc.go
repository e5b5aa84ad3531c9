// Package silence says who is lost (流失): who will, as good as surely, buy nothing
// for a time that is long for them. It is the one meaning of "lost": a prediction,
// which the time to come can confirm or refute, with the error rate that its limit says.
//
//	FitRhythm       the rhythm of a base, from its histories: expected gaps, who leaves
//	NewLossRule     the question: silent for how long, how surely, by which model
//	Classify        a customer's verdict: lost, present or not known
//	ClassifyTerm    a customer under contract: lost when they did not renew
//
// The probability is ProbPurchases(h, H, 0) of a fitted model of purchases, or
// without one the rhythm's own. H stretches with a customer's own expected gap, so
// that a punctual yearly buyer is not lost in March.
package silence
