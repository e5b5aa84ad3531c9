// Package tree divides customers by questions, one after the other.
//
// A value tree (价值树) gives each customer a level of value: written down by the
// caller ([New]), fitted at the quantiles of a base ([FitValueTree]), or learned
// from a target such as margin ([Grow]). A driver tree shares the change of a
// value out among its factors ([Decompose]).
//
//	t, err := tree.FitValueTree(trades, nil)
//	verdict := t.Classify(trade) // verdict.Value: 高, 中 or 低, and the path to it
package tree

// maxAmount bounds amounts, so that no total overflows.
const maxAmount = 1e290
