package retention

import (
	"fmt"
	"math"
	"sort"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
)

// SurvivalPoint is one step of a survival curve: a time at which customers left or
// were last seen.
type SurvivalPoint struct {
	Time        float64
	AtRisk      int     // just before Time
	Lost        int     // at Time, by any cause
	Censored    int     // last seen at Time
	Survival    float64 // Kaplan–Meier estimate S(Time)
	SE          float64 // Greenwood standard error of Survival; NaN once Survival is 0
	CumHazard   float64 // Nelson–Aalen estimate H(Time)
	CumHazardSE float64 // its standard error, √Σ d/n²
}

// SurvivalCurve is an estimated survival curve. It starts at S(0) = 1 and steps down at
// its points.
type SurvivalCurve struct {
	Points   []SurvivalPoint
	N        int // customers
	Lost     int // of them
	Warnings []clientele.Warning
}

// KaplanMeier estimates the survival curve, all causes of loss taken together:
//
//	S(t) = Π_{t_i ≤ t} (1 − d_i/n_i),  Var S(t) = S(t)² Σ d_i/(n_i (n_i − d_i))
//
// with d_i lost of n_i at risk at time t_i (Kaplan and Meier 1958; Greenwood
// 1926). With delayed entry n_i holds the customers who had entered before t_i;
// where so few have entered that all of them leave, S falls to 0 for good, and
// a warning says so. The error matches clientele.ErrNoData for an empty collection.
func (s *Subjects) KaplanMeier() (*SurvivalCurve, error) {
	if s.n == 0 {
		return nil, fmt.Errorf("retention.KaplanMeier: %w", clientele.ErrNoData)
	}
	c := &SurvivalCurve{N: s.n, Lost: s.Lost(), Points: make([]SurvivalPoint, 0, s.n)}
	survival, greenwood, hazard, hazardVar := 1.0, 0.0, 0.0, 0.0
	w := newSweep(s, tiesOf(s))
	for t, any := w.next(); any; t, any = w.next() {
		m := w.take(t)
		n, d := float64(m.risk), float64(m.lost())
		if d > 0 {
			survival *= 1 - d/n
			greenwood += d / (n * (n - d)) // +Inf once all are lost
			hazard += d / n
			hazardVar += d / (n * n)
		}
		se := survival * math.Sqrt(greenwood)
		c.Points = append(c.Points, SurvivalPoint{t, m.risk, m.lost(), m.censored, survival, se, hazard, math.Sqrt(hazardVar)})
		c.Warnings = w.warn(c.Warnings, t, survival)
	}
	return c, nil
}

// last returns the index of the last point at or before t, −1 if there is none.
func (c *SurvivalCurve) last(t float64) int {
	return sort.Search(len(c.Points), func(i int) bool { return c.Points[i].Time > t }) - 1
}

// At returns S(t), the probability of being a customer after time t.
//
// Special cases are:
//
//	At(t) = 1 before the first loss
//	At(t) = NaN for t < 0 and NaN, and after the last point unless S is 0 there: nobody was watched so long
func (c *SurvivalCurve) At(t float64) float64 {
	if !(t >= 0) {
		return math.NaN()
	}
	k := c.last(t)
	switch {
	case k < 0 && len(c.Points) > 0:
		return 1
	case k < 0 || (k == len(c.Points)-1 && t > c.Points[k].Time && c.Points[k].Survival > 0):
		return math.NaN()
	}
	return c.Points[k].Survival
}

// Interval returns the pointwise interval of S(t). It is [1, 1] before the
// first loss, and [0, 1] where At is NaN and where S is 0, because Greenwood's
// variance does not exist there. It panics unless level lies in (0, 1).
func (c *SurvivalCurve) Interval(t float64, on Limits, level float64) clientele.Interval {
	z := normal.Z(level)
	iv := clientele.Interval{Lo: 0, Hi: 1, Level: level}
	switch s := c.At(t); {
	case s == 1:
		iv.Lo = 1
	case s > 0:
		iv.Lo, iv.Hi = c.Points[c.last(t)].limits(z, on)
	}
	return iv
}

// limits returns the ends of the interval at a point with 0 < S < 1.
func (p SurvivalPoint) limits(z float64, on Limits) (lo, hi float64) {
	s, rel := p.Survival, p.SE/p.Survival // rel is the standard error of ln S
	switch on {
	case LimitsPlain:
		lo, hi = s-z*p.SE, s+z*p.SE
	case LimitsLog:
		lo, hi = s*math.Exp(-z*rel), s*math.Exp(z*rel)
	default:
		spread := z * rel / math.Log(s) // < 0
		lo, hi = math.Pow(s, math.Exp(-spread)), math.Pow(s, math.Exp(spread))
	}
	return math.Max(lo, 0), math.Min(hi, 1)
}

// Median returns the time by which half of the customers are lost; Quantile(0.5).
func (c *SurvivalCurve) Median() float64 { return c.Quantile(0.5) }

// Quantile returns the time by which the share p of the customers is lost: the
// first time with S ≤ 1 − p, and the middle of the flat stretch where S equals
// 1 − p on it. NaN if the curve does not fall so far. It panics unless p lies
// in (0, 1).
func (c *SurvivalCurve) Quantile(p float64) float64 {
	checkShare(p)
	return c.crossing(1-p, func(q SurvivalPoint) float64 { return q.Survival })
}

// QuantileInterval returns the interval of a quantile: the times at which the
// limits of the curve cross 1 − p (Brookmeyer and Crowley 1982). An end that
// is never crossed is +Inf. It panics unless p and level lie in (0, 1).
func (c *SurvivalCurve) QuantileInterval(p float64, on Limits, level float64) clientele.Interval {
	checkShare(p)
	z := normal.Z(level)
	end := func(upper bool) float64 {
		t := c.crossing(1-p, func(q SurvivalPoint) float64 {
			switch {
			case q.Survival == 1:
				return 1
			case q.Survival == 0 && upper:
				return 1 // no variance: the upper limit does not fall
			case q.Survival == 0:
				return 0
			}
			lo, hi := q.limits(z, on)
			if upper {
				return hi
			}
			return lo
		})
		if math.IsNaN(t) {
			return math.Inf(1)
		}
		return t
	}
	return clientele.Interval{Lo: end(false), Hi: end(true), Level: level}
}

func checkShare(p float64) {
	if !(p > 0 && p < 1) {
		panic("retention: share of a quantile must lie between 0 and 1")
	}
}

// crossing returns the first time at which y ≤ level, or the middle of the
// stretch on which they are equal.
func (c *SurvivalCurve) crossing(level float64, y func(SurvivalPoint) float64) float64 {
	const tie = 1e-12
	for i, p := range c.Points {
		v := y(p)
		if v > level+tie {
			continue
		}
		if v < level-tie {
			return p.Time
		}
		for _, q := range c.Points[i+1:] {
			if y(q) < level-tie {
				return (p.Time + q.Time) / 2
			}
		}
		return p.Time
	}
	return math.NaN()
}

// RestrictedMean returns the mean time as a customer within the first tau time
// units, the area under the curve up to tau, and its standard error
// √Σ A_i² d_i/(n_i (n_i − d_i)), A_i the area from t_i to tau. NaN unless tau > 0
// lies within the time watched.
func (c *SurvivalCurve) RestrictedMean(tau float64) (mean, se float64) {
	if math.IsNaN(c.At(tau)) || tau == 0 {
		return math.NaN(), math.NaN()
	}
	k := c.last(tau)
	end, variance := tau, 0.0
	for i := k; i >= 0; i-- {
		p := c.Points[i]
		mean += p.Survival * (end - p.Time) // now the area from t_i on
		end = p.Time
		if n, d := float64(p.AtRisk), float64(p.Lost); d > 0 && d < n {
			variance += mean * mean * d / (n * (n - d))
		}
	}
	return mean + end, math.Sqrt(variance)
}
