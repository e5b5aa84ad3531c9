package hmm_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/clientele-go/clientele/lifecycle/hmm"
)

func Example() {
	truth := hmm.HiddenMarkov{
		Family:     hmm.FamilyPoisson,
		Initial:    []float64{0.6, 0.4},
		Transition: [][]float64{{0.9, 0.1}, {0.2, 0.8}},
		Mean:       []float64{0.2, 3},
	}
	r := rand.New(rand.NewPCG(1, 1))
	var base hmm.CountPanel
	for range 500 {
		s, _ := truth.Rand(r, hmm.Sequence{Counts: make([]int, 12)})
		if err := base.Add(s); err != nil {
			fmt.Println(err)
			return
		}
	}
	fit, err := hmm.Fit(context.Background(), &base, 2, hmm.FamilyPoisson, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("means %.2f\n", fit.Model.Mean)
	fmt.Printf("transitions %.2f\n", fit.Model.Transition)

	now := fit.Model.Filtered(hmm.Sequence{Counts: []int{4, 3, 2, 0, 0}})
	fmt.Printf("P(state now) %.2f\n", now)
	fmt.Printf("expected counts %.2f\n", fit.Model.ExpectedCounts(now, 3, nil))
	// Output:
	// means [0.20 2.99]
	// transitions [[0.90 0.10] [0.20 0.80]]
	// P(state now) [0.98 0.02]
	// expected counts [0.50 0.68 0.81]
}

func ExampleHiddenMarkov_Viterbi() {
	m := hmm.HiddenMarkov{
		Family:     hmm.FamilyPoisson,
		Initial:    []float64{0.6, 0.4},
		Transition: [][]float64{{0.9, 0.1}, {0.25, 0.75}},
		Mean:       []float64{0.3, 2.5},
	}
	path, _ := m.Viterbi(hmm.Sequence{Counts: []int{0, 2, 0, hmm.Missing, 5, 1}})
	fmt.Println(path)
	// Output: [0 0 0 0 1 1]
}
