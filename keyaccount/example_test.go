package keyaccount_test

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
)

// policy asks for little, so that the example fits on a page.
func policy() keyaccount.TieringPolicy {
	return keyaccount.TieringPolicy{
		Criteria: []keyaccount.Scoring{
			{Criterion: keyaccount.AccountCriterionRevenue, Weight: .5, Hi: 1000},
			{Criterion: keyaccount.AccountCriterionAlignment, Weight: .3, Hi: 5},
			{Criterion: keyaccount.AccountCriterionLoyalty, Weight: .2, Hi: 1},
		},
		Strategic: keyaccount.TierRule{Gates: []keyaccount.Gate{{Criterion: keyaccount.AccountCriterionYears, Min: 5}, {Criterion: keyaccount.AccountCriterionAlignment, Min: 4}}, Score: .7},
		Important: keyaccount.TierRule{Gates: []keyaccount.Gate{{Criterion: keyaccount.AccountCriterionRevenue, Min: 500}}, Score: .5},
		General:   keyaccount.TierRule{Score: .3},
		Hold:      keyaccount.Hold{Score: .05, Gates: .1, Patience: 1},
	}
}

func Example() {
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
		for _, r := range c.AppendReasons(nil, accounts[i], p) {
			fmt.Println("  ", r.Text(clientele.LangEnglish))
		}
	}
	// Output:
	// Hengtong: Strategic key account 战略大客户
	//    years of cooperation: 9, and the tier asks for 5
	//    strategic alignment is rated 4 of 5, and the tier asks for 4
	//    the overall score is 0.87, and the tier asks for 0.7
	// Delta: Important key account 重要大客户
	//    it buys for 950 a year, and the tier asks for 500
	//    the overall score is 0.715, and the tier asks for 0.5
	//    the next tier up asks for a strategic alignment of 4 of 5; it is rated 2
	// Kirin: Not a key account 非大客户
	//    the next tier up asks for an overall score of 0.3; it has 0.21
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
	next, _ := c.NextUp(account, placements[0])
	fmt.Print(next.Tier, ":")
	for _, change := range next.Changes {
		fmt.Printf(" %v from %.0f to %.0f", change.Criterion, change.From.Or(0), change.To)
	}
	// Output: general: revenue from 100 to 280
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

func ExampleFioccaPolicy_Place() {
	k := clientele.Known
	var p *keyaccount.FioccaPolicy // the defaults
	place, err := p.Place(keyaccount.Ratings{Importance: k(4.5), Difficulty: k(2), Attractiveness: k(4), Strength: k(1.5)})
	if err != nil {
		panic(err)
	}
	fmt.Println(place.Cell.Label(clientele.LangEnglish), "→", place.Move.Label(clientele.LangEnglish))
	// Output: Key and easy → Strengthen the relationship
}

func ExampleKotlerPolicy_Type() {
	var p *keyaccount.KotlerPolicy
	few, err := p.Type(.4, 12)
	if err != nil {
		panic(err)
	}
	many, err := p.Type(.1, 20000)
	if err != nil {
		panic(err)
	}
	fmt.Println(few, many)
	// Output: partnership basic
}

func ExampleShrinkRates() {
	// Accounts lost in a year: strategic, important, general.
	rates, err := keyaccount.ShrinkRates([]keyaccount.Rate{{Events: 0, Of: 6}, {Events: 2, Of: 20}, {Events: 9, Of: 54}}, .9)
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
