package mcmc_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/mcmc"
)

// A run that an example can afford; the defaults are longer.
var brief = &mcmc.SamplingOptions{Chains: 2, Warmup: 200, Draws: 1000, Thinned: 400}

// Sixty customers say little about four parameters: the posterior says how
// little, and answers with it.
func Example() {
	truth := btyd.ParetoNBD{R: 0.9, Alpha: 6, S: 0.8, Beta: 12} // weeks
	r := rand.New(rand.NewPCG(1, 2))
	p := &clientele.Panel{Unit: clientele.Week}
	for range 60 {
		if err := p.Add(truth.Rand(r, 40)); err != nil {
			panic(err)
		}
	}
	post, err := mcmc.SampleParetoNBD(context.Background(), p, nil, r, brief)
	if err != nil {
		panic(err)
	}
	for _, e := range post.Estimates(0.9) {
		fmt.Printf("%-5s %5.1f, 90 %% in %s\n", e.Name, e.Mean, e.Interval)
	}
	h := clientele.History{Repeats: 5, Last: 31, Age: 40}
	fmt.Printf("this customer: alive %.2f, %.1f purchases in a year\n", post.ProbAlive(h), post.ExpectedPurchases(h, 52))
	// Output:
	// r       2.4, 90 % in [1.166, 4.192]
	// alpha  15.6, 90 % in [7.806, 26.48]
	// s       2.0, 90 % in [0.8401, 3.729]
	// beta   40.1, 90 % in [12.52, 84.14]
	// this customer: alive 0.65, 2.8 purchases in a year
}

// Customers who buy fast leave sooner here, and those of the web shop buy more:
// Abe's model finds both.
func ExampleSampleAbe() {
	truth := mcmc.Abe{Rate: []float64{-2, 0.7}, Dropout: []float64{-3.5, 0}, RateVar: 0.6, Cov: 0.4, DropoutVar: 0.7}
	r := rand.New(rand.NewPCG(3, 4))
	var customers []mcmc.SampledCustomer
	for i := range 200 {
		web := float64(i % 2)
		customers = append(customers, mcmc.SampledCustomer{History: truth.Rand(r, 40, web), Covariates: []float64{web}})
	}
	post, err := mcmc.SampleAbe(context.Background(), customers, nil, r, brief)
	if err != nil {
		panic(err)
	}
	e := post.Estimate(func(m mcmc.Abe) float64 { return m.Rate[1] }, 0.9)
	fmt.Printf("web shop: ln λ higher by %.1f, 90 %% in %s\n", e.Mean, e.Interval)
	fmt.Printf("customer 2: alive %.1f, %.0f purchases in half a year\n", post.ProbAlive(2), post.ExpectedPurchases(2, 26))
	// Output:
	// web shop: ln λ higher by 0.9, 90 % in [0.6523, 1.177]
	// customer 2: alive 0.1, 0 purchases in half a year
}

// How regularly a customer buys, customer by customer.
func ExampleSampleParetoGGG() {
	truth := mcmc.ParetoGGG{T: 8, Gamma: 3, R: 1.2, Alpha: 5, S: 0.9, Beta: 40}
	r := rand.New(rand.NewPCG(5, 6))
	var customers []mcmc.SampledCustomer
	for range 100 {
		customers = append(customers, truth.Rand(r, 40))
	}
	post, err := mcmc.SampleParetoGGG(context.Background(), customers, nil, r, brief)
	if err != nil {
		panic(err)
	}
	k := post.Estimate(func(m mcmc.ParetoGGG) float64 { return m.T / m.Gamma }, 0.9)
	fmt.Printf("mean regularity %.1f (1 is random)\n", k.Mean)
	// Output:
	// mean regularity 2.8 (1 is random)
}
