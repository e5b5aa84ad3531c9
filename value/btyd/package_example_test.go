package btyd_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// Rows of a log go in; who is still there, and what they will buy, comes out.
func Example() {
	// A log of 400 customers who bought for the first time in January: in your
	// program, rows of a file or a database.
	var ledger clientele.Ledger[int]
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	shop := btyd.ParetoNBD{R: 0.9, Alpha: 6 * 7, S: 0.8, Beta: 12 * 7} // days
	r := rand.New(rand.NewPCG(1, 2))
	for customer := range 400 {
		first := start.AddDate(0, 0, r.IntN(28))
		days := shop.AppendPurchases([]float64{0}, r, clientele.History{}, 330)
		for _, day := range days {
			row := clientele.Transaction[int]{Customer: customer, Time: first.Add(time.Duration(day * 24 * float64(time.Hour)))}
			if err := ledger.Add(row); err != nil {
				fmt.Println(err)
			}
		}
	}

	records, err := ledger.Records(time.Date(2024, 9, 30, 0, 0, 0, 0, time.UTC), clientele.Week)
	if err != nil {
		fmt.Println(err)
		return
	}
	panel, err := records.Panel()
	if err != nil {
		fmt.Println(err)
		return
	}
	fit, err := btyd.FitParetoNBD(context.Background(), panel, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fit)
	for record := range records.All() {
		if record.Customer < 3 {
			h := record.History
			fmt.Printf("customer %d, %d repeats, silent for %.0f weeks: alive %.2f, %.1f purchases in half a year\n",
				record.Customer, h.Repeats, h.Age-h.Last, fit.Model.ProbAlive(h), fit.Model.ExpectedPurchases(h, 26))
		}
	}
	fmt.Println("all customers, half a year:", btyd.TotalPurchases(fit, panel, 26, 0.9))
	// Output:
	// ParetoNBD: 400 customers, log-likelihood -3417.5875, AIC 6843.17, BIC 6859.14
	//   parameter  estimate  std. error      95 % interval
	//           r   0.65391    0.095185  0.49161 … 0.86981
	//       alpha    4.4639     0.65774    3.3442 … 5.9584
	//           s    2.0485      2.0418    0.29042 … 14.45
	//        beta    49.873      62.048     4.3538 … 571.3
	// warning: the estimates of s, beta have correlation 0.9951: interpret them together, not one by one
	// customer 0, 0 repeats, silent for 36 weeks: alive 0.19, 0.1 purchases in half a year
	// customer 1, 9 repeats, silent for 18 weeks: alive 0.03, 0.1 purchases in half a year
	// customer 2, 0 repeats, silent for 38 weeks: alive 0.18, 0.1 purchases in half a year
	// all customers, half a year: [268.6, 475.7]
}
