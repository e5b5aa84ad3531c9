package survey

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"gonum.org/v1/gonum/stat/distuv"
)

// Wave is one round of a survey.
type Wave struct {
	At      float64 // when, in the caller's time unit
	Answers *NPS    // at least one
}

// WaveTrend is a line through the scores of several waves.
type WaveTrend struct {
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
// different times, clientele.ErrNoData with none. The order of the waves does
// not matter.
func FitTrend(waves []Wave, level float64) (WaveTrend, error) {
	z := normal.Z(level)
	if err := checkWaves(waves); err != nil {
		return WaveTrend{}, err
	}
	waves = slices.SortedFunc(slices.Values(waves), func(a, b Wave) int {
		return cmp.Or(cmp.Compare(a.At, b.At), slices.Compare(a.Answers.counts[:], b.Answers.counts[:]))
	})
	if waves[0].At == waves[len(waves)-1].At {
		return WaveTrend{}, fmt.Errorf("survey.FitTrend: %w: waves at two or more different times are needed", clientele.ErrNotIdentified)
	}
	return fitLine(waves, z, level), nil
}

func checkWaves(waves []Wave) error {
	if len(waves) == 0 {
		return fmt.Errorf("survey.FitTrend: %w", clientele.ErrNoData)
	}
	for i, v := range waves {
		bad := func(field string, value any, want string) error {
			return &clientele.InputError{Where: fmt.Sprintf("survey.FitTrend: wave %d", i+1), Field: field, Value: value, Want: want}
		}
		if !(math.Abs(v.At) <= 1e100) {
			return bad("time", v.At, "a finite time")
		}
		if v.Answers.orEmpty().n == 0 {
			return bad("answers", 0, "at least one")
		}
	}
	return nil
}

// fitLine runs the regression over sorted waves.
func fitLine(waves []Wave, z, level float64) WaveTrend {
	var w, wt, wy float64
	for _, v := range waves {
		score, variance := v.Answers.adjusted()
		w += 1 / variance
		wt += v.At / variance
		wy += score / variance
	}
	meanT, meanY := wt/w, wy/w
	var sxx, sxy float64
	for _, v := range waves {
		score, variance := v.Answers.adjusted()
		sxx += (v.At - meanT) * (v.At - meanT) / variance
		sxy += (v.At - meanT) * (score - meanY) / variance
	}
	tr := WaveTrend{Slope: sxy / sxx, SE: 1 / math.Sqrt(sxx), Scatter: math.NaN(), ScatterP: math.NaN()}
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
	return tr
}
