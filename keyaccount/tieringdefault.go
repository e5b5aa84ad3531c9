package keyaccount

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/quantile"
)

// FitClassifier returns a classifier of the policy, nil for the default; its
// Criteria, and each of its rules, where zero, are taken from the firm's own
// accounts, because no library knows what is large for a firm. Read the result
// (Classifier.Policy), correct it, and keep it.
//
//	score       revenue .20, profit .20, alignment .15, years .10, sharing .10, loyalty .10, dependence .10, potential .05
//	strategic   years ≥ 5, alignment ≥ 4, sharing ≥ 3, loyalty ≥ 0.7, dependence ≥ 0.3, among the few; score ≥ 0.70
//	important   years ≥ 3, revenue among the larger half of the few, profit among the best fifth; score ≥ 0.40
//	general     years ≥ 1, among the few; score ≥ 0.15
//	service     takes at most half of the profit, wherever its cost is known; nobody who is known to bring a loss
//
// The few are the top fifth of the accounts by revenue, or the fewest that bring
// half of it, whichever are fewer: a key account wants a person of its own. The
// largest quarter of the few is not asked for years. Revenue and profit score
// from 0 at nothing to 1 at the 90th percentile. Where fewer than five accounts
// have a profit, nothing is asked of it, and its part of the score goes to
// revenue (.30), alignment (.20) and years (.15). Money is rounded to two digits
// where that changes nothing, so that people can remember it. What each tier
// stands for follows the usual Chinese textbook definition (see Tier); the numbers are ours.
//
// It needs at least 5 accounts with a known revenue, with a 90th percentile
// above 0, unless the policy leaves nothing to be taken from them; with fewer
// the error matches clientele.ErrNotIdentified.
func FitClassifier(accounts []Account, policy *TieringPolicy) (*Classifier, error) {
	p := policy.filled()
	if len(p.Criteria) == 0 || p.Strategic.zero() || p.Important.zero() || p.General.zero() {
		s, err := scaleOf(accounts)
		if err != nil {
			return nil, err
		}
		s.fill(&p)
	}
	return NewClassifier(&p)
}

// fewAccounts is the number of accounts below which percentiles say nothing.
const fewAccounts = 5

func tooFew(what string, n int) error {
	return fmt.Errorf("keyaccount.FitClassifier: %d accounts with a %s that says what is large: want at least %d, or write the policy by hand: %w", n, what, fewAccounts, clientele.ErrNotIdentified)
}

// firmScale is what is large for a firm.
type firmScale struct {
	few, fewer, fewest    float64 // revenue of the few, of the larger half and of the largest quarter of them
	topRevenue, topProfit float64 // 90th percentiles; topProfit is 0 where too few profits are known
	largeProfit           float64 // of the best fifth
}

func scaleOf(accounts []Account) (*firmScale, error) {
	var revenues, profits []float64
	for i := range accounts {
		a := &accounts[i]
		if err := a.Check(); err != nil {
			return nil, err
		}
		if v, known := a.Revenue.Value(); known {
			revenues = append(revenues, v)
		}
		if v, known := a.Profit.Value(); known {
			profits = append(profits, v)
		}
	}
	if len(revenues) < fewAccounts {
		return nil, tooFew("revenue", len(revenues))
	}
	descend := func(v []float64) {
		slices.Sort(v)
		slices.Reverse(v)
	}
	descend(revenues)
	descend(profits)
	s := &firmScale{topRevenue: twoDigits(percentile(revenues, .9))}
	if !(s.topRevenue > 0) {
		return nil, tooFew("revenue above 0", 0)
	}
	k := max(1, min(len(revenues)/5, half(revenues)))
	s.few, s.fewer, s.fewest = atMost(revenues, k), atMost(revenues, (k+1)/2), atMost(revenues, max(1, k/4))
	if len(profits) >= fewAccounts && percentile(profits, .9) > 0 {
		s.topProfit = twoDigits(percentile(profits, .9))
		s.largeProfit = atMost(profits, max(1, len(profits)/5))
	}
	return s, nil
}

// half returns the smallest number of values, the largest first, that make half
// of their total.
func half(descending []float64) int {
	total, sum := 0.0, 0.0
	for _, v := range descending {
		total += v
	}
	for i, v := range descending {
		if sum += v; sum >= total/2 {
			return i + 1
		}
	}
	return len(descending)
}

// percentile returns a quantile of values given the largest first.
func percentile(descending []float64, p float64) float64 {
	var sample quantile.Sample
	for _, v := range descending {
		sample.Add(v)
	}
	return sample.Quantiles(nil, quantile.Linear, p)[0]
}

// atMost returns a limit that at most k of the values, given the largest first,
// reach: the k-th in two digits if it keeps those below out. Values that tie
// with the next one are out together.
func atMost(descending []float64, k int) float64 {
	for k > 0 && k < len(descending) && descending[k-1] == descending[k] {
		k--
	}
	switch {
	case k == 0: // all alike: nobody is large
		return math.Nextafter(descending[0], math.Inf(1))
	case k == len(descending):
		return descending[k-1]
	}
	if limit := twoDigits(descending[k-1]); limit > descending[k] {
		return limit
	}
	return descending[k-1]
}

// fill writes out what is zero.
func (s *firmScale) fill(p *TieringPolicy) {
	profit := s.topProfit > 0
	if len(p.Criteria) == 0 {
		weights := map[AccountCriterion]float64{
			AccountCriterionRevenue: .20, AccountCriterionProfit: .20, AccountCriterionAlignment: .15, AccountCriterionYears: .10,
			AccountCriterionSharing: .10, AccountCriterionLoyalty: .10, AccountCriterionDependence: .10, AccountCriterionPotential: .05,
		}
		if !profit {
			weights[AccountCriterionRevenue], weights[AccountCriterionProfit], weights[AccountCriterionAlignment], weights[AccountCriterionYears] = .30, 0, .20, .15
		}
		top := map[AccountCriterion]float64{
			AccountCriterionRevenue: s.topRevenue, AccountCriterionProfit: s.topProfit, AccountCriterionAlignment: 5, AccountCriterionYears: 10,
			AccountCriterionSharing: 5, AccountCriterionLoyalty: 1, AccountCriterionDependence: .6, AccountCriterionPotential: 5,
		}
		for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
			if weights[k] > 0 {
				p.Criteria = append(p.Criteria, Scoring{Criterion: k, Weight: weights[k], Hi: top[k]})
			}
		}
	}
	const share = 0.5
	if p.Strategic.zero() {
		p.Strategic = TierRule{Gates: []Gate{{AccountCriterionYears, 5}, {AccountCriterionAlignment, 4}, {AccountCriterionSharing, 3}, {AccountCriterionLoyalty, .7}, {AccountCriterionDependence, .3}, {AccountCriterionRevenue, s.few}}, Score: .70, MaxService: share}
	}
	if p.Important.zero() {
		p.Important = TierRule{Gates: []Gate{{AccountCriterionYears, 3}, {AccountCriterionRevenue, s.fewer}}, Score: .40, MaxService: share, WaiveYears: s.fewest}
		if profit {
			p.Important.Gates = append(p.Important.Gates, Gate{AccountCriterionProfit, s.largeProfit})
		}
	}
	if p.General.zero() {
		p.General = TierRule{Gates: []Gate{{AccountCriterionYears, 1}, {AccountCriterionRevenue, s.few}}, Score: .15, MaxService: share, WaiveYears: s.fewest}
	}
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
