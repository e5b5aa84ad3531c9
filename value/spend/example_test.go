package spend_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/spend"
)

// Fit the spend of a base, and ask what a customer will spend a purchase.
func ExampleFitGammaGamma() {
	// 2,000 customers of a shop, drawn from known parameters.
	truth := spend.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	r := rand.New(rand.NewPCG(1, 2))
	panel := new(spend.SpendPanel)
	for range 2000 {
		if err := panel.Add(truth.Rand(r, 1+r.IntN(9))); err != nil {
			fmt.Println(err)
		}
	}
	fit, err := spend.FitGammaGamma(context.Background(), panel, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fit)
	s := clientele.Spend{Count: 2, Mean: 80}
	fmt.Printf("expected: %.2f\n", fit.Model.ExpectedSpend(s))
	fmt.Println("the customer's mean, 90 %:", fit.Model.SpendInterval(s, 0.9))
	fmt.Println("the expectation, 90 %:", fit.Interval(clientele.DomainPositive, func(m spend.GammaGamma) float64 { return m.ExpectedSpend(s) }, 0.9))
	// Output:
	// GammaGamma: 2000 customers, log-likelihood -8510.8550, AIC 17027.71, BIC 17044.51
	//   parameter  estimate  std. error    95 % interval
	//           p    5.5585     0.98492  3.9277 … 7.8666
	//           q     3.684     0.15821  3.3866 … 4.0075
	//       gamma    16.926      3.6111  11.142 … 25.713
	// expected: 71.26
	// the customer's mean, 90 %: [45.44, 108.2]
	// the expectation, 90 %: [68.74, 73.87]
}

// A model can be written down with parameters from a paper.
func ExampleGammaGamma_ExpectedSpend() {
	cdnow := spend.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	for _, s := range []clientele.Spend{{}, {Count: 1, Mean: 80}, {Count: 10, Mean: 80}} {
		fmt.Printf("%2d purchases of %2.0f: %.2f\n", s.Count, s.Mean, cdnow.ExpectedSpend(s))
	}
	// Output:
	// 0 purchases of  0: 35.22
	//  1 purchases of 80: 66.35
	// 10 purchases of 80: 78.12
}

// Where the mean of the population does not exist, the median does.
func ExampleGammaGamma_Quantile() {
	m := spend.GammaGamma{P: 0.9, Q: 0.87, Gamma: 3160}
	fmt.Printf("mean %.0f, median %.0f\n", m.Mean(), m.Quantile(0.5))
	// Output:
	// mean +Inf, median 5007
}

// Margins after returns may be negative: the normal model takes them.
func ExampleFitNormal() {
	r := rand.New(rand.NewPCG(3, 4))
	details := new(spend.DetailPanel)
	for range 500 {
		own := 20 + 15*r.NormFloat64()
		var p spend.PurchaseSums
		for range 1 + r.IntN(5) {
			if err := p.Add(0, own+25*r.NormFloat64()); err != nil {
				fmt.Println(err)
			}
		}
		if err := details.Add(p.Detail()); err != nil {
			fmt.Println(err)
		}
	}
	fit, err := spend.FitNormal(context.Background(), details, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fit)
	fmt.Printf("expected margin: %.2f\n", fit.Model.ExpectedSpend(clientele.Spend{Count: 4, Mean: -30}))
	// Output:
	// Normal: 500 customers, log-likelihood -7058.9024, AIC 14123.80, BIC 14136.45
	//   parameter  estimate  std. error    95 % interval
	//          mu    18.827     0.93464  16.995 … 20.659
	//     sigma_a    14.199     0.98342  12.397 … 16.263
	//     sigma_w    24.845     0.54769  23.794 … 25.942
	// expected margin: -8.83
}

// Do amounts rise with time?
func ExampleFitLogNormalTrend() {
	r := rand.New(rand.NewPCG(5, 6))
	details := new(spend.DetailPanel)
	for range 400 {
		own := spend.LogNormal{Mu: 3, SigmaA: 0.5, SigmaW: 0.4}.Rand(r, 1).Mean
		var p spend.PurchaseSums
		for range 5 {
			week := 52 * r.Float64()
			inflation := 1 + 0.002*week
			if err := p.Add(week, own*inflation*(0.7+0.6*r.Float64())); err != nil {
				fmt.Println(err)
			}
		}
		if err := details.Add(p.Detail()); err != nil {
			fmt.Println(err)
		}
	}
	fit, err := spend.FitLogNormalTrend(context.Background(), details, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	drift := spend.DriftOf(fit, 0.95)
	fmt.Printf("growth a week: %.4f, interval of delta %v\n", fit.Model.Growth(), drift.Slope.Interval)
	fmt.Println(drift.AppendReasons(nil)[0].Code)
	// Output:
	// growth a week: 0.0022, interval of delta [0.001657, 0.002788]
	// spend.rising
}

// Is it right to multiply purchases and spend?
func ExampleCheckIndependence() {
	r := rand.New(rand.NewPCG(7, 8))
	panel := new(spend.SpendPanel)
	for range 1000 {
		n := 1 + r.IntN(9)
		s := spend.GammaGamma{P: 4, Q: 4, Gamma: 20}.Rand(r, n)
		s.Mean *= 1 + 0.1*float64(n) // frequent customers buy more at once
		if err := panel.Add(s); err != nil {
			fmt.Println(err)
		}
	}
	found, err := spend.CheckIndependence(context.Background(), panel, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.AppendReasons(nil)[0].Text(clientele.LangEnglish))
	// Output:
	// frequent customers spend more a purchase (by 0.1751 when the number of purchases doubles, over 0.1): multiplying the two models understates the best customers; fit spend with the logarithm of the count as a covariate (FitRegression), or fit segments by frequency
}

// Does the answer hang on a few customers?
func ExampleCheckOutliers() {
	r := rand.New(rand.NewPCG(9, 10))
	panel := new(spend.SpendPanel)
	for range 500 {
		if err := panel.Add(spend.GammaGamma{P: 4, Q: 4, Gamma: 20}.Rand(r, 1+r.IntN(5))); err != nil {
			fmt.Println(err)
		}
	}
	for range 4 { // amounts keyed in cents
		if err := panel.Add(clientele.Spend{Count: 2, Mean: 3000}); err != nil {
			fmt.Println(err)
		}
	}
	found, err := spend.CheckOutliers(context.Background(), panel, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range found.AppendReasons(nil) {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	// Output:
	// a few customers make 0.4074 of the total amount, over 0.2: look at them one by one, and make wholesale buyers or errors a segment of their own
	// without the customers with the largest mean amounts the population mean changes by -0.118 of itself, over 0.1: it rests on a few customers; report the median beside it, and model them apart
}

// Customers of two channels have one model each, with common shapes.
func ExampleFitRegression() {
	r := rand.New(rand.NewPCG(11, 12))
	panel, err := spend.NewCovariateSpends("web")
	if err != nil {
		fmt.Println(err)
		return
	}
	base := spend.GammaGamma{P: 4, Q: 4, Gamma: 20}
	for range 600 {
		s := base.Rand(r, 1+r.IntN(5))
		if err := panel.Add([]float64{0}, s); err != nil {
			fmt.Println(err)
		}
		s = base.Rand(r, 1+r.IntN(5))
		s.Mean *= 1.5
		if err := panel.Add([]float64{1}, s); err != nil {
			fmt.Println(err)
		}
	}
	fit, err := spend.FitRegression(context.Background(), panel, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fit)
	fmt.Printf("a new customer of the web shop spends %.2f\n", fit.Model.At([]float64{1}).Mean())
	// Output:
	// Regression: 1200 customers, log-likelihood -5067.8138, AIC 10143.63, BIC 10163.99
	//    parameter  estimate  std. error      95 % interval
	//            p    4.0805     0.59413    3.0675 … 5.4281
	//            q    3.8201     0.25233    3.3562 … 4.3481
	//        gamma    18.704      3.8979     12.432 … 28.14
	//   amount.web   0.36588    0.036076  0.29517 … 0.43659
	// a new customer of the web shop spends 39.02
}
