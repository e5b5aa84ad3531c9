package dimension

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

// knot is a measurement and the score it earns.
type knot struct{ value, score float64 }

// scale maps measurements to scores: knots of ascending value, with scores
// from 0 to 100 that rise with them, and straight lines between. An indicator
// that nobody in the base had a value of has an empty scale.
type scale struct {
	knots []knot
	least bool // less is better: the score is 100 − what the knots say
}

// rankSteps is the number of steps of a scale by rank: quantiles are 1/32 apart.
const rankSteps = 32

// probabilities returns the quantiles a scaling is fitted from.
func (s IndicatorScaling) probabilities() []float64 {
	if s == IndicatorScalingByValue {
		return []float64{0, 0.05, 0.95, 1}
	}
	out := make([]float64, rankSteps+1)
	for i := range out {
		out[i] = float64(i) / rankSteps
	}
	return out
}

// scaleOf makes a scale of the quantiles at s.probabilities().
func (s IndicatorScaling) scaleOf(q []float64, least bool) scale {
	if s == IndicatorScalingByValue {
		lo, hi := q[1], q[2]
		if lo == hi { // nine in ten are alike: let the others count
			lo, hi = q[0], q[3]
		}
		return scale{between(lo, hi), least}
	}
	var knots []knot
	for i := 0; i < len(q); {
		j := i
		for j+1 < len(q) && q[j+1] == q[i] {
			j++
		}
		knots = append(knots, knot{q[i], float64(i+j) / 2}) // ties share their middle
		i = j + 1
	}
	first, last := knots[0].score, knots[len(knots)-1].score
	if first == last {
		return scale{between(q[0], q[0]), least}
	}
	for i := range knots { // the worst has 0, the best 100
		knots[i].score = 100 * ((knots[i].score - first) / (last - first))
	}
	return scale{knots, least}
}

// between is the scale from lo to hi; of one value, all that can be said of it
// is that it is in the middle.
func between(lo, hi float64) []knot {
	if lo == hi {
		return []knot{{lo, 50}}
	}
	return []knot{{lo, 0}, {hi, 100}}
}

// silent reports whether the scale says nothing of v: nobody had a value, or all
// had this one.
func (s *scale) silent(v float64) bool {
	return len(s.knots) == 0 || len(s.knots) == 1 && s.knots[0].value == v
}

// score returns the score of v; NaN for NaN. The scale must not be empty.
func (s *scale) score(v float64) float64 {
	up := s.rising(v)
	if s.least {
		return 100 - up
	}
	return up
}

func (s *scale) rising(v float64) float64 {
	k := s.knots
	last := len(k) - 1
	switch {
	case v != v:
		return v
	case v < k[0].value:
		return 0
	case v > k[last].value:
		return 100
	case v == k[last].value:
		return k[last].score
	}
	lo, hi := 0, last // k[lo].value ≤ v < k[hi].value
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; v < k[mid].value {
			hi = mid
		} else {
			lo = mid
		}
	}
	a, b := k[lo], k[hi]
	part := (v - a.value) / (b.value - a.value)
	if math.IsInf(b.value-a.value, 1) {
		part = (v/2 - a.value/2) / (b.value/2 - a.value/2)
	}
	return a.score + part*(b.score-a.score)
}

// value returns a measurement that earns a score: the inverse of score.
func (s *scale) value(score float64) float64 {
	if s.least {
		score = 100 - score
	}
	k := s.knots
	for i := 1; i < len(k); i++ {
		if score <= k[i].score {
			part := (score - k[i-1].score) / (k[i].score - k[i-1].score)
			return (1-part)*k[i-1].value + part*k[i].value
		}
	}
	return k[len(k)-1].value
}

// MarshalJSON writes the knots as pairs.
func (s scale) MarshalJSON() ([]byte, error) {
	out := make([][2]float64, len(s.knots))
	for i, k := range s.knots {
		out[i] = [2]float64{k.value, k.score}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes and checks that values rise and
// scores rise with them from 0 to 100.
func (s *scale) UnmarshalJSON(data []byte) error {
	var in [][2]float64
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	if len(in) == 0 {
		return &clientele.InputError{Where: "dimension.DimensionScorer", Field: "scale", Value: "empty", Want: "at least one cut point"}
	}
	out := make([]knot, len(in))
	for i, p := range in {
		out[i] = knot{p[0], p[1]}
		if !(p[1] >= 0 && p[1] <= 100 && math.Abs(p[0]) <= maxMeasure) || (i > 0 && !(p[0] > in[i-1][0] && p[1] > in[i-1][1])) {
			return &clientele.InputError{Where: "dimension.DimensionScorer", Field: fmt.Sprintf("cut point %d", i), Value: p, Want: "a value and a score from 0 to 100, both above those before"}
		}
	}
	s.knots = out
	return nil
}
