package value_test

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/contractual"
)

func ExampleCustomerEquity() {
	today := []float64{420, 135, 90, -15} // remaining value of each customer
	first := value.Intake{Customers: 2, Value: 180, Cost: 60, After: 0.5}
	e, err := value.CustomerEquity(slices.Values(today), value.Intakes(first, 1, 1.05, 3), value.Annual(0.1), clientele.Year)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("today %.0f, to come %.0f, together %.0f\n", e.Current, e.Future, e.Total())
	// Output: today 630, to come 656, together 1286
}

func ExamplePayback() {
	path := []float64{20, 38, 54, 68, 80} // value accumulated by the end of each month
	fmt.Printf("%.1f months\n", value.Payback(60, path))
	fmt.Printf("a customer worth 80 may cost %.1f at three to one\n", value.Ceiling(80, 3))
	// Output:
	// 3.4 months
	// a customer worth 80 may cost 26.7 at three to one
}

func ExampleKeepOrWin() {
	keep := value.MarketingEffort{Value: 200, Success: 0.10, Cost: 4}
	win := value.MarketingEffort{Value: 150, Success: 0.02, Cost: 2}
	d := value.KeepOrWin(keep, win)
	fmt.Println(d.Choice.Label(clientele.LangChinese))
	fmt.Println(d.AppendReasons(nil)[0].Text(clientele.LangEnglish))
	// Output:
	// 维系老客户
	// a unit of money spent on keeping customers brings 4 beyond itself, spent on winning them 0.5
}

func ExampleNewWhale() {
	costs, err := value.NewCostToServe(
		value.CostActivity{Name: "visit", Pool: 10000, Volume: 100},
		value.CostActivity{Name: "order", Pool: 4000, Volume: 2000},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	var net []float64
	for _, c := range []struct{ revenue, direct, visits, orders float64 }{
		{9000, 5000, 4, 20}, {4000, 2600, 2, 10}, {1500, 900, 9, 40}, {800, 500, 1, 5},
	} {
		contribution := value.Contribution{Revenue: c.revenue, Direct: c.direct, Service: costs.Of([]float64{c.visits, c.orders})}
		net = append(net, contribution.Net())
	}
	w, err := value.NewWhale(net)
	if err != nil {
		fmt.Println(err)
		return
	}
	n, peak := w.Peak()
	fmt.Printf("%d of %d customers bring %.0f; the others cost %.0f of it\n", n, w.Customers(), peak, w.Destroyed())
	// Output: 3 of 4 customers bring 4930; the others cost 380 of it
}

func ExampleValueAccount() {
	force := value.Annual(0.1).Force(clientele.Year)
	var a value.ValueAccount
	_ = a.Add(value.ValuePostAcquisitionCost, 50, 2, force) // two years ago
	_ = a.Add(value.ValuePostRevenue, 120, 1.5, force)
	_ = a.Add(value.ValuePostDirectCost, 70, 1.5, force)
	_ = a.Add(value.ValuePostRevenue, 200, 0.5, force)
	_ = a.Add(value.ValuePostDirectCost, 110, 0.5, force)
	s, err := a.Statement(75) // what they are expected to bring from now on
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range s.Lines {
		fmt.Printf("%-16s %8.1f\n", l.Post, l.Amount)
	}
	fmt.Printf("%-16s %8.1f\n%-16s %8.1f\n%-16s %8.1f\n", "delivered", s.Delivered, "remaining", s.Remaining, "lifetime", s.Lifetime)
	// Output:
	// revenue             348.2
	// direct-cost        -196.1
	// acquisition-cost    -60.5
	// delivered            91.6
	// remaining            75.0
	// lifetime            166.6
}

// Subscribers by the number of renewals behind them, at a margin of 120 a year
// and renewals that follow an SBG.
func ExampleCustomerEquity_contract() {
	model := contractual.SBG{A: 0.668, B: 3.806}
	rate := value.Annual(0.1)
	d := rate.Effective(clientele.Year)
	var today []float64
	for renewals, customers := range []int{400, 310, 250} {
		for range customers {
			today = append(today, 120*model.DERL(renewals, d))
		}
	}
	joining := value.Intake{Customers: 380, Value: 120 * model.DEL(d), Cost: 150}
	e, err := value.CustomerEquity(slices.Values(today), value.Intakes(joining, 1, 1, 5), rate, clientele.Year)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d subscribers are worth %.0f, five years of new ones %.0f\n", e.Customers, e.Current, e.Future)
	// Output: 960 subscribers are worth 607533, five years of new ones 888475
}
