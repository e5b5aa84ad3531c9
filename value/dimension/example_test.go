package dimension_test

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/dimension"
)

// A base of five customers, and a new one of whose network nothing is known.
func Example() {
	base := make([]dimension.Measures, 5)
	for k, c := range []struct{ amount, referrals, satisfaction, engagement float64 }{
		{1200, 0, 4.5, 30}, {300, 2, 3.0, 8}, {50, 0, 2.0, 1}, {640, 5, 4.8, 22}, {210, 0, 4.0, 5},
	} {
		base[k][dimension.IndicatorAmount] = clientele.Known(c.amount)
		base[k][dimension.IndicatorReferrals] = clientele.Known(c.referrals)
		base[k][dimension.IndicatorSatisfaction] = clientele.Known(c.satisfaction)
		base[k][dimension.IndicatorEngagement] = clientele.Known(c.engagement)
	}
	scorer, err := dimension.FitScorer(base, &dimension.DimensionPolicy{Dimensions: [dimension.Dimensions + 1]float64{
		dimension.DimensionEconomic: 2, dimension.DimensionSocial: 1, dimension.DimensionEmotional: 1, dimension.DimensionBehavioural: 1,
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	stored, err := json.Marshal(scorer) // for the new customers of tomorrow
	if err != nil {
		fmt.Println(err)
		return
	}
	var later dimension.DimensionScorer
	if err := json.Unmarshal(stored, &later); err != nil {
		fmt.Println(err)
		return
	}

	var customer dimension.Measures
	customer[dimension.IndicatorAmount] = clientele.Known(900)
	customer[dimension.IndicatorSatisfaction] = clientele.Known(2.5)
	customer[dimension.IndicatorEngagement] = clientele.Known(8)
	score := later.Score(&customer)
	for d := dimension.DimensionEconomic; d <= dimension.DimensionBehavioural; d++ {
		if v, known := score.Of(d).Value(); known {
			fmt.Printf("%s %.1f %s\n", d.Label(clientele.LangChinese), v, score.Level(d).Label(clientele.LangChinese))
		} else {
			fmt.Println(d.Label(clientele.LangChinese), "未知")
		}
	}
	fmt.Printf("%.1f, resting on %.0f %% of the weight\n", score.Composite.Or(0), 100*score.Coverage)
	for _, r := range score.AppendReasons(nil)[:3] {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	// Output:
	// 经济价值 86.6 高
	// 社交价值 未知
	// 情感价值 12.5 低
	// 行为价值 50.0 中
	// 58.9, resting on 17 % of the weight
	// Economic value is high: score 86.61, at least 66.67
	// Amount spent scores high against the base: 900, the level begins at 526.7
	// Social value is unknown: nothing of it was measured
}

func ExampleSlope() {
	trend, _ := dimension.Slope([]float64{12, 14, 11, 9, 8, 6}).Value() // purchases a quarter
	even, _ := dimension.Evenness([]float64{30, 28, 33, 31}).Value()    // days between purchases
	fmt.Printf("trend %+.2f a quarter, regularity %.2f\n", trend, even)
	// Output: trend -0.15 a quarter, regularity 1.00
}
