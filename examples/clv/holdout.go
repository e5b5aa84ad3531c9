package main

import (
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// holdout compares what was predicted for the time after calibration with what
// happened.
type holdout struct {
	length         float64            // in units
	accuracy       *checking.Accuracy // of the purchases
	pooled         float64            // mean absolute error of predicting the mean rate for everybody
	interval       clientele.Interval // of the purchases of all customers
	paid, expected float64            // amounts of all customers
	paidInterval   clientele.Interval
	byRepeats      []checking.HoldoutGroup
}

// mostRepeats is the number of repeat purchases from which customers are one group.
const mostRepeats = 7

func newHoldout(d *dataset, m *choice, o *options, r *rand.Rand) (*holdout, error) {
	h := &holdout{length: d.holdout}
	seen := &checking.Holdout{Length: d.holdout}
	base := make([]value.Customer, len(d.before))
	for i, c := range d.before {
		base[i] = c.data
		if err := seen.Add(checking.HoldoutObservation{History: c.data.History, Purchases: c.holdout.Count, Before: -1}); err != nil {
			return nil, err
		}
		h.paid += float64(c.holdout.Count) * c.holdout.Mean
	}
	var err error
	if h.accuracy, err = checking.Assess(m.used.model, seen); err != nil {
		return nil, err
	}
	if h.byRepeats, err = checking.ByFrequency(m.used.model, seen, mostRepeats); err != nil {
		return nil, err
	}
	rules, err := checking.Baselines(seen)
	if err != nil {
		return nil, err
	}
	for _, rule := range rules {
		if rule.Name == checking.BaselinePooled {
			h.pooled = rule.MAE
		}
	}
	terms := value.Terms{Unit: o.terms.Unit, Horizon: value.Within(d.holdout, o.terms.Unit)}
	counts, err := m.used.value(nil, terms)
	if err != nil {
		return nil, err
	}
	h.interval = counts.TotalOutcome(r, base, level)
	if m.spend == nil {
		return h, nil
	}
	amounts, err := m.used.value(m.spend, terms)
	if err != nil {
		return nil, err
	}
	for _, x := range base {
		h.expected += amounts.Of(x)
	}
	h.paidInterval = amounts.TotalOutcome(r, base, level)
	return h, nil
}
