package keyaccount_test

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
)

// policy asks for little, so that the example fits on a page.
func policy() *keyaccount.TieringPolicy {
	return &keyaccount.TieringPolicy{
		Criteria: []keyaccount.Scoring{
			{Criterion: keyaccount.AccountCriterionRevenue, Weight: .5, Hi: 1000},
			{Criterion: keyaccount.AccountCriterionAlignment, Weight: .3, Hi: 5},
			{Criterion: keyaccount.AccountCriterionLoyalty, Weight: .2, Hi: 1},
		},
		Strategic: keyaccount.TierRule{Gates: []keyaccount.Gate{{Criterion: keyaccount.AccountCriterionYears, Min: 5}, {Criterion: keyaccount.AccountCriterionAlignment, Min: 4}}, Score: .7},
		Important: keyaccount.TierRule{Gates: []keyaccount.Gate{{Criterion: keyaccount.AccountCriterionRevenue, Min: 500}}, Score: .5},
		General:   keyaccount.TierRule{Score: .3},
	}
}

// Which of the firm's own accounts are key, and why.
func Example() {
	k := clientele.Known
	var accounts []keyaccount.Account
	for i, revenue := range []float64{40e6, 21e6, 9e6, 8e6, 6e6, 5e6, 4e6, 3e6, 2e6, 1e6} {
		accounts = append(accounts, keyaccount.Account{ID: fmt.Sprint("account ", i+1), Revenue: k(revenue), Years: k(float64(i % 4)), Alignment: k(4)})
	}
	c, err := keyaccount.FitClassifier(accounts, nil)
	if err != nil {
		panic(err)
	}
	placements, err := c.Classify(accounts)
	if err != nil {
		panic(err)
	}
	for i, p := range placements[:3] {
		fmt.Println(accounts[i].ID, p.Tier, "–", p.Reasons[0].Text(clientele.LangEnglish))
	}
	// Output:
	// account 1 important – it buys for 40,000,000 a year, and the tier asks for 40,000,000
	// account 2 general – it buys for 21,000,000 a year, and the tier asks for 21,000,000
	// account 3 none – for the next tier up it would have to buy for 21,000,000 a year; it buys for 9,000,000
}

func ExampleClassifier_Classify() {
	k := clientele.Known
	c, err := keyaccount.NewClassifier(policy())
	if err != nil {
		panic(err)
	}
	accounts := []keyaccount.Account{
		{ID: "Hengtong", Revenue: k(900), Years: k(9), Alignment: k(4), Loyalty: k(.9)},
		{ID: "Delta", Revenue: k(950), Years: k(9), Alignment: k(2), Loyalty: k(.6)},
		{ID: "Kirin", Revenue: k(100), Years: k(2), Alignment: k(1), Loyalty: k(.5)},
	}
	placements, err := c.Classify(accounts)
	if err != nil {
		panic(err)
	}
	for i, p := range placements {
		fmt.Printf("%s: %s %s\n", accounts[i].ID, p.Tier.Label(clientele.LangEnglish), p.Tier.Label(clientele.LangChinese))
		for _, r := range p.AppendReasons(nil) {
			fmt.Println("  ", r.Text(clientele.LangEnglish))
		}
	}
	// Output:
	// Hengtong: Strategic key account 战略大客户
	//    9 years of cooperation, and the tier asks for 5
	//    strategic alignment is rated 4 of 5, and the tier asks for 4
	//    the overall score is 87 %, and the tier asks for 70 %
	// Delta: Important key account 重要大客户
	//    it buys for 950 a year, and the tier asks for 500
	//    the overall score is 71.5 %, and the tier asks for 50 %
	//    the next tier up asks for a strategic alignment of 4 of 5; it is rated 2
	// Kirin: Not a key account 非大客户
	//    the next tier up asks for an overall score of 30 %; it has 21 %
}

func ExampleClassifier_NextUp() {
	k := clientele.Known
	c, err := keyaccount.NewClassifier(policy())
	if err != nil {
		panic(err)
	}
	account := keyaccount.Account{ID: "Kirin", Revenue: k(100), Years: k(2), Alignment: k(1), Loyalty: k(.5)}
	placements, err := c.Classify([]keyaccount.Account{account})
	if err != nil {
		panic(err)
	}
	next, _ := c.NextUp(account, placements[0], time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	fmt.Print(next.Tier, ":")
	for _, change := range next.Changes {
		fmt.Printf(" %v from %.1f to %.1f (%v)", change.Criterion, change.From.Or(0), change.To, change.Pace)
	}
	// Output: general: alignment from 1.0 to 2.5 (free)
}

func ExampleClassifier_WeightRange() {
	k := clientele.Known
	c, err := keyaccount.NewClassifier(policy())
	if err != nil {
		panic(err)
	}
	account := keyaccount.Account{ID: "Delta", Revenue: k(950), Years: k(9), Alignment: k(2), Loyalty: k(.6)}
	r := c.WeightRange(account, keyaccount.AccountCriterionAlignment)
	fmt.Printf("%v while alignment weighs %.2f to %.2f\n", c.Tier(account), r.Lo, r.Hi)
	// Output: important while alignment weighs 0.00 to 0.78
}

func ExampleConcentrate() {
	c, err := keyaccount.Concentrate([]float64{40, 25, 12, 8, 5, 4, 3, 2, 1}, nil)
	if err != nil {
		panic(err)
	}
	fmt.Printf("HHI %.3f %v, like %.1f equal accounts; largest %.0f %%; flagged %v\n", c.HHI, c.Interval, c.Effective, 100*c.Top1, c.Flagged)
	losses, err := keyaccount.Stress([]float64{40, 25, 12, 8, 5, 4, 3, 2, 1}, []float64{.1, .2, .1, .1, .1, .1, .1, .1, .1}, 2)
	if err != nil {
		panic(err)
	}
	fmt.Printf("the two largest hold %.0f %% and are expected to take %.0f %% away\n", 100*losses[1].Share, 100*losses[1].Expected)
	// Output:
	// HHI 0.249 [0.1871, 0.3139], like 4.0 equal accounts; largest 40 %; flagged [0 1 2]
	// the two largest hold 65 % and are expected to take 9 % away
}

func ExampleFioccaPortfolio_Place() {
	k := clientele.Known
	portfolio, err := keyaccount.NewFioccaPortfolio(nil) // the defaults
	if err != nil {
		panic(err)
	}
	place, err := portfolio.Place(keyaccount.Ratings{Importance: k(4.5), Difficulty: k(2), Attractiveness: k(4), Strength: k(1.5)})
	if err != nil {
		panic(err)
	}
	fmt.Println(place.Cell.Label(clientele.LangEnglish), "→", place.Move.Label(clientele.LangEnglish))
	// Output: Key and easy → Strengthen the relationship
}

func ExampleKotlerTable_Classify() {
	table, err := keyaccount.NewKotlerTable(nil)
	if err != nil {
		panic(err)
	}
	few, err := table.Classify(.4, 12)
	if err != nil {
		panic(err)
	}
	many, err := table.Classify(.1, 20000)
	if err != nil {
		panic(err)
	}
	fmt.Println(few.Type, many.Type)
	// Output: partnership basic
}

func ExampleShrinkRates() {
	// Accounts lost in a year: strategic, important, general.
	rates, err := keyaccount.ShrinkRates([]clientele.Ratio{{Hits: 0, Trials: 6}, {Hits: 2, Trials: 20}, {Hits: 9, Trials: 54}}, .9)
	if err != nil {
		panic(err)
	}
	for _, r := range rates {
		fmt.Printf("%.2f → %.2f, %.2f to %.2f\n", r.Raw, r.Value, r.Interval.Lo, r.Interval.Hi)
	}
	// Output:
	// 0.00 → 0.12, 0.01 to 0.24
	// 0.10 → 0.13, 0.05 to 0.23
	// 0.17 → 0.16, 0.09 to 0.23
}
