package perceived

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
)

// OfferRating is a customer's view of one offer, indexed by OfferItem: how good each
// value and how high each cost is, on the scale of the policy. The zero value
// says nothing; element 0 is not looked at.
type OfferRating [Items + 1]clientele.Measure

// OfferWeights holds a weight for each item, indexed by OfferItem; element 0 is
// not looked at.
type OfferWeights [Items + 1]float64

// OfferGaps holds points of delivered value for each item, indexed by
// OfferItem; missing where the item was not compared. Element 0 is always missing.
type OfferGaps [Items + 1]clientele.Measure

// OfferPolicy holds the scale of the answers and the weights. Nil and a zero
// field mean the default. Weights are best estimated: what customers say
// matters, or a regression of satisfaction on the items.
type OfferPolicy struct {
	Weights    OfferWeights      `json:"weights"`     // of each item among those of its side, ≥ 0; a side in which all are 0 weighs them alike, otherwise 0 leaves one out
	CostWeight float64           `json:"cost_weight"` // points of value that outweigh a point of cost; > 0, default 1
	Lowest     clientele.Measure `json:"lowest"`      // answer that means: no value, or no cost, at all; default 1
	Highest    clientele.Measure `json:"highest"`     // answer that means: the most of it; > Lowest, default 10
	Even       clientele.Measure `json:"even"`        // points of advantage, either way, that a customer does not notice; in [0, 100], default 5
}

// filled returns the policy with the defaults in place of zero fields.
func (p *OfferPolicy) filled() OfferPolicy {
	q := policy.Copy(p)
	q.Weights[0] = 0
	weigh(q.Weights[OfferItemProduct:OfferItemMoney])
	weigh(q.Weights[OfferItemMoney:])
	policy.Default(&q.CostWeight, 1)
	policy.Default(&q.Lowest, clientele.Known(1))
	policy.Default(&q.Highest, clientele.Known(10))
	policy.Default(&q.Even, clientele.Known(5))
	return q
}

// weigh makes weights that are all 0 alike.
func weigh(weights []float64) {
	for _, w := range weights {
		if w != 0 {
			return
		}
	}
	for i := range weights {
		weights[i] = 1
	}
}

// Check returns nil if the policy, defaults filled in, can be computed with,
// and otherwise an *clientele.InputError.
func (p *OfferPolicy) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "perceived.OfferPolicy", Field: field, Value: value, Want: want}
	}
	q := p.filled()
	for i := OfferItemProduct; i <= Items; i++ {
		if w := q.Weights[i]; !(w >= 0 && w <= 1e9) {
			return bad("weight of "+i.String(), w, "a number in [0, 1e9]")
		}
	}
	lowest, highest, even := q.Lowest.Or(0), q.Highest.Or(0), q.Even.Or(0)
	switch {
	case !(q.CostWeight > 0 && q.CostWeight <= 1e9):
		return bad("CostWeight", q.CostWeight, "a number in (0, 1e9]")
	case !(math.Abs(lowest) <= 1e9 && math.Abs(highest) <= 1e9 && highest > lowest):
		return bad("Lowest, Highest", []float64{lowest, highest}, "two numbers of at most 1e9 in size, the second above the first")
	case !(even >= 0 && even <= 100):
		return bad("Even", even, "a number in [0, 100]")
	}
	return nil
}
