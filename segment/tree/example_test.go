package tree_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/tree"
)

func Example() {
	firms := []tree.TradeRecord{
		{Scale: 900, Years: 8, Repurchase: 0.9}, {Scale: 800, Years: 1, Repurchase: 0.1},
		{Scale: 300, Years: 6, Repurchase: 0.2}, {Scale: 250, Years: 2, Repurchase: 0.7},
		{Scale: 40, Years: 5, Repurchase: 0.6}, {Scale: 20, Years: 1, Repurchase: 0.3},
	}
	t, _ := tree.FitValueTree(firms, nil)
	verdict := t.Classify(firms[2])
	fmt.Println(verdict.Value.Label(clientele.LangChinese))
	for _, r := range verdict.AppendReasons(nil) {
		fmt.Println(r.Text(clientele.LangChinese))
	}
	// Output:
	// 中
	// 交易规模 300，低于 466.7
	// 交易规模 300，不低于 180
	// 复购率 20%，低于 45%
	// 合作 6 年，不少于 3.5 年
}

func ExampleTree() {
	var t tree.Tree
	err := json.Unmarshal([]byte(`{"indicators": ["margin", "orders"], "root":
		{"indicator": "margin", "at_least": 1000,
		 "above": {"value": "high"},
		 "under": {"indicator": "orders", "at_least": 5, "above": {"value": "medium"}, "under": {"value": "low"}}}}`), &t)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.Value([]float64{400, 7}), t.Classify([]float64{400, 7}).Path)
	// Output: medium [margin 400 < 1000 orders 7 >= 5]
}

func ExampleGrow() {
	r := rand.New(rand.NewPCG(1, 2))
	table, _ := feature.NewTable("orders", "years", "shoe size")
	var margin []float64
	for range 2000 {
		orders, years, size := float64(r.IntN(20)), float64(r.IntN(10)), float64(36+r.IntN(10))
		_ = table.Add(orders, years, size)
		m := 10 * r.NormFloat64()
		if orders >= 8 {
			m += 100
			if years >= 4 {
				m += 60
			}
		}
		margin = append(margin, m)
	}
	t, _ := tree.Grow(context.Background(), table, margin, r, nil)
	fmt.Print(t)
	// Output:
	// orders < 7.5: mean -0.1512 [-1.113, 0.8102], 412 customers
	// orders >= 7.5, years < 3.5: mean 99.36 [98.02, 100.7], 245 customers
	// orders >= 7.5, years >= 3.5: mean 159.5 [158.4, 160.5], 343 customers
}

func ExampleDecompose() {
	c, _ := tree.Decompose(tree.Driver{Name: "revenue", Parts: []tree.Driver{
		{Name: "customers", Before: 1000, After: 1100},
		{Name: "orders a customer", Before: 4, After: 3.6},
		{Name: "spend an order", Before: 50, After: 55},
	}}, tree.DecompositionLMDI)
	fmt.Printf("%+.0f\n", c.Effect)
	for _, p := range c.Parts {
		fmt.Printf("%+.0f %s\n", p.Effect, p.Name)
	}
	// Output:
	// +17800
	// +19898 customers
	// -21996 orders a customer
	// +19898 spend an order
}
