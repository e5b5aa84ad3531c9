package btyd_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
)

// base simulates 2,000 customers who joined over ten weeks, observed for 30 to
// 40 weeks.
func base(m interface {
	Rand(r *rand.Rand, age float64) clientele.History
}) *clientele.Panel {
	r := rand.New(rand.NewPCG(1, 2))
	p := new(clientele.Panel)
	for range 2000 {
		if err := p.Add(m.Rand(r, 30+10*r.Float64())); err != nil {
			panic(err)
		}
	}
	return p
}

// A model is a value: parameters from a paper predict without any fit.
func ExampleBGNBD() {
	m := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426} // CDNOW, weeks
	h := clientele.History{Repeats: 2, Last: 30.43, Age: 38.86}
	fmt.Printf("alive with probability %.4f\n", m.ProbAlive(h))
	fmt.Printf("expected to buy %.3f times in the next 39 weeks\n", m.ExpectedPurchases(h, 39))
	fmt.Printf("not at all with probability %.3f\n", m.ProbPurchases(h, 39, 0))
	// Output:
	// alive with probability 0.7266
	// expected to buy 1.226 times in the next 39 weeks
	// not at all with probability 0.445
}

func ExampleFitBGNBD() {
	p := base(btyd.BGNBD{R: 0.55, Alpha: 7, A: 0.8, B: 3})
	fit, err := btyd.FitBGNBD(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fit)
	h := clientele.History{Repeats: 3, Last: 20, Age: 35}
	year := func(m btyd.BGNBD) float64 { return m.ExpectedPurchases(h, 52) }
	fmt.Printf("a year of this customer: %.2f %v\n", year(fit.Model), fit.Interval(clientele.DomainPositive, year, 0.95))
	// Output:
	// BGNBD: 2000 customers, log-likelihood -12955.8577, AIC 25919.72, BIC 25942.12
	//   parameter  estimate  std. error      95 % interval
	//           r   0.55717    0.027643  0.50554 … 0.61407
	//       alpha    7.1589     0.50619     6.2325 … 8.223
	//           a   0.89981     0.20536   0.57529 … 1.4074
	//           b    3.5766       1.002    2.0655 … 6.1935
	// a year of this customer: 1.91 [1.7, 2.144]
}

func ExampleFitMBGNBD() {
	p := base(btyd.MBGNBD{R: 0.8, Alpha: 7, A: 0.8, B: 3})
	fit, err := btyd.FitMBGNBD(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	once := clientele.History{Age: 40}
	fmt.Printf("bought once, 40 weeks ago: alive with probability %.2f\n", fit.Model.ProbAlive(once))
	// Output:
	// bought once, 40 weeks ago: alive with probability 0.56
}

func ExampleFitParetoNBD() {
	p := base(btyd.ParetoNBD{R: 0.8, Alpha: 7, S: 0.7, Beta: 12})
	fit, err := btyd.FitParetoNBD(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range fit.Estimates(0.95) {
		fmt.Printf("%-5s %6.3f ± %.3f\n", e.Name, e.Value, e.SE)
	}
	// Output:
	// r      0.835 ± 0.068
	// alpha  7.241 ± 0.546
	// s      0.880 ± 0.213
	// beta  16.050 ± 6.115
}

// Data that cannot identify a model are refused with the reason.
func ExampleFitParetoNBD_refused() {
	p := new(clientele.Panel)
	if err := p.AddN(clientele.History{Age: 10}, 500); err != nil {
		fmt.Println(err)
	}
	_, err := btyd.FitParetoNBD(context.Background(), p, nil)
	fmt.Println(err)
	// Output:
	// btyd: Pareto/NBD: the data cannot identify the model: none of the 500 customers bought again; observe them for longer, or use parameters of a similar base
}

func ExampleFitMBGCNBD() {
	m := btyd.MBGCNBD{K: 3, R: 0.9, Alpha: 1.6, A: 0.6, B: 2.2}
	r := rand.New(rand.NewPCG(3, 4))
	p := new(clientele.Panel)
	for range 1000 {
		h, logGaps := m.RandTimed(r, 52)
		if err := p.AddTimed(h, logGaps); err != nil {
			fmt.Println(err)
		}
	}
	fit, err := btyd.FitMBGCNBD(context.Background(), p, 0, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("regularity", fit.Model.K)
	// Output:
	// regularity 3
}

// Customers who came over the web buy more often and leave sooner.
func ExampleFitRegression() {
	r := rand.New(rand.NewPCG(3, 4))
	p, err := btyd.NewCovariatePanel("web")
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range 2000 {
		web := float64(i % 2)
		m := btyd.ParetoNBD{R: 1, Alpha: 10 - 4*web, S: 0.8, Beta: 20 - 10*web}
		if err := p.Add(m.Rand(r, 40), []float64{web}); err != nil {
			fmt.Println(err)
			return
		}
	}
	fit, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), p, nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(fit)
	h := clientele.History{Repeats: 3, Last: 20, Age: 40}
	for _, web := range []float64{0, 1} {
		m := fit.Model.At([]float64{web})
		fmt.Printf("web %g: this customer %.2f, a new one %.2f in a year\n", web, m.ExpectedPurchases(h, 52), m.Mean(52))
	}
	both, err := btyd.FitRegression[btyd.ParetoNBD](context.Background(), p, []btyd.Term{{Covariate: "web", On: btyd.TargetBoth}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	test, err := btyd.LikelihoodRatio(both, fit)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("one coefficient for both: χ² %.2f, p %.3f\n", test.Statistic, test.P)
	// Output:
	// Regression[ParetoNBD]: 2000 customers, log-likelihood -16992.1451, AIC 33996.29, BIC 34029.90
	//      parameter  estimate  std. error     95 % interval
	//              r   0.97642    0.070997   0.84673 … 1.126
	//          alpha    9.4664     0.72842   8.1412 … 11.007
	//              s    1.0407     0.18995  0.72772 … 1.4883
	//           beta    28.811      7.7593   16.995 … 48.843
	//   purchase.web   0.55364    0.062684  0.43078 … 0.6765
	//    dropout.web   0.77829     0.11502  0.55286 … 1.0037
	// web 0: this customer 1.25, a new one 3.00 in a year
	// web 1: this customer 0.86, a new one 3.67 in a year
	// one coefficient for both: χ² 3.94, p 0.047
}
