package perceived

import (
	"math"

	"github.com/clientele-go/clientele"
)

// Delivered is what an offer delivers to a customer.
type Delivered struct {
	Value clientele.Measure `json:"value"` // total value, 0 to 100; missing if no item of it was rated
	Cost  clientele.Measure `json:"cost"`  // total cost, 0 to 100; missing if no item of it was rated
	Net   clientele.Measure `json:"net"`   // Value − CostWeight·Cost; missing if either is
}

// Of returns what an offer delivers, from the weighted means of the rated items
// of each side:
//
//	value = Σ w·points / Σ w over the values, cost likewise, net = value − CostWeight·cost
//
// Special cases are: NaN for an answer outside the policy's scale.
func (a Appraiser) Of(r *OfferRating) Delivered {
	p := a.scale()
	var d Delivered
	var sums, weights [2]float64
	for i := OfferItemProduct; i <= Items; i++ {
		if v, counts := p.points(r, i); counts {
			sums[side(i)] += p.weights[i] * v
			weights[side(i)] += p.weights[i]
		}
	}
	if weights[0] > 0 {
		d.Value = clientele.Known(sums[0] / weights[0])
	}
	if weights[1] > 0 {
		d.Cost = clientele.Known(sums[1] / weights[1])
	}
	if weights[0] > 0 && weights[1] > 0 {
		d.Net = clientele.Known(d.Value.Or(0) - p.costWeight*d.Cost.Or(0))
	}
	return d
}

// side returns 0 for a value and 1 for a cost.
func side(i OfferItem) int {
	if i.Cost() {
		return 1
	}
	return 0
}

// Shortfalls returns how many points of Net each rated item takes from a
// perfect offer (all value, no cost); they add up to 100 − Net. Items that were
// not rated, or weigh nothing, are missing.
func (a Appraiser) Shortfalls(r *OfferRating) OfferGaps {
	p := a.scale()
	var perfect OfferRating
	for i := OfferItemProduct; i <= Items; i++ {
		if _, counts := p.points(r, i); counts {
			perfect[i] = clientele.Known(p.highest)
			if i.Cost() {
				perfect[i] = clientele.Known(p.lowest)
			}
		}
	}
	return p.gaps(&perfect, r)
}

// gaps returns how many points of Net each item that both offers are rated on
// puts a ahead of b. They add up to the difference of Net over these items.
func (p *scale) gaps(a, b *OfferRating) OfferGaps {
	var out OfferGaps
	var weights [2]float64
	for i := OfferItemProduct; i <= Items; i++ {
		_, inA := p.points(a, i)
		_, inB := p.points(b, i)
		if inA && inB {
			weights[side(i)] += p.weights[i]
		}
	}
	for i := OfferItemProduct; i <= Items; i++ {
		x, inA := p.points(a, i)
		y, inB := p.points(b, i)
		if !inA || !inB {
			continue
		}
		v := (x - y) * p.weights[i] / weights[side(i)]
		if i.Cost() {
			v *= -p.costWeight
		}
		out[i] = clientele.Known(v)
	}
	return out
}

// worst returns the item with the lowest of the known numbers, the first of
// equals; unassigned if there is none.
func worst(v *OfferGaps) OfferItem {
	var at OfferItem
	low := math.Inf(1)
	for i := OfferItemProduct; i <= Items; i++ {
		if x, known := v[i].Value(); known && x < low {
			at, low = i, x
		}
	}
	return at
}

// Weakest returns the item that takes most from a perfect offer: the one that
// holds the customer back where no rival is known. Special cases are:
// unassigned if nothing was rated, or nothing is lacking.
func (a Appraiser) Weakest(r *OfferRating) OfferItem {
	short := a.Shortfalls(r)
	for i, m := range short {
		if v, known := m.Value(); known {
			short[i] = clientele.Known(-v)
		}
	}
	if at := worst(&short); at != 0 && short[at].Or(0) < 0 {
		return at
	}
	return 0
}
