// Package segment divides customers into segments (客户细分).
//
// In go measurements of a base; out come classifiers that are fitted once, are
// stored as JSON, and say of each customer, new ones too, what they are and why:
//
//   - value × potential × loyalty with a strategy a cell, value × length, and
//     the metals ([FitCube], [FitValueLength], [FitMetals]);
//   - pyramid, ABC, grades, lead grades, and how unequal a base is
//     ([FitPyramid], [FitABC], [FitGrades], [NewLeads], [Concentrate]);
//   - profiles, migration and stability ([Profiles], [Migrate], [StabilityIndex]).
//
// Package rfm divides by recency, frequency and money; package tree by
// questions, given or learned; package cluster by likeness, over the tables of
// package feature.
//
//	pyramid, err := segment.FitPyramid(values, nil)
//	verdict := pyramid.Classify(value) // verdict.Band, and its reasons
//
// Every classification is total and depends on the customer's own record alone;
// equal records have equal answers. What was not measured is unassigned, and so
// is everybody where a base is all alike: it has no high and no low.
//
// Times are in the caller's unit, money in one currency.
package segment
