package keyaccount

import (
	"cmp"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

// Placement is the answer for one account.
type Placement struct {
	Tier  Tier    `json:"tier"`
	Score float64 `json:"score"` // in [0, 1]
	Known float64 `json:"known"` // share of the weights that was measured
	// Held is true if the account is below the tier, which Hold lets it keep for
	// now, and Rising if it is above the tier, and has to show it once more.
	Held   bool `json:"held,omitempty"`
	Rising bool `json:"rising,omitempty"`
	// Capped is the highest tier that the account deserves and that has no place
	// for it, 0 if there is none; Bar is the score of the last one inside.
	Capped Tier    `json:"capped,omitempty"`
	Bar    float64 `json:"bar,omitempty"`
	// Standing is for the next review's Account.Standing.
	Standing TierStanding `json:"standing"`
	// Reasons say why: see AppendReasons.
	Reasons []clientele.Reason `json:"reasons"`
}

// AppendReasons appends why the account has its placement: what it meets in
// the tier it has, then what keeps it from the next tier up, in the order of
// the criteria, score and service last.
func (p Placement) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, p.Reasons...)
}

// Classify places every account, in the order given. Each gets the highest
// tier it passes (see Tier); one that was placed before moves, up or down, when
// Hold.Reviews reviews in a row say so; and where a tier has a cap, the best scores stay,
// those with the tier already counting Hold.Score higher, equal ones in the
// order of their IDs. Who finds no place goes to the next tier that it passes.
//
// A measurement outside its range, an ID that is empty or appears twice, and a
// missing measurement that the policy refuses give an *InputError.
func (c *Classifier) Classify(accounts []Account) ([]Placement, error) {
	if err := c.check(accounts); err != nil {
		return nil, err
	}
	out := make([]Placement, len(accounts))
	for i := range accounts {
		out[i] = c.place(&accounts[i])
	}
	for t := TierStrategic; t >= TierGeneral; t-- {
		c.applyCap(accounts, out, t)
	}
	var reasons []clientele.Reason
	ends := make([]int, len(out))
	for i := range out {
		out[i].Standing.Tier = out[i].Tier
		reasons = c.appendReasons(reasons, &accounts[i], &out[i])
		ends[i] = len(reasons)
	}
	from := 0
	for i, end := range ends {
		out[i].Reasons = reasons[from:end:end]
		from = end
	}
	return out, nil
}

func (c *Classifier) check(accounts []Account) error {
	seen := make(map[string]struct{}, len(accounts))
	for i := range accounts {
		a := &accounts[i]
		if err := a.Check(); err != nil {
			return err
		}
		if _, twice := seen[a.ID]; twice || a.ID == "" {
			return bad("Classify", "ID", a.ID, "a name of its own for every account")
		}
		seen[a.ID] = struct{}{}
		for _, s := range c.scoring {
			if _, known := a.Measure(s.Criterion).Value(); !known && s.Missing == criteria.MissingRefuse {
				return bad("Classify", s.Criterion.String()+" of account "+a.ID, "missing", "a measurement, or another missing policy for the criterion")
			}
		}
	}
	return nil
}

// place puts one account where it belongs, caps apart.
func (c *Classifier) place(a *Account) Placement {
	p := Placement{Tier: c.tier(a)}
	p.Score, p.Known = c.score(a)
	had, more := a.Standing.Tier, c.policy.Hold.Reviews
	switch {
	case had == 0 || p.Tier == had:
	case p.Tier < had && a.Standing.Misses+1 < more:
		p.Tier, p.Held, p.Standing.Misses = had, true, a.Standing.Misses+1
	case p.Tier > had && a.Standing.Rises+1 < more:
		p.Tier, p.Rising, p.Standing.Rises = had, true, a.Standing.Rises+1
	}
	return p
}

// applyCap moves who finds no place in the tier to the next one that it passes.
func (c *Classifier) applyCap(accounts []Account, out []Placement, t Tier) {
	places := c.rule(t).Cap
	var pool []int
	for i := range out {
		if places > 0 && out[i].Tier == t {
			pool = append(pool, i)
		}
	}
	if len(pool) <= places {
		return
	}
	slices.SortFunc(pool, func(i, j int) int {
		return cmp.Or(cmp.Compare(c.claim(&accounts[j], &out[j], t), c.claim(&accounts[i], &out[i], t)), cmp.Compare(accounts[i].ID, accounts[j].ID))
	})
	bar := c.claim(&accounts[pool[places-1]], &out[pool[places-1]], t)
	for _, i := range pool[places:] {
		a, p := &accounts[i], &out[i]
		if p.Capped == 0 {
			p.Capped = t
			p.Bar = math.Min(bar-(c.claim(a, p, t)-p.Score), 1)
		}
		p.Held, p.Rising, p.Standing.Misses, p.Standing.Rises = false, false, 0, 0
		p.Tier = c.below(a, t, p.Score, p.Known)
	}
}

// claim is the score with which the account competes for a place in the tier.
func (c *Classifier) claim(a *Account, p *Placement, t Tier) float64 {
	if holds(a, t) {
		return p.Score + c.policy.Hold.Score.Or(0)
	}
	return p.Score
}

// below returns the highest tier under t that the account passes.
func (c *Classifier) below(a *Account, t Tier, score, known float64) Tier {
	for t--; t >= TierGeneral; t-- {
		if c.qualifies(a, t, score, known) {
			return t
		}
	}
	return TierNone
}
