package lifecycle

import (
	"math"
	"sort"
)

// silence moves the stage as the days up to and including day pass without an
// event. A stage has at most two changes in a silence, and the day of each is
// known in advance, so the days between are not visited.
func (d *Detector) silence(day Day) {
	for d.stage != 0 && d.stage != StageLost {
		next, on, ok := d.nextInSilence(day)
		if !ok || on > day {
			return
		}
		if next == StageDecline {
			d.reached = max(d.reached, StageFormation)
		}
		d.enter(StageEntry{Day: on, Stage: next})
	}
}

// nextInSilence returns the stage that silence leads to next, and the day. Ok
// is false if there is none up to day.
func (d *Detector) nextInSilence(day Day) (next Stage, on Day, ok bool) {
	r := d.rulebook()
	if d.stage == StageProspect {
		return StageLost, d.heard + Day(r.p.ProspectDays), true
	}
	if day-d.last < Day(r.p.MinLate) {
		return 0, 0, false
	}
	late, gone := d.silenceLimits(r, day)
	lost := d.last + gone
	if d.heard > d.last { // a sign of life: the clock of loss starts anew
		lost = d.heard + gone
	}
	switch d.stage {
	case StageFormation, StageStability:
		decline := max(d.last+late, d.since+Day(r.p.Dwell))
		if decline < lost {
			return StageDecline, decline, true
		}
	}
	return StageLost, max(lost, d.since+1), true
}

// never is a silence longer than the calendar.
const never = MaxDay - MinDay + 1

// silenceLimits returns the days of silence from which on it is decline and
// loss. Where P(alive) judges, limits beyond day are never.
func (d *Detector) silenceLimits(r *Rules, day Day) (late, gone Day) {
	late, gone = d.ownLimits(&r.p)
	if r.alive != nil && d.purchases > 1 {
		longest := day - d.last
		gone = max(d.silenceUntil(r, r.p.GoneAlive, longest), Day(r.p.MinGone))
		late = max(d.silenceUntil(r, r.p.LateAlive, min(longest, gone)), Day(r.p.MinLate))
	}
	if d.peak > 0 { // the level falls below the share of the peak
		fast, _ := d.weights(&r.p)
		share := (d.fast.amount/(r.p.DeclineEnter*d.peak) - d.fast.gap) / fast
		low := wholeDays(math.Nextafter(d.fast.gap+max(share, 0), math.Inf(1)))
		late = min(late, max(low, Day(r.p.MinLate)))
	}
	return late, gone
}

// leastSpread is the least relative spread of gaps that silence is judged by:
// even a customer like clockwork may skip an order.
const leastSpread = 0.5

// ownLimits returns the days of silence from which on it is late and loss
// against the customer's own gap.
func (d *Detector) ownLimits(p *StagePolicy) (late, gone Day) {
	gap := d.fast.gap
	sd := gap * max(math.Sqrt(d.spread), leastSpread)
	late = max(wholeDays(gap+p.Late*sd), Day(p.MinLate))
	gone = max(wholeDays(gap+p.Gone*sd), Day(p.MinGone))
	return late, gone
}

// silenceUntil returns the first silence, up to longest, after which P(alive)
// is below limit; never if there is none.
func (d *Detector) silenceUntil(r *Rules, limit float64, longest Day) Day {
	below := func(s Day) bool {
		return r.alive.ProbAlive(d.historyAt(d.last+s, r.p.AliveUnit)) < limit
	}
	if longest <= 0 || longest == never || !below(longest) {
		return never
	}
	return Day(sort.Search(int(longest), func(s int) bool { return below(Day(s)) }))
}

// wholeDays returns the first whole day not before v.
func wholeDays(v float64) Day {
	if !(v < float64(never)) {
		return never
	}
	return Day(math.Ceil(v))
}
