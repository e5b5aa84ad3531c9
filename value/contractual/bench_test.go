package contractual_test

import (
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/contractual"
)

// BenchmarkFitSBG fits the published High End cohort. It must stay below 1 ms.
func BenchmarkFitSBG(b *testing.B) {
	ts := cohort(b, check.JSON[reference](b, "testdata/contractual.json"), "high_end", 7)
	for b.Loop() {
		if _, err := contractual.FitSBG(ctx, ts, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFitBdW fits the same with three starts. It must stay below 3 ms.
func BenchmarkFitBdW(b *testing.B) {
	ts := cohort(b, check.JSON[reference](b, "testdata/contractual.json"), "high_end", 7)
	for b.Loop() {
		if _, err := contractual.FitBdW(ctx, ts, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFitWeibullGamma fits 100,000 customers with different tenures. It
// must stay below 2 s.
func BenchmarkFitWeibullGamma(b *testing.B) {
	truth := contractual.WeibullGamma{R: 0.8, Alpha: 12, C: 1.3}
	r := rand.New(rand.NewPCG(1, 1))
	ts := new(contractual.Tenures)
	for range 100_000 {
		if err := ts.Add(truth.Rand(r, 1+20*r.Float64())); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := contractual.FitWeibullGamma(ctx, ts, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDERL values one tenure at a rate of 10 %. SBG must stay below 1 µs;
// BdW, a sum of some 200 terms, below 250 µs. A base has few tenures: value each once.
func BenchmarkDERL(b *testing.B) {
	b.Run("SBG", func(b *testing.B) {
		m := contractual.SBG{A: 0.668, B: 3.806}
		for b.Loop() {
			m.DERL(5, 0.1)
		}
	})
	b.Run("BdW", func(b *testing.B) {
		m := contractual.BdW{A: 0.214, B: 1.427, C: 1.724}
		for b.Loop() {
			m.DERL(5, 0.1)
		}
	})
}
