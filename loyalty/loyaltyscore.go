package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/internal/wire"
)

// LoyaltyScorer computes loyalty scores under one policy and base. Make one with
// NewLoyaltyScorer; it is a value, safe for concurrent use, and the zero value is
// the default.
type LoyaltyScorer struct {
	policy ScorePolicy
	base   Base
	priors [numParts]partPrior
	total  float64 // of the weights
}

// partPrior is what the base says of a part that was not measured.
type partPrior struct{ value, share, sd float64 }

// NewLoyaltyScorer returns a scorer; nil for the default policy and the default
// base (FitBase makes one of data). A policy or base that makes no sense is an
// *clientele.InputError.
func NewLoyaltyScorer(policy *ScorePolicy, base *Base) (LoyaltyScorer, error) {
	if err := policy.Check(); err != nil {
		return LoyaltyScorer{}, err
	}
	if err := base.Check(); err != nil {
		return LoyaltyScorer{}, err
	}
	s := LoyaltyScorer{policy: policy.filled(), base: base.filled()}
	for i, m := range s.base.rates() {
		s.priors[i].value, s.priors[i].sd = m.Mean(), math.Sqrt(m.variance())
	}
	for i, m := range [...]Spread{s.base.ShareOfWallet, s.base.Tenure} {
		s.priors[numRates+i].value, s.priors[numRates+i].sd = m.Mean, m.SD
	}
	for i, w := range s.policy.Parts {
		if w.Weight.Or(0) > 0 {
			p, slope := &s.priors[i], 0.0
			p.share, slope = w.at(p.value)
			p.sd = math.Min(math.Abs(slope)*p.sd, .5) // no share of [0, 1] spreads wider
			s.total += w.Weight.Or(0)
		}
	}
	return s, nil
}

// Policy returns the policy with the defaults written out.
func (s *LoyaltyScorer) Policy() ScorePolicy { return s.policy.filled() }

// Base returns the base with the defaults written out.
func (s *LoyaltyScorer) Base() Base { return s.base.filled() }

// LoyaltyScore is a customer's loyalty, and what it is made of.
type LoyaltyScore struct {
	Value     float64         `json:"value"`     // from 0 to 100
	SE        float64         `json:"se"`        // standard error: few cases, and what the base leaves open of the unknown parts
	Known     float64         `json:"known"`     // share of the weights that is known, in [0, 1]
	Level     clientele.Level `json:"level"`     // unassigned where too little is known
	Certainty float64         `json:"certainty"` // probability that the true score lies in the level; 0 without one
	Ask       Part            `json:"ask"`       // the part whose measurement would take most of the error away; unassigned without error

	Medium   float64    `json:"medium"` // limits of the levels
	High     float64    `json:"high"`
	MinKnown float64    `json:"min_known"` // share of the weights that a level needs
	Parts    PartScores `json:"parts"`
}

// PartScore is what one part adds to the score.
type PartScore struct {
	Value  float64 `json:"value"` // what it counts with: a rate shrunk to the base, a measure as it is, the base's mean where unknown
	Known  bool    `json:"known"`
	Weight float64 `json:"weight"` // share of all weights, in [0, 1]; 0 for a part that is left out
	Share  float64 `json:"share"`  // of the weight that is earned, in [0, 1]
	SE     float64 `json:"se"`     // standard error of Share
	Full   float64 `json:"full"`   // the value that earns the weight in full
}

// PartScores are those of the parts, index Part − 1. As JSON they are an object
// by the names of the parts.
type PartScores [numParts]PartScore

// MarshalJSON writes the parts by their names.
func (p PartScores) MarshalJSON() ([]byte, error) {
	return wire.MarshalKeyed(p[:], Part(1))
}

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *PartScores) UnmarshalJSON(data []byte) error {
	var read PartScores
	err := wire.UnmarshalKeyed("loyalty.PartScores", data, read[:], Part(1))
	if err == nil {
		*p = read
	}
	return err
}

// Interval returns the normal interval of the score, cut at 0 and 100. It
// panics unless level lies in (0, 1).
func (s LoyaltyScore) Interval(level float64) clientele.Interval {
	half := normal.Z(level) * s.SE
	return clientele.Interval{Lo: math.Max(s.Value-half, 0), Hi: math.Min(s.Value+half, 100), Level: level}
}

// Share returns the score on the scale from 0 to 1 that packages segment and
// keyaccount measure loyalty on; missing where too little is known for a level.
func (s LoyaltyScore) Share() clientele.Measure {
	if s.Level == 0 {
		return clientele.Measure{}
	}
	return clientele.Known(s.Value / 100)
}

// Score returns the expected score of the customer,
//
//	100 · Σ w_j E[s_j] / Σ w_j,
//
// s_j the share that the policy gives for the part's value: of a known rate
// E[s_j] is that of the rate shrunk to the base (BetaBinomial.Shrunk), and of an
// unknown part that of the base. The posterior variances, and those of the base
// for what is not known, make the standard error. Impossible parts are an
// *clientele.InputError; a customer of whom nothing is known scores as the base,
// without a level.
func (s *LoyaltyScorer) Score(p Parts) (LoyaltyScore, error) {
	if err := p.Check(); err != nil {
		return LoyaltyScore{}, err
	}
	if s.total == 0 { // the zero value is the default
		made, _ := NewLoyaltyScorer(nil, nil)
		s = &made
	}
	out := LoyaltyScore{Medium: s.policy.Medium, High: s.policy.High, MinKnown: s.policy.MinKnown.Or(0)}
	rates := s.base.rates()
	for i, r := range p.rates() {
		if r.Known() {
			posterior := rates[i].Posterior(r)
			s.know(&out.Parts[i], i, posterior.Mean(), math.Sqrt(posterior.variance()))
		}
	}
	for i, m := range p.measures() {
		if value, known := m.Value(); known {
			s.know(&out.Parts[numRates+i], numRates+i, value, 0)
		}
	}
	variance, most := 0.0, 0.0
	for i := range out.Parts {
		x := &out.Parts[i]
		w := s.policy.Parts[i]
		if w.Weight.Or(0) == 0 {
			*x = PartScore{}
			continue
		}
		x.Weight, x.Full = w.Weight.Or(0)/s.total, w.Full
		if x.Known {
			out.Known += x.Weight
		} else {
			x.Value, x.Share, x.SE = s.priors[i].value, s.priors[i].share, s.priors[i].sd
		}
		out.Value += 100 * x.Weight * x.Share
		open := x.Weight * x.SE
		variance += open * open
		if open > most {
			most, out.Ask = open, Part(i+1)
		}
	}
	out.SE = 100 * math.Sqrt(variance)
	out.Known = math.Min(out.Known, 1) // rounding
	out.grade()
	return out, nil
}

// know notes a part that was measured.
func (s *LoyaltyScorer) know(x *PartScore, i int, value, sd float64) {
	if w := s.policy.Parts[i]; w.Weight.Or(0) > 0 {
		share, slope := w.at(value)
		*x = PartScore{Value: value, Known: true, Share: share, SE: math.Min(math.Abs(slope)*sd, .5)}
	}
}

// grade sets level and certainty, if enough is known.
func (s *LoyaltyScore) grade() {
	if s.Known == 0 || s.Known < s.MinKnown-1e-12 {
		return
	}
	lo, hi := math.Inf(-1), math.Inf(1)
	switch {
	case s.Value >= s.High:
		s.Level, lo = clientele.LevelHigh, s.High
	case s.Value >= s.Medium:
		s.Level, lo, hi = clientele.LevelMedium, s.Medium, s.High
	default:
		s.Level, hi = clientele.LevelLow, s.Medium
	}
	s.Certainty = 1
	if s.SE > 0 {
		s.Certainty = 1 - normal.Upper((s.Value-lo)/s.SE) - normal.Upper((hi-s.Value)/s.SE)
	}
}

// AppendReasons appends what the score rests on: for every part that counts,
// in order, the value it counted with and the value at which it would count in
// full, or that it is unknown and counted as the base; then the level with the
// limit it was held against, or that too little is known and what to measure.
func (s LoyaltyScore) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	for i := range s.Parts {
		switch x := &s.Parts[i]; {
		case x.Weight == 0:
		case x.Known:
			dst = append(dst, clientele.Reason{Code: partCodes[i].counted, Value: x.Value, Limit: x.Full})
		default:
			dst = append(dst, clientele.Reason{Code: partCodes[i].missing, Value: x.Value, Limit: math.NaN()})
		}
	}
	switch s.Level {
	case clientele.LevelHigh:
		return append(dst, clientele.Reason{Code: ReasonScoreHigh, Value: s.Value, Limit: s.High})
	case clientele.LevelMedium:
		return append(dst, clientele.Reason{Code: ReasonScoreMedium, Value: s.Value, Limit: s.Medium})
	case clientele.LevelLow:
		return append(dst, clientele.Reason{Code: ReasonScoreLow, Value: s.Value, Limit: s.Medium})
	}
	dst = append(dst, clientele.Reason{Code: ReasonScoreUnknown, Value: s.Known, Limit: s.MinKnown})
	if s.Ask != 0 {
		dst = append(dst, clientele.Reason{Code: partCodes[s.Ask-1].ask, Value: math.NaN(), Limit: math.NaN()})
	}
	return dst
}

// scorerJSON is what a scorer is made of.
type scorerJSON struct {
	Policy ScorePolicy `json:"policy"`
	Base   Base        `json:"base"`
}

// MarshalJSON writes the policy and the base, filled in.
func (s LoyaltyScorer) MarshalJSON() ([]byte, error) {
	return wire.Marshal(scorerJSON{s.Policy(), s.Base()})
}

// UnmarshalJSON reads what MarshalJSON writes; s is unchanged on error.
func (s *LoyaltyScorer) UnmarshalJSON(data []byte) error {
	var j scorerJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	made, err := NewLoyaltyScorer(&j.Policy, &j.Base)
	if err == nil {
		*s = made
	}
	return err
}
