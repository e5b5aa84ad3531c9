package segment_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/feature"
)

// base is a small shop: days since the last order, orders, spend.
var base = []segment.RFM{
	{SinceLast: 3, Purchases: 12, Money: 940}, {SinceLast: 5, Purchases: 1, Money: 35},
	{SinceLast: 20, Purchases: 6, Money: 410}, {SinceLast: 40, Purchases: 3, Money: 120},
	{SinceLast: 90, Purchases: 2, Money: 60}, {SinceLast: 150, Purchases: 9, Money: 700},
	{SinceLast: 200, Purchases: 1, Money: 20}, {SinceLast: 260, Purchases: 4, Money: 230},
	{SinceLast: 400, Purchases: 8, Money: 820}, {SinceLast: 500, Purchases: 1, Money: 15},
}

func ExampleFitRFM() {
	cuts, err := segment.FitRFM(base, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	grid := segment.DefaultGrid()
	for _, c := range base[:4] {
		s := cuts.Score(c)
		fmt.Println(s.Code(), grid.Segment(s), grid.Segment(s).Label(clientele.LangChinese))
	}
	// A new customer is scored with the same cut points.
	fmt.Println(cuts.Score(segment.RFM{SinceLast: 1, Purchases: 30, Money: 5000}).Code())
	// Output:
	// 555 champions 冠军客户
	// 512 potential-loyalists 潜在忠诚客户
	// 444 loyal 忠诚客户
	// 433 loyal 忠诚客户
	// 555
}

// A base on two machines: collect, send, merge, cut.
func ExampleRFMSummary() {
	var here, there segment.RFMSummary
	for _, c := range base[:5] {
		if err := here.Add(c); err != nil {
			fmt.Println(err)
		}
	}
	for _, c := range base[5:] {
		if err := there.Add(c); err != nil {
			fmt.Println(err)
		}
	}
	sent, _ := there.MarshalBinary()
	var arrived segment.RFMSummary
	if err := arrived.UnmarshalBinary(sent); err != nil {
		fmt.Println(err)
	}
	here.Merge(&arrived)
	cuts, _ := here.Cuts(nil)
	fmt.Println(here.Len(), "customers, rank error", here.RankError())
	fmt.Println(cuts.Score(base[0]).Code())
	// Output:
	// 10 customers, rank error 0
	// 555
}

func ExampleFitCells() {
	cuts, _ := segment.FitCells(base, &segment.CellPolicy{Centre: segment.CentreMedian})
	fmt.Println(cuts.Cell(base[8]).Label(clientele.LangChinese))
	for _, r := range cuts.AppendReasons(nil, base[8]) {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	// Output:
	// 重要保持客户
	// the last purchase was 400 ago, not less than 120
	// 8 purchases, more than 3.5
	// spent 820, more than 175
}

func ExampleNewGrid() {
	_, err := segment.NewGrid(
		segment.GridRule{Segment: segment.Champions, FromR: 4, ToR: 5, FromFM: 4, ToFM: 5},
		segment.GridRule{Segment: segment.Loyal, FromR: 2, ToR: 5, FromFM: 3, ToFM: 5})
	fmt.Println(err)
	// Output:
	// segment.Grid: rule at R 4, FM 4 is {loyal 2 5 3 5}: want a cell that no other rule names; this one is champions
}

// pareto stands for a fitted transaction model and a fitted spend model.
type pareto struct{}

func (pareto) ProbAlive(h clientele.History) float64 { return 0.8 }
func (pareto) ExpectedPurchases(h clientele.History, t float64) float64 {
	return t * float64(h.Repeats) / h.Age
}
func (pareto) ExpectedSpend(s clientele.Spend) float64 { return s.Mean }

func ExampleExpectedRFM() {
	m := pareto{}
	h := clientele.History{Repeats: 6, Last: 40, Age: 52}
	c, _ := segment.ExpectedRFM(m, m, m, h, clientele.Spend{Count: 6, Mean: 25}, 26)
	fmt.Printf("%.1f %.0f %.0f\n", c.SinceLast, c.Purchases, c.Money)
	// Output: 0.2 3 75
}

func ExampleFitValueTree() {
	firms := []segment.Relationship{
		{Scale: 900, Years: 8, Repurchase: 0.9}, {Scale: 800, Years: 1, Repurchase: 0.1},
		{Scale: 300, Years: 6, Repurchase: 0.2}, {Scale: 250, Years: 2, Repurchase: 0.7},
		{Scale: 40, Years: 5, Repurchase: 0.6}, {Scale: 20, Years: 1, Repurchase: 0.3},
	}
	tree, _ := segment.FitValueTree(firms, nil)
	x := firms[2].Indicators()
	fmt.Println(tree.Value(x[:]).Label(clientele.LangChinese))
	for _, r := range tree.AppendReasons(nil, x[:]) {
		fmt.Println(r.Text(clientele.LangChinese))
	}
	// Output:
	// 中
	// 交易规模 300，低于 466.7
	// 交易规模 300，不低于 180
	// 复购率 0.2，低于 0.45
	// 合作 6 年，不少于 3.5 年
}

func ExampleNewTree() {
	var tree segment.Tree
	err := json.Unmarshal([]byte(`{"indicators": ["margin", "orders"], "root":
		{"indicator": "margin", "at_least": 1000,
		 "above": {"value": "high"},
		 "under": {"indicator": "orders", "at_least": 5, "above": {"value": "medium"}, "under": {"value": "low"}}}}`), &tree)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tree.Value([]float64{400, 7}), tree.Path([]float64{400, 7}))
	// Output: medium [margin 400 < 1000 orders 7 >= 5]
}

func ExampleGrowTree() {
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
	tree, _ := segment.GrowTree(context.Background(), table, margin, r, nil)
	fmt.Print(tree)
	// Output:
	// orders < 7.5: mean -0.1512 [-1.113, 0.8102], 412 customers
	// orders >= 7.5, years < 3.5: mean 99.36 [98.02, 100.7], 245 customers
	// orders >= 7.5, years >= 3.5: mean 159.5 [158.4, 160.5], 343 customers
}

func ExampleDecompose() {
	c, _ := segment.Decompose(segment.Driver{Name: "revenue", Parts: []segment.Driver{
		{Name: "customers", Before: 1000, After: 1100},
		{Name: "orders a customer", Before: 4, After: 3.6},
		{Name: "spend an order", Before: 50, After: 55},
	}}, segment.LMDI)
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

func ExampleFitCube() {
	var standing []segment.Standing
	for i := range 90 {
		standing = append(standing, segment.Standing{Value: float64(i), Potential: float64(i * 7 % 90), Loyalty: float64(i*13%90) / 90})
	}
	cube, _ := segment.FitCube(standing, nil)
	cell := cube.Cell(segment.Standing{Value: 80, Potential: 85, Loyalty: 0.9})
	strategies := segment.DefaultStrategies()
	fmt.Println(cell.Label(clientele.LangChinese), strategies.Strategy(cell).Label(clientele.LangChinese))
	// Estimated axes: how sure is the cell?
	probs := cube.Probs(segment.Uncertain{Mean: 80, SD: 15}, segment.Uncertain{Mean: 85, SD: 10}, segment.Uncertain{Mean: 0.9, SD: 0.1})
	best, p := probs.Best()
	fmt.Printf("%v %.2f\n", best, p)
	// Output:
	// 高价值·高潜力·高忠诚 重点投入
	// high-high-high 0.90
}

func ExampleFitPyramid() {
	values := make([]float64, 200)
	for i := range values {
		values[i] = float64(i + 1)
	}
	pyramid, _ := segment.FitPyramid(values, nil)
	abc, _ := segment.FitABC(values, nil)
	for _, v := range []float64{200, 170, 130, 60} {
		fmt.Println(v, pyramid.Band(v).Label(clientele.LangChinese), abc.Class(v))
	}
	// Output:
	// 200 重要客户 a
	// 170 次要客户 a
	// 130 普通客户 a
	// 60 小客户 b
}

func ExampleConcentrate() {
	c, _ := segment.Concentrate([]float64{500, 300, 150, 100, 50, -40, -60})
	peak := c.Peak()
	fmt.Printf("%d of 7 customers bring %.0f %% of the profit; the others cost %.0f\n", peak.Customers, 100*peak.Share, peak.Lost)
	// Output: 5 of 7 customers bring 110 % of the profit; the others cost 100
}

func ExampleLeadPolicy() {
	var policy segment.LeadPolicy
	fmt.Println(policy.Grade(clientele.Known(10)), policy.Grade(clientele.Measure{}))
	// Output: a c
}

func ExampleMigrate() {
	before := []segment.Segment{segment.Champions, segment.Champions, segment.AtRisk, segment.Lost}
	after := []segment.Segment{segment.Champions, segment.AtRisk, segment.Champions, segment.Lost}
	m, _ := segment.Migrate(before, after)
	fmt.Println(m.Segments)
	fmt.Println(m.Probs())
	fmt.Printf("%.0f %% stayed\n", 100*m.Stayed())
	// Output:
	// [champions at-risk lost]
	// [[0.5 0.5 0] [1 0 0] [0 0 1]]
	// 50 % stayed
}

func ExampleProfiles() {
	profiles, _ := segment.Profiles([]string{"regular", "regular", "new"}, []float64{80, 60, 20}, nil)
	for _, p := range profiles {
		share, _ := p.ValueShare.Value()
		fmt.Printf("%s: %d customers, %.0f %% of the value\n", p.Segment, p.Heads, 100*share)
	}
	// Output:
	// new: 1 customers, 12 % of the value
	// regular: 2 customers, 88 % of the value
}
