package buyer_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/clientele-go/clientele/internal/buyer"
	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/lifecycle"
)

// The best detector raises as many false alarms as it is asked to, and finds a
// change sooner where it is larger, the gaps more regular or the rate higher.
func TestBest(t *testing.T) {
	mean := func(shape, share, rate float64) float64 {
		r := rand.New(rand.NewPCG(19, uint64(100*shape)))
		b := buyer.NewBest(r, shape, share, 300_000)
		limit := b.Limit(rate)
		wait := func() float64 { return variate.Gamma(r, shape, shape) }
		alarms := 0.0
		for range 1000 {
			alarms += b.Delay(limit, 0, 1e9, wait) / 1000
		}
		assert.InEpsilon(t, 1/rate, alarms, 0.15, "shape %v share %v rate %v", shape, share, rate)
		delay := 0.0
		for range 1000 {
			delay += b.Delay(limit, 0, 1e9, func() float64 {
				if share == 0 {
					return 1e6
				}
				return wait() / share
			}) / 1000
		}
		return delay
	}
	half, quarter, gone := mean(1, 0.5, 0.01), mean(1, 0.25, 0.01), mean(1, 0, 0.01)
	assert.Less(t, quarter, half)
	assert.Less(t, gone, quarter)
	assert.InDelta(t, -math.Log(0.01), gone, 1e-6)
	assert.Less(t, mean(3, 0.5, 0.01), half)
	assert.Less(t, half, mean(1, 0.5, 0.001))
}

// Lives count every verdict that a customer who never changes gets.
func TestLives(t *testing.T) {
	var l buyer.Lives
	l.Add([]lifecycle.StageEntry{
		{Day: 0, Stage: lifecycle.StageExploration}, {Day: 100, Stage: lifecycle.StageStability}, {Day: 300, Stage: lifecycle.StageDecline},
		{Day: 400, Stage: lifecycle.StageLost}, {Day: 500, Stage: lifecycle.StageStability}, {Day: 800, Stage: lifecycle.StageDecline},
	}, 1000)
	l.Add([]lifecycle.StageEntry{{Day: 0, Stage: lifecycle.StageExploration}}, 1000)
	assert.Equal(t, 0.5, l.EverLost())
	assert.InDelta(t, 1/(2000/365.25), l.LossRate(), 1e-12)
	assert.InDelta(t, 0.15, l.DeclineShare(), 1e-12)
	assert.InDelta(t, 2/(535/365.25), l.ChangeRate(), 1e-12)
	assert.InDelta(t, 1/(535/365.25), l.DeclineRate(), 1e-12)
	assert.Zero(t, l.GrowthRate())
}

// Purchases of one day are one, gaps have the mean and the shape asked for.
func TestBuyer(t *testing.T) {
	b := &buyer.Buyer{R: rand.New(rand.NewPCG(19, 3)), Gap: 30, Shape: 3, Size: 2}
	events, last := b.Purchases(4000)
	assert.Len(t, events, 4000)
	assert.Equal(t, lifecycle.Day(last), events[3999].Day)
	assert.InEpsilon(t, 30, last/3999, 0.05)
	sum, squares, amount := 0.0, 0.0, 0.0
	for i := range events[1:] {
		assert.Greater(t, events[i+1].Day, events[i].Day)
		g := float64(events[i+1].Day - events[i].Day)
		sum, squares, amount = sum+g, squares+g*g, amount+events[i].Amount
	}
	m := sum / 3999
	assert.InEpsilon(t, 1./3, squares/3999/(m*m)-1, 0.1)
	assert.InEpsilon(t, 200*math.Sqrt(1.16), amount/3999, 0.05)
}
