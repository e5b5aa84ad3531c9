// Package silence says who is lost (流失): who will, as good as surely, buy nothing
// for a time that is long for them. It is the one meaning of "lost": a prediction,
// which the time to come can confirm or refute, with the error rate that its limit says.
//
//	FitLossRule           timelines → the rule of this base: models, limit, reasons
//	FitLossRuleFromPanel  histories → the same, without a look at the past
//	NewLossRule           the rule of a given model and rhythm
//	Classify              a customer's verdict: lost, present or not known
//	FitRhythm             the rhythm of a base: expected gaps, who leaves
//
// The probability is that of no purchase in the next H, by fitted models of purchases,
// or without one by the rhythm. H stretches with a customer's own expected gap, so that
// a punctual yearly buyer is not lost in March. Customers under contract are lost when
// they do not renew: [clientele.ClassifyTerm].
//
// Give the rule to lifecycle.NewRules, to rfm.DepartureOf and loyalty's after-sales
// records: all then mean the same. A closed-form model (MBG/NBD) answers in a quarter
// of a microsecond without allocation, the Pareto/NBD in less than one, the one with a slow
// state in 35 µs to 70 µs of a timeline and in 1.2 ms of a history with two repeats or
// more, whose gaps it has to average over.
package silence
