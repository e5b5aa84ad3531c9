// Package keyaccount says which customers are key accounts 大客户, of which
// tier, and why, for firms with a few dozen to some ten thousand accounts:
// strategic 战略大客户, important 重要大客户, general 一般大客户, or none.
//
// Accounts go in ([Account], what was not measured stays missing), placements
// come out. [FitClassifier] takes what is large for the firm from its own
// accounts, so that key accounts are few. A [TieringPolicy] holds must-haves
// (gates), merits (a weighted score), caps, a check that serving an account does
// not eat its profit, and hysteresis; a [Classifier] applies it and explains every
// [Placement] in English and Chinese, with what would lift an account
// ([Classifier.NextUp]), how far the weights bear on it ([Classifier.Stabilities],
// [Classifier.WeightRange]), and how often luck alone moves one
// ([Classifier.FalseMoves]). Weights come from package keyaccount/criteria (AHP,
// entropy, CRITIC).
//
// Around the tiers stand the portfolio grids of Fiocca ([FioccaPortfolio]) and of
// Yorke & Droussiotis ([YorkePortfolio]), customer profitability ([Profitability]),
// Kotler's types of relationship ([KotlerTable]), and what a small base allows
// to be said: how concentrated the revenue is ([Concentrate], [Stress]), who
// depends on whom ([DependenceScale]), and rates and means that borrow from
// their neighbours ([ShrinkRates], [ShrinkMeans]).
//
// The people inside an account, the chain they decide in, the state of the
// relationship and its plan are in package keyaccount/relationship.
//
// Money is in one currency, per year unless said otherwise. Bad data gives a
// *clientele.InputError that names it; thresholds are the caller's, with
// documented defaults.
package keyaccount
