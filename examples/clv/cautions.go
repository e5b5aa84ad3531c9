package main

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// farHorizon is how many times the longest observation a horizon may be before
// what lies beyond is the model's word alone.
const farHorizon = 3

// caution looks whether the equity stands on what it seems to stand on. Where it
// does not, it says so, and the intervals become as wide as what is not known.
func (a *answer) caution(ctx context.Context, o *options, base []value.Customer, p *program.Progress) error {
	a.cautionHorizon()
	if err := a.cautionModels(o, base); err != nil {
		return err
	}
	if err := a.track(ctx, o, p); err != nil {
		return err
	}
	a.cautionHoldout()
	return nil
}

// ahead returns how far ahead value counts. For ever is until 95 % of what there is to
// discount has come.
func (a *answer) ahead() float64 {
	return min(a.horizon, math.Log(20)/a.terms.Rate.Force(a.terms.Unit))
}

// track lets the model be as wrong as its forecasts of this base's past were: where it is
// asked for, and for the simulated shop.
func (a *answer) track(ctx context.Context, o *options, p *program.Progress) error {
	kind, ahead := a.models.used.kind, a.ahead()
	if !o.record && a.data.truth == nil || a.data.timelines == nil || kind == intake.BGBB || !(ahead <= clientele.MaxAge) {
		return nil
	}
	p.Show("playing the past again")
	var err error
	if a.tracked, err = checking.FitTrackRecord(ctx, a.data.timelines, ahead, &checking.TrackPolicy{Models: []string{kind}}); err != nil {
		return err
	}
	a.record = a.tracked.Amend(a.outcome)
	return nil
}

// cautionHorizon compares how far ahead value counts with how long was watched.
func (a *answer) cautionHorizon() {
	longest := 0.0
	for _, c := range a.data.customers {
		longest = max(longest, c.data.History.Age)
	}
	if !(longest > 0) || !(a.ahead() > farHorizon*longest) {
		return
	}
	a.cautions = append(a.cautions, fmt.Sprintf("the value counts %s, and the customer watched longest was watched for %s %s: all beyond is what the model says, not what was seen", a.horizonName(), note.Short(longest), intake.UnitName(a.terms.Unit, longest)))
	a.far = true
}

// cautionModels compares the totals of all models that could be fitted. Where two
// differ by more than either's interval, or where the horizon is far, the intervals
// hold those of all.
func (a *answer) cautionModels(o *options, base []value.Customer) error {
	type other struct {
		title string
		total float64
		mean  clientele.Interval
	}
	var others []other
	apart := false
	for _, f := range a.models.all {
		if f == a.models.used {
			continue
		}
		v, err := f.value(a.models.spend, o.terms)
		if err != nil {
			return err
		}
		x := other{title: f.title(), mean: v.TotalMean(base, level)}
		for _, c := range base {
			x.total += v.Of(c)
		}
		if math.IsNaN(x.total) || math.IsInf(x.total, 0) || math.IsNaN(a.equity) || math.IsInf(a.equity, 0) {
			continue
		}
		if !x.mean.Contains(a.equity) && !a.mean.Contains(x.total) {
			apart = true
			a.cautions = append(a.cautions, fmt.Sprintf("the models disagree: %s expects %s and %s %s, further apart than their intervals", a.models.used.title(), note.Money(a.equity), x.title, note.Money(x.total)))
		}
		others = append(others, x)
	}
	if !apart && !a.far {
		return nil
	}
	own := a.mean
	for _, x := range others {
		a.mean = hull(a.mean, x.mean)
	}
	if own.Lo > 0 { // what customers turn out to do around the expected total comes on top
		a.outcome.Lo *= a.mean.Lo / own.Lo
		a.outcome.Hi *= a.mean.Hi / own.Hi
	}
	if len(others) > 0 {
		a.cautions = append(a.cautions, "the intervals of the total hold those of all models")
	}
	return nil
}

func hull(a, b clientele.Interval) clientele.Interval {
	a.Lo, a.Hi = min(a.Lo, b.Lo), max(a.Hi, b.Hi)
	return a
}

// cautionHoldout looks whether the holdout was missed: then the error that was
// made once is taken for the size of the error that may be made again.
func (a *answer) cautionHoldout() {
	h := a.holdout
	if h == nil {
		return
	}
	miss := 0.0
	check := func(what string, actual, expected float64, iv clientele.Interval, print func(float64) string) {
		if iv.Contains(actual) {
			return
		}
		a.cautions = append(a.cautions, fmt.Sprintf("the holdout was missed: %s %s were predicted, %s with 95 %%, and %s came", print(expected), what, between(iv, print), print(actual)))
		if e := math.Abs(math.Log(actual / expected)); e > miss {
			miss = e
		}
	}
	check("purchases", h.accuracy.Actual, h.accuracy.Expected, h.interval, count)
	if a.models.spend != nil {
		check("of amounts", h.paid, h.expected, h.paidInterval, note.Money)
	}
	if miss > 0 {
		a.mean, a.outcome = widen(a.mean, a.equity, miss), widen(a.outcome, a.equity, miss)
		a.cautions = append(a.cautions, "the intervals of the total hold an error of that size as well")
	}
}

// widen adds an error of the logarithm, a standard deviation, to an interval
// about v.
func widen(iv clientele.Interval, v, sd float64) clientele.Interval {
	if !(v > 0) || math.IsInf(v, 1) {
		return iv
	}
	own := 1.96 * sd
	iv.Lo = v * math.Exp(-math.Hypot(math.Log(v/iv.Lo), own))
	iv.Hi = v * math.Exp(math.Hypot(math.Log(iv.Hi/v), own))
	return iv
}
