package api

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/contractual"
)

func init() {
	ts := &contractual.Tenures{Unit: clientele.Week, AsOf: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)}
	must(ts.AddCohort(contractual.Cohort{Survivors: []int{100, 80, 70}}))
	must(ts.AddWeighted(contractual.Tenure{Age: 4, Lost: true, Entry: 1}, 3, 0.5))
	covariates := made(contractual.NewCovariateTenures("plan"))
	must(covariates.Add([]float64{0}, ts))
	must(covariates.Add([]float64{1}, ts))
	samples["value/contractual.Tenures"], samples["value/contractual.CovariateTenures"] = ts, covariates
	samples["value/contractual.Tenure"] = contractual.Tenure{Age: 4, Lost: true, Entry: 1}
	samples["value/contractual.Regression"] = contractual.Regression[contractual.SBG]{Base: contractual.SBG{A: 1, B: 2}, Covariates: []string{"plan"}, Coefficients: []float64{0.4}}
}
