package cluster

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func quick() *ChoicePolicy {
	return &ChoicePolicy{Max: 6, Sample: 400, Starts: 5, References: 10, Bootstraps: 10}
}

func draws(n, d int, f func() float64) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, d)
		for j := range out[i] {
			out[i][j] = f()
		}
	}
	return out
}

// One cloud is one cloud: normal, uniform, skewed, stretched.
func TestNoClusterStructure(t *testing.T) {
	r := kit.Rand(1)
	for name, rows := range map[string][][]float64{
		"normal":  draws(400, 3, r.NormFloat64),
		"uniform": draws(400, 2, r.Float64),
		"skewed":  draws(400, 3, func() float64 { return math.Log1p(math.Floor(r.ExpFloat64() * 5)) }),
	} {
		choice, err := Choose(ctx, kit.Table(t, rows), kit.Rand(2), quick())
		require.NoError(t, err)
		assert.False(t, choice.Structure, "%s: %+v", name, choice)
		assert.Equal(t, 1, choice.K)
		assert.NotEmpty(t, choice.Reasons)
	}
	long := draws(300, 2, r.NormFloat64)
	for i := range long {
		long[i][0] = 20*long[i][0] + 3*long[i][1]
	}
	choice, err := Choose(ctx, kit.Table(t, long), kit.Rand(2), quick())
	require.NoError(t, err)
	assert.False(t, choice.Structure, "stretched: %+v", choice)
}

// Clusters {0, 1, 2} and {3, 4}; the sample holds rows 0, 0, 1, 3, 4 and finds
// {0, 1, 3} and {4}: 2 of 3 together, and 1 of 2.
func TestJaccards(t *testing.T) {
	got := jaccards([]int32{0, 0, 0, 1, 1}, []int32{1, 1, 1, 1, 0}, []int{0, 0, 1, 3, 4}, 2)
	assert.InDeltaSlice(t, []float64{2.0 / 3, 1.0 / 2}, got, 1e-15)
}

func TestChoose(t *testing.T) {
	rows := blobs(400, 4, 2, 0.4, 8)
	data := kit.Table(t, rows)
	choice, err := Choose(ctx, data, kit.Rand(1), quick())
	require.NoError(t, err)
	assert.True(t, choice.Structure)
	assert.Equal(t, 4, choice.K, "%+v", choice.Candidates)
	require.Len(t, choice.Candidates, 6)
	assert.Equal(t, ReasonGapMore, choice.Reasons[0].Code)
	assert.Equal(t, ReasonStable, choice.Reasons[2].Code)
	best := choice.Candidates[0]
	for _, c := range choice.Candidates {
		if c.ICL < best.ICL {
			best = c
		}
		assert.LessOrEqual(t, c.BIC, c.ICL)
	}
	assert.Equal(t, 4, best.K, "ICL agrees")
	again, err := Choose(ctx, data.Pick(kit.Rand(3).Perm(400)), kit.Rand(1), quick())
	require.NoError(t, err)
	assert.Equal(t, choice, again, "any order of the rows: the same bits")
	sampled, err := Choose(ctx, data, kit.Rand(1), &ChoicePolicy{Sample: 100, Max: 5, References: 5, Bootstraps: 5})
	require.NoError(t, err)
	assert.Equal(t, 4, sampled.K)
}

func TestChooseSpecialCases(t *testing.T) {
	empty, err := feature.NewTable("a")
	require.NoError(t, err)
	_, err = Choose(ctx, empty, kit.Rand(1), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, rows := range [][][]float64{{{1}}, {{1}, {1}}, {{1}, {2}}} {
		choice, err := Choose(ctx, kit.Table(t, rows), kit.Rand(1), nil)
		require.NoError(t, err)
		assert.False(t, choice.Structure)
		assert.Equal(t, ReasonFewDistinct, choice.Reasons[0].Code)
	}
	_, err = Choose(ctx, kit.Table(t, [][]float64{{1}, {2}, {3}}), kit.Rand(1), quick())
	assert.NoError(t, err)
	_, err = Choose(ctx, kit.Table(t, [][]float64{{1}}), kit.Rand(1), &ChoicePolicy{Max: 1})
	assert.Error(t, err)
}
