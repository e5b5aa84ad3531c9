package loyalty

import (
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// TwoStepCustomer is what the two-step procedure looks at.
type TwoStepCustomer struct {
	Markers  Markers        `json:"markers"`
	Standing ProfitStanding `json:"standing"`
}

// TwoStepPlacement is the result for one customer.
type TwoStepPlacement struct {
	Leaning Leaning      `json:"leaning"`
	Value   ValueVerdict `json:"value"` // unassigned but for relationship customers
}

// TwoStepSplit is the result for the base.
type TwoStepSplit struct {
	Placements []TwoStepPlacement  `json:"placements"` // in the order of the customers
	Cuts       ProfitCuts          `json:"cuts"`       // from the relationship customers
	Counts     map[Orientation]int `json:"counts"`
	Classes    map[ValueClass]int  `json:"classes"` // of the relationship customers
}

// TwoStep separates the transaction customers, and those of whom too little is
// known, first and analyses the relationship customers after: who among them
// brings the largest profit, who could, and who is losing value. The profit cuts come from the relationship
// customers alone, so that large one-off deals do not raise them: Largest is the
// profit of the ⌈TopShare·n⌉-th of them, Good of the ⌈GoodShare·n⌉-th, ties
// included. Bad data or a bad policy are an *clientele.InputError with the number
// of the customer; no customers match clientele.ErrNoData. Policy nil is the
// default. It panics if o is nil.
func TwoStep(customers []TwoStepCustomer, o Orienter, policy *ValueClassPolicy) (*TwoStepSplit, error) {
	if o == nil {
		panic("loyalty: TwoStep without an Orienter")
	}
	classes, err := NewValueClasses(policy)
	if err != nil {
		return nil, err
	}
	if len(customers) == 0 {
		return nil, fmt.Errorf("loyalty.TwoStep: %w", clientele.ErrNoData)
	}
	s := &TwoStepSplit{Placements: make([]TwoStepPlacement, len(customers)), Counts: map[Orientation]int{}, Classes: map[ValueClass]int{}}
	var profits []float64
	for i, c := range customers {
		lean, err := o.Orient(c.Markers)
		if err == nil {
			err = c.Standing.Check()
		}
		if err != nil {
			return nil, fmt.Errorf("loyalty.TwoStep: customer %d: %w", i+1, err)
		}
		s.Placements[i].Leaning = lean
		s.Counts[lean.Orientation]++
		if lean.Orientation == OrientationRelationship {
			profits = append(profits, c.Standing.Profit)
		}
	}
	if len(profits) == 0 {
		return s, nil
	}
	s.Cuts = classes.Cuts(profits)
	for i, c := range customers {
		if s.Placements[i].Leaning.Orientation == OrientationRelationship {
			v := classes.Classify(c.Standing, s.Cuts)
			s.Placements[i].Value = v
			s.Classes[v.Class]++
		}
	}
	return s, nil
}

// Cuts returns the cuts of relationship customers with these profits, in any
// order: that of the ⌈TopShare·n⌉-th largest, and of the ⌈GoodShare·n⌉-th, ties
// included; zero cuts without profits.
func (c ValueClasses) Cuts(profits []float64) ProfitCuts {
	if len(profits) == 0 {
		return ProfitCuts{}
	}
	p := c.Policy()
	sorted := slices.Sorted(slices.Values(profits))
	return ProfitCuts{Largest: fromTop(sorted, p.TopShare), Good: fromTop(sorted, p.GoodShare)}
}

// fromTop returns the ⌈share·n⌉-th largest of sorted values.
func fromTop(sorted []float64, share float64) float64 {
	n := len(sorted)
	k := int(math.Ceil(share * float64(n) * (1 - 1e-12))) // an exact product is a whole number
	return sorted[n-max(1, min(k, n))]
}
