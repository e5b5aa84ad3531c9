package loyalty_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty"
)

func ExampleOrientationPolicy() {
	rules := loyalty.DefaultRulePolicy()
	customer := loyalty.Markers{
		DiscountShare: clientele.Known(0.15),
		Tenure:        clientele.Known(4),
		Breadth:       clientele.Known(2),
	}
	lean, err := rules.Orient(customer)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, %.2f\n", lean.Orientation.Label(clientele.LangEnglish), lean.Probability)
	for _, why := range rules.AppendReasons(nil, customer) {
		fmt.Println(why.Text(clientele.LangEnglish))
	}
	// Output:
	// Relationship customer, 0.88
	// discount share 0.15, against a neutral 0.35, speaks for a relationship customer
	// number of categories 2, against a neutral 2.5, speaks for a transaction customer
	// tenure in years 4, against a neutral 1.75, speaks for a relationship customer
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
	rules := loyalty.DefaultRulePolicy()
	split, err := loyalty.TwoStep(customers, &rules, loyalty.DefaultClassPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range split.Placements {
		fmt.Println(p.Leaning.Orientation, p.Class)
	}
	// Output:
	// transaction unassigned
	// relationship largest-profit
	// relationship growable
	// relationship losing
	// relationship ordinary
}

func ExampleLoyaltyScorer() {
	base := loyalty.DefaultBase()
	base.Renewals = loyalty.BetaBinomial{Alpha: 8, Beta: 2} // from FitBase
	scorer, err := loyalty.NewLoyaltyScorer(loyalty.DefaultScorePolicy(), base)
	if err != nil {
		fmt.Println(err)
		return
	}
	parts := loyalty.Parts{
		Satisfaction:  clientele.Ratio{Hits: 3, Trials: 4},
		Complaints:    clientele.Ratio{Hits: 0, Trials: 12},
		Renewals:      clientele.Ratio{Hits: 1, Trials: 1},
		ShareOfWallet: clientele.Known(0.6),
	}
	score, err := scorer.Score(parts)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %v, %v with probability %.2f; %.0f %% of the weight known\n", score.Value, score.Interval(0.95), score.Level, score.Certainty, 100*score.Known)
	for _, why := range scorer.AppendReasons(nil, parts) {
		fmt.Println(why.Text(clientele.LangChinese))
	}
	// Output:
	// 72 [59.07, 83.94], high with probability 0.59; 60 % of the weight known
	// 满意度 按 0.7 计分（满分值 1）
	// 投诉率 按 0.03846 计分（满分值 0）
	// 续约率 按 0.8182 计分（满分值 1）
	// 复购率 缺失；其权重 20 已分配给其他部分
	// 推荐意愿 缺失；其权重 15 已分配给其他部分
	// 钱包份额 按 0.6 计分（满分值 1）
	// 关系年限 缺失；其权重 5 已分配给其他部分
	// 忠诚度得分 71.5 为高（不低于 70）
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
	m := loyalty.DefaultJonesSasser()
	fmt.Println(m.Classify(0.4, 0.9), m.Classify(1, 0.9), m.Classify(0.9, 0.1))
	fmt.Println(loyalty.DefaultDickBasu().Classify(0.3, 0.8))
	// Output:
	// hostage apostle mercenary
	// spurious
}

func ExampleAfterSalesPolicy() {
	p := loyalty.DefaultAfterSalesPolicy()
	s := loyalty.AfterSalesRecord{RepeatRate: clientele.Known(0.8), OpenComplaints: clientele.Known(1)}
	fmt.Println(p.Classify(s).Label(clientele.LangEnglish))
	for _, why := range p.AppendReasons(nil, s) {
		fmt.Println(why.Text(clientele.LangEnglish))
	}
	// Output:
	// Complaining customer
	// 1 complaints are open
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
	// 2 true 2.667 of net value a unit of money spent, at or above the cut-off 2.235
	// 0 true 2.235 of net value a unit of money spent, at or above the cut-off 2.235
	// 1 false the expected net value -4 is not above 0
	// spend 15.7, net 38.2 ± 13.2
}
