package keyaccount

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quantile"
)

// DefaultPolicy returns a policy whose limits for money come from the firm's
// own accounts, because no library knows what is large for a firm: it is to be
// made once, read, corrected, and kept as JSON until the firm changes its mind.
//
//	score       revenue .20, profit .20, alignment .15, years .10, sharing .10, loyalty .10, dependence .10, potential .05
//	strategic   years ≥ 5, alignment ≥ 4, sharing ≥ 3, loyalty ≥ 0.7, dependence ≥ 0.3, revenue ≥ median; score ≥ 0.70
//	important   years ≥ 3, revenue and profit ≥ 80th percentile; score ≥ 0.50
//	general     years ≥ 1, revenue ≥ median; score ≥ 0.25
//	service     takes at most half of the profit, wherever its cost is known
//	hold        0.05 of score, a tenth of a gate, one review of patience
//
// Revenue and profit score from 0 at nothing to 1 at the 90th percentile. The
// percentiles are rounded to two digits, so that people can remember them. What
// each tier stands for follows the usual Chinese textbook definition (see
// Tier); that the top fifth is large follows Pareto; the numbers are ours.
//
// It needs at least 5 accounts with a known revenue, and at least 5 with a
// profit, with a 90th percentile above 0; with fewer the error matches
// clientele.ErrNotIdentified.
func DefaultPolicy(accounts []Account) (TieringPolicy, error) {
	revenue, err := moneyScale(accounts, AccountCriterionRevenue)
	if err != nil {
		return TieringPolicy{}, err
	}
	profit, err := moneyScale(accounts, AccountCriterionProfit)
	if err != nil {
		return TieringPolicy{}, err
	}
	const share = 0.5
	return TieringPolicy{
		Criteria: []Scoring{
			{Criterion: AccountCriterionRevenue, Weight: .20, Hi: revenue.top},
			{Criterion: AccountCriterionProfit, Weight: .20, Hi: profit.top},
			{Criterion: AccountCriterionAlignment, Weight: .15, Hi: 5},
			{Criterion: AccountCriterionYears, Weight: .10, Hi: 10},
			{Criterion: AccountCriterionSharing, Weight: .10, Hi: 5},
			{Criterion: AccountCriterionLoyalty, Weight: .10, Hi: 1},
			{Criterion: AccountCriterionDependence, Weight: .10, Hi: .6},
			{Criterion: AccountCriterionPotential, Weight: .05, Hi: 5},
		},
		Strategic: TierRule{Gates: []Gate{{AccountCriterionYears, 5}, {AccountCriterionAlignment, 4}, {AccountCriterionSharing, 3}, {AccountCriterionLoyalty, .7}, {AccountCriterionDependence, .3}, {AccountCriterionRevenue, revenue.middle}}, Score: .70, MaxService: share},
		Important: TierRule{Gates: []Gate{{AccountCriterionYears, 3}, {AccountCriterionRevenue, revenue.large}, {AccountCriterionProfit, profit.large}}, Score: .50, MaxService: share},
		General:   TierRule{Gates: []Gate{{AccountCriterionYears, 1}, {AccountCriterionRevenue, revenue.middle}}, Score: .25, MaxService: share},
		Hold:      Hold{Score: .05, Gates: .1, Patience: 1},
	}, nil
}

// fewAccounts is the number of accounts below which percentiles say nothing.
const fewAccounts = 5

func tooFew(what string, n int) error {
	return fmt.Errorf("keyaccount.DefaultPolicy: %d accounts with a %s that says what is large: want at least %d, or write the policy by hand: %w", n, what, fewAccounts, clientele.ErrNotIdentified)
}

// scale is what is usual and what is large, of one amount of money.
type scale struct{ middle, large, top float64 }

// moneyScale returns the median, the 80th and the 90th percentile of the
// accounts that have the criterion measured.
func moneyScale(accounts []Account, c AccountCriterion) (scale, error) {
	var sample quantile.Sample
	n := 0
	for i := range accounts {
		if err := accounts[i].Check(); err != nil {
			return scale{}, err
		}
		if v, known := accounts[i].Measure(c).Value(); known {
			sample.Add(v)
			n++
		}
	}
	if n < fewAccounts {
		return scale{}, tooFew(c.String(), n)
	}
	q := sample.Quantiles(nil, quantile.Linear, .5, .8, .9)
	s := scale{twoDigits(q[0]), twoDigits(q[1]), twoDigits(q[2])}
	if !(s.top > 0) {
		return scale{}, tooFew(c.String()+" above 0", 0)
	}
	return s, nil
}

// twoDigits rounds to two significant digits, down, so that the account that
// stands on a percentile reaches it.
func twoDigits(v float64) float64 {
	if v == 0 {
		return 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-1)
	return math.Floor(v/unit+1e-9) * unit
}
