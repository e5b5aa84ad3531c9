package main

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
)

// holdout compares what was predicted for the time after calibration with what
// happened.
type holdout struct {
	length             float64 // in units
	actual, predicted  float64 // purchases of all customers
	interval           clientele.Interval
	paid, expected     float64 // amounts of all customers
	paidInterval       clientele.Interval
	absolute, constant float64 // mean absolute error a customer; of predicting the mean for everybody
	byRepeats          []holdoutGroup
}

// holdoutGroup is the customers with the same number of repeat purchases in
// calibration; the last group is of those with more.
type holdoutGroup struct {
	customers         int
	actual, predicted float64 // mean a customer
}

// holdoutGroups is the number of groups by repeat purchases: 0, 1, …, 7 and more.
const holdoutGroups = 8

func newHoldout(d *dataset, m *choice, o options, r *rand.Rand) (*holdout, error) {
	terms := value.Terms{Unit: o.terms.Unit, Horizon: value.Within(d.holdout, o.terms.Unit)}
	counts, err := m.used.valuation(nil, terms)
	if err != nil {
		return nil, err
	}
	h := &holdout{length: d.holdout, byRepeats: make([]holdoutGroup, holdoutGroups)}
	base := make([]value.Customer, len(d.customers))
	mean := 0.0
	for _, c := range d.customers {
		mean += float64(c.holdout.Count) / float64(len(d.customers))
	}
	for i, c := range d.customers {
		base[i] = c.data
		actual, predicted := float64(c.holdout.Count), counts.Of(c.data)
		h.actual += actual
		h.predicted += predicted
		h.absolute += math.Abs(actual-predicted) / float64(len(d.customers))
		h.constant += math.Abs(actual-mean) / float64(len(d.customers))
		h.paid += actual * c.holdout.Mean
		g := &h.byRepeats[min(c.data.History.Repeats, holdoutGroups-1)]
		g.customers++
		g.actual += actual
		g.predicted += predicted
	}
	for i := range h.byRepeats {
		g := &h.byRepeats[i]
		g.actual /= math.Max(1, float64(g.customers))
		g.predicted /= math.Max(1, float64(g.customers))
	}
	h.interval = counts.TotalOutcome(r, base, level)
	if m.spend == nil {
		return h, nil
	}
	amounts, err := m.used.valuation(m.spend, terms)
	if err != nil {
		return nil, err
	}
	for _, x := range base {
		h.expected += amounts.Of(x)
	}
	h.paidInterval = amounts.TotalOutcome(r, base, level)
	return h, nil
}
