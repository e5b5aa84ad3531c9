package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele/internal/buyer"
	"github.com/clientele-go/clientele/lifecycle"
)

const (
	changers   = 300     // customers who change, of each kind
	lossGaps   = 12      // gaps before a customer leaves
	fallGaps   = 24      // gaps before the rate falls, and in which a fall should be found
	mostGaps   = 200     // old gaps for which they are watched after the change
	normalGaps = 200_000 // gaps that the best detector's rate of false alarms is learned from
)

// drops are how much of the rate goes: half, three quarters, or all of it.
var drops = []float64{0.5, 0.75, 1}

// delay is how late a change is noticed: the medians, in days from the purchase
// after which the rate fell, NaN where more than half are never found.
type delay struct {
	gap, shape, drop float64
	ours, best       float64
	alarms           float64 // false ones a customer-year, of the best detector
	foundOurs        float64 // share found within fallGaps old gaps
	foundBest        float64
}

// simulateDelays lets customers of the trades change, and holds the delay beside
// that of the best possible detector at the same rate of false alarms: the one
// that the rules state, or the one that was measured, if that is more.
func simulateDelays(seed uint64, trades []stationary) ([]delay, error) {
	var out []delay
	best := map[[2]float64]*buyer.Best{}
	for _, t := range trades {
		policy := t.rules.Policy()
		for _, drop := range drops {
			d := delay{gap: t.gap, shape: t.shape, drop: drop, alarms: math.Max(1/policy.DeclineYears, t.lives.DeclineRate())}
			if drop == 1 {
				d.alarms = math.Max(1/policy.LossYears, t.lives.LossRate())
			}
			r := rand.New(rand.NewPCG(seed, uint64(1000*(100*t.gap+t.shape)+100*drop)))
			key := [2]float64{t.shape, drop}
			if best[key] == nil {
				best[key] = buyer.NewBest(rand.New(rand.NewPCG(seed, uint64(100*t.shape+10*drop))), t.shape, 1-drop, normalGaps)
			}
			if err := d.simulate(r, t.rules, best[key]); err != nil {
				return nil, err
			}
			out = append(out, d)
		}
	}
	return out, nil
}

func (d *delay) simulate(r *rand.Rand, rules *lifecycle.Rules, best *buyer.Best) error {
	limit := best.Limit(d.alarms * d.gap / 365.25)
	before := fallGaps
	if d.drop == 1 {
		before = lossGaps
	}
	var ours, bests []float64
	for range changers {
		b := &buyer.Buyer{R: r, Gap: d.gap, Shape: d.shape, Size: 1}
		events, change := b.Purchases(before + 1)
		// the best detector knows the customer, and sees the times and not the days
		var old []float64
		for range before {
			old = append(old, b.Wait()/d.gap)
		}
		wait := func() float64 {
			if d.drop == 1 {
				return 2 * mostGaps
			}
			return b.Wait() / d.gap
		}
		b.Gap /= 1 - d.drop
		bests = append(bests, d.gap*best.Delay(limit, best.After(old...), mostGaps, wait))
		noticed, err := d.notice(b, rules, events, change)
		if err != nil {
			return err
		}
		ours = append(ours, noticed)
	}
	d.ours, d.best = median(ours), median(bests)
	within := func(delays []float64) float64 {
		n := 0
		for _, v := range delays {
			if v <= fallGaps*d.gap {
				n++
			}
		}
		return float64(n) / float64(len(delays))
	}
	d.foundOurs, d.foundBest = within(ours), within(bests)
	return nil
}

// notice returns the days until the rules call a loss, or decline or loss where
// the rate falls; +Inf if they do not.
func (d *delay) notice(b *buyer.Buyer, rules *lifecycle.Rules, events []lifecycle.Event, change float64) (float64, error) {
	last := lifecycle.Day(change)
	if d.drop == 1 {
		_, detector, err := lifecycle.Trace(rules, events, last)
		if err != nil {
			return 0, err
		}
		days, ok := detector.LossAfter()
		if !ok {
			return math.Inf(1), nil
		}
		return float64(days), nil
	}
	b.Time = change + b.Wait()
	end := change + mostGaps*d.gap
	history, _, err := lifecycle.Trace(rules, b.Until(events, end), lifecycle.Day(end))
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(history, func(e lifecycle.StageEntry) bool { return e.Day > last && e.Stage >= lifecycle.StageDecline })
	if i < 0 {
		return math.Inf(1), nil
	}
	return float64(history[i].Day - last), nil
}

// median returns the middle delay, NaN where it is not found.
func median(delays []float64) float64 {
	slices.Sort(delays)
	m := delays[len(delays)/2]
	if math.IsInf(m, 1) {
		return math.NaN()
	}
	return m
}
