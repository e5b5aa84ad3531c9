// Package criteria turns judgements and measurements into weights, and weights
// into rankings: the multiple-criteria side of choosing key accounts.
//
// Weights come from people or from the data:
//
//   - [Direct]: points handed out.
//   - [Judgements]: pairwise comparisons (the analytic hierarchy process of
//     Saaty 1980), by [Judgements.Eigenvector] or [Judgements.GeometricMean],
//     with the consistency ratio, the judgement to repair ([Judgements.Repairs]),
//     groups ([Aggregate], [AggregateWeights]) and hierarchies ([CriterionNode]).
//   - [Entropy]: what tells the rows apart weighs more.
//   - [CRITIC]: what tells the rows apart and is not said by another column.
//
// A table of [Measurements] is ranked by [WeightedSum] or [TOPSIS]. How far the
// answer may be trusted is the business of [Perturb] (random weights around
// the given ones) and [Reversals] (does leaving out one row turn two others?).
//
// All weights are non-negative and sum to one. Every refusal of data is a
// *clientele.InputError.
//
// References: T. L. Saaty, The Analytic Hierarchy Process, McGraw-Hill 1980;
// G. Crawford and C. Williams, A note on the analysis of subjective judgment
// matrices, J. Math. Psychology 29 (1985) 387–405; J. Aguarón and J. M.
// Moreno-Jiménez, The geometric consistency index, EJOR 147 (2003) 137–145;
// C.-L. Hwang and K. Yoon, Multiple Attribute Decision Making, Springer 1981;
// D. Diakoulaki, G. Mavrotas and L. Papayannakis, Determining objective weights
// in multiple criteria problems: the CRITIC method, Computers & Operations
// Research 22 (1995) 763–770.
package criteria
