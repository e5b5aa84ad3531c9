package btyd

import (
	"fmt"
	"math"
	"sort"

	"github.com/clientele-go/clientele"
)

// Calendar is a season that all customers share: known weights of equal
// periods, such as the 52 weeks or the 365 days of a year, that repeat for
// ever. It turns time on the clock into operational time, which passes fast
// where the weight is high, and in which there is no season: every model of the
// package then holds as it is.
//
//	p.Add(cal.History(first, h))                     // a fit in operational time
//	m.ExpectedPurchases(cal.History(first, h), cal.Span(first+h.Age, t))
//
// Both clocks of a customer, that of the purchases and that of dropout, run in
// operational time, because only then are x, t_x and T all that a model needs.
// For models in which customers drop out at a purchase, such as [BGNBD], that
// is a season of the purchases and nothing else; for [ParetoNBD] it says that
// in high season customers are also lost faster, as if they decided at every
// occasion. If the two must differ, or differ between customers, use
// [DynamicParetoNBD].
//
// Weights matter by their ratios: they are scaled to mean 1, so that over whole
// cycles operational time is time. Take them from the totals of several whole
// cycles of customers who came in evenly, not from the data of one cohort, whose
// decline is not a season.
type Calendar struct {
	start, period float64
	weights       []float64 // of the periods of a cycle, mean 1
	ahead         []float64 // at the start of each period, operational time less time since the start of the cycle
	least, most   float64   // weight
}

// NewCalendar returns the calendar whose cycles consist of periods of the given
// length with these weights, one of which cycles begins at start, on the clock
// that the customers' first purchases are given on. Periods are 1e-6 long at
// least. Weights are finite and
// greater than 0; one weight, or equal ones, make operational time time itself.
func NewCalendar(start, period float64, weights []float64) (*Calendar, error) {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "btyd.NewCalendar", Field: field, Value: value, Want: want}
	}
	if !(math.Abs(start) <= clientele.MaxAge) {
		return nil, bad("start", start, "a time of at most 1e12 in size")
	}
	if !(period >= 1e-6 && period <= clientele.MaxAge) {
		return nil, bad("period", period, "a length from 1e-6 to 1e12")
	}
	if len(weights) == 0 {
		return nil, bad("weights", weights, "one weight for each period of the cycle")
	}
	sum := 0.0
	for k, w := range weights {
		if !(w >= 1e-9 && w <= 1e9) {
			return nil, bad(fmt.Sprintf("weights[%d]", k), w, "a weight from 1e-9 to 1e9; a period without any purchase still has time")
		}
		sum += w
	}
	c := &Calendar{start: start, period: period, least: math.Inf(1)}
	ahead := 0.0
	mean := sum / float64(len(weights))
	if math.Abs(mean-1) < 1e-12 {
		mean = 1 // weights of a calendar, which read back to the bit
	}
	for _, w := range weights {
		w /= mean
		c.weights = append(c.weights, w)
		c.ahead = append(c.ahead, ahead)
		ahead += (w - 1) * period
		c.least, c.most = math.Min(c.least, w), math.Max(c.most, w)
	}
	return c, nil
}

// place returns the period that holds at a time, and the time since it began.
func (c *Calendar) place(at float64) (period int, since float64) {
	cycle := c.period * float64(len(c.weights))
	phase := math.Mod(at-c.start, cycle)
	if phase < 0 {
		phase += cycle
	}
	if math.IsNaN(phase) {
		return 0, phase
	}
	period = min(int(phase/c.period), len(c.weights)-1)
	return period, phase - float64(period)*c.period
}

// Weight returns the weight at a time: how much operational time passes in a
// unit of time. Its logarithm, added up over the repeat purchases of all
// customers, turns the log-likelihood of a fit in operational time into that of
// the purchase times on the clock, which compares one calendar with another.
func (c *Calendar) Weight(at float64) float64 {
	k, since := c.place(at)
	return c.weights[k] + 0*since // NaN for a time that is none
}

// lead returns by how much operational time is ahead of time.
func (c *Calendar) lead(at float64) float64 {
	k, since := c.place(at)
	return c.ahead[k] + (c.weights[k]-1)*since
}

// Span returns the operational time in (at, at+t], t ≥ 0.
//
// Special cases are:
//
//	Span(at, +Inf) = +Inf
//	Span(at, t)    = NaN for t < 0
func (c *Calendar) Span(at, t float64) float64 {
	switch {
	case !(t >= 0):
		return math.NaN()
	case math.IsInf(t, 1):
		return t
	}
	if k, since := c.place(at); since+t < c.period {
		return c.weights[k] * t // no rounding of at
	}
	// The bounds hold whatever rounding of at does.
	return math.Max(c.least*t, math.Min(t+(c.lead(at+t)-c.lead(at)), c.most*t))
}

// Elapse returns the time that passes after a time until operational time has
// moved on by span ≥ 0: the inverse of Span. Purchases that a model draws at u
// after the end of observation at the time at are at Elapse(at, u) after it.
//
// Special cases are:
//
//	Elapse(at, +Inf) = +Inf
//	Elapse(at, span) = NaN for span < 0
func (c *Calendar) Elapse(at, span float64) float64 {
	switch {
	case !(span >= 0):
		return math.NaN()
	case math.IsInf(span, 1):
		return span
	}
	k, since := c.place(at)
	if t := span / c.weights[k]; since+t < c.period {
		return t
	}
	cycle := c.period * float64(len(c.weights))
	begun := float64(k)*c.period + since // since the cycle began
	target := begun + c.ahead[k] + (c.weights[k]-1)*since + span
	cycles := math.Floor(target / cycle)
	rest := target - cycles*cycle
	p := sort.Search(len(c.weights)-1, func(p int) bool { return float64(p+1)*c.period+c.ahead[p+1] > rest })
	in := (rest - float64(p)*c.period - c.ahead[p]) / c.weights[p]
	t := cycles*cycle + float64(p)*c.period + in - begun
	return math.Max(span/c.most, math.Min(t, span/c.least))
}

// History returns a customer's history in operational time, given when the
// first purchase was.
func (c *Calendar) History(first float64, h clientele.History) clientele.History {
	age := c.Span(first, h.Age)
	return clientele.History{Repeats: h.Repeats, Last: math.Min(c.Span(first, h.Last), age), Age: age}
}
