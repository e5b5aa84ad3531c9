package lifecycle

import (
	"math"
	"sort"

	"github.com/clientele-go/clientele"
)

// silence moves the stage as the days up to and including day pass without an
// event. All conditions are monotone in the silence, so the day of a change is
// found by bisection, and only where one holds at the end.
func (d *Detector) silence(day Day) {
	d.over(day)
	seen := looks{end: day, at: [2]stretch{{day: MinDay - 1}, {day: MinDay - 1}}}
	for d.stage != 0 && d.stage != StageLost {
		next, on, ok := d.nextInSilence(&seen)
		if !ok {
			return
		}
		switch next {
		case StageDecline:
			d.trend, d.lasting, d.moved = -1, 0, on
		case StageFormation, StageStability:
			d.trend = 0
		}
		d.enter(StageEntry{Day: on, Stage: next})
	}
}

// looks is what was looked at of a silence: its end, which each change asks for, and
// the day of the search. The rule is dear.
type looks struct {
	end Day
	at  [2]stretch
}

// of looks at the silence up to a day.
func (l *looks) of(d *Detector, day Day) *stretch {
	s := &l.at[0]
	if day != l.end {
		s = &l.at[1]
	}
	d.look(s, day)
	return s
}

// nextInSilence returns the stage that silence leads to next, and the day. Ok
// is false if there is none up to its end.
func (d *Detector) nextInSilence(seen *looks) (next Stage, on Day, ok bool) {
	p, day := &d.rulebook().p, seen.end
	if d.stage == StageProspect {
		cold := d.heard + Day(p.ProspectDays)
		return StageLost, cold, cold <= day
	}
	if day-d.last < Day(p.MinLate) {
		return 0, 0, false
	}
	if d.early(day) {
		return 0, 0, false
	}
	// The first that holds comes first; of one day loss before decline before level.
	earlier := func(stage Stage, holds condition) {
		last := day
		if ok {
			last = on
		}
		if held, excess := holds(last); held {
			next, on, ok = stage, d.firstDay(last, excess, holds), true
		}
	}
	if d.stage == StageFormation && d.trend > 0 && d.calm() != StageFormation {
		earlier(d.calm(), func(day Day) (bool, float64) { return d.level(day), math.NaN() })
	}
	if d.stage == StageFormation || d.stage == StageStability {
		earlier(StageDecline, func(day Day) (bool, float64) {
			quiet := seen.of(d, day)
			return d.lateBy(quiet), quiet.excess(p.Doubt)
		})
	}
	earlier(StageLost, func(day Day) (bool, float64) {
		quiet := seen.of(d, day)
		return d.goneBy(quiet), quiet.excess(quiet.loss.Limit)
	})
	return next, on, ok
}

// early reports, at a glance, that neither loss nor decline can be in a silence that is
// no longer than a mean gap.
func (d *Detector) early(day Day) bool {
	if d.trend != 0 || d.heard > d.last || d.rulebook().loss != nil || d.quietDays(d.last, day) > d.rate.mean() {
		return false
	}
	fall, _ := d.changed()
	loss, _ := d.lossRate()
	return fall+d.goneRate(loss) < d.rate.regime[2]*(1-d.size.regime[0])*atMean
}

// stretch is the silence up to a day, looked at once for loss and for decline.
type stretch struct {
	day   Day
	loss  clientele.LossVerdict // of the rule
	ruled bool                  // there is a rule, and it knows
	days  float64               // operational days since the last purchase
	bound float64               // hazardBound of them
	rate  float64               // lossRate
}

// look looks at the silence up to a day.
func (d *Detector) look(s *stretch, day Day) {
	if day == s.day {
		return
	}
	s.day, s.days = day, d.quietDays(d.last, day)
	s.bound = d.rate.hazardBound(s.days)
	s.rate, _ = d.lossRate()
	if d.rulebook().loss != nil {
		s.loss, s.ruled = d.verdict(day)
	}
}

// excess is how far P(silent) is over a limit, in log odds; NaN without a rule.
func (s *stretch) excess(limit float64) float64 {
	if !s.ruled {
		return math.NaN()
	}
	p := s.loss.ProbSilent
	return math.Log(p / (1 - p) * (1 - limit) / limit)
}

// level reports whether a growth is over after the silence up to a day.
func (d *Detector) level(day Day) bool { return d.grown(day) < filterOver }

// A condition is monotone in the days of silence. Excess is how far over its limit
// the probability is that decides, in log odds, and NaN where none does.
type condition func(day Day) (holds bool, excess float64)

// firstDay returns the first day after the last purchase, and not before the
// stage, on which a condition holds that holds on day. It is found by bisection,
// two steps of three guided by the excess, which is nearly straight: a rule is
// asked five times instead of ten.
func (d *Detector) firstDay(day Day, high float64, holds condition) Day {
	lo, hi, low := max(d.last, d.since)-1, day, math.NaN()
	for step := 0; hi-lo > 1; step++ {
		m := lo + (hi-lo)/2
		if guess := low / (low - high); step%3 != 2 && low < 0 && high >= 0 && guess < 1 {
			m = min(max(lo+Day(math.Ceil(guess*float64(hi-lo))), lo+1), hi-1)
		}
		if held, excess := holds(m); held {
			hi, high = m, excess
		} else {
			lo, low = m, excess
		}
	}
	return hi
}

// quietDays returns the operational days of silence from a day to another.
// Purchases are known to the day, so half of the first one is taken off as it
// is from gaps.
func (d *Detector) quietDays(from, to Day) float64 {
	days := float64(to - from)
	if days < 1 {
		return 0
	}
	return d.rulebook().span(from, to) * (days - 0.5) / days
}

const atMean = 0.2466 // e^−1.4

// hazardBound returns a lower bound of the survival of a silence s at the usual
// rate, without the table: at the mean gap −ln S is 1 or so, and beyond it rises
// by at most k a mean gap, for k ≥ 1.
func (r *rate) hazardBound(s float64) float64 {
	m := r.mean()
	if s <= m {
		return atMean
	}
	return atMean * exp(-1.03*max(r.k, 1)*(s/m-1))
}

// late reports whether the silence up to a day is decline: a fall, or a loss at
// its own rate, is as probable as not; with a loss rule, P(silent) is at Doubt.
func (d *Detector) late(day Day) bool {
	s := stretch{day: MinDay - 1}
	d.look(&s, day)
	return d.lateBy(&s)
}

func (d *Detector) lateBy(s *stretch) bool {
	r := d.rulebook()
	if s.day-d.last < Day(r.p.MinLate) {
		return false
	}
	if s.ruled && s.day-d.heard >= Day(r.p.MinLate) && s.loss.ProbSilent >= r.p.Doubt {
		return true
	}
	fall, _ := d.changed()
	gone := 0.0
	if !s.ruled {
		gone = d.goneRate(s.rate)
	}
	if usual := d.rate.regime[2] * (1 - d.size.regime[0]); fall+gone < usual*s.bound {
		return false
	}
	fall, all := d.fallen(s.days)
	gone *= max(1-all, 0)
	return fall+gone >= callAt*(all+gone)
}

// grown returns the probability of having grown after the silence up to a day.
func (d *Detector) grown(day Day) float64 {
	joint := d.rate.quiet(d.quietDays(d.last, day))
	_, growth := d.size.combine(&joint)
	all := joint[0] + joint[1] + joint[2] + joint[3] + joint[4]
	if !(growth > 0) {
		return 0
	}
	return growth / all
}

// fallen returns the weights of having fallen, and of all, together with a
// silence of s.
func (d *Detector) fallen(s float64) (fall, all float64) {
	joint := d.rate.quiet(s)
	fall, _ = d.size.combine(&joint)
	for _, v := range joint {
		all += v
	}
	return fall, all
}

// earlyLoss is the false-alarm probability that a new customer may use up
// beside that of their years; spread over their gaps, so that somebody of few
// gaps can be called lost at all.
const (
	earlyLoss = 0.01
	mostLoss  = 0.2 // p-value of any one gap
)

// lossRate returns the p-value of a silence at which it is loss, and the odds
// of being gone that it amounts to. Where the base's hazard of leaving is
// known, the odds follow from it: those of the stated rate, but for slow buyers,
// whose evidence is dear, less, and never so little that more than one in ten is wrong.
func (d *Detector) lossRate() (p, odds float64) {
	r := d.rulebook()
	n := float64(d.purchases)
	gap := d.rate.mean() / d.rate.pace
	p, odds = beyondLoss*r.falseLoss*gap, oddsOfLoss
	if r.leaving > 0 {
		odds = max(min(r.leaving/r.falseLoss, daysAYear/gap), oddsOfLoss)
		p = r.leaving * gap / odds
	}
	return min(mostLoss, max(p, earlyLoss/(n*(n+1)))), odds
}

// goneRate is what being gone has of the budgets of loss and decline.
func (d *Detector) goneRate(loss float64) float64 {
	return loss + min(d.rate.mean()*d.rulebook().stop, 0.05)
}

// gone reports whether the silence up to a day is loss.
func (d *Detector) gone(day Day) bool {
	s := stretch{day: MinDay - 1}
	d.look(&s, day)
	return d.goneBy(&s)
}

func (d *Detector) goneBy(s *stretch) bool {
	r := d.rulebook()
	if s.day-d.last < r.minGone || d.heard > d.last && s.day-d.heard < Day(r.p.MinGone) {
		return false
	}
	if s.ruled {
		return s.loss.Lost()
	}
	days, bound := s.days, s.bound
	if d.heard > d.last { // a sign of life: the clock of loss starts anew
		days = d.quietDays(d.heard, s.day)
		bound = d.rate.hazardBound(days)
	}
	w := &d.rate.regime
	if d.trend <= 0 && (1-w[0]-w[1])*bound > s.rate {
		return false
	}
	return d.present(days) <= s.rate
}

// present returns the probability of a silence of s or longer for a customer
// who is still there. A growth that is not yet called is no evidence of loss.
func (d *Detector) present(s float64) float64 {
	joint := d.rate.quiet(s)
	sum := joint[0] + joint[1] + joint[2] + joint[3] + joint[4]
	if d.trend <= 0 {
		if w := &d.rate.regime; w[2] > 0 {
			sum = joint[0] + joint[1] + joint[2]*(1+(w[3]+w[4])/w[2])
		}
	}
	return min(sum, 1)
}

// verdict returns what the loss rule says of a customer silent up to a day, if there is
// one and it knows.
func (d *Detector) verdict(day Day) (v clientele.LossVerdict, ruled bool) {
	r := d.rulebook()
	if r.loss == nil {
		return v, false
	}
	v = r.loss.Classify(d.historyAt(day, r.p.Unit))
	return v, v.Known()
}

// said is what the loss rule says on the last day seen: asked once for all that quotes
// it.
type said struct {
	loss  clientele.LossVerdict
	ruled bool
}

func (d *Detector) said() (s said) {
	if d.buying {
		s.loss, s.ruled = d.verdict(d.now)
	}
	return s
}

// historyAt is what the loss rule sees.
func (d *Detector) historyAt(day Day, unit float64) clientele.History {
	r := d.rulebook()
	return clientele.History{
		Repeats: int(d.purchases) - 1,
		Last:    r.span(d.first, d.last) / unit,
		Age:     max(r.span(d.first, day), r.span(d.first, d.last)) / unit,
	}
}

// History returns the whole record of purchases as the loss rule and models see it,
// in units of days days, and in operational time where the rules have a
// calendar; the zero History before the first purchase.
func (d *Detector) History(days float64) clientele.History {
	if !d.buying {
		return clientele.History{}
	}
	return d.historyAt(d.now, days)
}

// LossAfter returns the days of silence, counted from the last purchase or sign
// of life, from which on it is loss, if nothing happens until then. Ok is false
// if that is more than a hundred years, nothing was bought or it is loss already
// by other means.
func (d *Detector) LossAfter() (days int, ok bool) {
	return d.limit(d.gone, d.heard)
}

// DeclineAfter is the same for decline, from the last purchase on.
func (d *Detector) DeclineAfter() (days int, ok bool) {
	return d.limit(d.late, d.last)
}

func (d *Detector) limit(holds func(Day) bool, from Day) (days int, ok bool) {
	const century = 36525
	if !d.buying || from+century > MaxDay || !holds(from+century) {
		return 0, false
	}
	return sort.Search(century, func(s int) bool { return holds(from + Day(s)) }), true
}
