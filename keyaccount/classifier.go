package keyaccount

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

// Classifier applies a policy. It never changes and may be used by several
// goroutines.
type Classifier struct {
	policy   TieringPolicy
	scoring  []Scoring // by criterion
	minKnown float64
}

// NewClassifier returns a classifier that applies the policy, whose criteria
// and rules must be written out; FitClassifier takes what is missing from the
// accounts. A policy that cannot be applied is an *clientele.InputError.
func NewClassifier(policy *TieringPolicy) (*Classifier, error) {
	p := policy.filled()
	if len(p.Criteria) == 0 {
		return nil, bad("NewClassifier", "number of criteria", 0, "at least one; FitClassifier takes what is missing from the accounts")
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	c := &Classifier{policy: p, scoring: slices.Clone(p.Criteria), minKnown: p.MinKnown}
	slices.SortFunc(c.scoring, func(a, b Scoring) int { return int(a.Criterion) - int(b.Criterion) })
	for t := TierGeneral; t <= TierStrategic; t++ {
		r := c.rule(t)
		r.Gates = slices.Clone(r.Gates)
		slices.SortFunc(r.Gates, func(a, b Gate) int { return int(a.Criterion) - int(b.Criterion) })
	}
	return c, nil
}

// Policy returns the policy with the defaults written out: to be read,
// corrected, and kept as JSON until the firm changes its mind.
func (c *Classifier) Policy() TieringPolicy {
	p := c.policy.filled()
	for t := TierGeneral; t <= TierStrategic; t++ {
		r := p.rule(t)
		r.Gates = slices.Clone(r.Gates)
	}
	return p
}

// MarshalJSON writes the policy, defaults written out.
func (c Classifier) MarshalJSON() ([]byte, error) { return wire.Marshal(c.policy) }

// UnmarshalJSON reads a policy as NewClassifier takes it; c is unchanged on error.
func (c *Classifier) UnmarshalJSON(data []byte) error {
	var p TieringPolicy
	if err := wire.Unmarshal(data, &p); err != nil {
		return err
	}
	made, err := NewClassifier(&p)
	if err == nil {
		*c = *made
	}
	return err
}

func (c *Classifier) rule(t Tier) *TierRule {
	return c.policy.rule(t)
}

func (p *TieringPolicy) rule(t Tier) *TierRule {
	switch t {
	case TierStrategic:
		return &p.Strategic
	case TierImportant:
		return &p.Important
	}
	return &p.General
}

// reached is how far below its limit a score still counts as reaching it:
// rounding must not decide a tier.
const reached = 1e-9

// Score returns the account's score in [0, 1], the weighted mean of its
// criteria on their scales, and the share of the weights that was measured. What
// was not measured counts as its Scoring.Missing says.
//
// Special cases are: score 0 if nothing was measured, or if a criterion whose
// rule is criteria.MissingRefuse was not.
func (c *Classifier) Score(a Account) (score, known float64) { return c.score(&a) }

func (c *Classifier) score(a *Account) (score, known float64) {
	score, known, _ = c.weigh(a)
	return score, known
}

// weigh returns score and known with the sum of the weights that count.
func (c *Classifier) weigh(a *Account) (score, known, total float64) {
	sum := 0.0
	for i := range c.scoring {
		s := &c.scoring[i]
		m := a.Measure(s.Criterion)
		u := s.unit(m)
		if math.IsNaN(u) {
			if s.Missing == criteria.MissingRefuse {
				return 0, 0, 0
			}
			continue
		}
		sum += s.Weight * u
		total += s.Weight
		if _, measured := m.Value(); measured {
			known += s.Weight
		}
	}
	if !(known > 0) {
		return 0, 0, total
	}
	return sum / total, known, total
}

// unit returns the measurement on the scale, NaN if it is to be left out.
func (s *Scoring) unit(m clientele.Measure) float64 {
	v, known := m.Value()
	if !known {
		if s.Missing == criteria.MissingWorst {
			return 0
		}
		return math.NaN()
	}
	return math.Min(math.Max((v-s.Lo)/(s.Hi-s.Lo), 0), 1)
}

// Tier returns the highest tier whose gates, score and service check the
// account passes, with the slack that Hold gives to those who have the tier
// already; patience and caps are the business of Classify.
//
// Special cases are: None for measurements outside their ranges that fail a
// gate, and for accounts of which too little was measured.
func (c *Classifier) Tier(a Account) Tier { return c.tier(&a) }

func (c *Classifier) tier(a *Account) Tier {
	score, known := c.score(a)
	for t := TierStrategic; t >= TierGeneral; t-- {
		if c.qualifies(a, t, score, known) {
			return t
		}
	}
	return TierNone
}

// qualifies reports whether the account passes everything the tier asks for.
func (c *Classifier) qualifies(a *Account, t Tier, score, known float64) bool {
	return known >= c.minKnown-reached && score >= c.scoreLimit(a, t)-reached && c.eligible(a, t)
}

// eligible reports whether the account passes what the tier asks for apart
// from the score: the part on which weights have no bearing.
func (c *Classifier) eligible(a *Account, t Tier) bool {
	for _, g := range c.rule(t).Gates {
		if v, known := a.Measure(g.Criterion).Value(); (!known || !(v >= c.gateLimit(a, t, g))) && !c.waived(a, t, g) {
			return false
		}
	}
	if c.losing(a, t) {
		return false
	}
	cost, limit, checked := c.service(a, t)
	return !checked || a.Profit.Or(0)*limit >= cost
}

// waived reports whether the account's size makes up for the years it lacks.
func (c *Classifier) waived(a *Account, t Tier, g Gate) bool {
	from := c.rule(t).WaiveYears
	return g.Criterion == AccountCriterionYears && from > 0 && a.Revenue.Or(0) >= from
}

// losing reports whether the account is known to be served at a loss, where the
// tier looks at the cost of service.
func (c *Classifier) losing(a *Account, t Tier) bool {
	return c.rule(t).MaxService > 0 && a.Profit.Or(0) < 0
}

// holds reports whether the account has the tier, or a higher one, already.
func holds(a *Account, t Tier) bool { return a.Standing.Tier >= t }

// gateLimit returns what the gate asks of this account.
func (c *Classifier) gateLimit(a *Account, t Tier, g Gate) float64 {
	if holds(a, t) {
		return g.Min - c.policy.Hold.Gates.Or(0)*math.Abs(g.Min)
	}
	return g.Min
}

// scoreLimit returns the score that the tier asks of this account.
func (c *Classifier) scoreLimit(a *Account, t Tier) float64 {
	if holds(a, t) {
		return math.Max(0, c.rule(t).Score-c.policy.Hold.Score.Or(0))
	}
	return c.rule(t).Score
}

// service returns what it costs to serve the account in the tier and the
// largest share of its profit that may go on it; checked is false if there is
// no limit, no known cost or no known profit.
func (c *Classifier) service(a *Account, t Tier) (cost, limit float64, checked bool) {
	r := c.rule(t)
	cost = math.Max(r.Service, a.ServiceCost.Or(0))
	_, known := a.Profit.Value()
	return cost, r.MaxService, known && r.MaxService > 0 && cost > 0
}

// Table returns the accounts as a table for package criteria, a row an account
// and a column a criterion of the policy, on the policy's fixed scales: for
// criteria.Entropy, CRITIC and TOPSIS, and for an order inside a tier. Weights,
// in the order of the columns, are those of the second result.
func (c *Classifier) Table(accounts []Account) (criteria.Measurements, []float64) {
	var t criteria.Measurements
	w := make([]float64, len(c.scoring))
	for j, s := range c.scoring {
		t.Columns = append(t.Columns, criteria.Column{Name: s.Criterion.String(), Direction: criteria.ColumnDirectionBenefit, Missing: s.Missing, Lo: s.Lo, Hi: s.Hi})
		w[j] = s.Weight
	}
	for i := range accounts {
		row := make([]clientele.Measure, len(c.scoring))
		for j, s := range c.scoring {
			row[j] = accounts[i].Measure(s.Criterion)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, w
}
