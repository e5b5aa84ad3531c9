package dimension

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// DimensionScorer scores customers against the base it was fitted to. It holds the
// policy and the cut points, no data; it does not change, may be used by
// several goroutines, and is stored as JSON.
type DimensionScorer struct {
	policy DimensionPolicy // its defaults filled in
	scales [Indicators + 1]scale
	cuts   [Indicators + 1][clientele.LevelHigh + 1]clientele.Measure // where a part's level begins, or for a low one, where medium does
}

// Policy returns the policy of the scorer.
func (s *DimensionScorer) Policy() DimensionPolicy { return s.policy }

// Score returns the score of a customer, who need not be of the base:
//
//	dimension = Σ weight·part / Σ weight      over the parts that are known
//	composite = Σ weight·dimension / Σ weight over the dimensions that are known
//
// An indicator in which all of the base are alike tells nobody apart: it is
// missing for a customer who is like them.
//
// Special cases are: a measurement outside the base's range scores 0 or 100;
// one that is NaN makes all that depends on it NaN.
func (s *DimensionScorer) Score(m *Measures) DimensionScore {
	out := DimensionScore{Measured: *m, Weights: s.policy.Dimensions, Medium: s.policy.Medium, High: s.policy.High}
	var sums, weights, all [Dimensions + 1]float64
	for i := IndicatorAmount; i <= Indicators; i++ {
		w := s.policy.Indicators[i]
		if w == 0 {
			continue
		}
		d := of[i]
		all[d] += w
		v, known := m[i].Value()
		if !known || s.scales[i].silent(v) {
			continue
		}
		part := s.scales[i].score(v)
		out.Parts[i] = clientele.Known(part)
		out.Limits[i] = s.cuts[i][level(out.Parts[i], out.Medium, out.High)]
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

// Cut returns the measurement from which an indicator's score is at least the
// given one, and whether the base says: the inverse of the scale, such as "who
// spends more than this is high".
func (s *DimensionScorer) Cut(i Indicator, score float64) (value float64, known bool) {
	if i.Dimension() == 0 || len(s.scales[i].knots) == 0 || !(score >= 0 && score <= 100) {
		return 0, false
	}
	return s.scales[i].value(score), true
}

// cut finds the measurements at which levels begin.
func (s *DimensionScorer) cut() {
	for i := range s.scales {
		if len(s.scales[i].knots) > 0 {
			medium, high := clientele.Known(s.scales[i].value(s.policy.Medium)), clientele.Known(s.scales[i].value(s.policy.High))
			s.cuts[i] = [...]clientele.Measure{clientele.LevelLow: medium, clientele.LevelMedium: medium, clientele.LevelHigh: high}
		}
	}
}

type scorerJSON struct {
	Policy DimensionPolicy
	Scales map[Indicator]scale
}

// MarshalJSON writes the policy, and the cut points of every indicator as pairs
// of measurement and score; null for a scorer that was not fitted.
func (s DimensionScorer) MarshalJSON() ([]byte, error) {
	if s.policy.Scaling == 0 {
		return []byte("null"), nil
	}
	j := scorerJSON{s.policy, map[Indicator]scale{}}
	for i := IndicatorAmount; i <= Indicators; i++ {
		if len(s.scales[i].knots) > 0 {
			j.Scales[i] = s.scales[i]
		}
	}
	return wire.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes and checks it; the receiver is
// unchanged on error.
func (s *DimensionScorer) UnmarshalJSON(data []byte) error {
	var out DimensionScorer
	if string(data) == "null" {
		*s = out
		return nil
	}
	var j scorerJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	if j.Scales == nil {
		return &clientele.InputError{Where: "dimension.DimensionScorer", Field: "scales", Value: "missing", Want: "the cut points that MarshalJSON wrote"}
	}
	out.policy = j.Policy.filled()
	for i, sc := range j.Scales {
		if err := i.declared("dimension.DimensionScorer"); err != nil {
			return err
		}
		if len(sc.knots) == 0 {
			return &clientele.InputError{Where: "dimension.DimensionScorer", Field: "scale of " + i.String(), Value: len(sc.knots), Want: "cut points"}
		}
		sc.least = i.LessIsBetter()
		out.scales[i] = sc
	}
	out.cut()
	*s = out
	return nil
}
