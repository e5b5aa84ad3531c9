package keyaccount

import (
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
)

// CriterionChange is one criterion moved. From is missing where the first thing to do
// is to measure it.
type CriterionChange struct {
	Criterion AccountCriterion  `json:"criterion"`
	From      clientele.Measure `json:"from"`
	To        float64           `json:"to"`
	Pace      Pace              `json:"pace"`
	By        time.Time         `json:"by,omitzero"` // of years that only have to pass: the day on which they have
}

// Counterfactual is what would have to be different about an account for the
// next tier up.
type Counterfactual struct {
	Tier    Tier              `json:"tier"`    // the tier aimed at
	Changes []CriterionChange `json:"changes"` // by criterion; empty if a place, or another review, is all that is missing
	// Possible is false if something would have to change that cannot be moved,
	// or if all that can be moved is not enough.
	Possible bool `json:"possible"`
	// Distance is how far the changed criteria move in all, each in units of
	// its scale (Scoring), so that 1 is from the bottom of a scale to its top.
	// Years that pass by themselves are not in it.
	Distance float64 `json:"distance"`
	// Full is true if the tier is full: the changes bring the account level
	// with the last one inside, and it takes more than that to win the place.
	Full bool `json:"full,omitempty"`
}

// NextUp returns a small change of the account's own criteria that takes it to
// the next tier up; ok is false at the top. Gates and the service check leave
// no choice: what is short of them is raised to them, and years of cooperation
// get the day, counted from asOf, on which they will have passed. Where the
// score then still falls short, criteria that are free to be moved (Scoring.Pace)
// go first and slow ones after them, among equals the greatest weights first,
// each to the end of its scale before the next: the smallest sum of moves (a
// fractional knapsack). What is fixed is not moved. What is not measured counts
// as a change where a gate asks for it or where measuring it helps. The tier aimed
// at is the one above, even where the gates of a still higher one happen to be nearer.
func (c *Classifier) NextUp(a Account, p Placement, asOf time.Time) (cf Counterfactual, ok bool) {
	if p.Tier >= TierStrategic || p.Tier < TierNone {
		return Counterfactual{}, false
	}
	up := p.Tier + 1
	cf.Tier, cf.Possible = up, true
	b := c.passGates(a, up)
	c.measureEnough(&b)
	c.bearService(&b, up)
	limit := c.scoreLimit(&a, up)
	if cf.Full = p.Capped == up; cf.Full {
		limit = math.Max(limit, p.Bar)
	}
	c.raiseScore(&b, limit)
	if score, known := c.score(&b); score < limit-reached || known < c.minKnown-reached {
		cf.Possible = false
	}
	for k := AccountCriterionRevenue; k <= AccountCriterionPotential; k++ {
		from, to := a.Measure(k), b.Measure(k)
		if from == to {
			continue
		}
		change := CriterionChange{Criterion: k, From: from, To: to.Or(0), Pace: c.pace(k)}
		years, known := from.Value()
		switch {
		case k == AccountCriterionYears && known && change.Pace == PaceFixed:
			change.By = asOf.AddDate(0, int(math.Ceil(12*(change.To-years)-1e-6)), 0)
		case known && change.Pace == PaceFixed:
			cf.Possible = false
			cf.Distance += c.distance(k, from, change.To)
		default:
			cf.Distance += c.distance(k, from, change.To)
		}
		cf.Changes = append(cf.Changes, change)
	}
	return cf, true
}

// pace returns how fast the criterion can be moved.
func (c *Classifier) pace(k AccountCriterion) Pace {
	for i := range c.scoring {
		if c.scoring[i].Criterion == k {
			return c.scoring[i].Pace
		}
	}
	return k.pace()
}

// passGates returns the account with what the tier's gates ask for.
func (c *Classifier) passGates(a Account, t Tier) Account {
	b := a
	for _, g := range c.rule(t).Gates {
		limit := c.gateLimit(&a, t, g)
		if v, known := a.Measure(g.Criterion).Value(); (!known || v < limit) && !c.waived(&a, t, g) {
			b = b.With(g.Criterion, limit)
		}
	}
	return b
}

// bearService raises the profit to what the tier's service check asks for.
func (c *Classifier) bearService(b *Account, t Tier) {
	if c.losing(b, t) {
		*b = b.With(AccountCriterionProfit, 0)
	}
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

// raiseScore raises the criteria that can be moved, the free ones first and the
// greatest weights first among equals, until the score reaches the limit.
func (c *Classifier) raiseScore(b *Account, limit float64) {
	for pace := PaceFree; pace < PaceFixed; pace++ {
		for _, s := range c.byWeight() {
			if s.Pace != pace {
				continue
			}
			score, _, total := c.weigh(b)
			u := s.unit(b.Measure(s.Criterion))
			if short := (limit - score) * total; short > rounding && s.Weight > 0 && u < 1 {
				u = math.Min(1, u+short/s.Weight)
				*b = b.With(s.Criterion, s.Lo+u*(s.Hi-s.Lo))
			}
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
