package survey

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty/internal/normal"
	"gonum.org/v1/gonum/stat/distuv"
)

// Wave is one round of a survey.
type Wave struct {
	At      float64 // when, in the caller's time unit
	Answers *NPS    // at least one
}

// Trend is a line through the scores of several waves.
type Trend struct {
	Slope    float64            // points a time unit
	SE       float64            // its standard error, scatter included
	Interval clientele.Interval // of the slope
	P        float64            // two-sided probability of such a slope without a trend
	Scatter  float64            // chi-square of the waves about the line over its degrees of freedom; 1 is sampling alone. NaN with two waves
	ScatterP float64            // probability of so much scatter from sampling alone; NaN with two waves
}

// FitTrend fits score = a + slope·At by weighted least squares, every wave
// (adjusted as in NPS.Interval) weighted by the inverse of its sampling
// variance. If the waves scatter about the line by more than sampling explains,
// the standard error is widened by √Scatter (Birge 1932), so that a line is not
// claimed through what goes up and down. It panics unless level lies in (0, 1);
// the error is an *clientele.InputError for a wave without answers or a time
// that is not finite, and matches clientele.ErrNotIdentified with fewer than two
// different times.
func FitTrend(waves []Wave, level float64) (Trend, error) {
	z := normal.Z(level)
	var w, wt, wy float64
	distinct := false
	for i, v := range waves {
		bad := func(field string, value any, want string) error {
			return &clientele.InputError{Where: fmt.Sprintf("survey.FitTrend: wave %d", i+1), Field: field, Value: value, Want: want}
		}
		if !(math.Abs(v.At) <= 1e100) {
			return Trend{}, bad("time", v.At, "a finite time")
		}
		if v.Answers.size() == 0 {
			return Trend{}, bad("answers", 0, "at least one")
		}
		score, variance := v.Answers.adjusted()
		w += 1 / variance
		wt += v.At / variance
		wy += score / variance
		distinct = distinct || v.At != waves[0].At
	}
	if !distinct {
		return Trend{}, fmt.Errorf("survey.FitTrend: %w: waves at two or more different times are needed", clientele.ErrNotIdentified)
	}
	meanT, meanY := wt/w, wy/w
	var sxx, sxy float64
	for _, v := range waves {
		score, variance := v.Answers.adjusted()
		sxx += (v.At - meanT) * (v.At - meanT) / variance
		sxy += (v.At - meanT) * (score - meanY) / variance
	}
	tr := Trend{Slope: sxy / sxx, SE: 1 / math.Sqrt(sxx), Scatter: math.NaN(), ScatterP: math.NaN()}
	if df := float64(len(waves) - 2); df > 0 {
		q := 0.0
		for _, v := range waves {
			score, variance := v.Answers.adjusted()
			e := score - meanY - tr.Slope*(v.At-meanT)
			q += e * e / variance
		}
		tr.Scatter = q / df
		tr.ScatterP = distuv.ChiSquared{K: df}.Survival(q)
		tr.SE *= math.Sqrt(math.Max(tr.Scatter, 1))
	}
	tr.Interval = clientele.Interval{Lo: tr.Slope - z*tr.SE, Hi: tr.Slope + z*tr.SE, Level: level}
	tr.P = normal.PValue(tr.Slope / tr.SE)
	return tr, nil
}
