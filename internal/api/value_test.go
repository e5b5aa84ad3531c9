package api

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
)

func init() {
	samples["value.Terms"] = value.Terms{Unit: clientele.Week, Horizon: value.Within(52, clientele.Week), Rate: value.Annual(0.1), Margin: 0.3}
	samples["value.DiscountRate"] = value.PerPeriod(0.01, value.Month)
	samples["value.ValueAccount"] = made(func() (*value.ValueAccount, error) {
		a := new(value.ValueAccount)
		err := a.Add(value.ValuePostRevenue, 120, 1, 0.1)
		return a, err
	}())
	samples["value.Whale"] = made(value.NewWhale([]float64{3, -1, 2}))
	samples["value.CostToServe"] = made(value.NewCostToServe(value.CostActivity{Name: "visit", Pool: 100, Volume: 10}))
	for _, name := range []string{"value.CLV", "value.CLVTable", "value.FittedCLV"} {
		refusing[name] = "its models (or fits) and Terms"
	}
}

func made[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
