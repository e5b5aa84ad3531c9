package btyd_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// drawnBase returns a base of 500 customers drawn from a model.
func drawnBase() *clientele.Panel {
	r := rand.New(rand.NewPCG(1, 2))
	m := btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.8, B: 2.5}
	p, err := clientele.Collect(func(yield func(clientele.History) bool) {
		for range 500 {
			if !yield(m.Rand(r, 40)) {
				return
			}
		}
	})
	if err != nil {
		panic(err)
	}
	return p
}

// How certain are the parameters? Three answers, from the cheapest to the most robust.
func Example_uncertainty() {
	ctx, p := context.Background(), drawnBase()
	fit, err := btyd.FitBGNBD(ctx, p, nil)
	if err != nil {
		panic(err)
	}
	profile, err := btyd.Profile(ctx, fit, p, nil, 0.95)
	if err != nil {
		panic(err)
	}
	resampled, err := btyd.Resample(ctx, fit, p, rand.New(rand.NewPCG(3, 4)), nil)
	if err != nil {
		panic(err)
	}
	boot := resampled.Estimates(fit, 0.95)
	for i, e := range fit.Estimates(0.95) {
		fmt.Printf("%-5s %.2f  normal %v  profile %v  resampled %v\n", e.Name, e.Value, e.Interval, profile[i].Interval, boot[i].Interval)
	}
	fmt.Printf("%d replicates at a limit, %d failed\n", resampled.Boundary, resampled.Failed)
	// Output:
	// r     0.63  normal [0.5364, 0.7503]  profile [0.5368, 0.751]  resampled [0.537, 0.7565]
	// alpha 5.32  normal [4.198, 6.749]  profile [4.179, 6.724]  resampled [4.132, 6.843]
	// a     0.73  normal [0.4217, 1.268]  profile [0.438, 1.364]  resampled [0.4362, 1.333]
	// b     2.50  normal [1.222, 5.134]  profile [1.293, 5.624]  resampled [1.3, 5.493]
	// 0 replicates at a limit, 0 failed
}

// What will they buy? One customer's purchases are chance, a base's are not.
func ExampleTotalPurchases() {
	p := drawnBase()
	fit, err := btyd.FitBGNBD(context.Background(), p, nil)
	if err != nil {
		panic(err)
	}
	h := clientele.History{Repeats: 4, Last: 32, Age: 40}
	r := rand.New(rand.NewPCG(5, 6))
	fmt.Println("the base, 26 weeks:", btyd.TotalPurchases(fit.Sandwich(), p, 26, 0.9))
	fmt.Println("one customer:      ", btyd.PurchaseInterval(fit, r, 100, h, 26, 0.9))
	// Output:
	// the base, 26 weeks: [431, 573.2]
	// one customer:       [0, 5]
}

func ExampleScoreAll() {
	m := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	var customers iter.Seq[clientele.History] = slices.Values([]clientele.History{
		{Age: 38.86}, {Repeats: 2, Last: 30.43, Age: 38.86}, {Repeats: 8, Last: 12, Age: 38.86},
	})
	for alive := range btyd.ScoreAll(customers, 4, m.ProbAlive) {
		fmt.Printf("%.3f\n", alive)
	}
	// Output:
	// 1.000
	// 0.727
	// 0.004
}

func ExampleBought() {
	m := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	h := clientele.History{Repeats: 2, Last: 10, Age: 38}
	fmt.Printf("%.2f\n", m.ExpectedPurchases(h, 39))
	h, err := btyd.Bought(h, 38.5)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f\n", m.ExpectedPurchases(h, 39))
	// Output:
	// 0.48
	// 2.05
}

func ExampleCheckDrift() {
	ctx, before := context.Background(), drawnBase()
	fit, err := btyd.FitBGNBD(ctx, before, nil)
	if err != nil {
		panic(err)
	}
	now := new(clientele.Panel)
	r := rand.New(rand.NewPCG(7, 8))
	for range 500 { // they come to stay
		if err := now.Add(btyd.BGNBD{R: 0.6, Alpha: 5, A: 0.2, B: 5}.Rand(r, 40)); err != nil {
			panic(err)
		}
	}
	drift, err := btyd.CheckDrift(ctx, fit, now, before, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println("refit due:", drift.Due)
	for _, reason := range drift.AppendReasons(nil) {
		fmt.Println(reason.Text(clientele.LangEnglish))
	}
	// Output:
	// refit due: true
	// the new histories do not fit the estimated parameters: p = 2.676e-09, limit 0.01
	// a refit would change the expected purchases by 36.3 %; from 5 % on it matters
	// the times since the last purchase, as shares of the age, are distributed otherwise than before: stability index 0.2752, limit 0.25
}
