package retention

import (
	"math"

	"github.com/clientele-go/clientele"
)

// Median returns the time by which half of the customers are lost; Quantile(0.5).
func (c *SurvivalCurve) Median() float64 { return c.Quantile(0.5) }

// Quantile returns the time by which the share p of the customers is lost: the
// first time with S ≤ 1 − p, and the middle of the flat stretch where S equals
// 1 − p on it. NaN if the curve does not fall so far. It panics unless p lies
// in (0, 1).
func (c *SurvivalCurve) Quantile(p float64) float64 {
	checkShare(p)
	return crossing(len(c.Points), c.time, func(k int) float64 { return c.Points[k].Survival }, 1-p)
}

// QuantileInterval returns the interval of a quantile: the times at which the
// limits of the curve cross 1 − p (Brookmeyer and Crowley 1982). Where the lower
// limit never does, as in a healthy base, the lower end is the last time
// watched, which the quantile exceeds; where the upper limit never does, the
// upper end is +Inf. It panics unless p and level lie in (0, 1).
func (c *SurvivalCurve) QuantileInterval(p float64, on Limits, level float64) clientele.Interval {
	checkShare(p)
	var limits []clientele.Interval
	for k := -1; k < len(c.Points) && (k < 1 || c.Points[k-1].Survival > 0); k++ { // nothing moves once S is 0
		limits = append(limits, c.after(k, on, level))
	}
	return crossings(limits, c.time, p, level)
}

func (c *SurvivalCurve) time(k int) float64 { return c.Points[k].Time }

// Quantile returns the time by which the share p of all customers is lost by
// the cause: the first time with an incidence of at least p, and the middle of
// the flat stretch where it equals p on it. NaN if the incidence does not rise so
// far, as that of a cause among several need not. It panics unless p lies in
// (0, 1) and cause is a declared one.
func (inc *Incidence) Quantile(p float64, cause Cause) float64 {
	checkCause(cause)
	checkShare(p)
	return crossing(len(inc.Points), inc.time, func(k int) float64 { return 1 - inc.Points[k].Incidence[cause-1] }, 1-p)
}

// QuantileInterval returns the interval of a quantile: the times at which the
// limits of the incidence cross p, with the ends of
// SurvivalCurve.QuantileInterval where they do not. It panics unless p and
// level lie in (0, 1) and cause is a declared one.
func (inc *Incidence) QuantileInterval(p float64, cause Cause, level float64) clientele.Interval {
	checkCause(cause)
	checkShare(p)
	var limits []clientele.Interval
	for k := -1; k < len(inc.Points) && (k < 1 || inc.Points[k-1].Survival > 0); k++ {
		iv := inc.after(k, cause, level)
		limits = append(limits, clientele.Interval{Lo: 1 - iv.Hi, Hi: 1 - iv.Lo})
	}
	return crossings(limits, inc.time, p, level)
}

func (inc *Incidence) time(k int) float64 { return inc.Points[k].Time }

func checkShare(p float64) {
	if !(p > 0 && p < 1) {
		panic("retention: share of a quantile must lie between 0 and 1")
	}
}

// crossings returns the interval of the time at which a falling curve reaches
// 1 − p, from the limits of the curve from the start on and after every time.
func crossings(limits []clientele.Interval, exit func(int) float64, p, level float64) clientele.Interval {
	n := len(limits)
	time := func(k int) float64 {
		if k == 0 {
			return 0
		}
		return exit(k - 1)
	}
	lo := crossing(n, time, func(k int) float64 { return limits[k].Lo }, 1-p)
	hi := crossing(n, time, func(k int) float64 { return limits[k].Hi }, 1-p)
	if math.IsNaN(lo) {
		lo = time(n - 1)
	}
	if math.IsNaN(hi) {
		hi = math.Inf(1)
	}
	return clientele.Interval{Lo: lo, Hi: hi, Level: level}
}

// crossing returns the first of n times at which y ≤ level, or the middle of the
// stretch on which they are equal.
func crossing(n int, time, y func(int) float64, level float64) float64 {
	const tie = 1e-12
	for i := range n {
		v := y(i)
		if v > level+tie {
			continue
		}
		if v < level-tie {
			return time(i)
		}
		for j := i + 1; j < n; j++ {
			if y(j) < level-tie {
				return (time(i) + time(j)) / 2
			}
		}
		return time(i)
	}
	return math.NaN()
}
