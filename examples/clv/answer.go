package main

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// level is the probability that every interval holds.
const level = 0.95

// answer is everything that is printed.
type answer struct {
	data     *dataset
	models   *choice
	terms    value.Terms
	horizon  float64 // in units, maybe +Inf
	scores   []score // in the order of data.customers
	equity   float64
	mean     clientele.Interval    // of the expected equity
	outcome  clientele.Interval    // of what equity will turn out to be
	record   clientele.Interval    // of the same, by a model as wrong as it has been
	tracked  *checking.TrackRecord // nil if it is not known
	top      []int                 // places of the most valuable customers
	topRange []clientele.Interval
	holdout  *holdout // nil if there is none
	until    string   // how far ahead, as it was asked for
	far      bool     // many times further ahead than was watched
	cautions []string // why the intervals of the total are wider than the model's own
}

// score is what is said of one customer.
type score struct {
	alive, purchases, spend, clv float64
	mean                         clientele.Interval // of the expected value
}

// futures is the number of drawn futures behind a customer's interval of the
// outcome, of about mostPurchases purchases in all.
const (
	futures       = 2000
	mostPurchases = 200_000
)

// valueCustomers scores every customer and adds up.
func valueCustomers(ctx context.Context, d *dataset, m *choice, o *options, p *program.Progress) (*answer, error) {
	v, err := m.used.value(m.spend, o.terms)
	if err != nil {
		return nil, err
	}
	a := &answer{data: d, models: m, terms: o.terms, horizon: v.Horizon(), until: o.horizon, scores: make([]score, len(d.customers))}
	model := m.used.model
	base := make([]value.Customer, len(d.customers))
	for i, c := range d.customers {
		base[i] = c.data
		a.scores[i] = score{
			alive:     model.ProbAlive(c.data.History),
			purchases: model.ExpectedPurchases(c.data.History, a.horizon),
			spend:     math.NaN(),
			clv:       v.Of(c.data),
			mean:      v.MeanInterval(c.data, level),
		}
		if m.spend != nil {
			a.scores[i].spend = m.spend.Model.ExpectedSpend(c.data.Spend)
		}
		if i%1000 == 999 {
			p.Show("%d customers valued", i+1)
		}
		a.equity += a.scores[i].clv
	}
	r := rand.New(rand.NewPCG(o.Seed, 2))
	p.Show("drawing futures")
	a.mean = v.TotalMean(base, level)
	a.outcome = v.TotalOutcome(r, base, level)
	a.top = mostValuable(a.scores, o.Top)
	if !o.JSON() {
		for _, i := range a.top {
			n := int(max(100, min(futures, mostPurchases/a.scores[i].purchases))) // far horizons get fewer
			a.topRange = append(a.topRange, v.OutcomeInterval(r, n, level, base[i]))
		}
	}
	if d.holdout > 0 {
		if a.holdout, err = newHoldout(d, m.before, o, r); err != nil {
			return nil, err
		}
	}
	return a, a.caution(ctx, o, base, p)
}

// mostValuable returns the places of the highest values.
func mostValuable(scores []score, n int) []int {
	places := make([]int, len(scores))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int {
		switch x, y := scores[a].clv, scores[b].clv; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return places[:min(len(places), n)]
}
