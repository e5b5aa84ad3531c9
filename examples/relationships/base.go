package main

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/lifecycle/hmm"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	size   = 600 // customers
	month  = 30  // days
	months = 24  // observed; customers join in the first twelve
	margin = 0.3
)

// The hidden states of the truth, the least active first.
const (
	gone = iota
	trying
	regular
)

// truth is how customers of the coffee roaster move: orders a month after the first.
var truth = hmm.HiddenMarkov{
	Family:  hmm.FamilyPoisson,
	Initial: []float64{0.02, 0.83, 0.15},
	Transition: [][]float64{
		{0.99, 0.005, 0.005},
		{0.10, 0.80, 0.10},
		{0.02, 0.05, 0.93},
	},
	Mean: []float64{0.01, 0.9, 4},
}

var (
	opening = lifecycle.DayOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	today   = opening + month*months - 1
)

// cafe is a customer: what the roaster sees, and the truth.
type cafe struct {
	joined int // month
	events []lifecycle.Event
	counts hmm.Sequence // orders a month after the first one
	states []int        // the truth
}

// openBase simulates the cafés.
func openBase() []cafe {
	r := rand.New(rand.NewPCG(7, 1))
	base := make([]cafe, size)
	for i := range base {
		c := &base[i]
		c.joined = r.IntN(12)
		c.counts, c.states = truth.Rand(r, hmm.Sequence{Counts: make([]int, months-c.joined)})
		usual := 150 * math.Exp(0.4*r.NormFloat64())
		order := func(day lifecycle.Day) {
			amount := usual * distuv.Gamma{Alpha: 8, Beta: 8, Src: r}.Rand()
			c.events = append(c.events, lifecycle.Event{Day: day, Amount: math.Round(amount)})
		}
		first := opening + lifecycle.Day(month*c.joined)
		order(first)
		for t, n := range c.counts.Counts {
			for _, day := range days(r, n) {
				order(first + lifecycle.Day(month*t+day))
			}
		}
	}
	return base
}

// days draws n different days of a month, in order; never the first, which is
// the day of joining.
func days(r *rand.Rand, n int) []int {
	var out []int
	for day := 1; day < month; day++ {
		if left := month - day; r.IntN(left) < n-len(out) {
			out = append(out, day)
		}
	}
	return out
}

// state returns the truth about today.
func (c *cafe) state() int { return c.states[len(c.states)-1] }

// history returns what a transaction model sees, in weeks.
func (c *cafe) history() clientele.History {
	first, last := c.events[0].Day, c.events[len(c.events)-1].Day
	return clientele.History{Repeats: len(c.events) - 1, Last: float64(last-first) / 7, Age: float64(today-first) / 7}
}

// cadence returns the gaps between the orders.
func (c *cafe) cadence() lifecycle.Cadence {
	var gaps lifecycle.Cadence
	for i := 1; i < len(c.events); i++ {
		note.Check(gaps.Add(float64(c.events[i].Day - c.events[i-1].Day)))
	}
	return gaps
}

// bought returns the orders of the days from … to−1 in money.
func (c *cafe) bought(from, to lifecycle.Day) float64 {
	sum := 0.0
	for _, e := range c.events {
		if e.Day >= from && e.Day < to {
			sum += e.Amount
		}
	}
	return sum
}
