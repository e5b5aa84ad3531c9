package segment

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func quick() *ClusterPolicy {
	return &ClusterPolicy{Max: 6, Sample: 400, Starts: 5, References: 10, Bootstraps: 10}
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
	r := rng(1)
	for name, rows := range map[string][][]float64{
		"normal":  draws(400, 3, r.NormFloat64),
		"uniform": draws(400, 2, r.Float64),
		"skewed":  draws(400, 3, func() float64 { return math.Log1p(math.Floor(r.ExpFloat64() * 5)) }),
	} {
		choice, err := ChooseClusters(ctx, tableOf(t, rows), rng(2), quick())
		require.NoError(t, err)
		assert.False(t, choice.Structure, "%s: %+v", name, choice)
		assert.Equal(t, 1, choice.K)
		assert.NotEmpty(t, choice.Reasons)
	}
	long := draws(300, 2, r.NormFloat64)
	for i := range long {
		long[i][0] = 20*long[i][0] + 3*long[i][1]
	}
	choice, err := ChooseClusters(ctx, tableOf(t, long), rng(2), quick())
	require.NoError(t, err)
	assert.False(t, choice.Structure, "stretched: %+v", choice)
}

func TestChooseClusters(t *testing.T) {
	rows := blobs(400, 4, 2, 0.4, 8)
	data := tableOf(t, rows)
	choice, err := ChooseClusters(ctx, data, rng(1), quick())
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
	again, err := ChooseClusters(ctx, data.pick(rng(3).Perm(400)), rng(1), quick())
	require.NoError(t, err)
	assert.Equal(t, choice, again, "any order of the rows: the same bits")
	sampled, err := ChooseClusters(ctx, data, rng(1), &ClusterPolicy{Sample: 100, Max: 5, References: 5, Bootstraps: 5})
	require.NoError(t, err)
	assert.Equal(t, 4, sampled.K)
}

func TestChooseClustersSpecialCases(t *testing.T) {
	empty, err := NewTable("a")
	require.NoError(t, err)
	_, err = ChooseClusters(ctx, empty, rng(1), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, rows := range [][][]float64{{{1}}, {{1}, {1}}, {{1}, {2}}} {
		choice, err := ChooseClusters(ctx, tableOf(t, rows), rng(1), nil)
		require.NoError(t, err)
		assert.False(t, choice.Structure)
		assert.Equal(t, ReasonFewDistinct, choice.Reasons[0].Code)
	}
	_, err = ChooseClusters(ctx, tableOf(t, [][]float64{{1}, {2}, {3}}), rng(1), quick())
	assert.NoError(t, err)
	_, err = ChooseClusters(ctx, tableOf(t, [][]float64{{1}}), rng(1), &ClusterPolicy{Max: 1})
	assert.Error(t, err)
}

func TestScaling(t *testing.T) {
	data, err := NewTable("visits", "spend", "posts", "age", "flat")
	require.NoError(t, err)
	r := rng(5)
	for range 500 {
		require.NoError(t, data.Add(math.Floor(r.ExpFloat64()*9), math.Exp(2*r.NormFloat64()), math.Floor(r.ExpFloat64()), 40+10*r.NormFloat64(), 7))
	}
	s, err := FitScaling(data, &ScalingOptions{Transforms: map[string]Transform{"visits": Log, "spend": Winsorise, "posts": Rank}})
	require.NoError(t, err)
	scaled, err := s.Table(data)
	require.NoError(t, err)
	for j, name := range scaled.Columns() {
		mean, square := 0.0, 0.0
		for _, v := range scaled.column(j) {
			mean += v / 500
			square += v * v / 500
		}
		assert.InDelta(t, 0, mean, 1e-12, name)
		if name == "flat" {
			assert.Zero(t, square)
		} else {
			check.Close(t, 1, square, 1e-12, name)
		}
	}
	columns := s.Columns()
	assert.Equal(t, Plain, columns[3].Transform)
	beyond := s.Append(nil, []float64{0, 1e9, 0, 0, 0})
	limit := s.Append(nil, []float64{0, columns[1].Hi, 0, 0, 0})
	assert.Equal(t, limit, beyond, "winsorised")
	assert.True(t, math.IsNaN(s.Append(nil, []float64{0, 0, math.NaN(), 0, 0})[2]))
	assert.Panics(t, func() { s.Append(nil, []float64{1}) })

	text, err := json.Marshal(s)
	require.NoError(t, err)
	var back Scaling
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *s, back)
	for _, bad := range []string{`[]`, `[{"name":"a","transform":"rank","mean":0,"sd":1}]`, `[{"name":"a","transform":"plain","mean":0,"sd":0}]`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back))
	}
	assert.Equal(t, *s, back)

	_, err = FitScaling(data, &ScalingOptions{Transforms: map[string]Transform{"nothing": Log}})
	assert.Error(t, err)
	_, err = FitScaling(data, &ScalingOptions{Tail: 0.7})
	assert.Error(t, err)
	other, err := NewTable("a")
	require.NoError(t, err)
	_, err = FitScaling(other, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = s.Table(other)
	assert.Error(t, err)
}

func TestRankTransform(t *testing.T) {
	c := fitColumn(ScaledColumn{Transform: Rank}, oneTo(101), 0.01)
	assert.Equal(t, 0.0, c.rank(-5))
	assert.Equal(t, 1.0, c.rank(1e9))
	check.Close(t, 0.5, c.rank(51), 1e-15, "middle")
	check.Close(t, 0.505, c.rank(51.5), 1e-12, "between")
	tied := fitColumn(ScaledColumn{Transform: Rank}, []float64{0, 0, 0, 1}, 0.01)
	assert.InDelta(t, 0.33, tied.rank(0), 0.01, "the middle of the ties")
	last := -1.0
	for v := -1.0; v < 105; v += 0.1 {
		assert.GreaterOrEqual(t, c.rank(v), last)
		last = c.rank(v)
	}
}
