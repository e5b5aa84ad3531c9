package checking

import (
	"math"
	"slices"
)

// mixtureWeights returns the weights of models, at least 0 with the sum 1, under which
// their mixture has the best log score: came has the probability that each gave to what
// came. The score is concave in them, and the EM steps of a mixture climb it to the top.
// Those that are not open have weight 0.
func mixtureWeights(came [][]float64, open []bool) []float64 {
	weights := make([]float64, len(open))
	n := 0
	for _, o := range open {
		if o {
			n++
		}
	}
	for j, o := range open {
		if o {
			weights[j] = 1 / float64(n)
		}
	}
	for range 2000 {
		next := make([]float64, len(weights))
		for _, row := range came {
			mix := 0.0
			for j, w := range weights {
				mix += w * row[j]
			}
			for j, w := range weights {
				next[j] += w * row[j] / mix / float64(len(came))
			}
		}
		moved := 0.0
		for j := range next {
			moved = math.Max(moved, math.Abs(next[j]-weights[j]))
		}
		weights = next
		if moved < 1e-7 {
			break
		}
	}
	return weights
}

// mixtureGain returns what the mixture gains on one of its models in the mean log score,
// its standard error over customers (who has the number of each row's), and how many
// they are: the forecasts of one customer at several origins are not independent.
func mixtureGain(came [][]float64, weights []float64, model int, who []int) (gain, se float64, customers int) {
	gains := map[int]float64{}
	for i, row := range came {
		g := math.Log(math.Max(mixed(weights, row), least) / row[model])
		gains[who[i]] += g
		gain += g
	}
	n := float64(len(gains))
	mean := gain / n
	for i := range slices.Max(who) + 1 { // in order, so that the sum is the same each time
		if g, ok := gains[i]; ok {
			se += (g - mean) * (g - mean)
		}
	}
	rows := float64(len(came))
	return gain / rows, math.Sqrt(se) / rows, len(gains)
}

// mixed returns the mixture of v; a model of weight 0 is not looked at.
func mixed(weights, v []float64) float64 {
	sum := 0.0
	for j, w := range weights {
		if w > 0 {
			sum += w * v[j]
		}
	}
	return sum
}

// bestOf returns the place of the smallest score; those that are NaN are none.
func bestOf(scores []float64) int {
	best := 0
	for j, v := range scores {
		if math.IsNaN(scores[best]) || v < scores[best] {
			best = j
		}
	}
	return best
}
