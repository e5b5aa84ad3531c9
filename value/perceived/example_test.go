package perceived_test

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/perceived"
)

// Answers from 1 to 10 on our offer and on a rival's go in; what each delivers,
// who is ahead and what holds the customer back come out.
func Example() {
	var appraiser perceived.Appraiser // the default policy
	var own, rival perceived.OfferRating
	for i, v := range map[perceived.OfferItem][2]float64{
		perceived.OfferItemProduct: {8, 8}, perceived.OfferItemService: {9, 6}, perceived.OfferItemImage: {7, 7}, // nobody was asked about personnel
		perceived.OfferItemMoney: {6, 5}, perceived.OfferItemTime: {8, 3}, perceived.OfferItemEnergy: {4, 4},
	} {
		own[i], rival[i] = clientele.Known(v[0]), clientele.Known(v[1])
	}
	d := appraiser.Of(&own)
	fmt.Printf("value %.1f, cost %.1f, delivered %.1f\n", d.Value.Or(0), d.Cost.Or(0), d.Net.Or(0))
	c := appraiser.Compare(&own, rival)
	for _, r := range c.AppendReasons(nil) {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	fmt.Println(c.Standing.Label(clientele.LangChinese), c.HoldsBack.Label(clientele.LangChinese))
	// Output:
	// value 77.8, cost 55.6, delivered 22.2
	// delivers -11.11 points against the best rival, below -5
	// Time cost holds the customer back most: -18.52 points against the best rival
	// 落后 时间成本
}

func ExampleSurvey() {
	s, err := perceived.NewSurvey(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range [][4]float64{{8, 4, 7, 6}, {9, 5, 7, 5}, {7, 4, 6, 5}, {8, 3, 8, 4}, {9, 6, 6, 6}} {
		var own, rival perceived.OfferRating
		own[perceived.OfferItemProduct], own[perceived.OfferItemMoney] = clientele.Known(a[0]), clientele.Known(a[1])
		rival[perceived.OfferItemProduct], rival[perceived.OfferItemMoney] = clientele.Known(a[2]), clientele.Known(a[3])
		if err := s.Add(own, rival); err != nil {
			fmt.Println(err)
			return
		}
	}
	sum, err := s.Summary(0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("delivered %.1f %v\n", sum.Net.Mean, sum.Net.Interval)
	fmt.Printf("advantage %.1f %v: %s\n", sum.Advantage.Mean, sum.Advantage.Interval, sum.Standing)
	// Output:
	// delivered 42.2 [30.68, 53.77]
	// advantage 24.4 [12.9, 35.99]: ahead
}
