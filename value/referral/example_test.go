package referral_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/referral"
)

// Customer 0 brought 1 and 2, 1 brought 3 and 4, 2 brought 5.
func Example() {
	g, err := referral.NewNetwork(6, slices.Values([]referral.NetworkEdge{
		{From: 0, To: 1}, {From: 0, To: 2}, {From: 1, To: 3}, {From: 1, To: 4}, {From: 2, To: 5},
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	rank, err := g.Reversed().PageRank(ctx, nil) // rank flows to those who brought
	if err != nil {
		fmt.Println(err)
		return
	}
	between, err := g.Betweenness(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	reach := g.Reach(2)
	total, err := g.Chain([]float64{100, 80, 60, 50, 40, 30}, 0.5)
	if err != nil {
		fmt.Println(err)
		return
	}
	for v := range g.Len() {
		fmt.Printf("%d: influence %.3f, between %.0f, reach %d, with half of each generation %.1f\n", v, rank[v], between[v], reach[v], total[v])
	}
	// Output:
	// 0: influence 0.392, between 0, reach 5, with half of each generation 200.0
	// 1: influence 0.217, between 2, reach 2, with half of each generation 125.0
	// 2: influence 0.149, between 1, reach 1, with half of each generation 75.0
	// 3: influence 0.081, between 0, reach 0, with half of each generation 50.0
	// 4: influence 0.081, between 0, reach 0, with half of each generation 40.0
	// 5: influence 0.081, between 0, reach 0, with half of each generation 30.0
}

func ExampleValue() {
	brought := []referral.Brought{
		{Margin: 240, Incentive: 20, Saving: 45, Anyway: 0.2},
		{Margin: 90, Incentive: 20, Saving: 45, Anyway: 0.9, After: 26},
	}
	force := value.Annual(0.1).Force(clientele.Week)
	fmt.Printf("%.2f\n", referral.Value(brought, force))
	// Output: 249.42
}
