package contractual

import (
	"math"

	"github.com/clientele-go/clientele/internal/wire"
)

// ConstantRetention values a customer who pays one margin a period and stays
// from each period to the next with one constant probability (Gupta & Lehmann
// 2003). Values are per unit of margin.
//
// It is a rule of thumb. The average retention rate of a cohort undervalues
// its customers, because those who stay are better than the average: use the
// DERL of an SBG where renewals were observed.
//
// Special cases are, for all methods: +Inf, never a negative number, where
// Retention·(1+Growth) ≥ 1+Discount and there is no horizon; NaN unless
// 0 ≤ Retention ≤ 1, Discount ≥ 0 and Growth > −1.
type ConstantRetention struct {
	Retention float64 // r, in [0, 1]: the share that stays from one period to the next
	Discount  float64 // d ≥ 0, effective per period
	Growth    float64 // g > −1: growth of the margin per period; 0 is none
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c ConstantRetention) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *ConstantRetention) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

func (c ConstantRetention) valid() bool {
	return c.Retention >= 0 && c.Retention <= 1 && c.Discount >= 0 && c.Growth > -1 && !math.IsInf(c.Discount+c.Growth, 1)
}

// ratio returns q = r(1+g)/(1+d), by which each payment is worth less than the
// one before.
func (c ConstantRetention) ratio() float64 {
	return c.Retention * (1 + c.Growth) / (1 + c.Discount)
}

// Multiple returns the margin multiple r/(1+d−r(1+g)): the value of a margin
// that is paid for the first time one period ahead, if the customer stays, and
// grows from then on. Nothing is counted now.
func (c ConstantRetention) Multiple() float64 { return c.forever(c.Retention) }

// MultipleNow returns (1+d)/(1+d−r(1+g)): the value of a margin whose first
// payment is made now and counts; the payment t periods ahead is (1+g)^t.
func (c ConstantRetention) MultipleNow() float64 { return c.forever(1 + c.Discount) }

// forever returns first/(1+d−r(1+g)).
func (c ConstantRetention) forever(first float64) float64 {
	switch {
	case !c.valid():
		return math.NaN()
	case c.ratio() >= 1:
		return math.Inf(1)
	}
	return first / (1 + c.Discount - c.Retention*(1+c.Growth))
}

// MultipleWithin is Multiple for the next n payments only. Special cases are: NaN for n < 0.
func (c ConstantRetention) MultipleWithin(n int) float64 {
	return c.Retention / (1 + c.Discount) * c.payments(n)
}

// MultipleNowWithin is MultipleNow for n payments, the first now. Special cases
// are: NaN for n < 0.
func (c ConstantRetention) MultipleNowWithin(n int) float64 { return c.payments(n) }

// payments returns 1 + q + … + q^(n−1).
func (c ConstantRetention) payments(n int) float64 {
	q := c.ratio()
	switch {
	case !c.valid() || n < 0:
		return math.NaN()
	case n == 0:
		return 0
	case q == 0:
		return 1
	case q == 1:
		return float64(n)
	}
	return math.Expm1(float64(n)*math.Log(q)) / (q - 1)
}

// ExpectedTenure returns 1/(1−r), the expected number of periods paid for, the
// first included. Special cases are: +Inf for r = 1.
func (c ConstantRetention) ExpectedTenure() float64 {
	if !c.valid() {
		return math.NaN()
	}
	return 1 / (1 - c.Retention)
}

// Elasticity returns by how many per cent Multiple rises if retention rises by
// one per cent of itself: (1+d)/(1+d−r(1+g)), which is MultipleNow.
func (c ConstantRetention) Elasticity() float64 { return c.MultipleNow() }

// HazardMultiple returns 1/(δ+μ−g), the value of a margin that flows at 1 per
// unit of time and grows at the continuous rate g, from a customer who is lost
// at the constant rate μ, at the continuous discount rate δ. Special cases are:
// +Inf where growth is not below δ+μ; NaN unless μ ≥ 0 and δ ≥ 0.
func HazardMultiple(mu, delta, growth float64) float64 {
	switch net := delta + mu - growth; {
	case !(mu >= 0 && delta >= 0) || math.IsNaN(net):
		return math.NaN()
	case net <= 0:
		return math.Inf(1)
	default:
		return 1 / net
	}
}
