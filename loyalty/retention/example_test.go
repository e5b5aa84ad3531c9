package retention_test

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty/retention"
)

func Example() {
	var s retention.Subjects
	for _, x := range []retention.Subject{
		{Exit: 3, Cause: retention.CauseActive}, {Exit: 5, Cause: retention.CausePassive}, {Exit: 8}, {Exit: 9, Cause: retention.CauseActive},
		{Exit: 12}, {Entry: 4, Exit: 12, Cause: retention.CauseActive}, {Entry: 6, Exit: 15},
	} {
		if err := s.Add(x); err != nil {
			fmt.Println(err)
		}
	}
	curve, err := s.KaplanMeier()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("after 10 months %.2f %v; half are lost by month %g\n", curve.At(10), curve.Interval(10, retention.LimitsLogLog, 0.95), curve.Median())
	inc, err := s.AalenJohansen()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("cancelled %.2f, payment failed %.2f\n", inc.At(10, retention.CauseActive), inc.At(10, retention.CausePassive))
	// Output:
	// after 10 months 0.48 [0.09999, 0.7914]; half are lost by month 9
	// cancelled 0.36, payment failed 0.16
}

func ExampleCohorts() {
	var c retention.Cohorts
	for _, x := range []struct {
		cohort, age, customers int
		revenue                float64
	}{{1, 0, 100, 5000}, {1, 1, 60, 3600}, {1, 2, 50, 3500}, {2, 0, 120, 5500}, {2, 1, 66, 3700}, {3, 0, 90, 4100}} {
		if err := c.Add(x.cohort, x.age, x.customers, x.revenue); err != nil {
			fmt.Println(err)
		}
	}
	table, err := c.Table(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range table.Curve() {
		fmt.Printf("age %d: %.0f %% of %d customers %v\n", p.Age, 100*p.Retention, p.Size, p.Interval(0.95))
	}
	// Output:
	// age 0: 100 % of 310 customers [0.9878, 1]
	// age 1: 57 % of 220 customers [0.5067, 0.6363]
	// age 2: 50 % of 100 customers [0.4038, 0.5962]
}

func ExampleRevenue() {
	var r retention.Revenue
	for _, p := range [][2]float64{{100, 100}, {250, 300}, {80, 0}, {120, 90}, {0, 60}} {
		if err := r.Add(p[0], p[1]); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Printf("logo churn %.0f %%, GRR %.0f %%, NRR %.0f %%\n", 100*r.LogoChurn(), 100*r.GRR(), 100*r.NRR())
	fmt.Printf("5 %% a month is %.0f %% a year\n", 100*retention.Compound(0.05, 12))
	// Output:
	// logo churn 25 %, GRR 80 %, NRR 89 %
	// 5 % a month is 46 % a year
}

func ExampleFitHazard() {
	s := retention.NewSpells("autopay")
	add := func(n, end int, lost bool, autopay float64) {
		for range n {
			if err := s.Add(retention.Spell{End: end, Lost: lost, Covariates: []float64{autopay}}); err != nil {
				fmt.Println(err)
			}
		}
	}
	add(12, 1, true, 0)
	add(6, 1, true, 1)
	add(9, 2, true, 0)
	add(5, 2, true, 1)
	add(24, 2, false, 0)
	add(44, 2, false, 1)
	fit, err := retention.FitHazard(context.Background(), s, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	scale, err := retention.NewRiskScale(&retention.RiskPolicy{Horizon: 2}) // the periods are years
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, autopay := range []float64{0, 1} {
		churn := func(m retention.Hazard) float64 { return m.Churn(0, 2, []float64{autopay}) }
		risk := scale.Classify(churn(fit.Model)).Level
		fmt.Printf("autopay %g: %.2f %v, %v risk\n", autopay, churn(fit.Model), fit.Interval(clientele.DomainProbability, churn, 0.95), risk)
	}
	// Output:
	// autopay 0: 0.47 [0.3275, 0.6094], medium risk
	// autopay 1: 0.20 [0.1146, 0.3265], low risk
}
