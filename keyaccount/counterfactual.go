package keyaccount

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// CriterionChange is one criterion moved. From is missing where the first thing to do
// is to measure it.
type CriterionChange struct {
	Criterion AccountCriterion  `json:"criterion"`
	From      clientele.Measure `json:"from"`
	To        float64           `json:"to"`
}

// Counterfactual is what would have to be different about an account for the
// next tier up.
type Counterfactual struct {
	Tier    Tier              `json:"tier"`    // the tier aimed at
	Changes []CriterionChange `json:"changes"` // by criterion; empty if a place is all that is missing
	// Distance is how far the changed criteria move in all, each in units of
	// its scale (Scoring), so that 1 is from the bottom of a scale to its top.
	Distance float64 `json:"distance"`
	// Full is true if the tier is full: the changes bring the account level
	// with the last one inside, and it takes more than that to win the place.
	Full bool `json:"full,omitempty"`
}

// NextUp returns the smallest change of the account's own criteria that takes
// it to the next tier up; ok is false at the top. Gates and the service check
// leave no choice: what is short of them is raised to them. Where the score
// then still falls short, the sum of the moves, each in units of its scale, is
// smallest if the criteria with the greatest weight move first, each to the
// end of its scale before the next (a fractional knapsack). What is not
// measured counts as a change only where a gate asks for it, or where too
// little is known to score at all. The tier aimed at is the one above, even
// where the gates of a still higher one happen to be nearer.
func (c *Classifier) NextUp(a Account, p Placement) (cf Counterfactual, ok bool) {
	if p.Tier >= TierStrategic || p.Tier < TierNone {
		return Counterfactual{}, false
	}
	up := p.Tier + 1
	cf.Tier = up
	b := c.passGates(a, up)
	c.measureEnough(&b)
	c.bearService(&b, up)
	limit := c.scoreLimit(&a, up)
	if cf.Full = p.Capped == up; cf.Full {
		limit = math.Max(limit, p.Bar)
	}
	c.raiseScore(&b, limit)
	for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
		from, to := a.Measure(k), b.Measure(k)
		if from != to {
			cf.Changes = append(cf.Changes, CriterionChange{k, from, to.Or(0)})
			cf.Distance += c.distance(k, from, to.Or(0))
		}
	}
	return cf, true
}

// passGates returns the account with what the tier's gates ask for.
func (c *Classifier) passGates(a Account, t Tier) Account {
	b := a
	for _, g := range c.rule(t).Gates {
		limit := c.gateLimit(&a, t, g)
		if v, known := a.Measure(g.Criterion).Value(); !known || v < limit {
			b = b.With(g.Criterion, limit)
		}
	}
	return b
}

// bearService raises the profit to what the tier's service check asks for.
func (c *Classifier) bearService(b *Account, t Tier) {
	cost, limit, checked := c.service(b, t)
	if !checked || b.Profit.Or(0)*limit >= cost {
		return
	}
	need := cost / limit
	for need*limit < cost { // the division may have rounded down
		need = math.Nextafter(need, math.Inf(1))
	}
	*b = b.With(AccountCriterionProfit, need)
}

// measureEnough gives the unmeasured criteria with the greatest weights the
// bottom of their scales until enough is known for a score.
func (c *Classifier) measureEnough(b *Account) {
	for _, s := range c.byWeight() {
		if _, known := c.score(b); known >= c.minKnown-reached {
			return
		}
		if _, known := b.Measure(s.Criterion).Value(); !known {
			*b = b.With(s.Criterion, s.Lo)
		}
	}
}

// rounding is how much of a score may be missing without counting as missing;
// it is far below what Classifier.Tier lets pass.
const rounding = reached / 1000

// raiseScore raises the criteria that count, the greatest weights first, until
// the score reaches the limit.
func (c *Classifier) raiseScore(b *Account, limit float64) {
	for _, s := range c.byWeight() {
		score, known := c.score(b)
		u := s.unit(b.Measure(s.Criterion))
		if short := (limit - score) * known; short > rounding && s.Weight > 0 && u < 1 {
			u = math.Min(1, u+short/s.Weight)
			*b = b.With(s.Criterion, s.Lo+u*(s.Hi-s.Lo))
		}
	}
}

// byWeight returns the scoring with the greatest weights first, in the order
// of the criteria where they are equal.
func (c *Classifier) byWeight() []Scoring {
	s := slices.Clone(c.scoring)
	slices.SortStableFunc(s, func(a, b Scoring) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return 0
	})
	return s
}

// distance returns how far a criterion moves in units of its scale, or of its
// range if it does not count for the score; the bottom stands for missing.
func (c *Classifier) distance(k AccountCriterion, from clientele.Measure, to float64) float64 {
	lo, hi := k.span()
	for _, s := range c.scoring {
		if s.Criterion == k {
			lo, hi = s.Lo, s.Hi
		}
	}
	return math.Abs(to-from.Or(math.Min(lo, to))) / (hi - lo)
}
