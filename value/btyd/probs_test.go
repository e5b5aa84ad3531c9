package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
)

// All counts at once are what each is alone, of every model that knows how, at ordinary
// and at concentrated parameters.
func TestProbsAreProbPurchases(t *testing.T) {
	models := []predictor[clientele.History, float64]{ParetoNBD{R: 800, Alpha: 900, S: 3, Beta: 50}, ParetoNBD{R: 0.01, Alpha: 1e3, S: 0.01, Beta: 1}, ParetoNBD{R: 2, Alpha: 1, S: 100, Beta: 1e3},
		GGompertzNBD{R: 800, Alpha: 900, B: 0.1, S: 3, Beta: 50}, GGompertzNBD{R: 0.5, Alpha: 10, B: 3, S: 0.01, Beta: 1e4}, GGompertzNBD{R: 2, Alpha: 1, B: 1e-4, S: 100, Beta: 0.1}}
	for _, mc := range modelCases {
		models = append(models, mc.build(mc.cdnow))
	}
	known := 0
	for _, m := range models {
		if _, ok := m.(interface {
			probs(h clientele.History, t float64, n int) []float64
		}); ok {
			known++
		}
		for _, h := range []clientele.History{{Age: 38.86}, {Repeats: 2, Last: 30.43, Age: 38.86}, {Repeats: 26, Last: 30.86, Age: 31}, {Repeats: 26, Last: 3, Age: 31}} {
			for _, horizon := range []float64{0, 0.5, 39, 2000} {
				n := 100
				if _, slow := m.(SwitchingParetoNBD); slow {
					if n = 2; horizon != 39 {
						continue
					}
				}
				got := probabilities(m, h, horizon, n)
				for k := 0; k <= n; k += 1 + k/3 {
					if want := m.ProbPurchases(h, horizon, k); want > 1e-20 {
						check.Close(t, want, got[k], 1e-10, m, h, horizon, k)
					} else {
						assert.Less(t, math.Abs(got[k]), 1e-19)
					}
				}
			}
		}
	}
	assert.Equal(t, 10, known, "models that know all counts at once")
	assert.True(t, math.IsNaN(probabilities(predictor[clientele.History, float64](ParetoNBD{R: 1, Alpha: 1, S: 1, Beta: 1}), clientele.History{Age: -1}, 9, 3)[2]))
}

// Goal: the outcome intervals of three customers in 15 ms, over 100 draws of the parameters.
func BenchmarkPurchaseIntervalParetoNBD(b *testing.B) {
	fit := &clientele.Fit[ParetoNBD]{Model: ParetoNBD{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}}
	fit.Cov = [][]float64{{0.0023, 0.03, 0, 0}, {0.03, 0.9, 0, 0}, {0, 0, 0.03, 0.5}, {0, 0, 0.5, 15}}
	r := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		for _, h := range []clientele.History{{Age: 38.86}, {Repeats: 2, Last: 30.43, Age: 38.86}, {Repeats: 26, Last: 30.86, Age: 31}} {
			if iv := PurchaseInterval(fit, r, 100, h, 39, 0.95); !(iv.Hi >= iv.Lo) {
				b.Fatal(iv)
			}
		}
	}
}
