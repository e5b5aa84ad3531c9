package value_test

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/spend"
)

// From rows to what each customer is worth: the ledger collects, two models are
// fitted to its records, and the CLV multiplies them.
func Example() {
	var ledger clientele.Ledger[string]
	for _, row := range shop(500) {
		if err := ledger.Add(row); err != nil {
			log.Fatal(err)
		}
	}
	records, err := ledger.Records(opened.AddDate(1, 0, 0), clientele.Week)
	if err != nil {
		log.Fatal(err)
	}
	histories, err := records.Panel()
	if err != nil {
		log.Fatal(err)
	}
	spends, err := spend.CollectRecords(records)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	purchases, err := btyd.FitMBGNBD(ctx, histories, nil)
	if err != nil {
		log.Fatal(err)
	}
	amounts, err := spend.FitGammaGamma(ctx, spends, nil)
	if err != nil {
		log.Fatal(err)
	}
	clv, err := value.NewFittedCLV(purchases, amounts, value.Terms{
		Unit: clientele.Week, Horizon: value.Within(1, clientele.Year), Rate: value.Annual(0.1), Margin: 0.3,
	})
	if err != nil {
		log.Fatal(err)
	}
	var base []value.Customer
	for r := range records.All() {
		base = append(base, value.CustomerOf(r))
		if len(base) <= 3 {
			fmt.Printf("%s, %d repeats: %.0f\n", r.Customer, r.History.Repeats, clv.Of(value.CustomerOf(r)))
		}
	}
	fmt.Println("all, 95 %:", clv.TotalMean(base, 0.95))
	// Output:
	// c001, 4 repeats: 17
	// c002, 2 repeats: 22
	// c003, 3 repeats: 18
	// all, 95 %: [5517, 7308]
}

var opened = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// shop returns the purchases of a year: customers come in the first half of it,
// each buys at random and at a rate of their own, and may leave for good.
func shop(customers int) []clientele.Transaction[string] {
	r := rand.New(rand.NewPCG(1, 2))
	var rows []clientele.Transaction[string]
	for i := range customers {
		name := fmt.Sprintf("c%03d", i+1)
		rate := 0.02 + 0.1*r.ExpFloat64() // a week
		usual := 20 + 15*r.ExpFloat64()
		for week := 26 * r.Float64(); week < 52; week += r.ExpFloat64() / rate {
			rows = append(rows, clientele.Transaction[string]{Customer: name, Time: opened.Add(time.Duration(week * float64(7*24*time.Hour))), Amount: usual * (0.5 + r.Float64())})
			if r.Float64() < 0.15 {
				break
			}
		}
	}
	return rows
}
