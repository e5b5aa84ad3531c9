package cluster_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/cluster"
	"github.com/clientele-go/clientele/segment/feature"
)

// visitors draws three kinds of visitors of a shop, and what they are worth.
func visitors() (*feature.Table, []float64) {
	r := rand.New(rand.NewPCG(1, 2))
	table, _ := feature.NewTable("browsing", "orders", "posts")
	var value []float64
	for range 60 {
		for kind := range 3 {
			lookers := [3][3]float64{{60, 1, 2}, {20, 12, 1}, {30, 4, 20}}[kind]
			_ = table.Add(lookers[0]+5*r.NormFloat64(), lookers[1]+r.NormFloat64(), lookers[2]+r.NormFloat64())
			value = append(value, 30*lookers[1])
		}
	}
	return table, value
}

func Example() {
	table, value := visitors()
	scaling, _ := feature.FitScaling(table, nil)
	scaled, _ := scaling.Table(table)
	r := rand.New(rand.NewPCG(3, 4))
	choice, err := cluster.Choose(context.Background(), scaled, r, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(choice.K, "clusters:", choice.Reasons[0].Text(clientele.LangEnglish))
	c, _ := cluster.KMeans(context.Background(), scaled, choice.K, r, nil)
	c, _ = c.ByValue(value)
	fmt.Println(c.Sizes)
	// A new visitor.
	fmt.Println(c.Cluster(scaling.Append(nil, []float64{25, 11, 0})))
	// Output:
	// 3 clusters: the gap statistic asks for 3 clusters
	// [60 60 60]
	// 0
}

// Most bases are one cloud, and it is worth knowing.
func ExampleChoose() {
	r := rand.New(rand.NewPCG(5, 6))
	table, _ := feature.NewTable("visits", "orders")
	for range 200 {
		_ = table.Add(10+3*r.NormFloat64(), 4+r.NormFloat64())
	}
	choice, _ := cluster.Choose(context.Background(), table, r, nil)
	fmt.Println(choice.Structure, choice.K)
	// Output: false 1
}

func ExampleFitMixture() {
	table, value := visitors()
	fit, _ := cluster.FitMixture(context.Background(), table, 3, rand.New(rand.NewPCG(3, 4)), nil)
	fit, _ = fit.ByValue(value)
	p := fit.Mixture.AppendProbs(nil, []float64{22, 11, 2})
	fmt.Printf("%.2f %.2f %.2f\n", p[0], p[1], p[2])
	// Output: 1.00 0.00 0.00
}

func ExampleMatch() {
	lastMonth := []int{0, 0, 0, 1, 1, 2}
	thisMonth := []int{2, 2, 2, 0, 0, 1}
	to, _ := cluster.Match(lastMonth, thisMonth)
	ari, _ := cluster.AdjustedRand(lastMonth, thisMonth)
	fmt.Println(to, ari)
	// Output: [1 2 0] 1
}
