package portrait_test

import (
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/portrait"
)

// factsOf are what is known of a customer beside their purchases: of some everything,
// of some nothing.
func factsOf(customer int) *portrait.Facts {
	r := rand.New(rand.NewPCG(uint64(customer), 19))
	maybe := func(lo, hi float64) clientele.Measure {
		if r.Float64() < .3 {
			return clientele.Measure{}
		}
		return clientele.Known(lo + (hi-lo)*r.Float64())
	}
	ratio := func(p float64) clientele.Ratio {
		n := float64(r.IntN(12))
		hits := 0.0
		for range int(n) {
			if r.Float64() < p {
				hits++
			}
		}
		return clientele.Ratio{Hits: hits, Trials: n}
	}
	f := &portrait.Facts{
		Potential: maybe(100, 3000),
		Markers: loyalty.Markers{DiscountShare: maybe(0, 1), PriceSensitivity: maybe(0, 1), ShareOfWallet: maybe(0, 1), Breadth: maybe(1, 6),
			Referrals: maybe(0, 4), ServiceUse: maybe(0, 6), Regularity: maybe(0, 1), SwitchingCost: maybe(0, 1)},
		Satisfaction: ratio(.8), Complaints: ratio(.1), Renewals: ratio(.7), Repeats: ratio(.6), Recommend: ratio(.5),
	}
	f.Settled = f.Complaints.Hits / 2
	if r.Float64() < .3 {
		f.Account = &keyaccount.Account{ID: "A", Revenue: maybe(100, 5000), Profit: maybe(-100, 900), Years: maybe(0, 9),
			Alignment: maybe(1, 5), Sharing: maybe(1, 5), Loyalty: maybe(0, 1), Dependence: maybe(0, 1), Potential: maybe(1, 5)}
	}
	return f
}
