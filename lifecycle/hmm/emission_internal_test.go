package hmm

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
)

// Log Γ(y+r)/Γ(r)/y! is Σ ln((r+i)/(i+1)), whatever the sizes: two terms of
// Stirling's series in y/r are not enough for large counts.
func TestLogRiseOfLargeSizes(t *testing.T) {
	for _, r := range []float64{1e-3, 2, 5e5, 2e6, 1e9} {
		for _, y := range []int{0, 1, 64, 65, 5000, 200_000} {
			want := 0.0
			for i := range y {
				want += math.Log((r + float64(i)) / float64(i+1))
			}
			e := emission{size: r}
			check.Close(t, want, e.logRise(y), 1e-10, r, y)
		}
	}
}

// Two moves in a row that are next to impossible, of states that counts tell for
// certain: the product of their probabilities underflows, its logarithm does not.
func TestLogProbOfImprobableMoves(t *testing.T) {
	const rare = 1e-180
	m := HiddenMarkov{Family: FamilyPoisson, Initial: []float64{1, 0}, Transition: [][]float64{{1, rare}, {rare, 1}}, Mean: []float64{1e-3, 700}}
	count := func(mean float64, y int) float64 {
		e := emission{mean: mean}
		return e.logCount(float64(y), mean, e.logRise(y))
	}
	want := count(1e-3, 0) + count(700, 700) + count(1e-3, 0) + 2*math.Log(rare)
	check.Close(t, want, m.LogProb(Sequence{Counts: []int{0, 700, 0}}), 1e-12)
}
