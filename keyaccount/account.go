package keyaccount

import "github.com/clientele-go/clientele"

// Account is what tiers are decided on: one customer, measured over one year.
// Money is in one currency; what was not measured stays missing. The fields
// are those of Criterion, which says what each means.
type Account struct {
	ID         string            `json:"id"`
	Revenue    clientele.Measure `json:"revenue"`    // money a year, ≥ 0
	Profit     clientele.Measure `json:"profit"`     // money a year before the cost of service; may be negative
	Years      clientele.Measure `json:"years"`      // 0–500
	Alignment  clientele.Measure `json:"alignment"`  // 0–5
	Sharing    clientele.Measure `json:"sharing"`    // 0–5
	Loyalty    clientele.Measure `json:"loyalty"`    // 0–1
	Dependence clientele.Measure `json:"dependence"` // 0–1
	Potential  clientele.Measure `json:"potential"`  // 0–5

	// ServiceCost is what serving it costs now, money a year ≥ 0: visits,
	// support, stock kept for it, people set aside.
	ServiceCost clientele.Measure `json:"service_cost"`
	// Standing is what the review before left (Placement.Standing); the zero
	// value is an account that has not been placed before.
	Standing TierStanding `json:"standing,omitzero"`
}

// TierStanding is what one review hands to the next.
type TierStanding struct {
	Tier   Tier `json:"tier"`
	Misses int  `json:"misses,omitempty"` // reviews in a row that found it below its tier
	Rises  int  `json:"rises,omitempty"`  // reviews in a row that found it above
}

// Measure returns the measurement of a criterion; missing for one that is not assigned.
func (a *Account) Measure(c AccountCriterion) clientele.Measure {
	if m := a.field(c); m != nil {
		return *m
	}
	return clientele.Measure{}
}

// field returns where the criterion is kept.
func (a *Account) field(c AccountCriterion) *clientele.Measure {
	switch c {
	case AccountCriterionRevenue:
		return &a.Revenue
	case AccountCriterionProfit:
		return &a.Profit
	case AccountCriterionYears:
		return &a.Years
	case AccountCriterionAlignment:
		return &a.Alignment
	case AccountCriterionSharing:
		return &a.Sharing
	case AccountCriterionLoyalty:
		return &a.Loyalty
	case AccountCriterionDependence:
		return &a.Dependence
	case AccountCriterionPotential:
		return &a.Potential
	}
	return nil
}

// With returns the account with one criterion changed. It panics if the
// criterion is not assigned.
func (a Account) With(c AccountCriterion, value float64) Account {
	f := a.field(c)
	if f == nil {
		panic("keyaccount: With of an unassigned criterion")
	}
	*f = clientele.Known(value)
	return a
}

// Check returns nil if every measurement is missing or in its range and the
// standing is possible, and an *InputError otherwise.
func (a *Account) Check() error {
	for c := AccountCriterionRevenue; c <= AccountCriterionPotential; c++ {
		lo, hi := c.span()
		if m := a.Measure(c); !inside(m, lo, hi) {
			return m.Check("keyaccount.Account", c.String()+" of account "+a.ID, lo, hi)
		}
	}
	if !inside(a.ServiceCost, 0, maxMoney) {
		return a.ServiceCost.Check("keyaccount.Account", "service cost of account "+a.ID, 0, maxMoney)
	}
	if a.Standing.Tier > TierStrategic {
		return bad("Account", "standing of account "+a.ID, a.Standing.Tier, "one of the tiers, or none yet")
	}
	if a.Standing.Misses < 0 || a.Standing.Rises < 0 {
		return bad("Account", "misses and rises of account "+a.ID, [2]int{a.Standing.Misses, a.Standing.Rises}, "numbers of reviews >= 0")
	}
	return nil
}

// inside reports whether m is missing or in [lo, hi]; it spares the good case
// the making of an error's words.
func inside(m clientele.Measure, lo, hi float64) bool {
	v, known := m.Value()
	return !known || (v >= lo && v <= hi)
}

// bad returns the error of this package for a value it cannot take.
func bad(where, field string, value any, want string) error {
	return &clientele.InputError{Where: "keyaccount." + where, Field: field, Value: value, Want: want}
}
