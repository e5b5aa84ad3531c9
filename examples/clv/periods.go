package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
)

// inPeriods is BG/BB as a model of histories whose times are whole numbers of
// periods.
type inPeriods struct{ btyd.BGBB }

func discrete(h clientele.History) btyd.DiscreteHistory {
	return btyd.DiscreteHistory{Repeats: h.Repeats, Last: int(h.Last), Age: int(h.Age)}
}

// whole returns the periods that are over after a time t.
func whole(t float64) int { return int(min(math.Floor(t+1e-9), btyd.MaxOpportunities)) }

func (m inPeriods) WithParams(v []float64) inPeriods { return inPeriods{m.BGBB.WithParams(v)} }
func (m inPeriods) ProbAlive(h clientele.History) float64 {
	return m.BGBB.ProbAlive(discrete(h))
}
func (m inPeriods) ProbAliveAt(h clientele.History, t float64) float64 {
	return m.BGBB.ProbAliveAt(discrete(h), whole(t))
}
func (m inPeriods) ExpectedPurchases(h clientele.History, t float64) float64 {
	return m.BGBB.ExpectedPurchases(discrete(h), whole(t))
}
func (m inPeriods) ProbPurchases(h clientele.History, t float64, n int) float64 {
	return m.BGBB.ProbPurchases(discrete(h), whole(t), n)
}
func (m inPeriods) DiscountedPurchases(h clientele.History, rate float64) float64 {
	return m.BGBB.DiscountedPurchases(discrete(h), rate)
}
func (m inPeriods) DiscountedPurchasesWithin(h clientele.History, rate, t float64) float64 {
	if math.IsInf(t, 1) {
		return m.DiscountedPurchases(h, rate)
	}
	return m.BGBB.DiscountedPurchasesWithin(discrete(h), rate, whole(t))
}
func (m inPeriods) AppendPurchases(dst []float64, r *rand.Rand, h clientele.History, t float64) []float64 {
	for _, at := range m.BGBB.AppendPurchases(nil, r, discrete(h), whole(t)) {
		dst = append(dst, float64(at))
	}
	return dst
}

func fitPeriods(ctx context.Context, p *clientele.Panel, opt *clientele.FitOptions) (*purchaseFit, error) {
	var panel btyd.DiscretePanel
	for h, n := range p.All() {
		if h.Last != math.Trunc(h.Last) || h.Age != math.Trunc(h.Age) {
			return nil, fmt.Errorf("BG/BB counts periods: tx = %g, T = %g are not whole numbers", h.Last, h.Age)
		}
		if err := panel.AddN(discrete(h), n); err != nil {
			return nil, err
		}
	}
	f, err := btyd.FitBGBB(ctx, &panel, opt)
	if err != nil {
		return nil, err
	}
	return fitted(&clientele.Fit[inPeriods]{Model: inPeriods{f.Model}, LogLik: f.LogLik, N: f.N, Iters: f.Iters, Cov: f.Cov, Robust: f.Robust, Flat: f.Flat, AsOf: f.AsOf, Warnings: f.Warnings}), nil
}

// calendarPeriod returns the period of the calendar that is as long as a unit.
func calendarPeriod(u clientele.Unit) (clientele.CalendarPeriod, error) {
	for p, unit := range map[clientele.CalendarPeriod]clientele.Unit{clientele.CalendarPeriodWeek: clientele.Week, clientele.CalendarPeriodMonth: value.Month, clientele.CalendarPeriodQuarter: 3 * value.Month, clientele.CalendarPeriodYear: clientele.Year} {
		if u == unit {
			return p, nil
		}
	}
	return 0, fmt.Errorf("-model bgbb counts periods of the calendar: -unit week, month, quarter or year")
}
