package perceived

import (
	"math"

	"github.com/clientele-go/clientele"
)

// OfferRating is a customer's view of one offer, indexed by Item: how good each
// value and how high each cost is, on the scale of the policy. The zero value
// says nothing; element 0 is not looked at.
type OfferRating [Items + 1]clientele.Measure

// OfferPolicy holds the scale of the answers and the weights.
type OfferPolicy struct {
	Weights    [Items + 1]float64 `json:"weights"`     // of each item among those of its side, ≥ 0; 0 leaves it out. Element 0 is not looked at
	CostWeight float64            `json:"cost_weight"` // points of value that outweigh a point of cost; > 0
	Lowest     float64            `json:"lowest"`      // answer that means: no value, or no cost, at all
	Highest    float64            `json:"highest"`     // answer that means: the most of it; > Lowest
	Even       float64            `json:"even"`        // points of advantage, either way, that a customer does not notice; in [0, 100]
}

// DefaultPolicy reads answers from 1 to 10, weights the items of a side alike,
// a point of cost like a point of value, and calls differences of up to 5
// points of 100 even. Weights are best estimated: what customers say matters,
// or a regression of satisfaction on the items.
func DefaultPolicy() OfferPolicy {
	p := OfferPolicy{CostWeight: 1, Lowest: 1, Highest: 10, Even: 5}
	for i := range p.Weights[1:] {
		p.Weights[i+1] = 1
	}
	return p
}

// Check returns nil if the policy can be computed with, and otherwise an
// *clientele.InputError.
func (p *OfferPolicy) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "perceived.Policy", Field: field, Value: value, Want: want}
	}
	value, cost := 0.0, 0.0
	for i := OfferItemProduct; i <= Items; i++ {
		w := p.Weights[i]
		switch {
		case !(w >= 0 && w <= 1e9):
			return bad("weight of "+i.String(), w, "a number in [0, 1e9]")
		case i.Cost():
			cost += w
		default:
			value += w
		}
	}
	switch {
	case value == 0 || cost == 0:
		return bad("weights", p.Weights[1:], "a weight above 0 on either side, value and cost")
	case !(p.CostWeight > 0 && p.CostWeight <= 1e9):
		return bad("CostWeight", p.CostWeight, "a number in (0, 1e9]")
	case !(math.Abs(p.Lowest) <= 1e9 && math.Abs(p.Highest) <= 1e9 && p.Highest > p.Lowest):
		return bad("Lowest, Highest", []float64{p.Lowest, p.Highest}, "two numbers of at most 1e9 in size, the second above the first")
	case !(p.Even >= 0 && p.Even <= 100):
		return bad("Even", p.Even, "a number in [0, 100]")
	}
	return nil
}

// CheckRating returns nil if every answer lies on the policy's scale, and
// otherwise an *clientele.InputError that names the item.
func (p *OfferPolicy) CheckRating(r *OfferRating) error {
	for i := OfferItemProduct; i <= Items; i++ {
		if err := r[i].Check("perceived.Rating", i.String(), p.Lowest, p.Highest); err != nil {
			return err
		}
	}
	return nil
}

// points returns an answer on the scale from 0 to 100, and whether it counts;
// NaN for one outside the policy's scale.
func (p *OfferPolicy) points(r *OfferRating, i OfferItem) (points float64, counts bool) {
	v, known := r[i].Value()
	if !known || p.Weights[i] == 0 {
		return 0, false
	}
	if !(v >= p.Lowest && v <= p.Highest) {
		return math.NaN(), true
	}
	return 100 * ((v - p.Lowest) / (p.Highest - p.Lowest)), true
}
