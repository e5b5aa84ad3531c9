package mcmc_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/mcmc"
)

// report adds how much a run is worth: the least number of independent draws of
// a parameter, and that number a second, which is what samplers compare by.
func report(b *testing.B, estimates []mcmc.PosteriorEstimate) {
	least, worst := math.Inf(1), 1.0
	for _, e := range estimates {
		least, worst = math.Min(least, e.ESS), math.Max(worst, e.RHat)
	}
	b.ReportMetric(least, "min-ESS")
	b.ReportMetric(worst, "max-R̂")
	b.ReportMetric(least*float64(b.N)/b.Elapsed().Seconds(), "min-ESS/s")
}

// 1,500 customers, default settings.
//
// Goal on one core: 2 s and 400 independent draws (BTYDplus, in C++, 5.2 s for 19-41).
func BenchmarkParetoNBD(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	m := btyd.ParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	var p clientele.Panel
	for range 1500 {
		if err := p.Add(m.Rand(r, 27+12*r.Float64())); err != nil {
			b.Fatal(err)
		}
	}
	var estimates []mcmc.PosteriorEstimate
	for b.Loop() {
		post, err := mcmc.SampleParetoNBD(context.Background(), &p, nil, rand.New(rand.NewPCG(3, 4)), nil)
		if err != nil {
			b.Fatal(err)
		}
		estimates = post.Estimates(0.95)
	}
	report(b, estimates)
}

// Goal on one core: 10 s and 400 independent draws (BTYDplus 6.9 s for 2).
func BenchmarkAbe(b *testing.B) {
	if testing.Short() {
		b.Skip("10 s")
	}
	r := rand.New(rand.NewPCG(1, 2))
	m := mcmc.Abe{Rate: []float64{-3}, Dropout: []float64{-3.5}, RateVar: 1, Cov: 0.3, DropoutVar: 1.5}
	var customers []mcmc.SampledCustomer
	for range 1500 {
		customers = append(customers, mcmc.SampledCustomer{History: m.Rand(r, 27+12*r.Float64())})
	}
	var estimates []mcmc.PosteriorEstimate
	for b.Loop() {
		post, err := mcmc.SampleAbe(context.Background(), customers, nil, rand.New(rand.NewPCG(3, 4)), nil)
		if err != nil {
			b.Fatal(err)
		}
		estimates = post.Estimates(0.95)
	}
	report(b, estimates)
}

// Goal on one core: 60 s and 400 independent draws (BTYDplus 270 s for 42).
func BenchmarkParetoGGG(b *testing.B) {
	if testing.Short() {
		b.Skip("30 s")
	}
	r := rand.New(rand.NewPCG(1, 2))
	m := mcmc.ParetoGGG{T: 4, Gamma: 2.5, R: 0.8, Alpha: 8, S: 0.7, Beta: 12}
	var customers []mcmc.SampledCustomer
	for range 1500 {
		customers = append(customers, m.Rand(r, 27+12*r.Float64()))
	}
	var estimates []mcmc.PosteriorEstimate
	for b.Loop() {
		post, err := mcmc.SampleParetoGGG(context.Background(), customers, nil, rand.New(rand.NewPCG(3, 4)), nil)
		if err != nil {
			b.Fatal(err)
		}
		estimates = post.Estimates(0.95)
	}
	report(b, estimates)
}

// One answer about one customer, from the default number of draws.
//
// Goal: 200 µs, so that two cores answer for 100,000 customers in 10 s.
func BenchmarkAnswer(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	ctx, o := context.Background(), &mcmc.SamplingOptions{Warmup: 20, Draws: 125}
	m := mcmc.ParetoGGG{T: 4, Gamma: 2.5, R: 0.8, Alpha: 8, S: 0.7, Beta: 12}
	var p clientele.Panel
	var customers []mcmc.SampledCustomer
	for range 30 {
		c := m.Rand(r, 39)
		customers = append(customers, c)
		if err := p.Add(c.History); err != nil {
			b.Fatal(err)
		}
	}
	nbd, err := mcmc.SampleParetoNBD(ctx, &p, nil, r, o)
	if err != nil {
		b.Fatal(err)
	}
	abe, err := mcmc.SampleAbe(ctx, customers, nil, r, o)
	if err != nil {
		b.Fatal(err)
	}
	ggg, err := mcmc.SampleParetoGGG(ctx, customers, nil, r, o)
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]func(i int) float64{
		"ParetoNBD/ProbAlive":         func(i int) float64 { return nbd.ProbAlive(customers[i].History) },
		"ParetoNBD/ExpectedPurchases": func(i int) float64 { return nbd.ExpectedPurchases(customers[i].History, 26) },
		"ParetoNBD/VarPurchases":      func(i int) float64 { return nbd.VarPurchases(customers[i].History, 26) },
		"ParetoNBD/ProbPurchases":     func(i int) float64 { return nbd.ProbPurchases(customers[i].History, 26, 1) },
		"ParetoNBD/Discounted":        func(i int) float64 { return nbd.DiscountedPurchases(customers[i].History, 0.002) },
		"Abe/ProbAlive":               abe.ProbAlive,
		"Abe/ExpectedPurchases":       func(i int) float64 { return abe.ExpectedPurchases(i, 26) },
		"Abe/VarPurchases":            func(i int) float64 { return abe.VarPurchases(i, 26) },
		"Abe/ProbPurchases":           func(i int) float64 { return abe.ProbPurchases(i, 26, 1) },
		"Abe/Discounted":              func(i int) float64 { return abe.DiscountedPurchases(i, 0.002) },
		"ParetoGGG/ProbAlive":         ggg.ProbAlive,
		"ParetoGGG/ExpectedPurchases": func(i int) float64 { return ggg.ExpectedPurchases(i, 26) },
		"ParetoGGG/VarPurchases":      func(i int) float64 { return ggg.VarPurchases(i, 26) },
		"ParetoGGG/ProbPurchases":     func(i int) float64 { return ggg.ProbPurchases(i, 26, 1) },
		"ParetoGGG/Discounted":        func(i int) float64 { return ggg.DiscountedPurchases(i, 0.002) },
	} {
		b.Run(name, func(b *testing.B) {
			i := 0
			for b.Loop() {
				i = (i + 1) % len(customers)
				f(i)
			}
		})
	}
}
