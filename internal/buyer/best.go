package buyer

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"github.com/clientele-go/clientele/internal/variate"
)

// Best is the best possible detector of a change in how often a customer buys:
// of all detectors with its rate of false alarms it has the shortest delay
// (Lorden 1971; Moustakides 1986). It is Page's CUSUM of the log-likelihood
// ratio and knows what no detector of real customers knows: the mean gap, the
// shape of the gaps, and to which share of the rate the customer falls. The
// silence since the last purchase counts as it goes on. Times are in mean gaps.
//
//	W ← max(0, W + k·ln ρ + k(1−ρ)g) at a purchase after a gap g
//	W + ln S(ρs)/S(s) in a silence of s, S the survival function of a gap
//
// For somebody who leaves, ρ = 0, that is a limit on the silence.
type Best struct {
	shape, share float64
	gaps, silent []float64 // of a customer who does not change, and what each gap adds as a silence
	time         float64   // Σ gaps
}

// NewBest returns the detector of a fall to a share of the rate, in [0, 1). What
// it says of customers who do not change is learned from so many simulated gaps;
// for share 0 it is known.
func NewBest(r *rand.Rand, shape, share float64, gaps int) *Best {
	b := &Best{shape: shape, share: share}
	if share == 0 {
		return b
	}
	for range gaps {
		g := variate.Gamma(r, shape, shape)
		b.gaps, b.silent, b.time = append(b.gaps, g), append(b.silent, b.silence(g)), b.time+g
	}
	return b
}

// next returns the statistic after a purchase that follows a gap.
func (b *Best) next(w, gap float64) float64 {
	if b.share == 0 {
		return 0
	}
	return math.Max(0, w+b.shape*(math.Log(b.share)+(1-b.share)*gap))
}

// silence returns what a silence adds.
func (b *Best) silence(s float64) float64 {
	return b.logSurvival(b.share*s) - b.logSurvival(s)
}

func (b *Best) logSurvival(s float64) float64 {
	if b.shape == 1 {
		return -s
	}
	x := b.shape * s
	if p := mathext.GammaIncRegComp(b.shape, x); p > 0 {
		return math.Log(p)
	}
	g, _ := math.Lgamma(b.shape)
	return (b.shape-1)*math.Log(x) - x - g
}

// Limit returns the statistic at which the alarm is raised, for a rate of false
// alarms a mean gap.
func (b *Best) Limit(rate float64) float64 {
	if b.share == 0 {
		return -math.Log(rate)
	}
	lo, hi := 0.0, 1e3
	for range 50 {
		if mid := (lo + hi) / 2; b.alarms(mid) > rate*b.time {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// alarms counts the false alarms at a limit; each begins anew.
func (b *Best) alarms(limit float64) (n float64) {
	w := 0.0
	for i, g := range b.gaps {
		if w+b.silent[i] >= limit {
			n, w = n+1, 0
		} else {
			w = b.next(w, g)
		}
	}
	return n
}

// Delay returns how long after a change at a purchase the alarm is raised, for
// a statistic w at that purchase and the gaps that follow: each call of gap is
// one of them, and those after the last are silence. It is +Inf if that takes
// more than the given time.
func (b *Best) Delay(limit, w, most float64, gap func() float64) float64 {
	for t := 0.0; t < most; {
		g := gap()
		if w+b.silence(math.Min(g, most)) >= limit {
			// the silence at which the limit is reached
			lo, hi := 0.0, math.Min(g, most)
			for range 40 {
				if mid := (lo + hi) / 2; w+b.silence(mid) >= limit {
					hi = mid
				} else {
					lo = mid
				}
			}
			if t+hi > most {
				break
			}
			return t + hi
		}
		w, t = b.next(w, g), t+g
	}
	return math.Inf(1)
}

// After returns the statistic after gaps of a customer who has not changed.
func (b *Best) After(gaps ...float64) (w float64) {
	for _, g := range gaps {
		w = b.next(w, g)
	}
	return w
}
