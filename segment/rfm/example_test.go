package rfm_test

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/rfm"
)

// base is a small shop: days since the last order, orders, spend.
var base = []rfm.RFM{
	{SinceLast: 3, Purchases: 12, Money: 940}, {SinceLast: 5, Purchases: 1, Money: 35},
	{SinceLast: 20, Purchases: 6, Money: 410}, {SinceLast: 40, Purchases: 3, Money: 120},
	{SinceLast: 90, Purchases: 2, Money: 60}, {SinceLast: 150, Purchases: 9, Money: 700},
	{SinceLast: 200, Purchases: 1, Money: 20}, {SinceLast: 260, Purchases: 4, Money: 230},
	{SinceLast: 400, Purchases: 8, Money: 820}, {SinceLast: 500, Purchases: 1, Money: 15},
}

// From a base to a name with its reasons. What is known of a customer beside
// their scores, here a probability that they have left, decides whether a name
// of departure is given.
func Example() {
	bins, err := rfm.Fit(base, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	named, err := rfm.NewSegmentation(bins, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	customer := base[8] // silent for 400 days
	for _, evidence := range []rfm.DepartureEvidence{{}, {Loss: clientele.NewLossVerdict(0.2, 0.85)}} {
		verdict := named.Classify(customer, evidence)
		fmt.Println(verdict.Scores.Code(), verdict.Segment, verdict.Segment.Label(clientele.LangChinese))
		for _, r := range verdict.AppendReasons(nil) {
			fmt.Println("-", r.Text(clientele.LangEnglish))
		}
	}
	// Output:
	// 145 cant-lose 重点挽留客户
	// - recency score 1 of 5
	// - frequency score 4 of 5
	// - money score 5 of 5
	// 145 loyal 忠诚客户
	// - recency score 1 of 5
	// - frequency score 4 of 5
	// - money score 5 of 5
	// - not lost: with probability 20 % there is no purchase in the time ahead, under 85 %
}

func ExampleFit() {
	bins, _ := rfm.Fit(base, nil)
	fmt.Println(bins.Score(base[0]).Code())
	// A new customer is scored with the same cut points.
	fmt.Println(bins.Score(rfm.RFM{SinceLast: 1, Purchases: 30, Money: 5000}).Code())
	// Output:
	// 555
	// 555
}

// A base on two machines: collect, send, merge, cut.
func ExampleSketch() {
	var here, there rfm.Sketch
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
	var arrived rfm.Sketch
	if err := arrived.UnmarshalBinary(sent); err != nil {
		fmt.Println(err)
	}
	_ = here.Merge(&arrived)
	bins, _ := here.Bins(nil)
	fmt.Println(here.Len(), "customers, rank error", here.RankError())
	fmt.Println(bins.Score(base[0]).Code())
	// Output:
	// 10 customers, rank error 0
	// 555
}

func ExampleFitCells() {
	cells, _ := rfm.FitCells(base, &rfm.CellPolicy{Centre: rfm.CentreMedian, Unit: clientele.Day})
	verdict := cells.Classify(base[8])
	fmt.Println(verdict.Cell.Label(clientele.LangChinese))
	for _, r := range verdict.AppendReasons(nil) {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	// Output:
	// 重要保持客户
	// the last purchase was 400 days ago, not fewer than 120
	// 8 purchases, more than 3.5
	// spent 820, more than 175
}

func ExampleNewGrid() {
	_, err := rfm.NewGrid(5,
		rfm.GridRule{Segment: rfm.SegmentChampions, FromR: 4, ToR: 5, FromFM: 4, ToFM: 5},
		rfm.GridRule{Segment: rfm.SegmentLoyal, FromR: 2, ToR: 5, FromFM: 3, ToFM: 5})
	fmt.Println(err)
	// Output:
	// rfm.Grid: rule at R 4, F 2, M 5 is loyal at R 2-5 FM 3-5: want a cell that no other rule names; this one is champions
}

// pareto stands for a fitted transaction model and a fitted spend model.
type pareto struct{}

func (pareto) ProbAlive(h clientele.History) float64 { return 0.8 }
func (pareto) ExpectedPurchases(h clientele.History, t float64) float64 {
	return t * float64(h.Repeats) / h.Age
}
func (pareto) ExpectedSpend(s clientele.Spend) float64 { return s.Mean }

func ExampleExpected() {
	m := pareto{}
	h := clientele.History{Repeats: 6, Last: 40, Age: 52}
	c, _ := rfm.Expected(m, m, m, h, clientele.Spend{Count: 6, Mean: 25}, 26)
	fmt.Printf("%.1f %.0f %.0f\n", c.SinceLast, c.Purchases, c.Money)
	// Output: 0.2 3 75
}
