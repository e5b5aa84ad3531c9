package api

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/spend"
)

// spends draws what n customers paid.
func spends(n int) *spend.SpendPanel {
	r := rand.New(rand.NewPCG(1, 2))
	p := &spend.SpendPanel{AsOf: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)}
	for range n {
		must(p.Add(spend.GammaGamma{P: 6, Q: 4, Gamma: 15}.Rand(r, 1+r.IntN(6))))
	}
	return p
}

func init() {
	covariates := made(spend.NewCovariateSpends("web"))
	var sums spend.PurchaseSums
	details := &spend.DetailPanel{Unit: clientele.Week}
	for i := range 5 {
		must(covariates.Add([]float64{float64(i % 2)}, clientele.Spend{Count: 1 + i, Mean: 3.5 * float64(1+i)}))
		must(sums.Add(float64(i), 12.5*float64(1+i)))
		must(details.Add(sums.Detail()))
	}
	samples["value/spend.SpendPanel"] = spends(40)
	samples["value/spend.CovariateSpends"], samples["value/spend.PurchaseSums"], samples["value/spend.DetailPanel"] = covariates, &sums, details
	samples["value/spend.PurchaseDetail"] = sums.Detail()
	samples["value/spend.Regression"] = spend.Regression{Base: spend.GammaGamma{P: 6, Q: 4, Gamma: 15}, Covariates: []string{"web"}, Coefficients: []float64{0.3}}
	samples["value/spend.Outliers"] = *made(spend.CheckOutliers(context.Background(), spends(400), nil))
	samples["value/spend.Independence"] = *made(spend.CheckIndependence(context.Background(), spends(400), nil))

	policies["value/spend.IndependencePolicy"] = policyCase(func(p *spend.IndependencePolicy) (spend.IndependencePolicy, any, error) {
		v, err := spend.CheckIndependence(context.Background(), spends(60), p)
		if err != nil {
			return spend.IndependencePolicy{}, nil, err
		}
		return v.Policy, v.AppendReasons(nil), nil
	})
	policies["value/spend.OutlierPolicy"] = policyCase(func(p *spend.OutlierPolicy) (spend.OutlierPolicy, any, error) {
		v, err := spend.CheckOutliers(context.Background(), spends(60), p)
		if err != nil {
			return spend.OutlierPolicy{}, nil, err
		}
		return v.Policy, v.AppendReasons(nil), nil
	})
}
