package mcmc

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Nodes have positive weights and the moments of all draws, flat directions or not.
func TestNodes(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	for _, n := range []int{1, 5, 70, 71, 150, 3000} {
		for _, flat := range []bool{false, true} {
			var draws [][]float64
			for range n {
				a, b, c := r.NormFloat64(), r.NormFloat64(), r.ExpFloat64()
				v := []float64{7 + a, a + 0.01*b, -100 * c, b * c}
				if flat {
					v[1], v[3] = v[0], 5
				}
				draws = append(draws, v)
			}
			at, weights := nodes(draws)
			assert.LessOrEqual(t, len(at), 70)
			rows := monomials(draws)
			for j := range rows[0] {
				var all, few moments
				for _, row := range rows {
					all.add(row[j])
				}
				for i, draw := range at {
					require.Positive(t, weights[i])
					few.sum += weights[i] * rows[draw][j]
				}
				assert.InDelta(t, all.sum/all.n, few.sum, 1e-8*(1+math.Sqrt(all.square/all.n)), "%d %v %d", n, flat, j)
			}
		}
	}
}

// Answers are those of all draws, also on a base so small that these differ widely.
func TestNodesAnswerForAllDraws(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds")
	}
	r := rand.New(rand.NewPCG(43, 44))
	for _, n := range []int{30, 300} {
		var p clientele.Panel
		for range n {
			require.NoError(t, p.Add(btyd.ParetoNBD{R: 0.9, Alpha: 6, S: 1.1, Beta: 14}.Rand(r, 30)))
		}
		post, err := SampleParetoNBD(ctx, &p, nil, r, nil)
		require.NoError(t, err)
		for _, h := range []clientele.History{{Age: 30}, {Repeats: 1, Last: 2, Age: 30}, {Repeats: 3, Last: 20, Age: 30}, {Repeats: 12, Last: 13, Age: 30}, {Repeats: 20, Last: 29, Age: 30}} {
			for _, c := range []struct {
				got float64
				of  func(m btyd.ParetoNBD) float64
			}{
				{post.ProbAlive(h), func(m btyd.ParetoNBD) float64 { return m.ProbAlive(h) }},
				{post.ExpectedPurchases(h, 26), func(m btyd.ParetoNBD) float64 { return m.ExpectedPurchases(h, 26) }},
				{post.DiscountedPurchases(h, 0.01), func(m btyd.ParetoNBD) float64 { return m.DiscountedPurchases(h, 0.01) }},
				{post.ExpectedDropout(h), func(m btyd.ParetoNBD) float64 { return m.ExpectedDropout(h) }},
				{math.Exp(post.LogProb(h)), func(m btyd.ParetoNBD) float64 { return math.Exp(m.LogProb(h)) }},
			} {
				var all moments
				for m := range post.All() {
					all.add(c.of(m))
				}
				want := all.sum / all.n
				sd := math.Sqrt(all.square/all.n - want*want)
				assert.InDelta(t, want, c.got, 0.01*sd, "%d customers, %v", n, h) // found: 0.003
			}
		}
	}
}
