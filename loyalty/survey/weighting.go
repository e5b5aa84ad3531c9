package survey

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/normal"
)

// Stratum is a part of the customer base with its own answers.
type Stratum struct {
	Share   float64 // of the base, > 0; only the proportions of the shares matter
	Answers *NPS    // at least two
}

// Weighted is a score weighted to the customer base.
type Weighted struct {
	Score        float64 // points
	SE           float64 // standard error, points
	Answers      int
	EffectiveN   float64 // answers of an unweighted survey with the same standard error
	DesignEffect float64 // Answers / EffectiveN: what unequal weights and strata cost, or save if < 1
}

// Interval returns the normal interval of the weighted score, cut at −100 and
// 100. It panics unless level lies in (0, 1).
func (w Weighted) Interval(level float64) clientele.Interval {
	half := normal.Z(level) * w.SE
	return clientele.Interval{Lo: math.Max(w.Score-half, -100), Hi: math.Min(w.Score+half, 100), Level: level}
}

// Weight corrects a survey for who answered (Cochran 1977, §5.3): with W the
// share of a stratum in the base,
//
//	score = Σ W NPS_h,  variance = Σ W² v_h / (n_h − 1),
//
// v_h the variance of an answer in the stratum. In a stratum whose answers all
// agree v_h is that of the adjusted counts (Rocks 2016), for unanimity of a few
// is not certainty. A stratum with fewer than two answers, or a share that is
// not positive, is an *clientele.InputError: join it with another. The order
// of the strata does not matter.
func Weight(strata []Stratum) (Weighted, error) {
	var sum exact.Sum
	for i, s := range strata {
		bad := func(field string, value any, want string) error {
			return &clientele.InputError{Where: fmt.Sprintf("survey.Weight: stratum %d", i+1), Field: field, Value: value, Want: want}
		}
		if !(s.Share > 0 && s.Share <= 1e100) {
			return Weighted{}, bad("share", s.Share, "a finite share > 0")
		}
		if s.Answers.orEmpty().n < 2 {
			return Weighted{}, bad("answers", s.Answers.orEmpty().n, "at least two; join the stratum with another")
		}
		sum.Add(s.Share)
	}
	if len(strata) == 0 {
		return Weighted{}, fmt.Errorf("survey.Weight: %w", clientele.ErrNoData)
	}
	strata = slices.SortedFunc(slices.Values(strata), func(a, b Stratum) int {
		return cmp.Or(cmp.Compare(a.Share, b.Share), slices.Compare(a.Answers.counts[:], b.Answers.counts[:]))
	})
	var w Weighted
	variance, second := 0.0, 0.0
	total := sum.Value()
	for _, s := range strata {
		share, n := s.Share/total, float64(s.Answers.n)
		sd := s.Answers.SD()
		w.Score += share * s.Answers.Score()
		w.Answers += s.Answers.n
		second += share * (sd*sd + s.Answers.Score()*s.Answers.Score())
		if sd == 0 {
			_, v := s.Answers.adjusted()
			variance += share * share * v
		} else {
			variance += share * share * sd * sd / (n - 1)
		}
	}
	w.SE = math.Sqrt(variance)
	if spread := second - w.Score*w.Score; spread > 0 {
		w.EffectiveN = spread / variance
	} else {
		w.EffectiveN = float64(w.Answers)
	}
	w.DesignEffect = float64(w.Answers) / w.EffectiveN
	return w, nil
}
