package keyaccount

import (
	"fmt"
	"math"
	"slices"
)

// Loss is what leaving of the largest accounts would do to the revenue.
type Loss struct {
	Top      int     `json:"top"`      // how many of the largest accounts are looked at
	Share    float64 `json:"share"`    // revenue lost if they all leave
	Expected float64 `json:"expected"` // Σ share × probability of churn
	SD       float64 `json:"sd"`       // standard deviation of the loss, the accounts leaving independently
	Any      float64 `json:"any"`      // probability that at least one leaves
	All      float64 `json:"all"`      // probability that all leave
}

// Stress returns the loss from the largest 1, 2, …, k accounts (all of them, if
// there are fewer), as shares of the whole revenue. Churn holds each account's
// probability of leaving, in the order of the revenues; of accounts with equal
// revenue, the one more likely to leave counts first. Accounts leave
// independently of each other: where one reason (a tender, a recession) would
// take several, All is far too small.
func Stress(revenues, churn []float64, k int) ([]Loss, error) {
	r, err := rankRevenues("keyaccount.Stress", revenues)
	if err != nil {
		return nil, err
	}
	if len(churn) != len(revenues) {
		return nil, bad("Stress", "number of churn probabilities", len(churn), fmt.Sprintf("%d, one an account", len(revenues)))
	}
	for i, p := range churn {
		if !(p >= 0 && p <= 1) {
			return nil, bad("Stress", fmt.Sprintf("churn of account %d", i), p, "a probability")
		}
	}
	if k < 1 {
		return nil, bad("Stress", "k", k, "a number of accounts >= 1")
	}
	order := make([]int, len(revenues))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if c := descending(revenues[i], revenues[j]); c != 0 {
			return c
		}
		return descending(churn[i], churn[j])
	})
	out := make([]Loss, 0, min(k, len(order)))
	none, all, expected, variance := 1.0, 1.0, 0.0, 0.0
	for n, i := range order[:min(k, len(order))] {
		share, p := revenues[i]/r.Total(), churn[i]
		expected += p * share
		variance += p * (1 - p) * share * share
		none *= 1 - p
		all *= p
		out = append(out, Loss{Top: n + 1, Share: r.Ratio(n + 1), Expected: expected, SD: math.Sqrt(variance), Any: 1 - none, All: all})
	}
	return out, nil
}
