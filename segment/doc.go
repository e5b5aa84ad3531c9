// Package segment divides customers into segments (客户细分):
//
//   - RFM: recency, frequency and money, scored, named, weighted; the eight
//     cells; length and periodicity beside them; expected instead of observed
//     values, from any model ([FitRFM], [Grid], [FitCells], [ExpectedRFM]);
//   - the value tree: given, fitted at quantiles, or learned; and the driver
//     tree of a change ([Tree], [FitValueTree], [GrowTree], [Decompose]);
//   - value × potential × loyalty with a strategy a cell, value × length, and
//     the metals ([FitCube], [ValueLength], [FitMetals]);
//   - pyramid, ABC, grades, lead grades, and the curves behind them
//     ([FitPyramid], [FitABC], [FitGrades], [Concentrate]);
//   - profiles, migration and stability ([Profiles], [Migrate], [StabilityIndex]).
//
// Behavioural segmentation has rooms of its own: package feature for tables of
// measurements, package cluster for k-means, Gaussian mixtures and the number
// of clusters. Learned trees and profiles read the same tables.
//
// Every classification is fitted once, to a value that serialises and answers
// for a new customer from his own record alone. It is total: each valid record
// has exactly one answer, and equal records have equal answers. Reasons say
// why; the codes are listed with the constants of this package.
//
// Times are in the caller's unit, money in one currency.
package segment
