// Package rfm divides customers by recency, frequency and money (最近消费、消费频率、消费金额).
//
// In go the records of a ledger; out come scores, a named segment, one of the
// eight cells (八类), each with its reasons:
//
//	customer, err := rfm.OfRecord(record)               // R, F and M
//	bins, err := rfm.Fit(customers, nil)                // cut points of the base
//	named, err := rfm.NewSegmentation(bins, nil)        // names of the scores
//	verdict := named.Classify(customer, rfm.DepartureEvidence{}) // verdict.Segment, its reasons
//
// Scores are relative: a fifth of any base is longest away, dead or alive. What
// is known of a customer beside them ([DepartureEvidence]: a model's probability that
// they have left, or their rhythm) decides whether a name of departure is
// given. Under contract recency is the day of the bill; see
// [SegmentationPolicy.Contract].
//
// [LRFM] adds the length of the relationship, [RFMC] clumpiness, [Expected] puts a model's future
// in the place of the past, and a [Sketch] collects a base that does not fit in
// memory. Times are in the caller's unit, money in one currency.
package rfm
