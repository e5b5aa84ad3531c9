package dimension

import (
	"encoding/json"

	"github.com/clientele-go/clientele"
)

// DimensionScorer scores customers against the base it was fitted to. It holds the
// policy and the cut points, no data; it does not change, may be used by
// several goroutines, and is stored as JSON.
type DimensionScorer struct {
	policy DimensionPolicy
	scales [Indicators + 1]scale
}

// DimensionScore is a customer's value in every dimension, each number from 0 to 100.
type DimensionScore struct {
	Parts      Measures                          // of each indicator; missing if it was not measured, weighs nothing, or nobody in the base had it
	Dimensions [Dimensions + 1]clientele.Measure // of each dimension; missing without a part
	Composite  clientele.Measure                 // of all; missing without a dimension that has a weight
	Coverage   float64                           // share of the composite's weight that was measured, from 0 to 1: how much the score rests on
}

// Of returns the score of a dimension. For a d that is not declared it panics.
func (s *DimensionScore) Of(d Dimension) clientele.Measure { return s.Dimensions[d] }

// Policy returns the policy of the scorer.
func (s *DimensionScorer) Policy() DimensionPolicy { return s.policy }

// Score returns the score of a customer, who need not be of the base:
//
//	dimension = Σ weight·part / Σ weight      over the parts that are known
//	composite = Σ weight·dimension / Σ weight over the dimensions that are known
//
// Special cases are: a measurement outside the base's range scores 0 or 100;
// one that is NaN makes all that depends on it NaN.
func (s *DimensionScorer) Score(m *Measures) DimensionScore {
	var out DimensionScore
	var sums, weights, all [Dimensions + 1]float64
	for i := IndicatorAmount; i <= Indicators; i++ {
		w := s.policy.Indicators[i]
		if w == 0 {
			continue
		}
		d := of[i]
		all[d] += w
		v, known := m[i].Value()
		if !known || len(s.scales[i].knots) == 0 {
			continue
		}
		part := s.scales[i].score(v)
		out.Parts[i] = clientele.Known(part)
		sums[d] += w * part
		weights[d] += w
	}
	sum, weight, total := 0.0, 0.0, 0.0
	for d := DimensionEconomic; d <= Dimensions; d++ {
		w := s.policy.Dimensions[d]
		total += w
		if weights[d] == 0 {
			continue
		}
		v := sums[d] / weights[d]
		out.Dimensions[d] = clientele.Known(v)
		sum += w * v
		weight += w
		out.Coverage += w * (weights[d] / all[d])
	}
	out.Coverage /= total
	if weight > 0 {
		out.Composite = clientele.Known(sum / weight)
	}
	return out
}

// of is Indicator.Dimension as a table.
var of = func() (t [Indicators + 1]Dimension) {
	for i := IndicatorAmount; i <= Indicators; i++ {
		t[i] = i.Dimension()
	}
	return t
}()

// Level returns the level of a customer in a dimension, high, medium or low;
// unassigned if it is missing.
func (s *DimensionScorer) Level(score *DimensionScore, d Dimension) clientele.Level {
	return s.policy.Level(score.Dimensions[d])
}

// Overall returns the level of the composite.
func (s *DimensionScorer) Overall(score *DimensionScore) clientele.Level {
	return s.policy.Level(score.Composite)
}

// Cut returns the measurement from which an indicator's score is at least the
// given one, and whether the base says: the inverse of the scale, such as "who
// spends more than this is high".
func (s *DimensionScorer) Cut(i Indicator, score float64) (value float64, known bool) {
	if i.Dimension() == 0 || len(s.scales[i].knots) == 0 || !(score >= 0 && score <= 100) {
		return 0, false
	}
	return s.scales[i].value(score), true
}

type scorerJSON struct {
	Policy DimensionPolicy     `json:"policy"`
	Scales map[Indicator]scale `json:"scales"`
}

// MarshalJSON writes the policy, and the cut points of every indicator as pairs
// of measurement and score.
func (s DimensionScorer) MarshalJSON() ([]byte, error) {
	j := scorerJSON{s.policy, map[Indicator]scale{}}
	for i := IndicatorAmount; i <= Indicators; i++ {
		if len(s.scales[i].knots) > 0 {
			j.Scales[i] = s.scales[i]
		}
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; the receiver is
// unchanged on error.
func (s *DimensionScorer) UnmarshalJSON(data []byte) error {
	var j scorerJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	out := DimensionScorer{policy: j.Policy}
	if err := out.policy.Check(); err != nil {
		return err
	}
	for i, sc := range j.Scales {
		if i.Dimension() == 0 || len(sc.knots) == 0 {
			return &clientele.InputError{Where: "dimension.Scorer", Field: "scale of " + i.String(), Value: len(sc.knots), Want: "cut points of a known indicator"}
		}
		sc.least = i.LessIsBetter()
		out.scales[i] = sc
	}
	*s = out
	return nil
}
