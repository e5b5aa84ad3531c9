package perceived

import (
	"math"
)

// Appraiser says what offers deliver, and compares them, under one policy. Make
// it with NewAppraiser; the zero Appraiser follows the default policy. It is
// safe for concurrent use.
type Appraiser struct{ policy OfferPolicy }

// NewAppraiser returns the appraiser of a policy, nil for the default, or the
// error of the policy's Check.
func NewAppraiser(policy *OfferPolicy) (Appraiser, error) {
	if err := policy.Check(); err != nil {
		return Appraiser{}, err
	}
	return Appraiser{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (a Appraiser) Policy() OfferPolicy { return a.policy.filled() }

// scale is a policy as it is computed with.
type scale struct {
	weights                           OfferWeights
	costWeight, lowest, highest, even float64
}

func (a Appraiser) scale() scale {
	p := a.policy
	if p.CostWeight == 0 {
		p = p.filled()
	}
	return scale{p.Weights, p.CostWeight, p.Lowest.Or(0), p.Highest.Or(0), p.Even.Or(0)}
}

// CheckRating returns nil if every answer lies on the policy's scale, and
// otherwise an *clientele.InputError that names the item.
func (a Appraiser) CheckRating(r *OfferRating) error {
	p := a.scale()
	for i := OfferItemProduct; i <= Items; i++ {
		if err := r[i].Check("perceived.OfferRating", i.String(), p.lowest, p.highest); err != nil {
			return err
		}
	}
	return nil
}

// points returns an answer on the scale from 0 to 100, and whether it counts;
// NaN for one outside the policy's scale.
func (p *scale) points(r *OfferRating, i OfferItem) (points float64, counts bool) {
	v, known := r[i].Value()
	if !known || p.weights[i] == 0 {
		return 0, false
	}
	if !(v >= p.lowest && v <= p.highest) {
		return math.NaN(), true
	}
	return 100 * ((v - p.lowest) / (p.highest - p.lowest)), true
}
