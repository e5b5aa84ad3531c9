package lifecycle_test

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	. "github.com/clientele-go/clientele/lifecycle"
)

// buyer draws the purchases of a customer: gaps gamma around a mean with a
// shape, amounts lognormal around 100 with a coefficient of variation of 0.4.
type buyer struct {
	r    *rand.Rand
	gap  float64
	k    float64
	t    float64 // time of the latest purchase
	size float64
}

// amountSigma is the standard deviation of log amounts whose CV is 0.4.
var amountSigma = math.Sqrt(math.Log1p(0.4 * 0.4))

func gammaDraw(r *rand.Rand, shape, mean float64) float64 {
	return distuv.Gamma{Alpha: shape, Beta: shape / mean, Src: r}.Rand()
}

// newBuyer draws a customer of a trade: rate gamma of shape 2 around 1/trade.
func newBuyer(r *rand.Rand, trade, k float64) *buyer {
	return &buyer{r: r, gap: 1 / gammaDraw(r, 2, 1/trade), k: k, size: 1}
}

func (b *buyer) amount() float64 { return 100 * b.size * math.Exp(amountSigma*b.r.NormFloat64()) }

// until appends the purchases before a time, the first at once.
func (b *buyer) until(events []Event, end float64) []Event {
	if len(events) == 0 {
		events = append(events, Event{Day: Day(b.t), Amount: b.amount()})
		b.t += gammaDraw(b.r, b.k, b.gap)
	}
	for ; b.t < end; b.t += gammaDraw(b.r, b.k, b.gap) {
		if last := &events[len(events)-1]; last.Day == Day(b.t) {
			last.Amount += b.amount()
		} else {
			events = append(events, Event{Day: Day(b.t), Amount: b.amount()})
		}
	}
	return events
}

// purchases returns the first n purchases, those of one day merged, and the
// time of the last.
func (b *buyer) purchases(n int) (events []Event, last float64) {
	for len(events) < n {
		last = b.t
		events = b.until(events, math.Nextafter(b.t, math.Inf(1)))
	}
	return events, last
}
