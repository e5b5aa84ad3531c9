package loyalty_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty"
)

// From what is known of a customer to how loyal they are, and why.
func Example() {
	scorer, err := loyalty.NewLoyaltyScorer(nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	score, err := scorer.Score(loyalty.Parts{
		Satisfaction:  clientele.Ratio{Hits: 4, Trials: 5},
		Renewals:      clientele.Ratio{Hits: 3, Trials: 3},
		ShareOfWallet: clientele.Known(0.6),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f ± %.0f: %v\n", score.Value, score.SE, score.Level)
	// Output:
	// 65 ± 10: medium
}

func ExampleNewOrientationRules() {
	rules, err := loyalty.NewOrientationRules(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	lean, err := rules.Orient(loyalty.Markers{
		DiscountShare: clientele.Known(0.15),
		Tenure:        clientele.Known(4),
		Breadth:       clientele.Known(2),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, %.2f\n", lean.Orientation.Label(clientele.LangEnglish), lean.Probability)
	for _, why := range lean.AppendReasons(nil) {
		fmt.Println(why.Text(clientele.LangEnglish))
	}
	// Output:
	// Relationship customer, 0.88
	// share of purchases at a discount 15 % (dividing line 35 %) → relationship
	// time as a customer 4 years (dividing line 1.75) → relationship
	// although range 2 categories (dividing line 2.5) points the other way
}

func ExampleFitOrientation() {
	r := rand.New(rand.NewPCG(1, 2))
	var past []loyalty.Labelled
	for range 400 {
		discount, years := r.Float64(), 6*r.Float64()
		past = append(past, loyalty.Labelled{
			Markers:      loyalty.Markers{DiscountShare: clientele.Known(discount), Tenure: clientele.Known(years)},
			Relationship: 0.3*years-2*discount+0.8*r.NormFloat64() > 0,
		})
	}
	fit, err := loyalty.FitOrientation(context.Background(), past, &clientele.FitOptions{Ridge: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	x := loyalty.Markers{DiscountShare: clientele.Known(0.2), Tenure: clientele.Known(3)}
	p := func(m loyalty.OrientationModel) float64 { return m.Probability(x) }
	fmt.Printf("%.2f %v\n", p(fit.Model), fit.Interval(clientele.DomainProbability, p, 0.95))
	// Output:
	// 0.72 [0.6469, 0.7855]
}

func ExampleTwoStep() {
	hunter := loyalty.Markers{DiscountShare: clientele.Known(0.9), Regularity: clientele.Known(0.1)}
	friend := loyalty.Markers{DiscountShare: clientele.Known(0.1), Regularity: clientele.Known(0.9)}
	customers := []loyalty.TwoStepCustomer{
		{Markers: hunter, Standing: loyalty.ProfitStanding{Profit: 5000}},
		{Markers: friend, Standing: loyalty.ProfitStanding{Profit: 900}},
		{Markers: friend, Standing: loyalty.ProfitStanding{Profit: 500, Potential: clientele.Known(1200)}},
		{Markers: friend, Standing: loyalty.ProfitStanding{Profit: 200, Trend: clientele.Known(-0.3)}},
		{Markers: friend, Standing: loyalty.ProfitStanding{Profit: 100}},
	}
	rules, err := loyalty.NewOrientationRules(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	split, err := loyalty.TwoStep(customers, rules, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range split.Placements {
		fmt.Println(p.Leaning.Orientation, p.Value.Class)
	}
	// Output:
	// transaction unassigned
	// relationship largest-profit
	// relationship growable
	// relationship losing
	// relationship ordinary
}

func ExampleLoyaltyScorer() {
	base := loyalty.Base{Renewals: loyalty.BetaBinomial{Alpha: 8, Beta: 2}} // from FitBase
	scorer, err := loyalty.NewLoyaltyScorer(nil, &base)
	if err != nil {
		fmt.Println(err)
		return
	}
	score, err := scorer.Score(loyalty.Parts{
		Satisfaction:  clientele.Ratio{Hits: 3, Trials: 4},
		Complaints:    clientele.Ratio{Hits: 0, Trials: 12},
		Renewals:      clientele.Ratio{Hits: 1, Trials: 1},
		ShareOfWallet: clientele.Known(0.6),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %v, %v with probability %.2f; %.0f %% of the weight known\n", score.Value, score.Interval(0.95), score.Level, score.Certainty, 100*score.Known)
	for _, why := range score.AppendReasons(nil) {
		fmt.Println(why.Text(clientele.LangChinese))
	}
	// Output:
	// 64 [44.29, 83], medium with probability 0.73; 60 % of the weight known
	// 满意度按 70% 计入，达到 100% 得满分
	// 投诉率按 0.9% 计入，达到 0% 得满分
	// 续约率按 81.8% 计入，达到 100% 得满分
	// 缺少复购率数据，按客户总体的 50% 计入
	// 缺少推荐意愿数据，按客户总体的 50% 计入
	// 钱包份额按 60% 计入，达到 100% 得满分
	// 缺少关系年限数据，按客户总体的 2.5 年计入
	// 忠诚度得分 63.64，属于中等（不低于 40）
}

func ExampleFitBetaBinomial() {
	var rates loyalty.Ratios
	for _, c := range []struct{ renewed, due, customers int }{{0, 2, 30}, {1, 2, 40}, {2, 2, 130}, {0, 1, 40}, {1, 1, 110}, {4, 4, 60}, {1, 4, 10}} {
		if err := rates.AddN(clientele.Ratio{Hits: float64(c.renewed), Trials: float64(c.due)}, c.customers); err != nil {
			fmt.Println(err)
		}
	}
	fit, err := loyalty.FitBetaBinomial(context.Background(), &rates, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	one := clientele.Ratio{Hits: 0, Trials: 1}
	fmt.Printf("base %.2f; after one renewal missed %.2f %v\n", fit.Model.Mean(), fit.Model.Shrunk(one), fit.Model.Interval(one, 0.9))
	// Output:
	// base 0.78; after one renewal missed 0.34 [0.006228, 0.8796]
}

func ExampleJonesSasser() {
	m, err := loyalty.NewJonesSasser(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range []loyalty.RoleVerdict{m.Classify(0.4, 0.9), m.Classify(1, 0.9), m.Classify(0.9, 0.1)} {
		fmt.Println(v.Role)
	}
	// Output:
	// hostage
	// apostle
	// mercenary
}

func ExampleAfterSalesClassifier() {
	c, err := loyalty.NewAfterSalesClassifier(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	v := c.Classify(loyalty.AfterSalesRecord{
		Satisfaction: clientele.Ratio{Hits: 2.5, Trials: 3},
		Complaints:   clientele.Ratio{Hits: 1, Trials: 8},
		Settled:      1,
	})
	fmt.Println(v.Class.Label(clientele.LangEnglish))
	for _, why := range v.AppendReasons(nil) {
		fmt.Println(why.Text(clientele.LangEnglish))
	}
	// Output:
	// Loyal customer
	// satisfied: satisfaction is at least 70 % with a probability of 65.7 %
}

func ExampleRankWinBack() {
	value := loyalty.SecondLifetimeValue(40, 0.7, 0.1)
	lapsed := []loyalty.Lapsed{
		{Return: 0.25, ReturnSE: 0.04, Value: value, Contact: 6, Offer: 10},
		{Return: 0.02, ReturnSE: 0.01, Value: value, Contact: 6, Offer: 10},
		{Return: 0.12, ReturnSE: 0.06, Value: 2 * value, Contact: 6, Offer: 10},
	}
	plan, err := loyalty.RankWinBack(lapsed, 20, 0.8)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range plan.Ranking {
		fmt.Println(w.Index, w.Chosen, w.Reason.Text(clientele.LangEnglish))
	}
	fmt.Printf("spend %.1f, net %.1f ± %.1f\n", plan.Spend, plan.Net, plan.NetSE)
	// Output:
	// 2 true each unit of money spent brings 2.667 of net value, at or above the cut-off of 2.235
	// 0 true each unit of money spent brings 2.235 of net value, at or above the cut-off of 2.235
	// 1 false the expected net value of -4 is not above 0
	// spend 15.7, net 38.2 ± 13.2
}
