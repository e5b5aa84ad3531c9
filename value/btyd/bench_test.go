package btyd_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
)

func benchmarkFit[M clientele.Model[M]](b *testing.B, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) {
	p := cdnow(b)
	for b.Loop() {
		if _, err := fit(context.Background(), p, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// Goals on one core, CDNOW (2,357 customers): BG/NBD 1.5 ms, Pareto/NBD 8 ms;
// lifetimes takes 74 and 406 ms, CLVTools 689 and 308.
func BenchmarkFitBGNBD(b *testing.B)     { benchmarkFit(b, btyd.FitBGNBD) }
func BenchmarkFitMBGNBD(b *testing.B)    { benchmarkFit(b, btyd.FitMBGNBD) }
func BenchmarkFitParetoNBD(b *testing.B) { benchmarkFit(b, btyd.FitParetoNBD) }

// Goal on one core, CDNOW: 60 ms (CLVTools 1,203).
func BenchmarkFitGGompertzNBD(b *testing.B) { benchmarkFit(b, btyd.FitGGompertzNBD) }

// Goal on one core: the search over k on CDNOW 20 ms (BTYDplus 251 ms on 1,525 customers).
func BenchmarkFitMBGCNBD(b *testing.B) {
	p := timedPanel(b, check.Shared(b, "data", "cdnow_sample_summary.csv"))
	for b.Loop() {
		if _, err := btyd.FitMBGCNBD(context.Background(), p, 0, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// dailyHistories simulates customers of a Pareto/NBD base who joined over a
// quarter and were observed for a year, with times rounded to days.
func dailyHistories(n int) []clientele.History {
	r := rand.New(rand.NewPCG(11, 12))
	m := btyd.ParetoNBD{R: 0.553, Alpha: 10.578 * 7, S: 0.606, Beta: 11.669 * 7}
	hs := make([]clientele.History, 0, n)
	for len(hs) < n {
		age := float64(275 + r.IntN(90))
		h := m.Rand(r, age)
		if h.Repeats > 0 {
			h.Last = math.Max(1, math.Round(h.Last))
		}
		hs = append(hs, h)
	}
	return hs
}

func benchmarkMillion[M clientele.Model[M]](b *testing.B, fit func(context.Context, *clientele.Panel, *clientele.FitOptions) (*clientele.Fit[M], error)) {
	hs := dailyHistories(1_000_000)
	for b.Loop() {
		var p clientele.Panel
		for _, h := range hs {
			if err := p.Add(h); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := fit(context.Background(), &p, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// Goals on one core, 1,000,000 customers with day-rounded times, the panel
// included: BG/NBD 0.3 s (lifetimes 8.2 s and 1.0 s to group its rows, CLVTools
// 13.2 s), Pareto/NBD 1 s.
func BenchmarkFitMillionBGNBD(b *testing.B)     { benchmarkMillion(b, btyd.FitBGNBD) }
func BenchmarkFitMillionParetoNBD(b *testing.B) { benchmarkMillion(b, btyd.FitParetoNBD) }

func benchmarkScore(b *testing.B, score func(h clientele.History) float64) {
	hs := dailyHistories(10_000)
	for i := range hs {
		hs[i] = hs[i].Scaled(1. / 7)
	}
	b.ReportAllocs()
	i, sum := 0, 0.0
	for b.Loop() {
		sum += score(hs[i])
		if i++; i == len(hs) {
			i = 0
		}
	}
	if math.IsNaN(sum) {
		b.Fatal("NaN")
	}
}

// Goals a customer, no allocation: BG/NBD 45 ns alive, 250 ns expected;
// Pareto/NBD 150 and 200 ns (lifetimes, vectorised: 31, 391, 194, 250 ns).
func BenchmarkScore(b *testing.B) {
	bg := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	mbg := btyd.MBGNBD{R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614}
	pareto := btyd.ParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	b.Run("BGNBD/ProbAlive", func(b *testing.B) { benchmarkScore(b, bg.ProbAlive) })
	b.Run("BGNBD/ExpectedPurchases", func(b *testing.B) {
		benchmarkScore(b, func(h clientele.History) float64 { return bg.ExpectedPurchases(h, 39) })
	})
	b.Run("BGNBD/Within", func(b *testing.B) {
		benchmarkScore(b, func(h clientele.History) float64 { return bg.DiscountedPurchasesWithin(h, 0.0027, 52) })
	})
	b.Run("MBGNBD/ProbAlive", func(b *testing.B) { benchmarkScore(b, mbg.ProbAlive) })
	b.Run("MBGNBD/ExpectedPurchases", func(b *testing.B) {
		benchmarkScore(b, func(h clientele.History) float64 { return mbg.ExpectedPurchases(h, 39) })
	})
	b.Run("ParetoNBD/ProbAlive", func(b *testing.B) { benchmarkScore(b, pareto.ProbAlive) })
	b.Run("ParetoNBD/ExpectedPurchases", func(b *testing.B) {
		benchmarkScore(b, func(h clientele.History) float64 { return pareto.ExpectedPurchases(h, 39) })
	})
	gompertz := btyd.GGompertzNBD{R: 0.55, Alpha: 10.5, B: 0.01, S: 0.6, Beta: 0.12}
	b.Run("GGompertzNBD/ProbAlive", func(b *testing.B) { benchmarkScore(b, gompertz.ProbAlive) })
	b.Run("GGompertzNBD/ExpectedPurchases", func(b *testing.B) {
		benchmarkScore(b, func(h clientele.History) float64 { return gompertz.ExpectedPurchases(h, 39) })
	})
	b.Run("ParetoNBD/Within", func(b *testing.B) {
		benchmarkScore(b, func(h clientele.History) float64 { return pareto.DiscountedPurchasesWithin(h, 0.0027, 52) })
	})
}

// Goal on one core: 1 ms a customer, of shapes so small that rates span hundreds of powers
// of ten, and of k = 60.
func BenchmarkDiscountedRegular(b *testing.B) {
	late := clientele.History{Repeats: 170, Last: 3.78, Age: 4.22}
	models := []btyd.MBGCNBD{{K: 3, R: 0.01, Alpha: 0.01, A: 0.01, B: 0.01}, {K: 10, R: 0.0277, Alpha: 0.451, A: 0.888, B: 0.0663}, {K: 60, R: 0.05, Alpha: 0.1, A: 0.02, B: 3}, {K: 60, R: 1e6, Alpha: 1e5, A: 0.8, B: 3}}
	for b.Loop() {
		for _, m := range models {
			for _, rate := range []float64{1e-6, 1e-4, 0.01} {
				m.MeanDiscounted(rate, math.Inf(1))
				m.DiscountedPurchases(late, rate)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/24, "ms/customer")
}
