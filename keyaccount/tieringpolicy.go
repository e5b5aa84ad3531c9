package keyaccount

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

// TieringPolicy is how a firm tells its key accounts. Gates are must-haves and scores
// are merits: a high score opens no gate, and passing gates earns no score.
//
// What is large for a firm only its own accounts tell: FitClassifier takes
// Criteria and rules that are zero from them. NewClassifier takes a policy whose
// criteria and rules are written out, such as Classifier.Policy returns: there a
// rule that is zero asks for nothing.
type TieringPolicy struct {
	Criteria  []Scoring `json:"criteria"` // what the score is made of; weights sum to 1
	Strategic TierRule  `json:"strategic"`
	Important TierRule  `json:"important"`
	General   TierRule  `json:"general"`
	Hold      Hold      `json:"hold"`
	// MinKnown is the smallest share of the weights that must have been
	// measured for a score to mean anything, in (0, 1]; default 0.4. Below it an
	// account is not a key account, and says why.
	MinKnown float64 `json:"min_known,omitempty"`
}

// Scoring is one criterion's part in the score: Weight times the measurement
// on a scale from 0 at Lo to 1 at Hi, the ends counting for what lies beyond.
type Scoring struct {
	Criterion AccountCriterion `json:"criterion"`
	Weight    float64          `json:"weight"`
	Lo        float64          `json:"lo"`
	Hi        float64          `json:"hi"`
	// Missing is criteria.MissingWorst (the default: counts 0, so that nobody
	// gains by not being measured), MissingReweight (left out, the other weights
	// grow) or MissingRefuse (an error).
	Missing criteria.MissingRule `json:"missing,omitempty"`
	Pace    Pace                 `json:"pace,omitempty"` // how fast it can be moved; default the criterion's, see Pace
}

// Gate is a must-have: the measurement must be made and reach Min.
type Gate struct {
	Criterion AccountCriterion `json:"criterion"`
	Min       float64          `json:"min"`
}

// TierRule is what a tier asks for.
type TierRule struct {
	Gates []Gate  `json:"gates,omitempty"`
	Score float64 `json:"score"`         // smallest score, in [0, 1]
	Cap   int     `json:"cap,omitempty"` // most accounts in the tier; 0 is no limit
	// Service is what the tier's service costs an account, money a year, and
	// MaxService the largest share of the account's profit that serving it may
	// take, at the larger of Service and the account's own ServiceCost. 0
	// turns the check off, and so does a profit that is not known.
	Service    float64 `json:"service,omitempty"`
	MaxService float64 `json:"max_service,omitempty"`
	// WaiveYears is the revenue from which the gate of years is not asked: of the
	// largest accounts nobody waits for an anniversary. 0 never waives it.
	WaiveYears float64 `json:"waive_years,omitempty"`
}

// zero reports whether nothing of the rule is set.
func (r *TierRule) zero() bool {
	return r.Gates == nil && r.Score == 0 && r.Cap == 0 && r.Service == 0 && r.MaxService == 0 && r.WaiveYears == 0
}

// Hold is what keeps accounts near a limit from moving to and fro, up as well
// as down: a good year and a bad one are worth the same. Accounts that were never
// placed before are placed at once.
//
// With the defaults, of accounts whose truth does not change while revenue and
// profit swing by a quarter and ratings by half a grade, about one in a hundred
// reviews moves one up and as many move one down (see Classifier.FalseMoves).
type Hold struct {
	Score   clientele.Measure `json:"score"`   // how far below the tier's score an account keeps it, in [0, 1); default 0.05
	Gates   clientele.Measure `json:"gates"`   // how far below a gate it keeps it, as a part of the gate, in [0, 1); default 0.1
	Reviews int               `json:"reviews"` // reviews in a row that must say so before an account moves, up or down; default 2, 1 moves at once
}

// filled returns the policy with the defaults that no account is needed for.
func (p *TieringPolicy) filled() TieringPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Hold.Score, clientele.Known(.05))
	policy.Default(&q.Hold.Gates, clientele.Known(.1))
	policy.Default(&q.Hold.Reviews, 2)
	policy.Default(&q.MinKnown, .4)
	q.Criteria = slices.Clone(q.Criteria)
	for i := range q.Criteria {
		s := &q.Criteria[i]
		policy.Default(&s.Missing, criteria.MissingWorst)
		policy.Default(&s.Pace, s.Criterion.pace())
	}
	return q
}

// Rule returns the rule of a tier; the zero rule for TierNone and below.
func (p *TieringPolicy) Rule(t Tier) TierRule {
	switch t {
	case TierStrategic:
		return p.Strategic
	case TierImportant:
		return p.Important
	case TierGeneral:
		return p.General
	}
	return TierRule{}
}

// Weights returns the weights of the criteria, in their order.
func (p *TieringPolicy) Weights() []float64 {
	w := make([]float64, len(p.Criteria))
	for i, s := range p.Criteria {
		w[i] = s.Weight
	}
	return w
}

// WithWeights returns the policy with other weights (of judgements, entropy or
// CRITIC, say), in the order of its criteria.
func (p TieringPolicy) WithWeights(w []float64) (TieringPolicy, error) {
	if err := criteria.CheckWeights(w, len(p.Criteria)); err != nil {
		return TieringPolicy{}, err
	}
	p.Criteria = append([]Scoring(nil), p.Criteria...)
	for i, x := range w {
		p.Criteria[i].Weight = x
	}
	return p, nil
}

// Check returns nil if the policy can be applied, and an *InputError that
// names the first thing that is wrong otherwise.
func (p *TieringPolicy) Check() error {
	q := p.filled()
	return q.check()
}

func (p *TieringPolicy) check() error {
	if len(p.Criteria) > 0 {
		if err := criteria.CheckWeights(p.Weights(), len(p.Criteria)); err != nil {
			return err
		}
	}
	var seen [numCriteria + 1]bool
	for _, s := range p.Criteria {
		if err := s.check(&seen); err != nil {
			return err
		}
	}
	for t := TierGeneral; t <= TierStrategic; t++ {
		if err := p.Rule(t).check(t); err != nil {
			return err
		}
		if t > TierGeneral && p.Rule(t).Score < p.Rule(t-1).Score {
			return bad("TieringPolicy", "score of "+t.String(), p.Rule(t).Score, "at least that of the tier below")
		}
	}
	h := p.Hold
	if !(h.Score.Or(0) >= 0 && h.Score.Or(0) < 1) || !(h.Gates.Or(0) >= 0 && h.Gates.Or(0) < 1) || h.Reviews < 1 {
		return bad("TieringPolicy", "hold", h, "score and gates in [0, 1), reviews >= 1")
	}
	if !(p.MinKnown > 0 && p.MinKnown <= 1) {
		return bad("TieringPolicy", "min_known", p.MinKnown, "a share in (0, 1]")
	}
	return nil
}

func (s Scoring) check(seen *[numCriteria + 1]bool) error {
	if !criterions.Valid(s.Criterion) || seen[s.Criterion] {
		return bad("TieringPolicy", "criterion", s.Criterion, "each of the declared criteria at most once")
	}
	seen[s.Criterion] = true
	lo, hi := s.Criterion.span()
	if !(s.Lo < s.Hi && s.Lo >= lo && s.Hi <= hi) {
		return bad("TieringPolicy", "scale of "+s.Criterion.String(), [2]float64{s.Lo, s.Hi}, fmt.Sprintf("lo < hi, both in [%g, %g]", lo, hi))
	}
	if s.Pace != 0 && !paces.Valid(s.Pace) {
		return bad("TieringPolicy", "pace of "+s.Criterion.String(), s.Pace, "one of the declared paces")
	}
	switch s.Missing {
	case criteria.MissingReweight, criteria.MissingWorst, criteria.MissingRefuse:
		return nil
	}
	return bad("TieringPolicy", "missing policy of "+s.Criterion.String(), s.Missing, "reweight, worst or refuse: a tier must not depend on who else is placed")
}

func (r TierRule) check(t Tier) error {
	var seen [numCriteria + 1]bool
	for _, g := range r.Gates {
		if !criterions.Valid(g.Criterion) || seen[g.Criterion] {
			return bad("TieringPolicy", "gate of "+t.String(), g.Criterion, "each of the declared criteria at most once")
		}
		seen[g.Criterion] = true
		if lo, hi := g.Criterion.span(); !(g.Min >= lo && g.Min <= hi) {
			return bad("TieringPolicy", fmt.Sprintf("gate %v of %v", g.Criterion, t), g.Min, fmt.Sprintf("a number in [%g, %g]", lo, hi))
		}
	}
	switch {
	case !(r.Score >= 0 && r.Score <= 1):
		return bad("TieringPolicy", "score of "+t.String(), r.Score, "a number in [0, 1]")
	case r.Cap < 0:
		return bad("TieringPolicy", "cap of "+t.String(), r.Cap, "a number of accounts, or 0 for no limit")
	case !(r.Service >= 0 && r.Service <= maxMoney):
		return bad("TieringPolicy", "service of "+t.String(), r.Service, "an amount >= 0")
	case !(r.MaxService >= 0 && r.MaxService <= 100):
		return bad("TieringPolicy", "max_service of "+t.String(), r.MaxService, "a share of the profit >= 0, such as 0.4")
	case !(r.WaiveYears >= 0 && r.WaiveYears <= maxMoney):
		return bad("TieringPolicy", "waive_years of "+t.String(), r.WaiveYears, "a revenue >= 0, or 0 for never")
	}
	return nil
}
