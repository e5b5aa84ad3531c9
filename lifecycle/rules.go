package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/special"
)

// A Calendar says how much operational time passes in the t days from a time
// on, in days since 1 January 1970 as Day counts them: more than t in high
// season, less in low, and t over whole years. *btyd.Calendar is one, made with
// its start and period in days. It must pass for t > 0.
type Calendar interface {
	Span(at, t float64) float64
}

// Rules are a checked policy and, where there are, a model of the base and its
// calendar, shared by all customers' detectors. Several goroutines may use them.
// Nil and the zero Rules are those of the default policy.
type Rules struct {
	p        StagePolicy              // defaults filled in
	loss     clientele.LossClassifier // nil: own gaps decide
	calendar Calendar

	minGone        Day     // silent days that are never loss
	shape0         float64 // ln k − ψ(k) of the base's shape
	falseLoss      float64 // rate a day of false losses
	half, quarter  float64 // probability a gap day of falling to these rates
	stop           float64 // and to none
	rise           float64 // and of rising to each of the two above
	fewer, more    float64 // the same of the two regimes of amounts
	leaving        float64 // hazard a day of leaving, 0 if it is not known
	shapeWeight    float64
	amountVariance float64 // of log amounts
}

// NewRules returns the rules of a policy; nil stands for the defaults. The base's
// loss rule, a *silence.LossRule, and the calendar may be nil. Where there is a loss
// rule, it decides when a silence is loss, so that a stage says lost where everything
// else does; it sees the whole history in its own unit, and counts in the operational
// time of the calendar where there is one. Otherwise the customer's own gaps decide, at
// the stated rate of false alarms. The error is an *clientele.InputError.
//
// The two differ in what they promise. The loss rule is right of a stated share of
// those it calls; own gaps call a customer who stays once in LossYears. Where most
// customers buy once, only the first can call anybody (one purchase says nothing of
// the own rate); where everybody buys often, both call the same, own gaps later.
func NewRules(p *StagePolicy, loss clientele.LossClassifier, calendar Calendar) (*Rules, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	q := p.filled()
	if loss == nil {
		return newRules(q, nil, calendar), nil
	}
	if unit := loss.Classify(clientele.History{}).Unit; unit != 0 {
		days := unit.In(clientele.Day)
		if p != nil && p.Unit != 0 && p.Unit != days {
			return nil, &clientele.InputError{Where: "lifecycle.StagePolicy", Field: "Unit", Value: p.Unit, Want: "the days in the unit of the loss rule, " + unit.String() + ", or 0 for it"}
		}
		q.Unit = days
	}
	r := newRules(q, loss, calendar)
	if p == nil || p.MinGone == 0 {
		r.minGone = 0 // the rule has its own least silence
	}
	return r, nil
}

// daysAYear turns rates a year into rates a day.
const daysAYear = 365.25

func newRules(p StagePolicy, loss clientele.LossClassifier, calendar Calendar) *Rules {
	r := &Rules{p: p, loss: loss, calendar: calendar, minGone: Day(p.MinGone)}
	r.shape0 = math.Log(p.Shape) - special.Digamma(p.Shape)
	r.shapeWeight = p.ShapeWeight
	r.amountVariance = math.Log1p(p.AmountCV * p.AmountCV)
	r.falseLoss = 1 / (p.LossYears * daysAYear)
	r.leaving = p.Leaving / daysAYear
	fall, rise := beyondFall/(p.DeclineYears*daysAYear), 1/(p.GrowthYears*daysAYear)
	r.half, r.quarter, r.stop = rateShare*fall*halfShare, rateShare*fall*(1-halfShare-stopShare), rateShare*fall*stopShare
	r.rise = rateShare * rise / 2
	r.fewer, r.more = (1-rateShare)*fall, (1-rateShare)*rise
	return r
}

const (
	// rateShare is the part of the budgets of decline and growth that guards
	// rates; the rest guards amounts.
	rateShare = 0.8
	// The odds of a change are beyond 1 when they pass it, and what is known of a
	// customer is forgotten, so that filters given the stated rates would give fewer
	// alarms. These factors bring falls and losses up to what is stated in the gaps and
	// shapes that have most of them (measured; see TestStationaryCustomers).
	beyondFall, beyondLoss = 1.18, 1.1
	// halfShare and stopShare are the parts of a fall of the rate that guard
	// against half the rate and against none; a quarter gets the rest.
	halfShare, stopShare = 0.3, 0.1
	// oddsOfLoss is what a verdict of loss is worth at least: nine in ten are right.
	// Where nobody knows how often customers of this base leave, that is what it is
	// taken to be worth. Where it is known, the best limit of the odds of being gone is
	// the rate of purchases over the cost of waiting (one step of the optimal stopping
	// of Shiryaev 1963): a year in which a loss goes unnoticed costs as much as one
	// false loss. Between them and oddsOfLoss the stated rate holds. In a base of which
	// half leave, of quarterly buyers who stay 5.4, 4.9 and 4.3 % are ever called lost
	// in six years for least odds of 7, 8 and 9, and the median loss is noticed after
	// 659, 679 and 698 days.
	oddsOfLoss = 9
)

// Policy returns the policy, defaults filled in.
func (r *Rules) Policy() StagePolicy { return r.p.filled() }

// Detector returns the detector of a new customer.
func (r *Rules) Detector() Detector { return Detector{rules: r} }

var defaultRules = newRules((*StagePolicy)(nil).filled(), nil, nil)

// span returns the operational days between two days.
func (r *Rules) span(from, to Day) float64 {
	t := float64(to - from)
	if r.calendar == nil || t <= 0 {
		return t
	}
	return math.Max(r.calendar.Span(float64(from), t), 0)
}
