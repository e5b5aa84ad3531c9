package dimension

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// Slope returns the change of a series of equal periods, oldest first, as the
// share of its mean by which it rises a period: the median of the slopes
// between all pairs of periods (Theil 1950, Sen 1968), over the mean. One
// extraordinary period hardly moves it. It suits the indicator Trend.
//
// Special cases are: missing for fewer than three periods, a period that is
// negative or not finite, and a series of zeros.
func Slope(series []float64) clientele.Measure {
	if len(series) < 3 {
		return clientele.Measure{}
	}
	mean := 0.0
	for _, v := range series {
		if !(v >= 0 && v <= maxMeasure) {
			return clientele.Measure{}
		}
		mean += v / float64(len(series))
	}
	if mean == 0 {
		return clientele.Measure{}
	}
	slopes := make([]float64, 0, len(series)*(len(series)-1)/2)
	for i, a := range series {
		for j, b := range series[i+1:] {
			slopes = append(slopes, (b-a)/float64(j+1))
		}
	}
	slices.Sort(slopes)
	k := len(slopes) / 2
	middle := slopes[k]
	if len(slopes)%2 == 0 {
		middle = (slopes[k-1] + slopes[k]) / 2
	}
	return clientele.Known(middle / mean)
}

// Evenness returns how regular a customer's gaps between purchases are,
// 1/(1 + s²/m²) with their mean m and variance s²: 1 for a clockwork, ½ for
// purchases at random (a Poisson process), towards 0 for bursts. It suits the
// indicator Regularity.
//
// Special cases are: missing for fewer than two gaps, and for a gap that is
// negative or not finite, or gaps that are all 0.
func Evenness(gaps []float64) clientele.Measure {
	if len(gaps) < 2 {
		return clientele.Measure{}
	}
	mean := 0.0
	for _, g := range gaps {
		if !(g >= 0) || math.IsInf(g, 1) {
			return clientele.Measure{}
		}
		mean += g / float64(len(gaps))
	}
	if mean == 0 {
		return clientele.Measure{}
	}
	square := 0.0
	for _, g := range gaps {
		square += (g/mean - 1) * (g/mean - 1)
	}
	return clientele.Known(1 / (1 + square/float64(len(gaps)-1)))
}
