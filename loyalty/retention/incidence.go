package retention

import (
	"fmt"
	"math"
	"sort"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
)

// IncidencePoint is one step of the cumulative incidences.
type IncidencePoint struct {
	Time      float64
	AtRisk    int
	Lost      CauseCounts
	Censored  int         // last seen at Time
	Survival  float64     // still a customer; Survival + Σ Incidence = 1
	Incidence CauseShares // lost by the cause up to Time
	SE        CauseShares // of Incidence
}

// Incidence holds the cumulative incidence of every cause of loss.
type Incidence struct {
	Points   []IncidencePoint
	N        int // customers
	Warnings []clientele.Warning
}

// AalenJohansen estimates the probability of having left by each cause while
// the others compete:
//
//	F_k(t) = Σ_{t_i ≤ t} S(t_i−) d_ik/n_i
//
// (Aalen and Johansen 1978) with the delta-method variance (Marubini and
// Valsecchi 1995, eq. 10.12)
//
//	Σ (F_k(t) − F_k(t_i))² d_i/(n_i(n_i−d_i)) + Σ S(t_i−)² d_ik (n_i−d_ik)/n_i³
//	− 2 Σ (F_k(t) − F_k(t_i)) S(t_i−) d_ik/n_i²,
//
// which is Greenwood's for a single cause. One minus a Kaplan–Meier curve that
// takes the other causes for censored is larger, and is not a probability of
// anything. With delayed entry the warning of KaplanMeier applies. The error
// matches clientele.ErrNoData for an empty collection.
func (s *Subjects) AalenJohansen() (*Incidence, error) {
	if s.n == 0 {
		return nil, fmt.Errorf("retention.AalenJohansen: %w", clientele.ErrNoData)
	}
	inc := &Incidence{N: s.n}
	var acc [numCauses]quadratic
	survival := product{hi: 1}
	var lost [numCauses]total
	p := IncidencePoint{}
	w := newSweep(s, tiesOf(s))
	for t, any := w.next(); any; t, any = w.next() {
		m := w.take(t)
		p.Time, p.AtRisk, p.Lost, p.Censored = t, m.risk, m.events, m.censored
		n, d := float64(m.risk), float64(m.lost())
		for k, events := range m.events {
			dk := float64(events)
			if d > 0 {
				lost[k].add(survival.hi * dk / n)
				p.Incidence[k] = lost[k].value()
				acc[k].add(p.Incidence[k], survival.hi, n, d, dk)
			}
			p.SE[k] = math.Sqrt(acc[k].variance(p.Incidence[k]))
		}
		if d > 0 {
			survival.stay(n, d)
		}
		p.Survival = survival.hi
		inc.Points = append(inc.Points, p)
		inc.Warnings = w.warn(inc.Warnings, t, survival.hi)
	}
	return inc, nil
}

// quadratic accumulates the variance of one incidence: with F the present value,
// it is a quadratic in F, whose coefficients are sums over the past.
type quadratic struct{ square, cross, linear, constant, slope float64 }

// add counts a time at which d of n were lost, dk of them by the cause; f is
// the incidence after it and s the survival before it.
func (v *quadratic) add(f, s, n, d, dk float64) {
	if d < n { // else nobody is left, f never moves again and the term is 0
		g := d / (n * (n - d))
		v.square += g
		v.cross += g * f
		v.constant += g * f * f
	}
	v.constant += s * s * dk * (n - dk) / (n * n * n)
	v.linear += s * dk / (n * n)
	v.slope += s * dk / (n * n) * f
}

func (v *quadratic) variance(f float64) float64 {
	return math.Max(v.square*f*f-2*v.cross*f+v.constant-2*(v.linear*f-v.slope), 0)
}

// at returns the index of the last point at or before t, −1 before the first,
// and −2 where nothing is known: t < 0, NaN, or after the last point with
// customers left.
func (inc *Incidence) at(t float64) int {
	if !(t >= 0) || len(inc.Points) == 0 {
		return -2
	}
	k := sort.Search(len(inc.Points), func(i int) bool { return inc.Points[i].Time > t }) - 1
	if k == len(inc.Points)-1 && t > inc.Points[k].Time && inc.Points[k].Survival > 0 {
		return -2
	}
	return k
}

// At returns the probability of having left by the cause up to time t; 0 before
// the first loss, NaN where Curve.At is. It panics unless cause is a declared one.
func (inc *Incidence) At(t float64, cause Cause) float64 {
	checkCause(cause)
	switch k := inc.at(t); k {
	case -2:
		return math.NaN()
	case -1:
		return 0
	default:
		return inc.Points[k].Incidence[cause-1]
	}
}

// Interval returns the pointwise interval of At on the log-log scale, which
// keeps it in [0, 1]; everything where At is NaN. Unanimity is not certainty:
// before the first loss by the cause it is Wilson's interval of none of the
// customers watched at t, and where all are lost by the cause what Curve.Interval
// leaves. It panics unless cause is a declared one and level lies in (0, 1).
func (inc *Incidence) Interval(t float64, cause Cause, level float64) clientele.Interval {
	checkCause(cause)
	k := inc.at(t)
	switch {
	case k == -2:
		return normal.Wilson(0, 0, level)
	case k >= 0 && t == inc.Points[k].Time:
		return inc.interval(k, cause, level)
	}
	return inc.after(k, cause, level)
}

// after returns the interval between point k, −1 for the start, and the next.
func (inc *Incidence) after(k int, cause Cause, level float64) clientele.Interval {
	switch {
	case k < 0:
		return unanimous(inc.Points[0].AtRisk, 0, level)
	case inc.Points[k].Incidence[cause-1] == 0 && inc.Points[k].Survival > 0:
		return unanimous(inc.Points[k].stayed(), 0, level)
	}
	return inc.interval(k, cause, level)
}

// interval returns that at the time of a point.
func (inc *Incidence) interval(k int, cause Cause, level float64) clientele.Interval {
	p := inc.Points[k]
	f, se := p.Incidence[cause-1], p.SE[cause-1]
	if f == 0 {
		return unanimous(p.AtRisk, 0, level)
	}
	if p.Survival > 0 || f < 1 {
		spread := normal.Z(level) * se / (f * math.Log(f))
		return clientele.Interval{Lo: math.Pow(f, math.Exp(-spread)), Hi: math.Pow(f, math.Exp(spread)), Level: level}
	}
	for k > 0 && inc.Points[k-1].Survival == 0 {
		k--
	}
	iv := unanimous(inc.Points[k].AtRisk, 1, level)
	if k > 0 {
		iv.Lo = 1 - (1-iv.Lo)*(1-inc.interval(k-1, cause, level).Lo)
	}
	return iv
}

// stayed returns the number of customers who are still watched after the point.
func (p IncidencePoint) stayed() int {
	return p.AtRisk - p.Lost[0] - p.Lost[1] - p.Lost[2] - p.Censored
}

func checkCause(c Cause) {
	if c < 1 || c > numCauses {
		panic("retention: cause of an incidence must be a declared one")
	}
}
