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
	survival := 1.0
	p := IncidencePoint{}
	w := newSweep(s, tiesOf(s))
	for t, any := w.next(); any; t, any = w.next() {
		m := w.take(t)
		p.Time, p.AtRisk, p.Lost = t, m.risk, m.events
		n, d := float64(m.risk), float64(m.lost())
		for k, lost := range m.events {
			dk := float64(lost)
			if d > 0 {
				p.Incidence[k] += survival * dk / n
				acc[k].add(p.Incidence[k], survival, n, d, dk)
			}
			p.SE[k] = math.Sqrt(acc[k].variance(p.Incidence[k]))
		}
		if d > 0 {
			survival *= 1 - d/n
		}
		p.Survival = survival
		inc.Points = append(inc.Points, p)
		inc.Warnings = w.warn(inc.Warnings, t, survival)
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
// keeps it in [0, 1]; everything where At is NaN, [0, 0] before the first loss
// by the cause. It panics unless cause is a declared one and level lies in (0, 1).
func (inc *Incidence) Interval(t float64, cause Cause, level float64) clientele.Interval {
	checkCause(cause)
	z := normal.Z(level)
	iv := clientele.Interval{Lo: 0, Hi: 1, Level: level}
	k := inc.at(t)
	switch {
	case k == -2:
	case k == -1 || inc.Points[k].Incidence[cause-1] == 0:
		iv.Hi = 0
	default:
		f, se := inc.Points[k].Incidence[cause-1], inc.Points[k].SE[cause-1]
		if f < 1 {
			spread := z * se / (f * math.Log(f))
			iv.Lo, iv.Hi = math.Pow(f, math.Exp(-spread)), math.Pow(f, math.Exp(spread))
		}
	}
	return iv
}

func checkCause(c Cause) {
	if c < 1 || c > numCauses {
		panic("retention: cause of an incidence must be a declared one")
	}
}
