package keyaccount

import (
	"math"
)

// Profitability is what one customer brings and costs in a year, in money.
type Profitability struct {
	Revenue float64 `json:"revenue"` // ≥ 0
	Direct  float64 `json:"direct"`  // cost of what was bought, ≥ 0
	Service float64 `json:"service"` // cost of selling to it and serving it, ≥ 0
}

// Check returns nil if all amounts are ≥ 0 and at most 1e15, and an *InputError otherwise.
func (p Profitability) Check() error {
	for _, f := range []struct {
		name  string
		value float64
	}{{"revenue", p.Revenue}, {"direct", p.Direct}, {"service", p.Service}} {
		if !(f.value >= 0 && f.value <= maxMoney) {
			return bad("Profitability", f.name, f.value, "an amount in [0, 1e15]")
		}
	}
	return nil
}

// Contribution returns Revenue − Direct, the profit before service.
func (p Profitability) Contribution() float64 { return p.Revenue - p.Direct }

// Net returns Revenue − Direct − Service.
func (p Profitability) Net() float64 { return p.Revenue - p.Direct - p.Service }

// Margin returns Net / Revenue.
//
// Special cases are: NaN without revenue.
func (p Profitability) Margin() float64 {
	if p.Revenue == 0 {
		return math.NaN()
	}
	return p.Net() / p.Revenue
}

// ServiceShare returns the part of the contribution that service takes; above 1
// the customer is served at a loss.
//
// Special cases are: 0 without service; +Inf with service and no contribution.
func (p Profitability) ServiceShare() float64 {
	switch {
	case p.Service == 0:
		return 0
	case !(p.Contribution() > 0):
		return math.Inf(1)
	}
	return p.Service / p.Contribution()
}
