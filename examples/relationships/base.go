package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/lifecycle/hmm"
	"github.com/clientele-go/clientele/value/btyd"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	size   = 600 // simulated customers
	month  = 30  // days
	months = 24  // observed; simulated customers join in the first twelve
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

// base is the customers of a log up to a day.
type base struct {
	*options
	report         intake.Report
	customers      []customer
	opening, today lifecycle.Day
	simulated      bool
}

// customer is what is seen of one of them, and the truth of a simulated one.
type customer struct {
	id     string
	events []lifecycle.Event
	counts hmm.Sequence // orders a month after the first one
	states []int        // the truth
}

// readBase reads a log.
func readBase(o *options, p *program.Progress) *base {
	book := note.Must(intake.ReadLog(o.Transactions, o.Reading, clientele.Day, func(rows int) { p.Show("%d rows read", rows) }))
	all := book.Ledger.Report()
	b := &base{options: o, report: book.Report, opening: lifecycle.DayOf(all.First), today: lifecycle.DayOf(all.Last)}
	if !o.AsOf.IsZero() {
		b.today = min(b.today, lifecycle.DayOf(o.AsOf))
	}
	for r := range note.Must(book.Records(b.today.Date(), clientele.Day)).All() {
		c := customer{id: r.Customer}
		for at, amount := range book.Purchases(r.Customer) {
			if day := lifecycle.DayOf(at); day <= b.today {
				c.events = append(c.events, lifecycle.Event{Day: day, Amount: amount, Free: amount == 0})
			}
		}
		c.counts.Counts = make([]int, int(b.today-c.events[0].Day)/month)
		for _, e := range c.events[1:] {
			if k := int(e.Day-c.events[0].Day) / month; k < len(c.counts.Counts) {
				c.counts.Counts[k]++
			}
		}
		b.customers = append(b.customers, c)
	}
	if len(b.customers) == 0 {
		note.Check(fmt.Errorf("nobody bought up to %v: the log begins on %v", b.today, b.opening))
	}
	return b
}

// openBase simulates the cafés.
func openBase(o *options) *base {
	r := rand.New(rand.NewPCG(6+o.Seed, 1))
	opening := lifecycle.DayOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	b := &base{options: o, simulated: true, opening: opening, today: opening + month*months - 1, customers: make([]customer, size)}
	for i := range b.customers {
		c := &b.customers[i]
		c.id = fmt.Sprint(i)
		joined := r.IntN(12) // month
		c.counts, c.states = truth.Rand(r, hmm.Sequence{Counts: make([]int, months-joined)})
		usual := 150 * math.Exp(0.4*r.NormFloat64())
		order := func(day lifecycle.Day) {
			amount := usual * distuv.Gamma{Alpha: 8, Beta: 8, Src: r}.Rand()
			c.events = append(c.events, lifecycle.Event{Day: day, Amount: math.Round(amount)})
		}
		first := opening + lifecycle.Day(month*joined)
		order(first)
		for t, n := range c.counts.Counts {
			for _, day := range days(r, n) {
				order(first + lifecycle.Day(month*t+day))
			}
		}
	}
	return b
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
func (c *customer) state() int { return c.states[len(c.states)-1] }

// timeline returns what a transaction model sees, in weeks.
func (c *customer) timeline(today lifecycle.Day) btyd.Timeline {
	first := c.events[0].Day
	t := btyd.Timeline{Age: float64(today-first) / 7}
	for _, e := range c.events[1:] {
		t.Purchases = append(t.Purchases, float64(e.Day-first)/7)
	}
	return t
}

// silence returns the days since the last purchase.
func (c *customer) silence(today lifecycle.Day) float64 {
	return float64(today - c.events[len(c.events)-1].Day)
}

// cadence returns the gaps between the orders.
func (c *customer) cadence() lifecycle.Cadence {
	var gaps lifecycle.Cadence
	for i := 1; i < len(c.events); i++ {
		note.Check(gaps.Add(float64(c.events[i].Day - c.events[i-1].Day)))
	}
	return gaps
}

// bought returns the purchases of the days from … to−1, and their amount.
func (c *customer) bought(from, to lifecycle.Day) (n int, amount float64) {
	for _, e := range c.events {
		if e.Day >= from && e.Day < to {
			n++
			amount += e.Amount
		}
	}
	return n, amount
}
