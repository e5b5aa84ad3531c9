package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
)

// Detector follows one customer through the stages. The zero value is a
// customer nobody has heard of, under the default rules; Rules.Detector makes
// one under others. It is a small value: copy it to ask what if.
//
// A stage is a verdict with a stated error rate. The detector keeps estimates
// with standard errors of how often and for how much the customer buys, and the
// probabilities that the rate is now a quarter, half, twice or four times the
// usual one, and the amounts half or twice; the usual is what the last two
// years or 24 gaps say, so it ages. Then
//
//	exploration  the own rate is not known to within 50 %, or fewer than three purchases
//	formation    known to 50 % and not yet to 35 %, or fewer than six purchases;
//	             or rate times amount has grown, with probability ½ or more,
//	             until it is below 0.3
//	stability    known to 35 %, and cheap enough to serve
//	decline      rate times amount has fallen, or the silence says so, with
//	             probability ½ or more, until it is below 0.3
//	lost         the silence is longer than one of a customer still there is at
//	             the rate of StagePolicy.LossYears; or the loss rule of the
//	             base says so
//
// A change that lasts for 12 purchases and half a year is the new usual. A return is evidence that the customer had not left: all that was
// known of them is kept.
type Detector struct {
	rules *Rules

	stage   Stage // 0: nothing heard yet
	reached Stage // furthest of Exploration, Formation, Stability
	churn   Churn
	buying  bool // bought at least once
	costed  bool // some cost was measured
	open    bool // the amount of the last purchase day is not yet taken in
	trend   int8 // −1 fallen, +1 grown

	since Day // first day of the stage
	moved Day // day on which the trend was called
	now   Day // the detector has seen the days up to this one
	first Day // first purchase
	last  Day // latest purchase
	heard Day // latest purchase or contact

	purchases int32 // days with a purchase
	returns   int32 // times a lost customer came back
	lasting   int32 // purchases since the trend was called

	rate    rate
	size    size
	today   float64 // amount of the last purchase day
	pending float64 // cost since the last purchase
	cost    float64 // running mean of cost a purchase
	sales   float64 // the same of amounts

	changes  [6]StageEntry // what the last call changed
	nchanges int8
}

// rulebook returns the rules in force.
func (d *Detector) rulebook() *Rules {
	if d.rules == nil || d.rules.p.Gap == 0 {
		return defaultRules
	}
	return d.rules
}

// Observe takes in an event. Events must come in the order of their days:
// one before the last day seen is refused with an *clientele.InputError, and
// the detector is unchanged. Several events on one day count as one; what they
// come to is judged when the day is over. Observe sees the silent days before
// the event first, so AppendChanges may have more than one entry.
func (d *Detector) Observe(e Event) error {
	if err := e.Check(); err != nil {
		return err
	}
	if err := d.inOrder(e.Day); err != nil {
		return err
	}
	d.nchanges = 0
	if e.Day > d.now {
		d.silence(e.Day - 1)
		d.over(e.Day)
	}
	if d.stage == 0 && !e.purchase() {
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
	if e.purchase() {
		d.purchase(e.Day, e.Amount)
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
	d.nchanges = 0
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

// purchase takes in that the customer bought.
func (d *Detector) purchase(day Day, amount float64) {
	r := d.rulebook()
	d.heard = day
	if d.buying && day == d.last && d.stage != StageLost { // the same occasion
		d.today += amount
		return
	}
	if !d.buying {
		d.first = day
		d.rate.begin(r)
		d.pending = 0 // what a prospect cost is acquisition, not service
	} else if day > d.last {
		// A purchase three days later came after 2.5 days on average, and the
		// mean log of times between 2 and 3 is that much less than the log of 2.5.
		days := float64(day - d.last)
		grain := 1 / (24 * (days - 0.5) * (days - 0.5))
		if days == 1 {
			grain = 1 - math.Ln2
		}
		d.rate.observe(r.span(d.last, day)*(days-0.5)/days, grain, r)
	}
	d.lasting++
	d.purchases++
	d.last, d.today, d.open = day, amount, true
	if d.costed && d.purchases > 1 {
		d.cost += (d.pending - d.cost) / min(float64(d.purchases-1), memoryGaps)
		d.pending = 0
	}
	back := d.stage == StageLost
	if back {
		d.returns++
		d.churn = 0
	}
	if !d.buying {
		back = false
		d.buying, d.reached = true, StageExploration
	}
	d.decide(day, back)
	d.settle(r)
}

// settle lets a change that lasted become the usual.
func (d *Detector) settle(r *Rules) {
	if d.trend != 0 && d.lasting >= lastingPurchases && d.last-d.moved >= lastingDays {
		d.rate.adopt(lastingPurchases, r)
		d.size.adopt(lastingPurchases)
		d.trend = 0
	}
}

// A change is the new usual after as many purchases and days.
const (
	lastingPurchases = 12
	lastingDays      = 182
)

// over takes in the amount of the last purchase day, if that day is over.
func (d *Detector) over(day Day) {
	if !d.open || day <= d.last {
		return
	}
	d.open = false
	if !(d.today > 0) {
		return
	}
	r := d.rulebook()
	d.sales += (d.today - d.sales) / min(float64(d.purchases), memoryGaps)
	switch d.size.weight {
	case 0:
		d.size.begin(log(d.today), r)
		return
	case firstAmount:
		d.size.second(log(d.today))
		return
	}
	d.size.observe(log(d.today), d.rate.mean(), r)
	if d.stage != StageLost {
		d.decide(d.last+1, false)
	}
}

const (
	callAt = 0.5 // probability at which a change is called
	overAt = 0.3 // and at which it is over

	knownForFormation = 0.5  // relative standard error of the own rate
	knownForStability = 0.35 // below which the stage is possible
	leastPurchases    = 3    // in formation
	leastStable       = 6    // in stability: how regular somebody is, fewer cannot show
)

// decide moves the stage after a purchase.
func (d *Detector) decide(day Day, returned bool) {
	fall, growth := d.changed()
	trend := d.trend
	if trend < 0 && fall < filterOver || trend > 0 && growth < filterOver {
		trend = 0
	}
	if trend == 0 {
		switch {
		case fall >= callAt:
			trend = -1
		case growth >= callAt:
			trend = 1
		}
	}
	if trend != d.trend {
		d.trend, d.lasting, d.moved = trend, 0, day
	}
	next := d.calm()
	d.reached = max(d.reached, next)
	switch {
	case trend < 0 && d.reached > StageExploration:
		next = StageDecline
	case trend > 0 && d.purchases >= leastPurchases:
		next = StageFormation
		d.reached = max(d.reached, next)
	}
	if next != d.stage {
		d.enter(StageEntry{Day: day, Stage: next, Returned: returned})
	}
}

// calm returns the stage that what is known of the customer allows, while
// nothing changes.
func (d *Detector) calm() Stage {
	s := StageExploration
	if d.purchases >= leastPurchases {
		switch {
		case d.rate.known() && d.purchases >= leastStable:
			s = StageStability
		case d.rate.a*knownForFormation*knownForFormation >= 1:
			s = StageFormation
		}
	}
	s = max(s, d.reached)
	if s == StageStability && !d.affordable() {
		return StageFormation
	}
	return s
}

// affordable reports whether the cost to serve, where it is known, is low.
func (d *Detector) affordable() bool {
	return !d.costed || d.sales == 0 || d.cost <= d.rulebook().p.CostShare*d.sales
}

// changed returns the probabilities that rate times amount is at most half, and
// at least twice, the usual.
func (d *Detector) changed() (fall, growth float64) {
	return d.size.combine(&d.rate.regime)
}

// combine returns the weights of rate and amount together being at most half
// the usual and at least twice; half as often but twice as much is neither.
func (z *size) combine(w *[5]float64) (fall, growth float64) {
	few, many := z.regime[0], z.regime[2]
	if z.weight == 0 {
		few, many = 0, 0
	}
	return w[0] + w[1]*(1-many) + w[2]*few, w[4] + w[3]*(1-few) + w[2]*many
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

// Reached returns the furthest of exploration, formation and stability that
// the relationship got to; unassigned if nothing was ever bought.
func (d *Detector) Reached() Stage { return d.reached }

// Churn returns who ended the relationship, if it is over and that is known.
func (d *Detector) Churn() Churn { return d.churn }

// Returns counts how often a lost customer came back.
func (d *Detector) Returns() int { return int(d.returns) }

// Purchases returns the number of days with a purchase.
func (d *Detector) Purchases() int { return int(d.purchases) }

// Silence returns the days since the last purchase; 0 before the first.
func (d *Detector) Silence() int {
	if !d.buying {
		return 0
	}
	return int(d.now - d.last)
}

// AppendChanges appends the stages that the last Observe or Advance began, at
// most six, in the order of their days. Appended after every call, they are
// the customer's stage history.
func (d *Detector) AppendChanges(dst []StageEntry) []StageEntry {
	return append(dst, d.changes[:d.nchanges]...)
}
