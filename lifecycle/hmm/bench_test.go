package hmm

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// fourStates is the truth of the benchmark.
var fourStates = HiddenMarkov{Family: FamilyPoisson, Initial: []float64{0.5, 0.3, 0.15, 0.05},
	Transition: [][]float64{{0.9, 0.07, 0.02, 0.01}, {0.1, 0.78, 0.1, 0.02}, {0.03, 0.12, 0.75, 0.1}, {0.02, 0.05, 0.13, 0.8}},
	Mean:       []float64{0.05, 0.8, 3, 9}}

// The fit of 10,000 customers × 36 periods × 4 states must take at most 5 s on
// one core, starts, standard errors and all.
func BenchmarkFit(b *testing.B) {
	for _, family := range []Family{FamilyPoisson, FamilyNegativeBinomial} {
		b.Run(family.String(), func(b *testing.B) {
			m := fourStates
			m.Family = family
			if family == FamilyNegativeBinomial {
				m.Size = []float64{1, 2, 4, 8}
			}
			p := simulated(b, 5, m, 10_000, 36)
			for b.Loop() {
				fit, err := Fit(context.Background(), p, 4, family, nil)
				require.NoError(b, err)
				b.ReportMetric(float64(fit.Iters), "iters")
			}
		})
	}
}

// One more period of one customer: at most 1 µs.
func BenchmarkUpdate(b *testing.B) {
	p := []float64{0.4, 0.3, 0.2, 0.1}
	y := 0
	for b.Loop() {
		fourStates.Update(p, y, 1, nil, nil)
		y = (y + 1) % 5
	}
}

// The log-likelihood and the expected counts of 10,000 customers × 36 periods × 4 states:
// at most 30 ms.
func BenchmarkPass(b *testing.B) {
	p := newPass(newTable(simulated(b, 5, fourStates, 10_000, 36).seqs), 4)
	for b.Loop() {
		p.run(fourStates)
	}
	b.ReportMetric(float64(len(p.t.cell)), "periods")
}
