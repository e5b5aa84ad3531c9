package loyalty

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
)

// LoyaltyScorer computes loyalty scores under one policy and base. Make one with
// NewLoyaltyScorer; it is a value, safe for concurrent use.
type LoyaltyScorer struct {
	policy ScorePolicy
	base   [numRates]BetaBinomial
}

// NewLoyaltyScorer returns a scorer. A policy or base that makes no sense is an
// *clientele.InputError.
func NewLoyaltyScorer(policy ScorePolicy, base Base) (LoyaltyScorer, error) {
	if err := policy.Check(); err != nil {
		return LoyaltyScorer{}, err
	}
	s := LoyaltyScorer{policy, base.all()}
	for i, m := range s.base {
		if err := clientele.Validate(m); err != nil {
			return LoyaltyScorer{}, fmt.Errorf("loyalty.NewLoyaltyScorer: base of %v: %w", Part(i+1), err)
		}
	}
	return s, nil
}

// LoyaltyScore is a customer's loyalty.
type LoyaltyScore struct {
	Value     float64         `json:"value"` // from 0 to 100
	SE        float64         `json:"se"`    // standard error from few cases; 0 if all that counts is measured
	Known     float64         `json:"known"` // share of the weight that was known, in (0, 1]; the rest was shared out
	Level     clientele.Level `json:"level"`
	Certainty float64         `json:"certainty"` // probability that the true score lies in the level
}

// Interval returns the normal interval of the score, cut at 0 and 100. It
// panics unless level lies in (0, 1).
func (s LoyaltyScore) Interval(level float64) clientele.Interval {
	half := normal.Z(level) * s.SE
	return clientele.Interval{Lo: math.Max(s.Value-half, 0), Hi: math.Min(s.Value+half, 100), Level: level}
}

// LoyaltyScore returns
//
//	100 · Σ w_j s_j / Σ w_j over the known parts,
//
// s_j the share that the policy gives for the part's value: a rate's is shrunk
// to the base (BetaBinomial.Shrunk), and its posterior variance makes the
// standard error. Missing parts leave their weight to the known ones
// (AppendReasons says so). Impossible parts are an *clientele.InputError; without
// any known part that has a weight the error matches clientele.ErrNoData.
func (s *LoyaltyScorer) Score(p Parts) (LoyaltyScore, error) {
	if err := p.Check(); err != nil {
		return LoyaltyScore{}, err
	}
	var out LoyaltyScore
	known, total, variance := 0.0, 0.0, 0.0
	for i, r := range p.rates() {
		w := s.policy.Parts[i]
		total += w.Weight
		if !r.Known() || w.Weight == 0 {
			continue
		}
		posterior := s.base[i].Posterior(r)
		share, slope := w.at(posterior.Mean())
		known += w.Weight
		out.Value += w.Weight * share
		variance += w.Weight * w.Weight * slope * slope * posterior.variance()
	}
	for i, m := range p.measures() {
		w := s.policy.Parts[numRates+i]
		total += w.Weight
		if value, ok := m.Value(); ok && w.Weight > 0 {
			share, _ := w.at(value)
			known += w.Weight
			out.Value += w.Weight * share
		}
	}
	if known == 0 {
		return LoyaltyScore{}, errNoParts
	}
	out.Value *= 100 / known
	out.SE = 100 / known * math.Sqrt(variance)
	out.Known = known / total
	s.grade(&out)
	return out, nil
}

var errNoParts = fmt.Errorf("loyalty.LoyaltyScorer: %w: none of the parts that count is known", clientele.ErrNoData)

// grade sets level and certainty.
func (s *LoyaltyScorer) grade(out *LoyaltyScore) {
	lo, hi := math.Inf(-1), math.Inf(1)
	switch {
	case out.Value >= s.policy.High:
		out.Level, lo = clientele.LevelHigh, s.policy.High
	case out.Value >= s.policy.Medium:
		out.Level, lo, hi = clientele.LevelMedium, s.policy.Medium, s.policy.High
	default:
		out.Level, hi = clientele.LevelLow, s.policy.Medium
	}
	out.Certainty = 1
	if out.SE > 0 {
		out.Certainty = 1 - normal.Upper((out.Value-lo)/out.SE) - normal.Upper((hi-out.Value)/out.SE)
	}
}

// AppendReasons appends why Score answers as it does: for every part with a
// weight, in order, the value it counted with (shrunk, for rates) and the value
// at which it would count in full, or that it is missing and its weight was
// shared out; at last the level with the limit it was held against. None
// where Score fails.
func (s *LoyaltyScorer) AppendReasons(dst []clientele.Reason, p Parts) []clientele.Reason {
	score, err := s.Score(p)
	if err != nil {
		return dst
	}
	say := func(i int, value float64, known bool) {
		switch w := s.policy.Parts[i]; {
		case w.Weight == 0:
		case known:
			dst = append(dst, clientele.Reason{Code: partCodes[i].counted, Value: value, Limit: w.Full})
		default:
			dst = append(dst, clientele.Reason{Code: partCodes[i].missing, Value: w.Weight, Limit: math.NaN()})
		}
	}
	for i, r := range p.rates() {
		say(i, s.base[i].Shrunk(r), r.Known())
	}
	for i, m := range p.measures() {
		value, known := m.Value()
		say(numRates+i, value, known)
	}
	switch score.Level {
	case clientele.LevelHigh:
		return append(dst, clientele.Reason{Code: ReasonScoreHigh, Value: score.Value, Limit: s.policy.High})
	case clientele.LevelMedium:
		return append(dst, clientele.Reason{Code: ReasonScoreMedium, Value: score.Value, Limit: s.policy.Medium})
	}
	return append(dst, clientele.Reason{Code: ReasonScoreLow, Value: score.Value, Limit: s.policy.Medium})
}
