package value

import (
	"fmt"
	"github.com/clientele-go/clientele/internal/wire"
	"math"

	"github.com/clientele-go/clientele"
)

// Contribution is the profit contribution of one customer over a period 客户利润贡献.
type Contribution struct {
	Revenue     float64 `json:"revenue"`     // after refunds and discounts
	Direct      float64 `json:"direct"`      // cost of what was sold
	Service     float64 `json:"service"`     // cost to serve: visits, calls, orders, deliveries, credit
	Acquisition float64 `json:"acquisition"` // cost of winning the customer that falls in the period
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c Contribution) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Contribution) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// Gross returns Revenue − Direct.
func (c Contribution) Gross() float64 { return c.Revenue - c.Direct }

// Net returns Revenue − Direct − Service − Acquisition.
func (c Contribution) Net() float64 { return c.Revenue - c.Direct - c.Service - c.Acquisition }

// Margin returns Net/Revenue. Special cases are: NaN without revenue.
func (c Contribution) Margin() float64 {
	if c.Revenue == 0 {
		return math.NaN()
	}
	return c.Net() / c.Revenue
}

// ServiceShare returns Service/Gross, the part of the gross margin that serving
// the customer eats up. Special cases are: NaN unless Gross is above 0.
func (c Contribution) ServiceShare() float64 {
	if !(c.Gross() > 0) {
		return math.NaN()
	}
	return c.Service / c.Gross()
}

// CostActivity is a kind of work done for customers (activity-based costing, Cooper
// & Kaplan 1991).
type CostActivity struct {
	Name   string  `json:"name"`
	Pool   float64 `json:"pool"`   // what it cost in the period, all customers together; ≥ 0
	Volume float64 `json:"volume"` // how often it can be done at that cost (practical capacity), or was done; > 0
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (a CostActivity) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes.
func (a *CostActivity) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// Rate returns Pool/Volume, the cost of doing it once.
func (a CostActivity) Rate() float64 { return a.Pool / a.Volume }

// CostToServe holds the rates of a firm's activities.
type CostToServe struct {
	activities []CostActivity
}

// NewCostToServe checks the activities.
func NewCostToServe(activities ...CostActivity) (*CostToServe, error) {
	const where = "value.NewCostToServe"
	if len(activities) == 0 {
		return nil, fmt.Errorf("%s: %w: name at least one activity", where, clientele.ErrNoData)
	}
	for _, a := range activities {
		if err := checkAmount(where, "Pool of "+a.Name, a.Pool, 0); err != nil {
			return nil, err
		}
		if !(a.Volume > 0 && a.Volume <= maxAmount) {
			return nil, &clientele.InputError{Where: where, Field: "Volume of " + a.Name, Value: a.Volume, Want: "a number above 0"}
		}
	}
	return &CostToServe{append([]CostActivity(nil), activities...)}, nil
}

// MarshalJSON writes the activities, null if there are none.
func (c *CostToServe) MarshalJSON() ([]byte, error) {
	if len(c.activities) == 0 {
		return []byte("null"), nil
	}
	return wire.Marshal(costToServeJSON{c.activities})
}

// UnmarshalJSON reads what MarshalJSON writes and checks it as NewCostToServe
// does; c is unchanged on error.
func (c *CostToServe) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*c = CostToServe{}
		return nil
	}
	var j costToServeJSON
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	v, err := NewCostToServe(j.Activities...)
	if err == nil {
		*c = *v
	}
	return err
}

type costToServeJSON struct{ Activities []CostActivity }

// Activities returns the activities, in the order of usage.
func (c *CostToServe) Activities() []CostActivity {
	return append([]CostActivity(nil), c.activities...)
}

// Of returns what serving a customer cost: Σ usage·rate, usage in the order of
// the activities. Special cases are: NaN for a usage that is negative or not finite.
// It panics unless there is one usage an activity.
func (c *CostToServe) Of(usage []float64) float64 {
	if len(usage) != len(c.activities) {
		panic("value: CostToServe needs one usage an activity")
	}
	sum := 0.0
	for i, u := range usage {
		if !(u >= 0) || math.IsInf(u, 1) {
			return math.NaN()
		}
		sum += u * c.activities[i].Rate()
	}
	return sum
}

// Unused returns the cost of the capacity that nobody used: the pools less
// what total, the usage of all customers together, was charged. It belongs to
// no customer. Special cases and panics are those of Of.
func (c *CostToServe) Unused(total []float64) float64 {
	pools := 0.0
	for _, a := range c.activities {
		pools += a.Pool
	}
	return pools - c.Of(total)
}
