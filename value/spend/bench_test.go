package spend_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/spend"
)

// At most 1 ms on one core; lifetimes 0.11.3 takes 35 ms, CLVTools 0.12.1 414 ms.
func BenchmarkFitGammaGammaCDNOW(b *testing.B) {
	benchmarkFit(b, cdnow(b))
}

// The same number of customers, drawn from the published parameters: at most 1.5 ms.
func BenchmarkFitGammaGamma946(b *testing.B) {
	benchmarkFit(b, simulated(published, 1, 946))
}

// A million different means: at most 1 s on one core.
func BenchmarkFitGammaGamma1M(b *testing.B) {
	benchmarkFit(b, simulated(published, 1, 1_000_000))
}

func benchmarkFit(b *testing.B, p *spend.SpendPanel) {
	b.ReportAllocs()
	for b.Loop() {
		_, err := spend.FitGammaGamma(background, p, nil)
		require.NoError(b, err)
	}
}

// 1,000 customers with 1 to 6 purchases: at most 3 ms on one core.
func BenchmarkFitLogNormal1000(b *testing.B) {
	p := shop(b, spend.Normal{Mu: 3, SigmaA: 0.5, SigmaW: 0.6}, 0, true, 1, 1000)
	for b.Loop() {
		_, err := spend.FitLogNormal(background, p, nil)
		require.NoError(b, err)
	}
}

var sink float64

// At most 20 ns and no allocation.
func BenchmarkExpectedSpend(b *testing.B) {
	s := clientele.Spend{Count: 3, Mean: 20}
	b.ReportAllocs()
	for b.Loop() {
		sink = published.ExpectedSpend(s)
	}
}

// At most 250 ns and no allocation.
func BenchmarkLogProb(b *testing.B) {
	s := clientele.Spend{Count: 3, Mean: 20}
	b.ReportAllocs()
	for b.Loop() {
		sink = published.LogProb(s)
	}
}

// At most 2 µs and no allocation.
func BenchmarkSpendQuantile(b *testing.B) {
	s := clientele.Spend{Count: 3, Mean: 20}
	b.ReportAllocs()
	for b.Loop() {
		sink = published.SpendQuantile(s, 0.025)
	}
}

// One purchase entered exactly in eight sums: at most 500 ns.
func BenchmarkPurchasesAdd(b *testing.B) {
	var p spend.PurchaseSums
	i := 0.0
	for b.Loop() {
		if p.Len() == 1000 {
			p = spend.PurchaseSums{}
		}
		i++
		_ = p.Add(i, 20+1/i)
	}
}
