package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
)

// Detector follows one customer through the stages. The zero value is a
// customer nobody has heard of, under the default policy; Rules.Detector makes
// one under other rules. It is a small value: copy it to ask what if.
//
// Every purchase updates two running means of amount and gap. The newest
// purchase enters the slow one with weight StagePolicy.Slow and the fast one with
// StagePolicy.Fast; with up to 2.5 times as much for a steadier customer, and with
// less for one who buys so often that FastDays or SlowDays would not be covered.
// Before there are purchases enough for these weights, they are 1/n (the plain
// mean) and 2/(n+1) (weights that rise in a straight line), so that the ratio of
// the means is the slope of a regression line but for a factor:
//
//	level  = fast amount / fast gap          money a day
//	growth = level / (slow amount / slow gap)
//	peak   = largest slow amount / slow gap since the relationship began
//
// While the gap since the last purchase is open and longer than expected, the
// level is what it would be if it closed today. The stage changes at purchases
// by count, growth and level against the peak, and on silent days by silence
// against the expected gap, or by P(alive); see StagePolicy for the thresholds.
type Detector struct {
	rules *Rules

	stage   Stage // 0: nothing heard yet
	reached Stage // furthest of StageExploration, StageFormation, StageStability in this relationship
	churn   Churn
	buying  bool // bought at least once

	since Day // first day of the stage
	now   Day // the detector has seen the days up to this one
	first Day // first purchase of this relationship
	last  Day // latest purchase
	heard Day // latest purchase or contact

	purchases int32 // days with a purchase in this relationship
	returns   int32 // times a lost customer came back

	fast, slow pace
	spread     float64 // shrunk mean of (gap/expected − 1)²
	wobble     float64 // shrunk mean of (amount/expected − 1)²
	peak       float64
	pending    float64 // cost since the last purchase
	cost       float64 // running mean of cost a purchase
	costed     bool    // some cost was measured

	changes  [4]StageEntry // what the last call changed
	nchanges int8
}

// pace is a running mean of the amount a purchase and the days between them.
type pace struct{ amount, gap float64 }

func (p pace) rate() float64 { return p.amount / p.gap }

// rulebook returns the rules in force.
func (d *Detector) rulebook() *Rules {
	if d.rules == nil {
		return defaultRules
	}
	return d.rules
}

// Observe takes in an event. Events must come in the order of their days:
// one before the last day seen is refused with an *clientele.InputError, and
// the detector is unchanged. Several events on one day count as one; the stage
// after the last of them holds. Observe sees the silent days before the event
// first, so Changes may hold more than one entry.
func (d *Detector) Observe(e Event) error {
	if err := e.Check(); err != nil {
		return err
	}
	if err := d.inOrder(e.Day); err != nil {
		return err
	}
	d.changes, d.nchanges = [4]StageEntry{}, 0
	d.silence(e.Day)
	if d.stage == 0 && e.Amount == 0 {
		d.enter(StageEntry{Day: e.Day, Stage: StageProspect})
		d.heard = e.Day
	}
	d.now = e.Day
	if cost, known := e.Cost.Value(); known {
		d.pending += cost
		d.costed = true
	}
	if e.Contact {
		d.contact(e.Day)
	}
	if e.Amount > 0 {
		d.purchase(e.Day, e.Amount)
		d.decide(e.Day)
	}
	if e.Churn != 0 && d.stage != StageLost {
		d.churn = e.Churn
		d.enter(StageEntry{Day: e.Day, Stage: StageLost, Churn: e.Churn})
	}
	return nil
}

// Advance takes in that nothing happened up to and including day. It costs the
// same for one day as for a thousand, and ends in the same state. A day before
// the last one seen is refused with an *clientele.InputError.
func (d *Detector) Advance(day Day) error {
	if day < MinDay || day > MaxDay {
		return Event{Day: day}.Check()
	}
	if err := d.inOrder(day); err != nil {
		return err
	}
	d.changes, d.nchanges = [4]StageEntry{}, 0
	if d.stage != 0 {
		d.silence(day)
		d.now = day
	}
	return nil
}

// inOrder refuses a day before the last one seen.
func (d *Detector) inOrder(day Day) error {
	if d.stage != 0 && day < d.now {
		return &clientele.InputError{Where: "lifecycle.Detector", Field: "Day", Value: day.String(),
			Want: "a day not before " + d.now.String() + ", the last one seen; sort the events by day"}
	}
	return nil
}

// contact notes that the customer got in touch. A lost prospect is one again.
func (d *Detector) contact(day Day) {
	d.heard = day
	if d.stage == StageLost && !d.buying {
		d.churn = 0
		d.enter(StageEntry{Day: day, Stage: StageProspect})
	}
}

// purchase updates the running means.
func (d *Detector) purchase(day Day, amount float64) {
	p := &d.rulebook().p
	d.heard = day
	switch {
	case d.stage == StageLost || !d.buying:
		d.begin(day, amount, p)
		return
	case day == d.last: // the same occasion: raise its amount
		fast, slow := d.weights(p)
		d.fast.amount += max(fast, 2/float64(d.purchases+1)) * amount
		d.slow.amount += max(slow, 1/float64(d.purchases)) * amount
	default:
		fast, slow := d.weights(p)
		gap := float64(day - d.last)
		gaps := float64(d.purchases) // including this one
		dev := gap/d.fast.gap - 1
		if d.purchases > 1 { // the first gap has only StagePolicy.Gap to be held against
			d.spread += max(p.Slow, 1/(spreadWeight+gaps)) * (min(dev*dev, 4) - d.spread)
		}
		dev = amount/d.fast.amount - 1
		d.wobble += max(p.Slow, 1/(spreadWeight+gaps)) * (min(dev*dev, 4) - d.wobble)
		d.fast.gap += max(fast, 2/(2*p.GapWeight+gaps+1)) * (gap - d.fast.gap)
		d.slow.gap += max(slow, 1/(p.GapWeight+gaps)) * (gap - d.slow.gap)
		d.purchases++
		d.fast.amount += max(fast, 2/float64(d.purchases+1)) * (amount - d.fast.amount)
		d.slow.amount += max(slow, 1/float64(d.purchases)) * (amount - d.slow.amount)
		if d.costed {
			d.cost += max(slow, 1/gaps) * (d.pending - d.cost)
			d.pending = 0
		}
		d.last = day
	}
	if int(d.purchases) >= p.Explore {
		d.peak = max(d.peak, d.slow.rate())
	}
}

// weights returns the weights of the newest purchase in the running means:
// those of the policy, more for a customer steadier than steady, less if
// purchases come so often that the memory would be shorter than the days of
// the policy.
func (d *Detector) weights(p *StagePolicy) (fast, slow float64) {
	calm := min(max(steady/d.noise(), 1), 2.5)
	return min(p.Fast*calm, d.fast.gap/p.FastDays, 1), min(p.Slow*calm, d.fast.gap/p.SlowDays, 1)
}

// steady is the noise below which the memory gets shorter.
const steady = 0.7

// noise returns the relative standard deviation of what one purchase says of
// the rate.
func (d *Detector) noise() float64 { return math.Sqrt(d.spread + d.wobble) }

// spreadWeight is the number of gaps that StagePolicy.Spread and Wobble count for.
const spreadWeight = 2

// begin starts a relationship with its first purchase. What the customer cost
// as a prospect is acquisition, not service.
func (d *Detector) begin(day Day, amount float64, p *StagePolicy) {
	d.first, d.last, d.purchases = day, day, 1
	d.fast = pace{amount, p.Gap}
	d.slow = d.fast
	d.spread, d.wobble = p.Spread*p.Spread, p.Wobble*p.Wobble
	d.peak, d.cost, d.pending = 0, 0, 0
}

// decide moves the stage after a purchase.
func (d *Detector) decide(day Day) {
	p := &d.rulebook().p
	switch {
	case d.stage == StageLost || !d.buying:
		back := d.stage == StageLost && d.buying
		if back {
			d.returns++
		}
		d.buying, d.reached, d.churn = true, StageExploration, 0
		d.enter(StageEntry{Day: day, Stage: StageExploration, Returned: back})
	case day-d.since < Day(p.Dwell):
		return
	default:
		if next := d.next(p); next != d.stage {
			d.reached = max(d.reached, min(next, StageStability))
			if next == StageDecline {
				d.reached = max(d.reached, StageFormation)
			}
			d.enter(StageEntry{Day: day, Stage: next})
		}
	}
}

// next returns the stage that the purchases alone call for.
func (d *Detector) next(p *StagePolicy) Stage {
	n, growth := int(d.purchases), d.Growth()
	settled := d.settled(p) && d.affordable(p)
	switch d.stage {
	case StageExploration:
		switch {
		case n >= p.Explore && growth >= p.GrowthEnter, n >= p.Trial && growth >= p.GrowthLeave:
			return StageFormation
		case settled:
			return StageStability
		case d.settled(p): // but it costs too much
			return StageFormation
		}
	case StageFormation, StageStability:
		switch {
		case d.levelShare(0) < p.DeclineEnter:
			return StageDecline
		case d.stage == StageFormation && settled && growth < p.GrowthLeave:
			return StageStability
		case d.stage == StageStability && growth >= p.GrowthEnter && d.levelShare(0) >= p.GrowthEnter:
			return StageFormation
		}
	case StageDecline:
		switch {
		case d.levelShare(0) < p.DeclineLeave:
		case growth >= p.GrowthEnter || !settled:
			return StageFormation
		default:
			return StageStability
		}
	}
	return d.stage
}

// settled reports whether there are purchases enough to tell a level volume:
// Settle of them, or, after Trial, so many that twice the standard error of log
// growth (of linear against equal weights) is within what counts as growth.
func (d *Detector) settled(p *StagePolicy) bool {
	n := float64(d.purchases)
	return int(d.purchases) >= p.Settle ||
		int(d.purchases) >= p.Trial && 2*d.noise()*math.Sqrt((n-1)/(3*n*(n+1))) <= math.Log(p.GrowthEnter)
}

// affordable reports whether the cost to serve, where it is known, is low.
func (d *Detector) affordable(p *StagePolicy) bool {
	return !d.costed || d.cost <= p.CostShare*d.slow.amount
}

// levelShare returns the level after a silence of s days, over the peak.
func (d *Detector) levelShare(s float64) float64 {
	if d.peak == 0 {
		return 1
	}
	return d.levelAfter(s) / d.peak
}

// levelAfter returns the level after a silence of s days.
func (d *Detector) levelAfter(s float64) float64 {
	gap := d.fast.gap
	if s > gap {
		fast, _ := d.weights(&d.rulebook().p)
		gap += fast * (s - gap)
	}
	return d.fast.amount / gap
}

// enter begins a stage.
func (d *Detector) enter(e StageEntry) {
	e.From = d.stage
	d.stage, d.since = e.Stage, e.Day
	d.changes[d.nchanges] = e
	d.nchanges++
}

// Stage returns the stage; unassigned before the first event.
func (d *Detector) Stage() Stage { return d.stage }

// Since returns the first day of the stage.
func (d *Detector) Since() Day { return d.since }

// Day returns the last day seen.
func (d *Detector) Day() Day { return d.now }

// Reached returns the furthest of StageExploration, StageFormation and StageStability that
// the relationship got to; unassigned if nothing was ever bought.
func (d *Detector) Reached() Stage { return d.reached }

// Churn returns who ended the relationship, if it is over and that is known.
func (d *Detector) Churn() Churn { return d.churn }

// Returns counts how often a lost customer came back.
func (d *Detector) Returns() int { return int(d.returns) }

// Level returns the present level of purchases in money a day and the own peak
// it is held against; 0 before the first purchase. The peak is 0 before
// StagePolicy.Explore purchases.
func (d *Detector) Level() (level, peak float64) {
	if !d.buying {
		return 0, 0
	}
	return d.levelAfter(float64(d.now - d.last)), d.peak
}

// Growth returns the level at the latest purchase over the long-run mean; 1 is
// no growth, and it is 0 before the first purchase.
func (d *Detector) Growth() float64 {
	if !d.buying {
		return 0
	}
	return d.fast.rate() / d.slow.rate()
}

// Expected returns the expected days between purchases and their spread
// (standard deviation) as the rules see them; 0 before the first purchase.
func (d *Detector) Expected() (gap, spread float64) {
	if !d.buying {
		return 0, 0
	}
	return d.fast.gap, d.fast.gap * math.Sqrt(d.spread)
}

// History returns the purchases of the present relationship as a transaction
// model sees them, in units of days days; the zero History before the first.
func (d *Detector) History(days float64) clientele.History {
	if !d.buying {
		return clientele.History{}
	}
	return d.historyAt(d.now, days)
}

func (d *Detector) historyAt(day Day, unit float64) clientele.History {
	return clientele.History{
		Repeats: int(d.purchases) - 1,
		Last:    float64(d.last-d.first) / unit,
		Age:     float64(day-d.first) / unit,
	}
}

// AppendChanges appends the stages that the last Observe or Advance began, at
// most four, in the order of their days. Appended after every call, they are
// the customer's stage history.
func (d *Detector) AppendChanges(dst []StageEntry) []StageEntry {
	return append(dst, d.changes[:d.nchanges]...)
}
