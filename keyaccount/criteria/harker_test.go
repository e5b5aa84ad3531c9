package criteria

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPrintedReciprocals: judgements as they are printed are those meant.
func TestPrintedReciprocals(t *testing.T) {
	want, err := FromUpper(3, 3, 7, 1./6)
	require.NoError(t, err)
	for _, digits := range []float64{1e2, 1e3, 1e4} {
		round := func(v float64) float64 { return math.Round(v*digits) / digits }
		got, err := NewJudgements([][]float64{{1, 3, 7}, {round(1. / 3), 1, round(1. / 6)}, {round(1. / 7), 6, 1}})
		require.NoError(t, err)
		for i := range 3 {
			for k := range 3 {
				check.Close(t, want.At(i, k), got.At(i, k), 1e-15)
			}
		}
	}
	_, err = NewJudgements([][]float64{{1, 3}, {.3, 1}})
	assert.Error(t, err)
}

// TestHarker: the example of Harker (1987): a_12 = 2 and a_23 = 2 without a_13
// imply weights 4/7, 2/7 and 1/7. Judgements that a scale of weights implies keep it
// whatever chain of pairs is asked, and two more orders of asking.
func TestHarker(t *testing.T) {
	j, err := NewJudgements([][]float64{{1, 2, 0}, {.5, 1, 2}, {0, .5, 1}})
	require.NoError(t, err)
	p, err := j.Eigenvector()
	require.NoError(t, err)
	for i, w := range []float64{4. / 7, 2. / 7, 1. / 7} {
		check.Close(t, w, p.Weights[i], 1e-12)
	}
	check.Close(t, 3, p.Lambda, 1e-12)
	assert.Zero(t, p.CR)
	assert.Equal(t, 1, j.Missing())
	assert.InDelta(t, 4, j.At(0, 2), 1e-12)

	r := rand.New(rand.NewPCG(31, 32))
	for range 200 {
		n := 3 + r.IntN(6)
		weights := make([]float64, n)
		for i := range weights {
			weights[i] = math.Exp(r.NormFloat64())
		}
		whole, sum := make([][]float64, n), 0.0
		for i := range n {
			sum += weights[i]
			whole[i] = make([]float64, n)
			whole[i][i] = 1
		}
		compare := func(i, k int) { whole[i][k], whole[k][i] = weights[i]/weights[k], weights[k]/weights[i] }
		for i := 1; i < n; i++ { // a tree joins all, and some pairs more
			compare(i, r.IntN(i))
			compare(i, r.IntN(i))
		}
		j, err := NewJudgements(whole)
		require.NoError(t, err)
		p, err := j.Eigenvector()
		require.NoError(t, err)
		for i, w := range weights {
			check.Close(t, w/sum, p.Weights[i], 1e-9)
			check.Close(t, w/sum, j.GeometricMean().Weights[i], 1e-9)
		}
		assert.InDelta(t, 0, p.CI, 1e-9)
		data, err := json.Marshal(j)
		require.NoError(t, err)
		var back Judgements
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, j, &back)
	}

	// The matrix that Harker's eigenvector belongs to: B w = λ w.
	j, err = NewJudgements([][]float64{{1, 3, 0, 5}, {1. / 3, 1, 4, 0}, {0, .25, 1, 2}, {.2, 0, .5, 1}})
	require.NoError(t, err)
	p, err = j.Eigenvector()
	require.NoError(t, err)
	b := [][]float64{{2, 3, 0, 5}, {1. / 3, 2, 4, 0}, {0, .25, 2, 2}, {.2, 0, .5, 2}}
	for i, row := range b {
		sum := 0.0
		for k, v := range row {
			sum += v * p.Weights[k]
		}
		check.Close(t, p.Lambda*p.Weights[i], sum, 1e-9)
	}
	check.Close(t, p.CI/(.90*(1-2*2./6)), p.CR, 1e-12)
	assert.Equal(t, 1, j.with(0, 2, 7).Missing())

	var in *clientele.InputError
	_, err = NewJudgements([][]float64{{1, 2, 0}, {.5, 1, 0}, {0, 0, 1}})
	assert.ErrorAs(t, err, &in, "the third is compared with none")
	_, err = NewJudgements([][]float64{{1, 2, 0}, {.5, 1, 3}, {1, 1. / 3, 1}})
	assert.ErrorAs(t, err, &in, "one side only")
}
