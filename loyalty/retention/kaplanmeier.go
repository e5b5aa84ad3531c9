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
	survival, greenwood, hazard, hazardVar := product{hi: 1}, 0.0, 0.0, 0.0
	w := newSweep(s, tiesOf(s))
	for t, any := w.next(); any; t, any = w.next() {
		m := w.take(t)
		n, d := float64(m.risk), float64(m.lost())
		if d > 0 {
			survival.stay(n, d)
			greenwood += d / (n * (n - d)) // +Inf once all are lost
			hazard += d / n
			hazardVar += d / (n * n)
		}
		se := survival.hi * math.Sqrt(greenwood)
		c.Points = append(c.Points, SurvivalPoint{t, m.risk, m.lost(), m.censored, survival.hi, se, hazard, math.Sqrt(hazardVar)})
		c.Warnings = w.warn(c.Warnings, t, survival.hi)
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

// Interval returns the pointwise interval of S(t). Where Greenwood's variance
// says nothing it rests on who was watched, for unanimity of a few is not
// certainty: before the first loss it is Wilson's interval of all the customers
// watched at t, and where S is 0 its upper end is that of the step before times
// Wilson's limit of none of the last customers at risk. It is [0, 1] where At
// is NaN, and panics unless level lies in (0, 1).
func (c *SurvivalCurve) Interval(t float64, on Limits, level float64) clientele.Interval {
	if math.IsNaN(c.At(t)) {
		return normal.Wilson(0, 0, level)
	}
	k := c.last(t)
	if k >= 0 && t == c.Points[k].Time {
		return c.interval(k, on, level)
	}
	return c.after(k, on, level)
}

// after returns the interval between point k, −1 for the start, and the next.
func (c *SurvivalCurve) after(k int, on Limits, level float64) clientele.Interval {
	switch {
	case k < 0:
		return unanimous(c.Points[0].AtRisk, 1, level)
	case c.Points[k].Survival == 1:
		return unanimous(c.Points[k].AtRisk-c.Points[k].Censored, 1, level)
	}
	return c.interval(k, on, level)
}

// interval returns that at the time of a point.
func (c *SurvivalCurve) interval(k int, on Limits, level float64) clientele.Interval {
	p := c.Points[k]
	switch {
	case p.Survival == 1:
		return unanimous(p.AtRisk, 1, level)
	case p.Survival > 0:
		lo, hi := p.limits(normal.Z(level), on)
		return clientele.Interval{Lo: lo, Hi: hi, Level: level}
	}
	for k > 0 && c.Points[k-1].Survival == 0 {
		k--
	}
	iv := unanimous(c.Points[k].AtRisk, 0, level)
	if k > 0 {
		iv.Hi *= c.interval(k-1, on, level).Hi
	}
	return iv
}

// unanimous returns the interval of a share that n customers have put at 0 or 1.
func unanimous(n int, share, level float64) clientele.Interval {
	return normal.Unanimous(share, float64(n), 0, 1, level)
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

// RestrictedMean returns the mean time as a customer within the first tau time
// units, the area under the curve up to tau, and its standard error
// √Σ A_i² d_i/(n_i (n_i − d_i)), A_i the area from t_i to tau; NaN where nobody
// was lost by then, for unanimity is not certainty. NaN unless tau > 0 lies
// within the time watched.
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
	if k < 0 || c.Points[k].Survival == 1 {
		return mean + end, math.NaN()
	}
	return mean + end, math.Sqrt(variance)
}
