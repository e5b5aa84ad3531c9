package buyer

import (
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/variate"
	"github.com/clientele-go/clientele/lifecycle"
)

// Buyer draws the purchases of a customer: gaps gamma around a mean with a
// shape (1 is purchases at random), amounts lognormal around 100·Size with a
// coefficient of variation of 0.4. The fields may change as the customer does.
type Buyer struct {
	R     *rand.Rand
	Gap   float64 // mean, in days
	Shape float64
	Size  float64
	Time  float64 // of the next purchase, in days
}

// New draws a customer of a trade: a rate that is gamma of shape 2 around 1/trade.
func New(r *rand.Rand, trade, shape float64) *Buyer {
	return &Buyer{R: r, Gap: 1 / variate.Gamma(r, 2, 2*trade), Shape: shape, Size: 1}
}

// sigma is the standard deviation of log amounts whose CV is 0.4.
var sigma = math.Sqrt(math.Log1p(0.4 * 0.4))

// Amount draws the amount of a purchase.
func (b *Buyer) Amount() float64 { return 100 * b.Size * math.Exp(sigma*b.R.NormFloat64()) }

// Wait draws a gap.
func (b *Buyer) Wait() float64 { return variate.Gamma(b.R, b.Shape, b.Shape/b.Gap) }

// Until appends the purchases before a time, those of one day as one; the first
// purchase of all is made whatever the time.
func (b *Buyer) Until(events []lifecycle.Event, end float64) []lifecycle.Event {
	if len(events) == 0 {
		events = append(events, lifecycle.Event{Day: lifecycle.Day(b.Time), Amount: b.Amount()})
		b.Time += b.Wait()
	}
	for ; b.Time < end; b.Time += b.Wait() {
		if last := &events[len(events)-1]; last.Day == lifecycle.Day(b.Time) {
			last.Amount += b.Amount()
		} else {
			events = append(events, lifecycle.Event{Day: lifecycle.Day(b.Time), Amount: b.Amount()})
		}
	}
	return events
}

// Purchases returns the first n days with a purchase, and the time of the last
// purchase drawn.
func (b *Buyer) Purchases(n int) (events []lifecycle.Event, last float64) {
	for len(events) < n {
		last = b.Time
		events = b.Until(events, math.Nextafter(b.Time, math.Inf(1)))
	}
	return events, last
}
