package checking

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/value/btyd"
)

// shop is a base in which more goes on than any model knows; times are in weeks.
// Logarithms that are 0 do nothing.
type shop struct {
	customers int
	joining   float64 // customers join evenly until then
	gap       float64 // mean, of a customer of rate 1
	spread    float64 // shape of the gamma distribution of rates
	lognormal bool    // rates are log-normal instead
	shape     float64 // of Weibull gaps; 1: at random
	quit      float64 // mean probability of leaving after a purchase
	hazard    float64 // mean rate of leaving
	ageing    float64 // Weibull shape of lifetimes; 1: at random

	season, phase float64 // logarithm of the common rate, of a year
	trend         float64 // of the common rate, a year
	wander        float64 // standard deviation of its random walk, a year
	promotion     float64 // for three weeks, four times a year or so
	drift         float64 // of newcomers' rates, a year
	worse         float64 // of newcomers' rates of leaving, a year

	away, pause float64 // probability that a pause begins after a purchase, and its mean
}

// randomShop draws a shop. What happens in shops is half-normal, often strong: seasons of
// a third, promotions of two fifths, common rates that wander by an eighth and newcomers
// who differ by a sixth a year.
func randomShop(r *rand.Rand) shop {
	some := func(share, scale float64) float64 {
		if r.Float64() > share {
			return 0
		}
		return scale * math.Abs(r.NormFloat64())
	}
	either := func(v float64) float64 {
		if r.Float64() < .5 {
			return -v
		}
		return v
	}
	s := shop{
		customers: int(300 * math.Pow(5, r.Float64())),
		joining:   []float64{13, 52, 150}[r.IntN(3)],
		gap:       4 * math.Pow(10, r.Float64()),
		spread:    .4 + 1.6*r.Float64(),
		lognormal: r.Float64() < .3,
		shape:     1, ageing: 1,
		season: some(.6, .3), phase: 2 * math.Pi * r.Float64(),
		trend: either(some(.5, .12)), wander: some(.6, .12), promotion: some(.4, .4),
		drift: either(some(.5, .15)), worse: either(some(.5, .3)),
		away: some(.3, .1), pause: 26,
	}
	if r.Float64() < .5 {
		s.shape = math.Exp(.5 * r.NormFloat64())
	}
	if r.Float64() < .5 {
		s.ageing = math.Exp(.4 * r.NormFloat64())
	}
	switch r.IntN(4) {
	case 0:
		s.quit = .02 + .25*r.Float64()
	case 1, 2:
		s.hazard = (.1 + .8*r.Float64()) / 52
	}
	return s
}

// openFor is how long a shop is simulated, in steps of its clock.
const (
	openFor = 184
	step    = .1
)

// clock returns the common rate, cumulated by steps.
func (s shop) clock(r *rand.Rand) []float64 {
	out := make([]float64, int(openFor/step)+2)
	level, promoted := 0.0, 0.0
	for i := 1; i < len(out); i++ {
		years := float64(i) * step / 52
		level += s.wander * math.Sqrt(step/52.) * r.NormFloat64()
		if promoted <= 0 && r.Float64() < 4*step/52. {
			promoted = 3
		}
		log := level + s.trend*years + s.season*math.Sin(2*math.Pi*years+s.phase)
		if promoted > 0 {
			log += s.promotion
			promoted -= step
		}
		out[i] = out[i-1] + step*math.Exp(log)
	}
	return out
}

// open returns the times of purchases of every customer, the first too.
func (s shop) open(r *rand.Rand) [][]float64 {
	clock := s.clock(r)
	gone := func(t float64) float64 { // by the clock at a time
		i := min(int(t/step), len(clock)-2)
		return clock[i] + (t/step-float64(i))*(clock[i+1]-clock[i])
	}
	when := func(c float64) float64 { // the clock shows so much
		i, _ := slices.BinarySearch(clock, c)
		if i == 0 || i == len(clock) {
			return math.Inf(1)
		}
		return step * (float64(i-1) + (c-clock[i-1])/(clock[i]-clock[i-1]))
	}
	shape, ageing := math.Gamma(1+1/s.shape), math.Gamma(1+1/s.ageing)
	out := make([][]float64, s.customers)
	for i := range out {
		first := s.joining * r.Float64()
		rate := variate.Gamma(r, s.spread, s.spread)
		if s.lognormal {
			rate = math.Exp(r.NormFloat64() / math.Sqrt(s.spread+.3))
		}
		rate *= math.Exp(s.drift*(first/52-1)) / s.gap
		worse := math.Exp(s.worse * (first/52 - 1))
		end, quit := math.Inf(1), 0.0
		if s.hazard > 0 {
			end = first + math.Pow(r.ExpFloat64(), 1/s.ageing)/(s.hazard*worse*r.ExpFloat64())/ageing
		}
		if s.quit > 0 {
			quit = 1 - math.Pow(1-variate.Beta(r, 2*s.quit, 2*(1-s.quit)), worse)
		}
		out[i] = []float64{first}
		for at := first; r.Float64() >= quit; {
			if s.away > 0 && r.Float64() < s.away {
				at += s.pause * r.ExpFloat64()
			}
			if at >= openFor {
				break
			}
			at = when(gone(at) + math.Pow(r.ExpFloat64(), 1/s.shape)/shape/rate)
			if !(at < openFor && at <= end) {
				break
			}
			if at > out[i][len(out[i])-1] {
				out[i] = append(out[i], at)
			}
		}
	}
	return out
}

// watched returns what was known of a shop's customers at a time, and what they bought
// in all within the horizon after it.
func watched(lives [][]float64, now, horizon float64) (p *btyd.TimelinePanel, bought int) {
	p = &btyd.TimelinePanel{Unit: clientele.Week}
	for _, life := range lives {
		if life[0] >= now {
			continue
		}
		c := btyd.Timeline{Age: now - life[0]}
		for _, at := range life[1:] {
			switch {
			case at <= now:
				c.Purchases = append(c.Purchases, at-life[0])
			case at <= now+horizon:
				bought++
			}
		}
		if err := p.Add(c); err != nil {
			panic(err)
		}
	}
	return p, bought
}
