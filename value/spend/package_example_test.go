package spend_test

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/spend"
)

// From what customers paid to what each of them is expected to pay: the mean of
// few purchases is drawn towards that of all customers.
func Example() {
	var panel spend.SpendPanel
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 { // customers with 1 to 6 purchases; each has a usual amount, from which purchases differ
		usual := 20 + 30*r.ExpFloat64()
		var bought spend.PurchaseSums
		for range 1 + r.IntN(6) {
			if err := bought.Add(0, usual*(0.5+r.Float64())); err != nil {
				log.Fatal(err)
			}
		}
		if err := panel.Add(bought.Spend()); err != nil {
			log.Fatal(err)
		}
	}
	fit, err := spend.FitGammaGamma(context.Background(), &panel, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range []clientele.Spend{{}, {Count: 1, Mean: 120}, {Count: 6, Mean: 120}} {
		fmt.Printf("%d purchases of %.0f: expect %.1f, 90 %% %v\n", s.Count, s.Mean, fit.Model.ExpectedSpend(s), fit.Model.SpendInterval(s, 0.9))
	}
	// Output:
	// 0 purchases of 0: expect 50.7, 90 % [19.95, 110]
	// 1 purchases of 120: expect 111.5, 90 % [80.04, 152.6]
	// 6 purchases of 120: expect 118.4, 90 % [102.8, 136]
}
