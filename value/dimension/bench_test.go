package dimension_test

import (
	"testing"

	"github.com/clientele-go/clientele/value/dimension"
)

// BenchmarkScore scores 1,000,000 customers with all 19 indicators. It must
// stay below 2 s.
func BenchmarkScore(b *testing.B) {
	base := people(1, 1_000_000)
	s := fit(b, base, nil)
	sum := 0.0
	for b.Loop() {
		for k := range base {
			score := s.Score(&base[k])
			sum += score.Composite.Or(0)
		}
	}
}

// BenchmarkFit fits the scales to 1,000,000 customers. It must stay below 2 s.
func BenchmarkFit(b *testing.B) {
	base := people(1, 1_000_000)
	for b.Loop() {
		fit(b, base, nil)
	}
}

// BenchmarkPopulation summarises 100,000 customers. It must stay below 1 s.
func BenchmarkPopulation(b *testing.B) {
	base := people(1, 100_000)
	for b.Loop() {
		p := new(dimension.Population)
		for k := range base {
			if err := p.Add(&base[k]); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := p.Fit(nil); err != nil {
			b.Fatal(err)
		}
	}
}
