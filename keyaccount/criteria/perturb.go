package criteria

import (
	"math/rand/v2"

	"github.com/clientele-go/clientele/internal/variate"
)

// Perturb fills dst with weights drawn at random around w: a Dirichlet
// distribution with mean w and the given concentration c ≥ 0.01, so that weight j
// has standard deviation √(w_j(1 − w_j)/(c + 1)); at c = 100 a weight of 0.25
// moves by about 0.043. Weights of 0 stay 0. It panics if dst is not as long
// as w, if c is below 0.01, or if no weight is positive.
func Perturb(r *rand.Rand, dst, w []float64, c float64) {
	if len(dst) != len(w) {
		panic("criteria: Perturb into a slice of another length")
	}
	if !(c >= 0.01) {
		panic("criteria: Perturb with a concentration below 0.01")
	}
	if !anyPositive(w) {
		panic("criteria: Perturb of weights none of which is positive")
	}
	variate.Dirichlet(dst, r, w, c)
}

func anyPositive(w []float64) bool {
	for _, x := range w {
		if x > 0 {
			return true
		}
	}
	return false
}
