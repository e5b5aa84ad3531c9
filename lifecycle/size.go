package lifecycle

import "math"

// size is what the amounts of a customer say: the usual log amount with its
// variance, and whether it is half, once or twice that. Amounts are lumpy, so
// the density of a log amount is contaminated, .9 N(0, s²) + .1 N(0, (6s)²)
// around the regime's mean (Tukey 1960), and mean and variance learn from
// deviations clipped at 2s: one project or one stocked shelf changes nothing.
type size struct {
	weight, mean, variance float64
	regime                 [3]float64 // P(½, 1, 2 × usual)
}

const (
	firstAmount    = 0.5  // weight of the first order
	varianceWeight = 4    // purchases that the base's variance counts for
	apart          = 1.5  // standard deviations of their difference, beyond which the first two amounts are not alike
	clipLoss       = 1.12 // the variance of a normal over that of one clipped at 2 s of its own
)

// begin is a customer with their first purchase.
func (z *size) begin(at float64, rules *Rules) {
	*z = size{weight: firstAmount, mean: at, variance: rules.amountVariance, regime: [3]float64{1: 1}}
}

// second takes in the log of the second amount. One of the first two may be anything:
// a trial, a shelf stocked, a project. Where they are too far apart to be the same, the
// smaller is the usual one until the third says otherwise: a growth that is none passes,
// and a decline from an order that was never usual does not.
func (z *size) second(at float64) {
	first := z.mean - at
	if first*first > apart*apart*2*z.variance {
		z.mean = math.Min(z.mean, at)
		return
	}
	z.weight = 1 + firstAmount
	z.mean = at + first*firstAmount/z.weight
}

// observe takes in the log of an amount, m days after the one before as a rule.
func (z *size) observe(at, m float64, rules *Rules) {
	fewer, more := min(m*rules.fewer, 0.05), min(m*rules.more, 0.05)
	back := min(m/daysAYear, backShare)
	w := &z.regime
	usual := w[1]
	w[0] += usual*fewer - back*w[0]
	w[2] += usual*more - back*w[2]
	w[1] = 1 - w[0] - w[2]

	v := z.variance * (z.weight + 1) / z.weight
	d := at - z.mean
	sum := 0.0
	narrow := -1 / (72 * v)
	for i, to := range [3]float64{-math.Ln2, 0, math.Ln2} {
		wide := exp((d - to) * (d - to) * narrow)
		wide4 := wide * wide * wide * wide
		wide16 := wide4 * wide4 * wide4 * wide4
		w[i] *= 0.9*wide16*wide16*wide4 + 0.1/6*wide + 1e-300 // wide³⁶ is exp(−(d−to)²/2v)
		sum += w[i]
	}
	scale := 1 / sum
	for i := range w {
		w[i] *= scale
	}
	d -= z.turn()
	square := min(d*d, 4*v)
	if d*d > square {
		d = math.Copysign(math.Sqrt(square), d)
	}
	z.weight++
	if z.weight > memoryGaps {
		z.weight = min(z.weight, max(memoryGaps, rules.p.Memory/m))
	}
	z.mean += d / z.weight
	z.variance += (clipLoss*min(square, 4*z.variance) - z.variance) / (varianceWeight + z.weight)
	z.variance = max(z.variance, 1e-4)
}

// turn returns the mean log of the regime's amount against the usual.
func (z *size) turn() float64 { return math.Ln2 * (z.regime[2] - z.regime[0]) }

// adopt makes the present regime the usual one, known from some purchases only.
func (z *size) adopt(purchases float64) {
	z.mean += z.turn()
	z.weight = min(z.weight, purchases)
	z.regime = [3]float64{1: 1}
}
