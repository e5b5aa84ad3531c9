package clientele_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
)

func ExampleLedger() {
	var ledger clientele.Ledger[string]
	for _, row := range []clientele.Transaction[string]{
		{Customer: "ann", Time: day(1, 3), Amount: 20},
		{Customer: "ann", Time: day(1, 17), Amount: 30},
		{Customer: "bert", Time: day(1, 20), Amount: 12.5},
		{Customer: "ann", Time: day(2, 14), Amount: 50},
		{Customer: "ann", Time: day(2, 14), Amount: -10}, // part of it came back
	} {
		if err := ledger.Add(row); err != nil {
			fmt.Println(err)
		}
	}
	records, err := ledger.Records(day(2, 28), clientele.Week)
	if err != nil {
		fmt.Println(err)
		return
	}
	for r := range records.All() {
		h := r.History
		fmt.Printf("%-4s %d repeats, last at %.1f of %.1f weeks, mean spend %.2f\n", r.Customer, h.Repeats, h.Last, h.Age, r.Spend.Mean)
	}
	fmt.Print(ledger.Report())
	// Output:
	// ann  2 repeats, last at 6.0 of 8.0 weeks, mean spend 35.00
	// bert 0 repeats, last at 0.0 of 5.6 weeks, mean spend 0.00
	// 5 rows of 2 customers, 2024-01-03 to 2024-02-14: 4 purchases
	//        1 are refunds, netted
}

func ExampleNewLedger() {
	ledger, err := clientele.NewLedger[int](&clientele.LedgerPolicy{
		Period:  clientele.Hour, // a canteen: several purchases a day are several
		Refunds: clientele.RefundRefuse,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ledger.Add(clientele.Transaction[int]{Customer: 7, Time: day(1, 3), Amount: -5}))
	// Output:
	// clientele.Ledger: Amount is -5: want no refund, as the policy says; RefundDrop or RefundNetPeriod would take it
}

func ExampleLedger_Split() {
	var ledger clientele.Ledger[int]
	for _, d := range []int{1, 8, 22, 29, 36, 50} {
		if err := ledger.Add(clientele.Transaction[int]{Customer: 7, Time: day(1, d), Amount: 10}); err != nil {
			fmt.Println(err)
		}
	}
	records, err := ledger.Split(day(1, 29), day(2, 12), clientele.Week)
	if err != nil {
		fmt.Println(err)
		return
	}
	for r := range records.All() {
		fmt.Printf("%+v, then %d in %g weeks\n", r.History, r.Holdout.Count, records.Holdout)
	}
	// Output:
	// {Repeats:3 Last:4 Age:4}, then 1 in 2 weeks
}

// A service that runs for years settles what cannot change any more: its
// memory follows its customers.
func ExampleLedger_Settle() {
	var ledger clientele.Ledger[int]
	for month := time.January; month <= time.December; month++ {
		if err := ledger.Add(clientele.Transaction[int]{Customer: 7, Time: day(month, 15), Amount: 10}); err != nil {
			fmt.Println(err)
		}
		if err := ledger.Settle(day(month, 1)); err != nil {
			fmt.Println(err)
		}
	}
	record, err := ledger.Record(7, day(12, 31), clientele.Day)
	fmt.Println(record.History, err)
	err = ledger.Add(clientele.Transaction[int]{Customer: 7, Time: day(11, 30), Amount: 10})
	fmt.Println(errors.Is(err, clientele.ErrSettled))
	// Output:
	// {11 335 351} <nil>
	// true
}

func ExampleLedger_Purchases() {
	var ledger clientele.Ledger[int]
	for _, d := range []int{29, 1, 8, 8} {
		if err := ledger.Add(clientele.Transaction[int]{Customer: 7, Time: day(1, d), Amount: 10}); err != nil {
			fmt.Println(err)
		}
	}
	for at, amount := range ledger.Purchases(7) {
		fmt.Println(at.Format(time.DateOnly), amount)
	}
	// Output:
	// 2024-01-01 10
	// 2024-01-08 20
	// 2024-01-29 10
}

func ExampleUnit_In() {
	fmt.Printf("%.4f weeks a year\n", clientele.Year.In(clientele.Week))
	// Output:
	// 52.1786 weeks a year
}

// day returns a date of 2024.
func day(month time.Month, day int) time.Time {
	return time.Date(2024, month, day, 0, 0, 0, 0, time.UTC)
}
