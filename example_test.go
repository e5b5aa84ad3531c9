package clientele_test

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
)

// Rows of a log go in, one record a customer comes out: when they bought for
// the first time, how often since, when last, and how much a purchase.
func Example() {
	var ledger clientele.Ledger[string]
	for _, row := range []struct {
		customer, day string
		amount        float64
	}{
		{"ann", "2024-01-03", 20}, {"bob", "2024-01-10", 75}, {"ann", "2024-01-31", 25}, {"ann", "2024-03-20", 15},
	} {
		day, _ := time.Parse(time.DateOnly, row.day)
		if err := ledger.Add(clientele.Transaction[string]{Customer: row.customer, Time: day, Amount: row.amount}); err != nil {
			fmt.Println(err)
		}
	}
	records, err := ledger.Records(time.Date(2024, 4, 10, 0, 0, 0, 0, time.UTC), clientele.Week)
	if err != nil {
		fmt.Println(err)
		return
	}
	for r := range records.All() {
		h := r.History
		fmt.Printf("%s: %d repeat purchases, the last at %g of %g weeks, %.2f each\n", r.Customer, h.Repeats, h.Last, h.Age, r.SpendAll.Mean)
	}
	// Output:
	// ann: 2 repeat purchases, the last at 11 of 14 weeks, 20.00 each
	// bob: 0 repeat purchases, the last at 0 of 13 weeks, 75.00 each
}
