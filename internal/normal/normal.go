// Package normal holds the few facts about the normal distribution and about
// proportions that several packages share.
package normal

import (
	"math"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/gonum/stat/distuv"
)

// Z returns the two-sided standard normal quantile of a confidence level, such
// as 1.96 for 0.95. It panics unless level lies in (0, 1).
func Z(level float64) float64 {
	if !(level > 0 && level < 1) {
		panic("clientele: level of an interval must lie between 0 and 1")
	}
	return distuv.UnitNormal.Quantile((1 + level) / 2)
}

// Upper returns P(Z > z).
func Upper(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// PValue returns the two-sided probability P(|Z| > |z|).
func PValue(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// Wilson returns the score interval of a proportion (Wilson 1927) of hits out
// of n; [0, 1] if n is 0. Hits may be fractional, as effective counts are.
func Wilson(hits, n, level float64) clientele.Interval {
	z := Z(level)
	if !(n > 0) {
		return clientele.Interval{Lo: 0, Hi: 1, Level: level}
	}
	p := hits / n
	centre := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	iv := clientele.Interval{Lo: math.Max(centre-half, 0), Hi: math.Min(centre+half, 1), Level: level}
	// Exactly, where centre − half is rounding: the interval holds what was seen.
	if hits == 0 {
		iv.Lo = 0
	}
	if hits == n {
		iv.Hi = 1
	}
	return iv
}

// Unanimous returns the interval of a mean of numbers in [lo, hi] of which n
// ≥ 0 were seen and all had one value, for unanimity of a few is not certainty:
// up to a share z²/(n + z²) of all, Wilson's upper limit of none of n, may be at
// either end. Of a proportion it is Wilson's interval of all or none of n; all
// of [lo, hi] if n is 0. It is the library's one answer to such data.
func Unanimous(value, n, lo, hi, level float64) clientele.Interval {
	others := Wilson(0, n, level).Hi
	if others == 1 {
		return clientele.Interval{Lo: lo, Hi: hi, Level: level}
	}
	return clientele.Interval{Lo: value - others*(value-lo), Hi: value + others*(hi-value), Level: level}
}

// Newcombe returns the interval of the difference p₂ − p₁ of two independent
// proportions, built from their Wilson intervals (Newcombe 1998, method 10).
func Newcombe(hits1, n1, hits2, n2, level float64) clientele.Interval {
	if !(n1 > 0 && n2 > 0) {
		return clientele.Interval{Lo: -1, Hi: 1, Level: level}
	}
	p1, p2 := hits1/n1, hits2/n2
	a, b := Wilson(hits1, n1, level), Wilson(hits2, n2, level)
	return clientele.Interval{
		Lo:    p2 - p1 - math.Hypot(p2-b.Lo, a.Hi-p1),
		Hi:    p2 - p1 + math.Hypot(b.Hi-p2, p1-a.Lo),
		Level: level,
	}
}
