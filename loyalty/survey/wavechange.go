package survey

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"gonum.org/v1/gonum/stat/distuv"
)

// WaveChange is the difference between two waves of a survey, or two groups. A
// nil wave is an empty one.
type WaveChange struct {
	Difference float64            // after − before, in the units of the instrument
	Interval   clientele.Interval // of the difference
	Statistic  float64            // z, or Student's t for CES
	P          float64            // two-sided probability of a statistic this large without a change
}

// NPSChange compares two waves: every score is adjusted as in NPS.Interval,
// and the difference of the adjusted scores is held against the root of their
// summed variances. Difference itself is that of the plain scores, and the
// interval reaches to it as that of NPS does. Statistic and P are NaN where a wave has no answers. It panics unless level lies in (0, 1).
func NPSChange(before, after *NPS, level float64) WaveChange {
	before, after = before.orEmpty(), after.orEmpty()
	z := normal.Z(level)
	if before.n == 0 || after.n == 0 {
		return unknown(-200, 200, level)
	}
	m1, v1 := before.adjusted()
	m2, v2 := after.adjusted()
	se := math.Sqrt(v1 + v2)
	c := WaveChange{Difference: after.Score() - before.Score(), Statistic: (m2 - m1) / se}
	c.P = normal.PValue(c.Statistic)
	c.Interval = reaching(c.Difference, m2-m1, z*se, 200, level)
	return c
}

// CSATChange compares the shares of satisfied answers: Newcombe's interval
// (1998, method 10) and the pooled score test. It panics unless level lies in (0, 1).
func CSATChange(before, after *CSAT, level float64) WaveChange {
	before, after = before.orEmpty(), after.orEmpty()
	normal.Z(level) // the check of level
	if before.n == 0 || after.n == 0 {
		return unknown(-1, 1, level)
	}
	s1, n1, s2, n2 := float64(before.Satisfied()), float64(before.n), float64(after.Satisfied()), float64(after.n)
	pooled := (s1 + s2) / (n1 + n2)
	c := WaveChange{Difference: after.Share() - before.Share(), Interval: normal.Newcombe(s1, n1, s2, n2, level), P: 1}
	if se := math.Sqrt(pooled * (1 - pooled) * (1/n1 + 1/n2)); se > 0 {
		c.Statistic = c.Difference / se
		c.P = normal.PValue(c.Statistic)
	}
	return c
}

// CESChange compares the mean answers with Welch's test, whose degrees of
// freedom allow for unequal spread. A wave whose answers all agree is given the
// spread of the other. Statistic and P are NaN where a wave has fewer than two
// answers or neither has any spread. It panics unless level lies in (0, 1).
func CESChange(before, after *CES, level float64) WaveChange {
	before, after = before.orEmpty(), after.orEmpty()
	normal.Z(level) // the check of level
	m1, s1 := before.moments()
	m2, s2 := after.moments()
	if s1 == 0 {
		s1 = s2
	}
	if s2 == 0 {
		s2 = s1
	}
	v1, v2 := s1/float64(before.n), s2/float64(after.n)
	if before.n < 2 || after.n < 2 || v1+v2 == 0 {
		return unknown(-6, 6, level)
	}
	df := (v1 + v2) * (v1 + v2) / (v1*v1/float64(before.n-1) + v2*v2/float64(after.n-1))
	se := math.Sqrt(v1 + v2)
	half := studentQuantile(level, df) * se
	c := WaveChange{Difference: m2 - m1, Statistic: (m2 - m1) / se}
	c.P = 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.CDF(-math.Abs(c.Statistic))
	c.Interval = clientele.Interval{Lo: math.Max(m2-m1-half, -6), Hi: math.Min(m2-m1+half, 6), Level: level}
	return c
}

// unknown is the change that the data say nothing about.
func unknown(lo, hi, level float64) WaveChange {
	nan := math.NaN()
	return WaveChange{nan, clientele.Interval{Lo: lo, Hi: hi, Level: level}, nan, nan}
}
