package contractual_test

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/contractual"
)

// The "High End" segment of Fader & Hardie (2007): how many of 1,000 customers
// are left after each of seven years, and how many will be after twelve.
func ExampleFitSBG() {
	var ts contractual.Tenures
	if err := ts.AddCohort(contractual.Cohort{Survivors: []int{1000, 869, 743, 653, 593, 551, 517, 491}}); err != nil {
		fmt.Println(err)
		return
	}
	fit, err := contractual.FitSBG(context.Background(), &ts, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m := fit.Model
	fmt.Printf("a %.3f, b %.3f, log-likelihood %.1f\n", m.A, m.B, fit.LogLik)
	fmt.Printf("left after twelve years: %.1f %%\n", 100*m.Survival(12))
	band := fit.Interval(clientele.DomainProbability, func(m contractual.SBG) float64 { return m.RetentionRate(8) }, 0.95)
	fmt.Printf("eighth renewal: %.1f %%, between %.1f and %.1f\n", 100*m.RetentionRate(8), 100*band.Lo, 100*band.Hi)
	for _, age := range []int{0, 1, 5} {
		fmt.Printf("after %d renewals: %.2f margins to come\n", age, m.DERL(age, 0.1))
	}
	// Output:
	// a 0.668, b 3.806, log-likelihood -1611.2
	// left after twelve years: 37.8 %
	// eighth renewal: 94.2 %, between 93.1 and 95.1
	// after 0 renewals: 4.92 margins to come
	// after 1 renewals: 5.36 margins to come
	// after 5 renewals: 6.49 margins to come
}

// Customers come from cohorts of different ages, and from a list.
func ExampleTenures() {
	var ts contractual.Tenures
	_ = ts.AddCohort(contractual.Cohort{Survivors: []int{500, 430, 380, 350}})   // began four years ago
	_ = ts.AddCohort(contractual.Cohort{Survivors: []int{620, 540, 480}})        // three
	_ = ts.AddCohort(contractual.Cohort{Survivors: []int{90, 84, 80}, First: 5}) // taken over with five renewals behind them
	_ = ts.Add(contractual.Tenure{Age: 2, Lost: true})                           // lost at their second renewal
	err := ts.Add(contractual.Tenure{Age: 2, Entry: 3})                          // impossible
	fmt.Println(ts.Len(), ts.Distinct())
	fmt.Println(err)
	// Output:
	// 1211 9
	// contractual.Tenure: Entry is 3: want a time from 0 to Age
}

func ExampleFitBdW() {
	var ts contractual.Tenures
	_ = ts.AddCohort(contractual.Cohort{Survivors: []int{1000, 869, 743, 653, 593, 551, 517, 491}})
	fit, err := contractual.FitBdW(context.Background(), &ts, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fit)
	// Output:
	// BdW: 1000 customers, log-likelihood -1605.3142, AIC 3216.63, BIC 3231.35
	//   parameter  estimate  std. error      95 % interval
	//           a   0.21425     0.05958  0.12423 … 0.36951
	//           b    1.4266     0.38141   0.84473 … 2.4092
	//           c    1.7236     0.30104    1.2239 … 2.4272
}

func ExampleFitWeibullGamma() {
	var ts contractual.Tenures // days until cancellation
	for _, days := range []float64{12, 31, 33, 58, 64, 90, 120, 155, 181, 240, 251, 300} {
		_ = ts.Add(contractual.Tenure{Age: days, Lost: true})
	}
	_ = ts.AddN(contractual.Tenure{Age: 365}, 20)
	fit, err := contractual.FitWeibullGamma(context.Background(), &ts, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("still there after 100 days: %.2f\n", fit.Model.Survival(100))
	fmt.Println(fit.Warnings[len(fit.Warnings)-1].Text(clientele.LangChinese))
	// Output:
	// still there after 100 days: 0.81
	// 估计只依据 12 次流失：区间是近似的
}

func ExampleFitRegression() {
	var monthly, annual contractual.Tenures
	_ = monthly.AddCohort(contractual.Cohort{Survivors: []int{1000, 631, 468, 382, 326, 289}})
	_ = annual.AddCohort(contractual.Cohort{Survivors: []int{1000, 869, 743, 653, 593, 551}})
	data, err := contractual.NewCovariateTenures("annual")
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = data.Add([]float64{0}, &monthly)
	_ = data.Add([]float64{1}, &annual)
	fit, err := contractual.FitRegression[contractual.SBG](context.Background(), data, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	e := fit.Estimates(0.95)[2]
	fmt.Printf("%s: %.2f %v\n", e.Name, e.Value, e.Interval)
	fmt.Printf("DERL: %.2f monthly, %.2f annual\n", fit.Model.At([]float64{0}).DERL(1, 0.1), fit.Model.At([]float64{1}).DERL(1, 0.1))
	// Output:
	// loss.annual: -0.53 [-0.6026, -0.4513]
	// DERL: 3.35 monthly, 5.56 annual
}

func ExampleConstantRetention() {
	c := contractual.ConstantRetention{Retention: 0.8, Discount: 0.12}
	fmt.Printf("margin multiple %.2f, with the payment now %.2f, elasticity %.2f\n", c.Multiple(), c.MultipleNow(), c.Elasticity())
	// Output: margin multiple 2.50, with the payment now 3.50, elasticity 3.50
}
