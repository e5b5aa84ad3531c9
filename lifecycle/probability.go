package lifecycle

import "math"

// odds of the customer stopping after a purchase, 1 in 10; see StagePolicy.
const stopOdds = 1.0 / 9

// Probs returns the probability of each stage on the last day seen, the zero
// StageProbs before the first event. Where the label of Stage jumps at a
// threshold, the probabilities pass through it smoothly, and they have no
// dwell: near a threshold the two may differ.
//
// P(lost) is 1 − P(alive): of the model of the rules, or else with silence s,
// expected gap g and relative spread c, at least ½,
//
//	P(alive) = 1 / (1 + e^u/9),  u = 1 + (s/g − 1)/c.
//
// What is left goes to decline by a logistic curve in the level over the peak,
// whose midpoint and scale are those of the band DeclineEnter … DeclineLeave,
// and in u around 1 + Late; then to formation by one in log growth around the
// band GrowthLeave … GrowthEnter; the rest is exploration before Settle
// purchases and stability after.
func (d *Detector) Probs() StageProbs {
	var p StageProbs
	if d.stage == 0 {
		return p
	}
	if !d.buying || d.churn != 0 {
		p[d.stage-1] = 1 // known, not estimated
		return p
	}
	r := d.rulebook()
	u := d.overdue(&r.p)
	lost := 1 - 1/(1+stopOdds*math.Exp(u))
	if r.alive != nil && d.purchases > 1 {
		lost = 1 - min(max(r.alive.ProbAlive(d.historyAt(d.now, r.p.AliveUnit)), 0), 1)
	}
	rest := 1 - lost
	p[StageLost-1] = lost
	if d.reached > StageExploration {
		level := band(d.levelShare(float64(d.now-d.last)), r.p.DeclineLeave, r.p.DeclineEnter)
		late := logistic(u - 1 - r.p.Late)
		p[StageDecline-1] = rest * (1 - (1-level)*(1-late))
		rest -= p[StageDecline-1]
	}
	growing := 0.0
	if n := int(d.purchases); n >= r.p.Explore {
		growing = band(math.Log(d.fast.rate()/d.slow.rate()), math.Log(r.p.GrowthLeave), math.Log(r.p.GrowthEnter))
	}
	calm := StageExploration
	switch {
	case d.settled(&r.p) && d.affordable(&r.p):
		calm = StageStability
	case d.reached > StageExploration:
		calm = StageFormation
	}
	p[StageFormation-1] = rest * growing
	p[calm-1] += rest * (1 - growing)
	return p
}

// overdue returns u of Probs: how late the customer is, in spreads. The least
// gap is the one for which MinLate days are late.
func (d *Detector) overdue(p *StagePolicy) float64 {
	c := max(math.Sqrt(d.spread), leastSpread)
	gap := max(d.fast.gap, float64(p.MinLate)/(1+p.Late*c))
	return min(1+(float64(d.now-d.last)/gap-1)/c, 700)
}

// band is a logistic curve from low to high whose middle half is the band
// between the two; high may be below low.
func band(v, low, high float64) float64 {
	width := (high - low) / 2
	if math.Abs(width) < 1e-3 {
		width = math.Copysign(1e-3, width)
	}
	return logistic((v - (low+high)/2) / width)
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
